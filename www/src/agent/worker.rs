//! The thread that evaluates.

use gloo_worker::{HandlerId, Worker, WorkerScope};
use kconfig::view::{Ask, GivenAs, Problem, ScenarioView, State};
use kconfig::{Workspace, tree_of_link};

use super::opening::OpenedTree;
use super::protocol::{Answer, PROTOCOL, Request, Sent};
use super::series::Sweeping;
use super::tree_protocol::{LINKED, TreeSource};
use super::trees::Trees;

/// The evaluator behind the page.
#[derive(Default)]
pub struct Evaluator {
    /// The opened scenario; none before [`Request::Open`].
    scenario: Option<Box<Workspace>>,
    /// The opened kernel tree.
    pub(super) tree: Option<Box<Workspace>>,
    trees: Trees,
    /// The matrix that is still to be filled.
    matrix: Option<Filling>,
    /// What the patches do, as far as it was looked at.
    pub(super) sweep: Option<Sweeping>,
    /// The link that is answered when its tree is found or opened.
    link: Option<WaitingLink>,
}

/// A link that waits for its tree.
struct WaitingLink {
    /// Who asked.
    asker: HandlerId,
    /// The question's number.
    id: u32,
    /// The link as it was pasted.
    text: String,
}

/// A matrix that is filled arch by arch.
struct Filling {
    asker: HandlerId,
    id: u32,
    state: State,
    ask: Ask,
}

/// What the worker tells itself.
#[derive(Debug)]
pub enum Message {
    /// It goes on with the matrix.
    NextArch,
    /// It goes on with the sweep of this number.
    NextSweep(u32),
    /// The tree that a link is about was looked for.
    LinkedTree {
        /// Who opened the link.
        asker: HandlerId,
        /// Where the tree is, if the site or the browser has it.
        found: Option<TreeSource>,
    },
    /// An opening has ended.
    TreeOpened {
        /// Its number.
        id: u32,
        /// Who asked for it.
        asker: HandlerId,
        /// What came of it.
        result: Result<OpenedTree, Problem>,
    },
}

impl std::fmt::Debug for Evaluator {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let name = self.tree.as_ref().map(|tree| &tree.scenario().name);
        f.debug_struct("Evaluator").field("tree", &name).finish_non_exhaustive()
    }
}

impl Evaluator {
    /// What a state is about: the tree of its name, or else the scenario.
    pub(super) fn workspace(&mut self, state: &State) -> Option<&mut Workspace> {
        let tree = self.tree.as_mut().filter(|tree| tree.scenario().name == state.tree);
        tree.or(self.scenario.as_mut()).map(|workspace| &mut **workspace)
    }

