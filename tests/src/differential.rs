//! A generated tree through the kernel's conf and through ours.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use crate::Result;
use crate::generate::Generated;
use crate::reference::{Run, files_below, first_difference};

/// What conf is told, and what it finds.
#[derive(Clone, Copy, Debug)]
pub struct Mode {
    /// Its arguments before `Kconfig`.
    pub arguments: &'static str,
    /// Whether there is a .config.
    pub has_config: bool,
    /// Whether KCONFIG_ALLCONFIG names the fragment.
    pub has_fragment: bool,
}

const fn fresh(arguments: &'static str) -> Mode {
    Mode { arguments, has_config: false, has_fragment: false }
}

const fn with_config(arguments: &'static str) -> Mode {
    Mode { arguments, has_config: true, has_fragment: false }
}

const fn with_fragment(arguments: &'static str) -> Mode {
    Mode { arguments, has_config: false, has_fragment: true }
}

/// All ways in which a tree is compared.
pub const MODES: &[Mode] = &[
    fresh("--alldefconfig"),
    fresh("--allyesconfig"),
    fresh("--allmodconfig"),
    fresh("--allnoconfig"),
    with_fragment("--alldefconfig"),
    with_fragment("--allmodconfig"),
    with_fragment("--allnoconfig"),
    with_config("--olddefconfig"),
    with_config("--savedefconfig saved"),
    fresh("--defconfig ../fragment"),
    fresh("--randconfig"),
    with_fragment("--randconfig"),
    with_config("--listnewconfig"),
    with_config("--helpnewconfig"),
    fresh("--oldaskconfig"),
    with_config("--oldconfig"),
    with_config("--syncconfig"),
    with_config("--mod2yesconfig"),
    with_config("--yes2modconfig"),
    with_config("--mod2noconfig"),
];

/// In bytes: some questions are asked for ever where there is no input.
const MOST_OUTPUT: u64 = 2_000_000;

/// How long a conf may take; they take some milliseconds.
const MOST_TIME: Duration = Duration::from_secs(20);

/// The two programs, and a folder to run them in.
pub struct Differential {
    /// The kernel's.
    pub theirs: PathBuf,
    /// Ours.
    pub ours: PathBuf,
    /// A folder of our own, best in memory.
    pub folder: PathBuf,
}

/// How a conf's run ended.
enum End {
    Run(Run),
    /// It wrote or ran for ever.
    Endless,
}

impl Differential {
    /// Lays a tree out, for [`Differential::difference`].
    pub fn prepare(&self, generated: &Generated) -> Result<()> {
        lay_out(generated, &self.folder)
    }

    /// Says what differs in a mode, and conf's status.
    pub fn difference(&self, generated: &Generated, mode: &Mode) -> Result<(Option<String>, Option<i32>)> {
        let theirs = self.run(&self.theirs, "theirs", generated, mode)?;
        let ours = self.run(&self.ours, "ours", generated, mode)?;
        Ok(match (theirs, ours) {
            (End::Run(theirs), End::Run(ours)) => (differing(&theirs, &ours), theirs.status),
            // Where an answer is refused at the end of the input conf asks for
            // ever and ours ends: on purpose.
            (End::Endless, _) => (None, None),
            (End::Run(theirs), End::Endless) => (Some("ours does not end".to_owned()), theirs.status),
        })
    }

    fn run(&self, conf: &Path, side: &str, generated: &Generated, mode: &Mode) -> Result<End> {
        let folder = self.folder.join(side);
        if folder.exists() {
            std::fs::remove_dir_all(&folder)?;
        }
        std::fs::create_dir_all(&folder)?;
        if mode.has_config {
            std::fs::write(folder.join(".config"), &generated.config)?;
        }
        let mut command = Command::new(conf);
        command
            .args(mode.arguments.split(' '))
            .arg("Kconfig")
            .current_dir(&folder)
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .envs([("srctree", "../tree"), ("ARCH", "x86_64"), ("SRCARCH", "x86")])
            .envs(generated.env.iter().map(|(name, value)| (name, value)))
            .stdin(std::fs::File::open(self.folder.join("answers"))?);
        if mode.has_fragment {
            command.env("KCONFIG_ALLCONFIG", "../fragment");
        }
        let Some((status, stdout, stderr)) = finish(&mut command)? else { return Ok(End::Endless) };
        Ok(End::Run(Run { status, stdout, stderr, files: files_below(&folder)? }))
    }
}

/// Writes a tree and what belongs to it below a folder.
pub fn lay_out(generated: &Generated, folder: &Path) -> Result<()> {
    if folder.exists() {
        std::fs::remove_dir_all(folder)?;
    }
    for (path, text) in &generated.files {
        let path = folder.join("tree").join(path);
        std::fs::create_dir_all(path.parent().unwrap_or(folder))?;
        std::fs::write(path, text)?;
    }
    std::fs::write(folder.join("fragment"), &generated.fragment)?;
    std::fs::write(folder.join("answers"), &generated.answers)?;
    std::fs::write(folder.join("config"), &generated.config)?;
    Ok(())
}

/// Runs a program to its end; `None` where there is none.
fn finish(command: &mut Command) -> Result<Option<(Option<i32>, String, String)>> {
    fn read(pipe: Option<impl Read>) -> Option<Vec<u8>> {
        let mut text = Vec::new();
        pipe?.take(MOST_OUTPUT).read_to_end(&mut text).ok()?;
        (text.len() < MOST_OUTPUT as usize).then_some(text)
    }
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    let (send, receive) = mpsc::channel();
    let send_error = send.clone();
    // Whoever reads too much lets go of the pipe, which ends the program.
    std::thread::spawn(move || send.send((1, read(stdout))));
    std::thread::spawn(move || send_error.send((2, read(stderr))));
    let mut texts = BTreeMap::new();
    while texts.len() < 2 {
        match receive.recv_timeout(MOST_TIME) {
            Ok((which, Some(text))) => texts.insert(which, String::from_utf8_lossy(&text).into_owned()),
            Ok((_, None)) | Err(_) => {
                // It may have ended by itself.
                let _ = child.kill();
                child.wait()?;
                return Ok(None);
            }
        };
    }
    let status = child.wait()?.code();
    Ok(Some((status, texts.remove(&1).unwrap_or_default(), texts.remove(&2).unwrap_or_default())))
}

/// Names the first part that differs, and its first line that does.
fn differing(theirs: &Run, ours: &Run) -> Option<String> {
    if theirs == ours {
        return None;
    }
    let parts = [("stderr", &theirs.stderr, &ours.stderr), ("stdout", &theirs.stdout, &ours.stdout)];
    let outputs = parts.into_iter().map(|(name, theirs, ours)| (name, Some(theirs), Some(ours)));
    let names = theirs.files.keys().chain(ours.files.keys());
    let files = names.map(|name| (&**name, theirs.files.get(name), ours.files.get(name)));
    for (name, theirs, ours) in outputs.chain(files) {
        match (theirs, ours) {
            (Some(theirs), Some(ours)) if theirs == ours => {}
            (Some(theirs), Some(ours)) => return Some(format!("{name}: {}", first_difference(theirs, ours))),
            (Some(_), None) => return Some(format!("{name}: only conf's")),
            _ => return Some(format!("{name}: only ours")),
        }
    }
    Some(format!("status: conf has {:?}, ours has {:?}", theirs.status, ours.status))
}
