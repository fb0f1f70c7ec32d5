//! What the page knows of a Kconfig file that is edited.

use std::rc::Rc;

use kconfig::view::Problem;

use super::Page;

/// The id of the patch that the edits are.
pub const EDIT: &str = "edit";

/// A file in the editor.
#[derive(Clone, Debug, PartialEq)]
pub struct Edit {
    /// Whether the editor is open.
    pub is_open: bool,
    /// The number of the newest question for a text.
    pub asked: u32,
    /// The file's path, or "".
    pub path: String,
    /// Its text, or why there is none.
    pub text: Rc<Result<String, Problem>>,
    /// The paths of the tree's Kconfig files.
    pub paths: Rc<Vec<String>>,
}

impl Default for Edit {
    fn default() -> Self {
        Self {
            is_open: false,
            asked: 0,
            path: String::new(),
            text: Rc::new(Ok(String::new())),
            paths: Rc::default(),
        }
    }
}

impl Edit {
    /// Opens the editor with a file.
    pub(super) fn open(&mut self, path: String) {
        self.is_open = true;
        self.path = path;
        self.asked += 1;
    }

    /// Closes the editor, and forgets its text.
    pub(super) fn close(&mut self) {
        *self = Self { asked: self.asked + 1, ..Self::default() };
    }

    /// Takes a text, and which files there are.
    pub(super) fn take(&mut self, paths: Vec<String>, text: Result<String, Problem>) {
        self.paths = Rc::new(paths);
        self.text = Rc::new(text);
    }
}

impl Page {
    /// Returns the file that the symbol in focus is defined in, or "".
    pub fn focus_file(&self) -> String {
        let symbol = self.view.as_ref().and_then(|view| view.symbol.as_ref());
        let place = symbol.and_then(|symbol| symbol.definitions.first()).map(|definition| &definition.place);
        place.and_then(|place| place.rsplit_once(':')).map_or(String::new(), |(path, _)| path.to_owned())
    }

    /// Returns whether something was edited.
    pub fn has_edit(&self) -> bool {
        let last = self.scenario.as_ref().and_then(|scenario| scenario.patches.last());
        last.is_some_and(|patch| patch.id == EDIT)
    }
}
