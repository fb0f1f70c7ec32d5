//! What the user may set a symbol to.

use kconfig_base::Tristate;
use kconfig_model::{SymbolId, SymbolType};

use crate::evaluation::Evaluation;

/// The values that a bool or tristate can be set to, lowest first
/// (`sym_tristate_within_range` in symbol.c); empty where it cannot be changed.
///
/// The one member of a choice that is y stays y until another one is set.
pub fn assignable(evaluation: &Evaluation, symbol: SymbolId) -> Vec<Tristate> {
    let value = evaluation.value(symbol);
    let ty = evaluation.ty(symbol);
    if value.visibility <= value.rev_dep || !ty.is_tristate_like() {
        return Vec::new();
    }
    let is_member = evaluation.model.symbol(symbol).is_choice_value;
    if is_member && evaluation.model.semantics.has_choice_values() && value.visibility == Tristate::Y {
        return vec![Tristate::Y];
    }
    [Tristate::N, Tristate::M, Tristate::Y]
        .into_iter()
        .filter(|&tri| tri >= value.rev_dep && tri <= value.visibility)
        .filter(|&tri| tri != Tristate::M || ty == SymbolType::Tristate)
        .collect()
}

/// Tells whether the user can change a symbol (`sym_is_changeable`).
pub fn is_changeable(evaluation: &Evaluation, symbol: SymbolId) -> bool {
    let value = evaluation.value(symbol);
    let model = &evaluation.model;
    let is_fixed = model.symbol(symbol).is_choice() && !model.semantics.has_choice_values();
    !is_fixed && value.visibility > value.rev_dep
}
