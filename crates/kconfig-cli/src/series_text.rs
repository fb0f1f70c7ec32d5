//! The words of `kconfig series`, in 72 columns.

use std::fmt::Write as _;

use kconfig::series::{
    FileOutcome, HunkMismatch, HunkState, Outcome, Patch, Reading, Step, Way, mismatch_lines, placed_words,
    reason_words,
};
use kconfig::sweep::{ArchEffect, text};
use kconfig::wrap;

use crate::series_sweep::Effects;

/// How wide the text is: as a mail.
const WIDTH: usize = 72;

/// Adds a text in lines of at most 72 columns, indented by as many blanks.
pub(crate) fn push(out: &mut String, indent: usize, text: &str) {
    wrap(out, &" ".repeat(indent), text);
}

pub(crate) fn count(n: usize, one: &str, many: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {many}") }
}

/// Says what was read.
pub(crate) fn head(reading: &Reading, tree: &str, is_reversed: bool) -> String {
    let mut out = String::new();
    push(&mut out, 0, reading.title());
    let n = reading.patches.len();
    let of = reading.of.filter(|&of| of as usize != n).map_or(String::new(), |of| format!(" of {of}"));
    let patches = if of.is_empty() { count(n, "patch", "patches") } else { format!("{n}{of} patches") };
    let mut about = format!("version {}, {patches}", reading.version);
    if is_reversed {
        about.push_str(", taken off");
    }
    push(&mut out, 2, &about);
    let first = || reading.patches.first().map(|patch| &patch.patch);
    let author = reading.cover.as_ref().and_then(|cover| cover.author.clone());
    if let Some(author) = author.or_else(|| first().and_then(|patch| patch.author.clone())) {
        push(&mut out, 2, &format!("from {author}"));
    }
    let id = reading.cover.as_ref().and_then(|cover| cover.message_id.clone());
    if let Some(id) = id.or_else(|| first().and_then(|patch| patch.message_id.clone())) {
        push(&mut out, 2, &format!("Message-ID {id}"));
    }
    let base = reading
        .base_commit
        .as_ref()
        .map_or("made on no commit that it names".into(), |commit| format!("made on commit {commit}"));
    let tree = if tree.is_empty() { "of no version".to_owned() } else { tree.to_owned() };
    push(&mut out, 2, &format!("{base}; the tree is {tree}"));
    for id in &reading.prerequisites {
        push(&mut out, 2, &format!("needs the patch with the id {id}"));
    }
    for note in &reading.notes {
        push(&mut out, 2, &format!("note: {note}"));
    }
    out
}

/// Says what became of a patch.
pub(crate) fn patch(patch: &Patch, step: &Step, is_verbose: bool) -> String {
    let mut out = String::new();
    let tag = patch.tag.as_ref().map_or(String::new(), |tag| format!("[{tag}] "));
    push(&mut out, 0, &format!("{tag}{}", patch.name()));
    let outcome = match step {
        Step::InTree => {
            push(&mut out, 2, "is in the tree already");
            return out;
        }
        Step::Put(outcome) => outcome,
    };
    for file in &outcome.files {
        push_file(&mut out, file);
    }
    let n_left = outcome.left_out.len();
    let n_binary = outcome.left_out.iter().filter(|left| left.is_binary).count();
    if n_left > 0 {
        let binary = if n_binary > 0 { format!(", {n_binary} of them binary") } else { String::new() };
        push(&mut out, 2, &format!("{} not looked at{binary}", count(n_left, "file", "files")));
    }
    for left_out in outcome.left_out.iter().filter(|_| is_verbose) {
        let binary = if left_out.is_binary { " (binary)" } else { "" };
        push(&mut out, 4, &format!("{}{binary}", left_out.path));
    }
    out
}

/// What a patch does to a file, in a few words.
fn change(file: &FileOutcome) -> String {
    let mut text = match (&file.old, &file.new) {
        (Some(old), Some(new)) if old != new => {
            format!("{} from {old}", if file.copy { "copied" } else { "renamed" })
        }
        (None, _) => "added".to_owned(),
        (_, None) => "deleted".to_owned(),
        _ => String::new(),
    };
    if let Some((old, new)) = file.modes {
        let _ = write!(text, "{}mode {old:o} -> {new:o}", if text.is_empty() { "" } else { ", " });
    }
    text
}

