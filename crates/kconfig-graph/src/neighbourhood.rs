//! The part of the graph around one symbol.

use kconfig_base::Tristate;
use kconfig_eval::Evaluation;
use kconfig_model::{MenuId, SymbolId};
use petgraph::Direction;
use petgraph::visit::EdgeRef as _;
use rustc_hash::FxHashMap;

use crate::relation::{Relation, RelationKind, Relations, node};

/// Symbols and the edges between them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Neighbourhood {
    /// The symbols, those that matter most first; the first is the one in focus.
    pub symbols: Vec<SymbolId>,
    /// The edges between them: from, to, kind, and whether it has an effect
    /// now. They come in the order of `symbols`, by the later one of their ends.
    pub edges: Vec<(SymbolId, SymbolId, RelationKind, bool)>,
    /// What has an edge to or from the symbol in focus and is not here.
    pub left_out: LeftOut,
}

/// How many direct neighbours are left out; each counts once, for the first kind
/// that it is of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// The focus depends on them.
    pub needs: usize,
    /// The focus selects or implies them.
    pub selects: usize,
    /// The focus has a default from them.
    pub defaults: usize,
    /// They select or imply the focus.
    pub selected_by: usize,
    /// They depend on the focus.
    pub dependents: usize,
    /// They have a default from the focus.
    pub default_of: usize,
}

/// How many symbols a neighbourhood has at most, the one in focus among them.
///
/// A drawing of more can no longer be read. What is left out of the direct
/// neighbours is counted ([`LeftOut`]).
pub const MAX_SYMBOLS: usize = 40;

/// What a direct neighbour is to the symbol in focus, what matters most first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    /// What the focus needs, selects, implies or has a default from.
    Ahead,
    /// What selects or implies it.
    Selector,
    /// What depends on it, or has a default from it.
    Behind,
}

/// A direct neighbour, in the order in which neighbours are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Neighbour {
    rank: Rank,
    /// False sorts first.
    has_no_effect: bool,
    kind: RelationKind,
    /// Its first definition; none where it has none.
    defined: Option<MenuId>,
    symbol: SymbolId,
}

/// Collects what is around a symbol, up to `radius` edges away and at most
/// [`MAX_SYMBOLS`] symbols.
///
/// What the focus depends on, selects or implies comes first, then what selects
/// or implies it, then what depends on it: within each, what has an effect now
/// (unmet needs, selects that fire) first, then in the order of definition. Beyond
/// these only the edges that decide are followed: who selects, and what is
/// depended on; nothing is looked for around what depends on the focus.
pub fn neighbourhood(
    evaluation: &Evaluation,
    relations: &Relations,
    focus: SymbolId,
    radius: usize,
) -> Neighbourhood {
    let mut taken = Taken { symbols: vec![focus], places: FxHashMap::from_iter([(focus, 0)]) };
    let mut left_out = LeftOut::default();
    let mut frontier = Vec::new();
    if radius > 0 {
        for neighbour in direct(evaluation, relations, focus, |_, kind| kind != RelationKind::Range) {
            if !taken.take(neighbour.symbol) {
                left_out.count(neighbour);
            } else if neighbour.rank != Rank::Behind {
                frontier.push(neighbour.symbol);
            }
        }
    }
    for _ in 1..radius {
        let mut next = Vec::new();
        for &symbol in &frontier {
            for neighbour in direct(evaluation, relations, symbol, decides) {
                if !taken.places.contains_key(&neighbour.symbol) && taken.take(neighbour.symbol) {
                    next.push(neighbour.symbol);
                }
            }
        }
        frontier = next;
    }
    let edges = taken.edges(evaluation, relations);
    Neighbourhood { symbols: taken.symbols, edges, left_out }
}

/// What is shown, in its order.
struct Taken {
    symbols: Vec<SymbolId>,
    places: FxHashMap<SymbolId, usize>,
}

