//! The thread that evaluates.

use gloo_worker::{HandlerId, Worker, WorkerScope};

use super::protocol::{Answer, PROTOCOL, Request};

/// The evaluator behind the page.
#[derive(Debug)]
pub struct Evaluator;

impl Evaluator {
    fn answer(&mut self, request: Request) -> Answer {
        match request {
            Request::Hello { protocol: _ } => {
                Answer::Hello { protocol: PROTOCOL, version: env!("CARGO_PKG_VERSION").to_owned() }
            }
        }
    }
}

impl Worker for Evaluator {
    type Input = Request;
    type Message = ();
    type Output = Answer;

    fn create(_scope: &WorkerScope<Self>) -> Self {
        Self
    }

    fn update(&mut self, _scope: &WorkerScope<Self>, (): Self::Message) {}

    fn received(&mut self, scope: &WorkerScope<Self>, request: Self::Input, id: HandlerId) {
        scope.respond(id, self.answer(request));
    }
}
