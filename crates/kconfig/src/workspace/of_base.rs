//! Values of the base config, told from those that the person set.
//!
//! To the rules both are the user's: conf reads them from one .config.

use kconfig_model::SymbolId;

use super::arch::Arch;
use crate::view::{MenuRow, SymbolView, WhyLine};

/// What starts the words for where a value of the user's comes from.
const USER: &str = "user ";

impl Arch {
    /// Tells whether the user value of a symbol is that of the base config.
    pub(super) fn is_of_base(&self, symbol: SymbolId) -> bool {
        self.base_user.get(symbol).is_some() && !self.values.contains_key(self.model().name(symbol))
    }

    /// Says of a row's value that the base config gives it, if it does.
    pub(super) fn tell_row(&self, row: &mut MenuRow, symbol: SymbolId) {
        if self.is_of_base(symbol) {
            row.user = None;
            row.origin = self.told(&row.origin, symbol);
        }
    }

    /// As [`Arch::tell_row`], of the symbol in focus and of what explains it.
    pub(super) fn tell_symbol(&self, view: &mut SymbolView, symbol: SymbolId) {
        if self.is_of_base(symbol) {
            view.user = None;
            view.origin = self.told(&view.origin, symbol);
        }
        for line in view.why.iter_mut().chain(&mut view.why_not) {
            self.tell_line(line);
        }
    }

    /// Where a value comes from: `base config y` and not `user y`.
    pub(super) fn told(&self, origin: &str, symbol: SymbolId) -> String {
        match origin.strip_prefix(USER) {
            Some(value) if self.is_of_base(symbol) => format!("base config {value}"),
            _ => origin.to_owned(),
        }
    }

    fn tell_line(&self, line: &mut WhyLine) {
        let symbol = self.model().find(&line.symbol).filter(|_| !line.symbol.is_empty());
        if symbol.is_some_and(|symbol| self.is_of_base(symbol)) {
            let text = line.text.replace("the user set it", "the base config sets it");
            line.text = text.replace("the user's ", "the base config's ");
        }
    }
}
