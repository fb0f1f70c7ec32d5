//! Keys that work anywhere on the page.

use gloo::events::{EventListener, EventListenerOptions};
use gloo::utils::document;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement, KeyboardEvent};
use yew::prelude::*;

use super::one_stop::is_shown;
use super::stored;
use crate::state::{Action, Dispatch};

/// Where F6 stops, in its order: the values of `data-pane`.
const STOPS: &[&str] = &[
    "verdict",
    "series",
    "arches",
    "menu",
    "graph",
    "symbol",
    "claims",
    "link-check",
    "warnings",
    "losses",
    "difference",
    "config",
    "by-arch",
    "matrix",
];

/// Listens to the page's keys.
///
/// `on_pane` is told the `data-pane` that a key goes to, for where panes are
/// tabs; `on_help` is called for `?`.
#[hook]
pub fn use_keys(page: Dispatch, on_pane: Callback<String>, on_help: Callback<()>) {
    use_effect_with((), move |()| {
        let options = EventListenerOptions::enable_prevent_default();
        let listener = EventListener::new_with_options(&document(), "keydown", options, move |event| {
            let Some(event) = event.dyn_ref::<KeyboardEvent>() else {
                return;
            };
            if !event.default_prevented() && handle(event, &page, &on_pane, &on_help) {
                event.prevent_default();
            }
        });
        move || drop(listener)
    });
}

/// Returns whether the key was ours.
fn handle(
    event: &KeyboardEvent,
    page: &Dispatch,
    on_pane: &Callback<String>,
    on_help: &Callback<()>,
) -> bool {
    let key = event.key();
    if key == "F6" {
        return next_pane(event.shift_key(), on_pane);
    }
    if let Some(action) = undo_key(event) {
        page.dispatch(action);
        return true;
    }
    let is_chord = event.ctrl_key() || event.alt_key() || event.meta_key();
    if (is_chord && !event.get_modifier_state("AltGraph")) || is_typing(event) || is_off() {
        return false;
    }
    match key.as_str() {
        "/" => {
            on_pane.emit("menu".to_owned());
            focus_selector("input[type=search]");
        }
        "g" => to_pane("graph", on_pane),
        "d" => to_pane("difference", on_pane),
        "[" => page.dispatch(Action::Step(-1)),
        "]" => page.dispatch(Action::Step(1)),
        "?" => on_help.emit(()),
        _ => return false,
    }
    true
}

/// Ctrl+Z and Ctrl+Shift+Z (Ctrl+Y), also with the command key; in a text they are
/// the browser's.
fn undo_key(event: &KeyboardEvent) -> Option<Action> {
    let is_chord = (event.ctrl_key() || event.meta_key()) && !event.alt_key();
    if !is_chord || is_typing(event) {
        return None;
    }
    match (event.key().to_ascii_lowercase().as_str(), event.shift_key()) {
        ("z", false) => Some(Action::Undo),
        ("z", true) | ("y", false) => Some(Action::Redo),
        _ => None,
    }
}

/// Whether a key or a paste goes into a text.
pub(super) fn is_typing(event: &Event) -> bool {
    let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else {
        return false;
    };
    match target.dyn_ref::<HtmlInputElement>() {
        Some(input) => !matches!(input.type_().as_str(), "checkbox" | "radio" | "button"),
        None => matches!(target.tag_name().as_str(), "TEXTAREA" | "SELECT" | "DIALOG"),
    }
}

/// Whether single keys were switched off in the help.
fn is_off() -> bool {
    stored("single-keys").as_deref() == Some("off")
}

fn next_pane(back: bool, on_pane: &Callback<String>) -> bool {
    // A pane is shown for it; what is folded away is not.
    let is_there = |name: &&&str| pane(name).is_some_and(|pane| **name != "series" || is_shown(&pane));
    let stops: Vec<&str> = STOPS.iter().filter(is_there).copied().collect();
    let here = document().active_element().and_then(|element| element.closest("[data-pane]").ok().flatten());
    let here = here.and_then(|element| element.get_attribute("data-pane"));
    let at = stops.iter().position(|stop| Some(*stop) == here.as_deref());
    let next = match (at, back) {
        (None, _) => 0,
        (Some(at), false) => (at + 1) % stops.len().max(1),
        (Some(at), true) => (at + stops.len() - 1) % stops.len().max(1),
    };
    if let Some(stop) = stops.get(next) {
        to_pane(stop, on_pane);
    }
    true
}

fn to_pane(name: &str, on_pane: &Callback<String>) {
    on_pane.emit(name.to_owned());
    focus_selector(&format!("[data-pane={name}]"));
}

fn pane(name: &str) -> Option<Element> {
    document().query_selector(&format!("[data-pane={name}]")).ok().flatten()
}

/// Moves the focus to the element of this id, once what was just asked for is
/// drawn.
pub fn focus(id: &str) {
    focus_selector(&format!("[id='{id}']"));
}

/// Moves the focus to the first element that a selector finds, once what was
/// just asked for is drawn.
pub fn focus_selector(selector: &str) {
    let selector = selector.to_owned();
    yew::platform::spawn_local(async move {
        let element = document().query_selector(&selector).ok().flatten();
        if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
            let _ = element.focus();
        }
    });
}
