//! The region "Warnings".

use kconfig::view::WarningView;
use yew::prelude::*;

use super::claims::BottomProps;
use super::pane::Pane;

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
            <ul class="warnings">{ for warnings.iter().enumerate().map(item) }</ul>
        </Pane>
    }
}

fn item((place, warning): (usize, &WarningView)) -> Html {
    html! {
        <li key={place} class={classes!("warning", warning.is_new.then_some("is-new"))}>
            <p>
                <span class="warning-mark">{ if warning.is_new { "new" } else { "at base too" } }</span>
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
