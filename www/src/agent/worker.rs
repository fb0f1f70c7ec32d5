//! The thread that evaluates.

use gloo_worker::{HandlerId, Worker, WorkerScope};
use kconfig::Workspace;
use kconfig::view::{ArchSteps, Problem, ScenarioView};

use super::opening::OpenedTree;
use super::protocol::{Answer, PROTOCOL, Request};
use super::trees::Trees;

/// The evaluator behind the page.
#[derive(Default)]
pub struct Evaluator {
    /// The opened scenario; none before [`Request::Open`].
    workspace: Option<Workspace>,
    /// The opened kernel tree.
    tree: Option<OpenedTree>,
    trees: Trees,
}

/// What the worker tells itself.
#[derive(Debug)]
pub enum Message {
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
        f.debug_struct("Evaluator").field("tree", &self.tree).finish_non_exhaustive()
    }
}

impl Evaluator {
    /// Answers a request; none where no scenario is open to answer it from.
    fn answer(&mut self, request: Request) -> Option<Answer> {
        if let Request::Hello { protocol: _ } = request {
            let version = env!("CARGO_PKG_VERSION").to_owned();
            return Some(Answer::Hello { protocol: PROTOCOL, version });
        }
        if let Request::Open { name } = request {
            return Some(Answer::Opened(self.open(&name).map(Box::new)));
        }
        let workspace = self.workspace.as_mut()?;
        Some(match request {
            Request::Hello { .. }
            | Request::Open { .. }
            | Request::Trees
            | Request::OpenTree { .. }
            | Request::CancelOpening
            | Request::CloseTree
            | Request::ForgetTree { .. } => return None,
            Request::View { id, state } => Answer::View { id, result: workspace.view(&state).map(Box::new) },
            Request::Matrix { id, state } => {
                Answer::Matrix { id, result: workspace.matrix(&state).map(Box::new) }
            }
            Request::Steps { arch } => {
                let row: ArchSteps = workspace.steps(&arch);
                Answer::Steps(row)
            }
            Request::Review { id, state } => Answer::Review { id, result: workspace.review_text(&state) },
            Request::Link { id, text } => Answer::Link { id, opened: Box::new(workspace.open_link(&text)) },
        })
    }

    fn open(&mut self, name: &str) -> Result<ScenarioView, Problem> {
        let embedded = kconfig_scenarios::scenario(name).ok_or_else(|| Problem {
            message: format!("There is no scenario {name}."),
            details: kconfig_scenarios::scenarios().iter().map(|known| known.name.to_owned()).collect(),
            help: "Open one of those listed.".to_owned(),
        })?;
        let workspace = self.workspace.insert(Workspace::open(embedded.name, embedded.files)?);
        Ok(workspace.scenario().clone())
    }
}

impl Worker for Evaluator {
    type Input = Request;
    type Message = Message;
    type Output = Answer;

    fn create(_scope: &WorkerScope<Self>) -> Self {
        Self::default()
    }

    fn update(&mut self, scope: &WorkerScope<Self>, message: Self::Message) {
        let Message::TreeOpened { id, asker, result } = message;
        let result = result.map(|tree| self.tree.insert(tree).info.clone());
        scope.respond(asker, Answer::TreeOpened { id, result });
    }

    fn received(&mut self, scope: &WorkerScope<Self>, request: Self::Input, id: HandlerId) {
        let later = |scope: WorkerScope<Self>| move |answer| scope.respond(id, answer);
        match request {
            Request::Trees => self.trees.list(later(scope.clone())),
            Request::OpenTree { id: number, source } => {
                let worker = scope.clone();
                self.trees.open(number, source, later(scope.clone()), move |result| {
                    worker.send_message(Message::TreeOpened { id: number, asker: id, result });
                });
            }
            Request::CancelOpening => self.trees.cancel(),
            Request::CloseTree => {
                self.trees.cancel();
                self.tree = None;
            }
            Request::ForgetTree { name } => self.trees.forget(name, later(scope.clone())),
            other => {
                if let Some(answer) = self.answer(other) {
                    scope.respond(id, answer);
                }
            }
        }
    }
}
