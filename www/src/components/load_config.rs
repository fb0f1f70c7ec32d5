//! Loading a .config, a defconfig or a fragment, and what became of its lines.

use std::rc::Rc;

use kconfig::view::{GivenAs, LoadReport};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

use super::dialog::{Dialog, close_around};
use crate::state::said::count;
use crate::state::{Action, Dispatch};

/// What [`LoadConfig`] needs.
#[derive(PartialEq, Properties)]
pub struct LoadConfigProps {
    /// Where the text goes.
    pub page: Dispatch,
}

/// A button that opens a dialog: a file, or a text that is pasted.
#[component]
pub fn LoadConfig(props: &LoadConfigProps) -> Html {
    let is_open = use_state(|| false);
    let open = {
        let is_open = is_open.setter();
        Callback::from(move |_| is_open.set(true))
    };
    let on_close = {
        let is_open = is_open.setter();
        Callback::from(move |()| is_open.set(false))
    };
    html! {
        <>
            <button type="button" class="button quiet" onclick={open}>{ "Load .config" }</button>
            if *is_open {
                <Load page={props.page.clone()} {on_close} />
            }
        </>
    }
}

#[derive(PartialEq, Properties)]
struct LoadProps {
    page: Dispatch,
    on_close: Callback<()>,
}

/// The dialog: a file or a text, and what to take it as.
#[component]
fn Load(props: &LoadProps) -> Html {
    let text = use_node_ref();
    let onchange = {
        let text = text.clone();
        Callback::from(move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            let (file, text) = (input.files().and_then(|files| files.get(0)), text.clone());
            input.set_value("");
            spawn_local(async move {
                let Some(file) = file else { return };
                let read = JsFuture::from(file.text()).await;
                if let (Ok(content), Some(area)) = (read, text.cast::<HtmlTextAreaElement>()) {
                    area.set_value(&content.as_string().unwrap_or_default());
                }
            });
        })
    };
    let give = |given_as: GivenAs| {
        let (page, text) = (props.page.clone(), text.clone());
        Callback::from(move |event: MouseEvent| {
            if let Some(area) = text.cast::<HtmlTextAreaElement>() {
                page.dispatch(Action::Give(area.value(), given_as));
            }
            close_around(&event);
        })
    };
    let tools = html! {
        <>
            <button type="button" class="button" onclick={give(GivenAs::Config)}>{ "Start from it" }</button>
            <button type="button" class="button" onclick={give(GivenAs::Fragment)}>{ "Add to user values" }</button>
        </>
    };
    html! {
        <Dialog heading="Load a .config, defconfig or fragment" close="Cancel" {tools}
            on_close={props.on_close.clone()}>
            <p><label class="field">
                <span>{ "From a file" }</span><input type="file" {onchange} />
            </label></p>
            <label for="load-text">{ "or paste its lines" }</label>
            <textarea id="load-text" class="load-text" rows="10" spellcheck="false" ref={text}
                placeholder="CONFIG_SMP=y" />
        </Dialog>
    }
}

/// What [`Report`] shows.
#[derive(PartialEq, Properties)]
pub struct ReportProps {
    /// What became of the lines.
    pub report: Rc<LoadReport>,
    /// Where its end goes.
    pub page: Dispatch,
}

/// What became of the lines of a file: dropped, changed, unknown.
#[component]
pub fn Report(props: &ReportProps) -> Html {
    let report = &props.report;
    let page = props.page.clone();
    let dismiss = move |_| page.dispatch(Action::DismissReport);
    let differing = report.differing.iter().map(|(symbol, wanted, got)| {
        let got = if got.is_empty() { "not there" } else { got };
        html! { <li><code>{ symbol }</code>{ format!(": {wanted} in the file, {got} here") }</li> }
    });
    let part = |title: String, items: Vec<Html>| {
        html! {
            if !items.is_empty() {
                <details><summary>{ title }</summary><ul>{ items }</ul></details>
            }
        }
    };
    let texts =
        |texts: &[String]| texts.iter().map(|text| html! { <li><code>{ text }</code></li> }).collect();
    html! {
        <section class="notice load-report" aria-label="Loaded file">
            <p>{ summary(report) }</p>
            { part(format!("{} came out otherwise", report.n_differing), differing.collect()) }
            { part(format!("Unknown on this arch: {}", count(report.n_unknown as usize, "name", "names")), texts(&report.unknown)) }
            { part(format!("Not taken as they are: {}", count(report.messages.len(), "line", "lines")), texts(&report.messages)) }
            <button type="button" class="button quiet" onclick={dismiss}>{ "Close" }</button>
        </section>
    }
}

fn summary(report: &LoadReport) -> String {
    let LoadReport { n_set, n_unknown, n_differing, .. } = report;
    let n_kept = n_set.saturating_sub(*n_differing);
    let symbols = count(*n_set as usize, "symbol", "symbols");
    format!("The file sets {symbols}: {n_kept} as it says, {n_differing} otherwise; {n_unknown} unknown.")
}
