//! Selects against direct dependencies (`sym_warn_unmet_dep` in symbol.c).

use std::fmt::Write as _;

use kconfig_base::{Diagnostic, Severity, Tristate};
use kconfig_model::{ExprId, Model, SymbolId, SymbolType};

use crate::evaluation::{Evaluation, Value};
use crate::expr::{self, Reader};

/// Tells whether a symbol is more than its direct dependencies allow.
pub(crate) fn is_unmet(evaluation: &Evaluation, symbol: SymbolId) -> bool {
    let data = evaluation.model.symbol(symbol);
    let value = evaluation.value(symbol);
    data.ty.is_tristate_like() && data.choice.is_none() && value.dir_dep < value.rev_dep
}

/// Describes a symbol that is, as conf does.
pub(crate) fn describe(evaluation: &Evaluation, symbol: SymbolId) -> Diagnostic {
    unmet_dep(&evaluation.model, evaluation, symbol, evaluation.value(symbol))
}

/// The warning about a symbol with this value (`sym_warn_unmet_dep`).
pub(crate) fn unmet_dep(model: &Model, reader: &dyn Reader, id: SymbolId, value: &Value) -> Diagnostic {
    let name = model.name(id);
    let symbol = model.symbol(id);
    let mut text = format!("\nWARNING: unmet direct dependencies detected for {name}\n");
    let _ = write!(text, "  Depends on [{}]: ", if value.dir_dep == Tristate::M { 'm' } else { 'n' });
    match symbol.dir_dep {
        Some(dep) => write_with_values(model, reader, dep, &mut text),
        None => text.push('y'),
    }
    text.push('\n');
    let operands = symbol.rev_dep.map_or(Vec::new(), |dep| model.exprs.or_operands(dep));
    let mut selectors = Vec::new();
    for level in [Tristate::Y, Tristate::M] {
        let mut is_first = true;
        for &operand in &operands {
            if expr::evaluate(model, reader, operand) != level {
                continue;
            }
            if std::mem::take(&mut is_first) {
                let _ = writeln!(text, "  Selected by [{level}]:");
            }
            text.push_str("  - ");
            write_with_values(model, reader, operand, &mut text);
            text.push('\n');
            let mut first = None;
            model.exprs.for_each_symbol(operand, |symbol| {
                first.get_or_insert(symbol);
            });
            selectors.extend(first);
        }
    }
    let names: Vec<&str> = selectors.iter().map(|&selector| model.name(selector)).collect();
    let location = symbol.menus.first().map(|&menu| model.menu(menu).location);
    let mut diagnostic = Diagnostic::new(
        "unmet-direct-dep",
        Severity::Warning,
        location,
        format!("unmet direct dependencies detected for {name}, selected by {}", names.join(", ")),
    )
    .conf_text(text);
    for &selector in &selectors {
        if let Some(&menu) = model.symbol(selector).menus.first() {
            let text = format!("{} selects it", model.name(selector));
            diagnostic = diagnostic.label(model.menu(menu).location, text);
        }
    }
    diagnostic
}

/// Writes an expression with the value after each symbol (`expr_gstr_print`).
pub(crate) fn write_with_values(model: &Model, reader: &dyn Reader, expr: ExprId, out: &mut String) {
    model.write_expr(expr, out, &mut |symbol, out| {
        if model.symbol(symbol).ty != SymbolType::Unknown {
            let _ = write!(out, " [={}]", reader.string_value(symbol));
        }
    });
}
