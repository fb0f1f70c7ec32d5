//! What goes of a patch put on a tree, and what does not, said hunk by hunk.

use std::fmt;
use std::sync::Arc;

use kconfig_vfs::{Vfs, path};

use crate::apply::apply;
use crate::hunks::{HunkState, Placed, git_hunks, patch_hunks};
use crate::patch::{FileDiff, Patch};
use crate::place::MAX_FUZZ;
use crate::refusal::ApplyReason;

/// A tree after as much of a patch as goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The tree with it.
    pub tree: Vfs,
    /// By whose rules hunks were placed.
    pub way: Way,
    /// The kept files, in the order of the patch.
    pub files: Vec<FileOutcome>,
    /// The files that are not looked at; they stop nothing.
    pub left_out: Vec<LeftOut>,
}

/// By whose rules hunks were placed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// By those of `git apply`: each hunk fits exactly, at its line or elsewhere.
    Git,
    /// By those of `patch -p1 -F2`, as not all hunks fit by git's.
    Patch,
}

/// A file that a patch changes and that is not looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// The file's path.
    pub path: String,
    /// The change is a binary one.
    pub is_binary: bool,
}

/// What became of one file's part of a patch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileOutcome {
    /// The path that the change is known by.
    pub path: String,
    /// The path before; `None` where the file is new.
    pub old: Option<String>,
    /// The path after; `None` where the file goes.
    pub new: Option<String>,
    /// The old file stays beside the new one.
    pub copy: bool,
    /// The modes before and after, where the patch changes the mode. A tree
    /// here has no modes.
    pub modes: Option<(u32, u32)>,
    /// The hunks, in order; empty where the file was not touched.
    pub hunks: Vec<HunkState>,
    /// Why the whole file was not touched, or why it stays although it is to go.
    pub problem: Option<ApplyReason>,
}

impl FileOutcome {
    /// Walks the hunks that did not go on, by their numbers from 1.
    pub fn failed(&self) -> impl Iterator<Item = usize> {
        let failed = |state: &HunkState| matches!(state, HunkState::Failed(_));
        (1..).zip(&self.hunks).filter(move |(_, state)| failed(state)).map(|(number, _)| number)
    }

    /// Walks where the hunks went on that did.
    pub fn placed(&self) -> impl Iterator<Item = (usize, Placed)> {
        (1..).zip(&self.hunks).filter_map(|(number, state)| match state {
            HunkState::Applied(placed) => Some((number, *placed)),
            HunkState::Failed(_) => None,
        })
    }
}

/// What a tree lacks of a patch in one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// The file's path.
    pub path: String,
    /// Its hunks that did not go on, from 1; empty where none of it did.
    pub hunks: Vec<usize>,
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.hunks {
            [] => write!(f, "without {}", self.path),
            [one] => write!(f, "without hunk {one} of {}", self.path),
            [many @ .., last] => {
                let many: Vec<String> = many.iter().map(usize::to_string).collect();
                write!(f, "without hunks {} and {last} of {}", many.join(", "), self.path)
            }
        }
    }
}

impl Outcome {
    /// Lists what did not go on: "without hunk 2 of fs/nfs/Kconfig".
    pub fn missing(&self) -> Vec<Missing> {
        let missing = self.files.iter().filter_map(|file| {
            let hunks: Vec<usize> = file.failed().collect();
            let is_missing = file.problem.is_some() || !hunks.is_empty();
            is_missing.then(|| Missing { path: file.path.clone(), hunks })
        });
        missing.collect()
    }

    /// Tells whether all of it went on, at whatever place.
    pub fn is_whole(&self) -> bool {
        self.files.iter().all(|file| file.problem.is_none() && file.failed().next().is_none())
    }
}

/// Puts as much of a patch on a tree as goes, of the files that are kept.
///
/// If the kept part as a whole fits as `git apply` wants it, that counts. Else
/// each hunk goes where `patch -p1 -F2` puts it; one that fits nowhere is left
/// out, and the rest goes on. Nothing that is not kept stops anything.
pub fn apply_kept(tree: &Vfs, patch: &Patch, is_kept: impl Fn(&str) -> bool) -> Outcome {
    let mut outcome = Outcome { tree: tree.clone(), way: Way::Git, files: Vec::new(), left_out: Vec::new() };
    let strip = strips_folder(tree, patch);
    let mut kept = Vec::new();
    for file in &patch.files {
        let file = resolved(tree, file, strip);
        let names = || [&file.old, &file.new].into_iter().flatten();
        if names().any(|path| is_kept(path) || !is_below(path)) {
            kept.push(file);
        } else {
            outcome.left_out.push(LeftOut { path: file.path().to_owned(), is_binary: file.is_binary });
        }
    }
    let kept = Patch { files: kept, ..Patch::default() };
    outcome.way = if apply(tree, &kept).is_ok() { Way::Git } else { Way::Patch };
    for file in &kept.files {
        let file = apply_file(&mut outcome, file);
        outcome.files.push(file);
    }
    outcome
}

