//! The search box, and what decides which rows are listed.

use std::rc::Rc;

use kconfig::view::{MenuAsk, MenuView};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::found::{Found, use_announcement};
use crate::hooks::{Timed, use_one_stop};
use crate::state::look::Look;
use crate::state::{Action, Dispatch};

#[derive(Clone, PartialEq, Properties)]
pub(super) struct ToolbarProps {
    pub(super) ask: MenuAsk,
    pub(super) menu: Rc<MenuView>,
    pub(super) has_series: bool,
    pub(super) page: Dispatch,
    pub(super) on_focus: Callback<String>,
}

/// What stands above the rows.
#[component]
pub(super) fn Toolbar(props: &ToolbarProps) -> Html {
    let ToolbarProps { ask, menu, .. } = props;
    use_announcement(menu, &props.page);
    let stop = use_one_stop();
    let oninput = {
        let page = props.page.clone();
        Callback::from(move |event: InputEvent| {
            let text = event.target_unchecked_into::<HtmlInputElement>().value();
            Timed::Search.start();
            page.dispatch(Action::Look(Look::Search(text)));
        })
    };
    let onkeydown = {
        let props = props.clone();
        Callback::from(move |event: KeyboardEvent| {
            let look = |look| props.page.dispatch(Action::Look(look));
            let is_search = !props.ask.query.is_empty();
            match (event.key().as_str(), &props.menu.first_match) {
                ("Escape", _) if is_search => look(Look::Search(String::new())),
                ("ArrowDown", found) => {
                    look(Look::Go(found.as_ref().map_or(props.menu.active, |found| found.row)))
                }
                ("Enter", Some(found)) if is_search => {
                    look(Look::Go(found.row));
                    if !found.symbol.is_empty() {
                        props.on_focus.emit(found.symbol.clone());
                    }
                }
                _ => return,
            }
            event.prevent_default();
            event.stop_propagation();
        })
    };
    let switch = |label: &'static str, checked: bool, look: fn(bool) -> Look| {
        let page = props.page.clone();
        let onchange = Callback::from(move |event: Event| {
            let checked = event.target_unchecked_into::<HtmlInputElement>().checked();
            page.dispatch(Action::Look(look(checked)));
        });
        html! { <label><input type="checkbox" {checked} {onchange} />{ label }</label> }
    };
    html! {
        <div class="menu-tools">
            <input
                type="search" id="menu-search" aria-label="Search symbols"
                placeholder="Words, \"a phrase\", or /regex/" aria-describedby="menu-found"
                aria-keyshortcuts="/" spellcheck="false" autocomplete="off"
                value={ask.query.clone()} {oninput} {onkeydown}
            />
            <div class="menu-switches" role="group" aria-label="What is listed" ref={stop.outer}
                onkeydown={stop.onkeydown} onfocusin={stop.onfocusin}>
                if props.has_series {
                    { switch("Only what the series is about", ask.only_series, Look::OnlySeries) }
                } else {
                    { switch("Hidden symbols too", ask.hidden, Look::Hidden) }
                }
                { switch("Search help texts", ask.in_help, Look::InHelp) }
            </div>
            <Found menu={menu.clone()} page={props.page.clone()} />
        </div>
    }
}
