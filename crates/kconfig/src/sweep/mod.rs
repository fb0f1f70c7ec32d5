//! What a patch changes: in definitions, edges, messages and values.
//!
//! Takes two models of an arch and, for each base config, what both made of the
//! values ([`Outcome`]); gives an [`ArchEffect`] as plain data. Ids differ between
//! models, so that all is compared by the names of symbols. Several arches are said
//! together by [`fold`], and as text by [`text`].
//!
//! It knows no workspace, no patches and no files: whoever has the two sides, by
//! whatever way, can compare them.

mod attributes;
mod audit;
mod blocks;
mod canon;
mod chain;
mod defined;
mod definitions;
mod edges;
mod entry;
mod fold;
mod messages;
mod places;
mod promises;
mod renames;
mod steps;
mod text;
mod values;

use std::collections::BTreeSet;

use kconfig_graph::Relations;
use kconfig_model::Model;
use serde::{Deserialize, Serialize};

pub use audit::{ArchAudit, AskedLine, ConfigAudit, Rename};
pub use chain::{Chain, Sweep};
pub use definitions::{AttributeChange, Changed, Defined, Definitions, Renamed, Subject};
pub use edges::{Edge, EdgeEffect, EdgeKind, Reference};
pub use entry::{Attribute, Written};
pub use fold::{Folded, Item, fold};
pub use messages::{Difference, Message};
pub use promises::{Promise, PromiseOutcome};
pub use steps::StepwiseSweep;
pub(crate) use steps::Swept;
pub use text::text;
pub use values::{Outcome, ValueChange, ValueEffect};

/// One side of a comparison: the tree of an arch before or after.
#[derive(Clone, Copy)]
pub struct Side<'a> {
    /// The tree.
    pub model: &'a Model,
    /// The symbols that the same tree defines on other arches: a reference to one
    /// of them is not missing.
    pub elsewhere: &'a BTreeSet<String>,
    /// The values, by the name of the base config; of none where conf stops at the tree.
    pub outcomes: &'a [(String, Outcome)],
}

/// What a patch does on an arch.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArchEffect {
    /// The arch: `x86_64`.
    pub arch: String,
    /// What of the tree differs.
    pub tree: TreeEffect,
    /// The values, for each base config that both sides have.
    pub bases: Vec<BaseEffect>,
}

/// What of a tree differs, whatever the values.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TreeEffect {
    /// The definitions.
    pub definitions: Definitions,
    /// The edges between symbols, and the references to none.
    pub edges: EdgeEffect,
    /// What conf says while it reads the tree.
    pub messages: Difference,
    /// Whether conf stops at the tree before and at the tree after.
    pub is_refused: [bool; 2],
}

/// What of a base config's values differs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BaseEffect {
    /// The name of the base config: `alldefconfig`.
    pub base: String,
    /// The values.
    pub effect: ValueEffect,
}

impl Side<'_> {
    /// Tells whether conf stops at the tree: there are no values then.
    pub fn is_refused(&self) -> bool {
        messages::is_refused(self.model)
    }
}

impl ArchEffect {
    /// Compares an arch before and after.
    pub fn of(arch: &str, before: Side<'_>, after: Side<'_>) -> Self {
        let tree = TreeEffect::of(before, after);
        let mut bases = Vec::new();
        if tree.is_refused == [false; 2] {
            for (base, now) in after.outcomes {
                if let Some((_, was)) = before.outcomes.iter().find(|(other, _)| other == base) {
                    bases.push(BaseEffect { base: base.clone(), effect: ValueEffect::of(was, now) });
                }
            }
        }
        Self { arch: arch.to_owned(), tree, bases }
    }

    /// Tells whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.tree.is_empty() && self.bases.iter().all(|base| base.effect.is_empty())
    }
}

impl TreeEffect {
    /// Compares the trees of an arch; the values do not count.
    pub fn of(before: Side<'_>, after: Side<'_>) -> Self {
        let models = [before.model, after.model];
        let relations = models.map(Relations::new);
        let relations = [&relations[0], &relations[1]];
        let (definitions, renamed) = Definitions::of(blocks::match_all(models), relations);
        let edges = EdgeEffect::of(models, relations, [before.elsewhere, after.elsewhere], &renamed);
        Self {
            definitions,
            edges,
            messages: Difference::of(&messages::of_tree(before.model), &messages::of_tree(after.model)),
            is_refused: [before.is_refused(), after.is_refused()],
        }
    }

    /// Tells whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.definitions == Definitions::default() && self.edges.is_empty() && self.messages.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::{NoHost, ParseCache, fixture, load};

    fn effect(before: &str, after: &str) -> ArchEffect {
        let load = |text| load(&fixture(text), &NoHost, "Kconfig", &mut ParseCache::default());
        let (before, after) = (load(before), load(after));
        let elsewhere = BTreeSet::new();
        let side = |model| Side { model, elsewhere: &elsewhere, outcomes: &[] };
        ArchEffect::of("x86_64", side(&before), side(&after))
    }

    #[test]
    fn deep_blocks_are_compared_in_time() {
        const DEPTH: usize = 3000;
        let opens: String = (0..DEPTH).map(|i| format!("if A{i}\nconfig B{i}\n\tbool\n")).collect();
        let text = format!("{opens}{}", "endif\n".repeat(DEPTH));
        let effect = effect(&text, &format!("if NEW\n{text}endif\n"));
        assert_eq!(effect.tree.definitions.changed.len(), DEPTH);
        let change = &effect.tree.definitions.changed[DEPTH - 1].changes[0];
        assert!(change.is_inherited && change.before.is_none());
        assert_eq!(change.after.as_ref().unwrap().text, "depends on NEW");
    }

    #[test]
    fn many_definitions_of_one_symbol_are_compared_in_time() {
        let text: String = (0..3000).map(|i| format!("config A\n\tbool\n\tdefault B{i}\n")).collect();
        let effect = effect(&text, &text.replacen("default B7\n", "default C\n", 1));
        let changed = &effect.tree.definitions.changed;
        assert_eq!((changed.len(), changed[0].changes.len()), (1, 1));
        assert_eq!(changed[0].changes[0].after.as_ref().unwrap().text, "default C");
    }

    #[test]
    fn an_effect_is_plain_data() {
        let effect = effect("config A\n\tbool\n", "config A\n\tbool\n\tdefault y\nconfig B\n\tbool\n");
        let json = serde_json::to_string(&effect.tree.definitions).unwrap();
        assert_eq!(
            json,
            concat!(
                r#"{"removed":[],"added":[{"subject":{"symbol":"B"},"place":"Kconfig:4"}],"#,
                r#""renamed":[],"changed":[{"subject":{"symbol":"A"},"place":"Kconfig:1","#,
                r#""changes":[{"attribute":"default","is_inherited":false,"is_same_in_sum":false,"#,
                r#""before":null,"after":{"text":"default y","place":"Kconfig:3"}}]}]}"#
            )
        );
        assert_eq!(serde_json::from_str::<Definitions>(&json).unwrap(), effect.tree.definitions);
    }
}
