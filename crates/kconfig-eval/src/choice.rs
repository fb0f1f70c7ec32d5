//! Which member of a choice is y (`sym_calc_choice` in symbol.c).

use kconfig_base::Tristate;
use kconfig_model::{Expr, MenuId, PropertyKind, SymbolId};

use crate::batch::{Batch, Needs};
use crate::evaluation::Value;
use crate::origin::Origin;
use crate::user::UserValue;

impl Batch<'_> {
    /// The value of a member; the visible members all get theirs at once.
    pub(crate) fn choice_member(
        &mut self,
        choice: MenuId,
        id: SymbolId,
        value: Value,
    ) -> Result<Value, Needs> {
        let model = self.model;
        let members = self.members(choice)?;
        let chosen = self.choose(choice, &members)?;
        let mut own = value;
        for &(member, mut value) in &members {
            if member != id && value.visibility == Tristate::N {
                continue;
            }
            if value.visibility != Tristate::N {
                let is_chosen = chosen.is_some_and(|(chosen, _)| chosen == member);
                value.tri = Tristate::from_bool(is_chosen);
                value.write = true;
                value.origin = match chosen {
                    Some((_, origin)) if is_chosen => origin,
                    _ => Origin::ChoiceOther,
                };
            }
            if member == id {
                own = value;
            } else if model.symbol(member).choice == Some(choice) {
                self.set(member, value);
            }
        }
        Ok(own)
    }

    /// The symbols within a choice with their visibility.
    fn members(&mut self, choice: MenuId) -> Result<Vec<(SymbolId, Value)>, Needs> {
        let model = self.model;
        let mut members = Vec::new();
        for menu in model.menus_below(choice) {
            let Some(symbol) = model.menu(menu).symbol else { continue };
            if members.iter().any(|&(member, _)| member == symbol) {
                continue;
            }
            let mut value = Value { text: self.values[symbol].text, ..Value::default() };
            self.visibility(symbol, &mut value)?;
            members.push((symbol, value));
        }
        Ok(members)
    }

    fn choose(
        &mut self,
        choice: MenuId,
        members: &[(SymbolId, Value)],
    ) -> Result<Option<(SymbolId, Origin)>, Needs> {
        let (model, user) = (self.model, self.user);
        let order = user.choice_order(model, choice);
        let user_value = |symbol: SymbolId| match user.get(symbol) {
            Some(&UserValue::Tri(tri)) => Some(tri),
            _ => None,
        };
        let is_visible = |symbol: SymbolId| {
            members.iter().any(|(member, value)| *member == symbol && value.visibility != Tristate::N)
        };
        // The dearest member that the user set to y.
        let set = order
            .iter()
            .copied()
            .find(|&member| is_visible(member) && user_value(member) == Some(Tristate::Y));
        if let Some(member) = set {
            return Ok(Some((member, Origin::ChoiceUser)));
        }
        // The default, unless the user set it to n.
        let default = self.choice_default(choice, members)?;
        if let Some(member) = default.filter(|&member| user_value(member) != Some(Tristate::N)) {
            return Ok(Some((member, Origin::ChoiceDefault)));
        }
        // The first one that the user said nothing about, else the n that is
        // least dear.
        let visible = members.iter().map(|&(member, _)| member).filter(|&member| is_visible(member));
        let unset = visible.clone().find(|&member| user.get(member).is_none());
        let last = order.iter().copied().rev().find(|&member| is_visible(member));
        Ok(unset.or(last).map(|member| (member, Origin::ChoiceDefault)))
    }

    /// `sym_choice_default`
    fn choice_default(
        &mut self,
        choice: MenuId,
        members: &[(SymbolId, Value)],
    ) -> Result<Option<SymbolId>, Needs> {
        let model = self.model;
        let visibility = |symbol: SymbolId| {
            members
                .iter()
                .find(|(member, _)| *member == symbol)
                .map_or(Tristate::N, |(_, value)| value.visibility)
        };
        if let Some(symbol) = model.menu(choice).symbol {
            for property in model.properties_of(symbol) {
                let PropertyKind::Default(default) = property.kind else { continue };
                let Expr::Symbol(default) = model.exprs.get(default) else { continue };
                if self.cond(property.cond)? != Tristate::N && visibility(default) != Tristate::N {
                    return Ok(Some(default));
                }
            }
        }
        Ok(members.iter().map(|&(member, _)| member).find(|&member| visibility(member) != Tristate::N))
    }
}
