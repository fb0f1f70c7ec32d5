//! A long list of which only a part is there.

use std::cell::Cell;

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::HtmlElement;
use yew::prelude::*;

/// How many entries are there before the first one that is seen.
const BEFORE: u32 = 5;

/// The part starts at multiples of this, so that not every pixel is a question.
const STEP: u32 = 5;

/// How high an entry is taken to be until it is measured, in pixels.
const GUESS: f64 = 24.0;

/// Which part of a list is there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// How many entries the list has.
    pub total: u32,
    /// The first entry that is there.
    pub first: u32,
    /// How many are there.
    pub n: u32,
    /// The entry to see, if what is seen of the list is not there.
    pub goal: Option<u32>,
    /// Whether another list has its place, where there is room for one: it is
    /// measured when it has it again.
    pub is_hidden: bool,
}

/// The elements of a long list.
#[derive(Clone, Debug, PartialEq)]
pub struct Scroller {
    /// What scrolls.
    pub outer: NodeRef,
    /// Stands for what is before.
    pub above: NodeRef,
    /// Holds the entries.
    pub body: NodeRef,
    /// Stands for what is behind.
    pub below: NodeRef,
    /// For [`Scroller::outer`].
    pub onscroll: Callback<Event>,
}

/// Keeps room for the entries that are not there, and says when others are
/// seen: `on_first` gets the first one that is then wanted.
///
/// Where another part comes than was scrolled to, its goal is scrolled to, or else
/// what is seen is asked for.
///
/// `outer` is what scrolls. The height of an entry is that of the average one,
/// which is all the same where all are of one height.
#[hook]
pub fn use_window(outer: NodeRef, part: Part, on_first: Callback<u32>) -> Scroller {
    let above = use_node_ref();
    let body = use_node_ref();
    let below = use_node_ref();
    let height = use_mut_ref(|| GUESS);
    // What was asked for last, from which another part differs that comes unasked.
    let asked = use_memo((), |()| Cell::new(0));
    let ask = {
        let asked = asked.clone();
        move |outer: &HtmlElement, height: f64| {
            asked.set(first_for(outer, part, height));
            if asked.get() != part.first {
                on_first.emit(asked.get());
            }
        }
    };
    // With the entries, not after them: yew may let the browser lay out between
    // a change and its effects, and what scrolls would jump.
    keep_room(&above, &below, part, *height.borrow());
    {
        let (above, body, below, height) = (above.clone(), body.clone(), below.clone(), height.clone());
        let (outer, ask) = (outer.clone(), ask.clone());
        use_effect_with(part, move |_| {
            if part.n == part.total {
                return;
            }
            // To measure is to lay out, which a new state is not to wait for: the
            // browser does so for its next frame anyway.
            let look = Closure::once_into_js(move || {
                let Some(measured) = height_of(&body, part.n) else { return };
                if height.replace(measured) != measured {
                    keep_room(&above, &below, part, measured);
                }
                let Some(outer) = element(&outer).filter(|outer| !is_filled(outer, &body, part)) else {
                    return;
                };
                if let Some(goal) = part.goal {
                    let middle = (f64::from(goal) + 0.5) * measured;
                    outer.set_scroll_top((middle - f64::from(outer.client_height()) / 2.0) as i32);
                } else if asked.get() != part.first {
                    // Once: where heights are unlike, others might be asked for for ever.
                    ask(&outer, measured);
                }
            });
            let _ = gloo::utils::window().request_animation_frame(look.unchecked_ref());
        });
    }
    let onscroll = {
        let (outer, rows) = (outer.clone(), body.clone());
        Callback::from(move |_: Event| {
            let Some(outer) = element(&outer).filter(|_| part.n < part.total) else { return };
            if let Some(measured) = height_of(&rows, part.n) {
                height.replace(measured);
            }
            ask(&outer, *height.borrow());
        })
    };
    Scroller { outer, above, body, below, onscroll }
}

/// Returns which entry is to be the first one that is there.
fn first_for(outer: &HtmlElement, part: Part, height: f64) -> u32 {
    let seen = (f64::from(outer.scroll_top()) / height) as u32;
    let last = part.total.saturating_sub(part.n).next_multiple_of(STEP);
    (seen.saturating_sub(BEFORE) / STEP * STEP).min(last)
}

/// Tells whether the entries that are there fill what is seen of the list.
fn is_filled(outer: &HtmlElement, body: &NodeRef, part: Part) -> bool {
    let Some(body) = element(body) else { return false };
    let (seen, there) = (outer.get_bounding_client_rect(), body.get_bounding_client_rect());
    let is_first = part.first == 0;
    let is_last = part.first + part.n >= part.total;
    (is_first || there.top() <= seen.top()) && (is_last || there.bottom() >= seen.bottom())
}

/// Gives the entries that are not there their room.
fn keep_room(above: &NodeRef, below: &NodeRef, part: Part, height: f64) {
    let after = part.total.saturating_sub(part.first + part.n);
    set_height(above, f64::from(part.first) * height);
    set_height(below, f64::from(after) * height);
}

/// Measures the average entry.
fn height_of(body: &NodeRef, n: u32) -> Option<f64> {
    let height = element(body)?.get_bounding_client_rect().height() / f64::from(n.max(1));
    (n > 0 && height > 0.0).then_some(height)
}

fn element(node: &NodeRef) -> Option<HtmlElement> {
    node.cast::<HtmlElement>()
}

/// By the object model: the policy of the page allows no style attributes.
fn set_height(node: &NodeRef, pixels: f64) {
    if let Some(element) = element(node) {
        let style = element.style();
        // There is nothing to do about a browser that refuses.
        let _ = style.set_property("height", &format!("{pixels}px"));
    }
}
