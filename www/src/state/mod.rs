//! What the page knows: one reducer, and what can happen to it.
//!
//! Nothing here touches the browser. What has to be asked of the worker or
//! written to the address bar stands here as plain numbers and data, and the
//! hooks act when it changes. Start at [`Page`] and [`Action`].

pub mod said;
pub mod selection;
pub mod trees;

use std::rc::Rc;

use kconfig::view::{
    ALL_ARCHES, ArchSteps, MatrixView, Problem, ScenarioView, Selection, StartInfo, State, StateView,
};
use yew::prelude::*;

use crate::agent::protocol::{Answer, PROTOCOL};
use said::Cause;
use trees::{TreeAction, Trees};

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
    /// What the controls ask for. Where it cannot be shown, it stays, so that
    /// it can be corrected.
    pub wanted: Option<State>,
    /// The number of the newest question about [`Page::wanted`].
    pub ticket: u32,
    /// What is shown: the newest state that could be.
    pub view: Option<Rc<StateView>>,
    /// The number of the question that [`Page::view`] answers.
    pub shown: u32,
    /// How [`Page::view`] goes into the history.
    pub shown_visit: Visit,
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
    is_link_ours: bool,
    /// The number of the newest question for the review text.
    pub review: u32,
    /// The answer to it, until it is copied.
    pub review_text: Option<String>,
    /// Kernel trees: which there are, which is open.
    pub trees: Trees,
    cause: Option<Cause>,
    visit: Visit,
}

/// What can happen.
#[derive(Clone, Debug)]
pub enum Action {
    /// The worker answered.
    Answer(Answer),
    /// Show the state that the scenario opens with.
    Begin,
    /// Show what a link says; and whether this page wrote it, so that going
    /// back and forward is not taken for a link that somebody sent.
    OpenLink(String, bool),
    /// A symbol gets a user value, or loses it.
    Set(String, Option<String>),
    /// A symbol comes into focus.
    Focus(String),
    /// A step of the series is chosen.
    Select(Selection),
    /// As many steps further, or back.
    Step(isize),
    /// A patch is ticked, or unticked.
    Tick(String, bool),
    /// An arch is chosen, or [`ALL_ARCHES`].
    Arch(String),
    /// A base config is chosen.
    Base(String),
    /// Whether base's .config is carried.
    Carried(bool),
    /// A starting point is chosen by its id.
    Start(String),
    /// A cell or a claim opens its state.
    Go(State),
    /// All user values are taken back.
    Reset,
    /// The rows of "Claims by arch" are asked for, or no longer.
    WantSteps(bool),
    /// The review text is asked for.
    Review,
    /// The review text has been taken.
    ReviewTaken,
    /// Something happens to kernel trees.
    Tree(TreeAction),
    /// The status says this.
    Say(String),
    /// The words about the link have been read.
    DismissNotice,
    /// What the controls ask for goes back to what is shown.
    GiveUp,
}

impl Page {
    /// Returns a page that waits for its worker.
    pub fn new() -> Self {
        Self { status: "Starting the evaluator.".to_owned(), ..Self::default() }
    }

    /// Returns the state and its scenario, once both are there.
    pub fn ready(&self) -> Option<(&Rc<ScenarioView>, &State)> {
        Some((self.scenario.as_ref()?, self.wanted.as_ref()?))
    }

    /// Returns the arch whose row of "Claims by arch" is asked for next.
    pub fn next_steps(&self) -> Option<String> {
        let scenario = self.scenario.as_ref().filter(|_| self.steps_wanted && self.view.is_some())?;
        Some(scenario.arches.get(self.steps.len())?.name.clone())
    }

