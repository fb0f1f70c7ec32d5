//! The button "Open series": patches from files, or from a text that is pasted.

use wasm_bindgen::JsCast;
use web_sys::{FileList, HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

use super::dialog::{Dialog, close_around, use_dialog};
use crate::agent::tree_protocol::{Picked, SeriesSource};
use crate::state::trees::TreeAction;
use crate::state::{Action, Dispatch};

/// What [`OpenSeries`] needs.
#[derive(PartialEq, Properties)]
pub struct OpenSeriesProps {
    /// Where the series goes.
    pub page: Dispatch,
}

/// A button that opens a dialog for files and texts of a series.
#[component]
pub fn OpenSeries(props: &OpenSeriesProps) -> Html {
    let (is_open, open, on_close) = use_dialog();
    html! {
        <>
            <button type="button" class="button" onclick={open}>{ "Open series" }</button>
            if is_open {
                <Choose page={props.page.clone()} {on_close} />
            }
        </>
    }
}

#[derive(PartialEq, Properties)]
struct ChooseProps {
    page: Dispatch,
    on_close: Callback<()>,
}

/// The dialog: files or a text, and what is wrong as long as there is neither.
#[component]
fn Choose(props: &ChooseProps) -> Html {
    let (text, files) = (use_node_ref(), use_node_ref());
    let is_empty = use_state(|| false);
    let onclick = {
        let (page, text, files, is_empty) =
            (props.page.clone(), text.clone(), files.clone(), is_empty.setter());
        Callback::from(move |event: MouseEvent| {
            let Some(area) = text.cast::<HtmlTextAreaElement>() else { return };
            let chosen = files.cast::<HtmlInputElement>().and_then(|input| input.files());
            let pasted = Some(area.value()).filter(|text| !text.trim().is_empty());
            let source = SeriesSource {
                texts: pasted.into_iter().collect(),
                files: chosen.map(picked).unwrap_or_default(),
            };
            if source == SeriesSource::default() {
                is_empty.set(true);
                let _ = area.focus();
                return;
            }
            page.dispatch(Action::Tree(TreeAction::PutSeries(source)));
            close_around(event.unchecked_ref());
        })
    };
    let tools = html! { <button type="button" class="button" {onclick}>{ "Put on the tree" }</button> };
    html! {
        <Dialog heading="Open a series" close="Cancel" {tools} on_close={props.on_close.clone()}>
            <p>{ "A mailbox (also .gz), mails, .patch files or a bare diff. The patches are put on the tree that is open, in memory alone, and each step can then be looked at." }</p>
            <p><label class="field">
                <span>{ "Files" }</span><input type="file" multiple=true ref={files} />
            </label></p>
            <p><label for="series-text">{ "Paste a series" }</label></p>
            <textarea id="series-text" class="load-text" rows="10" spellcheck="false" autofocus=true ref={text}
                aria-describedby={is_empty.then_some("series-text-problem")} />
            if *is_empty {
                <p id="series-text-problem" role="alert">{ "There is no text and no file to read patches from." }</p>
            }
        </Dialog>
    }
}

/// Takes the files of a list, by their names.
pub fn picked(files: FileList) -> Vec<Picked> {
    let files = (0..files.length()).filter_map(|at| files.get(at));
    files.map(|file| Picked { path: file.name(), file }).collect()
}
