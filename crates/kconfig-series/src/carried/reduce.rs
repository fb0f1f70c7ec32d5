//! Patches without what a link leaves out: other files, and context that hunks do not
//! need.

use kconfig_vfs::Vfs;

use crate::apply_kept::{Outcome, Way, apply_file, put, resolved, strips_folder, text_before};
use crate::hunks::{HunkState, Placed};
use crate::kept::is_carried;
use crate::patch::{FileDiff, Hunk, HunkLine, LineKind, Patch};
use crate::place::Pattern;

/// What trying hunks of a series with less context may cost, in lines gone through: each
/// try goes through the lines of the file once for each of its hunks.
///
/// 100 hunks in a kernel's longest Kconfig file cost 30 million. The files behind that
/// keep their context.
pub(super) const TRY_LIMIT: usize = 200_000_000;

/// How much context is tried before the first change of a hunk and behind the last one,
/// the least first.
///
/// A hunk without context behind it fits for `git apply` at the end of a file alone.
const CONTEXTS: [(usize, usize); 6] = [(0, 1), (1, 1), (1, 2), (2, 2), (2, 3), (3, 3)];

/// Gives the carried part of a patch with all of its context, and the names that the tree
/// has for its files.
pub(super) fn whole(tree: &Vfs, patch: &Patch) -> Patch {
    let strip = strips_folder(tree, patch);
    let files = patch.files.iter().map(|file| resolved(tree, file, strip));
    let is_named =
        |file: &FileDiff| [&file.old, &file.new].into_iter().flatten().any(|path| is_carried(path));
    let carried = files.filter(is_named).map(|mut file| {
        for hunk in &mut file.hunks {
            let is_cut = !hunk.is_whole();
            let lines = std::mem::take(&mut hunk.lines);
            *hunk = numbered(lines, hunk.old_start, hunk.new_start, is_cut);
        }
        FileDiff { is_git: true, alias: None, ..file }
    });
    Patch { subject: one_line(&patch.subject), files: carried.collect(), ..Patch::default() }
}

/// A text as one line, as a subject is.
fn one_line(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    text.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Gives the carried part of a patch with as little context as its hunks are found by,
/// where the patch goes on by the rules of `way`.
///
/// `left` is what is left of [`TRY_LIMIT`].
pub(super) fn reduced(tree: &Vfs, patch: &Patch, way: Way, left: &mut usize) -> Patch {
    let mut patch = whole(tree, patch);
    let mut outcome = Outcome { tree: tree.clone(), way, files: Vec::new(), left_out: Vec::new() };
    for file in &mut patch.files {
        let text = text_before(&outcome.tree, file);
        let given = file.clone();
        if let Ok(text) = text {
            let n_lines = text.bytes().filter(|&byte| byte == b'\n').count();
            let n_hunks = file.hunks.len();
            let cost = n_hunks.saturating_mul(n_hunks).saturating_mul(n_lines);
            *left = left.saturating_sub(cost);
            if *left > 0 {
                reduce(file, &text, way);
            }
        }
        apply_file(&mut outcome, &given);
    }
    patch
}

/// Takes context from the hunks of a file that go on; what is left has to fit as it is.
fn reduce(file: &mut FileDiff, text: &str, way: Way) {
    let (wanted, states) = put(way, text, file);
    // Hunks that fail change nothing, and stay as they are.
    let goes = |state: &HunkState| matches!(state, HunkState::Applied(_));
    let places: Vec<usize> = (0..states.len()).filter(|&at| goes(&states[at])).collect();
    let mut tried = FileDiff { hunks: Vec::new(), is_exact: true, ..file.clone() };
    let mut grown = 0;
    for &at in &places {
        let hunk = &file.hunks[at];
        if let HunkState::Applied(placed) = &states[at] {
            tried.hunks.push(settled(hunk, *placed, grown));
        }
        grown += i64::from(hunk.new_len) - i64::from(hunk.old_len);
    }
    let is_right = |tried: &FileDiff| {
        let (text, states) = put(way, text, tried);
        text == wanted && states.iter().all(goes)
    };
    if !is_right(&tried) {
        return;
    }
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    for at in 0..tried.hunks.len() {
        let full = tried.hunks[at].clone();
        for context in CONTEXTS {
            let Some(hunk) = trimmed(&full, context).filter(|hunk| is_found(&lines, hunk)) else { continue };
            tried.hunks[at] = hunk;
            if is_right(&tried) {
                break;
            }
            tried.hunks[at].clone_from(&full);
        }
    }
    file.is_exact = true;
    for (&at, hunk) in places.iter().zip(tried.hunks) {
        file.hunks[at] = hunk;
    }
}

/// Gives a hunk the line numbers at which it went on, without the context that fuzz left
/// out (`locate_hunk`, patch.c).
fn settled(hunk: &Hunk, placed: Placed, grown: i64) -> Hunk {
    let Pattern { prefix, suffix, .. } = Pattern::of(hunk);
    let left = prefix.max(suffix).saturating_sub(placed.fuzz);
    let hunk = moved(hunk, placed, grown);
    if placed.fuzz > 0 { trimmed(&hunk, (left, left)).unwrap_or(hunk) } else { hunk }
}

fn moved(hunk: &Hunk, placed: Placed, grown: i64) -> Hunk {
    let new = u32::try_from(placed.line).ok();
    let old = u32::try_from(placed.line as i64 - grown).ok();
    match (old, new) {
        (Some(old), Some(new)) if hunk.old_len > 0 && hunk.new_len > 0 => {
            numbered(hunk.lines.clone(), old, new, false)
        }
        _ => hunk.clone(),
    }
}

/// Gives a hunk without the context beyond so many lines before and behind; `None` where
/// that takes nothing, or leaves no line to find the place by.
fn trimmed(hunk: &Hunk, (before, behind): (usize, usize)) -> Option<Hunk> {
    let Pattern { prefix, suffix, .. } = Pattern::of(hunk);
    let n = hunk.lines.len();
    let (cut, cut_behind) = (prefix.saturating_sub(before), suffix.saturating_sub(behind));
    if cut + cut_behind == 0 || cut + cut_behind >= n {
        return None;
    }
    let lines = hunk.lines[cut..n - cut_behind].to_vec();
    let is_old = |line: &HunkLine| line.kind != LineKind::Add;
    let start = u32::try_from(cut).ok()?;
    lines.iter().any(is_old).then(|| {
        numbered(lines, hunk.old_start.saturating_add(start), hunk.new_start.saturating_add(start), false)
    })
}

/// Tells whether the lines that a hunk wants stand once in a text: where that is so, the
/// hunk is found also where other changes moved the lines.
fn is_found(lines: &[&str], hunk: &Hunk) -> bool {
    let wanted = Pattern::of(hunk).old;
    lines.windows(wanted.len()).filter(|window| *window == wanted).take(2).count() == 1
}

/// Makes a hunk of its lines and line numbers; one that was cut says one line more than
/// it has.
pub(super) fn numbered(lines: Vec<HunkLine>, old_start: u32, new_start: u32, is_cut: bool) -> Hunk {
    let count = |not: LineKind| lines.iter().filter(|line| line.kind != not).count();
    let len = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let (old_len, new_len) =
        (len(count(LineKind::Add) + usize::from(is_cut)), len(count(LineKind::Remove) + usize::from(is_cut)));
    let header = format!("@@ -{old_start},{old_len} +{new_start},{new_len} @@");
    Hunk { header, old_start, old_len, new_start, new_len, lines, line: 0 }
}
