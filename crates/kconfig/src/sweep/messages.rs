//! What conf says of a tree or of its values before a patch and after.

use kconfig_base::{Diagnostic, Severity};
use kconfig_model::{Model, UNKNOWN_COMMAND};
use serde::{Deserialize, Serialize};

use crate::warnings::place;

/// A warning or an error.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Message {
    /// Whether conf stops at it.
    pub is_error: bool,
    /// The code of the diagnostic.
    pub code: String,
    /// The words, in one line.
    pub text: String,
    /// `file:line`, or "" where it has no place.
    pub place: String,
}

/// The messages that are new, and those that vanished.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// The messages that only the second side has, with its places.
    pub new: Vec<Message>,
    /// The messages that only the first side has, with its places.
    pub vanished: Vec<Message>,
}

impl Message {
    /// Takes a diagnostic of a model.
    pub(super) fn of(diagnostic: &Diagnostic, model: &Model) -> Self {
        Self {
            is_error: diagnostic.severity == Severity::Error,
            code: diagnostic.code.to_owned(),
            text: diagnostic.message.clone(),
            place: diagnostic.location.map(|location| place(model, location)).unwrap_or_default(),
        }
    }

    /// Tells whether two messages say the same; lines move with patches, so that
    /// the words tell.
    fn is_same(&self, other: &Self) -> bool {
        (self.is_error, &self.code, &self.text) == (other.is_error, &other.code, &other.text)
    }
}

impl Difference {
    /// Compares the messages of two sides; one that stands twice counts twice.
    pub(super) fn of(before: &[Message], after: &[Message]) -> Self {
        let mut vanished: Vec<&Message> = before.iter().collect();
        let mut new = Vec::new();
        for message in after {
            match vanished.iter().position(|other| other.is_same(message)) {
                Some(index) => drop(vanished.remove(index)),
                None => new.push(message.clone()),
            }
        }
        Self { new, vanished: vanished.into_iter().cloned().collect() }
    }

    /// Tells whether there are none.
    pub fn is_empty(&self) -> bool {
        self.new.is_empty() && self.vanished.is_empty()
    }
}

/// What conf says while it reads a tree; commands without an answer say nothing of it.
pub(super) fn of_tree(model: &Model) -> Vec<Message> {
    let is_said = |diagnostic: &&Diagnostic| {
        diagnostic.severity != Severity::Note && diagnostic.code != UNKNOWN_COMMAND
    };
    model.diagnostics.iter().filter(is_said).map(|diagnostic| Message::of(diagnostic, model)).collect()
}

/// Tells whether conf stops at a tree.
pub(super) fn is_refused(model: &Model) -> bool {
    model.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
}
