//! Files and folders that the person at the page chooses: only what Kconfig
//! needs is looked at.

mod dropped;
mod handles;

use std::cell::{Cell, RefCell};

use js_sys::{Date, Reflect};
use kconfig::bundle::may_be_wanted;
use kconfig::view::Problem;
use wasm_bindgen::JsValue;
use web_sys::{File, FileList};
use yew::platform::spawn_local;

pub use dropped::pick_entry;
pub use handles::ask_for_folder;

use crate::agent::protocol::Request;
use crate::agent::tree_protocol::{Picked, TreeSource};
use crate::pause::pause;
use crate::state::trees::TreeAction;
use crate::state::{Action, Dispatch};

/// How many names of other files are taken along, for an error.
const N_OTHERS: usize = 3;

/// How many of a folder's files are looked at before the page may do other
/// things: a kernel has 80,000.
const TURN: u32 = 2000;

/// How many files are given to the worker before the page may do other things: the
/// browser takes 0.3 ms for each.
const SLICE: usize = 50;

/// How often it is told how many files there are, in milliseconds.
const TELL: f64 = 100.0;

/// The folder of the kernel's that has nothing but its history.
const HISTORY: &str = ".git";

thread_local! {
    /// The number of the newest choice; a walk of an older one ends.
    static NEWEST: Cell<u32> = const { Cell::new(0) };
    /// The number of the choice of a folder and its files, until the worker has them.
    /// They are the browser's, and too many to be part of what the page knows.
    static FOUND: RefCell<(u32, Vec<Picked>)> = const { RefCell::new((0, Vec::new())) };
}

/// Ends the walk through a folder that is under way, and returns the number of the
/// next choice.
pub fn stop() -> u32 {
    FOUND.take();
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
        let mut found = Found::new(first.split('/').next().unwrap_or_default(), number);
        for at in 0..files.length() {
            if at % TURN == 0 {
                found.tell(&page);
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

/// Gives the worker the files of the folder that was chosen, slice by slice; returns
/// whether nothing else was chosen meanwhile.
pub async fn hand_over(id: u32, ask: &impl Fn(Request)) -> bool {
    let (number, files) = FOUND.take();
    let mut files = files.into_iter();
    while is_newest(number) {
        let slice: Vec<Picked> = files.by_ref().take(SLICE).collect();
        if slice.is_empty() {
            return true;
        }
        ask(Request::Picked { id, files: slice });
        pause().await;
    }
    false
}

/// Walks through a folder by its own way, and opens it unless it was stopped.
async fn open_walked(
    walk: impl Future<Output = Result<Option<Found>, JsValue>>,
    number: u32,
    page: &Dispatch,
) {
    match walk.await {
        Ok(Some(found)) => page.dispatch(found.open()),
        Err(error) if is_newest(number) => page.dispatch(failed(&error)),
        Ok(None) | Err(_) => {}
    }
}

fn failed(error: &JsValue) -> Action {
    let words = Reflect::get(error, &"message".into()).ok().and_then(|words| words.as_string());
    Action::Tree(TreeAction::Fail(Problem {
        message: "What was chosen cannot be read.".to_owned(),
        details: words.into_iter().collect(),
        help: "Choose it again, or make a bundle of it with `kconfig bundle`.".to_owned(),
    }))
}

/// What a folder has.
struct Found {
    /// The number of the choice.
    number: u32,
    name: String,
    files: Vec<Picked>,
    others: Vec<String>,
    /// When the page was told of it last.
    told: f64,
}

impl Found {
    fn new(name: &str, number: u32) -> Self {
        Self { number, name: name.to_owned(), files: Vec::new(), others: Vec::new(), told: 0.0 }
    }

    /// Returns whether a file is taken; notes some that are not.
    fn takes(&mut self, path: &str) -> bool {
        let is_taken = may_be_wanted(path);
        if !is_taken && self.others.len() < N_OTHERS {
            self.others.push(path.to_owned());
        }
        is_taken
    }

    /// Tells the page how many there are, now and then.
    fn tell(&mut self, page: &Dispatch) {
        let now = Date::now();
        if now - self.told >= TELL {
            self.told = now;
            let n = u32::try_from(self.files.len()).unwrap_or(u32::MAX);
            page.dispatch(Action::Tree(TreeAction::Look(self.name.clone(), n)));
        }
    }

    fn open(self) -> Action {
        let Self { number, name, files, others, .. } = self;
        FOUND.set((number, files));
        Action::Tree(TreeAction::Open(TreeSource::Folder { name, others }))
    }
}
