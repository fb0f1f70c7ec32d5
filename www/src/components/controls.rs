//! Where to start, from which base config, and what may be taken back.

use std::rc::Rc;

use kconfig::view::{ScenarioView, State};
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use crate::hooks::use_one_stop;
use crate::state::{Action, Dispatch};

/// The groups of starting points, by their names in the data.
const GROUPS: &[(&str, &str)] =
    &[("letter", "Letter"), ("reply", "Reply"), ("robot", "Robot"), ("found", "What others found")];

/// The base configs, by their names in a state.
const BASES: &[&str] = &["alldef", "allno", "allyes", "allmod"];

/// What [`Controls`] shows.
#[derive(PartialEq, Properties)]
pub struct ControlsProps {
    /// The scenario with the starting points.
    pub scenario: Rc<ScenarioView>,
    /// What is asked for.
    pub wanted: State,
    /// The id of the starting point that it is, or "".
    pub start: AttrValue,
    /// Where a choice goes.
    pub page: Dispatch,
}

/// Starting point, base config, the .config that is carried.
#[component]
pub fn Controls(props: &ControlsProps) -> Html {
    let stop = use_one_stop();
    let on_start = {
        let page = props.page.clone();
        Callback::from(move |event: Event| {
            let select: HtmlSelectElement = event.target_unchecked_into();
            page.dispatch(Action::Start(select.value()));
        })
    };
    let on_base = {
        let page = props.page.clone();
        Callback::from(move |event: Event| {
            let select: HtmlSelectElement = event.target_unchecked_into();
            page.dispatch(Action::Base(select.value()));
        })
    };
    let on_carried = {
        let page = props.page.clone();
        Callback::from(move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            page.dispatch(Action::Carried(input.checked()));
        })
    };
    let other_base = (!BASES.contains(&props.wanted.base.as_str())).then_some(props.wanted.base.as_str());
    let bases = BASES.iter().copied().chain(other_base).map(|base| {
        html! {
            <option key={base} value={base.to_owned()} selected={props.wanted.base == base}>
                { format!("{base}config") }
            </option>
        }
    });
    let no_start = if props.wanted.values.is_empty() { "Choose one" } else { "Own values" };
    html! {
        <div class="controls" role="toolbar" aria-label="Start" ref={stop.outer}
            onkeydown={stop.onkeydown} onfocusin={stop.onfocusin}>
            <label class="field field-start">
                <span>{ "Starting point" }</span>
                <select onchange={on_start}>
                    <option value="" selected={props.start.is_empty()} disabled=true>{ no_start }</option>
                    { for groups(props) }
                </select>
            </label>
            <label class="field">
                <span>{ "Base config" }</span>
                <select onchange={on_base}>{ for bases }</select>
            </label>
            <label class="field switch" title="Takes the .config that the base tree writes through olddefconfig, instead of the user values alone">
                <input type="checkbox" role="switch" checked={props.wanted.carried} onchange={on_carried} />
                <span>{ "Carry base's .config" }</span>
            </label>
        </div>
    }
}

fn groups(props: &ControlsProps) -> Vec<Html> {
    let mut groups: Vec<(&str, &str)> = GROUPS.to_vec();
    for start in &props.scenario.starts {
        if !groups.iter().any(|(name, _)| *name == start.group) {
            groups.push((&start.group, &start.group));
        }
    }
    let group = |(name, label): (&str, &str)| {
        let starts: Vec<Html> = props
            .scenario
            .starts
            .iter()
            .filter(|start| start.group == name)
            .map(|start| {
                html! {
                    <option key={start.id.clone()} value={start.id.clone()} selected={props.start == start.id}>
                        { &start.title }
                    </option>
                }
            })
            .collect();
        (!starts.is_empty())
            .then(|| html! { <optgroup key={name} label={label.to_owned()}>{ starts }</optgroup> })
    };
    groups.into_iter().filter_map(group).collect()
}
