//! The values that the user gave, each with a way to take it back.

use std::collections::BTreeMap;

use yew::prelude::*;

use crate::state::{Action, Dispatch};

/// What [`Chips`] shows.
#[derive(PartialEq, Properties)]
pub struct ChipsProps {
    /// The user's values by symbol.
    pub values: BTreeMap<String, String>,
    /// Where a change goes.
    pub page: Dispatch,
}

/// The group "User values", and the button that clears them all.
#[component]
pub fn Chips(props: &ChipsProps) -> Html {
    let chips = props.values.iter().map(|(symbol, value)| {
        html! {
            <Chip key={symbol.clone()} symbol={symbol.clone()} value={value.clone()} page={props.page.clone()} />
        }
    });
    let on_reset = {
        let page = props.page.clone();
        Callback::from(move |_| page.dispatch(Action::Reset))
    };
    html! {
        <div class="chips" role="group" aria-label="User values">
            <span class="label" aria-hidden="true">{ "User values" }</span>
            if props.values.is_empty() {
                <span class="note">{ "none" }</span>
            }
            { for chips }
            <button type="button" class="button quiet" onclick={on_reset}>{ "Reset to default" }</button>
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
            <button type="button" class="chip-name" onclick={on_focus}>{ format!("{symbol}={value}") }</button>
            <button type="button" class="chip-clear" onclick={on_clear}
                aria-label={format!("Clear {symbol}")} title="Take this value back">{ "×" }</button>
        </span>
    }
}
