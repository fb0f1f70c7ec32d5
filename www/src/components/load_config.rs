//! Loading a .config, a defconfig or a fragment, and what became of its lines.

use std::rc::Rc;

use kconfig::view::{GivenAs, LoadReport};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{HtmlDialogElement, HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

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
    let (dialog, text) = (use_node_ref(), use_node_ref());
    let open = {
        let dialog = dialog.clone();
        Callback::from(move |_| {
            if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
                let _ = dialog.show_modal();
            }
        })
    };
    let close = {
        let dialog = dialog.clone();
        move || {
            if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
                dialog.close();
            }
        }
    };
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
        let (page, text, close) = (props.page.clone(), text.clone(), close.clone());
        Callback::from(move |_: MouseEvent| {
            if let Some(area) = text.cast::<HtmlTextAreaElement>() {
                page.dispatch(Action::Give(area.value(), given_as));
            }
            close();
        })
    };
    html! {
        <>
            <button type="button" class="button quiet" onclick={open}>{ "Load .config" }</button>
            <dialog class="dialog" ref={dialog} aria-labelledby="load-heading">
                <h2 id="load-heading">{ "Load a .config, defconfig or fragment" }</h2>
                <p><label class="field">
                    <span>{ "From a file" }</span><input type="file" {onchange} />
                </label></p>
                <label for="load-text">{ "or paste its lines" }</label>
                <textarea id="load-text" class="load-text" rows="10" spellcheck="false" ref={text.clone()}
                    placeholder="CONFIG_SMP=y" />
                <p class="dialog-tools">
                    <button type="button" class="button" onclick={give(GivenAs::Config)}>{ "Start from it" }</button>
                    <button type="button" class="button" onclick={give(GivenAs::Fragment)}>{ "Add to user values" }</button>
                    <button type="button" class="button quiet" onclick={move |_| close()}>{ "Cancel" }</button>
                </p>
            </dialog>
        </>
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
            { part(format!("{} names are unknown on this arch", report.n_unknown), texts(&report.unknown)) }
            { part(format!("{} lines were not taken as they are", report.messages.len()), texts(&report.messages)) }
            <button type="button" class="button quiet" onclick={dismiss}>{ "Close" }</button>
        </section>
    }
}

fn summary(report: &LoadReport) -> String {
    let LoadReport { n_set, n_unknown, n_differing, .. } = report;
    let n_kept = n_set.saturating_sub(*n_differing);
    format!(
        "The file sets {n_set} symbols: {n_kept} as it says, {n_differing} otherwise; {n_unknown} are unknown."
    )
}
