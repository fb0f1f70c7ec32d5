//! The region "Resulting .config".

use std::collections::BTreeMap;
use std::rc::Rc;

use gloo::utils::document;
use js_sys::Array;
use kconfig::view::{ConfigView, StateView};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, HtmlAnchorElement, Url};
use yew::prelude::*;

use super::difference::Change;
use super::load_config::LoadConfig;
use super::pane::Pane;
use crate::hooks::{Part, use_window};
use crate::state::look::Look;
use crate::state::{Action, Dispatch};

/// What [`Config`] shows.
#[derive(PartialEq, Properties)]
pub struct ConfigProps {
    /// The shown state.
    pub view: Rc<StateView>,
    /// The lines that are there.
    pub config: Rc<ConfigView>,
    /// Whether they are of the whole .config.
    pub is_whole: bool,
    /// Whether a .config, defconfig or fragment can be loaded.
    pub has_files: bool,
    /// What the file is called that is saved.
    pub file_name: AttrValue,
    /// The text to save, once it is there.
    pub saved: Option<AttrValue>,
    /// Where what was done goes.
    pub page: Dispatch,
}

/// The .config, of the menu or whole, with what differs from base marked.
#[component]
pub fn Config(props: &ConfigProps) -> Html {
    let mut changes = BTreeMap::new();
    // Collected, the program would have one more sort.
    changes
        .extend(props.view.difference.iter().filter_map(|row| Some((row.symbol.as_str(), Change::of(row)?))));
    let config = &props.config;
    let on_first = {
        let page = props.page.clone();
        Callback::from(move |first| page.dispatch(Action::Look(Look::Lines(first))))
    };
    let n = config.text.lines().count() as u32;
    let lines = use_node_ref();
    let part = Part { total: config.total, first: config.first, n, ..Part::default() };
    let scroller = use_window(lines, part, on_first);
    {
        let (page, name) = (props.page.clone(), props.file_name.clone());
        use_effect_with(props.saved.clone(), move |text| {
            if let Some(text) = text {
                page.dispatch(Action::Say(match save(text, &name) {
                    Ok(()) => format!("Saved as {name}."),
                    Err(_) => "The browser does not let this page save.".to_owned(),
                }));
                page.dispatch(Action::SaveTaken);
            }
        });
    }
    let choice = |whole: bool, label: &'static str| {
        let page = props.page.clone();
        let checked = props.is_whole == whole;
        let onchange = Callback::from(move |_| page.dispatch(Action::Look(Look::Whole(whole))));
        html! {
            <label class="segment">
                <input type="radio" name="config-part" {checked} {onchange} /><span>{ label }</span>
            </label>
        }
    };
    let on_save = {
        let page = props.page.clone();
        move |is_defconfig| {
            let page = page.clone();
            Callback::from(move |_| page.dispatch(Action::Save(is_defconfig)))
        }
    };
    let tools = html! {
        <>
            <div class="segments" role="radiogroup" aria-label="Part of .config">
                { choice(false, "Menu") }{ choice(true, "Whole") }
            </div>
            if props.has_files {
                <LoadConfig page={props.page.clone()} />
                <button type="button" class="button quiet" onclick={on_save(true)}>{ "Save defconfig" }</button>
            }
            <button type="button" class="button quiet" onclick={on_save(false)}>{ "Save .config" }</button>
        </>
    };
    html! {
        <Pane name="config" label="Resulting .config" {tools}>
            <div
                class="config" tabindex="0" role="group" aria-label="Lines of .config"
                ref={scroller.outer} onscroll={scroller.onscroll}
            >
                <div ref={scroller.above}></div>
                <pre ref={scroller.body}>{ for runs(&config.text, &changes) }</pre>
                <div ref={scroller.below}></div>
            </div>
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

/// Offers a text as a file of this name.
pub fn save(text: &str, name: &str) -> Result<(), JsValue> {
    let blob = Blob::new_with_str_sequence(&Array::of1(&JsValue::from_str(text)))?;
    let url = Url::create_object_url_with_blob(&blob)?;
    let anchor: HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    anchor.set_href(&url);
    anchor.set_download(name);
    anchor.click();
    Url::revoke_object_url(&url)
}
