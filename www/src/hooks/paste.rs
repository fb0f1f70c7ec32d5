//! Texts that are pasted anywhere on the page.

use gloo::events::EventListener;
use gloo::utils::document;
use wasm_bindgen::JsCast;
use web_sys::ClipboardEvent;
use yew::prelude::*;

use super::keys::is_typing;
use crate::agent::tree_protocol::SeriesSource;
use crate::state::trees::TreeAction;
use crate::state::{Action, Dispatch};

/// Whether a text has a patch in it, not quoted: it is then no mail with a link.
fn is_patch(text: &str) -> bool {
    let starts = |mark: &str| text.lines().any(|line| line.starts_with(mark));
    starts("@@ -") && starts("--- ") && starts("+++ ")
}

/// Opens the link of a text that is pasted outside of text boxes and dialogs, or puts
/// the series in it on the tree.
#[hook]
pub fn use_paste(page: Dispatch) {
    use_effect_with((), move |()| {
        let listener = EventListener::new(&document(), "paste", move |event| {
            let is_in_dialog = document().query_selector("dialog[open]").is_ok_and(|open| open.is_some());
            if is_typing(event) || is_in_dialog {
                return;
            }
            let data = event.dyn_ref::<ClipboardEvent>().and_then(ClipboardEvent::clipboard_data);
            let text = data.and_then(|data| data.get_data("text/plain").ok()).unwrap_or_default();
            // A file has no text.
            if is_patch(&text) {
                let source = SeriesSource { texts: vec![text], files: Vec::new() };
                page.dispatch(Action::Tree(TreeAction::PutSeries(source)));
            } else if !text.trim().is_empty() {
                page.dispatch(Action::PasteLink(text));
            }
        });
        move || drop(listener)
    });
}
