//! `kconfig series --format json`; docs/series.md says what stands where.

use kconfig::series::{FileOutcome, HunkState, Outcome, Reading, Step};
use kconfig::sweep::{ArchEffect, Item, fold};
use serde_json::{Value, json};

use crate::series_sweep::Effects;

/// Writes the whole report.
pub(crate) fn report(
    reading: &Reading,
    version: &str,
    patches: &[(String, String, &Step)],
    effects: Option<&Effects>,
) -> String {
    let patches: Vec<Value> = (1..)
        .zip(patches)
        .map(|(n, (id, subject, step))| {
            let of_patch = effects.and_then(|effects| effects.of_patch(n));
            let (audit, is_looked_at) = (effects.and_then(|it| it.audit_of_patch(n)), of_patch.is_some());
            let effects = of_patch.unwrap_or_default();
            let mut value = json!({ "id": id, "subject": subject });
            value["is_looked_at"] = is_looked_at.into();
            value["changes"] = changes(effects);
            value["definitions"] = definitions(effects);
            value["warnings"] = warnings(effects);
            value["audit"] = json!(audit);
            value["hunks"] = hunks(step);
            value["is_in_tree"] = matches!(step, Step::InTree).into();
            value["left_out"] = left_out(step);
            value
        })
        .collect();
    let sum = effects.map(|effects| effects.sum.as_slice()).unwrap_or_default();
    let report = json!({
        "title": reading.title(),
        "version": reading.version,
        "base_commit": reading.base_commit,
        "notes": reading.notes.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "tree": version,
        "arches": effects.map(|effects| effects.arches.clone()).unwrap_or_default(),
        "bases": effects.map(|effects| effects.bases.clone()).unwrap_or_default(),
        "changes": changes(sum),
        "definitions": definitions(sum),
        "warnings": warnings(sum),
        "claims": effects.map(|effects| json!(effects.promises)).unwrap_or_default(),
        "patches": patches,
    });
    format!("{report:#}\n")
}

/// Lists the lines of .config that moved, by arch and base config.
fn changes(effects: &[ArchEffect]) -> Value {
    let mut all = Vec::new();
    for effect in effects {
        for base in &effect.bases {
            all.extend(base.effect.values.iter().map(|change| {
                json!({
                    "arch": effect.arch,
                    "base": base.base,
                    "symbol": change.symbol,
                    "before": change.before,
                    "after": change.after,
                })
            }));
        }
    }
    all.into()
}

/// Lists what of the definitions differs, the same on several arches once.
fn definitions(effects: &[ArchEffect]) -> Value {
    let mut all = Vec::new();
    for group in fold(effects) {
        let is_definition = |item: &&Item| {
            matches!(
                item,
                Item::Removed(_)
                    | Item::Added(_)
                    | Item::Renamed(_)
                    | Item::Changed { .. }
                    | Item::Edge { .. }
                    | Item::Missing { .. }
            )
        };
        let items: Vec<&Item> = group.items.iter().filter(is_definition).collect();
        if !items.is_empty() {
            all.push(json!({ "arches": group.arches, "items": items }));
        }
    }
    all.into()
}

/// Lists the messages that are new and that vanished, by arch; with a base config
/// where they hang on values.
fn warnings(effects: &[ArchEffect]) -> Value {
    let mut all = Vec::new();
    for group in fold(effects) {
        for item in &group.items {
            let (base, is_new, message) = match item {
                Item::Message { is_new, message } => (None, is_new, message),
                Item::Unmet { base, is_new, message } => (Some(base), is_new, message),
                _ => continue,
            };
            all.push(json!({
                "arches": group.arches,
                "base": base,
                "is_new": is_new,
                "is_error": message.is_error,
                "code": message.code,
                "text": message.text,
                "place": message.place,
            }));
        }
    }
    all.into()
}

fn hunks(step: &Step) -> Value {
    let Step::Put(outcome) = step else { return json!([]) };
    outcome.files.iter().flat_map(file_hunks).collect::<Vec<_>>().into()
}

fn file_hunks(file: &FileOutcome) -> Vec<Value> {
    if let Some(problem) = &file.problem {
        return vec![
            json!({ "file": file.path, "hunk": null, "applied": false, "problem": problem.to_string() }),
        ];
    }
    let hunk = |(number, hunk): (usize, &HunkState)| match hunk {
        HunkState::Applied(placed) => json!({
            "file": file.path,
            "hunk": number,
            "applied": true,
            "line": placed.line,
            "offset": placed.offset,
            "fuzz": placed.fuzz,
        }),
        HunkState::Failed(mismatch) => json!({
            "file": file.path,
            "hunk": number,
            "applied": false,
            "header": mismatch.header,
            "wanted": mismatch.wanted,
            "found": mismatch.found,
            "found_at": mismatch.found_at,
        }),
    };
    (1..).zip(&file.hunks).map(hunk).collect()
}

fn left_out(step: &Step) -> Value {
    let paths = |outcome: &Outcome| outcome.left_out.iter().map(|left| left.path.clone()).collect::<Vec<_>>();
    match step {
        Step::Put(outcome) => paths(outcome).into(),
        Step::InTree => json!([]),
    }
}
