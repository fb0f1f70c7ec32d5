//! A .config, a defconfig or a fragment that somebody gives.

use std::sync::Arc;

use kconfig_dotconfig::{read, write_defconfig};
use kconfig_eval::UserValues;

use super::{Place, Workspace};
use crate::view::base_label;
use crate::view::{GivenAs, GivenConfig, Problem, State};
use crate::world::PREFIX;
use crate::world::asked::asked_lines;
use crate::world::base::{FILE_BASE, GivenFile};

/// The longest text that is taken, in bytes; a .config of the kernel has some
/// 300,000.
const MAX_TEXT: usize = 8 << 20;

/// How many .config files are kept for a tree; the one that was given first goes.
pub(super) const MAX_CONFIGS: usize = 16;

impl Workspace {
    /// Takes a .config, a defconfig or a fragment; gives the state that follows on
    /// the state's arch.
    ///
    /// A .config or defconfig becomes the base and takes the user's values away;
    /// the lines of a fragment become user values. `name` is that of the file.
    ///
    /// # Errors
    /// The text is none of these; nothing has changed then.
    pub fn give(
        &mut self,
        state: &State,
        name: &str,
        text: &str,
        given_as: GivenAs,
    ) -> Result<State, Problem> {
        let place = self.place(state)?;
        let wanted = self.wanted(&place, text)?;
        let mut state = place.state;
        match given_as {
            GivenAs::Config => {
                (state.base, state.values) = (self.keep(name, text), Default::default());
            }
            GivenAs::Fragment => state.values.extend(wanted),
        }
        Ok(self.place(&state)?.state)
    }

    /// The values that a text gives to symbols of a place's arch.
    fn wanted(&mut self, place: &Place, text: &str) -> Result<Vec<(String, String)>, Problem> {
        if text.len() > MAX_TEXT {
            return Err(Problem {
                message: format!("The file has {} bytes; {MAX_TEXT} is the most that is read.", text.len()),
                details: Vec::new(),
                help: "A .config has lines such as CONFIG_SMP=y.".into(),
            });
        }
        let model = self.bring(place, &place.arch)?.model().clone();
        let mut user = UserValues::new();
        let report = read(&model, &mut user, text, "line", PREFIX);
        let mut wanted: Vec<(String, String)> =
            user.iter().map(|(id, value)| (model.name(id).to_owned(), value.as_str().to_owned())).collect();
        if wanted.is_empty() {
            let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or("nothing");
            let first: String = first.chars().take(60).filter(|c| !c.is_control()).collect();
            return Err(Problem {
                message: format!("No line of this file sets a symbol of {}.", place.arch),
                details: vec![format!("It starts with: {first}")],
                help: "A .config, a defconfig and a fragment have lines such as CONFIG_SMP=y.".into(),
            });
        }
        // What the tree does not know is asked for too, and shown as lost.
        let lines = asked_lines(text, model.semantics.reads_lines_loosely());
        let is_unknown = |name: &String| report.unknown.iter().any(|(unknown, _)| unknown == name);
        let unknown = lines.into_iter().filter(|(name, _)| is_unknown(name));
        wanted.extend(unknown.map(|(name, value)| (name, value.trim_matches('"').to_owned())));
        Ok(wanted)
    }

    /// Keeps a .config under the name of its file; gives what it is called as a base
    /// config. Its text is not looked at.
    pub fn keep(&mut self, name: &str, text: &str) -> String {
        let base = format!("{FILE_BASE}{:08x}", crc32fast::hash(text.as_bytes()));
        let name = if name.is_empty() { "pasted .config" } else { name };
        self.info.given.retain(|given| given.base != base);
        if self.info.given.len() >= MAX_CONFIGS {
            let oldest = self.info.given.remove(0);
            self.files.remove(&oldest.base);
        }
        self.info.given.push(GivenConfig { base: base.clone(), name: name.to_owned() });
        self.files.insert(base.clone(), GivenFile { name: name.to_owned(), text: Arc::from(text) });
        base
    }

    /// Forgets a .config that was kept.
    pub fn forget(&mut self, base: &str) {
        self.info.given.retain(|given| given.base != base);
        self.files.remove(base);
    }

    /// What a base config is called: a preset by its make target, a file by its name.
    pub(crate) fn base_label(&self, base: &str) -> String {
        self.file_name(base).unwrap_or_else(|| base_label(base))
    }

    /// The name of the file that a base config is, if it is one.
    pub(crate) fn file_name(&self, base: &str) -> Option<String> {
        if let Some(file) = self.files.get(base) {
            return Some(file.name.clone());
        }
        self.info.defconfigs.values().flatten().find(|name| *name == base).cloned()
    }

    /// Writes the .config of a state; for all arches, that of the first one.
    ///
    /// # Errors
    /// As [`Workspace::view`].
    pub fn config(&mut self, state: &State) -> Result<String, Problem> {
        let place = self.place(state)?;
        Ok(self.bring(&place, &place.arch)?.config().to_owned())
    }

    /// Writes the defconfig of a state, as savedefconfig does.
    ///
    /// # Errors
    /// As [`Workspace::view`].
    pub fn defconfig(&mut self, state: &State) -> Result<String, Problem> {
        let place = self.place(state)?;
        Ok(write_defconfig(self.bring(&place, &place.arch)?.evaluation(), PREFIX))
    }
}
