//! The menu: a treegrid of symbols, with a search above it.

mod follow;
mod found;
mod keys;
mod mark;
mod row;
mod toolbar;

use std::rc::Rc;

use kconfig::view::{MenuAsk, MenuView};
use yew::prelude::*;

use self::follow::{Followed, use_follow};
use self::row::Item;
use self::toolbar::Toolbar;
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
    /// How many of them are drawn at most.
    pub n_drawn: usize,
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
    let followed = use_mut_ref(|| Followed::new(props.n_moves));
    let is_here = (menu.first..menu.first + n).contains(&menu.active);
    let on_first = {
        let (page, n_moves, focus) = (props.page.clone(), props.n_moves, props.focus.clone());
        let followed = followed.clone();
        // Not away from the row gone to before it is seen and has the focus.
        Callback::from(move |first| {
            if !is_here || followed.borrow().has(n_moves, focus.as_ref()) {
                page.dispatch(Action::Look(Look::Rows(first)));
            }
        })
    };
    let part = if props.n_drawn < menu.rows.len() {
        // Nothing is scrolled or measured before all rows are drawn.
        Part::default()
    } else {
        let goal = Some(menu.active).filter(|_| props.ask.follows && is_here);
        Part { total: menu.total, first: menu.first, n, goal, is_hidden: props.is_hidden }
    };
    let scroller = use_window(grid.clone(), part, on_first);
    use_follow(props, &grid, followed);
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
    let items = menu.rows.iter().take(props.n_drawn).enumerate().map(|(place, row)| {
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
