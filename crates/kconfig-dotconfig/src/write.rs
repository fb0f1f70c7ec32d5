//! Values to .config text (`conf_write` in confdata.c).

use kconfig_base::Tristate;
use kconfig_eval::Evaluation;
use kconfig_model::{MenuId, Model, SymbolId, SymbolType};

use crate::layout::Layout;

/// Writes the whole .config, byte for byte as conf does.
pub fn write(evaluation: &Evaluation, prefix: &str) -> String {
    Layout::new(&evaluation.model).write(evaluation, prefix)
}

/// Writes the part of the .config that stands below a menu node.
pub fn write_menu(evaluation: &Evaluation, menu: MenuId, prefix: &str) -> String {
    Layout::below(&evaluation.model, menu).write_lines(evaluation, prefix)
}

/// The line of a symbol in .config, with its newline (`__print_symbol`).
pub fn line_of(evaluation: &Evaluation, symbol: SymbolId, prefix: &str) -> String {
    let mut out = String::new();
    push_line(evaluation, symbol, prefix, &mut out);
    out
}

pub(crate) fn push_line(evaluation: &Evaluation, symbol: SymbolId, prefix: &str, out: &mut String) {
    let model = &*evaluation.model;
    let is_n = model.symbol(symbol).ty.is_tristate_like() && evaluation.value(symbol).tri == Tristate::N;
    if is_n {
        push(out, &["# ", prefix, model.name(symbol), " is not set\n"]);
    } else {
        push_assignment(model, symbol, evaluation.text(symbol), prefix, out);
    }
}

/// The line of a symbol where n is written as such
/// (`print_symbol_for_listconfig`).
pub fn symbol_line(model: &Model, symbol: SymbolId, value: &str, prefix: &str) -> String {
    let mut out = String::new();
    push_assignment(model, symbol, value, prefix, &mut out);
    out
}

fn push_assignment(model: &Model, symbol: SymbolId, value: &str, prefix: &str, out: &mut String) {
    let name = model.name(symbol);
    match model.symbol(symbol).ty {
        SymbolType::Unknown => {}
        SymbolType::String => push(out, &[prefix, name, "=", &escape(value), "\n"]),
        _ => push(out, &[prefix, name, "=", value, "\n"]),
    }
}

/// Appends texts; formatting costs several times as much, and a .config has
/// some 10,000 lines.
pub(crate) fn push(out: &mut String, parts: &[&str]) {
    for part in parts {
        out.push_str(part);
    }
}

/// Puts a text in quotes (`escape_string_value`).
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        if matches!(c, '"' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out.push('"');
    out
}
