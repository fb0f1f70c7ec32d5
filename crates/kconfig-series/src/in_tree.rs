//! Which patches of a series a tree has already.

use kconfig_vfs::Vfs;

use crate::apply_kept::{Outcome, Way, apply_kept};
use crate::patch::Patch;

/// Tells of each patch of a series whether the tree has it already: it comes off
/// exactly, and does not go on.
///
/// The patches are put on from the first to the last: one that goes on exactly is not
/// there, though a later one may take its lines away again. The others are tried from
/// the last to the first, each on the tree without those behind it, as a patch may
/// change lines of an earlier one. A patch that changes no kept file is nowhere and
/// counts as not there.
pub fn patches_in_tree<'a>(
    tree: &Vfs,
    patches: impl DoubleEndedIterator<Item = &'a Patch> + Clone,
    is_kept: impl Fn(&str) -> bool,
) -> Vec<bool> {
    let is_exact =
        |outcome: &Outcome| outcome.way == Way::Git && outcome.is_whole() && !outcome.files.is_empty();
    let mut with_patches = tree.clone();
    let goes_on = |patch: &Patch| {
        let on = apply_kept(&with_patches, patch, &is_kept);
        let goes_on = is_exact(&on);
        if goes_on {
            with_patches = on.tree;
        }
        goes_on
    };
    let goes_on: Vec<bool> = patches.clone().map(goes_on).collect();
    let mut tree = tree.clone();
    let mut found: Vec<bool> = patches
        .rev()
        .zip(goes_on.into_iter().rev())
        .map(|(patch, goes_on)| {
            if goes_on {
                return false;
            }
            let off = apply_kept(&tree, &patch.reversed(), &is_kept);
            let is_in = is_exact(&off) && !is_exact(&apply_kept(&tree, patch, &is_kept));
            if is_in {
                tree = off.tree;
            }
            is_in
        })
        .collect();
    found.reverse();
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::parse_mbox;

    fn patches(diffs: &[&str]) -> Vec<Patch> {
        diffs.iter().flat_map(|diff| parse_mbox(diff).0).collect()
    }

    #[test]
    fn patches_that_build_on_each_other_are_found() {
        let series = patches(&[
            "--- a/Kconfig\n+++ b/Kconfig\n@@ -1,2 +1,2 @@\n-a\n+b\n x\n",
            "--- a/Kconfig\n+++ b/Kconfig\n@@ -1,2 +1,2 @@\n-b\n+c\n x\n",
            "--- a/Kconfig\n+++ b/Kconfig\n@@ -1,2 +1,3 @@\n c\n+d\n x\n",
            "--- a/main.c\n+++ b/main.c\n@@ -1,2 +1,2 @@\n-b\n+c\n x\n",
        ]);
        let found = |text: &str| {
            patches_in_tree(&[("Kconfig", text)].into_iter().collect(), series.iter(), |path| {
                path == "Kconfig"
            })
        };
        assert_eq!(found("a\nx\n"), [false; 4]);
        assert_eq!(found("b\nx\n"), [true, false, false, false]);
        assert_eq!(found("c\nx\n"), [true, true, false, false]);
        assert_eq!(found("c\nd\nx\n"), [true, true, true, false]);
        assert_eq!(found("q\nx\n"), [false; 4]);
    }

    #[test]
    fn a_patch_that_a_later_one_takes_back_is_not_there() {
        let there = "--- a/Kconfig\n+++ b/Kconfig\n@@ -1,2 +1,2 @@\n-a\n+b\n x\n";
        let back = "--- a/Kconfig\n+++ b/Kconfig\n@@ -1,2 +1,2 @@\n-b\n+a\n x\n";
        let series = patches(&[there, back]);
        let tree: Vfs = [("Kconfig", "a\nx\n")].into_iter().collect();
        assert_eq!(patches_in_tree(&tree, series.iter(), |_| true), [false; 2]);
    }
}
