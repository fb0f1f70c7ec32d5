//! Opening a kernel tree: from wherever it is to a bundle, in steps.

use std::ops::ControlFlow;
use std::sync::Arc;

use js_sys::Date;
use kconfig::bundle::{Bundle, Folder, Limits, Progress, TreeEntry, digest, tree_name, tree_title};
use kconfig::view::Problem;
use web_sys::{AbortSignal, Blob};

use super::reading::{BlobReader, fetch_blob, read_all};
use super::store;
use super::tree_protocol::{OpeningProgress, Phase, Picked, ProfileInfo, TreeInfo, TreeSource};
use crate::pause::pause;

/// How long the worker reads before it looks whether something else is asked,
/// in milliseconds.
const TURN: f64 = 20.0;

/// How often progress is told, in milliseconds.
const TELL: f64 = 100.0;

/// How many files of a folder are read at the same time.
const BATCH: usize = 64;

/// A bundle up to this size is kept as it came; a larger file is packed anew.
const MAX_BUNDLE: f64 = 16_777_216.0;

/// A tree that is open in the worker.
#[derive(Clone, Debug)]
pub struct OpenedTree {
    /// What the page knows of it.
    pub info: TreeInfo,
    /// Its files and recorded answers.
    pub bundle: Arc<Bundle>,
    /// The .config files that the browser keeps with it: their names and texts.
    pub configs: Vec<(String, String)>,
}

/// A tree that was just read.
pub(super) struct Fresh {
    pub(super) tree: OpenedTree,
    /// Its bundle as a file, if it is not kept yet.
    pub(super) packed: Option<Vec<u8>>,
}

/// Says how far an opening is, and lets the worker do other things.
pub(super) struct Steps<T> {
    tell: T,
    signal: AbortSignal,
    rested: f64,
    told: f64,
}

impl<T: Fn(OpeningProgress)> Steps<T> {
    pub(super) fn new(tell: T, signal: AbortSignal) -> Self {
        Self { tell, signal, rested: Date::now(), told: 0.0 }
    }

