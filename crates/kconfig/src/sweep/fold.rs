//! The same effect on several arches, said once.

use std::hash::Hash;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::{
    ArchEffect, AttributeChange, Defined, Edge, Message, Reference, Renamed, Subject, TreeEffect, ValueChange,
};

/// One thing that differs.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Item {
    /// An entry that only the first side has.
    Removed(Defined),
    /// An entry that only the second side has.
    Added(Defined),
    /// A symbol with another name.
    Renamed(Renamed),
    /// One thing of an entry that both have.
    Changed {
        /// The entry.
        subject: Subject,
        /// Where it is defined now.
        place: String,
        /// What differs.
        change: AttributeChange,
    },
    /// An edge.
    Edge {
        /// Whether the edge is new; else it vanished.
        is_new: bool,
        /// The edge.
        edge: Edge,
    },
    /// A reference to a symbol that no arch defines.
    Missing {
        /// Whether the reference is new; else it vanished.
        is_new: bool,
        /// The reference.
        reference: Reference,
    },
    /// Trees that conf stops at: there are no values to compare.
    Refused {
        /// Whether conf stops before.
        before: bool,
        /// Whether conf stops after.
        after: bool,
    },
    /// A message about the tree.
    Message {
        /// Whether the message is new; else it vanished.
        is_new: bool,
        /// The message.
        message: Message,
    },
    /// A line of .config.
    Value {
        /// The base config.
        base: String,
        /// The line.
        change: ValueChange,
    },
    /// A prompt that is newly visible or newly hidden.
    Prompt {
        /// The base config.
        base: String,
        /// Whether the prompt is visible now.
        is_shown: bool,
        /// The symbol.
        symbol: String,
    },
    /// A warning about unmet dependencies.
    Unmet {
        /// The base config.
        base: String,
        /// Whether the warning is new; else it vanished.
        is_new: bool,
        /// The warning.
        message: Message,
    },
}

/// What differs in the same way on some arches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Folded {
    /// The arches, in the order of the effects.
    pub arches: Vec<String>,
    /// What differs on exactly these.
    pub items: Vec<Item>,
}

/// Says the same effect on several arches once.
///
/// Each thing stands with exactly the arches that have it. What holds on more
/// arches comes first, then what holds on an earlier arch; within, the order is
/// that of the first of the arches.
pub fn fold(effects: &[ArchEffect]) -> Vec<Folded> {
    let lists: Vec<Vec<Item>> = effects.iter().map(items).collect();
    let mut groups = group(&lists);
    groups.sort_by_key(|(arches, _)| (std::cmp::Reverse(arches.len()), arches.clone()));
    let named = |arches: Vec<usize>| arches.into_iter().map(|index| effects[index].arch.clone()).collect();
    groups.into_iter().map(|(arches, items)| Folded { arches: named(arches), items }).collect()
}

/// Groups the things of some lists by the lists that have them.
fn group<T: Clone + Eq + Hash>(lists: &[Vec<T>]) -> Vec<(Vec<usize>, Vec<T>)> {
    let mut places: FxHashMap<&T, usize> = FxHashMap::default();
    let mut found: Vec<(&T, Vec<usize>)> = Vec::new();
    for (index, list) in lists.iter().enumerate() {
        for item in list {
            let place = *places.entry(item).or_insert_with(|| {
                found.push((item, Vec::new()));
                found.len() - 1
            });
            let owners = &mut found[place].1;
            if owners.last() != Some(&index) {
                owners.push(index);
            }
        }
    }
    let mut places: FxHashMap<Vec<usize>, usize> = FxHashMap::default();
    let mut groups: Vec<(Vec<usize>, Vec<T>)> = Vec::new();
    for (item, owners) in found {
        let place = *places.entry(owners.clone()).or_insert_with(|| {
            groups.push((owners, Vec::new()));
            groups.len() - 1
        });
        groups[place].1.push(item.clone());
    }
    groups
}

/// Lists what differs on an arch, in the order in which it is said.
fn items(effect: &ArchEffect) -> Vec<Item> {
    let mut items = Vec::new();
    push_definitions(&effect.tree, &mut items);
    let [before, after] = effect.tree.is_refused;
    for (is_new, messages) in [(true, &effect.tree.messages.new), (false, &effect.tree.messages.vanished)] {
        items.extend(messages.iter().map(|message| Item::Message { is_new, message: message.clone() }));
    }
    if before || after {
        items.push(Item::Refused { before, after });
    }
    for base in &effect.bases {
        push_values(&base.base, &base.effect, &mut items);
    }
    items
}

fn push_definitions(tree: &TreeEffect, items: &mut Vec<Item>) {
    let definitions = &tree.definitions;
    items.extend(definitions.removed.iter().cloned().map(Item::Removed));
    items.extend(definitions.added.iter().cloned().map(Item::Added));
    items.extend(definitions.renamed.iter().cloned().map(Item::Renamed));
    for changed in &definitions.changed {
        items.extend(changed.changes.iter().map(|change| Item::Changed {
            subject: changed.subject.clone(),
            place: changed.place.clone(),
            change: change.clone(),
        }));
    }
    let edges = &tree.edges;
    for (is_new, edges) in [(false, &edges.removed), (true, &edges.added)] {
        items.extend(edges.iter().map(|edge| Item::Edge { is_new, edge: edge.clone() }));
    }
    for (is_new, missing) in [(true, &edges.new_missing), (false, &edges.vanished_missing)] {
        items.extend(missing.iter().map(|it| Item::Missing { is_new, reference: it.clone() }));
    }
}

fn push_values(base: &str, effect: &super::ValueEffect, items: &mut Vec<Item>) {
    let base = || base.to_owned();
    items.extend(effect.values.iter().map(|change| Item::Value { base: base(), change: change.clone() }));
    for (is_shown, names) in [(true, &effect.shown), (false, &effect.hidden)] {
        let prompt = |symbol: &String| Item::Prompt { base: base(), is_shown, symbol: symbol.clone() };
        items.extend(names.iter().map(prompt));
    }
    for (is_new, messages) in [(true, &effect.unmet.new), (false, &effect.unmet.vanished)] {
        let unmet = |message: &Message| Item::Unmet { base: base(), is_new, message: message.clone() };
        items.extend(messages.iter().map(unmet));
    }
}

#[cfg(test)]
mod tests {
    use super::group;

    #[test]
    fn what_several_have_is_said_once() {
        let lists = [vec!["a", "b", "c"], vec!["b", "d", "c"], vec!["c", "a"], vec![]];
        let groups = group(&lists);
        assert_eq!(
            groups,
            [
                (vec![0, 2], vec!["a"]),
                (vec![0, 1], vec!["b"]),
                (vec![0, 1, 2], vec!["c"]),
                (vec![1], vec!["d"])
            ]
        );
    }
}
