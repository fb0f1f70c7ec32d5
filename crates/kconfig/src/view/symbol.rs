//! The symbol in focus, and the graph around it.

use serde::{Deserialize, Serialize};

/// A line of an explanation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhyLine {
    /// How deep in the chain, from 0.
    pub depth: u32,
    /// The line: `KEXEC needs ARCH_SUPPORTS_KEXEC = n`.
    pub text: String,
    /// `kernel/Kconfig.kexec:40`, or "".
    pub place: String,
    /// The symbol that the line is about, for going there; or "".
    pub symbol: String,
}

/// The symbol in focus.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SymbolView {
    /// Its name.
    pub name: String,
    /// `bool`, ...
    pub ty: String,
    /// Its prompt, or "".
    pub prompt: String,
    /// Whether conf would ask for it.
    pub visible: bool,
    /// Whether its value may be another one for an answer that nobody recorded.
    pub is_unknown: bool,
    /// Its value.
    pub value: String,
    /// The user's value.
    pub user: Option<String>,
    /// `user n`, `default y`, ...
    pub origin: String,
    /// The values that the user may choose.
    pub assignable: Vec<String>,
    /// Why it cannot be changed, as [`MenuRow::reason`](super::MenuRow::reason).
    pub reason: String,
    /// What it cannot be set to, as [`MenuRow::limits`](super::MenuRow::limits).
    pub limits: Vec<(String, String)>,
    /// What a number takes, as [`MenuRow::takes`](super::MenuRow::takes).
    pub takes: String,
    /// Why it has another value than the state's own one, a phrase; "" where it has
    /// that, or where the state gives it none.
    pub lost: String,
    /// Why it has its value, a chain.
    pub why: Vec<WhyLine>,
    /// Why it cannot have a higher value, and what it would take; empty where
    /// it can.
    pub why_not: Vec<WhyLine>,
    /// Who selects it: condition text, current value.
    pub selected_by: Vec<SelectorView>,
    /// Who implies it.
    pub implied_by: Vec<SelectorView>,
    /// Where it is defined, with the text of the definition.
    pub definitions: Vec<DefinitionView>,
    /// The help text, or "".
    pub help: String,
}

/// One selector, or implier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SelectorView {
    /// Its name.
    pub symbol: String,
    /// `KEXEC && ARCH_SUPPORTS_KEXEC`: itself and its condition.
    pub condition: String,
    /// n, m or y: what it demands now.
    pub value: String,
}

/// A definition of a symbol.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DefinitionView {
    /// `kernel/Kconfig.kexec:40`
    pub place: String,
    /// The lines of the definition as written.
    pub text: String,
}

/// The graph around a symbol; lengths are CSS pixels at scale 1.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct GraphView {
    /// The width of the drawing.
    pub width: f64,
    /// The height of the drawing.
    pub height: f64,
    /// The nodes, those that matter most first; the first is the one in focus.
    pub nodes: Vec<GraphNode>,
    /// The edges, in the order of the nodes.
    pub edges: Vec<GraphEdge>,
    /// How many direct neighbours are not shown, as the graph has 40 nodes at
    /// most: `38 symbols that depend on it are left out.`; or "".
    pub left_out: String,
}

impl Eq for GraphView {}

/// A node.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GraphNode {
    /// The symbol.
    pub symbol: String,
    /// `KEXEC_CORE = y`; the name of its button. A long value is cut in it.
    pub label: String,
    /// The whole value.
    pub value: String,
    /// Whether it is the one in focus.
    pub is_focus: bool,
    /// Centre.
    pub x: f64,
    /// Centre.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

/// An edge.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GraphEdge {
    /// Where it starts, a symbol.
    pub from: String,
    /// Where it ends, a symbol.
    pub to: String,
    /// `depends`, `selects`, `implies`, `default` or `range`.
    pub kind: String,
    /// `KEXEC_FILE selects KEXEC_CORE`
    pub title: String,
    /// Whether it has an effect now.
    pub active: bool,
    /// The line's points, from start to end.
    pub points: Vec<(f64, f64)>,
}
