//! A dialog in front of the page.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlDialogElement};
use yew::prelude::*;

/// What [`Dialog`] shows.
#[derive(PartialEq, Properties)]
pub struct DialogProps {
    /// Its heading and name.
    pub heading: AttrValue,
    /// Whether it is for a table.
    #[prop_or_default]
    pub is_wide: bool,
    /// What its last button says.
    #[prop_or(AttrValue::Static("Close"))]
    pub close: AttrValue,
    /// Buttons before the last one.
    #[prop_or_default]
    pub tools: Html,
    /// Called when it has closed, by whatever way.
    pub on_close: Callback<()>,
    /// What is in it.
    pub children: Html,
}

/// Returns whether a dialog is open, and what opens and closes it, for the button that it
/// belongs to.
#[hook]
pub fn use_dialog() -> (bool, Callback<MouseEvent>, Callback<()>) {
    let is_open = use_state(|| false);
    let open = {
        let is_open = is_open.setter();
        Callback::from(move |_| is_open.set(true))
    };
    let close = {
        let is_open = is_open.setter();
        Callback::from(move |()| is_open.set(false))
    };
    (*is_open, open, close)
}

/// A dialog that is open for as long as it is there.
///
/// It is closed before it is taken away, so that the focus goes back to where it
/// was.
#[component]
pub fn Dialog(props: &DialogProps) -> Html {
    let dialog = use_node_ref();
    {
        let dialog = dialog.clone();
        use_effect_with((), move |()| {
            if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
                let _ = dialog.show_modal();
            }
        });
    }
    let onclose = {
        let on_close = props.on_close.clone();
        Callback::from(move |_: Event| on_close.emit(()))
    };
    html! {
        <dialog ref={dialog} {onclose} class={classes!(props.is_wide.then_some("wide-dialog"))}
            aria-labelledby="dialog-heading">
            <h2 id="dialog-heading">{ &props.heading }</h2>
            { props.children.clone() }
            <p class="dialog-tools">
                { props.tools.clone() }
                <button type="button" class="button" onclick={|event: MouseEvent| close_around(&event)}>
                    { &props.close }
                </button>
            </p>
        </dialog>
    }
}

/// Closes the dialog that the element of an event is in.
pub fn close_around(event: &Event) {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let around = target.and_then(|target| target.closest("dialog").ok().flatten());
    if let Some(dialog) = around.and_then(|around| around.dyn_into::<HtmlDialogElement>().ok()) {
        dialog.close();
    }
}
