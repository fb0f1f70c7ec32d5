//! The worker, and how the page reaches it.

mod codec;
mod configs;
mod opening;
mod packed;
pub mod protocol;
mod reading;
mod series;
mod store;
pub mod tree_protocol;
mod trees;
mod worker;

pub use codec::Codec;
pub use opening::OpenedTree;
pub use packed::Packed;
pub use worker::Evaluator;

use gloo_worker::{Spawnable, WorkerBridge};
use protocol::{Answer, PROTOCOL, Request, Sent};

/// Where trunk puts the script that loads the worker, relative to the page.
const LOADER: &str = "./worker_loader.js";

/// Starts the worker and greets it.
///
/// The first answer is [`Answer::Hello`]; the worker lives as long as the
/// returned bridge.
pub fn spawn(on_answer: impl Fn(Answer) + 'static) -> WorkerBridge<Evaluator> {
    let on_sent = move |sent: Sent| on_answer(sent.into());
    let bridge = Evaluator::spawner().encoding::<Codec>().callback(on_sent).with_loader(true).spawn(LOADER);
    bridge.send(Request::Hello { protocol: PROTOCOL });
    bridge
}
