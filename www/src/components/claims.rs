//! The region "Claims".

use std::rc::Rc;

use kconfig::view::{ClaimView, Sign, State, StateView, Verdict};
use yew::prelude::*;

use super::pane::Pane;
use super::signs::mark;
use crate::state::{Action, Dispatch};

/// What the panes at the bottom show.
#[derive(PartialEq, Properties)]
pub struct BottomProps {
    /// The shown state.
    pub view: Rc<StateView>,
    /// Where what was done goes.
    pub page: Dispatch,
    /// Whether the starting point says to look here.
    #[prop_or_default]
    pub is_marked: bool,
    /// The state of another case on this arch that would not link, and how many
    /// references are missing in all cases.
    #[prop_or_default]
    pub elsewhere: Option<(State, usize)>,
}

/// What the cover letter claims, on this arch.
#[component]
pub fn Claims(props: &BottomProps) -> Html {
    // A build that does not link is seen without scrolling; the others keep their order.
    let of = |is_sound: bool| {
        let claims = props.view.claims.iter().enumerate();
        claims.filter(move |(_, claim)| claim.missing.is_empty() == is_sound)
    };
    let items = of(false).chain(of(true)).map(|(place, claim)| item(place, claim, &props.page));
    html! {
        <Pane name="claims" label="Claims" note={format!("on {}", props.view.step_words())} is_marked={props.is_marked}>
            if props.view.claims.is_empty() {
                <p class="note">{ "The letter claims nothing for this arch." }</p>
            }
            <ul class="claims">{ for items }</ul>
        </Pane>
    }
}

/// A few words about where a view stands.
trait StepWords {
    fn step_words(&self) -> String;
}

impl StepWords for StateView {
    fn step_words(&self) -> String {
        format!("{} at {}", self.state.arch, self.step)
    }
}

fn item(place: usize, claim: &ClaimView, page: &Dispatch) -> Html {
    let onclick = {
        let (page, state) = (page.clone(), claim.state.clone());
        Callback::from(move |_| page.dispatch(Action::Go(state.clone())))
    };
    let verdict = match claim.verdict {
        Verdict::Pass => "pass",
        Verdict::Fail => "fail",
        Verdict::Known => "known",
    };
    // The text starts with the verdict, which is set as a badge.
    let rest = claim.text.strip_prefix(verdict).unwrap_or(&claim.text);
    let is_unlinked = !claim.missing.is_empty();
    let differing = claim.differing.iter().map(|(symbol, expected, actual)| {
        html! { <code class="line">{ format!("{symbol}: expected {expected}, is {actual}") }</code> }
    });
    html! {
        <li key={place} class="claim" data-verdict={verdict}>
            <p class="claim-head">
                // A claim that passes in a build that does not link is nothing to be glad of.
                <span class="verdict" data-verdict={if is_unlinked { "unlinked" } else { verdict }}>{ verdict }</span>
                <span class="claim-text">{ rest }</span>
                if is_unlinked {
                    { mark(Sign::Unlinked) }<span class="is-warning">{ Sign::Unlinked.words() }</span>
                }
                <button type="button" class="button quiet" {onclick} aria-label={format!("Open case {} on {}", claim.id, claim.state.arch)}
                    title={format!("Show the state that this claim is about: {}", claim.title)}>
                    { "Open case" }
                </button>
            </p>
            if !claim.missing.is_empty() {
                <p class="note is-warning">{ "Would not link in this case:" }</p>
                <div class="lines">{ for claim.missing.iter().map(|line| html! { <code class="line">{ line }</code> }) }</div>
            }
            if !claim.differing.is_empty() {
                <div class="lines">{ for differing }</div>
            }
            if !claim.reason.is_empty() {
                <p class="note">{ &claim.reason }</p>
            }
        </li>
    }
}
