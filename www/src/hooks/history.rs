//! Keeps address bar and page in step.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::events::EventListener;
use gloo::utils::window;
use wasm_bindgen::JsValue;
use yew::prelude::*;

use crate::state::{Action, Page, Visit};

/// Writes each shown state's link, and opens what the address bar comes to say.
///
/// A state that only changed is written over the entry that is there; a jump
/// gets an entry of its own, so that back leads to where it started.
#[hook]
pub fn use_history(page: &UseReducerHandle<Page>) {
    // The fragment that page and address bar last agreed on.
    let known = use_mut_ref(String::new);
    {
        let (page, known) = (page.clone(), known.clone());
        use_effect_with(page.scenario.is_some(), move |is_open| {
            let listeners = is_open.then(|| {
                read(&page, &known);
                ["popstate", "hashchange"].map(|event| {
                    let (page, known) = (page.clone(), known.clone());
                    EventListener::new(&window(), event, move |_| {
                        if fragment() != *known.borrow() {
                            read(&page, &known);
                        }
                    })
                })
            });
            move || drop(listeners)
        });
    }
    {
        let (view, visit) = (page.view.clone(), page.shown_visit);
        use_effect_with(page.shown, move |_| {
            if let Some(view) = view {
                write(&view.link, visit, &known);
            }
        });
    }
}

fn read(page: &UseReducerHandle<Page>, known: &Rc<RefCell<String>>) {
    let fragment = fragment();
    known.replace(fragment.clone());
    page.dispatch(if fragment.is_empty() { Action::Begin } else { Action::OpenLink(fragment, is_ours()) });
}

fn write(link: &str, visit: Visit, known: &Rc<RefCell<String>>) {
    known.replace(link.to_owned());
    if fragment() == link {
        return;
    }
    let Ok(history) = window().history() else {
        return;
    };
    // Browsers refuse when a page writes too often; the next state writes again.
    let _ = match visit {
        Visit::Push => history.push_state_with_url(&JsValue::TRUE, "", Some(link)),
        Visit::Replace => history.replace_state_with_url(&JsValue::TRUE, "", Some(link)),
    };
}

/// Whether this page itself wrote the entry of the history that is shown.
fn is_ours() -> bool {
    window().history().and_then(|history| history.state()).is_ok_and(|state| state.is_truthy())
}

fn fragment() -> String {
    window().location().hash().unwrap_or_default()
}
