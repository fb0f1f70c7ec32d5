//! The smallest file that gives the same configuration
//! (`conf_write_defconfig` in confdata.c).

use kconfig_base::Tristate;
use kconfig_base::idx::Idx as _;
use kconfig_eval::{Evaluation, choice_default, default_text, is_changeable};
use kconfig_model::{MenuId, SymbolType};

use crate::write::line_of;

/// Writes the symbols that the user can change and that differ from their
/// default, in menu order.
pub fn write_defconfig(evaluation: &Evaluation, prefix: &str) -> String {
    let model = &evaluation.model;
    let mut out = String::new();
    let mut seen = vec![false; model.n_symbols()];
    for menu in model.menus_below(MenuId::ROOT) {
        let Some(symbol) = model.menu(menu).symbol else { continue };
        if model.symbol(symbol).is_choice() || !evaluation.value(symbol).write {
            continue;
        }
        if std::mem::replace(&mut seen[symbol.index()], true) || !is_changeable(evaluation, symbol) {
            continue;
        }
        if evaluation.text(symbol) == default_text(evaluation, symbol) {
            continue;
        }
        if let Some(choice) = model.symbol(symbol).choice {
            let is_default = choice_default(evaluation, choice) == Some(symbol);
            // A tristate, or a choice that could be n, says more than its
            // default does.
            let has_choice_values = model.semantics.has_choice_values();
            let around = model.menu(choice).symbol.filter(|_| has_choice_values);
            let is_optional = around.is_some_and(|choice| model.symbol(choice).is_optional);
            let is_tristate = has_choice_values && model.symbol(symbol).ty != SymbolType::Bool;
            if is_optional || is_tristate {
                // It stays.
            } else if is_default && evaluation.value(symbol).tri == Tristate::Y {
                continue;
            }
        }
        out.push_str(&line_of(evaluation, symbol, prefix));
    }
    out
}
