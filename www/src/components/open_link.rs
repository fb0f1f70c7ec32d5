//! The button "Open link", for links that do not come by the address bar.

use wasm_bindgen::JsCast;
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

use super::dialog::{Dialog, close_around, use_dialog};
use crate::state::{Action, Dispatch};

/// What [`OpenLink`] needs.
#[derive(PartialEq, Properties)]
pub struct OpenLinkProps {
    /// Whether there is no state yet to come back to.
    pub is_waiting: bool,
    /// Where the text goes.
    pub page: Dispatch,
}

/// A button that opens a dialog for a link, or for a mail with one.
#[component]
pub fn OpenLink(props: &OpenLinkProps) -> Html {
    let (is_open, open, on_close) = use_dialog();
    html! {
        <>
            <button type="button" class="button" onclick={open} disabled={props.is_waiting}>{ "Open link" }</button>
            if is_open {
                <Paste page={props.page.clone()} {on_close} />
            }
        </>
    }
}

#[derive(PartialEq, Properties)]
struct PasteProps {
    page: Dispatch,
    on_close: Callback<()>,
}

/// The dialog: a text, and what is wrong with it as long as nothing is in it.
#[component]
fn Paste(props: &PasteProps) -> Html {
    let text = use_node_ref();
    let is_empty = use_state(|| false);
    let onclick = {
        let (page, text, is_empty) = (props.page.clone(), text.clone(), is_empty.setter());
        Callback::from(move |event: MouseEvent| {
            let Some(area) = text.cast::<HtmlTextAreaElement>() else { return };
            let pasted = area.value();
            if pasted.trim().is_empty() {
                is_empty.set(true);
                let _ = area.focus();
                return;
            }
            page.dispatch(Action::PasteLink(pasted));
            close_around(event.unchecked_ref());
        })
    };
    let tools = html! { <button type="button" class="button" {onclick}>{ "Open" }</button> };
    html! {
        <Dialog heading="Open a link" close="Cancel" {tools} on_close={props.on_close.clone()}>
            <p>{ "Quoted, wrapped or encoded as it is: the state that the link holds is shown, and whether it is what its sender saw." }</p>
            <p><label for="link-text">{ "Paste a link or a mail with one" }</label></p>
            <textarea id="link-text" class="load-text" rows="10" spellcheck="false" autofocus=true ref={text}
                aria-describedby={is_empty.then_some("link-text-problem")} />
            if *is_empty {
                <p id="link-text-problem" role="alert">{ "There is no text to find a link in." }</p>
            }
        </Dialog>
    }
}
