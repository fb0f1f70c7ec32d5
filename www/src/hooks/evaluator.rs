//! Asks the worker whatever the page wants to know.

use gloo::timers::callback::Timeout;
use kconfig::view::{Ask, MatrixAsk, State};
use yew::prelude::*;

use super::Timed;
use super::trees::use_trees;
use crate::agent::protocol::{Answer, Request};
use crate::state::{Action, Page};

/// The scenario that the page opens with.
const OPENING: &str = "crash-kexec-split";

/// How long nothing is typed before what is listed is compared, in milliseconds.
const PAUSE: u32 = 200;

/// Keeps a worker and sends it each question once, as the page's numbers grow;
/// what nobody waits for once the page is drawn.
#[hook]
pub fn use_evaluator(page: &UseReducerHandle<Page>, is_drawn: bool) {
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
            let spawned = crate::agent::spawn(move |answer| match answer {
                // It is the first that is large: to read it and to draw what it says,
                // both for the first time, are two tasks.
                Answer::Opened(_) => {
                    let page = page.clone();
                    Timeout::new(0, move || page.dispatch(Action::Answer(answer))).forget();
                }
                answer => page.dispatch(Action::Answer(answer)),
            });
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
    // What the newest view was asked for with, if nothing was looked at since.
    let viewed = use_mut_ref(|| None::<(State, Ask)>);
    {
        let (ask, viewed) = (ask.clone(), viewed.clone());
        let wanted: Option<State> = page.wanted.clone();
        let look = page.ask.clone();
        use_at_once(page.ticket, move |id| {
            if let Some(state) = wanted {
                *viewed.borrow_mut() = Some((state.clone(), look.clone()));
                ask(Request::View { id, state, ask: look });
            }
        });
    }
    {
        let ask = ask.clone();
        use_effect_with(page.next_steps().filter(|_| is_drawn), move |arch| {
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
    {
        let (ask, forgotten) = (ask.clone(), page.forgotten.1.clone());
        let tree = page.scenario.as_ref().map(|scenario| scenario.name.clone());
        use_effect_with(page.forgotten.0, move |_| {
            if let (Some(tree), Some(base)) = (tree, forgotten) {
                ask(Request::ForgetConfig { tree, base });
            }
        });
    }
    {
        let ask = ask.clone();
        // Of a series it takes longer than the first state: beside the first drawing the
        // worker is to take no time from the page.
        // Another series gives another one of the same state.
        let of_series = page.effects.sweep;
        use_effect_with((page.verdict_key().filter(|_| is_drawn), of_series), move |(about, _)| {
            if let Some(about) = about.clone() {
                Timed::Verdict.start();
                ask(Request::Verdict { about });
            }
        });
    }
    {
        let (ask, path) = (ask.clone(), page.edit.path.clone());
        let shown = page.view.as_ref().map(|view| view.state.clone()).filter(|_| page.edit.is_open);
        use_effect_with(page.edit.asked, move |id| {
            if let Some(state) = shown {
                ask(Request::FileText { id: *id, state, path });
            }
        });
    }
    use_effects(page, is_drawn, &ask);
    use_trees(page, ask.clone());
    use_later(page, is_drawn, &ask);
    {
        let (ask, look) = (ask.clone(), page.ask.clone());
        // The state that is to come, where one is: its answer may be here first.
        // One that cannot be shown never comes.
        let shown = page.view.as_ref().map(|view| view.state.clone()).filter(|_| page.problem.is_some());
        let wanted: Option<State> = shown.or_else(|| page.wanted.clone());
        use_at_once(page.look, move |id| {
            if let Some(state) = wanted {
                // A click on a value also goes to its row: the view has that.
                let is_viewed = viewed.take().is_some_and(|viewed| viewed == (state.clone(), look.clone()));
                if !is_viewed {
                    ask(Request::Look { id, state, ask: look });
                }
            }
        });
    }
    {
        let ask = ask.clone();
        let shown = page.view.clone();
        let is_defconfig = page.saves_defconfig;
        use_effect_with(page.save, move |id| {
            if let (Some(view), true) = (shown, *id > 0) {
                ask(Request::Config { id: *id, state: view.state.clone(), is_defconfig });
            }
        });
    }
    {
        let ask = ask.clone();
        let shown = page.view.clone();
        use_effect_with((page.answers_wanted, page.shown), move |(is_wanted, _)| {
            if let (Some(view), true) = (shown, *is_wanted) {
                ask(Request::Answers { state: view.state.clone() });
            }
        });
    }
    {
        let ask = ask.clone();
        let (shown, given) = (page.view.clone(), page.given.clone());
        use_effect_with(page.give, move |id| {
            if let (Some(view), Some((name, text, given_as))) = (shown, given) {
                ask(Request::Give { id: *id, state: view.state.clone(), name, text, given_as });
            }
        });
    }
    {
        let shown = page.view.clone();
        use_effect_with(page.review, move |id| {
            if let (Some(view), true) = (shown, *id > 0) {
                let address = super::page_address();
                // In a mail an address of this machine is of no use.
                let address = if address.is_local { String::new() } else { address.text };
                ask(Request::Review { id: *id, state: view.state.clone(), address });
            }
        });
    }
}

/// Asks what the patches do once the state is shown, and about the one that is read.
#[hook]
fn use_effects(page: &UseReducerHandle<Page>, is_drawn: bool, ask: &(impl Fn(Request) + Clone + 'static)) {
    let shown = page.view.as_ref().map(|view| view.state.clone()).filter(|_| is_drawn);
    let is_shown = shown.is_some() && page.shown == page.ticket;
    {
        let (ask, state) = (ask.clone(), shown.clone());
        let started = use_mut_ref(|| 0);
        let (id, is_wanted) = (page.effects.sweep, page.effects.is_wanted);
        use_effect_with((id, is_wanted, is_shown), move |_| {
            let is_new = *started.borrow() != id;
            match state.filter(|_| is_shown && is_wanted) {
                Some(state) if is_new => {
                    *started.borrow_mut() = id;
                    ask(Request::Sweep { id, state });
                }
                None if !is_wanted && id > 0 => ask(Request::StopSweep),
                _ => {}
            }
        });
    }
    let (ask, patch) = (ask.clone(), page.effects.patch.clone());
    // A new value of a symbol is no reason to ask again.
    use_effect_with((page.effects.asked, shown.is_some()), move |(id, _)| {
        if let Some(state) = shown.filter(|_| *id > 0) {
            ask(Request::Effect { id: *id, state, patch });
        }
    });
}

/// Asks a question of a new number before the page is drawn, so that the worker
/// computes meanwhile; 0 is none.
#[hook]
fn use_at_once(number: u32, ask: impl FnOnce(u32)) {
    let asked = use_mut_ref(|| 0);
    if asked.replace(number) != number {
        ask(number);
    }
}

/// Asks for what may come later than the values, when they are shown: the table
/// of all arches, then the graph, which takes longer.
#[hook]
fn use_later(page: &UseReducerHandle<Page>, is_drawn: bool, ask: &(impl Fn(Request) + Clone + 'static)) {
    // Beside the first drawing the worker is to take no time from the page.
    let shown = page.view.as_ref().map(|view| view.state.clone()).filter(|_| is_drawn);
    let has_matrix = page.has_matrix();
    let matrix = {
        let (ask, look) = (ask.clone(), page.ask.clone());
        let (id, state) = (page.shown, shown.clone());
        move || {
            if let (Some(state), true) = (state, has_matrix) {
                ask(Request::Matrix { id, state, ask: look });
            }
        }
    };
    // What a search lists is compared when the person has stopped typing.
    let timer = use_mut_ref(|| None::<Timeout>);
    let asked = use_mut_ref(|| (0, MatrixAsk::default(), false));
    let listed = page.ask.menu.listed();
    use_effect_with(
        (page.shown, page.ask.matrix.clone(), listed, is_drawn),
        move |(shown, look, _, is_drawn)| {
            let now = (*shown, look.clone(), *is_drawn);
            let is_new = *asked.borrow() != now;
            *asked.borrow_mut() = now;
            *timer.borrow_mut() = if is_new {
                matrix();
                None
            } else {
                Some(Timeout::new(PAUSE, matrix))
            };
        },
    );
    let ask = ask.clone();
    let has_asked = page.has_asked();
    use_effect_with((page.shown, is_drawn), move |(id, _)| {
        let Some(state) = shown else { return };
        if has_asked {
            ask(Request::Losses { id: *id, state: state.clone() });
        }
        ask(Request::Graph { id: *id, state });
    });
}
