//! The region "Warnings".

use kconfig::view::WarningView;
use yew::prelude::*;

use super::claims::BottomProps;
use super::pane::Pane;
use crate::state::{Action, Dispatch};

/// What conf, or we, have to warn of.
#[component]
pub fn Warnings(props: &BottomProps) -> Html {
    let warnings = &props.view.warnings;
    let n_new = warnings.iter().filter(|warning| warning.is_new).count();
    let note = match (warnings.len(), n_new) {
        (0, _) => String::new(),
        (n, 0) => format!("{n}, all at base too"),
        (n, new) => format!("{n}, {new} not at base"),
    };
    html! {
        <Pane name="warnings" label="Warnings" {note} is_marked={props.is_marked} is_stop={!warnings.is_empty()}>
            if warnings.is_empty() {
                <p class="all-well">{ "No warnings." }</p>
            }
            <ul class="warnings">
                { for warnings.iter().enumerate().map(|(place, warning)| item(place, warning, &props.page)) }
            </ul>
        </Pane>
    }
}

fn item(place: usize, warning: &WarningView, page: &Dispatch) -> Html {
    if !warning.items.is_empty() {
        return folded(place, warning, page);
    }
    html! {
        <li key={place} class={classes!("warning", warning.is_new.then_some("is-new"))}>
            <p>
                <span class="warning-mark">{ mark(warning) }</span>
                { " " }
                <span>{ &warning.text }</span>
                if !warning.place.is_empty() {
                    { " " }<code class="place">{ &warning.place }</code>
                }
            </p>
            if !warning.help.is_empty() {
                <p class="note">{ &warning.help }</p>
            }
            if !warning.conf_text.is_empty() {
                <details class="fold">
                    <summary>{ "In conf's words" }</summary>
                    <pre tabindex="0">{ &warning.conf_text }</pre>
                </details>
            }
        </li>
    }
}

/// Many things alike are one line, which opens.
fn folded(place: usize, warning: &WarningView, page: &Dispatch) -> Html {
    let on_answers = {
        let page = page.clone();
        Callback::from(move |_: MouseEvent| page.dispatch(Action::WantAnswers(true)))
    };
    html! {
        <li key={place} class={classes!("warning", warning.is_new.then_some("is-new"))}>
            <details class="fold">
                <summary>
                    <span class="warning-mark">{ mark(warning) }</span>
                    { " " }<span>{ &warning.text }</span>
                </summary>
                <p class="note">
                    { &warning.help }{ ". " }
                    <button type="button" class="symbol-link" onclick={on_answers}>{ "Open the answers" }</button>
                </p>
                <ul class="warning-items">
                    { for warning.items.iter().enumerate().map(|(at, item)| html! {
                        <li key={at}><code>{ &item.text }</code>{ " " }<code class="place">{ &item.place }</code></li>
                    }) }
                </ul>
            </details>
        </li>
    }
}

fn mark(warning: &WarningView) -> &'static str {
    if warning.is_new { "new" } else { "at base too" }
}
