//! A patch of the series as it was written.

use std::collections::BTreeSet;

use kconfig_series::{FileDiff, LineKind, kept_in};

use super::Workspace;
use super::edit::EDIT;
use crate::view::{PatchText, Problem, State};

/// How many lines of a diff are given.
const MAX_LINES: usize = 4000;

impl Workspace {
    /// Gives a patch of the series as text, with the symbols of a state's tree that stand
    /// in its lines; nothing where there is no such patch.
    ///
    /// # Errors
    /// As [`Workspace::view`].
    pub fn patch_text(&mut self, state: &State, id: &str) -> Result<Option<PatchText>, Problem> {
        let Some(patch) = self.snapshots.series().patches.iter().find(|patch| patch.id == id).cloned() else {
            return Ok(None);
        };
        let is_kept = kept_in(&self.snapshots.series().base);
        let patch = patch.patch;
        let kept = patch.files.iter().filter(|file| is_kept(file.path()));
        let mut lines: Vec<String> = kept.flat_map(file_lines).collect();
        if lines.len() > MAX_LINES {
            let n = lines.len() - MAX_LINES;
            lines.truncate(MAX_LINES);
            lines.push(format!("and {n} lines more"));
        }
        let diff = if id == EDIT { self.edit_diff()? } else { String::new() };
        let mut symbols: BTreeSet<String> = words(&lines).map(str::to_owned).collect();
        let place = self.place(state)?;
        // A symbol may be there after the patch alone, or before it alone.
        if let Ok(arch) = self.bring(&place, &place.arch) {
            let model = arch.model();
            symbols
                .retain(|name| model.find(name).is_some_and(|symbol| !model.symbol(symbol).menus.is_empty()));
        }
        Ok(Some(PatchText {
            subject: patch.name().to_owned(),
            author: patch.author.clone().unwrap_or_default(),
            message: patch.body.clone(),
            lines,
            symbols: symbols.into_iter().collect(),
            diff,
        }))
    }
}

/// The words of some lines that may be names of symbols.
fn words(lines: &[String]) -> impl Iterator<Item = &str> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let words = lines.iter().flat_map(move |line| line.split(move |c: char| !is_name(c)));
    words.map(|word| word.strip_prefix("CONFIG_").unwrap_or(word)).filter(|word| word.len() > 1)
}

fn file_lines(file: &FileDiff) -> Vec<String> {
    let name = match (&file.old, &file.new) {
        (Some(old), Some(new)) if old != new => format!("diff {old} => {new}"),
        (None, Some(new)) => format!("diff {new} (new)"),
        (Some(old), None) => format!("diff {old} (goes)"),
        _ => format!("diff {}", file.path()),
    };
    let mut lines = vec![name];
    for hunk in &file.hunks {
        lines.push(hunk.header.clone());
        lines.extend(hunk.lines.iter().map(|line| {
            let mark = match line.kind {
                LineKind::Context => ' ',
                LineKind::Add => '+',
                LineKind::Remove => '-',
            };
            format!("{mark}{}", line.text.trim_end_matches('\n'))
        }));
    }
    lines
}
