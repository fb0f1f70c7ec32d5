//! The menu: a treegrid of all symbols, with a search above it.

mod mark;
mod row;
mod search;
mod tree;

use std::collections::BTreeMap;
use std::rc::Rc;

use kconfig::view::{MenuRow, StateView};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use self::row::Item;
use self::search::Query;
use self::tree::{Filter, Shown, Step};
use super::roving;
use super::value::{is_text, next_value};

/// Id of the search box, for the shell's `/`.
pub const SEARCH_ID: &str = "menu-search";

/// What [`Menu`] shows, and whom it tells.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct MenuProps {
    /// The state to show.
    pub view: Rc<StateView>,
    /// Gets a symbol and its new user value; none clears it.
    pub on_set: Callback<(String, Option<String>)>,
    /// Gets the symbol that the person wants to know about.
    pub on_focus: Callback<String>,
}

/// What the menu remembers from view to view.
#[derive(Clone, Debug)]
struct Ui {
    query: String,
    only_series: bool,
    toggled: BTreeMap<String, bool>,
    /// Path of the row that Tab reaches.
    active: Option<String>,
    /// How often a key moved to a row, which then takes the focus.
    n_moves: u32,
}

impl Default for Ui {
    fn default() -> Self {
        Self { query: String::new(), only_series: true, toggled: BTreeMap::new(), active: None, n_moves: 0 }
    }
}

/// What the person does to the menu itself.
#[derive(Debug)]
enum Action {
    Search(String),
    OnlySeries(bool),
    /// Opens or closes the row of this path.
    Open(String, bool),
    /// Makes the row of this path the one that Tab reaches.
    Point(String),
    /// And gives it the focus.
    Go(String),
}

impl Reducible for Ui {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut ui = (*self).clone();
        match action {
            Action::Search(query) => ui.query = query,
            Action::OnlySeries(only) => ui.only_series = only,
            Action::Open(path, open) => {
                ui.toggled.insert(path.clone(), open);
                ui.active = Some(path);
            }
            Action::Point(path) => ui.active = Some(path),
            Action::Go(path) => {
                ui.active = Some(path);
                ui.n_moves += 1;
            }
        }
        Rc::new(ui)
    }
}

/// The menu of a state, with its search.
#[component]
pub fn Menu(props: &MenuProps) -> Html {
    let ui = use_reducer(Ui::default);
    let deps = (props.view.clone(), ui.query.clone(), ui.only_series, ui.toggled.clone());
    let shown: Rc<Vec<Shown>> = use_memo(deps, |(view, query, only_series, toggled)| {
        let filter = Filter { only_series: *only_series, query: Query::new(query), toggled: toggled.clone() };
        tree::shown(&view.menu, &filter)
    });
    let rows = &props.view.menu;
    let focus = props.view.state.focus.as_deref();
    let is_focus = |row: &Shown| focus.is_some_and(|focus| rows[row.index].symbol == focus);
    // Where Tab enters: where one was, or the symbol in focus, or the top.
    let at = ui
        .active
        .as_ref()
        .and_then(|path| shown.iter().position(|row| row.path == *path))
        .or_else(|| shown.iter().position(is_focus))
        .unwrap_or(0);

    {
        let index = shown.get(at).map(|row| row.index);
        use_effect_with(ui.n_moves, move |n_moves| {
            if let Some(index) = index.filter(|_| *n_moves > 0) {
                roving::focus(&row::row_id(index));
            }
        });
    }

    let onkeydown = {
        let (props, shown, ui) = (props.clone(), shown.clone(), ui.dispatcher());
        Callback::from(move |event: KeyboardEvent| {
            if !event.ctrl_key() && !event.alt_key() && !event.meta_key() {
                on_key(&event, &props, &shown, at, &ui);
            }
        })
    };
    let items = shown.iter().enumerate().map(|(place, shown)| {
        html! {
            <Item
                key={shown.path.clone()}
                view={props.view.clone()}
                shown={shown.clone()}
                is_active={place == at}
                is_focus={is_focus(shown)}
                ui={ui.dispatcher()}
                on_set={props.on_set.clone()}
                on_focus={props.on_focus.clone()}
            />
        }
    });
    let query = Query::new(&ui.query);
    let is_search = query.is_search();
    // Not just the first row: that may only be around a match.
    let first_match =
        query.find(rows).into_iter().find_map(|index| shown.iter().find(|row| row.index == index)).cloned();
    html! {
        <div class="menu">
            <Toolbar
                query={ui.query.clone()} only_series={ui.only_series} {first_match}
                found={found_text(&query, rows, &shown)}
                view={props.view.clone()} ui={ui.dispatcher()} on_focus={props.on_focus.clone()}
            />
            <div
                role="treegrid" aria-label="Menu"
                class={classes!("menu-grid", is_search.then_some("is-search"))}
                {onkeydown}
            >
                { for items }
            </div>
        </div>
    }
}

