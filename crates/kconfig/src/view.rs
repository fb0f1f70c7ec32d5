//! Plain data for any user interface: what the page shows and the CLI prints.
//!
//! Everything here is serialisable and owned; nothing refers to a model. The
//! texts are final: an interface lays them out and adds no meaning.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// All that decides what is shown; what a link holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// Name of the scenario.
    pub tree: String,
    /// Which patches are applied.
    pub selection: Selection,
    /// An arch's name, or [`ALL_ARCHES`].
    pub arch: String,
    /// The base config: `alldef`, `allno`, `allyes`, `allmod`.
    pub base: String,
    /// Whether the .config that the base tree writes is carried through
    /// olddefconfig, instead of the user's values alone.
    pub carried: bool,
    /// The user's values by symbol; a missing symbol has none, and "n" is one.
    pub values: BTreeMap<String, String>,
    /// The symbol in focus.
    pub focus: Option<String>,
}

/// The arch of a state that looks at all arches.
pub const ALL_ARCHES: &str = "all";

/// Which patches are applied.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Selection {
    /// None.
    Base,
    /// The series up to and with the patch of this id.
    UpTo(String),
    /// The whole series.
    #[default]
    After,
    /// The patches of these ids, in the order of the series.
    Only(Vec<String>),
}

/// A scenario, which does not change with the state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScenarioView {
    /// Its name in links: `crash-kexec-split`.
    pub name: String,
    /// The series' subject.
    pub title: String,
    /// What it is about, a paragraph.
    pub description: String,
    /// Who wrote the series.
    pub author: String,
    /// `2024-01-24`.
    pub date: String,
    /// `v3`.
    pub version: String,
    /// Message-ID of the cover letter.
    pub cover_letter: String,
    /// Title of the menu in view.
    pub menu: String,
    /// The arches in the order of the tabs.
    pub arches: Vec<ArchInfo>,
    /// The patches in the order of the series; a replacement follows the
    /// patch that it replaces.
    pub patches: Vec<PatchInfo>,
    /// Where to start looking.
    pub starts: Vec<StartInfo>,
    /// The state to open with.
    pub first: State,
}

/// An arch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArchInfo {
    /// `x86_64`
    pub name: String,
    /// Whether the series' claims count on it.
    pub counted: bool,
}

/// A patch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PatchInfo {
    /// `6`, `6m`
    pub id: String,
    /// A short name: `x86`.
    pub short: String,
    /// The subject.
    pub subject: String,
    /// The patch in whose place it goes; it is not in the series itself.
    pub replaces: Option<String>,
    /// The files that it changes.
    pub files: Vec<String>,
}

/// A starting point.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StartInfo {
    /// `reply-arm64`
    pub id: String,
    /// `letter`, `reply`, `robot` or `found`.
    pub group: String,
    /// Its name.
    pub title: String,
    /// What there is to see, a sentence.
    pub text: String,
    /// Its states, one for each arch it is about; the first is the default.
    pub states: Vec<State>,
    /// The regions that show it: `Claims`, `Link check`, `Warnings`,
    /// `Difference`.
    pub regions: Vec<String>,
}

/// Everything about one state on one arch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StateView {
    /// The state, put in order: equal states are equal here.
    pub state: State,
    /// The fragment of its link, from `#` on.
    pub link: String,
    /// `base`, `5`, `after`, `1,2,6m`
    pub step: String,
    /// The ids of the patches that are applied.
    pub applied: Vec<String>,
    /// The rows of the menu in their order, the root left out.
    pub menu: Vec<MenuRow>,
    /// The whole .config.
    pub config: String,
    /// The part of it below the menu in view.
    pub config_menu: String,
    /// What differs from the base of the series with the same user values.
    pub difference: Vec<DifferenceRow>,
    /// The claims for this arch, in order.
    pub claims: Vec<ClaimView>,
    /// What would not link.
    pub link_check: LinkCheckView,
    /// The warnings in their order.
    pub warnings: Vec<WarningView>,
    /// The symbol in focus, if the tree has it.
    pub symbol: Option<SymbolView>,
    /// The graph around the symbol in focus.
    pub graph: GraphView,
}

/// What an entry of the menu is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RowKind {
    /// A `menu`.
    Menu,
    /// A `comment`.
    Comment,
    /// A `choice`.
    Choice,
    /// A symbol.
    Symbol,
}

/// An entry of the menu.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MenuRow {
    /// What it is.
    pub kind: RowKind,
    /// Depth, from 1 (`aria-level`).
    pub level: u32,
    /// Its place among its siblings, from 1 (`aria-posinset`).
    pub position: u32,
    /// How many siblings there are, itself included (`aria-setsize`).
    pub siblings: u32,
    /// Whether rows below it follow.
    pub has_children: bool,
    /// Whether it is in the menu that the series is about, or that menu, or
    /// around it.
    pub in_view: bool,
    /// The prompt, or "" where there is none.
    pub prompt: String,
    /// The symbol's name, or "".
    pub symbol: String,
    /// `bool`, `tristate`, `integer`, `hex`, `string`, or "".
    pub ty: String,
    /// The value as in .config, unquoted.
    pub value: String,
    /// The user's value, if there is one.
    pub user: Option<String>,
    /// n, m, y as far as the user may choose them; empty where not.
    pub assignable: Vec<String>,
    /// Whether conf would ask for it.
    pub visible: bool,
    /// Why it cannot be changed, a phrase; "" where it can.
    pub reason: String,
    /// `user n`, `default y`, `selected by KEXEC`, ...
    pub origin: String,
    /// The value at the base of the series, where it differs; `None` within
    /// is "not there".
    #[serde(with = "nested_option")]
    pub changed_from: Option<Option<String>>,
}

