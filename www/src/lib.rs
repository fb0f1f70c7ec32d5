//! The browser playground: a yew page in front, the evaluator in a worker
//! behind it.
//!
//! Takes what the person at the page does, gives it to the worker as plain
//! data, shows what comes back. Knows nothing of Kconfig's rules: those stand
//! behind the facade, which only the worker calls.
//!
//! Start at [`app`] for the page and at [`agent`] for the worker and the words
//! the two exchange.

pub mod agent;
pub mod app;
pub mod components;
pub mod hooks;
pub mod pause;
pub mod state;

use gloo::timers::callback::Timeout;
use gloo_worker::Registrable;

/// Mounts the page on the document's body, a task after the one that got the
/// program ready.
pub fn run_app() {
    Timeout::new(0, || drop(yew::Renderer::<app::App>::new().render())).forget();
}

/// Makes this thread the evaluator's worker.
pub fn run_worker() {
    agent::Evaluator::registrar().encoding::<agent::Codec>().register();
}
