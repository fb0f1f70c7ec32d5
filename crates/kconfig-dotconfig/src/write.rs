//! Values to .config text (`conf_write` in confdata.c).

use std::fmt::Write as _;

use kconfig_base::Tristate;
use kconfig_base::idx::Idx as _;
use kconfig_eval::Evaluation;
use kconfig_model::{MenuId, Model, PropertyKind, SymbolId, SymbolType};

/// Writes the whole .config, byte for byte as conf does.
pub fn write(evaluation: &Evaluation, prefix: &str) -> String {
    let mut out = String::new();
    let title = evaluation.model.prompt_text(MenuId::ROOT).unwrap_or_default();
    let _ = write!(out, "#\n# Automatically generated file; DO NOT EDIT.\n# {title}\n#\n");
    write_below(evaluation, MenuId::ROOT, prefix, &mut out);
    out
}

/// Writes the part of the .config that stands below a menu node.
pub fn write_menu(evaluation: &Evaluation, menu: MenuId, prefix: &str) -> String {
    let mut out = String::new();
    write_below(evaluation, menu, prefix, &mut out);
    out
}

fn write_below(evaluation: &Evaluation, root: MenuId, prefix: &str, out: &mut String) {
    let model = &*evaluation.model;
    let mut written = vec![false; model.n_symbols()];
    let mut needs_newline = false;
    let mut at = model.menu(root).list;
    while let Some(menu) = at {
        let node = model.menu(menu);
        match node.symbol {
            None => {
                if evaluation.is_menu_visible(menu) {
                    let text = model.prompt_text(menu).unwrap_or_default();
                    let _ = write!(out, "\n#\n# {text}\n#\n");
                    needs_newline = false;
                }
            }
            Some(symbol) => {
                let is_new = !model.symbol(symbol).is_choice() && !written[symbol.index()];
                if is_new && evaluation.value(symbol).write {
                    if std::mem::take(&mut needs_newline) {
                        out.push('\n');
                    }
                    written[symbol.index()] = true;
                    push_line(evaluation, symbol, prefix, out);
                }
            }
        }
        at = model.menu(menu).list.or_else(|| {
            // Up to the next node, closing the menus on the way.
            let mut done = menu;
            loop {
                if is_closed_with_comment(evaluation, done) {
                    let _ = writeln!(out, "# end of {}", model.prompt_text(done).unwrap_or_default());
                    needs_newline = true;
                }
                if let Some(next) = model.menu(done).next {
                    return Some(next);
                }
                done = model.menu(done).parent.filter(|&parent| parent != root)?;
            }
        });
    }
}

/// Tells whether a node is a `menu` that is shown.
fn is_closed_with_comment(evaluation: &Evaluation, menu: MenuId) -> bool {
    let node = evaluation.model.menu(menu);
    let is_menu = node.prompt.is_some_and(|prompt| {
        matches!(evaluation.model.property(prompt).kind, PropertyKind::Prompt { is_menu: true, .. })
    });
    node.symbol.is_none() && is_menu && evaluation.is_menu_visible(menu)
}

/// The line of a symbol in .config, with its newline (`__print_symbol`).
pub fn line_of(evaluation: &Evaluation, symbol: SymbolId, prefix: &str) -> String {
    let mut out = String::new();
    push_line(evaluation, symbol, prefix, &mut out);
    out
}

fn push_line(evaluation: &Evaluation, symbol: SymbolId, prefix: &str, out: &mut String) {
    let model = &*evaluation.model;
    let is_n = model.symbol(symbol).ty.is_tristate_like() && evaluation.value(symbol).tri == Tristate::N;
    if is_n {
        let _ = writeln!(out, "# {prefix}{} is not set", model.name(symbol));
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
    let _ = match model.symbol(symbol).ty {
        SymbolType::Unknown => Ok(()),
        SymbolType::String => writeln!(out, "{prefix}{name}={}", escape(value)),
        _ => writeln!(out, "{prefix}{name}={value}"),
    };
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
