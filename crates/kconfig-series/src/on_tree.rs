//! A series put on a tree, patch by patch.

use kconfig_vfs::Vfs;

use crate::apply_kept::{Outcome, apply_kept};
use crate::in_tree::patches_in_tree;
use crate::patch::Patch;

/// What became of one patch of a series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// The tree has it already; it was left out.
    InTree,
    /// As much of it as goes was put on the tree that the patches before it left.
    Put(Outcome),
}

/// Puts the patches on a tree, each on what those before it left; a patch that
/// the tree has already is left out.
pub fn apply_series(tree: &Vfs, patches: &[Patch], is_kept: impl Fn(&str) -> bool) -> Vec<Step> {
    let in_tree = patches_in_tree(tree, patches.iter(), &is_kept);
    let mut tree = tree.clone();
    let put = |(patch, is_in): (&Patch, bool)| {
        if is_in {
            return Step::InTree;
        }
        let outcome = apply_kept(&tree, patch, &is_kept);
        tree = outcome.tree.clone();
        Step::Put(outcome)
    };
    patches.iter().zip(in_tree).map(put).collect()
}

/// Gives the patches that take a series off a tree: reversed, the last one first.
pub fn reversed_series(patches: &[Patch]) -> Vec<Patch> {
    patches.iter().rev().map(Patch::reversed).collect()
}
