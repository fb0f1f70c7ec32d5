//! The trees that a series gives, one for each choice of its patches.

use std::collections::BTreeMap;

use kconfig_vfs::Vfs;

use crate::apply::apply;
use crate::apply_kept::{Missing, Outcome, Way, apply_kept};
use crate::hunks::HunkState;
use crate::kept::kept_in;
use crate::on_tree::{Step, apply_series};
use crate::patch::Patch;
use crate::refusal::{ApplyError, ApplyReason};
use crate::select::{PatchSelection, Series};

/// How many trees are kept; a table of 1,800 paths that differs takes some 0.12 MB.
const MAX_KEPT: usize = 256;

/// A tree with some patches on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// Which snapshot of its [`Snapshots`] it is; the same number is the same tree.
    pub number: u32,
    /// The files.
    pub tree: Vfs,
}

/// The trees of a series, each made when first asked for and then kept.
///
/// A choice starts from the longest kept one that it begins with, so walking
/// the steps of a series applies each patch once. At most 256 trees are kept.
#[derive(Clone, Debug)]
pub struct Snapshots {
    series: Series,
    /// What became of each patch in the order of the series, replacements left out.
    steps: Vec<Step>,
    /// By patch: whether the tree has it already, and what does not go on of it where
    /// all patches before it are there.
    known: Vec<Known>,
    kept: BTreeMap<Vec<usize>, Result<Snapshot, ApplyError>>,
    /// The number of the next snapshot.
    next: u32,
}

/// What is known of a patch before any choice.
#[derive(Clone, Debug, Default)]
struct Known {
    is_in_tree: bool,
    /// Whether all of it goes on as `git apply` wants; a replacement has to.
    is_exact: bool,
    missing: Vec<Missing>,
}

impl Snapshots {
    /// Puts a series on its tree, patch by patch.
    pub fn new(series: Series) -> Self {
        let first = series.first(usize::MAX);
        let patches: Vec<Patch> =
            first.indices.iter().map(|&index| series.patches[index].patch.clone()).collect();
        let steps = apply_series(&series.base, &patches, kept_in(&series.base));
        let exact = Known { is_in_tree: false, is_exact: true, missing: Vec::new() };
        let mut known = vec![exact; series.patches.len()];
        for (&index, step) in first.indices.iter().zip(&steps) {
            known[index] = match step {
                Step::InTree => Known { is_in_tree: true, ..Known::default() },
                Step::Put(outcome) => Known {
                    is_in_tree: false,
                    is_exact: outcome.way == Way::Git && outcome.is_whole(),
                    missing: outcome.missing(),
                },
            };
        }
        Self { series, steps, known, kept: BTreeMap::new(), next: 1 }
    }

    /// Gives the series.
    pub fn series(&self) -> &Series {
        &self.series
    }

    /// Gives what became of each patch when the whole series was put on its tree,
    /// replacements left out.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// Gives the tree with the chosen patches on it.
    ///
    /// A hunk that does not go on although all patches before it are there is left out
    /// (see [`Snapshots::steps`]). One that only lacks a patch which was not chosen is
    /// an error; it then gets no fuzz either.
    ///
    /// # Errors
    /// The first patch that does not go on for want of another one.
    pub fn snapshot(&mut self, selection: &PatchSelection) -> Result<Snapshot, ApplyError> {
        let indices = &selection.indices;
        if let Some(kept) = self.kept.get(indices) {
            return kept.clone();
        }
        if self.kept.len() + indices.len() > MAX_KEPT {
            self.kept.clear();
        }
        let known = (1..=indices.len()).rev().find(|&n| self.kept.contains_key(&indices[..n])).unwrap_or(0);
        let mut at = match self.kept.get(&indices[..known]) {
            Some(kept) => kept.clone()?,
            None => Snapshot { number: 0, tree: self.series.base.clone() },
        };
        for n in known..indices.len() {
            let next = self.put(indices[n], &at);
            self.kept.insert(indices[..=n].to_vec(), next.clone());
            at = next?;
        }
        Ok(at)
    }

    /// As [`Snapshots::snapshot`], without its number.
    ///
    /// # Errors
    /// As [`Snapshots::snapshot`].
    pub fn tree(&mut self, selection: &PatchSelection) -> Result<Vfs, ApplyError> {
        self.snapshot(selection).map(|snapshot| snapshot.tree)
    }

    /// Puts one patch more on a tree.
    fn put(&mut self, index: usize, at: &Snapshot) -> Result<Snapshot, ApplyError> {
        let (Some(patch), Some(known)) = (self.series.patches.get(index), self.known.get(index)) else {
            return Ok(at.clone());
        };
        if known.is_in_tree {
            return Ok(at.clone());
        }
        let outcome = apply_kept(&at.tree, &patch.patch, kept_in(&self.series.base));
        if known.is_exact && outcome.way != Way::Git {
            // Lines that fit more or less are not the lines that the series means.
            apply(&at.tree, &patch.patch)?;
        }
        if outcome.missing().iter().any(|missing| !known.missing.contains(missing)) {
            return Err(refusal(&patch.patch, &outcome));
        }
        if outcome.tree == at.tree {
            return Ok(at.clone());
        }
        self.next += 1;
        Ok(Snapshot { number: self.next - 1, tree: outcome.tree })
    }
}

