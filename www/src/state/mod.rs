//! What the page knows: one reducer, and what can happen to it.
//!
//! Nothing here touches the browser. What has to be asked of the worker or
//! written to the address bar stands here as plain numbers and data, and the
//! hooks act when it changes. Start at [`Page`] and [`Action`]; `answer` has what
//! the worker's answers do.

mod action;
mod answer;
pub mod edit;
pub mod effects;
pub mod look;
pub mod said;
pub mod selection;
pub mod trees;
mod undo;

use std::rc::Rc;

use kconfig::view::{
    ALL_ARCHES, AnswerRow, ArchSteps, Ask, ClaimView, ConfigView, GivenAs, GraphView, LossKind, LossRow,
    LossView, MatrixView, MenuView, Problem, ScenarioView, Sign, StartInfo, State, StateView, Verdict,
    VerdictView,
};
use yew::prelude::*;

pub use action::Action;
use said::Cause;
use trees::Trees;
use undo::Undo;

/// How components tell the page what happened.
pub type Dispatch = UseReducerDispatcher<Page>;

/// What becomes of the address bar when the next state is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Visit {
    /// The entry in the history is written anew.
    #[default]
    Replace,
    /// A new entry: a way back leads here.
    Push,
}

/// Where a link came from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum LinkFrom {
    /// The address bar: somebody sent it.
    #[default]
    Address,
    /// The address bar, where this page wrote it.
    Ourselves,
    /// A text that was pasted into the page.
    Paste,
}

/// What a person asks to see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opened {
    /// A symbol.
    Symbol,
    /// A state with its claims and its link check.
    Case,
}

/// Words about the link that the page was opened with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// What there is to say.
    pub text: String,
    /// Whether the link was read as its sender wrote it.
    pub is_sound: bool,
}

/// Everything that the page knows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// Whether the worker speaks our protocol.
    pub is_greeted: bool,
    /// The scenario, once the worker has opened it.
    pub scenario: Option<Rc<ScenarioView>>,
    /// The series that the page opens with.
    pub series: Option<Rc<ScenarioView>>,
    /// What is shown next, once its first state is there.
    next: Option<Rc<ScenarioView>>,
    /// What the controls ask for. Where it cannot be shown, it stays, so that
    /// it can be corrected.
    pub wanted: Option<State>,
    /// What is looked at of what is too long to be here whole.
    pub ask: Ask,
    /// The number of the newest question for another part of it.
    pub look: u32,
    /// The number of the newest one that was answered.
    pub looked: u32,
    /// The rows of the menu that are there.
    pub menu: Rc<MenuView>,
    /// The lines of the .config that are there.
    pub config: Rc<ConfigView>,
    /// How often the person went to a row, which then takes the focus.
    pub n_moves: u32,
    /// Whether the row gone to is still to come.
    is_going: bool,
    /// The graph around the symbol in focus.
    pub graph: Rc<GraphView>,
    /// Whether what the tree asks the shell is looked at.
    pub answers_wanted: bool,
    /// What that is, once it is there.
    pub answers: Option<Rc<Vec<AnswerRow>>>,
    /// The number of the newest file with values that was given.
    pub give: u32,
    /// Its name, its text and what it is taken as, until it is read.
    pub given: Option<(String, String, GivenAs)>,
    /// What the shown state asks for and does not get.
    pub losses: Rc<LossView>,
    /// The number of the newest .config that is to be forgotten, and which.
    pub forgotten: (u32, Option<String>),
    /// What is wrong, and the key of what it is about ([`Page::verdict_key`]).
    pub verdict: Option<(State, Rc<VerdictView>)>,
    /// Whether a defconfig is asked for.
    pub saves_defconfig: bool,
    /// The number of the newest question for the whole .config.
    pub save: u32,
    /// The answer to it, until it is saved.
    pub saved: Option<String>,
    /// The number of the newest question about [`Page::wanted`].
    pub ticket: u32,
    /// What is shown: the newest state that could be.
    pub view: Option<Rc<StateView>>,
    /// The number of the question that [`Page::view`] answers.
    pub shown: u32,
    /// How many of the shown states were jumps, each of which is an entry of its
    /// own in the history.
    pub n_jumps: u32,
    /// The number and kind of what was opened last, unless another pane was chosen since.
    pub opened: Option<(u32, Opened)>,
    n_opened: u32,
    /// The symbols by arches, when all are looked at.
    pub matrix: Option<Rc<MatrixView>>,
    /// Why [`Page::wanted`] is not shown.
    pub problem: Option<Problem>,
    /// Words about the opened link.
    pub notice: Option<Notice>,
    /// The id of the starting point that was chosen last.
    pub start: Option<String>,
    /// The rows of "Claims by arch" that are there.
    pub steps: Rc<Vec<ArchSteps>>,
    /// Whether rows are still asked for.
    pub steps_wanted: bool,
    /// What the status line says.
    pub status: String,
    /// The number and text of the newest question about a link.
    pub link: (u32, String),
    link_from: LinkFrom,
    /// The tree of a link that waits until that tree is opened.
    pub waiting: Option<String>,
    /// The number of the newest question for the review text.
    pub review: u32,
    /// The answer to it, until it is copied.
    pub review_text: Option<String>,
    /// Kernel trees: which there are, which is open.
    pub trees: Trees,
    /// The Kconfig file that is edited.
    pub edit: edit::Edit,
    /// What the patches of the series do.
    pub effects: effects::Effects,
    /// What can be undone and done again.
    pub undo: Undo,
    cause: Option<Cause>,
    visit: Visit,
}

