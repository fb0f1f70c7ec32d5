//! Asks the worker whatever the page wants to know.

use kconfig::view::{ALL_ARCHES, State};
use yew::prelude::*;

use super::trees::use_trees;
use crate::agent::protocol::Request;
use crate::state::{Action, Page};

/// The scenario that the page opens with.
const OPENING: &str = "crash-kexec-split";

/// Keeps a worker and sends it each question once, as the page's numbers grow.
#[hook]
pub fn use_evaluator(page: &UseReducerHandle<Page>) {
    let bridge = use_mut_ref(|| None);
    let ask = {
        let bridge = bridge.clone();
        move |request: Request| {
            if let Some(bridge) = &*bridge.borrow() {
                let bridge: &gloo_worker::WorkerBridge<crate::agent::Evaluator> = bridge;
                bridge.send(request);
            }
        }
    };
    {
        let page = page.dispatcher();
        use_effect_with((), move |()| {
            let spawned = crate::agent::spawn(move |answer| page.dispatch(Action::Answer(answer)));
            *bridge.borrow_mut() = Some(spawned);
            move || drop(bridge.borrow_mut().take())
        });
    }
    {
        let ask = ask.clone();
        use_effect_with(page.is_greeted, move |is_greeted| {
            if *is_greeted {
                // Before the first state, after which the page asks for nothing.
                ask(Request::Trees);
                ask(Request::Open { name: OPENING.to_owned() });
            }
        });
    }
    {
        let ask = ask.clone();
        let wanted: Option<State> = page.wanted.clone();
        use_effect_with(page.ticket, move |id| {
            if let Some(state) = wanted {
                ask(Request::View { id: *id, state: state.clone() });
                if state.arch == ALL_ARCHES {
                    ask(Request::Matrix { id: *id, state });
                }
            }
        });
    }
    {
        let ask = ask.clone();
        use_effect_with(page.next_steps(), move |arch| {
            if let Some(arch) = arch.clone() {
                ask(Request::Steps { arch });
            }
        });
    }
    {
        let ask = ask.clone();
        use_effect_with(page.link.clone(), move |(id, text)| {
            if *id > 0 {
                ask(Request::Link { id: *id, text: text.clone() });
            }
        });
    }
    use_trees(page, ask.clone());
    {
        let shown = page.view.clone();
        use_effect_with(page.review, move |id| {
            if let (Some(view), true) = (shown, *id > 0) {
                ask(Request::Review { id: *id, state: view.state.clone() });
            }
        });
    }
}
