//! The thread that evaluates.

use gloo_worker::{HandlerId, Worker, WorkerScope};
use kconfig::Workspace;
use kconfig::view::{ArchSteps, Problem, ScenarioView};

use super::protocol::{Answer, PROTOCOL, Request};

/// The evaluator behind the page.
#[derive(Default)]
pub struct Evaluator {
    /// The opened scenario; none before [`Request::Open`].
    workspace: Option<Workspace>,
}

impl std::fmt::Debug for Evaluator {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Evaluator").field("is_open", &self.workspace.is_some()).finish()
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
            Request::Hello { .. } | Request::Open { .. } => return None,
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
    type Message = ();
    type Output = Answer;

    fn create(_scope: &WorkerScope<Self>) -> Self {
        Self::default()
    }

    fn update(&mut self, _scope: &WorkerScope<Self>, (): Self::Message) {}

    fn received(&mut self, scope: &WorkerScope<Self>, request: Self::Input, id: HandlerId) {
        if let Some(answer) = self.answer(request) {
            scope.respond(id, answer);
        }
    }
}
