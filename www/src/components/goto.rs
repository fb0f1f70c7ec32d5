//! The name of a symbol in a table, which leads to it.

use yew::prelude::*;

use crate::state::{Action, Dispatch};

/// What [`Goto`] shows.
#[derive(PartialEq, Properties)]
pub struct GotoProps {
    /// The symbol that comes into focus.
    pub symbol: AttrValue,
    /// What is read; more than the name where that alone would not do.
    pub text: AttrValue,
    /// Where what was done goes.
    pub page: Dispatch,
}

/// A button with the name.
#[component]
pub fn Goto(props: &GotoProps) -> Html {
    let onclick = {
        let (page, symbol) = (props.page.clone(), props.symbol.clone());
        Callback::from(move |_| page.dispatch(Action::Focus(symbol.to_string())))
    };
    html! { <button type="button" class="goto" {onclick}>{ &props.text }</button> }
}
