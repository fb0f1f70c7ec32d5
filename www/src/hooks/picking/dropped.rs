//! What is dropped on the page.

use js_sys::{Array, Function, Promise};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, FileSystemDirectoryEntry, FileSystemEntry, FileSystemFileEntry};
use yew::platform::spawn_local;

use super::{Found, HISTORY, failed, is_newest, open_walked, pick_file, stop};
use crate::agent::tree_protocol::Picked;
use crate::state::Dispatch;

/// Opens a file or folder that was dropped.
pub fn pick_entry(entry: FileSystemEntry, page: Dispatch) {
    let number = stop();
    spawn_local(async move {
        if entry.is_file() {
            match file_of(entry).await {
                _ if !is_newest(number) => {}
                Ok(file) => pick_file(file, &page),
                Err(error) => page.dispatch(failed(&error)),
            }
            return;
        }
        open_walked(walk(entry, number, &page), number, &page).await;
    });
}

/// Walks through a folder; none where it was stopped.
async fn walk(root: FileSystemEntry, number: u32, page: &Dispatch) -> Result<Option<Found>, JsValue> {
    let mut found = Found::new(&root.name(), number);
    let mut open = vec![root];
    while let Some(folder) = open.pop() {
        let reader = folder.unchecked_into::<FileSystemDirectoryEntry>().create_reader();
        loop {
            let batch: Array = later(|ok, bad| {
                let _ = reader.read_entries_with_callback_and_callback(&ok, &bad);
            })
            .await?
            .unchecked_into();
            if !is_newest(number) {
                return Ok(None);
            }
            if batch.length() == 0 {
                break;
            }
            for entry in batch.iter().map(JsCast::unchecked_into::<FileSystemEntry>) {
                // It starts with the folder's own name.
                let path = entry.full_path().trim_start_matches('/').to_owned();
                if entry.is_directory() {
                    if entry.name() != HISTORY {
                        open.push(entry);
                    }
                } else if found.takes(&path) {
                    let file = file_of(entry).await?;
                    found.files.push(Picked { path, file });
                }
            }
        }
        found.tell(page);
    }
    Ok(Some(found))
}

async fn file_of(entry: FileSystemEntry) -> Result<File, JsValue> {
    let entry: FileSystemFileEntry = entry.unchecked_into();
    let file = later(|ok, bad| entry.file_with_callback_and_callback(&ok, &bad)).await?;
    Ok(file.unchecked_into())
}

/// Waits for an answer that comes to one of two callbacks.
async fn later(mut ask: impl FnMut(Function, Function)) -> Result<JsValue, JsValue> {
    JsFuture::from(Promise::new(&mut ask)).await
}
