//! A scenario: a series, where it is looked at, and what is to be seen.

use crate::claims::{Assignment, Claim, KnownFailure};

/// Everything about a series but its tree and the texts of its patches.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scenario {
    /// Names it in links and on the command line.
    pub name: String,
    /// The series' subject.
    pub title: String,
    /// What it is about, in a paragraph.
    pub description: String,
    /// Who wrote the series.
    pub author: String,
    /// When it was sent: `2024-01-24`.
    pub date: String,
    /// The cover letter's Message-ID, without angle brackets.
    pub cover_letter: String,
    /// The series' version: `v3`.
    pub version: String,
    /// The title of the menu in view.
    pub menu: String,
    /// The file that evaluation starts at, in the tree.
    pub root: String,
    /// The kernel version whose rules hold: `6.12`.
    pub semantics: String,
    /// What values start from: `alldefconfig`.
    pub base_config: String,
    /// The arches, in the order they are shown.
    pub arches: Vec<ScenarioArch>,
    /// The patches, in the order of the series, replacements behind what they replace.
    pub patches: Vec<ScenarioPatch>,
    /// What the letter claims.
    pub claims: Vec<Claim>,
    /// Failures that are known.
    pub known_failures: Vec<KnownFailure>,
    /// The pictures of the letter.
    pub diagrams: Vec<Diagram>,
    /// Where to start looking.
    pub starts: Vec<Start>,
}

impl Scenario {
    /// Finds an arch by its name.
    pub fn arch(&self, name: &str) -> Option<&ScenarioArch> {
        self.arches.iter().find(|arch| arch.name == name)
    }

    /// Finds a claim by its id.
    pub fn claim(&self, id: &str) -> Option<&Claim> {
        self.claims.iter().find(|claim| claim.id == id)
    }

    /// Finds a starting point by its id.
    pub fn start(&self, id: &str) -> Option<&Start> {
        self.starts.iter().find(|start| start.id == id)
    }

    /// Gives what the user has set in a claim's case on an arch, in order: the
    /// arch's start, then the case's own.
    pub fn case_values(&self, claim: &str, arch: &str) -> Option<Vec<Assignment>> {
        let case = self.claim(claim)?.case(arch)?;
        Some(self.arch(arch)?.start.iter().chain(&case.set).cloned().collect())
    }

    /// Gives what the user has set at a starting point on an arch, in order:
    /// later assignments win. `None` where the point does not speak of the arch.
    pub fn start_values(&self, start: &Start, arch: &str) -> Option<Vec<Assignment>> {
        start.arches.iter().find(|name| *name == arch)?;
        let mut values = match &start.claim {
            Some(claim) => self.case_values(claim, arch)?,
            None => Vec::new(),
        };
        values.extend(start.values.iter().cloned());
        Some(values)
    }

    /// Finds why a claim is known to fail on an arch. Whether the patch it
    /// fails from is applied is for the caller to see ([`KnownFailure::from`]).
    pub fn known_failure(&self, arch: &str, claim: &str) -> Option<&KnownFailure> {
        self.known_failures
            .iter()
            .find(|known| known.arch == arch && known.claims.iter().any(|id| id == claim))
    }
}

/// An arch that the series is looked at on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ScenarioArch {
    /// ARCH: `x86_64`.
    pub name: String,
    /// SRCARCH: `x86`.
    pub srcarch: String,
    /// Whether the letter speaks for it.
    pub counted: bool,
    /// What every case of the letter sets first.
    pub start: Vec<Assignment>,
}

/// A patch, as the scenario lists it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ScenarioPatch {
    /// `1` to `14`, `6m`.
    pub id: String,
    /// The patch in whose place it goes; it is then not in the series itself.
    pub replaces: Option<String>,
    /// Its file, below the scenario's folder.
    pub file: String,
    /// Its name where there is little room.
    pub short: String,
    /// Its subject.
    pub subject: String,
}

/// A picture of a letter: what pulls in or allows what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagram {
    /// Names it in data.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// Its edges.
    pub edges: Vec<Edge>,
}

/// An edge of a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edge {
    /// Where it starts.
    pub left: String,
    /// Where it ends.
    pub right: String,
    /// What it means.
    pub relation: Relation,
}

/// What an edge of a picture means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// The left one selects the right one.
    Select,
    /// The right one depends on the left one.
    Depend,
}

/// A place to start looking: a step, values, and the region that shows something.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Start {
    /// Names it in data.
    pub id: String,
    /// What it belongs to: `letter`, `reply`.
    pub group: String,
    /// Its heading.
    pub title: String,
    /// The arches it is about; the first is where to open it.
    pub arches: Vec<String>,
    /// The patches that are applied.
    pub step: StepName,
    /// The step that a difference is shown against.
    pub compare: Option<StepName>,
    /// The claim whose case sets the first values.
    pub claim: Option<String>,
    /// Values on top of those.
    pub values: Vec<Assignment>,
    /// The regions that show what there is to see, the telling one first.
    pub regions: Vec<Region>,
    /// What there is to see, as a sentence.
    pub text: String,
    /// What the link check finds there, as it prints it; `None` is not said.
    pub missing: Option<Vec<String>>,
}

/// A choice of patches as data names it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum StepName {
    /// No patch.
    #[default]
    Base,
    /// The series up to and with this patch.
    UpTo(String),
    /// The whole series.
    After,
    /// Just these.
    Only(Vec<String>),
}

/// A region of the page, or a section of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Region {
    /// Whether the claims hold.
    Claims,
    /// Missing references.
    LinkCheck,
    /// Warnings of conf, and references to no symbol.
    Warnings,
    /// What changed against another step.
    Difference,
}

impl StepName {
    /// Reads `base`, `after` or the id of a patch, as `--step` has it.
    pub fn parse(text: &str) -> Self {
        match text.trim() {
            "base" | "0" => Self::Base,
            "after" => Self::After,
            id => Self::UpTo(id.to_owned()),
        }
    }
}

impl Region {
    /// Reads the region's name as the page shows it, in lower case.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Claims, Self::LinkCheck, Self::Warnings, Self::Difference]
            .into_iter()
            .find(|region| region.name().eq_ignore_ascii_case(text))
    }

    /// Gives the accessible name of the region.
    pub fn name(self) -> &'static str {
        match self {
            Self::Claims => "Claims",
            Self::LinkCheck => "Link check",
            Self::Warnings => "Warnings",
            Self::Difference => "Difference",
        }
    }
}