/// Says how many symbols are shown.
fn found_text(query: &Query, rows: &[MenuRow], shown: &[Shown]) -> String {
    if matches!(query, Query::Broken) {
        return "not a regular expression".to_owned();
    }
    let is_symbol = |index: usize| !rows[index].symbol.is_empty();
    let n_symbols = if query.is_search() {
        query.find(rows).into_iter().filter(|&index| is_symbol(index)).count()
    } else {
        shown.iter().filter(|row| is_symbol(row.index)).count()
    };
    match n_symbols {
        0 => "no symbols".to_owned(),
        1 => "1 symbol".to_owned(),
        n => format!("{n} symbols"),
    }
}

/// Does what a key asks for at a row.
fn on_key(
    event: &KeyboardEvent,
    props: &MenuProps,
    shown: &[Shown],
    at: usize,
    ui: &UseReducerDispatcher<Ui>,
) {
    let Some(here) = shown.get(at) else {
        return;
    };
    let row = &props.view.menu[here.index];
    let toggle = || {
        if let Some(open) = here.expanded {
            ui.dispatch(Action::Open(here.path.clone(), !open));
        }
    };
    let set = |value: Option<&str>| props.on_set.emit((row.symbol.clone(), value.map(str::to_owned)));
    let key = event.key();
    match key.as_str() {
        " " if row.symbol.is_empty() => toggle(),
        " " => {
            if let Some(next) = next_value(&row.assignable, &row.value) {
                set(Some(next));
            }
        }
        "y" | "m" | "n" => {
            if row.assignable.contains(&key) {
                set(Some(&key));
            }
        }
        "Delete" | "Backspace" => {
            if row.user.is_some() {
                set(None);
            }
        }
        "Enter" if row.symbol.is_empty() => toggle(),
        "Enter" if is_text(&row.ty) && row.visible => roving::focus(&row::value_id(here.index)),
        "Enter" => props.on_focus.emit(row.symbol.clone()),
        // The shell does the rest of these, about this symbol.
        "?" | "e" | "g" => {
            if !row.symbol.is_empty() {
                props.on_focus.emit(row.symbol.clone());
            }
            return;
        }
        key => match tree::step(shown, at, key) {
            Some(Step::To(place)) => {
                if let Some(row) = shown.get(place) {
                    ui.dispatch(Action::Go(row.path.clone()));
                }
            }
            Some(Step::Toggle) => toggle(),
            None => return,
        },
    }
    event.prevent_default();
}

#[derive(Clone, PartialEq, Properties)]
struct ToolbarProps {
    query: AttrValue,
    only_series: bool,
    found: AttrValue,
    first_match: Option<Shown>,
    view: Rc<StateView>,
    ui: UseReducerDispatcher<Ui>,
    on_focus: Callback<String>,
}

/// The search box, and the switch between the series and the whole tree.
#[component]
fn Toolbar(props: &ToolbarProps) -> Html {
    let oninput = {
        let ui = props.ui.clone();
        Callback::from(move |event: InputEvent| {
            ui.dispatch(Action::Search(event.target_unchecked_into::<HtmlInputElement>().value()));
        })
    };
    let onkeydown = {
        let props = props.clone();
        Callback::from(move |event: KeyboardEvent| {
            match (event.key().as_str(), &props.first_match) {
                ("Escape", _) if !props.query.is_empty() => {
                    props.ui.dispatch(Action::Search(String::new()));
                }
                ("ArrowDown", Some(row)) => props.ui.dispatch(Action::Go(row.path.clone())),
                ("Enter", Some(row)) if !props.query.is_empty() => {
                    props.ui.dispatch(Action::Go(row.path.clone()));
                    let symbol = &props.view.menu[row.index].symbol;
                    if !symbol.is_empty() {
                        props.on_focus.emit(symbol.clone());
                    }
                }
                _ => return,
            }
            event.prevent_default();
            event.stop_propagation();
        })
    };
    let onchange = {
        let ui = props.ui.clone();
        Callback::from(move |event: Event| {
            ui.dispatch(Action::OnlySeries(event.target_unchecked_into::<HtmlInputElement>().checked()));
        })
    };
    html! {
        <div class="menu-tools">
            <input
                type="search" id={SEARCH_ID} aria-label="Search symbols"
                placeholder="Search symbols, or /regex/" aria-describedby="menu-found"
                aria-keyshortcuts="/" spellcheck="false" autocomplete="off"
                value={props.query.clone()} {oninput} {onkeydown}
            />
            <div class="menu-switches">
                <label>
                    <input type="checkbox" checked={props.only_series} {onchange} />
                    { "Only what the series is about" }
                </label>
                <span id="menu-found" class="menu-found">{ props.found.clone() }</span>
            </div>
        </div>
    }
}
