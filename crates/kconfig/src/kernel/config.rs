//! A .config, a defconfig or a fragment that somebody gives.

use std::sync::Arc;

use kconfig_base::Tristate;
use kconfig_dotconfig::{read, write_defconfig};
use kconfig_eval::{Evaluation, UserValue, UserValues};

use super::KernelTree;
use super::base::FILE_BASE;
use crate::view::{GivenAs, LoadReport, Problem, State};
use crate::workspace::PREFIX;

/// The longest text that is taken, in bytes; a .config of the kernel has some
/// 300,000.
const MAX_TEXT: usize = 8 << 20;

/// How many names of a kind a report has.
const MAX_NAMES: usize = 200;

impl KernelTree {
    /// Takes a .config, a defconfig or a fragment: the state that it gives on the
    /// state's arch, and what became of its lines.
    ///
    /// A .config or defconfig becomes the base and takes the user's values away;
    /// the lines of a fragment become user values.
    ///
    /// # Errors
    /// The text is none of these; nothing has changed then.
    pub fn give(
        &mut self,
        state: &State,
        text: &str,
        given_as: GivenAs,
    ) -> Result<(State, LoadReport), Problem> {
        let problem =
            |message: String, help: &str| Problem { message, details: Vec::new(), help: help.into() };
        if text.len() > MAX_TEXT {
            return Err(problem(
                format!("The file has {} bytes; {MAX_TEXT} is the most that is read.", text.len()),
                "A .config has lines such as CONFIG_SMP=y.",
            ));
        }
        let place = self.place(state)?;
        let model = self.arch(&place, &place.arch)?.model().clone();
        let mut user = UserValues::new();
        let read = read(&model, &mut user, text, "line", PREFIX);
        let wanted: Vec<(String, UserValue)> =
            user.iter().map(|(symbol, value)| (model.name(symbol).to_owned(), value.clone())).collect();
        if wanted.is_empty() {
            let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or("nothing");
            let first: String = first.chars().take(60).filter(|c| !c.is_control()).collect();
            return Err(Problem {
                message: format!("No line of this file sets a symbol of {}.", place.arch),
                details: vec![format!("It starts with: {first}")],
                help: "A .config, a defconfig and a fragment have lines such as CONFIG_SMP=y.".into(),
            });
        }
        let mut state = place.state.clone();
        match given_as {
            GivenAs::Config => {
                let name = format!("{FILE_BASE}{:08x}", crc32fast::hash(text.as_bytes()));
                self.files.insert(name.clone(), Arc::from(text));
                (state.base, state.values) = (name, Default::default());
            }
            GivenAs::Fragment => {
                state
                    .values
                    .extend(wanted.iter().map(|(name, value)| (name.clone(), value.as_str().to_owned())));
            }
        }
        let place = self.place(&state)?;
        let arch = self.arch(&place, &place.arch)?;
        let mut unknown: Vec<String> = read.unknown.into_iter().map(|(name, _)| name).collect();
        let n_unknown = unknown.len() as u32;
        unknown.truncate(MAX_NAMES);
        let messages = read.diagnostics.iter().filter_map(|it| it.conf_text.as_deref());
        let messages = messages.map(|text| text.trim().to_owned()).take(MAX_NAMES).collect();
        let mut differing: Vec<(String, String, String)> = wanted
            .iter()
            .filter_map(|(name, wanted)| {
                let got = value(arch.evaluation(), name)?;
                (got != wanted.as_str()).then(|| (name.clone(), wanted.as_str().to_owned(), got))
            })
            .collect();
        let n_differing = differing.len() as u32;
        differing.truncate(MAX_NAMES);
        let n_set = wanted.len() as u32;
        Ok((place.state, LoadReport { n_set, unknown, n_unknown, messages, differing, n_differing }))
    }

    /// Writes the .config of a state; for all arches, that of the first one.
    ///
    /// # Errors
    /// As [`KernelTree::view`].
    pub fn config(&mut self, state: &State) -> Result<String, Problem> {
        let place = self.place(state)?;
        Ok(self.arch(&place, &place.arch)?.config().to_owned())
    }

    /// Writes the defconfig of a state, as savedefconfig does.
    ///
    /// # Errors
    /// As [`KernelTree::view`].
    pub fn defconfig(&mut self, state: &State) -> Result<String, Problem> {
        let place = self.place(state)?;
        Ok(write_defconfig(self.arch(&place, &place.arch)?.evaluation(), PREFIX))
    }
}

/// The value of a symbol as a .config has it; what it does not have is n.
fn value(evaluation: &Evaluation, name: &str) -> Option<String> {
    let symbol = evaluation.model.find(name)?;
    let value = evaluation.value(symbol);
    let is_tristate = evaluation.model.symbol(symbol).ty.is_tristate_like();
    Some(match (value.write, is_tristate) {
        (true, _) => evaluation.text(symbol).to_owned(),
        (false, true) if value.tri == Tristate::N => "n".into(),
        (false, true) => value.tri.as_str().into(),
        (false, false) => String::new(),
    })
}
