//! The worker's answers about kernel trees: what there is, what is opened, what
//! is kept.

use std::cell::RefCell;
use std::rc::Rc;

use kconfig::bundle::{TreeEntry, read_index};
use kconfig::view::{GivenConfig, Problem};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::AbortController;

use super::configs;
use super::opening::{self, OpenedTree, Steps};
use super::protocol::Answer;
use super::reading::fetch;
use super::store::{self, Refused};
use super::tree_protocol::{Picked, TreeList, TreeSource};

/// Where the site lists its trees, relative to the worker's own file.
const INDEX: &str = "./trees/index.json";

/// What is under way about trees.
#[derive(Default)]
pub(super) struct Trees {
    listed: Rc<RefCell<Vec<TreeEntry>>>,
    /// Stops the newest opening.
    running: Option<AbortController>,
    /// The files of the folder that is opened next, and the opening's number.
    picked: (u32, Vec<Picked>),
}

impl Trees {
    /// Asks the site and the browser what can be opened by name.
    pub(super) fn list(&self, respond: impl Fn(Answer) + 'static) {
        let listed = Rc::clone(&self.listed);
        spawn_local(async move {
            // A site without a list is a site without trees.
            let found = index().await.unwrap_or_default();
            listed.replace(found);
            respond(list(&listed).await);
        });
    }

    /// Takes some files of the folder that is opened next.
    pub(super) fn take(&mut self, id: u32, files: Vec<Picked>) {
        if self.picked.0 != id {
            self.picked = (id, Vec::new());
        }
        self.picked.1.extend(files);
    }

    /// Opens a tree, and stops the opening before.
    ///
    /// `done` is called at the end, unless it was stopped.
    pub(super) fn open(
        &mut self,
        id: u32,
        source: TreeSource,
        respond: impl Fn(Answer) + Clone + 'static,
        done: impl FnOnce(Result<OpenedTree, Problem>) + 'static,
    ) {
        // A link may ask for a tree while a folder's files are still coming.
        let files = if self.picked.0 == id { std::mem::take(&mut self.picked).1 } else { Vec::new() };
        self.stop();
        let Ok(stop) = AbortController::new() else { return };
        let signal = stop.signal();
        self.running = Some(stop);
        let listed = Rc::clone(&self.listed);
        spawn_local(async move {
            let tell = respond.clone();
            let tell = move |progress| tell(Answer::Opening { id, progress });
            let known = listed.borrow().clone();
            let mut steps = Steps::new(tell, signal.clone());
            let result = opening::open(&source, &files, &known, &mut steps).await;
            if signal.aborted() {
                return;
            }
            let fresh = match result {
                Ok(fresh) => fresh,
                Err(problem) => {
                    done(Err(problem));
                    // It may have been forgotten in another tab.
                    return respond(list(&listed).await);
                }
            };
            let mut tree = fresh.tree;
            let name = tree.info.name.clone();
            // A browser that keeps nothing has none.
            let kept = configs::of_tree(&name).await.unwrap_or_default();
            tree.configs = kept.into_iter().map(|config| (config.name, config.text)).collect();
            done(Ok(tree));
            let Some(packed) = fresh.packed else { return };
            match store::put(&name, &packed).await {
                Ok(()) => respond(list(&listed).await),
                Err(Refused(why)) => respond(Answer::NotKept { name, why }),
            }
        });
    }

    /// Looks for a tree by its name, in the browser and on the site.
    pub(super) fn find(&self, name: String, done: impl FnOnce(Option<TreeSource>) + 'static) {
        let listed = Rc::clone(&self.listed);
        spawn_local(async move {
            if listed.borrow().is_empty() {
                let found = index().await.unwrap_or_default();
                listed.replace(found);
            }
            let is_listed = listed.borrow().iter().any(|entry| entry.name == name);
            let is_kept = store::names().await.is_ok_and(|kept| kept.contains(&name));
            done(match (is_listed, is_kept) {
                (true, _) => Some(TreeSource::Listed(name)),
                (false, true) => Some(TreeSource::Kept(name)),
                _ => None,
            });
        });
    }

    /// Stops the newest opening, and forgets what was brought for the next one.
    pub(super) fn cancel(&mut self) {
        self.picked.1.clear();
        self.stop();
    }

    /// Stops the newest opening; what was brought for the next one stays.
    fn stop(&mut self) {
        if let Some(stop) = self.running.take() {
            stop.abort();
        }
    }

    /// Keeps a .config with a tree; says why where the browser does not.
    pub(super) fn keep_config(
        &self,
        tree: String,
        given: GivenConfig,
        text: String,
        respond: impl Fn(Answer) + 'static,
    ) {
        spawn_local(async move {
            if let Err(Refused(why)) = configs::put(&tree, &given.base, &given.name, &text).await {
                respond(Answer::NotKept { name: given.name, why });
            }
        });
    }

    /// Forgets a kept .config.
    pub(super) fn forget_config(&self, tree: String, base: String) {
        spawn_local(async move {
            // What is not there any more is forgotten too.
            let _ = configs::remove(&tree, Some(&base)).await;
        });
    }

    /// Forgets a kept tree, and the .config files kept with it.
    pub(super) fn forget(&self, name: String, respond: impl Fn(Answer) + 'static) {
        let listed = Rc::clone(&self.listed);
        spawn_local(async move {
            // What is not there any more is forgotten too.
            let _ = store::remove(&name).await;
            let _ = configs::remove(&name, None).await;
            respond(list(&listed).await);
        });
    }
}

async fn list(listed: &RefCell<Vec<TreeEntry>>) -> Answer {
    let kept = store::names().await.unwrap_or_default();
    let listed = listed.borrow().iter().map(|tree| tree.name.clone()).collect();
    Answer::Trees(TreeList { listed, kept })
}

async fn index() -> Option<Vec<TreeEntry>> {
    let text = fetch(INDEX, None).await.ok()?.text().ok()?;
    read_index(&JsFuture::from(text).await.ok()?.as_string()?).ok()
}
