//! The part of the graph around one symbol.

use std::collections::BTreeSet;

use kconfig_base::Tristate;
use kconfig_eval::Evaluation;
use kconfig_model::SymbolId;
use petgraph::Direction;
use petgraph::visit::EdgeRef as _;

use crate::relation::{Relation, RelationKind, Relations, node};

/// Symbols and the edges between them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Neighbourhood {
    /// The symbols in id order; the one in focus is among them.
    pub symbols: Vec<SymbolId>,
    /// The edges between them: from, to, kind, and whether it has an effect
    /// now.
    pub edges: Vec<(SymbolId, SymbolId, RelationKind, bool)>,
}

/// How many symbols are shown at most.
const MAX_SYMBOLS: usize = 40;

/// Collects what a symbol selects, implies and depends on, and what does so
/// with it, breadth first up to `radius` edges away and at most 40 symbols.
///
/// Beyond the direct neighbours only the edges that decide are followed: who
/// selects, and what is depended on.
pub fn neighbourhood(
    evaluation: &Evaluation,
    relations: &Relations,
    focus: SymbolId,
    radius: usize,
) -> Neighbourhood {
    let mut symbols = BTreeSet::from([focus]);
    let mut frontier = vec![focus];
    for distance in 0..radius {
        let mut next = Vec::new();
        for &symbol in &frontier {
            for direction in [Direction::Incoming, Direction::Outgoing] {
                let mut edges: Vec<_> = relations.graph.edges_directed(node(symbol), direction).collect();
                edges.sort_by_key(|edge| (edge.weight().kind, edge.source(), edge.target()));
                for edge in edges {
                    let is_followed = match (direction, edge.weight().kind) {
                        (_, RelationKind::Range) => false,
                        (Direction::Incoming, RelationKind::Selects | RelationKind::Implies) => true,
                        (Direction::Outgoing, RelationKind::Depends) => true,
                        _ => distance == 0,
                    };
                    let end = if direction == Direction::Incoming { edge.source() } else { edge.target() };
                    let other = relations.graph[end];
                    if is_followed && symbols.len() < MAX_SYMBOLS && symbols.insert(other) {
                        next.push(other);
                    }
                }
            }
        }
        frontier = next;
    }
    let mut edges = Vec::new();
    for &from in &symbols {
        for edge in relations.graph.edges(node(from)) {
            let to = relations.graph[edge.target()];
            if symbols.contains(&to) {
                edges.push((from, to, edge.weight().kind, is_active(evaluation, from, to, edge.weight())));
            }
        }
    }
    edges.sort_by_key(|&(from, to, kind, _)| (from, to, kind));
    Neighbourhood { symbols: symbols.into_iter().collect(), edges }
}

/// Tells whether an edge has an effect: a select or imply that fires, a
/// dependency that holds, a default that may be used.
fn is_active(evaluation: &Evaluation, from: SymbolId, to: SymbolId, relation: &Relation) -> bool {
    let is_set = |symbol: SymbolId| evaluation.value(symbol).tri != Tristate::N;
    match relation.kind {
        RelationKind::Selects | RelationKind::Implies => {
            is_set(from) && evaluation.expr(relation.cond) != Tristate::N
        }
        RelationKind::Depends => is_set(to),
        RelationKind::Default | RelationKind::Range => evaluation.expr(relation.cond) != Tristate::N,
    }
}
