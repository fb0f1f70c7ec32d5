//! The thread that evaluates.

use gloo_worker::{HandlerId, Worker, WorkerScope};
use kconfig::Workspace;
use kconfig::view::{Ask, Problem, ScenarioView, State};

use super::protocol::{Answer, PROTOCOL, Request};
use super::session::Session;

/// The evaluator behind the page.
#[derive(Default)]
pub struct Evaluator {
    /// What is open; nothing before [`Request::Open`].
    session: Option<Session>,
    /// The matrix that is still to be filled: who asked, and for what.
    matrix: Option<(HandlerId, u32, State, Ask)>,
}

impl std::fmt::Debug for Evaluator {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Evaluator").field("is_open", &self.session.is_some()).finish()
    }
}

/// What the worker tells itself.
#[derive(Debug)]
pub enum Message {
    /// It goes on with the matrix.
    NextArch,
}

impl Evaluator {
    /// Answers a request; none where nothing is open to answer it from.
    fn answer(&mut self, request: Request) -> Option<Answer> {
        if let Request::Hello { protocol: _ } = request {
            let version = env!("CARGO_PKG_VERSION").to_owned();
            return Some(Answer::Hello { protocol: PROTOCOL, version });
        }
        if let Request::Open { name } = request {
            return Some(Answer::Opened(self.open(&name).map(Box::new)));
        }
        let session = self.session.as_mut()?;
        Some(match request {
            Request::Hello { .. } | Request::Open { .. } | Request::Matrix { .. } => return None,
            Request::View { id, state, ask } => {
                Answer::View { id, result: session.view(&state, &ask).map(Box::new) }
            }
            Request::Look { id, state, ask } => {
                Answer::Look { id, result: session.look(&state, &ask).map(Box::new) }
            }
            Request::Graph { id, state } => Answer::Graph { id, result: session.graph(&state).map(Box::new) },
            Request::Answers { state } => Answer::Answers(session.answers(&state)?),
            Request::Config { id, state, is_defconfig } => {
                Answer::Config { id, result: session.config(&state, is_defconfig) }
            }
            Request::Give { id, state, text, given_as } => {
                Answer::Given { id, result: session.give(&state, &text, given_as).map(Box::new) }
            }
            Request::Steps { arch } => Answer::Steps(session.steps(&arch)?),
            Request::Review { id, state } => Answer::Review { id, result: session.review_text(&state) },
            Request::Link { id, text } => Answer::Link { id, opened: Box::new(session.open_link(&text)) },
        })
    }

    fn open(&mut self, name: &str) -> Result<ScenarioView, Problem> {
        let embedded = kconfig_scenarios::scenario(name).ok_or_else(|| Problem {
            message: format!("There is no scenario {name}."),
            details: kconfig_scenarios::scenarios().iter().map(|known| known.name.to_owned()).collect(),
            help: "Open one of those listed.".to_owned(),
        })?;
        let workspace = Workspace::open(embedded.name, embedded.files)?;
        self.matrix = None;
        Ok(self.session.insert(Session::Scenario(Box::new(workspace))).scenario().clone())
    }

    /// Answers with the arches that are there, and goes on with the next one
    /// after whatever else is asked meanwhile.
    fn go_on(&mut self, scope: &WorkerScope<Self>, is_first: bool) {
        let (Some((who, id, state, ask)), Some(session)) = (self.matrix.take(), &mut self.session) else {
            return;
        };
        let is_more = !is_first && session.load_next_arch(&state);
        if is_first || is_more {
            let result = session.matrix(&state, &ask).map(Box::new);
            scope.respond(who, Answer::Matrix { id, result });
            self.matrix = Some((who, id, state, ask));
            let scope = scope.clone();
            wasm_bindgen_futures::spawn_local(async move {
                crate::pause::pause().await;
                scope.send_message(Message::NextArch);
            });
        }
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
        match message {
            Message::NextArch => self.go_on(scope, false),
        }
    }

    fn received(&mut self, scope: &WorkerScope<Self>, request: Self::Input, who: HandlerId) {
        if let Request::Matrix { id, state, ask } = request {
            let is_idle = self.matrix.is_none();
            self.matrix = Some((who, id, state, ask));
            // Where it is being filled, that goes on with the new state.
            if is_idle {
                self.go_on(scope, true);
            }
        } else if let Some(answer) = self.answer(request) {
            scope.respond(who, answer);
        }
    }
}
