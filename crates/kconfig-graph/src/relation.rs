//! Typed edges between symbols.

use kconfig_base::idx::Idx as _;
use kconfig_model::{ExprId, Model, PropertyKind, SymbolId};
use petgraph::Direction;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::EdgeRef as _;

/// What one symbol has to do with another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RelationKind {
    /// The first one's direct dependencies name the second.
    Depends,
    /// The first selects the second.
    Selects,
    /// The first implies the second.
    Implies,
    /// A default of the first names the second.
    Default,
    /// A range of the first ends at the second.
    Range,
}

impl RelationKind {
    /// The verb between the two symbols' names.
    pub fn verb(self) -> &'static str {
        match self {
            Self::Depends => "depends on",
            Self::Selects => "selects",
            Self::Implies => "implies",
            Self::Default => "has a default from",
            Self::Range => "has a range from",
        }
    }

    /// One word, for data.
    pub fn name(self) -> &'static str {
        match self {
            Self::Depends => "depends",
            Self::Selects => "selects",
            Self::Implies => "implies",
            Self::Default => "default",
            Self::Range => "range",
        }
    }
}

/// An edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Relation {
    /// What it means.
    pub kind: RelationKind,
    /// Its condition, for selects, implies, defaults and ranges.
    pub cond: Option<ExprId>,
}

/// The relations of a model; node `i` is symbol `i`.
#[derive(Clone, Debug)]
pub struct Relations {
    /// The graph; edges go from the symbol that names to the one named.
    pub graph: DiGraph<SymbolId, Relation>,
}

impl Relations {
    /// Finds the relations of a model: the same two symbols have at most one
    /// edge of each kind.
    pub fn new(model: &Model) -> Self {
        let mut graph = DiGraph::new();
        for (symbol, _) in model.symbols() {
            graph.add_node(symbol);
        }
        let mut relations = Self { graph };
        for (from, symbol) in model.symbols() {
            let mut named = Vec::new();
            if let Some(dep) = symbol.dir_dep {
                model.exprs.for_each_symbol(dep, |to| named.push((RelationKind::Depends, to, None)));
            }
            for property in model.properties_of(from) {
                let cond = property.cond;
                match property.kind {
                    PropertyKind::Select(to) => named.push((RelationKind::Selects, to, cond)),
                    PropertyKind::Imply(to) => named.push((RelationKind::Implies, to, cond)),
                    PropertyKind::Default(value) => {
                        model
                            .exprs
                            .for_each_symbol(value, |to| named.push((RelationKind::Default, to, cond)));
                    }
                    PropertyKind::Range(low, high) => {
                        named.extend([low, high].map(|to| (RelationKind::Range, to, cond)));
                    }
                    PropertyKind::Prompt { .. } | PropertyKind::Comment(_) => {}
                }
            }
            named.sort_by_key(|&(kind, to, _)| (kind, to));
            named.dedup_by_key(|&mut (kind, to, _)| (kind, to));
            for (kind, to, cond) in named {
                // Constants relate to nothing.
                if to != from && !model.symbol(to).is_const && !model.symbol(to).menus.is_empty() {
                    relations.graph.add_edge(node(from), node(to), Relation { kind, cond });
                }
            }
        }
        relations
    }

    /// Walks the edges: who names whom, and how; in the order of the symbols that
    /// name, and of one by kind and symbol named.
    pub fn edges(&self) -> impl Iterator<Item = (SymbolId, RelationKind, SymbolId)> + '_ {
        let node = |index| self.graph[index];
        self.graph
            .edge_references()
            .map(move |edge| (node(edge.source()), edge.weight().kind, node(edge.target())))
    }

    /// Walks the symbols that name a symbol, and how.
    pub fn users(&self, symbol: SymbolId) -> impl Iterator<Item = (SymbolId, RelationKind)> + '_ {
        let edges = self.graph.edges_directed(node(symbol), Direction::Incoming);
        edges.map(|edge| (self.graph[edge.source()], edge.weight().kind))
    }
}

/// The node of a symbol.
pub(crate) fn node(symbol: SymbolId) -> NodeIndex {
    NodeIndex::new(symbol.index())
}
