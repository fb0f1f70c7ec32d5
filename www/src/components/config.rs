//! The region "Resulting .config".

use std::collections::BTreeMap;

use gloo::utils::document;
use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, HtmlAnchorElement, Url};
use yew::prelude::*;

use super::claims::BottomProps;
use super::difference::Change;
use super::pane::Pane;

/// The .config, of the menu or whole, with what differs from base marked.
#[component]
pub fn Config(props: &BottomProps) -> Html {
    let is_whole = use_state(|| false);
    let changes: BTreeMap<&str, Change> =
        props.view.difference.iter().map(|row| (row.symbol.as_str(), Change::of(row))).collect();
    let text = if *is_whole { &props.view.config } else { &props.view.config_menu };
    let choice = |whole: bool, label: &'static str| {
        let is_whole = is_whole.clone();
        let checked = *is_whole == whole;
        let onchange = Callback::from(move |_| is_whole.set(whole));
        html! {
            <label class="segment">
                <input type="radio" name="config-part" {checked} {onchange} /><span>{ label }</span>
            </label>
        }
    };
    let on_save = {
        let view = props.view.clone();
        Callback::from(move |_| {
            // A browser that refuses has said so itself.
            let _ = save(&view.config);
        })
    };
    let tools = html! {
        <>
            <div class="segments" role="radiogroup" aria-label="Part of .config">
                { choice(false, "Menu") }{ choice(true, "Whole") }
            </div>
            <button type="button" class="button quiet" onclick={on_save}>{ "Save .config" }</button>
        </>
    };
    html! {
        <Pane name="config" label="Resulting .config" {tools} is_marked={props.is_marked}>
            <pre class="config" tabindex="0" role="group" aria-label="Lines of .config">
                { for runs(text, &changes) }
            </pre>
        </Pane>
    }
}

/// Cuts the text into what is changed, line by line, and the rest in one piece
/// each: a whole .config has thousands of lines.
fn runs(text: &str, changes: &BTreeMap<&str, Change>) -> Vec<Html> {
    let mut pieces = Vec::new();
    let mut plain = String::new();
    for line in text.lines() {
        match symbol(line).and_then(|symbol| changes.get(symbol)) {
            None => {
                plain.push_str(line);
                plain.push('\n');
            }
            Some(change) => {
                if !plain.is_empty() {
                    pieces.push(html! { { std::mem::take(&mut plain) } });
                }
                let class = "config-change";
                pieces
                    .push(html! { <span {class} data-change={change.sign()}>{ format!("{line}\n") }</span> });
            }
        }
    }
    pieces.push(html! { { plain } });
    pieces
}

/// Returns the symbol that a line of a .config is about.
fn symbol(line: &str) -> Option<&str> {
    let unset = line.strip_prefix("# CONFIG_").and_then(|rest| rest.strip_suffix(" is not set"));
    unset.or_else(|| Some(line.strip_prefix("CONFIG_")?.split_once('=')?.0))
}

/// Offers a text as the file `.config`.
fn save(text: &str) -> Result<(), JsValue> {
    let blob = Blob::new_with_str_sequence(&Array::of1(&JsValue::from_str(text)))?;
    let url = Url::create_object_url_with_blob(&blob)?;
    let anchor: HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    anchor.set_href(&url);
    anchor.set_download(".config");
    anchor.click();
    Url::revoke_object_url(&url)
}
