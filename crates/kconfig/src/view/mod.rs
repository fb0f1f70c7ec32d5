//! Plain data for any user interface: what the page shows and the CLI prints.
//!
//! Everything here is serialisable and owned; nothing refers to a model. The
//! texts are final: an interface lays them out and adds no meaning.

mod arches;
mod effects;
mod given;
mod menu;
mod refusal;
mod series;
mod symbol;
mod verdict;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use arches::{ArchSteps, MatrixAsk, MatrixRow, MatrixView, StepCell};
pub use effects::{ClaimRow, EffectGroup, EffectRow, EffectsView, Held, PatchText};
pub use given::{AnswerRow, GivenAs, GivenConfig, LossKind, LossRow, LossView};
pub use kconfig_base::cut;
pub use menu::{ActiveRow, MenuAsk, MenuMatch, MenuRow, MenuView, NearName, RowKind, Searched};
pub use refusal::is_value;
pub use series::{NoteKind, PatchNote, SeriesView};
pub use symbol::{DefinitionView, GraphEdge, GraphNode, GraphView, SelectorView, SymbolView, WhyLine};
pub use verdict::{Sign, VerdictPart, VerdictView, Words};

/// All that decides what is shown; what a link holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
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
    /// The toolchain whose answers are taken; `None` is the arch's default.
    pub profile: Option<String>,
    /// Answers in place of the toolchain's, by the keys of their commands
    /// ([`AnswerRow`]): a text, or [`UNKNOWN_ANSWER`].
    pub answers: BTreeMap<String, String>,
}

/// The answer that is none.
pub const UNKNOWN_ANSWER: &str = "?";

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

/// What is open, which does not change with the state: a scenario, or a kernel's tree
/// with the series that somebody put on it, if one did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
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
    /// The arches in the order of the tabs; all of them are looked at together.
    pub arches: Vec<ArchInfo>,
    /// Further arches, which are looked at one by one.
    pub more_arches: Vec<ArchInfo>,
    /// By arch: the configs that stand in the tree.
    pub defconfigs: BTreeMap<String, Vec<String>>,
    /// The .config files that somebody gave for this tree, the oldest first.
    pub given: Vec<GivenConfig>,
    /// By arch: the toolchains whose answers are there, the default first.
    pub profiles: BTreeMap<String, Vec<String>>,
    /// The patches in the order of the series; a replacement follows the
    /// patch that it replaces.
    pub patches: Vec<PatchInfo>,
    /// How the series on a tree was read.
    pub series: Option<SeriesView>,
    /// Whether there are claims: then a verdict speaks of all arches.
    pub has_claims: bool,
    /// Where to start looking.
    pub starts: Vec<StartInfo>,
    /// The state to open with.
    pub first: State,
}

impl ScenarioView {
    /// Tells whether there are patches to choose from.
    pub fn has_patches(&self) -> bool {
        !self.patches.is_empty()
    }

    /// Tells whether it is a kernel's tree, whose commands a toolchain answers.
    pub fn is_kernel(&self) -> bool {
        !self.profiles.is_empty()
    }
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
    /// The files that it changes and that are looked at.
    pub files: Vec<String>,
    /// What is to be known of how it went on: hunks that moved, or that are left out.
    pub notes: Vec<PatchNote>,
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

/// What somebody looks at of what is too long to be sent whole.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ask {
    /// Of the menu.
    pub menu: MenuAsk,
    /// Of the .config.
    pub config: ConfigAsk,
    /// Of the table of all arches.
    pub matrix: MatrixAsk,
    /// What changes are told against.
    pub compare: Compare,
}

/// What the values of a state are compared with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Compare {
    /// The tree before the series with the same values; without a series as
    /// [`Compare::Base`].
    #[default]
    Series,
    /// The base config alone, on the tree with the same patches.
    Base,
    /// The tree without the last of the patches, with the same values.
    Patch,
}

/// Which lines of the .config are looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfigAsk {
    /// All of it, not just the menu in view.
    pub is_whole: bool,
    /// The first line, from 0.
    pub first: u32,
    /// How many lines.
    pub count: u32,
}

/// How many symbols the newest step changed; one that is not set is n, as is one that
/// is not there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changes {
    /// How many symbols have another value.
    pub n: u32,
    /// Whether the symbol in focus is one of them.
    pub has_focus: bool,
}

/// Some lines of a .config.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfigView {
    /// How many lines there are.
    pub total: u32,
    /// The first one that is here, from 0.
    pub first: u32,
    /// The lines, each with its newline.
    pub text: String,
}

/// Everything about one state on one arch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StateView {
    /// The state, put in order: equal states are equal here.
    pub state: State,
    /// The fragment of its link, from `#` on.
    pub link: String,
    /// The text for a mail, where the link is too long for one; or "".
    pub recipe: String,
    /// Why the link does not bring the series along, or "".
    pub link_problem: String,
    /// `base`, `5`, `after`, `1,2,6m`
    pub step: String,
    /// The ids of the patches that are applied.
    pub applied: Vec<String>,
    /// The menu, as far as it was asked for.
    pub menu: MenuView,
    /// The .config, as far as it was asked for.
    pub config: ConfigView,
    /// What is other than in the state that was viewed before; `None` where
    /// none was.
    pub changes: Option<Changes>,
    /// The symbol to look at first, where the state has none in focus.
    pub suggestion: Option<String>,
    /// What differs from the base of the series with the same user values, or of a
    /// tree from the base config alone; of a tree the first 500 rows.
    pub difference: Vec<DifferenceRow>,
    /// How many symbols have another value than there, each once; n and no line are
    /// the same, as in [`Changes`].
    pub n_different: u32,
    /// How many further lines "is not set" come or go.
    pub n_not_set: u32,
    /// The claims for this arch, in order.
    pub claims: Vec<ClaimView>,
    /// What would not link.
    pub link_check: LinkCheckView,
    /// The warnings in their order.
    pub warnings: Vec<WarningView>,
    /// The symbol in focus, if the tree has it.
    pub symbol: Option<SymbolView>,
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
    /// Whether it has another value, and not only comes or goes as a line "is not set".
    pub is_other: bool,
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
    /// What it is about, where it is about many things alike: they are one warning.
    pub items: Vec<WarningItem>,
}

/// One of the things that a warning is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WarningItem {
    /// `$(cc-option,-mfoo)`
    pub text: String,
    /// `arch/x86/Kconfig:120`
    pub place: String,
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
    /// Whether the state is the link's, or as much of it as could be read; else it
    /// is the one that its tree opens with.
    pub is_read: bool,
}

/// What a base config is called: a preset by its make target, another one as it is.
pub fn base_label(base: &str) -> String {
    match base {
        "alldef" | "allno" | "allyes" | "allmod" => format!("{base}config"),
        _ => match base.strip_prefix("rand-") {
            Some(seed) => format!("randconfig, seed {seed}"),
            None => base.to_owned(),
        },
    }
}
