//! The region "Claims" of a series on a kernel's tree: what is held against each arch.

use kconfig::view::{ClaimRow, Held, SeriesView};
use wasm_bindgen::JsCast;
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

use super::config::save;
use super::dialog::{Dialog, close_around, use_dialog};
use crate::state::{Action, Dispatch};

/// What [`HeldClaims`] shows.
#[derive(PartialEq, Properties)]
pub struct HeldClaimsProps {
    /// The series: what its letter claims, and what is held.
    pub series: SeriesView,
    /// What came of it so far.
    pub rows: Vec<ClaimRow>,
    /// Where what was done goes.
    pub page: Dispatch,
}

/// The claims with what came of them, and a button to edit them.
#[component]
pub fn HeldClaims(props: &HeldClaimsProps) -> Html {
    let (is_open, open, on_close) = use_dialog();
    let SeriesView { offered, claims, .. } = &props.series;
    let words = match (claims.is_empty(), offered.is_empty()) {
        (false, _) => "",
        (true, false) => "The letter claims values: look at them, and hold them against each arch.",
        (true, true) => "Nothing is read out of the letter as a claim; claims can be written.",
    };
    html! {
        <section aria-label="Claims">
            <h3>{ "Claims" }</h3>
            <p>
                { words }{ " " }
                <button type="button" class="button quiet" onclick={open}>{ "Look at claims" }</button>
            </p>
            <ul class="claims">{ for props.rows.iter().map(item) }</ul>
            if is_open {
                <Editor text={if claims.is_empty() { offered.clone() } else { claims.clone() }}
                    page={props.page.clone()} {on_close} />
            }
        </section>
    }
}

/// `fail 1: TITLE (after 3 patches, alldefconfig, on arm64 arm): A is n, expected y`.
fn item(row: &ClaimRow) -> Html {
    let (word, sign) = match row.verdict {
        Held::Holds => ("pass", "clean"),
        Held::Fails => ("fail", "fails"),
        Held::Unknown => ("not looked at", "known"),
    };
    let set = if row.set.is_empty() { String::new() } else { format!(", with {}", row.set.join(" ")) };
    let (n, base, arches) = (row.n_patches, &row.base, row.arches.join(" "));
    let why = if row.why.is_empty() { String::new() } else { format!(": {}", row.why.join("; ")) };
    html! {
        <li data-sign={sign}>
            { format!("{word} {}: {} (after {n} patches, {base}{set}, on {arches}){why}", row.id, row.title) }
        </li>
    }
}

#[derive(PartialEq, Properties)]
struct EditorProps {
    text: AttrValue,
    page: Dispatch,
    on_close: Callback<()>,
}

/// The dialog: the claims file, and what to do with it.
#[component]
fn Editor(props: &EditorProps) -> Html {
    let text = use_node_ref();
    let value = {
        let text = text.clone();
        move || text.cast::<HtmlTextAreaElement>().map(|area| area.value()).unwrap_or_default()
    };
    let hold = {
        let (page, value) = (props.page.clone(), value.clone());
        Callback::from(move |event: MouseEvent| {
            page.dispatch(Action::HoldClaims(value()));
            close_around(event.unchecked_ref());
        })
    };
    let on_save = {
        let page = props.page.clone();
        Callback::from(move |_: MouseEvent| {
            page.dispatch(Action::Say(match save(&value(), "claims.toml") {
                Ok(()) => "Saved as claims.toml.".to_owned(),
                Err(_) => "The browser does not let this page save.".to_owned(),
            }));
        })
    };
    let tools = html! {
        <>
            <button type="button" class="button" onclick={hold}>{ "Hold against each arch" }</button>
            <button type="button" class="button" onclick={on_save}>{ "Save as file" }</button>
        </>
    };
    html! {
        <Dialog heading="Claims" is_wide=true close="Cancel" {tools} on_close={props.on_close.clone()}>
            <p>{ "A claims file, as the command line takes it. What stands here is read out of the letter and is to be confirmed: lines beginning with # say where it stands and what was not understood. An empty text holds nothing." }</p>
            <textarea class="load-text" rows="18" spellcheck="false" ref={text} autofocus=true
                aria-label="Claims file" value={props.text.clone()} />
        </Dialog>
    }
}
