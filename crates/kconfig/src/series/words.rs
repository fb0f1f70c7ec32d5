//! Words for how a patch went on.

use kconfig_series::{ApplyReason, Beside, FileOutcome, HunkMismatch, HunkState, Outcome, Placed, Step};

use crate::view::{NoteKind, PatchNote};

/// How many lines of a hunk that does not apply are shown.
const MAX_SHOWN: usize = 40;

/// Says why a file's part of a patch did not go on, as a phrase.
pub fn reason_words(problem: &ApplyReason) -> String {
    match problem {
        ApplyReason::BadPath => {
            "the path is absolute or has `..`; a patch can only change files below the tree's root".to_owned()
        }
        ApplyReason::NoSuchFile => "the tree has no such file".to_owned(),
        ApplyReason::AlreadyThere => "the tree has a file of that name already".to_owned(),
        other => other.to_string(),
    }
}

/// Says how a hunk went on otherwise than it says: `3 lines further down, with fuzz 1`.
pub fn placed_words(placed: &Placed) -> Option<String> {
    let way = if placed.offset < 0 { "up" } else { "down" };
    let lines = match placed.offset.unsigned_abs() {
        1 => "1 line".to_owned(),
        n => format!("{n} lines"),
    };
    match (placed.offset, placed.fuzz) {
        (0, 0) => None,
        (_, 0) => Some(format!("{lines} further {way}")),
        (0, fuzz) => Some(format!("with fuzz {fuzz}")),
        (_, fuzz) => Some(format!("{lines} further {way}, with fuzz {fuzz}")),
    }
}

/// Shows a hunk that does not apply beside the nearest place: a sentence, then lines
/// that begin with a mark.
///
/// `-` marks a line that the hunk wants, `+` one that is there, a blank one that is
/// both.
pub fn mismatch_lines(mismatch: &HunkMismatch) -> (String, Vec<String>) {
    if mismatch.is_cut {
        let text = "it has not as many lines as it says: the patch was cut or changed on its way";
        return (text.to_owned(), Vec::new());
    }
    if let Some(at) = mismatch.already_at {
        return (format!("what it makes of the file is there already, at line {at}"), Vec::new());
    }
    let rows = mismatch.beside();
    let line = |row: &Beside<'_>| match row {
        Beside::Both(line) => format!(" {line}"),
        Beside::Wanted(line) => format!("-{line}"),
        Beside::Found(line) => format!("+{line}"),
    };
    let mut lines: Vec<String> = rows.iter().take(MAX_SHOWN).map(line).collect();
    if rows.len() > MAX_SHOWN {
        lines.push(format!("and {} lines more", rows.len() - MAX_SHOWN));
    }
    (format!("wanted (-), and what is at line {} (+):", mismatch.found_at), lines)
}

/// Lists what a person should know of how a patch went on, the worst first.
pub(crate) fn patch_notes(step: &Step) -> Vec<PatchNote> {
    let Step::Put(outcome) = step else {
        let text = "the tree has this patch already: it changes nothing".to_owned();
        return vec![PatchNote { kind: NoteKind::InTree, text, lines: Vec::new() }];
    };
    let mut notes: Vec<PatchNote> = outcome.files.iter().flat_map(file_notes).collect();
    notes.extend(passed_over(outcome));
    notes.sort_by_key(|note| note.kind);
    notes
}

fn file_notes(file: &FileOutcome) -> Vec<PatchNote> {
    let path = &file.path;
    if let Some(problem) = &file.problem {
        let text = format!("without {path}: {}", reason_words(problem));
        return vec![PatchNote { kind: NoteKind::LeftOut, text, lines: Vec::new() }];
    }
    let note = |(number, hunk): (usize, &HunkState)| match hunk {
        HunkState::Applied(placed) => {
            let moved = placed_words(placed)?;
            let text = format!("hunk {number} of {path} applied at line {}, {moved}", placed.line);
            Some(PatchNote { kind: NoteKind::Moved, text, lines: Vec::new() })
        }
        HunkState::Failed(mismatch) => {
            let (why, lines) = mismatch_lines(mismatch);
            let text = format!("without hunk {number} of {path}: {why}");
            Some(PatchNote { kind: NoteKind::LeftOut, text, lines })
        }
    };
    (1..).zip(&file.hunks).filter_map(note).collect()
}

/// Says which files are not looked at, with their count.
fn passed_over(outcome: &Outcome) -> Option<PatchNote> {
    let files = &outcome.left_out;
    let name = |file: &kconfig_series::LeftOut| {
        format!("{}{}", file.path, if file.is_binary { " (binary)" } else { "" })
    };
    let text = match files.len() {
        0 => return None,
        1 => "1 file is not looked at".to_owned(),
        n => format!("{n} files are not looked at"),
    };
    Some(PatchNote { kind: NoteKind::PassedOver, text, lines: files.iter().map(name).collect() })
}
