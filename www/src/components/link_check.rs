//! The region "Link check".

use kconfig::view::{ClaimView, Sign, State};
use yew::prelude::*;

use super::claims::BottomProps;
use super::goto::Goto;
use super::pane::Pane;
use super::signs::mark;
use crate::state::said::count;
use crate::state::{Action, Dispatch};

/// Which recorded references would be missing, each with who needs it and who would
/// provide it.
#[component]
pub fn LinkCheck(props: &BottomProps) -> Html {
    let BottomProps { view, page, .. } = props;
    let check = &view.link_check;
    let missing = check.missing.iter().enumerate().map(|(place, missing)| {
        // A list of its own, so that the item is the reference as the linker says it.
        html! {
            <div key={place} class="missing">
                <ul><li><code>{ &missing.text }</code></li></ul>
                <p class="note">{ for with_symbols(&missing.detail, page) }</p>
            </div>
        }
    });
    let unlinked: Vec<&ClaimView> = view.claims.iter().filter(|claim| !claim.missing.is_empty()).collect();
    let in_claims = unlinked
        .iter()
        .map(|claim| in_case(&format!("case {}", claim.id), &claim.state, claim.missing.len(), page));
    // What is said already is not said again.
    let elsewhere = props.elsewhere.as_ref().filter(|_| unlinked.is_empty() && check.missing.is_empty());
    let problems = check.problems.iter().map(|problem| html! { <p class="note is-warning">{ problem }</p> });
    html! {
        <Pane name="link-check" label="Link check" note={check.summary.clone()} is_marked={props.is_marked}>
            if check.missing.is_empty() {
                <p>{ "In this state nothing is missing among the recorded objects." }</p>
            } else {
                { for missing }
            }
            { for in_claims }
            if let Some((state, n)) = elsewhere {
                { in_case("another case", state, *n, page) }
            }
            { for problems }
        </Pane>
    }
}

/// What is missing in another state, and the way there.
fn in_case(case: &str, state: &State, n: usize, page: &Dispatch) -> Html {
    let place = format!("{case} on {}", state.arch);
    let onclick = {
        let (page, state) = (page.clone(), state.clone());
        Callback::from(move |_| page.dispatch(Action::Go(state.clone())))
    };
    let n = count(n, "reference is missing", "references are missing");
    html! {
        <p key={place.clone()} class="is-warning">
            { mark(Sign::Unlinked) }{ format!(" In {place}, {n}. ") }
            <button type="button" class="button quiet" {onclick}
                aria-label={format!("Open {place} in link check")}>{ "Open case" }</button>
        </p>
    }
}

/// A text whose Kconfig symbols lead to them: the words in capitals.
fn with_symbols<'a>(text: &'a str, page: &'a Dispatch) -> impl Iterator<Item = Html> + 'a {
    fn is_other(c: char) -> bool {
        !(c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
    }
    text.split_inclusive(is_other).map(move |piece| {
        let name = piece.trim_end_matches(is_other);
        if name.len() > 2 && name.starts_with(|c: char| c.is_ascii_uppercase()) {
            let symbol = name.to_owned();
            html! { <><Goto symbol={symbol.clone()} text={symbol} page={page.clone()} />{ &piece[name.len()..] }</> }
        } else {
            html! { <>{ piece }</> }
        }
    })
}
