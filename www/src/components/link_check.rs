//! The region "Link check".

use yew::prelude::*;

use super::claims::BottomProps;
use super::pane::Pane;

/// Which recorded references would be missing.
#[component]
pub fn LinkCheck(props: &BottomProps) -> Html {
    let check = &props.view.link_check;
    let missing = check.missing.iter().enumerate().map(|(place, missing)| {
        html! { <li key={place} title={missing.detail.clone()}><code>{ &missing.text }</code></li> }
    });
    let details = check.missing.iter().filter(|missing| !missing.detail.is_empty()).map(|missing| {
        html! { <p>{ &missing.detail }</p> }
    });
    let problems = check.problems.iter().map(|problem| html! { <p class="note is-warning">{ problem }</p> });
    html! {
        <Pane name="link-check" label="Link check" note={check.summary.clone()} is_marked={props.is_marked}>
            if check.missing.is_empty() {
                <p class="all-well">{ "Nothing is missing among the recorded objects." }</p>
            } else {
                <ul class="missing">{ for missing }</ul>
                <details class="fold">
                    <summary>{ "Who needs it, and who would provide it" }</summary>
                    { for details }
                </details>
            }
            { for problems }
        </Pane>
    }
}
