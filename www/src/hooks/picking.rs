//! Files and folders that the person at the page chooses: only what Kconfig
//! needs is looked at.

use std::cell::Cell;

use js_sys::{Array, Function, Promise, Reflect};
use kconfig::bundle::may_be_wanted;
use kconfig::view::Problem;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, FileList, FileSystemDirectoryEntry, FileSystemEntry, FileSystemFileEntry};
use yew::platform::spawn_local;

use crate::agent::tree_protocol::{Picked, TreeSource};
use crate::pause::pause;
use crate::state::trees::TreeAction;
use crate::state::{Action, Dispatch};

/// How many names of other files are taken along, for an error.
const N_OTHERS: usize = 3;

/// How many of a folder's files are looked at before the page may do other
/// things: a kernel has 80,000.
const TURN: u32 = 2000;

thread_local! {
    /// The number of the newest choice; a walk of an older one ends.
    static NEWEST: Cell<u32> = const { Cell::new(0) };
}

/// Ends the walk through a folder that is under way.
pub fn stop() -> u32 {
    NEWEST.with(|newest| {
        newest.set(newest.get() + 1);
        newest.get()
    })
}

fn is_newest(number: u32) -> bool {
    NEWEST.with(|newest| newest.get() == number)
}

/// Opens a file.
pub fn pick_file(file: File, page: &Dispatch) {
    stop();
    let picked = Picked { path: file.name(), file };
    page.dispatch(Action::Tree(TreeAction::Open(TreeSource::File(picked))));
}

/// Opens the folder that a directory picker gives all files of.
pub fn pick_folder(files: FileList, page: Dispatch) {
    let number = stop();
    spawn_local(async move {
        let path = |file: &File| {
            let path = Reflect::get(file, &"webkitRelativePath".into()).ok();
            path.and_then(|path| path.as_string())
                .filter(|path| !path.is_empty())
                .unwrap_or_else(|| file.name())
        };
        let first = files.get(0).map(|file| path(&file)).unwrap_or_default();
        let mut found = Found::new(first.split('/').next().unwrap_or_default());
        for at in 0..files.length() {
            if at % TURN == 0 {
                page.dispatch(found.look());
                pause().await;
                if !is_newest(number) {
                    return;
                }
            }
            if let Some(file) = files.get(at) {
                let path = path(&file);
                if found.takes(&path) {
                    found.files.push(Picked { path, file });
                }
            }
        }
        page.dispatch(found.open());
    });
}

/// Opens a file or folder that was dropped.
pub fn pick_entry(entry: FileSystemEntry, page: Dispatch) {
    let number = stop();
    spawn_local(async move {
        if entry.is_file() {
            match file_of(entry).await {
                Ok(file) => pick_file(file, &page),
                Err(error) => page.dispatch(failed(&error)),
            }
            return;
        }
        match walk(entry, number, &page).await {
            Ok(Some(found)) => page.dispatch(found.open()),
            Ok(None) => {}
            Err(error) => page.dispatch(failed(&error)),
        }
    });
}

/// Walks through a folder; none where it was stopped.
async fn walk(root: FileSystemEntry, number: u32, page: &Dispatch) -> Result<Option<Found>, JsValue> {
    let mut found = Found::new(&root.name());
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
                    if entry.name() != ".git" {
                        open.push(entry);
                    }
                } else if found.takes(&path) {
                    let file = file_of(entry).await?;
                    found.files.push(Picked { path, file });
                }
            }
        }
        page.dispatch(found.look());
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

fn failed(error: &JsValue) -> Action {
    let words = Reflect::get(error, &"message".into()).ok().and_then(|words| words.as_string());
    Action::Tree(TreeAction::Fail(Problem {
        message: "What was dropped cannot be read.".to_owned(),
        details: words.into_iter().collect(),
        help: "Choose it with one of the buttons instead.".to_owned(),
    }))
}

/// What a folder has.
struct Found {
    name: String,
    files: Vec<Picked>,
    others: Vec<String>,
}

impl Found {
    fn new(name: &str) -> Self {
        Self { name: name.to_owned(), files: Vec::new(), others: Vec::new() }
    }

    /// Returns whether a file is taken; notes some that are not.
    fn takes(&mut self, path: &str) -> bool {
        let is_taken = may_be_wanted(path);
        if !is_taken && self.others.len() < N_OTHERS {
            self.others.push(path.to_owned());
        }
        is_taken
    }

    fn look(&self) -> Action {
        let n = u32::try_from(self.files.len()).unwrap_or(u32::MAX);
        Action::Tree(TreeAction::Look(self.name.clone(), n))
    }

    fn open(self) -> Action {
        let Self { name, files, others } = self;
        Action::Tree(TreeAction::Open(TreeSource::Folder { name, files, others }))
    }
}