/// Says of the first file that did not go on why.
fn refusal(patch: &Patch, outcome: &Outcome) -> ApplyError {
    let reason = |file: &crate::FileOutcome| {
        let of_hunk = file.hunks.iter().find_map(|hunk| match hunk {
            HunkState::Failed(mismatch) => Some(ApplyReason::Hunk(mismatch.clone())),
            HunkState::Applied(_) => None,
        });
        of_hunk.or_else(|| file.problem.clone())
    };
    let found = outcome.files.iter().find_map(|file| Some((file.path.clone(), reason(file)?)));
    let (file, reason) = found.unwrap_or((String::new(), ApplyReason::NoSuchFile));
    ApplyError { patch: patch.name().to_owned(), file, reason }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::parse_mbox;
    use crate::select::SeriesPatch;

    fn patch(id: &str, replaces: Option<&str>, from: &str, to: &str) -> SeriesPatch {
        let text = format!(
            "Subject: [PATCH] {id}\n\n---\n--- a/Kconfig\n+++ b/Kconfig\n@@ -1 +1 @@\n-{from}\n+{to}\n"
        );
        let (mut patches, problems) = parse_mbox(&text);
        assert_eq!(problems, []);
        SeriesPatch { id: id.to_owned(), replaces: replaces.map(str::to_owned), patch: patches.remove(0) }
    }

    fn series() -> Series {
        Series {
            base: [("Kconfig", "0\n")].into_iter().collect(),
            patches: vec![
                patch("1", None, "0", "1"),
                patch("2", None, "1", "2"),
                patch("2m", Some("2"), "0", "2m"),
                patch("3", None, "2", "3"),
            ],
        }
    }

    fn text(snapshots: &mut Snapshots, ids: &[&str]) -> Result<String, ApplyError> {
        let selection = snapshots.series().only(ids.iter().copied()).unwrap();
        snapshots.tree(&selection).map(|tree| tree.get("Kconfig").map(|text| text.trim().to_owned()).unwrap())
    }

    #[test]
    fn any_choice_goes_on_in_series_order() {
        let mut snapshots = Snapshots::new(series());
        assert_eq!(text(&mut snapshots, &["2", "1"]).unwrap(), "2");
        assert_eq!(text(&mut snapshots, &["2m"]).unwrap(), "2m");
        assert_eq!(text(&mut snapshots, &[]).unwrap(), "0");
        assert_eq!(text(&mut snapshots, &["1", "2", "3"]).unwrap(), "3");
        let error = text(&mut snapshots, &["1", "3"]).unwrap_err();
        assert_eq!((error.patch.as_str(), error.file.as_str()), ("3", "Kconfig"));
        // The same again, now kept; and what was kept before still stands.
        assert_eq!(text(&mut snapshots, &["1", "3"]).unwrap_err(), error);
        assert_eq!(text(&mut snapshots, &["1"]).unwrap(), "1");
    }

    #[test]
    fn a_hunk_that_fails_in_the_series_itself_is_left_out() {
        let mut series = series();
        series.patches.push(patch("4", None, "other", "4"));
        series.patches.push(patch("5", None, "3", "5"));
        let mut snapshots = Snapshots::new(series);
        assert_eq!(text(&mut snapshots, &["1", "2", "3", "4", "5"]).unwrap(), "5");
        assert_eq!(text(&mut snapshots, &["4"]).unwrap(), "0");
        let whole: Vec<bool> =
            snapshots.steps().iter().map(|step| matches!(step, Step::Put(it) if it.is_whole())).collect();
        assert_eq!(whole, [true, true, true, false, true]);
    }

    #[test]
    fn a_patch_that_the_tree_has_changes_nothing() {
        let mut series = series();
        series.base = [("Kconfig", "1\n")].into_iter().collect();
        let mut snapshots = Snapshots::new(series);
        assert_eq!(text(&mut snapshots, &["1"]).unwrap(), "1");
        assert_eq!(text(&mut snapshots, &["1", "2"]).unwrap(), "2");
        let number = |snapshots: &mut Snapshots, ids: &[&str]| {
            let selection = snapshots.series().only(ids.iter().copied()).unwrap();
            snapshots.snapshot(&selection).unwrap().number
        };
        assert_eq!(number(&mut snapshots, &["1"]), number(&mut snapshots, &[]));
        assert_ne!(number(&mut snapshots, &["1", "2"]), number(&mut snapshots, &[]));
    }
}
