//! The listbox "Series step".

use std::rc::Rc;

use kconfig::view::{ScenarioView, Selection, Sign};
use yew::prelude::*;

use super::roving;
use super::signs::mark;
use crate::hooks;
use crate::state::{Action, Dispatch, selection};

/// What [`Steps`] shows.
#[derive(PartialEq, Properties)]
pub struct StepsProps {
    /// The scenario with the patches.
    pub scenario: Rc<ScenarioView>,
    /// The patches that are chosen.
    pub selection: Selection,
    /// What is worst at each step on the arches that were looked at so far, from the
    /// base on.
    pub signs: Vec<Sign>,
    /// Where a choice goes.
    pub page: Dispatch,
}

/// The base and each patch: one choice applies all patches up to it.
#[component]
pub fn Steps(props: &StepsProps) -> Html {
    let patches = &props.scenario.patches;
    let n = selection::series(patches).count();
    let at = selection::step(&props.selection, patches);
    let is_step = !matches!(props.selection, Selection::Only(_));
    let onkeydown = {
        let (page, scenario) = (props.page.clone(), props.scenario.clone());
        Callback::from(move |event: KeyboardEvent| {
            if let Some(place) = roving::on_key(&event, at, n + 1, false) {
                page.dispatch(Action::Select(selection::of_step(place, &scenario.patches)));
                hooks::focus(&format!("step-{place}"));
            }
        })
    };
    let option = |place: usize, name: &str, title: &str| {
        let onclick = {
            let (page, chosen) = (props.page.clone(), selection::of_step(place, patches));
            Callback::from(move |_| {
                hooks::Timed::Step.start();
                page.dispatch(Action::Select(chosen.clone()));
            })
        };
        let is_chosen = is_step && place == at;
        let class = classes!("step", (is_step && place < at && place > 0).then_some("is-behind"));
        let sign = props.signs.get(place).copied().unwrap_or_default();
        let title = match sign {
            Sign::Clean => title.to_owned(),
            sign => format!("{title}\n{} on some arch", sign.words()),
        };
        let description = (sign != Sign::Clean).then(|| format!("{} on some arch", sign.words()));
        html! {
            <div key={name} {class} role="option" id={format!("step-{place}")} {title} {onclick}
                aria-label={name.to_owned()} aria-description={description}
                aria-selected={is_chosen.to_string()} tabindex={if place == at { "0" } else { "-1" }}>
                { name }{ mark(sign) }
            </div>
        }
    };
    // A replacement has a column among the checkboxes below, and a gap here.
    let mut place = 0;
    let columns = patches.iter().map(|patch| {
        if patch.replaces.is_some() {
            return html! { <div key={patch.id.clone()} class="step is-gap" role="presentation"></div> };
        }
        place += 1;
        option(place, &patch.id, &patch.subject)
    });
    html! {
        <div class="rail" role="listbox" aria-label="Series step" aria-orientation="horizontal" {onkeydown}>
            { option(0, "base", "The tree before the series") }
            { for columns }
        </div>
    }
}