    /// Answers a request; none where nothing is open to answer it from.
    fn answer(&mut self, request: Request) -> Option<Answer> {
        Some(match request {
            Request::Hello { protocol: _ } => {
                Answer::Hello { protocol: PROTOCOL, version: env!("CARGO_PKG_VERSION").to_owned() }
            }
            Request::Open { name } => Answer::Opened(self.open(&name).map(Box::new)),
            Request::View { id, state, ask } => {
                Answer::View { id, result: self.workspace(&state)?.view(&state, &ask).map(Box::new) }
            }
            Request::Look { id, state, ask } => {
                Answer::Look { id, result: self.workspace(&state)?.look(&state, &ask).map(Box::new) }
            }
            Request::Graph { id, state } => {
                Answer::Graph { id, result: self.workspace(&state)?.graph(&state).map(Box::new) }
            }
            Request::Answers { state } => Answer::Answers(self.workspace(&state)?.answers(&state).ok()?),
            Request::Config { id, state, is_defconfig } => {
                let workspace = self.workspace(&state)?;
                let result =
                    if is_defconfig { workspace.defconfig(&state) } else { workspace.config(&state) };
                Answer::Config { id, result }
            }
            Request::Verdict { about } => {
                let result = self.workspace(&about)?.verdict(&about).map(Box::new);
                Answer::Verdict { about: Box::new(about), result }
            }
            Request::Losses { id, state } => {
                Answer::Losses { id, result: self.workspace(&state)?.losses(&state).map(Box::new) }
            }
            Request::ForgetConfig { tree, base } => {
                self.trees.forget_config(tree.clone(), base.clone());
                let workspace = self.workspace(&State { tree: tree.clone(), ..State::default() })?;
                workspace.forget(&base);
                Answer::Configs { tree, given: workspace.scenario().given.clone() }
            }
            Request::Steps { arch } => Answer::Steps(Box::new(self.scenario.as_mut()?.steps(&arch))),
            Request::Review { id, state, address } => {
                Answer::Review { id, result: self.workspace(&state)?.review_text(&state, &address) }
            }
            Request::Effect { id, state, patch } => {
                let text = self.workspace(&state)?.patch_text(&state, &patch).ok().flatten().map(Box::new);
                let sweep = self.sweep.as_ref().map(|sweeping| &sweeping.sweep);
                let groups = sweep.map(|sweep| sweep.effect(&patch)).unwrap_or_default();
                Answer::Effect { id, groups, text }
            }
            Request::FileText { id, state, path } => {
                let workspace = self.workspace(&state)?;
                let text = if path.is_empty() { Ok(String::new()) } else { workspace.file_text(&path) };
                Answer::FileText { id, paths: workspace.kconfig_files(&state).unwrap_or_default(), text }
            }
            Request::Give { .. }
            | Request::Edit { .. }
            | Request::HoldClaims { .. }
            | Request::PutSeries { .. }
            | Request::TakeSeriesOff { .. }
            | Request::Sweep { .. }
            | Request::StopSweep
            | Request::Matrix { .. }
            | Request::Link { .. }
            | Request::Trees
            | Request::Picked { .. }
            | Request::OpenTree { .. }
            | Request::CancelOpening
            | Request::CloseTree
            | Request::ForgetTree { .. } => return None,
        })
    }

    fn open(&mut self, name: &str) -> Result<ScenarioView, Problem> {
        let embedded = kconfig_scenarios::scenario(name).ok_or_else(|| Problem {
            message: format!("There is no scenario {name}."),
            details: kconfig_scenarios::scenarios().iter().map(|known| known.name.to_owned()).collect(),
            help: "Open one of those listed.".to_owned(),
        })?;
        let workspace = Workspace::open(embedded.name, embedded.files)?;
        Ok(self.scenario.insert(Box::new(workspace)).scenario().clone())
    }

    /// Answers with the arches that are there, and goes on with the next one
    /// after whatever else is asked meanwhile.
    fn fill(&mut self, scope: &WorkerScope<Self>, is_first: bool) {
        let Some(filling) = self.matrix.take() else { return };
        let Filling { asker, id, state, ask } = &filling;
        let Some(workspace) = self.workspace(state) else { return };
        if !is_first {
            let Some(arch) = workspace.next_arch(state) else { return };
            workspace.load_arch(state, &arch);
        }
        let result = workspace.matrix(state, ask).map(Box::new);
        respond(scope, *asker, Answer::Matrix { id: *id, result });
        self.matrix = Some(filling);
        let scope = scope.clone();
        wasm_bindgen_futures::spawn_local(async move {
            crate::pause::pause().await;
            scope.send_message(Message::NextArch);
        });
    }

