//! Recorded answers in place of a shell.

use std::collections::BTreeMap;

use crate::host::{Host, ShellAnswer};

/// A host that answers from tables and says so when it cannot.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordedHost {
    /// The environment.
    pub env: BTreeMap<String, String>,
    /// Command to standard output.
    pub shell: BTreeMap<String, String>,
}

impl Host for RecordedHost {
    fn env(&self, name: &str) -> Option<String> {
        self.env.get(name).cloned()
    }

    fn shell(&self, command: &str) -> ShellAnswer {
        match self.shell.get(command) {
            Some(output) => ShellAnswer::Output(output.clone()),
            None => ShellAnswer::Unknown,
        }
    }
}
