//! What a kernel's tree starts from: base config and toolchain.

use std::rc::Rc;

use kconfig::view::{ALL_ARCHES, ScenarioView, State};
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use crate::hooks::use_one_stop;
use crate::state::said::base_label;
use crate::state::{Action, Dispatch};

/// The base configs that every arch has.
const PRESETS: &[&str] = &["alldef", "allno", "allyes", "allmod"];

/// What stands before the seed of a base config by lot.
const RANDOM: &str = "rand-";

/// The name of the profile that answers nothing.
const NO_PROFILE: &str = "unknown";

/// What [`TreeControls`] shows.
#[derive(PartialEq, Properties)]
pub struct TreeControlsProps {
    /// The tree with its configs and toolchains.
    pub scenario: Rc<ScenarioView>,
    /// What is asked for.
    pub wanted: State,
    /// Where a choice goes.
    pub page: Dispatch,
}

impl TreeControlsProps {
    /// The arch whose menu is shown.
    fn arch(&self) -> &str {
        match self.scenario.arches.first() {
            Some(first) if self.wanted.arch == ALL_ARCHES => &first.name,
            _ => &self.wanted.arch,
        }
    }
}

/// Base config, its seed, toolchain.
#[component]
pub fn TreeControls(props: &TreeControlsProps) -> Html {
    let stop = use_one_stop();
    let base = &props.wanted.base;
    let on_base = {
        let page = props.page.clone();
        Callback::from(move |event: Event| {
            let value = event.target_unchecked_into::<HtmlSelectElement>().value();
            let seed = || format!("{RANDOM}{}", (js_sys::Math::random() * f64::from(i32::MAX)) as u32);
            page.dispatch(Action::Base(if value == RANDOM { seed() } else { value }));
        })
    };
    let on_seed = {
        let (page, before) = (props.page.clone(), base.strip_prefix(RANDOM).unwrap_or_default().to_owned());
        Callback::from(move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            // What is no seed would be another base config.
            match read_seed(&input.value()) {
                Some(seed) => page.dispatch(Action::Base(format!("{RANDOM}{seed}"))),
                None => input.set_value(&before),
            }
        })
    };
    let on_profile = {
        let page = props.page.clone();
        Callback::from(move |event: Event| {
            let value = event.target_unchecked_into::<HtmlSelectElement>().value();
            page.dispatch(Action::Profile(Some(value).filter(|value| !value.is_empty())));
        })
    };
    let on_carried = {
        let page = props.page.clone();
        Callback::from(move |event: Event| {
            page.dispatch(Action::Carried(event.target_unchecked_into::<HtmlInputElement>().checked()));
        })
    };
    let on_answers = {
        let page = props.page.clone();
        Callback::from(move |_| page.dispatch(Action::WantAnswers(true)))
    };
    let option = |name: &str| {
        html! {
            <option key={name.to_owned()} value={name.to_owned()} selected={base == name}>
                { base_label(name, &props.scenario) }
            </option>
        }
    };
    let none = Vec::new();
    let defconfigs = props.scenario.defconfigs.get(props.arch()).unwrap_or(&none);
    let given = &props.scenario.given;
    let is_given = given.iter().any(|it| it.base == *base);
    let is_listed = PRESETS.contains(&base.as_str()) || defconfigs.contains(base) || is_given;
    let on_forget = {
        let (page, base) = (props.page.clone(), base.clone());
        Callback::from(move |_| page.dispatch(Action::ForgetConfig(base.clone())))
    };
    let seed = base.strip_prefix(RANDOM);
    let profiles = props.scenario.profiles.get(props.arch()).unwrap_or(&none);
    let chosen = props.wanted.profile.as_deref();
    let profile = |(place, name): (usize, &String)| {
        // The first one is the default, which a link leaves out.
        let value = if place == 0 { String::new() } else { name.clone() };
        let is_chosen = chosen.map_or(place == 0, |chosen| chosen == name);
        let label = if name == NO_PROFILE { "none: answers unknown" } else { name };
        html! { <option key={name.clone()} {value} selected={is_chosen}>{ label }</option> }
    };
    html! {
        <div class="controls" role="toolbar" aria-label="Start" ref={stop.outer}
            onkeydown={stop.onkeydown} onfocusin={stop.onfocusin}>
            <label class="field">
                <span>{ "Base config" }</span>
                <select onchange={on_base}>
                    { for PRESETS.iter().map(|name| option(name)) }
                    if !is_listed {
                        { option(base) }
                    }
                    <option value={RANDOM}>{ "randconfig, a new seed" }</option>
                    if !given.is_empty() {
                        <optgroup label="Loaded here">{ for given.iter().map(|it| option(&it.base)) }</optgroup>
                    }
                    if !defconfigs.is_empty() {
                        <optgroup label="In the tree">{ for defconfigs.iter().map(|name| option(name)) }</optgroup>
                    }
                </select>
            </label>
            if is_given {
                <button type="button" class="button quiet" onclick={on_forget}>{ "Forget this .config" }</button>
            }
            if let Some(seed) = seed {
                <label class="field">
                    <span>{ "Seed" }</span>
                    <input type="text" inputmode="numeric" size="10" value={seed.to_owned()} onchange={on_seed} />
                </label>
            }
            <label class="field">
                <span>{ "Toolchain" }</span>
                <select onchange={on_profile}>{ for profiles.iter().enumerate().map(profile) }</select>
            </label>
            <button type="button" class="button quiet" onclick={on_answers}>{ "Answers" }</button>
            if props.scenario.has_patches() {
                <label class="field switch" title="Takes the .config that the tree before the series writes through olddefconfig, instead of the base config alone">
                    <input type="checkbox" role="switch" checked={props.wanted.carried} onchange={on_carried} />
                    <span>{ "Carry base's .config" }</span>
                </label>
            }
        </div>
    }
}

/// Reads a seed as it is typed, or as randconfig prints it: `0x1F`.
fn read_seed(text: &str) -> Option<u32> {
    let text = text.trim();
    match text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        Some(digits) => u32::from_str_radix(digits, 16).ok(),
        None => text.parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::read_seed;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test(unsupported = test)]
    fn a_seed_is_decimal_or_as_randconfig_prints_it() {
        assert_eq!(["7", " 0x1F ", "", "some", "-1"].map(read_seed), [Some(7), Some(31), None, None, None]);
    }
}
