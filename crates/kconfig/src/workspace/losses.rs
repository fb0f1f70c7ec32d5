//! What was asked for and not got: the lines of a .config and the values of a
//! state that came out otherwise, each with its reason.

use std::collections::BTreeSet;

use kconfig_model::{Model, SymbolId, load_as};

use super::arch::Arch;
use super::{Place, Workspace};
use crate::bundle::NO_PROFILE;
use crate::reason::{as_written, got, is_got, lost};
use crate::view::{LossKind, LossRow, LossView, Problem, State};
use crate::world::reads::Recording;

impl Workspace {
    /// Lists what a state asks for and does not get: of the .config that it starts
    /// from, and of its own values.
    ///
    /// # Errors
    /// As [`Workspace::view`].
    pub fn losses(&mut self, state: &State) -> Result<LossView, Problem> {
        let place = self.place(state)?;
        let file = self.file_name(&place.state.base);
        let arch = self.bring(&place, &place.arch)?;
        // Who has lost nothing need not know what the toolchain decides: to find out, the
        // arch is loaded once more.
        let is_all_got = Asks { arch, toolchain: None }.view(None).rows.is_empty();
        if !is_all_got && arch.toolchain.get().is_none() {
            let names = self.toolchain_symbols(&place)?;
            // Nobody else has set it meanwhile.
            let _ = self.bring(&place, &place.arch)?.toolchain.set(names);
        }
        let arch = self.bring(&place, &place.arch)?;
        Ok(Asks { arch, toolchain: arch.toolchain.get() }.view(file))
    }

    /// The symbols whose own definitions hang on what the shell answers: those that
    /// are unknown where nobody answers.
    fn toolchain_symbols(&mut self, place: &Place) -> Result<BTreeSet<String>, Problem> {
        let files = &place.snapshot.tree;
        let host = self.bundle.host_in(files, &place.arch, Some(NO_PROFILE))?;
        let semantics = self.bundle.semantics().unwrap_or_default();
        let model = load_as(semantics, &Recording::new(files), &host, "Kconfig", &mut self.cache);
        Ok(model.unknown_symbols.iter().map(|&symbol| model.name(symbol).to_owned()).collect())
    }
}

/// An arch whose state is compared with what it asks for.
struct Asks<'a> {
    arch: &'a Arch,
    toolchain: Option<&'a BTreeSet<String>>,
}

impl Asks<'_> {
    fn view(&self, file: Option<String>) -> LossView {
        let values = &self.arch.values;
        let is_own = |name: &String| values.contains_key(name);
        let lines = self.arch.lines.iter().filter(|(name, _)| !is_own(name));
        let mut rows: Vec<LossRow> = lines.filter_map(|(name, asked)| self.row(name, asked, false)).collect();
        let own = values.iter().filter_map(|(name, asked)| self.row(name, &self.written(name, asked), true));
        let mut all: Vec<LossRow> = own.collect();
        all.append(&mut rows);
        // The reasons that a person can do something about come first.
        all.sort_by_key(|row| row.kind);
        let messages = self.arch.messages.clone();
        let (n_lines, n_values) = (self.arch.lines.len() as u32, values.len() as u32);
        LossView { file, n_lines, n_values, messages, rows: all }
    }

    /// A value of the state as a .config has it.
    fn written(&self, name: &str, value: &str) -> String {
        let model = self.arch.model();
        model.find(name).map_or_else(|| value.to_owned(), |it| as_written(model.symbol(it).ty, value))
    }

    /// The row of a symbol, unless it got what was asked for.
    fn row(&self, name: &str, asked: &str, is_own: bool) -> Option<LossRow> {
        let evaluation = self.arch.evaluation();
        let model = &*evaluation.model;
        let symbol = model.find(name).filter(|&symbol| !model.symbol(symbol).menus.is_empty());
        let got = symbol.and_then(|symbol| got(evaluation, symbol));
        let is_tri = symbol.is_none_or(|symbol| model.symbol(symbol).ty.is_tristate_like());
        if is_got(got.as_deref(), asked, is_tri) {
            return None;
        }
        let (kind, reason) = match symbol {
            None => (LossKind::Unknown, format!("no Kconfig file of {} defines it", self.arch.name)),
            Some(symbol) => lost(evaluation, symbol, asked, &|symbol| self.is_toolchain(symbol)),
        };
        Some(LossRow { symbol: name.to_owned(), asked: asked.to_owned(), got, kind, reason, is_own })
    }

    fn is_toolchain(&self, symbol: SymbolId) -> bool {
        let model: &Model = self.arch.model();
        self.toolchain.is_some_and(|names| names.contains(model.name(symbol)))
    }
}
