//! `kconfig series --format markdown`: for a comment of a CI job.

use std::fmt::Write as _;

use kconfig::series::{Outcome, Reading, Step};
use kconfig::sweep::{ArchEffect, Item, fold, text};

use crate::series_sweep::Effects;
use crate::{series_audit, series_claims};

/// What a patch does, in numbers.
#[derive(Default)]
struct Counts {
    symbols: [usize; 3],
    values: usize,
    new_warnings: usize,
}

impl Counts {
    /// Counts the same effect on several arches once.
    fn of(effects: &[ArchEffect]) -> Self {
        let mut counts = Self::default();
        let mut changed: Vec<String> = Vec::new();
        for item in fold(effects).iter().flat_map(|group| &group.items) {
            match item {
                Item::Added(_) => counts.symbols[0] += 1,
                Item::Removed(_) => counts.symbols[1] += 1,
                Item::Renamed(_) => counts.symbols[2] += 1,
                Item::Changed { subject, .. } => changed.push(format!("{subject:?}")),
                Item::Value { .. } => counts.values += 1,
                Item::Message { is_new: true, .. } | Item::Unmet { is_new: true, .. } => {
                    counts.new_warnings += 1;
                }
                _ => {}
            }
        }
        changed.sort_unstable();
        changed.dedup();
        counts.symbols[2] += changed.len();
        counts
    }

    fn cells(&self) -> String {
        let [added, removed, changed] = self.symbols;
        format!("+{added} -{removed} ~{changed} | {} | {}", self.values, self.new_warnings)
    }
}

/// Writes the whole report: a table of the patches, then what each does, folded.
pub(crate) fn report(
    reading: &Reading,
    version: &str,
    patches: &[(String, String, &Step)],
    effects: Option<&Effects>,
) -> String {
    let mut out = format!("## {}\n\n", escape(reading.title()));
    let on = if version.is_empty() { "the tree".to_owned() } else { format!("Linux {version}") };
    let _ = write!(out, "On {on}");
    if let Some(effects) = effects {
        let _ = write!(out, "; {}; {}", effects.arches.join(" "), effects.bases.join(" "));
    }
    out.push_str(".\n\n");
    for note in &reading.notes {
        let _ = writeln!(out, "- note: {}", escape(&note.to_string()));
    }
    out.push_str(
        "| patch | | applied | symbols | lines of .config | new warnings |\n|---|---|---|---|---|---|\n",
    );
    let of_patch = |n: usize| effects?.of_patch(n);
    for (n, (id, subject, step)) in (1..).zip(patches) {
        let cells = of_patch(n).map_or("| | ".to_owned(), |effects| Counts::of(effects).cells());
        let _ = writeln!(out, "| {id} | {} | {} | {cells} |", escape(subject), applied(step));
    }
    if let Some(effects) = effects {
        let _ = writeln!(out, "| all together | | | {} |", Counts::of(&effects.sum).cells());
    }
    for (n, (id, subject, _)) in (1..).zip(patches) {
        let Some(effects) = of_patch(n).filter(|effects| effects.iter().any(|effect| !effect.is_empty()))
        else {
            continue;
        };
        fold_out(&mut out, &format!("{id}: {subject}"), &text(effects));
    }
    for (n, (id, subject, _)) in (1..).zip(patches) {
        let audits = effects.and_then(|effects| effects.audit_of_patch(n));
        if let Some(audits) = audits.filter(|audits| audits.iter().any(|audit| !audit.configs.is_empty())) {
            fold_out(&mut out, &format!("{id}: lost settings: {subject}"), &series_audit::text(audits));
        }
    }
    if let Some(effects) = effects.filter(|effects| !effects.promises.is_empty()) {
        fold_out(&mut out, "Claims", &series_claims::text(&effects.promises));
    }
    if let Some(effects) = effects.filter(|effects| effects.patches.len() > 1) {
        fold_out(&mut out, "All patches together", &text(&effects.sum));
    }
    out
}

/// Adds a text that can be folded out.
fn fold_out(out: &mut String, title: &str, text: &str) {
    // Longer than any run of them in the text.
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    let _ = write!(
        out,
        "\n<details><summary>{}</summary>\n\n{fence}text\n{text}{fence}\n\n</details>\n",
        escape(title)
    );
}

fn applied(step: &Step) -> String {
    let outcome: &Outcome = match step {
        Step::InTree => return "in the tree already".to_owned(),
        Step::Put(outcome) => outcome,
    };
    match outcome.missing().as_slice() {
        [] => "yes".to_owned(),
        missing => missing.iter().map(|it| escape(&it.to_string())).collect::<Vec<_>>().join(", "),
    }
}

/// Takes the meaning in Markdown and HTML off a text.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '|' | '*' | '_' | '`' | '[' | ']' | '\\' | '#' | '~' => out.extend(['\\', c]),
            '\n' | '\r' => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