    /// Returns the starting point that [`Page::wanted`] is.
    pub fn current_start(&self) -> Option<&StartInfo> {
        let (scenario, wanted) = self.ready()?;
        let is_it = |start: &&StartInfo| start.states.iter().any(|state| is_same(state, wanted));
        let chosen = scenario.starts.iter().find(|start| Some(&start.id) == self.start.as_ref());
        chosen.filter(is_it).or_else(|| scenario.starts.iter().find(is_it))
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

    fn answer(&mut self, answer: Answer) {
        match answer {
            Answer::Hello { protocol, version } => {
                self.is_greeted = protocol == PROTOCOL;
                self.status = if self.is_greeted {
                    format!("Evaluator {version} is ready.")
                } else {
                    "This page and its evaluator are of different versions. Reload the page.".to_owned()
                };
            }
            Answer::Opened(Ok(scenario)) => {
                self.scenario = Some(Rc::new(*scenario));
                self.steps_wanted = true;
            }
            Answer::Opened(Err(problem)) => self.problem = Some(problem),
            Answer::View { id, result } if id == self.ticket => self.show(result),
            Answer::Matrix { id, result } if id == self.ticket => {
                self.matrix = result.ok().map(|matrix| Rc::new(*matrix));
            }
            Answer::Review { id, result } if id == self.review => match result {
                Ok(text) => self.review_text = Some(text),
                Err(problem) => self.problem = Some(problem),
            },
            Answer::Link { id, opened } if id == self.link.0 => {
                self.start = None;
                self.go(Visit::Replace, Cause::Opened, opened.state);
                self.notice = Some(Notice { text: opened.notice, is_sound: opened.is_sound })
                    .filter(|notice| !(notice.text.is_empty() || self.is_link_ours && notice.is_sound));
            }
            Answer::Steps(row) => {
                let is_next = self.next_arch_is(&row.arch);
                if is_next {
                    Rc::make_mut(&mut self.steps).push(row);
                }
            }
            Answer::View { .. } | Answer::Matrix { .. } | Answer::Review { .. } | Answer::Link { .. } => {}
            other => {
                if let Some(said) = self.trees.answer(other) {
                    self.status = said;
                }
            }
        }
    }

    fn next_arch_is(&self, arch: &str) -> bool {
        let next = self.scenario.as_ref().and_then(|scenario| scenario.arches.get(self.steps.len()));
        next.is_some_and(|next| next.name == arch)
    }

    fn show(&mut self, result: Result<Box<StateView>, Problem>) {
        match result {
            Ok(view) => {
                let cause = self.cause.take().unwrap_or(Cause::Quiet);
                if let Some(scenario) = &self.scenario {
                    let said = said::sentence(&cause, scenario, self.view.as_deref(), &view);
                    self.status = said.unwrap_or_else(|| std::mem::take(&mut self.status));
                }
                if view.state.arch != ALL_ARCHES {
                    self.matrix = None;
                }
                // Asked once: a state that keeps no focus is shown without.
                let is_new = self.view.as_ref().is_none_or(|before| before.state != view.state);
                let focus = first_focus(&view).filter(|_| is_new);
                self.wanted = Some(view.state.clone());
                self.view = Some(Rc::new(*view));
                self.shown = self.ticket;
                self.shown_visit = std::mem::take(&mut self.visit);
                self.problem = None;
                if let Some(symbol) = focus {
                    self.ask(Visit::Replace, Cause::Quiet, |state| state.focus = Some(symbol));
                }
            }
            Err(problem) => {
                self.status = "The page still shows the state before.".to_owned();
                self.problem = Some(problem);
            }
        }
    }

    fn choose_start(&mut self, id: &str) {
        let Some((scenario, wanted)) = self.ready() else {
            return;
        };
        let Some(start) = scenario.starts.iter().find(|start| start.id == id).cloned() else {
            return;
        };
        let here = start.states.iter().find(|state| state.arch == wanted.arch);
        let Some(state) = here.or(start.states.first()).cloned() else {
            return;
        };
        self.start = Some(start.id);
        self.go(Visit::Push, Cause::Start(start.title, start.text), state);
    }

    fn patches(&mut self, visit: Visit, choose: impl FnOnce(&ScenarioView, &Selection) -> Selection) {
        if let Some(scenario) = self.scenario.clone() {
            self.ask(visit, Cause::Patches, |state| {
                state.selection = choose(&scenario, &state.selection);
            });
        }
    }
}

/// Returns the symbol to look at first, where none is in focus.
///
/// In the menu in view: what the user set, or else what the series changed.
fn first_focus(view: &StateView) -> Option<String> {
    if view.state.focus.is_some() {
        return None;
    }
    let rows = || view.menu.iter().filter(|row| row.in_view && !row.symbol.is_empty());
    let row = rows()
        .find(|row| row.user.is_some())
        .or_else(|| rows().find(|row| row.changed_from.is_some()))
        .or_else(|| rows().next())?;
    Some(row.symbol.clone())
}

/// Whether two states are the same but for the symbol in focus.
pub fn is_same(a: &State, b: &State) -> bool {
    a.selection == b.selection
        && a.arch == b.arch
        && a.base == b.base
        && a.carried == b.carried
        && a.values == b.values
}

impl Reducible for Page {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut page = (*self).clone();
        match action {
            Action::Answer(answer) => page.answer(answer),
            Action::Begin => {
                if let Some(scenario) = page.scenario.clone() {
                    page.go(Visit::Replace, Cause::Opened, scenario.first.clone());
                }
            }
            Action::OpenLink(text, is_ours) => {
                page.link = (page.link.0 + 1, text);
                page.is_link_ours = is_ours;
            }
            Action::Set(symbol, value) => {
                let cause = Cause::Set(symbol.clone(), value.clone());
                page.ask(Visit::Replace, cause, |state| {
                    match value {
                        Some(value) => state.values.insert(symbol.clone(), value),
                        None => state.values.remove(&symbol),
                    };
                    state.focus = Some(symbol);
                });
            }
            Action::Focus(symbol) => {
                page.ask(Visit::Replace, Cause::Quiet, |state| state.focus = Some(symbol));
            }
            Action::Select(selection) => page.patches(Visit::Push, |_, _| selection),
            Action::Step(by) => page.patches(Visit::Push, |scenario, selection| {
                let at = selection::step(selection, &scenario.patches);
                selection::of_step(at.saturating_add_signed(by), &scenario.patches)
            }),
            Action::Tick(id, on) => page.patches(Visit::Replace, |scenario, selection| {
                selection::tick(selection, &id, on, &scenario.patches)
            }),
            Action::Arch(arch) => page.ask(Visit::Push, Cause::Arch, |state| state.arch = arch),
            Action::Base(base) => page.ask(Visit::Replace, Cause::Base, |state| state.base = base),
            Action::Carried(on) => page.ask(Visit::Replace, Cause::Base, |state| state.carried = on),
            Action::Start(id) => page.choose_start(&id),
            Action::Go(state) => page.go(Visit::Push, Cause::Opened, state),
            Action::Reset => page.ask(Visit::Replace, Cause::Reset, |state| state.values.clear()),
            Action::WantSteps(on) => page.steps_wanted = on,
            Action::Review => page.review += 1,
            Action::ReviewTaken => page.review_text = None,
            Action::Tree(action) => {
                if let Some(said) = page.trees.act(action) {
                    page.status = said;
                }
            }
            Action::Say(text) => page.status = text,
            Action::DismissNotice => page.notice = None,
            Action::GiveUp => {
                if let Some(view) = page.view.clone() {
                    page.problem = None;
                    page.cause = None;
                    page.visit = Visit::Replace;
                    page.wanted = Some(view.state.clone());
                    page.ticket += 1;
                }
            }
        }
        Rc::new(page)
    }
}
