//! The values that the user gave, each with a way to take it back.

use std::collections::BTreeMap;

use kconfig::view::cut;
use yew::prelude::*;

use super::value::{MAX_TITLE, MAX_VALUE};
use crate::hooks::use_one_stop;
use crate::state::{Action, Dispatch};

/// What [`Chips`] shows.
#[derive(PartialEq, Properties)]
pub struct ChipsProps {
    /// The user's values by symbol.
    pub values: BTreeMap<String, String>,
    /// Whether there is something to undo, and to redo.
    pub can: (bool, bool),
    /// Where a change goes.
    pub page: Dispatch,
}

/// The group "User values", and the buttons that clear them all, undo and redo: one
/// stop of Tab.
#[component]
pub fn Chips(props: &ChipsProps) -> Html {
    let stop = use_one_stop();
    let chips = props.values.iter().map(|(symbol, value)| {
        html! {
            <Chip key={symbol.clone()} symbol={symbol.clone()} value={value.clone()} page={props.page.clone()} />
        }
    });
    let on = |action: Action| {
        let page = props.page.clone();
        Callback::from(move |_: MouseEvent| page.dispatch(action.clone()))
    };
    // A button that takes the focus stays there when it can do nothing more.
    let tool = |label: &'static str, keys: &'static str, can: bool, action: Action| {
        html! {
            <button type="button" class="button quiet" aria-disabled={(!can).to_string()}
                aria-keyshortcuts={keys} onclick={on(action)}>{ label }</button>
        }
    };
    html! {
        <div class="chips" role="group" aria-label="User values" ref={stop.outer}
            onkeydown={stop.onkeydown} onfocusin={stop.onfocusin}>
            <span class="label" aria-hidden="true">{ "User values" }</span>
            if props.values.is_empty() {
                <span class="note">{ "none" }</span>
            }
            { for chips }
            if !props.values.is_empty() {
                <button type="button" class="button quiet" onclick={on(Action::Reset)}>{ "Clear values" }</button>
            }
            { tool("Undo", "Control+Z", props.can.0, Action::Undo) }
            { tool("Redo", "Control+Shift+Z", props.can.1, Action::Redo) }
        </div>
    }
}

// A new value draws its own chip only.
#[derive(PartialEq, Properties)]
struct ChipProps {
    symbol: String,
    value: String,
    page: Dispatch,
}

#[component]
fn Chip(props: &ChipProps) -> Html {
    let ChipProps { symbol, value, page } = props;
    let on_focus = {
        let (page, symbol) = (page.clone(), symbol.clone());
        Callback::from(move |_| page.dispatch(Action::Focus(symbol.clone())))
    };
    let on_clear = {
        let (page, symbol) = (page.clone(), symbol.clone());
        Callback::from(move |_| page.dispatch(Action::Set(symbol.clone(), None)))
    };
    html! {
        <span class="chip">
            <button type="button" class="chip-name" onclick={on_focus} title={cut(value, MAX_TITLE)}>
                { format!("{symbol}={}", cut(value, MAX_VALUE)) }
            </button>
            <button type="button" class="chip-clear" onclick={on_clear}
                aria-label={format!("Clear {symbol}")} title="Take this value back">{ "×" }</button>
        </span>
    }
}
