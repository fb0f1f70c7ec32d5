//! The tablist "Architecture".

use std::rc::Rc;

use kconfig::view::{ALL_ARCHES, ScenarioView, Sign};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::roving;
use super::signs::{legend, mark};
use crate::hooks;
use crate::state::{Action, Dispatch};

/// The id of the panel that the tabs control.
pub const PANEL: &str = "arch-panel";

/// What [`Arches`] shows.
#[derive(PartialEq, Properties)]
pub struct ArchesProps {
    /// The scenario with the arches.
    pub scenario: Rc<ScenarioView>,
    /// The arch that is chosen.
    pub arch: AttrValue,
    /// What is worst on each arch, in the order of the tabs; empty before it is known.
    pub signs: Vec<Sign>,
    /// Where a choice goes.
    pub page: Dispatch,
}

/// A tab per arch, and one for all.
#[component]
pub fn Arches(props: &ArchesProps) -> Html {
    let more: Vec<&str> = props.scenario.more_arches.iter().map(|arch| &*arch.name).collect();
    let mut names: Vec<String> = props.scenario.arches.iter().map(|arch| arch.name.clone()).collect();
    names.extend(more.iter().find(|name| **name == &*props.arch).map(|name| (*name).to_owned()));
    names.push(ALL_ARCHES.to_owned());
    let at = names.iter().position(|name| *name == *props.arch).unwrap_or_default();
    let onkeydown = {
        let (page, names) = (props.page.clone(), names.clone());
        Callback::from(move |event: KeyboardEvent| {
            if let Some(place) = roving::on_key(&event, at, names.len(), true) {
                page.dispatch(Action::Arch(names[place].clone()));
                hooks::focus(&tab_id(&names[place]));
            }
        })
    };
    let tabs = names.iter().enumerate().map(|(place, name)| {
        let onclick = {
            let (page, name) = (props.page.clone(), name.clone());
            Callback::from(move |_| page.dispatch(Action::Arch(name.clone())))
        };
        let is_chosen = place == at;
        // The name of a tab is its arch: what is wrong is its description.
        let sign = props.signs.get(place).copied().filter(|_| name != ALL_ARCHES).unwrap_or_default();
        let words = (sign != Sign::Clean).then(|| sign.words());
        html! {
            <button key={name.clone()} type="button" role="tab" class="tab" id={tab_id(name)} {onclick}
                aria-selected={is_chosen.to_string()} aria-controls={PANEL} aria-label={(name != ALL_ARCHES).then(|| name.clone())}
                aria-description={words} title={words}
                tabindex={if is_chosen { "0" } else { "-1" }}>
                { if name == ALL_ARCHES { "All arches" } else { name } }{ mark(sign) }
            </button>
        }
    });
    let on_more = {
        let page = props.page.clone();
        Callback::from(move |event: Event| {
            page.dispatch(Action::Arch(event.target_unchecked_into::<HtmlSelectElement>().value()));
        })
    };
    let option = |name: &&str| {
        html! { <option value={(*name).to_owned()} selected={**name == *props.arch}>{ *name }</option> }
    };
    html! {
        <div class="arch-bar" data-pane="arches" tabindex="-1">
            <div class="tabs arches" role="tablist" aria-label="Architecture" {onkeydown}>{ for tabs }</div>
            if !more.is_empty() {
                <select class="more-arches" aria-label="More arches" onchange={on_more}>
                    <option disabled=true selected={!more.contains(&&*props.arch)}>{ "More" }</option>
                    { for more.iter().map(option) }
                </select>
            }
            { legend(props.signs.iter().copied()) }
        </div>
    }
}

/// Returns the id of an arch's tab.
pub fn tab_id(arch: &str) -> String {
    format!("arch-{arch}")
}
