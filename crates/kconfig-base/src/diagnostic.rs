//! What can be wrong with a tree, as data; [`render`](crate::render) makes text of it.

use crate::span::Location;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; conf prints it to standard output or not at all.
    Note,
    /// conf goes on.
    Warning,
    /// conf exits with status 1; we go on with what was understood.
    Error,
}

/// A place that a diagnostic speaks of beside its main one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub location: Location,
    /// What stands there, as a phrase.
    pub text: String,
}

/// One finding about a tree, a .config or a patch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// A kebab-case noun that names the kind of finding: `unmet-direct-dep`.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// Where it is, if it is anywhere.
    pub location: Option<Location>,
    /// The finding in one phrase; the kernel's own words where it has some.
    pub message: String,
    /// Further places.
    pub labels: Vec<Label>,
    /// What to do about it, as a sentence, where we know.
    pub help: Option<String>,
    /// The exact bytes that the kernel's conf prints for this finding, where
    /// it prints more or other words than `file:line: message`.
    pub conf_text: Option<String>,
}

impl Diagnostic {
    /// Makes a finding without labels and help.
    pub fn new(
        code: &'static str,
        severity: Severity,
        location: Option<Location>,
        message: impl Into<String>,
    ) -> Self {
        Self {
            code,
            severity,
            location,
            message: message.into(),
            labels: Vec::new(),
            help: None,
            conf_text: None,
        }
    }

    /// Makes an error at a place.
    pub fn error(code: &'static str, location: Location, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Error, Some(location), message)
    }

    /// Makes a warning at a place.
    pub fn warning(code: &'static str, location: Location, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Warning, Some(location), message)
    }

    /// Adds a further place.
    #[must_use]
    pub fn label(mut self, location: Location, text: impl Into<String>) -> Self {
        self.labels.push(Label { location, text: text.into() });
        self
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    /// Adds what conf prints for it.
    #[must_use]
    pub fn conf_text(mut self, text: impl Into<String>) -> Self {
        self.conf_text = Some(text.into());
        self
    }
}
