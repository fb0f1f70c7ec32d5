//! The row that the person went to is seen, and has the focus.

use std::cell::RefCell;
use std::mem;
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use gloo::utils::document;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{FocusOptions, HtmlElement, ScrollIntoViewOptions, ScrollLogicalPosition};
use yew::prelude::*;

use super::{MenuProps, row};
use crate::components::roving;

/// What was followed last.
#[derive(Default)]
pub(super) struct Followed {
    /// Whether there was anything yet: else the page opens.
    is_open: bool,
    /// The number of the move.
    n_moves: u32,
    /// The symbol in focus.
    focus: Option<AttrValue>,
    /// The key of the row.
    key: String,
}

impl Followed {
    /// Returns that of a menu before which there were so many moves.
    pub(super) fn new(n_moves: u32) -> Self {
        Self { n_moves, ..Self::default() }
    }

    /// Whether this move and this focus have been followed.
    pub(super) fn has(&self, n_moves: u32, focus: Option<&AttrValue>) -> bool {
        (self.n_moves, self.focus.as_ref()) == (n_moves, focus)
    }
}

/// Brings the row that the person went to into view, and gives it the focus
/// where a key went there.
///
/// Rows come and go as the menu scrolls, and the focus must not go with one:
/// keys would go nowhere. It waits on the menu itself for a row that is not there.
#[hook]
pub(super) fn use_follow(props: &MenuProps, grid: &NodeRef, done: Rc<RefCell<Followed>>) {
    let key = props.menu.active_key.clone();
    let (n_moves, focus) = (props.n_moves, props.focus.clone());
    let grid = grid.clone();
    // Before the rows change, after which the one that had it may be gone. There may
    // be several changes before yew comes to the effects of the first.
    let had_focus = use_mut_ref(|| false);
    *had_focus.borrow_mut() |= grid.cast::<HtmlElement>().as_ref().is_some_and(holds_focus);
    let rendered = had_focus.clone();
    let (n_drawn, is_hidden) = (props.n_drawn, props.is_hidden);
    use_effect_with((n_moves, focus.clone(), props.menu.clone(), n_drawn, is_hidden), move |_| {
        let Some(grid) = grid.cast::<HtmlElement>() else { return };
        let had_focus = *had_focus.borrow();
        let Some(row) = element(&key) else {
            if had_focus && !is_focus(&grid) {
                focus_in_place(&grid);
            }
            return;
        };
        let is_lost = had_focus && !holds_focus(&row);
        // What a key opened before may have put another row at the place gone to.
        let is_move = mem::replace(&mut done.borrow_mut().n_moves, n_moves) != n_moves;
        if is_move || is_lost && done.borrow().key != key {
            roving::focus(&row::row_id(&key));
        } else if is_lost {
            focus_in_place(&row);
        } else if done.borrow().focus != focus {
            done.borrow_mut().key.clone_from(&key);
            let is_opening = !done.borrow().is_open;
            let (done, focus) = (done.clone(), focus.clone());
            let scroll = move || {
                // Its element may be another row's by now. Not seen, it is scrolled to
                // once it is.
                let row = element(&key).filter(|_| grid.client_height() > 0);
                if let Some(row) = row {
                    let mut done = done.borrow_mut();
                    (done.focus, done.is_open) = (focus, true);
                    reveal(&row, &grid, is_opening);
                }
            };
            // When the browser lays out anyway: a new state is not to wait for it.
            // The first frames of a page have enough to do.
            let in_frame = Closure::once_into_js(move || {
                if is_opening {
                    let _ = Timeout::new(0, scroll).forget();
                } else {
                    scroll();
                }
            });
            let _ = gloo::utils::window().request_animation_frame(in_frame.unchecked_ref());
            return;
        }
        *done.borrow_mut() = Followed { is_open: true, n_moves, focus, key };
    });
    use_effect(move || *rendered.borrow_mut() = false);
}

/// Scrolls to a row; when the page opens only in the menu: what is above it is to
/// be seen first.
fn reveal(row: &HtmlElement, grid: &HtmlElement, is_opening: bool) {
    if is_opening {
        let (row, seen) = (row.get_bounding_client_rect(), grid.get_bounding_client_rect());
        let middle = (row.top() + row.bottom() - seen.top() - seen.bottom()) / 2.0;
        if row.top() < seen.top() || row.bottom() > seen.bottom() {
            grid.scroll_by_with_x_and_y(0.0, middle);
        }
        return;
    }
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Nearest);
    row.scroll_into_view_with_scroll_into_view_options(&options);
}

/// Whether an element has the focus.
fn is_focus(element: &HtmlElement) -> bool {
    document().active_element().is_some_and(|focus| element.is_same_node(Some(&focus)))
}

/// Whether an element, or something in it, has the focus.
fn holds_focus(element: &HtmlElement) -> bool {
    document().active_element().is_some_and(|focus| element.contains(Some(&focus)))
}

/// Puts the focus on an element and leaves what is seen as it is.
fn focus_in_place(element: &HtmlElement) {
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    // There is nothing to do if it cannot take it.
    let _ = element.focus_with_options(&options);
}

fn element(key: &str) -> Option<HtmlElement> {
    document().get_element_by_id(&row::row_id(key))?.dyn_into().ok()
}
