//! The focus stays on the page when the element that has it goes away.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use gloo::utils::document;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, FocusOptions, HtmlElement, MutationObserver, MutationObserverInit};
use yew::prelude::*;

use super::one_stop::is_shown;

/// What can take the focus.
const FOCUSABLE: &str =
    "button:not(:disabled), summary, input:not(:disabled), select, textarea, a[href], [tabindex]";

/// An element on the way from the focus to the page, and what stands beside it.
struct Step {
    element: Element,
    next: Option<Element>,
    previous: Option<Element>,
}

/// Where the focus was last: the element itself, then what it is in.
type Way = Rc<RefCell<Vec<Step>>>;

/// Gives the focus to a neighbour where its element is removed, disabled or hidden,
/// instead of leaving it nowhere: keys would start from the page's top again.
///
/// The neighbour is what stood behind, or before; else what both were in. Only the
/// browser's own loss is mended: who clicks beside all controls wants that.
#[hook]
pub fn use_kept_focus() {
    use_effect_with((), |()| {
        let way = Way::default();
        let on_focus = {
            let way = way.clone();
            EventListener::new(&document(), "focusin", move |event| {
                let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
                *way.borrow_mut() = target.map(way_from).unwrap_or_default();
            })
        };
        let check = move || {
            let way = way.clone();
            // What the page itself gives the focus to comes first.
            Timeout::new(0, move || mend(&way)).forget();
        };
        let on_blur = {
            let check = check.clone();
            EventListener::new(&document(), "focusout", move |_| check())
        };
        // A browser need not say that a removed element loses the focus.
        let on_change = Closure::<dyn FnMut()>::new(move || {
            if is_nowhere() {
                check();
            }
        });
        let observer = MutationObserver::new(on_change.as_ref().unchecked_ref()).ok();
        if let (Some(observer), Some(body)) = (&observer, document().body()) {
            let what = MutationObserverInit::new();
            what.set_child_list(true);
            what.set_subtree(true);
            // There is nothing to do about a browser that refuses.
            let _ = observer.observe_with_options(&body, &what);
        }
        move || {
            if let Some(observer) = observer {
                observer.disconnect();
            }
            drop((on_focus, on_blur, on_change));
        }
    });
}

fn is_nowhere() -> bool {
    document().active_element().is_none_or(|element| element.tag_name() == "BODY")
}

fn way_from(element: Element) -> Vec<Step> {
    let mut way = Vec::new();
    let mut at = Some(element);
    while let Some(element) = at.filter(|element| element.tag_name() != "BODY") {
        at = element.parent_element();
        let (next, previous) = (element.next_element_sibling(), element.previous_element_sibling());
        way.push(Step { element, next, previous });
    }
    way
}

fn mend(way: &Way) {
    if !is_nowhere() {
        return;
    }
    let way = way.take();
    // It is still there: somebody left it.
    let Some(first) = way.first().filter(|step| !can_take(&step.element)) else { return };
    for (place, step) in way.iter().enumerate() {
        let beside = [&step.next, &step.previous].into_iter().flatten();
        let inside = (place > 0).then_some(&step.element);
        let is_it = |element: &Element| !element.is_same_node(Some(&first.element)) && focus(element);
        let around = beside.chain(inside).filter(|element| element.is_connected());
        if around.flat_map(candidates).any(|element| is_it(&element)) {
            return;
        }
    }
}

/// An element and what is in it, as far as the first can take the focus.
fn candidates(element: &Element) -> Vec<Element> {
    let itself = element.matches(FOCUSABLE).unwrap_or(false).then(|| element.clone());
    let found = element.query_selector_all(FOCUSABLE).ok();
    let inside = found.into_iter().flat_map(|found| {
        let at = move |place| found.get(place)?.dyn_into::<Element>().ok();
        (0..).map_while(at)
    });
    itself.into_iter().chain(inside).find(can_take).into_iter().collect()
}

fn can_take(element: &Element) -> bool {
    element.is_connected() && !element.matches(":disabled").unwrap_or(false) && is_shown(element)
}

fn focus(element: &Element) -> bool {
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    let taken = element.dyn_ref::<HtmlElement>().map(|element| element.focus_with_options(&options));
    taken.is_some() && !is_nowhere()
}
