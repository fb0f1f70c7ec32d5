//! What went wrong, said where nobody misses it.

use kconfig::view::Problem;
use yew::prelude::*;

use crate::state::{Action, Dispatch, Notice};

/// What [`ProblemNotice`] shows.
#[derive(PartialEq, Properties)]
pub struct ProblemProps {
    /// What is wrong.
    pub problem: Problem,
    /// Whether a state is still shown to go back to.
    pub can_give_up: bool,
    /// Where the choice goes.
    pub page: Dispatch,
}

/// A state that cannot be shown, and why.
#[component]
pub fn ProblemNotice(props: &ProblemProps) -> Html {
    let onclick = {
        let page = props.page.clone();
        Callback::from(move |_| page.dispatch(Action::GiveUp))
    };
    html! {
        <div class="notice is-problem" role="alert">
            { problem_words(&props.problem) }
            if props.can_give_up {
                <p>
                    { "Below is still the state before. " }
                    <button type="button" class="button" {onclick}>{ "Back to what is shown" }</button>
                </p>
            }
        </div>
    }
}

/// What is wrong, and what to do about it.
pub fn problem_words(problem: &Problem) -> Html {
    html! {
        <>
            <p><strong>{ &problem.message }</strong></p>
            if !problem.details.is_empty() {
                <pre tabindex="0" role="group" aria-label="Details">{ problem.details.join("\n") }</pre>
            }
            if !problem.help.is_empty() {
                <p>{ &problem.help }</p>
            }
        </>
    }
}

/// What [`LinkNotice`] shows.
#[derive(PartialEq, Properties)]
pub struct LinkProps {
    /// What there is to say.
    pub notice: Notice,
    /// Whether the link waits for its tree.
    pub is_waiting: bool,
    /// Where the choice goes.
    pub page: Dispatch,
}

/// Words about the link that was opened.
#[component]
pub fn LinkNotice(props: &LinkProps) -> Html {
    let onclick = {
        let page = props.page.clone();
        Callback::from(move |_| page.dispatch(Action::DismissNotice))
    };
    let (class, role) =
        if props.notice.is_sound { ("notice", "note") } else { ("notice is-problem", "alert") };
    html! {
        <div {class} {role}>
            <p class="notice-text">{ &props.notice.text }</p>
            <button type="button" class="button quiet" {onclick}>
                { if props.is_waiting { "Forget the link" } else { "Dismiss" } }
            </button>
        </div>
    }
}
