//! The menu: a treegrid of symbols, with a search above it.

mod keys;
mod mark;
mod row;
mod toolbar;

use std::cell::Cell;
use std::rc::Rc;

use gloo::utils::document;
use kconfig::view::{MenuAsk, MenuView};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{FocusOptions, HtmlElement, ScrollIntoViewOptions, ScrollLogicalPosition};
use yew::prelude::*;

use self::row::Item;
use self::toolbar::Toolbar;
use super::roving;
use crate::hooks::{Part, use_window};
use crate::state::look::Look;
use crate::state::{Action, Dispatch};

/// From how many rows on all rows are of one height: so many that only a part
/// of them is there.
const LONG: u32 = crate::state::look::N_ROWS;

/// What [`Menu`] shows, and whom it tells.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct MenuProps {
    /// The rows that are there.
    pub menu: Rc<MenuView>,
    /// What is looked at.
    pub ask: MenuAsk,
    /// The symbol in focus.
    pub focus: Option<AttrValue>,
    /// Whether the tree is that of a series.
    pub has_series: bool,
    /// Whether its pane is not the one shown, where there is room for one.
    pub is_hidden: bool,
    /// How often a key moved to a row, which then takes the focus.
    pub n_moves: u32,
    /// Gets a symbol and its new user value; none clears it.
    pub on_set: Callback<(String, Option<String>)>,
    /// Gets the symbol that the person wants to know about.
    pub on_focus: Callback<String>,
    /// Where what was done goes.
    pub page: Dispatch,
}

impl MenuProps {
    fn look(&self, look: Look) {
        self.page.dispatch(Action::Look(look));
    }
}

/// The menu of a state, with its search.
#[component]
pub fn Menu(props: &MenuProps) -> Html {
    let menu = &props.menu;
    let n = menu.rows.len() as u32;
    let grid = use_node_ref();
    // The number of the move that was followed last.
    let n_followed = use_memo((), |()| Cell::new(props.n_moves));
    let is_here = (menu.first..menu.first + n).contains(&menu.active);
    let on_first = {
        let (page, n_moves, n_followed) = (props.page.clone(), props.n_moves, n_followed.clone());
        // Not away from the row gone to before it has the focus.
        Callback::from(move |first| {
            if !is_here || n_followed.get() == n_moves {
                page.dispatch(Action::Look(Look::Rows(first)));
            }
        })
    };
    let part = Part {
        total: menu.total,
        first: menu.first,
        n,
        goal: Some(menu.active).filter(|_| props.ask.follows && is_here),
        is_hidden: props.is_hidden,
    };
    let scroller = use_window(grid.clone(), part, on_first);
    use_follow(props, &grid, n_followed);
    // Where Tab enters: where one is, or what is seen of the list.
    let at = menu.active.checked_sub(menu.first).filter(|at| *at < n).unwrap_or(0);

    let onkeydown = {
        let props = props.clone();
        Callback::from(move |event: KeyboardEvent| {
            if !event.ctrl_key() && !event.alt_key() && !event.meta_key() {
                keys::on_key(&event, &props);
            }
        })
    };
    let items = menu.rows.iter().enumerate().map(|(place, row)| {
        // A row that comes takes the elements of one that goes.
        let slot = (menu.first + place as u32) % LONG;
        html! {
            <Item
                key={slot} {slot}
                row={row.clone()}
                is_active={place as u32 == at}
                is_focus={!row.symbol.is_empty() && props.focus.as_deref() == Some(&*row.symbol)}
                page={props.page.clone()}
                on_set={props.on_set.clone()}
                on_focus={props.on_focus.clone()}
            />
        }
    });
    let is_search = !props.ask.query.trim().is_empty();
    let class =
        classes!("menu-grid", is_search.then_some("is-search"), (menu.total > LONG).then_some("is-long"),);
    html! {
        <div class="menu">
            <Toolbar
                ask={props.ask.clone()} menu={menu.clone()} has_series={props.has_series}
                page={props.page.clone()} on_focus={props.on_focus.clone()}
            />
            <div
                role="treegrid" aria-label="Menu" aria-rowcount={menu.total.to_string()} tabindex="-1"
                {class} {onkeydown} ref={scroller.outer} onscroll={scroller.onscroll}
            >
                <div role="presentation" ref={scroller.above}></div>
                <div role="rowgroup" ref={scroller.body}>{ for items }</div>
                <div role="presentation" ref={scroller.below}></div>
            </div>
        </div>
    }
}

/// Brings the row that the person went to into view, and gives it the focus
/// where a key went there.
///
/// Rows come and go as the menu scrolls, and the focus must not go with one:
/// keys would go nowhere. It waits on the menu itself for a row that is not there.
#[hook]
fn use_follow(props: &MenuProps, grid: &NodeRef, n_followed: Rc<Cell<u32>>) {
    let done = use_mut_ref(|| (None::<String>, String::new()));
    let key = props.menu.active_key.clone();
    let (n_moves, focus) = (props.n_moves, props.focus.as_ref().map(ToString::to_string));
    let grid = grid.clone();
    // Before the rows change, after which the one that had it may be gone. There may
    // be several changes before yew comes to the effects of the first.
    let had_focus = use_mut_ref(|| false);
    *had_focus.borrow_mut() |= grid.cast::<HtmlElement>().as_ref().is_some_and(holds_focus);
    let rendered = had_focus.clone();
    let is_hidden = props.is_hidden;
    use_effect_with((n_moves, focus.clone(), props.menu.clone(), is_hidden), move |_| {
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
        if n_followed.replace(n_moves) != n_moves || is_lost && done.borrow().1 != key {
            roving::focus(&row::row_id(&key));
        } else if is_lost {
            focus_in_place(&row);
        } else if done.borrow().0 != focus {
            // When the browser lays out anyway: a new state is not to wait for it.
            done.borrow_mut().1 = key;
            let (done, focus) = (done.clone(), focus.clone());
            let scroll = Closure::once_into_js(move || {
                // Not seen, it is scrolled to once it is.
                if grid.client_height() > 0 {
                    let before = std::mem::replace(&mut done.borrow_mut().0, focus);
                    reveal(&row, &grid, before.is_none());
                }
            });
            let _ = gloo::utils::window().request_animation_frame(scroll.unchecked_ref());
            return;
        }
        *done.borrow_mut() = (focus, key);
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
