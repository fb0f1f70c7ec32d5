//! What a symbol would be without a user value (`sym_get_string_default` and
//! `sym_choice_default` in symbol.c).

use kconfig_base::Tristate;
use kconfig_model::{Expr, MenuId, PropertyKind, SymbolId, SymbolType};

use crate::evaluation::Evaluation;

/// Gives a symbol's default as text, by the kernel's rule for defconfigs: it
/// leaves ranges and direct dependencies aside.
pub fn default_text(evaluation: &Evaluation, symbol: SymbolId) -> &str {
    let model = &evaluation.model;
    let ty = model.symbol(symbol).ty;
    let default = model.properties_of(symbol).find_map(|property| match property.kind {
        PropertyKind::Default(default) => {
            let cond = evaluation.expr(property.cond);
            (cond != Tristate::N).then_some((default, cond))
        }
        _ => None,
    });
    if !ty.is_tristate_like() {
        let text = match default.map(|(default, _)| model.exprs.get(default)) {
            Some(Expr::Symbol(default)) => evaluation.plain_text(default),
            _ => "",
        };
        return match (ty, text) {
            _ if model.semantics.has_empty_numbers() => text,
            (SymbolType::Int, "") => "0",
            (SymbolType::Hex, "") => "0x0",
            _ => text,
        };
    }
    let value = evaluation.value(symbol);
    let mut tri = default
        .map_or(Tristate::N, |(default, cond)| evaluation.expr(Some(default)).and(cond))
        .or(value.rev_dep);
    let without_modules = evaluation.modules() == Tristate::N && !model.symbol(symbol).is_choice_value;
    if tri == Tristate::M && (without_modules || ty == SymbolType::Bool) {
        tri = Tristate::Y;
    }
    tri.or(value.weak_rev_dep).as_str()
}

/// Gives the member that a choice has by default: the first default that is
/// visible, else the first visible member.
pub fn choice_default(evaluation: &Evaluation, choice: MenuId) -> Option<SymbolId> {
    let model = &evaluation.model;
    let is_visible = |symbol: SymbolId| evaluation.value(symbol).visibility != Tristate::N;
    let symbol = model.menu(choice).symbol?;
    let from_default = model.properties_of(symbol).find_map(|property| match property.kind {
        PropertyKind::Default(default) if evaluation.expr(property.cond) != Tristate::N => {
            match model.exprs.get(default) {
                Expr::Symbol(member) if is_visible(member) => Some(member),
                _ => None,
            }
        }
        _ => None,
    });
    if from_default.is_some() {
        return from_default;
    }
    if model.semantics.has_choice_values() {
        let first = model.symbol(symbol).menus.first().copied().unwrap_or(choice);
        return model.menu(first).choice_members.iter().copied().find(|&member| is_visible(member));
    }
    let mut members = model.menus_below(choice).filter_map(|menu| model.menu(menu).symbol);
    members.find(|&member| is_visible(member))
}