/// Writes an option within an option as a list of none or one.
///
/// JSON and JavaScript have one word for nothing, and would read "changed from
/// nothing" as "did not change".
mod nested_option {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    type Nested = Option<Option<String>>;

    pub(super) fn serialize<S: Serializer>(value: &Nested, serializer: S) -> Result<S::Ok, S::Error> {
        value.as_slice().serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Nested, D::Error> {
        Vec::deserialize(deserializer).map(|list: Vec<Option<String>>| list.into_iter().next())
    }
}

/// A symbol that differs from the base of the series.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DifferenceRow {
    /// Its name.
    pub symbol: String,
    /// Its value at base; `None`: not in .config.
    pub before: Option<String>,
    /// Its value now.
    pub after: Option<String>,
    /// Why it has its value now.
    pub origin: String,
    /// Whether it is in the menu that the series is about.
    pub in_view: bool,
}

/// How a claim stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verdict {
    /// It holds.
    Pass,
    /// It does not.
    Fail,
    /// It does not, and the series says or knows so: not counted.
    Known,
}

/// A claim, evaluated on one arch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimView {
    /// `1-crash-dump`
    pub id: String,
    /// Its heading.
    pub title: String,
    /// Whether it holds.
    pub verdict: Verdict,
    /// Whether a failure of it counts on this arch.
    pub counted: bool,
    /// `pass 2: With kexec, kdump as well`; what the listitem shows.
    pub text: String,
    /// The symbols that differ: name, expected, actual.
    pub differing: Vec<(String, String, String)>,
    /// Why it is known to fail, or "".
    pub reason: String,
    /// The lines of the link check in the claim's case.
    pub missing: Vec<String>,
    /// The state of its case.
    pub state: State,
}

/// The link check of one state.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkCheckView {
    /// `12 recorded objects, not a full link`
    pub summary: String,
    /// What is missing.
    pub missing: Vec<MissingView>,
    /// What is wrong with the records themselves.
    pub problems: Vec<String>,
}

/// A missing reference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MissingView {
    /// `kernel/kexec_file.o: kexec_walk_memblock: undefined crashk_res`
    pub text: String,
    /// Who needs it and who would provide it under which condition.
    pub detail: String,
}

/// A warning.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WarningView {
    /// `unmet-direct-dep`
    pub code: String,
    /// One line.
    pub text: String,
    /// `arch/x86/Kconfig:120`, or "".
    pub place: String,
    /// What to do about it, or "".
    pub help: String,
    /// What conf itself prints, or "".
    pub conf_text: String,
    /// Whether the base of the series does not have it.
    pub is_new: bool,
}

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
    /// Its value.
    pub value: String,
    /// The user's value.
    pub user: Option<String>,
    /// `user n`, `default y`, ...
    pub origin: String,
    /// The values that the user may choose.
    pub assignable: Vec<String>,
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
    /// The nodes.
    pub nodes: Vec<GraphNode>,
    /// The edges.
    pub edges: Vec<GraphEdge>,
}

impl Eq for GraphView {}

/// A node.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GraphNode {
    /// The symbol.
    pub symbol: String,
    /// `KEXEC_CORE = y`; the name of its button.
    pub label: String,
    /// The value.
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

/// One arch over all steps: a row of the table "Claims by arch".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArchSteps {
    /// The arch.
    pub arch: String,
    /// base, 1, ... N.
    pub cells: Vec<StepCell>,
}

/// One arch at one step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepCell {
    /// `base`, `1`, ...
    pub step: String,
    /// The claims that pass.
    pub n_pass: u32,
    /// The ids of the claims that fail and count.
    pub fail: Vec<String>,
    /// The ids of the claims that fail and are known to.
    pub known: Vec<String>,
    /// How many warnings there are that base does not have, over all cases.
    pub n_new_warnings: u32,
    /// The missing references over all cases and starting points.
    pub missing: Vec<String>,
    /// The state that the cell opens: what is worst in it.
    pub state: State,
}

/// Symbols by arches under the same user values.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatrixView {
    /// The arches.
    pub arches: Vec<String>,
    /// The rows in menu order.
    pub rows: Vec<MatrixRow>,
}

/// A symbol over all arches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatrixRow {
    /// The symbol.
    pub symbol: String,
    /// Its value on each arch; "" where the arch does not write it.
    pub values: Vec<String>,
    /// Whether the values differ.
    pub differs: bool,
}

/// Something that cannot be shown, in words for the user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// What is wrong, one sentence.
    pub message: String,
    /// Where, or further lines; may be empty.
    pub details: Vec<String>,
    /// What to do, one sentence, or "".
    pub help: String,
}

/// What came of reading a link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenedLink {
    /// The state to show.
    pub state: State,
    /// `MATCH`, or what differs from what the sender saw, or what is wrong
    /// with the link; "" where there is nothing to say.
    pub notice: String,
    /// Whether the link was read as the sender wrote it.
    pub is_sound: bool,
}
