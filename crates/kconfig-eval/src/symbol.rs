//! The value of one symbol (`sym_calc_value` in symbol.c).

use kconfig_base::Tristate;
use kconfig_model::{Expr, ExprId, PropertyId, PropertyKind, SymbolId, SymbolType};

use crate::batch::{Batch, Needs};
use crate::evaluation::{Text, Value};
use crate::expr::{self, effective_type};
use crate::number::parse_signed;
use crate::origin::Origin;
use crate::unmet::unmet_dep;

impl Batch<'_> {
    /// Computes a symbol's value, or says which one it needs first.
    pub(crate) fn try_symbol(&mut self, id: SymbolId) -> Result<Value, Needs> {
        let model = self.model;
        let symbol = model.symbol(id);
        let mut value = Value { text: self.initial_text(id), ..Value::default() };
        if symbol.ty == SymbolType::Unknown || symbol.is_const {
            let is_yn = id <= SymbolId::YES;
            value.tri = match id {
                SymbolId::YES => Tristate::Y,
                SymbolId::MOD => Tristate::M,
                _ => Tristate::N,
            };
            value.text = Text::NameOf(id);
            value.origin = if is_yn || symbol.is_const { Origin::Constant } else { Origin::Undefined };
            return Ok(value);
        }
        let has_choice_values = model.semantics.has_choice_values();
        if let Some(choice) = self.choice_of(id).filter(|_| has_choice_values) {
            self.need(choice)?;
        }
        self.visibility(id, &mut value)?;
        value.write = value.visibility != Tristate::N;
        if has_choice_values && self.memo.write_marks[id] == self.memo.round {
            value.write = true;
        }
        // Whoever reads the symbol while it is being computed sees this.
        self.memo.values[id] = value;
        if symbol.ty.is_tristate_like() {
            if has_choice_values && symbol.is_choice_value && value.visibility == Tristate::Y {
                self.chosen_member(id, &mut value);
                return Ok(value);
            }
            if let Some(choice) = symbol.choice.filter(|_| !has_choice_values) {
                return self.choice_member(choice, id, value);
            }
            self.tristate(id, &mut value)?;
        } else {
            self.text_value(id, &mut value)?;
            self.clamp(id, &mut value)?;
        }
        if symbol.is_transitional {
            value.write = false;
        }
        if symbol.is_choice() {
            if has_choice_values {
                self.choose_by_value(id, &mut value)?;
                if value.write {
                    self.write_members(id);
                }
            }
            value.write = false;
        }
        Ok(value)
    }

    /// What a symbol has before any rule gives it more.
    fn initial_text(&self, id: SymbolId) -> Text {
        match self.model.symbol(id).ty {
            SymbolType::Unknown => Text::NameOf(id),
            SymbolType::Bool | SymbolType::Tristate => Text::Fixed("n"),
            _ if self.model.semantics.has_empty_numbers() => Text::Fixed(""),
            SymbolType::Int => Text::Fixed("0"),
            SymbolType::Hex => Text::Fixed("0x0"),
            SymbolType::String => Text::Fixed(""),
        }
    }

    /// Visibility and dependencies (`sym_calc_visibility`).
    pub(crate) fn visibility(&mut self, id: SymbolId, value: &mut Value) -> Result<(), Needs> {
        let symbol_id = id;
        let symbol = self.model.symbol(id);
        let has_choice_values = self.model.semantics.has_choice_values();
        let mut visibility = Tristate::N;
        for &id in &symbol.properties {
            let property = self.model.property(id);
            if property.text().is_some() {
                let mut cond = self.cond(property.cond)?;
                if has_choice_values {
                    cond = self.prompt_in_choice(symbol_id, cond);
                }
                self.memo.prompts[id] = cond;
                visibility = visibility.or(cond);
            }
        }
        if visibility == Tristate::M && effective_type(symbol.ty, self.memo.modules) != SymbolType::Tristate {
            visibility = Tristate::Y;
        }
        value.visibility = visibility;
        if symbol.is_choice_value {
            return Ok(());
        }
        value.dir_dep = self.dependency(id, symbol.dir_dep, Tristate::Y)?;
        value.rev_dep = self.dependency(id, symbol.rev_dep, Tristate::N)?;
        value.weak_rev_dep = self.dependency(id, symbol.weak_rev_dep, Tristate::N)?;
        Ok(())
    }

    fn dependency(
        &mut self,
        id: SymbolId,
        expr: Option<ExprId>,
        default: Tristate,
    ) -> Result<Tristate, Needs> {
        let Some(expr) = expr else { return Ok(default) };
        let value = self.expr(expr)?;
        Ok(self.promote(id, value))
    }

    /// A bool that would be m is y.
    fn promote(&self, id: SymbolId, value: Tristate) -> Tristate {
        let is_bool = effective_type(self.model.symbol(id).ty, self.memo.modules) == SymbolType::Bool;
        if value == Tristate::M && is_bool { Tristate::Y } else { value }
    }

    /// The first default whose condition is not n (`sym_get_default_prop`).
    fn default_property(&mut self, id: SymbolId) -> Result<Option<(PropertyId, ExprId, Tristate)>, Needs> {
        for &property in &self.model.symbol(id).properties {
            if let PropertyKind::Default(default) = self.model.property(property).kind {
                let cond = self.cond(self.model.property(property).cond)?;
                if cond != Tristate::N {
                    return Ok(Some((property, default, cond)));
                }
            }
        }
        Ok(None)
    }

    fn tristate(&mut self, id: SymbolId, value: &mut Value) -> Result<(), Needs> {
        let is_transitional = self.model.symbol(id).is_transitional;
        let user = self.user_tri(id).filter(|_| value.visibility != Tristate::N || is_transitional);
        let mut tri = Tristate::N;
        if let Some(user) = user {
            // What is only read from an old .config has no prompt to limit it.
            tri = if is_transitional { user } else { user.and(value.visibility) };
            value.origin = Origin::User;
        } else {
            value.write |= value.rev_dep != Tristate::N;
            if !self.model.symbol(id).is_choice() {
                if let Some((property, default, cond)) = self.default_property(id)? {
                    tri = self.expr(default)?.and(cond);
                    value.origin = Origin::Default(property);
                    value.write |= tri != Tristate::N;
                }
                if value.weak_rev_dep != Tristate::N {
                    value.write = true;
                    if value.weak_rev_dep > tri {
                        value.origin = Origin::Implied;
                    }
                    tri = tri.or(value.weak_rev_dep).and(value.dir_dep);
                }
            }
        }
        if value.dir_dep < value.rev_dep {
            let diagnostic = unmet_dep(self.model, self, id, value);
            self.memo.diagnostics.push(diagnostic);
        }
        if value.rev_dep > tri {
            tri = value.rev_dep;
            value.origin = Origin::Selected;
        }
        value.tri = self.promote(id, tri);
        Ok(())
    }

    fn text_value(&mut self, id: SymbolId, value: &mut Value) -> Result<(), Needs> {
        let is_settable = value.visibility != Tristate::N || self.model.symbol(id).is_transitional;
        if is_settable && self.user.get(id).is_some() {
            value.text = Text::UserOf(id);
            value.origin = Origin::User;
            return Ok(());
        }
        if let Some((property, default, _)) = self.default_property(id)? {
            if let Expr::Symbol(default) = self.model.exprs.get(default) {
                value.write = true;
                value.text = self.need(default)?.text;
                value.origin = Origin::Default(property);
            }
        }
        Ok(())
    }

    /// Brings a number into its range (`sym_validate_range`): it takes over
    /// the text of the end that it is beyond.
    fn clamp(&mut self, id: SymbolId, value: &mut Value) -> Result<(), Needs> {
        let base = match self.model.symbol(id).ty {
            SymbolType::Int => 10,
            SymbolType::Hex => 16,
            _ => return Ok(()),
        };
        let Some((property, low, high)) = self.range(id)? else { return Ok(()) };
        // An end may be the symbol itself, and then it is as it is now.
        self.memo.values[id] = *value;
        let number = parse_signed(expr::resolve(self.model, self.user, value.text), base).value;
        let end = if number < self.range_end(low, base)? {
            low
        } else if number > self.range_end(high, base)? {
            high
        } else {
            return Ok(());
        };
        value.text = self.need(end)?.text;
        value.origin = Origin::Range(property);
        Ok(())
    }

    /// The first range whose condition is not n (`sym_get_range_prop`).
    pub(crate) fn range(&mut self, id: SymbolId) -> Result<Option<(PropertyId, SymbolId, SymbolId)>, Needs> {
        for &property in &self.model.symbol(id).properties {
            let PropertyKind::Range(low, high) = self.model.property(property).kind else { continue };
            if self.cond(self.model.property(property).cond)? != Tristate::N {
                return Ok(Some((property, low, high)));
            }
        }
        Ok(None)
    }

    /// `sym_get_range_val`
    pub(crate) fn range_end(&mut self, end: SymbolId, base: u32) -> Result<i64, Needs> {
        let base = match self.model.symbol(end).ty {
            SymbolType::Int => 10,
            SymbolType::Hex => 16,
            _ => base,
        };
        let text = self.need(end)?.text;
        Ok(parse_signed(expr::resolve(self.model, self.user, text), base).value)
    }
}