    /// Takes a file with values; a .config is kept with its tree.
    fn give(&mut self, scope: &WorkerScope<Self>, asker: HandlerId, given: Given) {
        let Given { id, state, name, text, given_as } = given;
        let Some(workspace) = self.workspace(&state) else { return };
        let before = workspace.scenario().given.clone();
        let result = workspace.give(&state, &name, &text, given_as);
        let configs = workspace.scenario().given.clone();
        // One that had to make room is not kept either.
        for gone in before.iter().filter(|given| configs.iter().all(|it| it.base != given.base)) {
            self.trees.forget_config(state.tree.clone(), gone.base.clone());
        }
        let kept = result.as_ref().ok().and_then(|state| configs.iter().find(|it| it.base == state.base));
        if let (Some(kept), GivenAs::Config) = (kept, given_as) {
            let scope = scope.clone();
            let tell = move |answer| respond(&scope, asker, answer);
            self.trees.keep_config(state.tree.clone(), kept.clone(), text, tell);
        }
        respond(scope, asker, Answer::Configs { tree: state.tree, given: configs });
        respond(scope, asker, Answer::Given { id, result: result.map(Box::new) });
        // A link that waited for this .config is applied to it.
        let is_here = |link: &WaitingLink| {
            self.workspaces()
                .any(|workspace| workspace.is_about(&link.text) && workspace.lacks(&link.text).is_none())
        };
        if self.link.as_ref().is_some_and(is_here) {
            self.answer_link(scope);
        }
    }

    /// Reads a link; one about a tree that is not open waits for it.
    fn open_link(&mut self, scope: &WorkerScope<Self>, asker: HandlerId, id: u32, text: String) {
        let name = tree_of_link(&text);
        let is_here = self.workspaces().any(|workspace| workspace.is_about(&text));
        self.link = Some(WaitingLink { asker, id, text });
        match name.filter(|_| !is_here) {
            None => self.answer_link(scope),
            Some(name) => {
                let worker = scope.clone();
                self.trees.find(name, move |found| {
                    worker.send_message(Message::LinkedTree { asker, found });
                });
            }
        }
    }

    fn workspaces(&self) -> impl Iterator<Item = &Workspace> {
        [&self.tree, &self.scenario].into_iter().flatten().map(|workspace| &**workspace)
    }

    /// Answers the link that waits, from the tree that it is about if that is open;
    /// else it goes on waiting.
    fn answer_link(&mut self, scope: &WorkerScope<Self>) {
        let Some(WaitingLink { asker, id, text }) = self.link.take() else { return };
        let is_about = |workspace: &&mut Box<Workspace>| workspace.is_about(&text);
        let tree = self.tree.as_mut().filter(is_about);
        let workspace = match tree.or(self.scenario.as_mut().filter(is_about)) {
            Some(workspace) => workspace,
            None => match (tree_of_link(&text), self.tree.as_mut().or(self.scenario.as_mut())) {
                (Some(tree), _) => {
                    self.link = Some(WaitingLink { asker, id, text });
                    return respond(scope, asker, Answer::LinkWaits { id, tree, base: None });
                }
                // A link that names no tree is read for what is wrong with it.
                (None, Some(workspace)) => workspace,
                (None, None) => return,
            },
        };
        if let Some(base) = workspace.lacks(&text) {
            let tree = workspace.scenario().name.clone();
            self.link = Some(WaitingLink { asker, id, text });
            return respond(scope, asker, Answer::LinkWaits { id, tree, base: Some(base) });
        }
        let before = workspace.scenario().clone();
        let opened = workspace.open_link(&text);
        // A link may have brought a series, which the state is of.
        let view = workspace.scenario().clone();
        if view != before {
            self.sweep = None;
            respond(scope, asker, Answer::SeriesPut { id: LINKED, result: Ok(Box::new(view)) });
        }
        respond(scope, asker, Answer::Link { id, opened: Box::new(opened) });
    }

    fn open_tree(&mut self, scope: &WorkerScope<Self>, asker: HandlerId, id: u32, source: TreeSource) {
        let (scope, worker) = (scope.clone(), scope.clone());
        let tell = move |answer| respond(&scope, asker, answer);
        self.trees.open(id, source, tell, move |result| {
            worker.send_message(Message::TreeOpened { id, asker, result });
        });
    }
}

