//! The .config of one state, evaluated once.

use std::collections::BTreeMap;
use std::sync::Arc;

use kconfig_base::Severity;
use kconfig_dotconfig::write;
use kconfig_eval::evaluate;
use kconfig_model::{ParseCache, Semantics, load_as};
use kconfig_vfs::{Host, ShellAnswer, Vfs};

use crate::view::{Problem, State, UNKNOWN_ANSWER};
use crate::warnings::warning_view;
use crate::world::base::{Base, GivenFile};
use crate::world::reads::Recording;
use crate::world::{PREFIX, base};

/// How many messages of a broken tree are shown.
const MAX_MESSAGES: usize = 20;

/// Writes the whole .config of a state on a tree, as a kernel's page shows it; its CRC-32
/// is the digest of the result in links.
///
/// `files` are those of the tree with the patches of the state, `before` those without
/// any: the .config from before the series may be carried over it. `host` answers what the
/// tree asks but for the answers that the state has itself; `given` is the text of the
/// .config that the state starts from, where it is none of the tree's.
///
/// # Errors
/// The arch does not have the base config of the state, or conf would stop at its Kconfig
/// files.
pub fn state_config(
    before: &Vfs,
    files: &Vfs,
    host: &dyn Host,
    state: &State,
    given: Option<&str>,
) -> Result<String, Problem> {
    if !state.carried {
        return config_on(files, host, state, given);
    }
    let text = config_on(before, host, state, given)?;
    let state = State { base: given_base(&text), ..state.clone() };
    config_on(files, host, &state, Some(&text))
}

/// Writes the .config of a state on one tree; nothing is carried.
fn config_on(files: &Vfs, host: &dyn Host, state: &State, given: Option<&str>) -> Result<String, Problem> {
    let semantics = files.get("Makefile").and_then(|text| Semantics::from_makefile(text));
    let host = Answered { host, said: &state.answers };
    let mut cache = ParseCache::default();
    let recording = Recording::new(files);
    let model = Arc::new(load_as(semantics.unwrap_or_default(), &recording, &host, "Kconfig", &mut cache));
    let errors = model.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
    let details: Vec<String> = errors
        .take(MAX_MESSAGES)
        .map(|diagnostic| warning_view(diagnostic, &model))
        .map(|text| if text.place.is_empty() { text.text } else { format!("{}: {}", text.place, text.text) })
        .collect();
    if !details.is_empty() {
        return Err(Problem {
            message: format!("conf would stop at the Kconfig files of {}.", state.arch),
            details,
            help: "Mend the tree or the series.".into(),
        });
    }
    let given = given.map(|text| {
        let file = GivenFile { name: String::new(), text: text.into() };
        (given_base(text), file)
    });
    let given: BTreeMap<String, GivenFile> = given.into_iter().collect();
    let base = Base::find(&state.base, &state.arch, files, &given).ok_or_else(|| Problem {
        message: format!("The state starts from {}, which is not here for {}.", state.base, state.arch),
        details: Vec::new(),
        help: "A .config of its sender's is given with --config FILE.".into(),
    })?;
    // The values go over those of the base, as on the page.
    let mut user = base.values(&model).0;
    for (name, value) in &state.values {
        if let Some(symbol) = model.find(name) {
            // A value that does not fit the symbol's type is no value, as in a .config.
            let _ = user.set_text(&model, symbol, value);
        }
    }
    Ok(write(&evaluate(model, user), PREFIX))
}

/// What a .config is called as the base of a state, where it is none of the tree's.
pub fn given_base(text: &str) -> String {
    format!("{}{:08x}", base::FILE_BASE, crc32fast::hash(text.as_bytes()))
}

/// A host with some answers in place of its own, by the CRC-32 of their commands.
struct Answered<'a> {
    host: &'a dyn Host,
    said: &'a BTreeMap<String, String>,
}

impl Host for Answered<'_> {
    fn env(&self, name: &str) -> Option<String> {
        self.host.env(name)
    }

    fn shell(&self, command: &str) -> ShellAnswer {
        let said = || self.said.get(&format!("{:08x}", crc32fast::hash(command.as_bytes())));
        match if self.said.is_empty() { None } else { said() } {
            Some(said) if said == UNKNOWN_ANSWER => ShellAnswer::Unknown,
            Some(said) => ShellAnswer::Output(format!("{said}\n")),
            None => self.host.shell(command),
        }
    }
}
