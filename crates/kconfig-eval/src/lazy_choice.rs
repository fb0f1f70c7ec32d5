//! What conf does to user values while it talks, up to 6.10: choices have
//! values of their own, and what the user said of a symbol can be taken back
//! and come again.

use kconfig_base::Tristate;
use kconfig_model::{MenuId, SymbolId, SymbolType, string_valid};

use crate::lazy::Lazy;
use crate::random::Rand;
use crate::user::UserValue;

impl Lazy {
    /// `sym_set_tristate_value` up to 6.10
    pub(crate) fn set_tristate_by_value(&mut self, symbol: SymbolId, tri: Tristate) -> bool {
        let before = self.value(symbol).tri;
        if before != tri && !self.is_within_range(symbol, tri) {
            return false;
        }
        let model = self.model.clone();
        if let Some(menu) = model.symbol(symbol).choice.filter(|_| tri == Tristate::Y) {
            // Who names one member has said something of all that are shown.
            if let Some(choice) = model.menu(menu).symbol {
                self.user.set_chosen(choice, symbol);
                self.user.bring_back(&model, choice);
            }
            for member in self.members_around(menu) {
                if self.value(member).visibility != Tristate::N {
                    self.user.bring_back(&model, member);
                }
            }
        }
        self.user.set(&model, symbol, UserValue::Tri(tri));
        if before != tri {
            self.invalidate();
        }
        true
    }

    /// The members of the choice that a node belongs to.
    fn members_around(&self, choice: MenuId) -> Vec<SymbolId> {
        let symbol = self.model.menu(choice).symbol.map(|symbol| self.model.symbol(symbol));
        let first = symbol.and_then(|symbol| symbol.menus.first().copied()).unwrap_or(choice);
        self.model.menu(first).choice_members.clone()
    }

    /// Takes the symbols from `root` down to a node that is shown to be set,
    /// though not the one of that node (`menu_is_visible`).
    pub(crate) fn answer_between(&mut self, root: MenuId, shown: MenuId) {
        let model = self.model.clone();
        let mut at = shown;
        while at != root {
            let Some(around) = model.menu(at).parent else { break };
            if let Some(symbol) = model.menu(around).symbol {
                self.user.bring_back(&model, symbol);
            }
            at = around;
        }
    }

    /// Takes back what .config says of hidden symbols, unless it is not what
    /// conf would write, and numbers out of their range (the end of
    /// `conf_read`); tells whether .config is not what conf would write.
    pub fn drop_stale_values(&mut self, table: &[SymbolId], is_changed: bool) -> bool {
        let model = self.model.clone();
        let mut is_changed = is_changed;
        for &id in table {
            let symbol = model.symbol(id);
            let Some(user) = self.user.get(id).filter(|_| !symbol.is_choice_value).cloned() else { continue };
            if !is_changed && self.value(id).visibility == Tristate::N {
                self.user.set_aside(id);
            }
            let UserValue::Text(text) = user else { continue };
            let is_number = matches!(symbol.ty, SymbolType::Int | SymbolType::Hex);
            if is_number && !(string_valid(symbol.ty, &text) && self.is_text_within_range(id, &text)) {
                self.user.set_aside(id);
                self.memo.forget(id);
                is_changed = true;
            }
        }
        is_changed
    }

    /// Computes each choice that has no user value, and gives it one
    /// (`conf_set_all_new_symbols` and `set_all_choice_values`).
    pub fn settle_choices(&mut self, table: &[SymbolId]) {
        let model = self.model.clone();
        let choices = table.iter().copied().filter(|&id| model.symbol(id).is_choice());
        let new: Vec<SymbolId> = choices.filter(|&choice| !self.has_value(choice)).collect();
        self.memo.unsettled_choices.clone_from(&new);
        for choice in new {
            if self.memo.unsettled_choices.contains(&choice) {
                self.calc(choice);
            }
        }
    }

    /// Notes what computing has done to the user values of choices.
    pub(crate) fn note_choices(&mut self) {
        if self.memo.settled_choices.is_empty() && self.memo.outdated_choices.is_empty() {
            return;
        }
        for choice in std::mem::take(&mut self.memo.settled_choices) {
            self.user.bring_back(&self.model, choice);
        }
        self.user.set_outdated_aside(&mut self.memo.outdated_choices);
    }

    /// Gives choices a member by lot, until that shows no more of them
    /// (`randomize_choice_values`).
    pub fn randomize_choices(&mut self, table: &[SymbolId], rand: &mut Rand) {
        let model = self.model.clone();
        let choices: Vec<SymbolId> =
            table.iter().copied().filter(|&id| model.symbol(id).is_choice()).collect();
        let mut is_first = true;
        loop {
            if !std::mem::take(&mut is_first) {
                self.invalidate();
            }
            let mut has_changed = false;
            for &choice in &choices {
                if self.has_value(choice) {
                    continue;
                }
                self.calc(choice);
                let Some(&menu) = model.symbol(choice).menus.first() else { continue };
                let members = &model.menu(menu).choice_members;
                if self.value(choice).tri != Tristate::Y || members.is_empty() {
                    continue;
                }
                let lot = rand.draw() as usize % members.len();
                for (index, &member) in members.iter().enumerate() {
                    self.user.set(&model, member, UserValue::Tri(Tristate::from_bool(index == lot)));
                    self.memo.forget(member);
                }
                self.user.set_chosen(choice, members[lot]);
                self.user.bring_back(&model, choice);
                self.memo.forget(choice);
                has_changed = true;
            }
            if !has_changed {
                return;
            }
        }
    }

    /// Turns what the user set to `from` into `to`, where it can be m
    /// (`conf_rewrite_tristates`).
    pub fn rewrite(&mut self, from: Tristate, to: Tristate) {
        let model = self.model.clone();
        for (id, symbol) in model.symbols() {
            if symbol.is_const || self.ty(id) != SymbolType::Tristate {
                continue;
            }
            if self.user.get(id) == Some(&UserValue::Tri(from)) {
                self.user.set(&model, id, UserValue::Tri(to));
            } else if self.user.aside(id) == Some(from) {
                self.user.put_aside(id, to);
            }
        }
        self.invalidate();
    }
}
