//! What the page knows: one reducer, and what can happen to it.
//!
//! Nothing here touches the browser. What has to be asked of the worker or
//! written to the address bar stands here as plain numbers and data, and the
//! hooks act when it changes. Start at [`Page`] and [`Action`].

pub mod look;
pub mod said;
pub mod selection;
pub mod trees;

use std::rc::Rc;

use kconfig::view::{
    ALL_ARCHES, ActiveRow, AnswerRow, ArchSteps, Ask, ConfigView, GivenAs, GraphView, LoadReport, MatrixView,
    MenuView, Problem, ScenarioView, Selection, StartInfo, State, StateView,
};
use yew::prelude::*;

use crate::agent::protocol::{Answer, PROTOCOL};
use crate::agent::tree_protocol::LINKED;
use look::Look;
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
    /// Its text and what it is taken as, until it is read.
    pub given: Option<(String, GivenAs)>,
    /// What became of its lines.
    pub report: Option<Rc<LoadReport>>,
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
    /// The menu or the .config is looked at elsewhere.
    Look(Look),
    /// The whole .config is asked for, or the defconfig.
    Save(bool),
    /// A file with values is given.
    Give(String, GivenAs),
    /// What became of its lines has been read.
    DismissReport,
    /// What the tree asks the shell is looked at, or no longer.
    WantAnswers(bool),
    /// An answer to one of its commands, by its key; none is the toolchain's.
    SayAnswer(String, Option<String>),
    /// The toolchain whose answers are taken; none is the arch's default.
    Profile(Option<String>),
    /// It has been taken.
    SaveTaken,
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

    /// Returns whether the table of all arches is shown: with a tree always, with
    /// a series where all arches are looked at.
    pub fn has_matrix(&self) -> bool {
        self.view.as_ref().is_some_and(|view| self.has_matrix_for(&view.state))
    }

    fn has_matrix_for(&self, state: &State) -> bool {
        state.arch == ALL_ARCHES || self.scenario.as_ref().is_some_and(|scenario| scenario.patches.is_empty())
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
                self.series = self.scenario.clone();
                self.steps_wanted = true;
            }
            Answer::Opened(Err(problem)) => self.problem = Some(problem),
            Answer::View { id, result } if id == self.ticket => self.show(result.map(|view| view.0)),
            Answer::Look { id, result } if id == self.look => {
                (self.looked, self.is_going) = (id, false);
                if let Ok(parts) = result {
                    let (menu, config) = *parts.0;
                    self.parts(menu, config);
                }
            }
            Answer::Graph { id, result } if id == self.shown => {
                self.graph = Rc::new(result.map_or_else(|_| GraphView::default(), |graph| *graph.0));
            }
            Answer::Answers(rows) => self.answers = Some(Rc::new(rows)).filter(|_| self.answers_wanted),
            Answer::Given { id, result } if id == self.give => {
                self.given = None;
                match result {
                    Ok(given) => {
                        let (state, report) = *given;
                        self.report = Some(Rc::new(report));
                        self.go(Visit::Push, Cause::Given, state);
                    }
                    Err(problem) => self.fail(problem),
                }
            }
            Answer::Config { id, result } if id == self.save => match result {
                Ok(text) => self.saved = Some(text),
                Err(problem) => self.fail(problem),
            },
            Answer::Matrix { id, result } if id == self.shown => {
                self.matrix = result.ok().map(|matrix| Rc::new(*matrix.0));
            }
            Answer::Review { id, result } if id == self.review => match result {
                Ok(text) => self.review_text = Some(text),
                Err(problem) => self.fail(problem),
            },
            Answer::Link { id, opened } if id == self.link.0 => {
                self.start = None;
                let here = self.scenario.as_ref().map(|scenario| scenario.name.clone());
                // A tree that the link is about has been opened before this answer.
                let series = self.series.clone().filter(|series| series.name == opened.state.tree);
                if let Some(series) = series.filter(|series| here.as_ref() != Some(&series.name)) {
                    self.trees.act(TreeAction::Close);
                    self.prepare(series);
                }
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
            // Overtaken by another question.
            Answer::View { .. }
            | Answer::Look { .. }
            | Answer::Graph { .. }
            | Answer::Given { .. }
            | Answer::Config { .. }
            | Answer::Matrix { .. }
            | Answer::Review { .. }
            | Answer::Link { .. } => {}
            other => {
                match &other {
                    // The link's answer, which follows, has the state.
                    Answer::TreeOpened { id: LINKED, result: Ok(opened) } => {
                        self.prepare(Rc::new(opened.1.clone()));
                    }
                    Answer::TreeOpened { result: Ok(opened), .. } => {
                        self.show_next(Rc::new(opened.1.clone()));
                    }
                    _ => {}
                }
                if let Some(said) = self.trees.answer(other) {
                    self.status = said;
                }
            }
        }
    }

    /// Asks for the first state of another tree.
    fn show_next(&mut self, next: Rc<ScenarioView>) {
        let first = next.first.clone();
        self.prepare(next);
        self.go(Visit::Push, Cause::Quiet, first);
    }

    /// Gets ready for a state of another tree.
    fn prepare(&mut self, next: Rc<ScenarioView>) {
        self.ask = look::first(!next.patches.is_empty());
        (self.problem, self.report, self.answers_wanted, self.answers) = (None, None, false, None);
        self.next = Some(next);
    }

    fn next_arch_is(&self, arch: &str) -> bool {
        let next = self.series.as_ref().and_then(|series| series.arches.get(self.steps.len()));
        next.is_some_and(|next| next.name == arch)
    }

    /// Takes the parts that are looked at.
    fn parts(&mut self, menu: MenuView, config: ConfigView) {
        // So that scrolling starts from what is there.
        self.ask.menu.first = menu.first;
        if self.ask.menu.active != ActiveRow::Focus && !menu.active_key.is_empty() {
            self.ask.menu.active = ActiveRow::Key(menu.active_key.clone());
        }
        if *self.menu != menu {
            self.menu = Rc::new(menu);
        }
        if *self.config != config {
            self.config = Rc::new(config);
        }
    }

    fn show(&mut self, result: Result<Box<StateView>, Problem>) {
        self.is_going = false;
        match result {
            Ok(mut view) => {
                if let Some(next) = self.next.take_if(|next| next.name == view.state.tree) {
                    self.scenario = Some(next);
                    (self.matrix, self.graph) = (None, Rc::default());
                }
                let cause = self.cause.take().unwrap_or(Cause::Quiet);
                if let Some(scenario) = &self.scenario {
                    let said = said::sentence(&cause, scenario, &view);
                    self.status = said.unwrap_or_else(|| std::mem::take(&mut self.status));
                }
                if !self.has_matrix_for(&view.state) {
                    self.matrix = None;
                }
                // Asked once: a state that keeps no focus is shown without.
                let is_new = self.view.as_ref().is_none_or(|before| before.state != view.state);
                let focus = view.suggestion.clone().filter(|_| is_new);
                self.parts(std::mem::take(&mut view.menu), std::mem::take(&mut view.config));
                self.wanted = Some(view.state.clone());
                self.view = Some(Rc::new(*view));
                self.shown = self.ticket;
                self.n_jumps += u32::from(std::mem::take(&mut self.visit) == Visit::Push);
                self.problem = None;
                if let Some(symbol) = focus {
                    self.ask(Visit::Replace, Cause::Quiet, |state| state.focus = Some(symbol));
                }
            }
            Err(problem) => self.fail(problem),
        }
    }

    fn fail(&mut self, problem: Problem) {
        self.status = "The page still shows the state before.".to_owned();
        self.problem = Some(problem);
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
            // Where a wheel rolls out is not where a key then went.
            Action::Look(Look::Rows(_)) if page.is_going => {}
            Action::Look(look) => {
                let is_move = matches!(look, Look::Go(_));
                page.n_moves += u32::from(is_move);
                // At once, so that the next key acts on the row gone to.
                let active = look::active(&page.menu, &look);
                if let Some((row, key)) = active.filter(|(row, _)| *row != page.menu.active) {
                    let menu = Rc::make_mut(&mut page.menu);
                    (menu.active, menu.active_key) = (row, key);
                }
                let is_new = look::apply(&mut page.ask, look);
                page.look += u32::from(is_new);
                page.is_going |= is_move && is_new;
            }
            Action::Save(is_defconfig) => {
                page.save += 1;
                page.saves_defconfig = is_defconfig;
            }
            Action::Give(text, given_as) => {
                page.give += 1;
                page.report = None;
                page.given = Some((text, given_as));
            }
            Action::DismissReport => page.report = None,
            Action::WantAnswers(on) => {
                page.answers_wanted = on;
                page.answers = None;
            }
            Action::SayAnswer(key, answer) => page.ask(Visit::Replace, Cause::Base, |state| {
                match answer {
                    Some(answer) => state.answers.insert(key, answer),
                    None => state.answers.remove(&key),
                };
            }),
            Action::Profile(profile) => {
                page.ask(Visit::Replace, Cause::Base, |state| state.profile = profile);
            }
            Action::SaveTaken => page.saved = None,
            Action::Tree(action) => {
                let is_closing = matches!(action, TreeAction::Close) && page.trees.opened.is_some();
                if let Some(series) = page.series.clone().filter(|_| is_closing) {
                    page.show_next(series);
                }
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