fn push_file(out: &mut String, file: &FileOutcome) {
    let change = change(file);
    let change = if change.is_empty() { String::new() } else { format!(" ({change})") };
    if let Some(problem) = &file.problem {
        push(out, 2, &format!("{}{change}: does not apply: {}", file.path, reason_words(problem)));
        return;
    }
    let n_failed = file.failed().count();
    let state = match n_failed {
        0 => "applied".to_owned(),
        _ => format!("{n_failed} of {} not applied", count(file.hunks.len(), "hunk", "hunks")),
    };
    push(out, 2, &format!("{}{change}: {state}", file.path));
    for (number, hunk) in (1..).zip(&file.hunks) {
        match hunk {
            HunkState::Applied(placed) => {
                if let Some(moved) = placed_words(placed) {
                    push(out, 4, &format!("hunk {number} applied at line {}, {moved}", placed.line));
                }
            }
            HunkState::Failed(mismatch) => push_mismatch(out, mismatch),
        }
    }
}

/// Shows a hunk that does not apply beside the nearest place, line by line.
fn push_mismatch(out: &mut String, mismatch: &HunkMismatch) {
    push(out, 4, &format!("hunk {} does not apply: {}", mismatch.number, mismatch.header));
    let (why, lines) = mismatch_lines(mismatch);
    push(out, 6, &why);
    for line in &lines {
        push_line(out, line);
    }
}

/// Adds a line of a file, cut at the width.
fn push_line(out: &mut String, line: &str) {
    let line = format!("      {}", line.replace('\t', "        "));
    let is_long = line.chars().count() > WIDTH;
    let cut: String = line.chars().take(if is_long { WIDTH - 3 } else { WIDTH }).collect();
    let _ = writeln!(out, "{}{}", cut.trim_end(), if is_long { "..." } else { "" });
}

/// Says what a patch does, below what became of it.
pub(crate) fn effects(effects: &[ArchEffect]) -> String {
    format!("\n{}", text(effects))
}

/// Says what the series does in sum.
pub(crate) fn sum_of_effects(effects: &Effects) -> String {
    let mut out = String::new();
    if effects.patches.len() > 1 {
        let _ = write!(out, "\nAll patches together:\n{}", text(&effects.sum));
    }
    out.push('\n');
    push(&mut out, 0, &format!("Looked at: {}; {}.", effects.arches.join(" "), effects.bases.join(" ")));
    out
}

/// Says what became of the series.
pub(crate) fn sum(steps: &[Step], tree: &str) -> String {
    let mut out = String::new();
    let put = || {
        steps.iter().filter_map(|step| match step {
            Step::InTree => None,
            Step::Put(outcome) => Some(outcome),
        })
    };
    let files = || put().flat_map(|outcome| &outcome.files);
    let placed = || files().flat_map(FileOutcome::placed).map(|(_, placed)| placed);
    let n_moved = placed().filter(|placed| placed.offset != 0).count();
    let n_fuzzy = placed().filter(|placed| placed.fuzz > 0).count();
    let n_failed: usize = files().map(|file| file.failed().count()).sum();
    let n_left: usize = put().map(|outcome| outcome.left_out.len()).sum();
    let mut text = format!(
        "In sum: {} in {}: {} applied",
        count(steps.len(), "patch", "patches"),
        count(files().count(), "file", "files"),
        count(placed().count(), "hunk", "hunks"),
    );
    for (n, what) in [(n_moved, "at another line"), (n_fuzzy, "with fuzz"), (n_failed, "not applied")] {
        if n > 0 {
            let _ = write!(text, ", {n} {what}");
        }
    }
    if n_left > 0 {
        let _ = write!(text, "; {} not looked at", count(n_left, "file", "files"));
    }
    push(&mut out, 0, &format!("{text}."));
    if put().any(|outcome: &Outcome| outcome.way == Way::Patch && outcome.is_whole()) {
        push(&mut out, 0, "Git would refuse what needs fuzz; `patch -p1` takes it as it is here.");
    }
    let n_in_tree = steps.len() - put().count();
    if n_in_tree > 0 {
        let are = if n_in_tree == 1 { "patch is" } else { "patches are" };
        let tree = if tree.is_empty() { "the tree" } else { tree };
        push(&mut out, 0, &format!("{n_in_tree} {are} in {tree} already; --reverse takes a series off."));
    }
    let missing: Vec<String> = put().flat_map(Outcome::missing).map(|missing| missing.to_string()).collect();
    if !missing.is_empty() {
        push(&mut out, 0, "The tree with the series is");
        missing.iter().for_each(|missing| push(&mut out, 2, missing));
        if placed().next().is_none() && files().all(|file| file.problem.is_some()) {
            push(&mut out, 0, "Nothing of the series fits: it seems to be made for another tree.");
        }
    }
    out
}
