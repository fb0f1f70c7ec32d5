//! Several controls that are one stop of Tab.

use gloo::utils::document;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};
use yew::prelude::*;

use crate::components::roving;

/// The controls that take part. One that unfolds the others is a stop of its own, and
/// so is a text, where arrow keys move in the text.
const CONTROLS: &str = "button:not(:disabled):not(.fold-button), summary, select, \
     input:not(:disabled):not([type=text])";

/// What the element around such controls gets.
#[derive(Clone, Debug, PartialEq)]
pub struct OneStop {
    /// Its node.
    pub outer: NodeRef,
    /// For its `onkeydown`.
    pub onkeydown: Callback<KeyboardEvent>,
    /// For its `onfocusin`.
    pub onfocusin: Callback<FocusEvent>,
}

/// Makes the controls in an element one stop of Tab, among which arrow keys, Home and
/// End move.
///
/// The stop is the control that had the focus last, at first the first one. The attribute is set past yew,
/// as the controls may be drawn by several components: none of them may set it.
#[hook]
pub fn use_one_stop() -> OneStop {
    let outer = use_node_ref();
    let stop = use_mut_ref(|| None::<Element>);
    {
        let (outer, stop) = (outer.clone(), stop.clone());
        use_effect(move || mark(&controls(&outer), stop.borrow().as_ref()));
    }
    let onfocusin = {
        let (outer, stop) = (outer.clone(), stop);
        Callback::from(move |event: FocusEvent| {
            let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            let controls = controls(&outer);
            if let Some(target) = target.filter(|target| controls.iter().any(|one| is_same(one, target))) {
                mark(&controls, Some(&target));
                *stop.borrow_mut() = Some(target);
            }
        })
    };
    let onkeydown = {
        let outer = outer.clone();
        Callback::from(move |event: KeyboardEvent| {
            let Some(focus) = document().active_element() else { return };
            // Up and down are the list's own.
            let is_taken = focus.tag_name() == "SELECT" && matches!(&*event.key(), "ArrowUp" | "ArrowDown");
            let shown: Vec<Element> = controls(&outer).into_iter().filter(is_shown).collect();
            let Some(at) = shown.iter().position(|one| is_same(one, &focus)).filter(|_| !is_taken) else {
                return;
            };
            if let Some(to) = roving::on_key(&event, at, shown.len(), true)
                && let Some(control) = shown[to].dyn_ref::<HtmlElement>()
            {
                // There is nothing to do if it cannot take it.
                let _ = control.focus();
            }
        })
    };
    OneStop { outer, onkeydown, onfocusin }
}

/// The controls in an element, without those of a dialog.
fn controls(outer: &NodeRef) -> Vec<Element> {
    let Some(found) = outer.cast::<Element>().and_then(|outer| outer.query_selector_all(CONTROLS).ok())
    else {
        return Vec::new();
    };
    let is_outside = |one: &Element| one.closest("dialog").ok().flatten().is_none();
    let elements = (0..found.length()).filter_map(|at| found.get(at)?.dyn_into::<Element>().ok());
    elements.filter(is_outside).collect()
}

/// Lets Tab stop at one of the controls, the first one where none is chosen.
fn mark(controls: &[Element], stop: Option<&Element>) {
    let at = controls.iter().position(|one| stop.is_some_and(|stop| is_same(one, stop)));
    let at = at.unwrap_or_default();
    for (place, one) in controls.iter().enumerate() {
        let tabindex = if place == at { "0" } else { "-1" };
        if one.get_attribute("tabindex").as_deref() != Some(tabindex) {
            let _ = one.set_attribute("tabindex", tabindex);
        }
    }
}

/// Whether an element has a place on the page.
pub(super) fn is_shown(element: &Element) -> bool {
    element.get_client_rects().length() > 0
}

fn is_same(one: &Element, other: &Element) -> bool {
    one.is_same_node(Some(other))
}