    async fn step(&mut self, progress: OpeningProgress) -> ControlFlow<()> {
        let now = Date::now();
        if now - self.told >= TELL {
            self.told = now;
            (self.tell)(progress);
        }
        if now - self.rested >= TURN {
            pause().await;
            self.rested = Date::now();
        }
        if self.signal.aborted() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
}

/// Opens a tree; `files` are those of a folder, `listed` is what the site lists.
pub(super) async fn open<T: Fn(OpeningProgress)>(
    source: &TreeSource,
    files: &[Picked],
    listed: &[TreeEntry],
    steps: &mut Steps<T>,
) -> Result<Fresh, Problem> {
    match source {
        TreeSource::File(Picked { path, file }) => {
            let (bundle, bytes) = read(file, steps).await?;
            fresh(tree_name(path, bundle.version().as_deref()), bundle, bytes, listed, steps).await
        }
        TreeSource::Folder { name, others } => {
            let bundle = read_folder(files, others, steps).await?;
            fresh(tree_name(name, bundle.version().as_deref()), bundle, None, listed, steps).await
        }
        TreeSource::Kept(name) => kept(name, steps).await,
        TreeSource::Listed(name) => {
            let Some(entry) = listed.iter().find(|entry| entry.name == *name) else {
                return Err(problem(format!("This site lists no tree {name}."), "Reload the page."));
            };
            // What was opened before need not come again, also without a network.
            if let Ok(fresh) = kept(name, steps).await {
                if entry.is_of(fresh.tree.info.digest) {
                    return Ok(fresh);
                }
            }
            let (bundle, bytes) = read(&fetched(entry, steps).await?, steps).await?;
            fresh(name.clone(), bundle, bytes, listed, steps).await
        }
    }
}

/// Reads a tree that the browser keeps.
async fn kept<T: Fn(OpeningProgress)>(name: &str, steps: &mut Steps<T>) -> Result<Fresh, Problem> {
    let file = match store::get(name).await {
        Ok(file) => file,
        Err(refused) => {
            // A browser that can say what it keeps has forgotten it: perhaps in another tab.
            let is_forgotten = store::names().await.is_ok_and(|names| !names.iter().any(|it| it == name));
            let message = match is_forgotten {
                true => {
                    format!(
                        "{name} is not kept in this browser any more: it was forgotten, perhaps in another tab."
                    )
                }
                false => format!("{name} cannot be read from this browser ({}).", refused.0),
            };
            return Err(problem(message, "Open its file or folder again."));
        }
    };
    let (bundle, bytes) = read(&file, steps).await?;
    let checksum = match bytes {
        Some(bytes) => digest(&bytes),
        None => digest(&BlobReader::new(&file).and_then(BlobReader::all).map_err(unreadable)?),
    };
    Ok(Fresh { tree: tree(name.to_owned(), bundle, checksum), packed: None })
}

/// Gets a listed bundle from the site.
async fn fetched<T: Fn(OpeningProgress)>(entry: &TreeEntry, steps: &mut Steps<T>) -> Result<Blob, Problem> {
    let refused = |why: String| {
        problem(
            format!("{} cannot be fetched: {why}.", entry.title),
            "Try again, or open a bundle from this machine.",
        )
    };
    let is_name = !entry.file.is_empty() && !entry.file.contains(['/', '\\', '?', '#', ':']);
    if !is_name || entry.file.starts_with('.') {
        return Err(refused(format!("the site lists it as {:?}", entry.file)));
    }
    (steps.tell)(OpeningProgress { phase: Phase::Fetching, percent: None, n_files: 0 });
    let blob = fetch_blob(&format!("./trees/{}", entry.file), &steps.signal).await.map_err(refused)?;
    if blob.size() != f64::from(entry.bytes) {
        let (is, said) = (blob.size() as u64, entry.bytes);
        return Err(refused(format!("the server sends {is} bytes where the site lists {said}")));
    }
    Ok(blob)
}

/// Reads an archive; gives its bytes too where it is a bundle already.
async fn read<T: Fn(OpeningProgress)>(
    blob: &Blob,
    steps: &mut Steps<T>,
) -> Result<(Bundle, Option<Vec<u8>>), Problem> {
    let size = blob.size();
    let input = BlobReader::new(blob).map_err(unreadable)?;
    let on_progress = async |progress: Progress| {
        let percent = (progress.packed as f64 / size * 100.0).min(100.0) as u32;
        let n_files = u32::try_from(progress.kept).unwrap_or(u32::MAX);
        steps.step(OpeningProgress { phase: Phase::Reading, percent: Some(percent), n_files }).await
    };
    let bundle = Bundle::open_in_steps(input, &Limits::default(), on_progress).await?;
    let is_bundle = !bundle.profiles.is_empty() && size <= MAX_BUNDLE;
    let bytes = if is_bundle {
        Some(BlobReader::new(blob).and_then(BlobReader::all).map_err(unreadable)?)
    } else {
        None
    };
    Ok((bundle, bytes))
}

/// Reads the files of a folder.
async fn read_folder<T: Fn(OpeningProgress)>(
    files: &[Picked],
    others: &[String],
    steps: &mut Steps<T>,
) -> Result<Bundle, Problem> {
    let limits = Limits::default();
    let mut folder = Folder::new(&limits);
    // Named if this is no kernel.
    for path in others {
        folder.add(path, 0, || Ok(Vec::new()))?;
    }
    let mut done = 0;
    for batch in files.chunks(BATCH) {
        // One that is too large is not read: the folder refuses it below.
        let is_small = |picked: &&Picked| picked.file.size() as u64 <= limits.file;
        let small = batch.iter().filter(is_small).map(|picked| &*picked.file);
        let mut texts = read_all(small).await.map_err(unreadable)?.into_iter();
        for picked in batch {
            let text = is_small(&picked).then(|| texts.next()).flatten().unwrap_or_default();
            folder.add(&picked.path, picked.file.size() as u64, || Ok(text))?;
        }
        done += batch.len();
        let percent = u32::try_from(done * 100 / files.len()).ok();
        let n_files = u32::try_from(folder.progress().kept).unwrap_or(u32::MAX);
        if steps.step(OpeningProgress { phase: Phase::Reading, percent, n_files }).await.is_break() {
            return Err(cancelled());
        }
    }
    Bundle::from_folder(folder)
}

/// Names a tree that was read, and packs it.
async fn fresh<T: Fn(OpeningProgress)>(
    wanted: String,
    bundle: Bundle,
    bytes: Option<Vec<u8>>,
    listed: &[TreeEntry],
    steps: &mut Steps<T>,
) -> Result<Fresh, Problem> {
    let packed = match bytes {
        Some(bytes) => bytes,
        None => {
            let n_files = u32::try_from(bundle.files.len()).unwrap_or(u32::MAX);
            let (mut done, mut is_stopped) = (0_u32, false);
            let on_step = async || {
                done += 1;
                let percent = Some(done.saturating_mul(100) / n_files.max(1)).map(|percent| percent.min(100));
                is_stopped =
                    steps.step(OpeningProgress { phase: Phase::Packing, percent, n_files }).await.is_break();
            };
            let packed = bundle.pack_in_steps(on_step).await;
            if is_stopped {
                return Err(cancelled());
            }
            packed.map_err(|reason| problem(format!("The tree cannot be packed: {reason}."), ""))?
        }
    };
    let checksum = digest(&packed);
    let (name, is_kept) = store::name_for(&wanted, checksum, listed).await;
    Ok(Fresh { tree: tree(name, bundle, checksum), packed: (!is_kept).then_some(packed) })
}

fn tree(name: String, bundle: Bundle, digest: u32) -> OpenedTree {
    let profiles = bundle.profiles.iter().map(|profile| ProfileInfo {
        name: profile.name.clone(),
        arches: profile.arches.keys().cloned().collect(),
    });
    let info = TreeInfo {
        title: tree_title(&name, bundle.version().as_deref()),
        name,
        digest,
        arches: bundle.arches(),
        profiles: profiles.collect(),
        n_files: u32::try_from(bundle.files.len()).unwrap_or(u32::MAX),
    };
    OpenedTree { info, bundle: Arc::new(bundle), configs: Vec::new() }
}

fn unreadable(error: std::io::Error) -> Problem {
    problem(
        format!("The file cannot be read: {error}."),
        "Choose it again: it may have been changed or removed meanwhile.",
    )
}

fn cancelled() -> Problem {
    problem("The reading was cancelled.".to_owned(), "")
}

fn problem(message: String, help: &str) -> Problem {
    Problem { message, details: Vec::new(), help: help.to_owned() }
}
