//! Kernel trees from the person's machine: the worker is asked, and files that
//! are dropped anywhere on the page are taken.

use gloo::events::{EventListener, EventListenerOptions};
use gloo::utils::{body, document};
use wasm_bindgen::JsCast;
use web_sys::{DataTransfer, DragEvent, Event, FileList};
use yew::platform::spawn_local;
use yew::prelude::*;

use super::{Timed, picking};
use crate::agent::protocol::Request;
use crate::agent::tree_protocol::{SeriesSource, TreeSource};
use crate::components::open_series::picked;
use crate::state::trees::TreeAction;
use crate::state::{Action, Dispatch, Page};

/// How the names of files end that have mails or patches.
const SERIES: &[&str] = &[".patch", ".diff", ".eml", ".mbox", ".mbx"];

/// Sends each request about trees once, and listens for what is dropped.
#[hook]
pub fn use_trees(page: &UseReducerHandle<Page>, ask: impl Fn(Request) + 'static) {
    let request = page.trees.asked.1.clone();
    use_effect_with(page.trees.asked.0, move |_| match request {
        Some(Request::OpenTree { id, source }) => {
            Timed::Load.start();
            spawn_local(async move {
                let is_folder = matches!(source, TreeSource::Folder { .. });
                if !is_folder || picking::hand_over(id, &ask).await {
                    ask(Request::OpenTree { id, source });
                }
            });
        }
        Some(request) => {
            if matches!(request, Request::PutSeries { .. }) {
                Timed::Series.start();
                Timed::Sweep.start();
            }
            if request == Request::CloseTree {
                picking::stop();
            }
            ask(request);
        }
        None => {}
    });
    let page = page.dispatcher();
    use_effect_with((), move |()| {
        let listeners = ["dragover", "dragleave", "drop"].map(|kind| {
            let (page, options) = (page.clone(), EventListenerOptions::enable_prevent_default());
            EventListener::new_with_options(&document(), kind, options, move |event| {
                drag(event, kind, &page);
            })
        });
        move || drop(listeners)
    });
}

fn drag(event: &Event, kind: &str, page: &Dispatch) {
    let Some(data) = event.dyn_ref::<DragEvent>().and_then(DragEvent::data_transfer) else {
        return;
    };
    // Texts go where texts go.
    if !has_files(&data) {
        return;
    }
    event.prevent_default();
    let _ = match kind {
        "dragover" => body().set_attribute("data-drop", ""),
        _ => body().remove_attribute("data-drop"),
    };
    if kind == "drop" {
        if let Some(files) = data.files().filter(is_series) {
            let source = SeriesSource { texts: Vec::new(), files: picked(files) };
            page.dispatch(Action::Tree(TreeAction::PutSeries(source)));
            return;
        }
        let items = data.items();
        // A dropped thing is only named while the event lasts.
        let entry = (0..items.length()).find_map(|at| items.get(at)?.webkit_get_as_entry().ok().flatten());
        if let Some(entry) = entry {
            picking::pick_entry(entry, page.clone());
        }
    }
}

/// Whether files are those of a series, by their names.
fn is_series(files: &FileList) -> bool {
    let names: Vec<String> = (0..files.length())
        .filter_map(|at| files.get(at))
        .map(|file| file.name().to_ascii_lowercase())
        .collect();
    let is_it = |name: &String| {
        let name = name.strip_suffix(".gz").unwrap_or(name);
        name == "series" || SERIES.iter().any(|ending| name.ends_with(ending))
    };
    !names.is_empty() && names.iter().all(is_it)
}

fn has_files(data: &DataTransfer) -> bool {
    let items = data.items();
    (0..items.length()).any(|at| items.get(at).is_some_and(|item| item.kind() == "file"))
}
