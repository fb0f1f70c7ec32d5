//! The picker of folders that leaves it to the page what of one is looked at.
//!
//! A file input for folders has the browser make a list of all files first: for a
//! kernel's 80,000 Chromium answers nothing for seconds.

use std::cell::Cell;

use gloo::utils::window;
use js_sys::{AsyncIterator, Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{FileSystemDirectoryHandle, FileSystemFileHandle, FileSystemHandle, FileSystemHandleKind};
use yew::platform::spawn_local;

use super::{Found, HISTORY, failed, is_newest, open_walked, stop};
use crate::agent::tree_protocol::Picked;
use crate::state::Dispatch;

/// Whether the picker can be asked.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Picker {
    Ready,
    /// It is open.
    Asking,
    /// It was refused, as in a frame of another site: a file input may do.
    Refused,
}

thread_local! {
    static PICKER: Cell<Picker> = const { Cell::new(Picker::Ready) };
}

/// Asks for a folder and opens it; returns whether this browser can ask so.
pub fn ask_for_folder(page: &Dispatch) -> bool {
    match PICKER.get() {
        Picker::Ready => {}
        Picker::Asking => return true,
        Picker::Refused => return false,
    }
    let window = window();
    let picker = Reflect::get(&window, &"showDirectoryPicker".into()).ok();
    let Some(picker) = picker.and_then(|picker| picker.dyn_into::<Function>().ok()) else {
        return false;
    };
    let Some(asked) = picker.call0(&window).ok().and_then(|asked| asked.dyn_into::<Promise>().ok()) else {
        return false;
    };
    PICKER.set(Picker::Asking);
    let page = page.clone();
    spawn_local(async move {
        let chosen = JsFuture::from(asked).await;
        PICKER.set(Picker::Ready);
        match chosen {
            Ok(root) => {
                let number = stop();
                open_walked(walk(root.unchecked_into(), number, &page), number, &page).await;
            }
            Err(error) if is_abort(&error) => {}
            Err(error) => {
                PICKER.set(Picker::Refused);
                page.dispatch(failed(&error));
            }
        }
    });
    true
}

/// Whether the person chose nothing.
fn is_abort(error: &JsValue) -> bool {
    Reflect::get(error, &"name".into()).is_ok_and(|name| name == "AbortError")
}

/// Walks through a folder; none where it was stopped.
async fn walk(
    root: FileSystemDirectoryHandle,
    number: u32,
    page: &Dispatch,
) -> Result<Option<Found>, JsValue> {
    let mut found = Found::new(&root.name(), number);
    let mut open = vec![(root.name(), root)];
    while let Some((path, folder)) = open.pop() {
        let entries: AsyncIterator = folder.values();
        loop {
            let next = JsFuture::from(entries.next()?).await?;
            if !is_newest(number) {
                return Ok(None);
            }
            if Reflect::get(&next, &"done".into())?.is_truthy() {
                break;
            }
            let entry: FileSystemHandle = Reflect::get(&next, &"value".into())?.unchecked_into();
            let path = format!("{path}/{}", entry.name());
            if entry.kind() == FileSystemHandleKind::Directory {
                if entry.name() != HISTORY {
                    open.push((path, entry.unchecked_into()));
                }
            } else if found.takes(&path) {
                let file = entry.unchecked_into::<FileSystemFileHandle>().get_file();
                let file = JsFuture::from(file).await?.unchecked_into();
                found.files.push(Picked { path, file });
            }
        }
        found.tell(page);
    }
    Ok(Some(found))
}