impl Taken {
    /// Takes a symbol that is not here yet, if there is room.
    fn take(&mut self, symbol: SymbolId) -> bool {
        let has_room = self.symbols.len() < MAX_SYMBOLS;
        if has_room {
            self.places.insert(symbol, self.symbols.len());
            self.symbols.push(symbol);
        }
        has_room
    }

    /// The edges between the symbols.
    fn edges(
        &self,
        evaluation: &Evaluation,
        relations: &Relations,
    ) -> Vec<(SymbolId, SymbolId, RelationKind, bool)> {
        let mut edges = Vec::new();
        for (place, &from) in self.symbols.iter().enumerate() {
            for edge in relations.graph.edges(node(from)) {
                let to = relations.graph[edge.target()];
                let Some(&other) = self.places.get(&to) else { continue };
                let kind = edge.weight().kind;
                let order = (place.max(other), place.min(other), other, kind);
                edges.push((order, (from, to, kind, is_active(evaluation, from, to, edge.weight()))));
            }
        }
        edges.sort_by_key(|&(order, _)| order);
        edges.into_iter().map(|(_, edge)| edge).collect()
    }
}

impl LeftOut {
    fn count(&mut self, neighbour: Neighbour) {
        let counter = match (neighbour.rank, neighbour.kind) {
            (Rank::Ahead, RelationKind::Depends) => &mut self.needs,
            (Rank::Ahead, RelationKind::Selects | RelationKind::Implies) => &mut self.selects,
            (Rank::Ahead, _) => &mut self.defaults,
            (Rank::Selector, _) => &mut self.selected_by,
            (Rank::Behind, RelationKind::Depends) => &mut self.dependents,
            (Rank::Behind, _) => &mut self.default_of,
        };
        *counter += 1;
    }
}

/// Tells whether an edge is followed beyond the direct neighbours.
fn decides(direction: Direction, kind: RelationKind) -> bool {
    match kind {
        RelationKind::Depends => direction == Direction::Outgoing,
        RelationKind::Selects | RelationKind::Implies => direction == Direction::Incoming,
        RelationKind::Default | RelationKind::Range => false,
    }
}

/// The neighbours of a symbol by the edges that are followed, each once, in the
/// order in which they are taken.
fn direct(
    evaluation: &Evaluation,
    relations: &Relations,
    focus: SymbolId,
    is_followed: impl Fn(Direction, RelationKind) -> bool,
) -> Vec<Neighbour> {
    let mut found: FxHashMap<SymbolId, Neighbour> = FxHashMap::default();
    for direction in [Direction::Outgoing, Direction::Incoming] {
        for edge in relations.graph.edges_directed(node(focus), direction) {
            let kind = edge.weight().kind;
            if !is_followed(direction, kind) {
                continue;
            }
            let rank = match (direction, kind) {
                (Direction::Outgoing, _) => Rank::Ahead,
                (Direction::Incoming, RelationKind::Selects | RelationKind::Implies) => Rank::Selector,
                (Direction::Incoming, _) => Rank::Behind,
            };
            let (from, to) = (relations.graph[edge.source()], relations.graph[edge.target()]);
            let symbol = if direction == Direction::Outgoing { to } else { from };
            let is_active = is_active(evaluation, from, to, edge.weight());
            let has_effect = match (rank, kind) {
                // What is not met is what there is to do something about.
                (Rank::Ahead, RelationKind::Depends) => !is_active,
                (Rank::Behind, _) => evaluation.value(from).tri != Tristate::N,
                _ => is_active,
            };
            let defined = evaluation.model.symbol(symbol).menus.first().copied();
            let neighbour = Neighbour { rank, has_no_effect: !has_effect, kind, defined, symbol };
            let first = found.entry(symbol).or_insert(neighbour);
            *first = neighbour.min(*first);
        }
    }
    let mut neighbours: Vec<Neighbour> = found.into_values().collect();
    neighbours.sort_unstable();
    neighbours
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
