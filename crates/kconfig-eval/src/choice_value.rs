//! Choices that are symbols with a value of their own (`sym_calc_value` and
//! `sym_calc_choice` in symbol.c up to 6.10).
//!
//! A choice that is y has one member that is y; in one that is m, each member
//! has a value of its own, at most m.

use kconfig_base::Tristate;
use kconfig_model::{Expr, PropertyKind, SymbolId, SymbolType};

use crate::batch::{Batch, Needs};
use crate::evaluation::Value;
use crate::origin::Origin;
use crate::user::UserValue;

impl Batch<'_> {
    /// The choice that a symbol is a member of.
    pub(crate) fn choice_of(&self, member: SymbolId) -> Option<SymbolId> {
        let menu = self.model.symbol(member).choice?;
        self.model.menu(menu).symbol
    }

    /// Gives a choice that was computed without a user value one, and forgets
    /// what it was.
    pub(crate) fn settle(&mut self, choice: SymbolId) {
        let unsettled = &mut self.memo.unsettled_choices;
        if let Some(index) = unsettled.iter().position(|&other| other == choice) {
            unsettled.swap_remove(index);
            self.memo.settled_choices.push(choice);
            self.memo.forget(choice);
        }
    }

    /// What the user set a bool or tristate to.
    pub(crate) fn user_tri(&self, id: SymbolId) -> Option<Tristate> {
        match self.user.get(id) {
            Some(&UserValue::Tri(tri)) => Some(tri),
            None if self.memo.settled_choices.contains(&id) => Some(self.user.aside(id).unwrap_or_default()),
            _ => None,
        }
    }

    /// The members of a choice in their order.
    fn members_of(&self, choice: SymbolId) -> &'_ [SymbolId] {
        let first = self.model.symbol(choice).menus.first();
        first.map_or(&[], |&menu| &self.model.menu(menu).choice_members)
    }

    /// Hides a prompt of a tristate member that could only be m in a choice
    /// that is y (`sym_calc_visibility`).
    pub(crate) fn prompt_in_choice(&self, id: SymbolId, cond: Tristate) -> Tristate {
        let symbol = self.model.symbol(id);
        if cond != Tristate::M || symbol.ty != SymbolType::Tristate || !symbol.is_choice_value {
            return cond;
        }
        let is_yes = |choice: SymbolId| self.memo.values[choice].tri == Tristate::Y;
        if self.choice_of(id).is_some_and(is_yes) { Tristate::N } else { cond }
    }

    /// The value of a member that is visible as y: whether the choice has it.
    pub(crate) fn chosen_member(&self, id: SymbolId, value: &mut Value) {
        let choice = self.choice_of(id);
        let is_chosen = choice.is_some_and(|choice| self.memo.chosen[choice] == Some(id));
        value.tri = Tristate::from_bool(is_chosen);
        value.origin = match self.user.get(id) {
            _ if !is_chosen => Origin::ChoiceOther,
            Some(UserValue::Tri(Tristate::Y)) => Origin::ChoiceUser,
            _ => Origin::ChoiceDefault,
        };
    }

    /// Has the members of a shown choice written that were visible when that
    /// was last looked at. Those that are still to be computed decide anew.
    pub(crate) fn write_members(&mut self, choice: SymbolId) {
        for index in 0..self.members_of(choice).len() {
            let member = self.members_of(choice)[index];
            if self.is_known(member) && self.memo.values[member].visibility != Tristate::N {
                self.memo.values[member].write = true;
                self.memo.write_marks[member] = self.memo.round;
            }
        }
    }

    /// Finds the member of a choice whose value was computed, if that is y.
    pub(crate) fn choose_by_value(&mut self, choice: SymbolId, value: &mut Value) -> Result<(), Needs> {
        self.memo.chosen[choice] = None;
        // The members see the choice as it is now.
        self.memo.values[choice] = *value;
        if value.tri != Tristate::Y {
            return Ok(());
        }
        let mut has_new = false;
        for index in 0..self.members_of(choice).len() {
            let member = self.members_of(choice)[index];
            let mut value = self.memo.values[member];
            self.visibility(member, &mut value)?;
            self.memo.values[member] = value;
            has_new |= value.visibility != Tristate::N && self.user.get(member).is_none();
        }
        let is_visible = |this: &Self, member: SymbolId| this.memo.values[member].visibility != Tristate::N;
        let chosen = match self.user.chosen(choice).filter(|&member| is_visible(self, member)) {
            Some(member) => Some(member),
            None => self.default_by_value(choice)?,
        };
        if chosen.is_none() {
            value.tri = Tristate::N;
            self.memo.forget_exprs();
        }
        self.memo.chosen[choice] = chosen;
        if has_new && self.user_tri(choice).is_some() {
            self.memo.outdated_choices.push(choice);
        }
        Ok(())
    }

    /// `sym_choice_default`
    fn default_by_value(&mut self, choice: SymbolId) -> Result<Option<SymbolId>, Needs> {
        let model = self.model;
        for property in model.properties_of(choice) {
            let PropertyKind::Default(default) = property.kind else { continue };
            let Expr::Symbol(default) = model.exprs.get(default) else { continue };
            let cond = self.cond(property.cond)?;
            if cond != Tristate::N && self.memo.values[default].visibility != Tristate::N {
                return Ok(Some(default));
            }
        }
        let mut members = self.members_of(choice).iter().copied();
        Ok(members.find(|&member| self.memo.values[member].visibility != Tristate::N))
    }
}
