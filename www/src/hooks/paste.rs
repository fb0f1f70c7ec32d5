//! Texts that are pasted anywhere on the page.

use gloo::events::EventListener;
use gloo::utils::document;
use wasm_bindgen::JsCast;
use web_sys::ClipboardEvent;
use yew::prelude::*;

use super::keys::is_typing;
use crate::state::{Action, Dispatch};

/// Opens the link of a text that is pasted outside of text boxes and dialogs.
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
            if !text.trim().is_empty() {
                page.dispatch(Action::PasteLink(text));
            }
        });
        move || drop(listener)
    });
}