/// Tells whether a path stays below the root without `..`.
fn is_below(path: &str) -> bool {
    !path.split('/').any(|part| part == "..") && path::normalize(path).is_some_and(|path| !path.is_empty())
}

/// Tells whether the paths of a plain diff begin with a folder that is none of
/// the tree, as `patch -p1` takes them: where none of them is a file as it is,
/// and one is without its first folder.
pub(crate) fn strips_folder(tree: &Vfs, patch: &Patch) -> bool {
    let is_there = |path: &str| tree.get(path).is_some();
    let inner = |path: &str| is_below(path) && path.split_once('/').is_some_and(|(_, rest)| is_there(rest));
    let plain = || patch.files.iter().filter(|file| !file.is_git).map(FileDiff::path);
    plain().any(inner) && !plain().any(is_there)
}

/// Gives a file's part with the names that the tree has for it.
pub(crate) fn resolved(tree: &Vfs, file: &FileDiff, strip: bool) -> FileDiff {
    let mut file = file.clone();
    if file.is_git {
        return file;
    }
    let is_there = |path: &Option<String>| path.as_deref().is_some_and(|path| tree.get(path).is_some());
    let inner =
        |path: &String| path.split_once('/').map_or_else(|| path.clone(), |(_, rest)| rest.to_owned());
    if strip {
        for name in [&mut file.old, &mut file.new, &mut file.alias] {
            *name = name.as_ref().map(inner);
        }
    }
    if !is_there(&file.old) && is_there(&file.alias) && file.old == file.new {
        (file.old, file.new) = (file.alias.clone(), file.alias.clone());
    }
    // Plain diff has a name for a file that is not there too.
    let adds_all = matches!(&*file.hunks, [hunk] if hunk.old_len == 0 && hunk.old_start == 0);
    if adds_all && !is_there(&file.old) {
        file.old = None;
    }
    file
}

pub(crate) fn apply_file(outcome: &mut Outcome, file: &FileDiff) -> FileOutcome {
    let mut done = FileOutcome {
        path: file.path().to_owned(),
        old: file.old.clone(),
        new: file.new.clone(),
        copy: file.copy,
        modes: file.modes,
        hunks: Vec::new(),
        problem: None,
    };
    match text_before(&outcome.tree, file) {
        Err(reason) => done.problem = Some(reason),
        Ok(text) => {
            let (patched, hunks) = put(outcome.way, &text, file);
            done.hunks = hunks;
            if file.new.is_none() && !patched.is_empty() && !file.copy && done.failed().next().is_none() {
                done.problem = Some(ApplyReason::NotEmpty);
            }
            store(&mut outcome.tree, file, patched);
        }
    }
    done
}

/// Gives the text that a file's hunks go on.
pub(crate) fn text_before(tree: &Vfs, file: &FileDiff) -> Result<Arc<str>, ApplyReason> {
    if [&file.old, &file.new].into_iter().flatten().any(|path| !is_below(path)) {
        return Err(ApplyReason::BadPath);
    }
    if file.is_binary {
        return Err(ApplyReason::Binary);
    }
    // GNU patch fills a file that is empty as one that is not there.
    let in_the_way = |new: &str| tree.get(new).is_some_and(|text| file.old.is_some() || !text.is_empty());
    if file.new != file.old && file.new.as_deref().is_some_and(in_the_way) {
        return Err(ApplyReason::AlreadyThere);
    }
    match &file.old {
        Some(old) => tree.get(old).cloned().ok_or(ApplyReason::NoSuchFile),
        None => Ok("".into()),
    }
}

pub(crate) fn put(way: Way, text: &str, file: &FileDiff) -> (String, Vec<HunkState>) {
    if way == Way::Git {
        if let Ok((text, placed)) = git_hunks(text, &file.hunks) {
            return (text, placed.into_iter().map(HunkState::Applied).collect());
        }
    }
    patch_hunks(text, &file.hunks, if file.is_exact { 0 } else { MAX_FUZZ })
}

/// Lays a file's new text into the tree, and takes away what goes.
fn store(tree: &mut Vfs, file: &FileDiff, text: String) {
    let moves = file.new.is_some() && file.new != file.old && !file.copy;
    let goes = file.new.is_none() && (text.is_empty() || file.copy);
    if let Some(old) = file.old.as_deref().filter(|_| moves || goes) {
        tree.remove(old);
    }
    if let Some(path) = file.new.as_deref().or(file.old.as_deref()).filter(|_| !goes) {
        if tree.get(path).is_none_or(|before| **before != *text) {
            tree.insert(path, text);
        }
    }
}
