//! Any choice of a series' patches.

use std::fmt;

use kconfig_vfs::Vfs;

use crate::patch::Patch;
use crate::scenario::StepName;

/// A base tree and the patches on it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Series {
    /// The tree without any patch.
    pub base: Vfs,
    /// The patches, in the order they go on. A replacement stands behind what
    /// it replaces.
    pub patches: Vec<SeriesPatch>,
}

/// A patch with its place in the series.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SeriesPatch {
    /// What it is called: `6m`.
    pub id: String,
    /// The patch in whose place it goes; it is then not in the series itself.
    pub replaces: Option<String>,
    /// What it changes.
    pub patch: Patch,
}

/// A choice of patches: their indices in [`Series::patches`], ascending.
///
/// Made by [`Series::select`], which sees to it that no patch is chosen beside
/// its replacement.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PatchSelection {
    pub(crate) indices: Vec<usize>,
}

impl PatchSelection {
    /// Gives the indices in [`Series::patches`], ascending.
    pub fn indices(&self) -> &[usize] {
        &self.indices
    }
}

/// Why a choice of patches is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SelectionError {
    /// No patch has this id.
    NoSuchPatch(String),
    /// The first goes in the place of the second, and both were chosen.
    Both(String, String),
}

impl fmt::Display for SelectionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSuchPatch(id) => write!(f, "no patch `{id}` in the series"),
            Self::Both(left, right) => write!(f, "patch {left} goes in the place of {right}: choose one"),
        }
    }
}

impl std::error::Error for SelectionError {}

impl Series {
    /// Counts the patches of the series itself, without replacements.
    pub fn n_steps(&self) -> usize {
        self.series().count()
    }

    /// Gives the indices of the series itself, without replacements.
    fn series(&self) -> impl Iterator<Item = usize> {
        self.patches.iter().enumerate().filter(|(_, patch)| patch.replaces.is_none()).map(|(index, _)| index)
    }

    /// Chooses the first `n` patches of the series; all where there are fewer.
    pub fn first(&self, n: usize) -> PatchSelection {
        PatchSelection { indices: self.series().take(n).collect() }
    }

    /// Chooses patches by what data calls them.
    ///
    /// # Errors
    /// An id that no patch has, or a patch beside its replacement.
    pub fn select(&self, step: &StepName) -> Result<PatchSelection, SelectionError> {
        match step {
            StepName::Base => Ok(self.first(0)),
            StepName::After => Ok(self.first(usize::MAX)),
            StepName::UpTo(id) => {
                let last = self.index(id)?;
                let replaced = self.patches[last].replaces.as_ref();
                let before = self.series().filter(|&index| index < last);
                let before = before.filter(|&index| Some(&self.patches[index].id) != replaced);
                Ok(PatchSelection { indices: before.chain([last]).collect() })
            }
            StepName::Only(ids) => self.only(ids.iter().map(String::as_str)),
        }
    }

    /// Chooses patches by their ids, in any order; they go on in series order.
    ///
    /// # Errors
    /// An id that no patch has, or a patch beside its replacement.
    pub fn only<'a>(&self, ids: impl IntoIterator<Item = &'a str>) -> Result<PatchSelection, SelectionError> {
        let mut indices = ids.into_iter().map(|id| self.index(id)).collect::<Result<Vec<_>, _>>()?;
        indices.sort_unstable();
        indices.dedup();
        for patch in indices.iter().filter_map(|&index| self.patches.get(index)) {
            let Some(replaced) = &patch.replaces else { continue };
            if indices.iter().any(|&other| self.patches[other].id == *replaced) {
                return Err(SelectionError::Both(patch.id.clone(), replaced.clone()));
            }
        }
        Ok(PatchSelection { indices })
    }

    fn index(&self, id: &str) -> Result<usize, SelectionError> {
        self.patches
            .iter()
            .position(|patch| patch.id == id)
            .ok_or_else(|| SelectionError::NoSuchPatch(id.to_owned()))
    }

    /// Names a choice: `base`, a patch's id where it is the series up to there,
    /// else the ids with commas between.
    pub fn name(&self, selection: &PatchSelection) -> String {
        let ids =
            || selection.indices.iter().filter_map(|&index| self.patches.get(index)).map(|patch| &*patch.id);
        match ids().next_back() {
            None => "base".to_owned(),
            Some(last) if *selection == self.first(selection.indices.len()) => last.to_owned(),
            Some(_) => ids().collect::<Vec<_>>().join(","),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::parse_mbox;

    fn patch(id: &str, replaces: Option<&str>, from: &str, to: &str) -> SeriesPatch {
        let text = format!("Subject: [PATCH] {id}\n\n---\n--- a/f\n+++ b/f\n@@ -1 +1 @@\n-{from}\n+{to}\n");
        let (mut patches, problems) = parse_mbox(&text);
        assert_eq!(problems, []);
        SeriesPatch { id: id.to_owned(), replaces: replaces.map(str::to_owned), patch: patches.remove(0) }
    }

    fn series() -> Series {
        Series {
            base: [("f", "0\n")].into_iter().collect(),
            patches: vec![
                patch("1", None, "0", "1"),
                patch("2", None, "1", "2"),
                patch("2m", Some("2"), "0", "2m"),
                patch("3", None, "2", "3"),
            ],
        }
    }

    #[test]
    fn steps_leave_replacements_out() {
        let series = series();
        assert_eq!(series.n_steps(), 3);
        assert_eq!(series.first(3).indices(), [0, 1, 3]);
        assert_eq!(series.select(&StepName::After).unwrap(), series.first(3));
        assert_eq!(series.select(&StepName::UpTo("2".into())).unwrap().indices(), [0, 1]);
        assert_eq!(series.select(&StepName::UpTo("2m".into())).unwrap().indices(), [0, 2]);
        assert_eq!(series.select(&StepName::parse("base")).unwrap().indices(), [0; 0]);
        assert_eq!(series.name(&series.first(0)), "base");
        assert_eq!(series.name(&series.first(2)), "2");
        assert_eq!(series.name(&series.only(["3", "1"]).unwrap()), "1,3");
    }

    #[test]
    fn a_bad_choice_says_why() {
        let series = series();
        assert_eq!(series.only(["9"]).unwrap_err().to_string(), "no patch `9` in the series");
        assert_eq!(
            series.only(["2", "2m"]).unwrap_err().to_string(),
            "patch 2m goes in the place of 2: choose one"
        );
    }
}