impl Page {
    /// Returns a page that waits for its worker.
    pub fn new() -> Self {
        Self { status: "Starting the evaluator.".to_owned(), ask: look::first(true), ..Self::default() }
    }

    /// Returns the state and its scenario, once both are there.
    pub fn ready(&self) -> Option<(&Rc<ScenarioView>, &State)> {
        let scenario = self.scenario.as_ref()?;
        // Another tree is shown when its first state is there.
        let wanted = self.wanted.as_ref().filter(|wanted| wanted.tree == scenario.name);
        Some((scenario, wanted.or(self.view.as_ref().map(|view| &view.state))?))
    }

    /// Returns the arch whose row of "Claims by arch" is asked for next.
    pub fn next_steps(&self) -> Option<String> {
        let series = self.series.as_ref().filter(|_| self.steps_wanted && self.view.is_some())?;
        // Not beside a kernel's tree, which has enough to compute.
        let is_shown = self.scenario.as_ref() == Some(series);
        Some(series.arches.get(self.steps.len()).filter(|_| is_shown)?.name.clone())
    }

    /// Returns the starting point that [`Page::wanted`] is.
    pub fn current_start(&self) -> Option<&StartInfo> {
        let (scenario, wanted) = self.ready()?;
        let is_it = |start: &&StartInfo| start.states.iter().any(|state| is_same(state, wanted));
        let chosen = scenario.starts.iter().find(|start| Some(&start.id) == self.start.as_ref());
        chosen.filter(is_it).or_else(|| scenario.starts.iter().find(is_it))
    }

    /// Returns whether the table of all arches is shown: with claims where all arches are
    /// looked at, else always.
    pub fn has_matrix(&self) -> bool {
        self.view.as_ref().is_some_and(|view| self.has_matrix_for(&view.state))
    }

    fn has_matrix_for(&self, state: &State) -> bool {
        state.arch == ALL_ARCHES || self.scenario.as_ref().is_some_and(|scenario| !scenario.has_claims)
    }

    /// Returns what the verdict is about: with claims the tree and the patches, since it
    /// speaks of all arches and of no values; else the state.
    pub fn verdict_key(&self) -> Option<State> {
        let state = &self.view.as_ref()?.state;
        let has_claims = self.scenario.as_ref().is_some_and(|scenario| scenario.has_claims);
        Some(match has_claims {
            true => State {
                tree: state.tree.clone(),
                selection: state.selection.clone(),
                arch: ALL_ARCHES.to_owned(),
                base: state.base.clone(),
                ..State::default()
            },
            false => State { focus: None, ..state.clone() },
        })
    }

    /// Returns the verdict on what is shown, once it is there.
    pub fn current_verdict(&self) -> Option<&Rc<VerdictView>> {
        let (of, verdict) = self.verdict.as_ref()?;
        (Some(of) == self.verdict_key().as_ref()).then_some(verdict)
    }

