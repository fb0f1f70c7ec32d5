//! What conf says of a tree or of its values before a patch and after.

use kconfig_base::{Diagnostic, Severity};
use kconfig_model::{Model, UNKNOWN_COMMAND};
use rustc_hash::FxHashMap;
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

    /// What a message is compared by; lines move with patches, so that the place does
    /// not count.
    fn words(&self) -> (bool, &str, &str) {
        (self.is_error, &self.code, &self.text)
    }
}

impl Difference {
    /// Compares the messages of two sides; one that stands twice counts twice.
    pub(super) fn of(before: &[Message], after: &[Message]) -> Self {
        // How often the other side says each.
        fn only(messages: &[Message], others: &[Message]) -> Vec<Message> {
            let mut left: FxHashMap<_, usize> = FxHashMap::default();
            for other in others {
                *left.entry(other.words()).or_default() += 1;
            }
            let mut out = Vec::new();
            for message in messages {
                match left.get_mut(&message.words()) {
                    Some(n) if *n > 0 => *n -= 1,
                    _ => out.push(message.clone()),
                }
            }
            out
        }
        Self { new: only(after, before), vanished: only(before, after) }
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
