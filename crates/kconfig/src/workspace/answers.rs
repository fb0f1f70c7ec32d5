//! What a tree asks the shell, and what is answered: recorded, or said by the
//! person at the page.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use kconfig_model::{Model, ShellCall};
use kconfig_vfs::{Host, RecordedHost, ShellAnswer};

use super::Workspace;
use crate::view::{AnswerRow, Problem, State, UNKNOWN_ANSWER};
use crate::warnings::place;

/// A host that remembers what it was asked.
pub(super) struct Asking<'a> {
    recorded: RecordedHost,
    /// By [`key`]: answers in place of those recorded.
    said: &'a BTreeMap<String, String>,
    asked: RefCell<Asked>,
}

#[derive(Default)]
struct Asked {
    rows: Vec<AnswerRow>,
    keys: BTreeSet<String>,
}

impl<'a> Asking<'a> {
    pub(super) fn new(recorded: RecordedHost, said: &'a BTreeMap<String, String>) -> Self {
        Self { recorded, said, asked: RefCell::default() }
    }

    /// The commands in the order in which they were asked, each once, with the calls
    /// by which the tree asked.
    pub(super) fn into_rows(self, model: &Model) -> Vec<AnswerRow> {
        let calls: HashMap<String, &ShellCall> =
            model.shell_calls.iter().map(|call| (key(&call.command), call)).collect();
        let mut rows = self.asked.into_inner().rows;
        for row in &mut rows {
            if let Some(call) = calls.get(&row.key) {
                row.place = place(model, call.location);
                // What is written there is the command itself.
                if !call.call.starts_with("$(shell,") {
                    row.call.clone_from(&call.call);
                }
            }
        }
        rows
    }
}

impl Host for Asking<'_> {
    fn env(&self, name: &str) -> Option<String> {
        self.recorded.env(name)
    }

    fn shell(&self, command: &str) -> ShellAnswer {
        let recorded = self.recorded.shell.get(command);
        let key = key(command);
        let said = self.said.get(&key);
        let now = match said {
            Some(said) if said == UNKNOWN_ANSWER => None,
            Some(said) => Some(format!("{said}\n")),
            None => recorded.cloned(),
        };
        let mut asked = self.asked.borrow_mut();
        if asked.keys.insert(key.clone()) {
            asked.rows.push(AnswerRow {
                key,
                command: shown(command).to_owned(),
                call: String::new(),
                place: String::new(),
                recorded: recorded.map(|text| text.trim_end().to_owned()),
                now: now.as_ref().map(|text| text.trim_end().to_owned()),
                is_said: said.is_some(),
            });
        }
        now.map_or(ShellAnswer::Unknown, ShellAnswer::Output)
    }
}

/// The name of a command in states and links: its checksum, as it is long.
fn key(command: &str) -> String {
    format!("{:08x}", crc32fast::hash(command.as_bytes()))
}

/// What of a command tells it from others: without what scripts/Kconfig.include
/// puts around each.
fn shown(command: &str) -> &str {
    let command = command.split_once("mkdir .tmp_$$;").map_or(command, |(_, rest)| rest);
    let command = command.trim().strip_prefix('{').unwrap_or(command);
    command.split_once("; } >/dev/null").map_or(command, |(before, _)| before).trim()
}

impl Workspace {
    /// Lists what a state's arch asks the shell.
    ///
    /// # Errors
    /// As [`Workspace::view`].
    pub fn answers(&mut self, state: &State) -> Result<Vec<AnswerRow>, Problem> {
        let place = self.place(state)?;
        Ok(self.bring(&place, &place.arch)?.asked.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_goes_before_what_was_recorded() {
        let mut recorded = RecordedHost::default();
        recorded.shell.insert("a".into(), "y\n".into());
        let said = BTreeMap::from([(key("a"), "n".to_owned()), (key("b"), "y".to_owned())]);
        let host = Asking::new(recorded, &said);
        assert_eq!(host.shell("a"), ShellAnswer::Output("n\n".into()));
        assert_eq!(host.shell("b"), ShellAnswer::Output("y\n".into()));
        assert_eq!(host.shell("c"), ShellAnswer::Unknown);
        host.shell("a");
        let rows = host.asked.into_inner().rows;
        assert_eq!(rows.len(), 3);
        assert_eq!(
            (rows[0].recorded.as_deref(), rows[0].now.as_deref(), rows[0].is_said),
            (Some("y"), Some("n"), true)
        );
    }

    #[test]
    fn a_command_is_shown_without_its_frame() {
        let framed = "{ trap \"rm -rf .tmp_$$\" EXIT; mkdir .tmp_$$; gcc -Werror -mfoo -o .tmp_$$/a; } >/dev/null 2>&1 && echo \"y\" || echo \"n\"";
        assert_eq!(shown(framed), "gcc -Werror -mfoo -o .tmp_$$/a");
        assert_eq!(shown("./scripts/cc-version.sh gcc"), "./scripts/cc-version.sh gcc");
    }
}