    /// Whether the shown state asks for values that it may not get: the user's, or those
    /// of a file.
    pub fn has_asked(&self) -> bool {
        self.view.as_ref().is_some_and(|view| {
            let is_file = kconfig::view::base_label(&view.state.base) == view.state.base;
            !view.state.values.is_empty() || is_file
        })
    }

    /// Returns whether the address keeps a link that waits for its tree.
    pub fn holds_address(&self) -> bool {
        self.waiting.is_some() && self.link_from != LinkFrom::Paste
    }

    /// Returns the panes that need a look, by their `data-pane`.
    pub fn needing(&self) -> Vec<&'static str> {
        let Some(view) = &self.view else { return Vec::new() };
        let is_failing = |claim: &ClaimView| claim.verdict == Verdict::Fail;
        let is_unlinked = |claim: &ClaimView| !claim.missing.is_empty();
        let is_lost = |row: &LossRow| row.kind != LossKind::Toolchain;
        let panes = [
            ("claims", view.claims.iter().any(is_failing)),
            ("link-check", !view.link_check.missing.is_empty() || view.claims.iter().any(is_unlinked)),
            ("warnings", view.warnings.iter().any(|warning| warning.is_new)),
            ("losses", self.losses.rows.iter().any(is_lost)),
        ];
        panes.into_iter().filter(|(_, needs)| *needs).map(|(name, _)| name).collect()
    }

    /// Returns what is worst at each step, from the base on, on the arches whose rows
    /// are there.
    pub fn step_signs(&self) -> Vec<Sign> {
        if self.scenario != self.series {
            // The rows are those of the series that the page opens with.
            return Vec::new();
        }
        let n = self.steps.iter().map(|row| row.cells.len()).max().unwrap_or_default();
        let worst = |step: usize| {
            let signs = self.steps.iter().filter_map(|row| row.cells.get(step)).map(|cell| cell.sign);
            signs.max().unwrap_or_default()
        };
        (0..n).map(worst).collect()
    }

    /// Returns what a file is called that is saved from here: by tree, patches and arch.
    pub fn file_name(&self, ending: &str) -> String {
        let Some(view) = &self.view else { return ending.to_owned() };
        let parts = [view.state.tree.as_str(), view.step.as_str(), view.state.arch.as_str()];
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        format!("{}{ending}", parts.join("-").replace(',', "+"))
    }

    /// Notes that something is opened, which is then to be seen.
    fn open(&mut self, what: Opened) {
        self.n_opened += 1;
        self.opened = Some((self.n_opened, what));
    }

    /// Asks for another state.
    fn ask(&mut self, visit: Visit, cause: Cause, change: impl FnOnce(&mut State)) {
        let Some(wanted) = &mut self.wanted else {
            return;
        };
        let before = wanted.clone();
        change(wanted);
        if *wanted == before && self.problem.is_none() {
            return;
        }
        if !matches!(cause, Cause::Undone(_)) {
            self.undo.note(&before, wanted);
        }
        if let Some(symbol) = wanted.focus.as_deref().filter(|_| wanted.focus != before.focus) {
            look::follow_focus(&mut self.ask, &self.menu, symbol);
        }
        self.ticket += 1;
        // A question may be overtaken before it is answered: then the answer
        // to the next speaks for both, and the stronger visit holds.
        if visit == Visit::Push {
            self.visit = Visit::Push;
        }
        // What the link's sender saw is not what is asked for now.
        if cause != Cause::Quiet {
            self.notice = None;
        }
        if cause != Cause::Quiet || self.cause.is_none() {
            self.cause = Some(cause);
        }
    }

    fn go(&mut self, visit: Visit, cause: Cause, state: State) {
        if self.wanted.is_none() {
            self.wanted = Some(state.clone());
            self.problem = None;
            self.ticket += 1;
            self.cause = Some(cause);
            self.visit = visit;
            return;
        }
        self.ask(visit, cause, |wanted| *wanted = state);
    }
}

/// Whether two states are the same but for the symbol in focus.
pub fn is_same(a: &State, b: &State) -> bool {
    a.selection == b.selection
        && a.arch == b.arch
        && a.base == b.base
        && a.carried == b.carried
        && a.values == b.values
}
