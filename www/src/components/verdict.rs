//! The region "Verdict": what is wrong, before anything else.

use std::rc::Rc;

use kconfig::view::{Sign, State, VerdictPart, VerdictView, Words};
use yew::prelude::*;

use super::signs::mark;
use crate::hooks::use_one_stop;
use crate::state::{Action, Dispatch};

/// What [`Verdict`] shows.
#[derive(PartialEq, Properties)]
pub struct VerdictProps {
    /// What is wrong, once it is known.
    pub verdict: Option<Rc<VerdictView>>,
    /// Whether it speaks of claims, on all arches.
    pub has_claims: bool,
    /// Where what is opened goes.
    pub page: Dispatch,
}

/// One sentence in parts, worst first; names in it open the states that they speak
/// of. The names are one stop of Tab.
#[component]
pub fn Verdict(props: &VerdictProps) -> Html {
    let stop = use_one_stop();
    let body = match &props.verdict {
        None if props.has_claims => {
            html! { <span class="note">{ "Looking at all arches and all cases of the letter …" }</span> }
        }
        None => html! { <span class="note">{ "Looking for what is wrong …" }</span> },
        Some(verdict) => {
            let n = verdict.parts.len();
            let parts = verdict.parts.iter().enumerate().map(|(place, part)| {
                let end = if place + 1 == n { "." } else { "; " };
                html! { <>{ part_html(place, part, &props.page) }{ end }</> }
            });
            html! { <>{ &verdict.subject }{ ": " }{ for parts }</> }
        }
    };
    let worst = props.verdict.as_ref().and_then(|verdict| verdict.parts.iter().map(|part| part.sign).max());
    html! {
        <section class="verdict-bar" aria-label="Verdict" data-pane="verdict" tabindex="-1"
            data-sign={worst.unwrap_or_default().name()}>
            <p aria-live="polite" aria-atomic="true" ref={stop.outer} onkeydown={stop.onkeydown}
                onfocusin={stop.onfocusin}>
                { body }
            </p>
        </section>
    }
}

fn part_html(place: usize, part: &VerdictPart, page: &Dispatch) -> Html {
    let words = part.words.iter().enumerate().map(|(place, words)| words_html(place, words, page));
    html! {
        <span key={place} class="verdict-part" data-sign={part.sign.name()}>
            if part.sign > Sign::Known { { mark(part.sign) }{ " " } }
            { for words }
        </span>
    }
}

fn words_html(place: usize, words: &Words, page: &Dispatch) -> Html {
    let Some(state) = words.state.clone() else { return html! { <>{ &words.text }</> } };
    let title = format!("Open {}", what_opens(&state));
    let onclick = {
        let page = page.clone();
        Callback::from(move |_| page.dispatch(Action::Go(state.clone())))
    };
    html! { <button key={place} type="button" class="words-link" {title} {onclick}>{ &words.text }</button> }
}

/// What a state shows, in a few words.
fn what_opens(state: &State) -> String {
    let values: Vec<String> = state.values.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let with = if values.is_empty() { String::new() } else { format!(" with {}", values.join(" ")) };
    format!("{}{with}", state.arch)
}
