//! Which member of a choice is y (`sym_calc_choice` in symbol.c).

use kconfig_base::Tristate;
use kconfig_model::{Expr, MenuId, PropertyKind, SymbolId};

use crate::batch::{Batch, Needs};
use crate::evaluation::{Text, Value};
use crate::origin::Origin;
use crate::user::UserValue;

impl Batch<'_> {
    /// The value of a member, whose visibility `value` has.
    pub(crate) fn choice_member(
        &mut self,
        choice: MenuId,
        id: SymbolId,
        value: Value,
    ) -> Result<Value, Needs> {
        self.memo.values[id] = value;
        self.choose(choice)?;
        Ok(self.memo.values[id])
    }

    /// Finds the member that is y and gives all visible ones their value.
    ///
    /// As in the kernel, the search ends at the first member that the user set
    /// to y: those that are less dear count as visible if they were so when
    /// they were looked at last.
    pub(crate) fn choose(&mut self, choice: MenuId) -> Result<Option<SymbolId>, Needs> {
        let (model, user) = (self.model, self.user);
        let chosen = self.find_chosen(choice)?;
        for menu in model.menus_below(choice) {
            let Some(member) = model.menu(menu).symbol else { continue };
            let mut value = self.memo.values[member];
            if value.visibility == Tristate::N {
                continue;
            }
            let is_chosen = chosen == Some(member);
            value.tri = Tristate::from_bool(is_chosen);
            value.text = Text::Fixed("n");
            value.write = true;
            value.origin = match user.get(member) {
                _ if !is_chosen => Origin::ChoiceOther,
                Some(UserValue::Tri(Tristate::Y)) => Origin::ChoiceUser,
                _ => Origin::ChoiceDefault,
            };
            self.set(member, value);
        }
        Ok(chosen)
    }

    fn find_chosen(&mut self, choice: MenuId) -> Result<Option<SymbolId>, Needs> {
        let (model, user) = (self.model, self.user);
        let order = user.choice_order(model, choice);
        // A number or text is n to whoever takes it for a bool, which a default
        // that is no member can be.
        let user_value = |symbol: SymbolId| match user.get(symbol)? {
            UserValue::Tri(tri) => Some(*tri),
            UserValue::Text(_) => Some(Tristate::N),
        };
        // The dearest member that the user set to y.
        for &member in order {
            let mut value = self.memo.values[member];
            self.visibility(member, &mut value)?;
            self.memo.values[member] = value;
            if value.visibility != Tristate::N && user_value(member) == Some(Tristate::Y) {
                return Ok(Some(member));
            }
        }
        // The default, unless the user set it to n.
        let default = self.choice_default(choice)?;
        if let Some(member) = default.filter(|&member| user_value(member) != Some(Tristate::N)) {
            return Ok(Some(member));
        }
        // The first one that the user said nothing about, else the n that is
        // least dear.
        let is_visible = |symbol: &SymbolId| self.memo.values[*symbol].visibility != Tristate::N;
        let mut members = model.menus_below(choice).filter_map(|menu| model.menu(menu).symbol);
        let unset = members.find(|member| is_visible(member) && user.get(*member).is_none());
        Ok(unset.or_else(|| order.iter().copied().rev().find(is_visible)))
    }

    /// `sym_choice_default`
    fn choice_default(&mut self, choice: MenuId) -> Result<Option<SymbolId>, Needs> {
        let model = self.model;
        if let Some(symbol) = model.menu(choice).symbol {
            for property in model.properties_of(symbol) {
                let PropertyKind::Default(default) = property.kind else { continue };
                let Expr::Symbol(default) = model.exprs.get(default) else { continue };
                let cond = self.cond(property.cond)?;
                if cond != Tristate::N && self.memo.values[default].visibility != Tristate::N {
                    return Ok(Some(default));
                }
            }
        }
        let mut members = model.menus_below(choice).filter_map(|menu| model.menu(menu).symbol);
        Ok(members.find(|&member| self.memo.values[member].visibility != Tristate::N))
    }
}
