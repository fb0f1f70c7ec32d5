//! The button "Edit Kconfig": any Kconfig file of the tree in a text box.

use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

use super::dialog::{Dialog, close_around};
use crate::state::edit::Edit;
use crate::state::{Action, Dispatch};

/// What [`Editor`] shows.
#[derive(PartialEq, Properties)]
pub struct EditorProps {
    /// The file that is edited, and which there are.
    pub edit: Edit,
    /// The file that the symbol in focus is defined in, or "".
    pub path: AttrValue,
    /// Whether something was edited.
    pub has_edit: bool,
    /// Where what was done goes.
    pub page: Dispatch,
}

/// A button that opens a dialog with a file's text.
#[component]
pub fn Editor(props: &EditorProps) -> Html {
    let open = {
        let (page, path) = (props.page.clone(), props.path.to_string());
        Callback::from(move |_| page.dispatch(Action::OpenFile(path.clone())))
    };
    html! {
        <>
            <button type="button" class="button" onclick={open}>{ "Edit Kconfig" }</button>
            if props.edit.is_open {
                <FileDialog edit={props.edit.clone()} has_edit={props.has_edit} page={props.page.clone()} />
            }
        </>
    }
}

#[derive(PartialEq, Properties)]
struct FileProps {
    edit: Edit,
    has_edit: bool,
    page: Dispatch,
}

/// The dialog: which file, its text, and what to do with it.
#[component]
fn FileDialog(props: &FileProps) -> Html {
    let FileProps { edit, page, .. } = props;
    let (text, path) = (use_node_ref(), use_node_ref());
    {
        // What was typed stays until another text comes.
        let text = text.clone();
        use_effect_with((edit.path.clone(), edit.text.clone()), move |(_, content)| {
            if let (Some(area), Ok(content)) = (text.cast::<HtmlTextAreaElement>(), &**content) {
                area.set_value(content);
            }
        });
    }
    let on_path = {
        let (page, path) = (page.clone(), path.clone());
        Callback::from(move |_: MouseEvent| {
            if let Some(input) = path.cast::<HtmlInputElement>() {
                page.dispatch(Action::OpenFile(input.value()));
            }
        })
    };
    let on_apply = {
        let (page, text, path) = (page.clone(), text.clone(), edit.path.clone());
        Callback::from(move |event: MouseEvent| {
            if let Some(area) = text.cast::<HtmlTextAreaElement>() {
                page.dispatch(Action::EditFile(Some((path.clone(), area.value()))));
                close_around(event.unchecked_ref());
            }
        })
    };
    let on_back = {
        let page = page.clone();
        Callback::from(move |event: MouseEvent| {
            page.dispatch(Action::EditFile(None));
            close_around(event.unchecked_ref());
        })
    };
    let on_close = {
        let page = page.clone();
        Callback::from(move |()| page.dispatch(Action::CloseFile))
    };
    let is_there = edit.text.is_ok() && !edit.path.is_empty();
    let tools = html! {
        <>
            <button type="button" class="button" onclick={on_apply} disabled={!is_there}>{ "Apply as last patch" }</button>
            if props.has_edit {
                <button type="button" class="button" onclick={on_back}>{ "Take all edits back" }</button>
            }
        </>
    };
    html! {
        <Dialog heading="Edit a Kconfig file" is_wide=true close="Cancel" {tools} {on_close}>
            <p>{ "What differs becomes a patch behind the others, in memory alone; the pane Patches shows what it does, and saves it as a diff." }</p>
            <p class="field">
                <label for="edit-path">{ "File" }</label>
                <input id="edit-path" type="text" size="40" list="edit-paths" spellcheck="false" ref={path}
                    value={edit.path.clone()} />
                <button type="button" class="button" onclick={on_path}>{ "Show" }</button>
            </p>
            <datalist id="edit-paths">
                { for edit.paths.iter().map(|path| html! { <option value={path.clone()} /> }) }
            </datalist>
            if let Err(problem) = &*edit.text {
                <p role="alert">{ &problem.message }{ " " }{ &problem.help }</p>
            }
            <textarea class="load-text" rows="18" spellcheck="false" ref={text} readonly={!is_there}
                aria-label={format!("Edit {}", edit.path)} />
        </Dialog>
    }
}
