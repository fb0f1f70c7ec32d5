//! Keeps address bar and page in step.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use gloo::utils::window;
use wasm_bindgen::JsValue;
use yew::prelude::*;

use crate::state::{Action, Page};

/// How long a state is shown before its link is written, in milliseconds: the
/// browser takes some for that, and refuses when a page writes too often.
const DELAY: u32 = 100;

/// The address bar, and what is still to be written there.
#[derive(Default)]
struct Bar {
    /// The fragment that page and address bar last agreed on.
    known: String,
    next: Option<Next>,
}

/// A link that is to be written.
struct Next {
    link: String,
    /// Whether it is an entry of its own.
    is_jump: bool,
    /// Writes it when its time has come.
    _timer: Timeout,
}

/// Writes each shown state's link, and opens what the address bar comes to say.
///
/// A state that only changed is written over the entry that is there; a jump
/// gets an entry of its own, so that back leads to where it started.
#[hook]
pub fn use_history(page: &UseReducerHandle<Page>) {
    let bar = use_mut_ref(Bar::default);
    {
        let (page, bar) = (page.clone(), bar.clone());
        use_effect_with(page.scenario.is_some(), move |is_open| {
            let listeners = is_open.then(|| {
                read(&page, &bar);
                let moved = ["popstate", "hashchange"].map(|event| {
                    let (page, bar) = (page.clone(), bar.clone());
                    EventListener::new(&window(), event, move |_| {
                        if fragment() != bar.borrow().known {
                            read(&page, &bar);
                        }
                    })
                });
                // Whoever comes back to the page finds its last state.
                let left = EventListener::new(&window(), "pagehide", move |_| write(&bar));
                (moved, left)
            });
            move || drop(listeners)
        });
    }
    {
        // Several states may be shown before yew comes to the effects of the first.
        let n_jumps = use_mut_ref(|| 0);
        let (view, n) = (page.view.clone(), page.n_jumps);
        use_effect_with((page.shown, page.holds_address()), move |(_, holds)| {
            let is_jump = n_jumps.replace(n) != n;
            // The address keeps a link that waits for its tree.
            if let Some(view) = view.filter(|_| !holds) {
                write_later(&view.link, is_jump, &bar);
            }
        });
    }
}

fn read(page: &UseReducerHandle<Page>, bar: &RefCell<Bar>) {
    let fragment = fragment();
    // What was still to be written is no longer where the person is.
    bar.replace(Bar { known: fragment.clone(), next: None });
    page.dispatch(if fragment.is_empty() { Action::Begin } else { Action::OpenLink(fragment, is_ours()) });
}

/// Writes a link when its state has been painted and is not left at once.
fn write_later(link: &str, is_jump: bool, bar: &Rc<RefCell<Bar>>) {
    let was_jump = bar.borrow().next.as_ref().is_some_and(|next| next.is_jump);
    if was_jump && is_jump {
        // A way back leads to each state that was jumped to.
        write(bar);
    }
    let timer = {
        let bar = bar.clone();
        Timeout::new(DELAY, move || write(&bar))
    };
    let next = Next { link: link.to_owned(), is_jump: is_jump || was_jump, _timer: timer };
    bar.borrow_mut().next = Some(next);
}

/// Writes the link that waits, if one does.
fn write(bar: &RefCell<Bar>) {
    let Some(Next { link, is_jump, .. }) = bar.borrow_mut().next.take() else {
        return;
    };
    bar.borrow_mut().known.clone_from(&link);
    if fragment() == link {
        return;
    }
    let Ok(history) = window().history() else {
        return;
    };
    // A browser that refuses has reasons of its own; the next state writes again.
    let _ = if is_jump {
        history.push_state_with_url(&JsValue::TRUE, "", Some(&link))
    } else {
        history.replace_state_with_url(&JsValue::TRUE, "", Some(&link))
    };
}

/// Whether this page itself wrote the entry of the history that is shown.
fn is_ours() -> bool {
    window().history().and_then(|history| history.state()).is_ok_and(|state| state.is_truthy())
}

fn fragment() -> String {
    window().location().hash().unwrap_or_default()
}
