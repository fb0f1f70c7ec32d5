//! The group "Patches": any subset of the series.

use std::rc::Rc;

use kconfig::view::{PatchInfo, ScenarioView, Selection};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::hooks::use_one_stop;
use crate::state::{Action, Dispatch, selection};

/// What [`Patches`] shows.
#[derive(PartialEq, Properties)]
pub struct PatchesProps {
    /// The scenario with the patches.
    pub scenario: Rc<ScenarioView>,
    /// The patches that are chosen.
    pub selection: Selection,
    /// Where a choice goes.
    pub page: Dispatch,
}

/// A checkbox per patch, below its step; one stop of Tab.
#[component]
pub fn Patches(props: &PatchesProps) -> Html {
    let stop = use_one_stop();
    let ticked = selection::ticked(&props.selection, &props.scenario.patches);
    let boxes = props.scenario.patches.iter().map(|patch| {
        let onchange = {
            let (page, id) = (props.page.clone(), patch.id.clone());
            Callback::from(move |event: Event| {
                let input: HtmlInputElement = event.target_unchecked_into();
                page.dispatch(Action::Tick(id.clone(), input.checked()));
            })
        };
        let class = classes!("patch", patch.replaces.is_some().then_some("is-replacement"));
        html! {
            <label key={patch.id.clone()} {class} title={title(patch)}>
                <input type="checkbox" checked={ticked.contains(&patch.id)} {onchange} />
                <span class="patch-name">{ format!("{} {}", patch.id, patch.short) }</span>
            </label>
        }
    });
    html! {
        <div class="rail patches" role="group" aria-label="Patches" ref={stop.outer}
            onkeydown={stop.onkeydown} onfocusin={stop.onfocusin}>
            <div class="patch is-gap" aria-hidden="true">{ "apply" }</div>
            { for boxes }
        </div>
    }
}

/// Says what a patch is and what it changes.
fn title(patch: &PatchInfo) -> String {
    let replaces = patch.replaces.as_ref().map(|id| format!("\nIn place of patch {id}")).unwrap_or_default();
    format!("{}{replaces}\n\n{}", patch.subject, patch.files.join("\n"))
}
