//! Loading a .config, a defconfig or a fragment.

use kconfig::view::GivenAs;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

use super::dialog::{Dialog, close_around, use_dialog};
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
    let (is_open, open, on_close) = use_dialog();
    html! {
        <>
            <button type="button" class="button quiet" onclick={open}>{ "Load .config" }</button>
            if is_open {
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
    // The name of the file whose text was taken; what is typed has none.
    let name = use_state(String::new);
    let onchange = {
        let (text, name) = (text.clone(), name.setter());
        Callback::from(move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            let (file, text) = (input.files().and_then(|files| files.get(0)), text.clone());
            let name = name.clone();
            input.set_value("");
            spawn_local(async move {
                let Some(file) = file else { return };
                let read = JsFuture::from(file.text()).await;
                if let (Ok(content), Some(area)) = (read, text.cast::<HtmlTextAreaElement>()) {
                    area.set_value(&content.as_string().unwrap_or_default());
                    name.set(file.name());
                }
            });
        })
    };
    let give = |given_as: GivenAs| {
        let (page, text, name) = (props.page.clone(), text.clone(), (*name).clone());
        Callback::from(move |event: MouseEvent| {
            if let Some(area) = text.cast::<HtmlTextAreaElement>() {
                page.dispatch(Action::Give(name.clone(), area.value(), given_as));
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