/// Sends an answer to who asked.
pub(super) fn respond(scope: &WorkerScope<Evaluator>, asker: HandlerId, answer: Answer) {
    scope.respond(asker, Sent::from(answer));
}

/// A file with values, and what to do with it.
struct Given {
    id: u32,
    state: State,
    name: String,
    text: String,
    given_as: GivenAs,
}

impl Worker for Evaluator {
    type Input = Request;
    type Message = Message;
    type Output = Sent;

    fn create(_scope: &WorkerScope<Self>) -> Self {
        Self::default()
    }

    fn update(&mut self, scope: &WorkerScope<Self>, message: Self::Message) {
        match message {
            Message::NextArch => self.fill(scope, false),
            Message::NextSweep(id) => self.go_on(scope, id),
            Message::LinkedTree { asker, found: Some(source) } => {
                self.open_tree(scope, asker, LINKED, source);
            }
            Message::LinkedTree { found: None, .. } => self.answer_link(scope),
            Message::TreeOpened { id, asker, result } => {
                let opened = result.and_then(|OpenedTree { info, bundle, configs }| {
                    let mut tree = Workspace::open_tree(&info.name, bundle)?;
                    for (name, text) in &configs {
                        tree.keep(name, text);
                    }
                    let view = tree.scenario().clone();
                    self.tree = Some(Box::new(tree));
                    Ok(Box::new((info, view)))
                });
                respond(scope, asker, Answer::TreeOpened { id, result: opened });
                self.answer_link(scope);
            }
        }
    }

    fn received(&mut self, scope: &WorkerScope<Self>, request: Self::Input, asker: HandlerId) {
        let later = |scope: WorkerScope<Self>| move |answer| respond(&scope, asker, answer);
        match request {
            Request::Matrix { id, state, ask } => {
                let is_idle = self.matrix.is_none();
                self.matrix = Some(Filling { asker, id, state, ask });
                // Where it is being filled, that goes on with the new state.
                if is_idle {
                    self.fill(scope, true);
                }
            }
            Request::Link { id, text } => self.open_link(scope, asker, id, text),
            Request::Give { id, state, name, text, given_as } => {
                self.give(scope, asker, Given { id, state, name, text, given_as });
            }
            Request::Sweep { id, state } => self.start_sweep(scope, asker, id, &state),
            Request::StopSweep => {
                if let Some(sweeping) = &mut self.sweep {
                    sweeping.is_running = false;
                }
            }
            Request::HoldClaims { id, tree, text } => {
                let result = self.change(&tree, |workspace| workspace.set_claims(&text));
                respond(scope, asker, Answer::SeriesPut { id, result });
            }
            Request::Edit { id, tree, file } => {
                let result = self.change(&tree, |workspace| match file {
                    Some((path, text)) => workspace.edit_file(&path, &text),
                    None => {
                        workspace.take_edit_back();
                        Ok(())
                    }
                });
                respond(scope, asker, Answer::SeriesPut { id, result });
            }
            Request::PutSeries { id, tree, source } => {
                let result = self.series(&tree, Some(&source));
                respond(scope, asker, Answer::SeriesPut { id, result });
            }
            Request::TakeSeriesOff { id, tree } => {
                let result = self.series(&tree, None);
                respond(scope, asker, Answer::SeriesPut { id, result });
            }
            Request::Trees => self.trees.list(later(scope.clone())),
            Request::Picked { id, files } => self.trees.take(id, files),
            Request::OpenTree { id, source } => self.open_tree(scope, asker, id, source),
            Request::CancelOpening => self.trees.cancel(),
            Request::CloseTree => {
                self.trees.cancel();
                self.tree = None;
            }
            Request::ForgetTree { name } => self.trees.forget(name, later(scope.clone())),
            other => {
                if let Some(answer) = self.answer(other) {
                    respond(scope, asker, answer);
                }
            }
        }
    }
}
