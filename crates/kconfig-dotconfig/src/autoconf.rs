//! What the build reads: auto.conf, autoconf.h, rustc_cfg and their kin
//! (`conf_write_autoconf` in confdata.c).
//!
//! The kernel writes them in the order of its hash table of symbols, so that
//! order is part of the format.

use std::fmt::Write as _;

use kconfig_base::{Diagnostic, Severity, Tristate};
use kconfig_eval::{Evaluation, UserValue, UserValues};
use kconfig_model::{Model, SymbolId, SymbolType};

use crate::parse::{Line, parse_line, parse_line_loosely};
use crate::read::note_text;
use crate::write::escape;

/// The symbols that are written, in the table's order.
fn written(evaluation: &Evaluation) -> impl Iterator<Item = SymbolId> {
    let model = &evaluation.model;
    let order = model.table_order().iter().copied();
    order.filter(|&symbol| evaluation.value(symbol).write && !model.symbol(symbol).is_choice())
}

fn title(evaluation: &Evaluation) -> &str {
    evaluation.model.prompt_text(kconfig_model::MenuId::ROOT).unwrap_or_default()
}

/// Writes auto.conf, which make includes.
pub fn auto_conf(evaluation: &Evaluation, prefix: &str) -> String {
    let title = title(evaluation);
    let mut out = format!("#\n# Automatically generated file; DO NOT EDIT.\n# {title}\n#\n");
    for symbol in written(evaluation) {
        let (name, text) = (evaluation.model.name(symbol), evaluation.text(symbol));
        let _ = match evaluation.model.symbol(symbol).ty {
            SymbolType::Unknown => Ok(()),
            ty if ty.is_tristate_like() && text == "n" => Ok(()),
            _ => writeln!(out, "{prefix}{name}={text}"),
        };
    }
    out
}

/// Writes autoconf.h, which C includes.
pub fn autoconf_h(evaluation: &Evaluation, prefix: &str) -> String {
    let title = title(evaluation);
    let mut out = format!("/*\n * Automatically generated file; DO NOT EDIT.\n * {title}\n */\n");
    for symbol in written(evaluation) {
        let (name, text) = (evaluation.model.name(symbol), evaluation.text(symbol));
        let _ = match (evaluation.model.symbol(symbol).ty, text) {
            (SymbolType::Unknown, _) | (SymbolType::Bool | SymbolType::Tristate, "n") => Ok(()),
            (SymbolType::Bool | SymbolType::Tristate, "m") => {
                writeln!(out, "#define {prefix}{name}_MODULE 1")
            }
            (SymbolType::Bool | SymbolType::Tristate, _) => writeln!(out, "#define {prefix}{name} 1"),
            (SymbolType::Hex, _) => writeln!(out, "#define {prefix}{name} {}{text}", hex_prefix(text)),
            (SymbolType::String, _) => writeln!(out, "#define {prefix}{name} {}", escape(text)),
            (SymbolType::Int, _) => writeln!(out, "#define {prefix}{name} {text}"),
        };
    }
    out
}

/// Writes rustc_cfg, which rustc takes as arguments.
pub fn rustc_cfg(evaluation: &Evaluation, prefix: &str) -> String {
    let mut out = String::new();
    for symbol in written(evaluation) {
        let (name, text) = (evaluation.model.name(symbol), evaluation.text(symbol));
        let ty = evaluation.model.symbol(symbol).ty;
        if ty == SymbolType::Unknown || (ty.is_tristate_like() && text == "n") {
            continue;
        }
        if ty.is_tristate_like() {
            let _ = writeln!(out, "--cfg={prefix}{name}");
        }
        let hex = if ty == SymbolType::Hex { hex_prefix(text) } else { "" };
        let _ = writeln!(out, "--cfg={prefix}{name}={}", escape(&format!("{hex}{text}")));
    }
    out
}

fn hex_prefix(text: &str) -> &'static str {
    if text.starts_with("0x") || text.starts_with("0X") { "" } else { "0x" }
}

/// Writes auto.conf.cmd: the files and the environment that the configuration
/// hangs on (`conf_write_autoconf_cmd`). `name` is what auto.conf is called.
pub fn auto_conf_cmd(model: &Model, name: &str) -> String {
    if model.semantics.writes_cmd_file_backwards() {
        return backwards_cmd(model, name);
    }
    let mut out = format!("autoconfig := {name}\n\ndeps_config := \\\n");
    for file in model.files.iter() {
        let _ = writeln!(out, "\t{} \\", file.path);
    }
    out.push_str("\n$(autoconfig): $(deps_config)\n$(deps_config): ;\n");
    for (name, value) in &model.env_used {
        let _ = write!(out, "\nifneq \"$({name})\" \"{value}\"\n$(autoconfig): FORCE\nendif\n");
    }
    out
}

/// The same up to 6.8.
fn backwards_cmd(model: &Model, autoconf: &str) -> String {
    let mut out = String::from("deps_config := \\\n");
    let files: Vec<&str> = model.files.iter().map(|file| &*file.path).collect();
    for path in files.iter().rev() {
        let _ = writeln!(out, "\t{path} \\");
    }
    let _ = write!(out, "\n{autoconf}: $(deps_config)\n\n");
    for (name, value) in &model.env_used {
        let _ = write!(out, "ifneq \"$({name})\" \"{value}\"\n{autoconf}: FORCE\nendif\n");
    }
    out.push_str("\n$(deps_config): ;\n");
    out
}

/// What differs from the auto.conf of before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changed {
    /// The symbols that it has and the tree does not, in its order.
    pub gone: Vec<String>,
    /// The symbols whose value is another one, in the order of the touching.
    pub symbols: Vec<String>,
    /// conf's warnings about it; their `conf_text` is whole lines.
    pub diagnostics: Vec<Diagnostic>,
}

/// Names the symbols whose files below include/config are to be touched: those
/// that differ from the auto.conf of before (`conf_touch_deps`), and those that
/// it has and the tree does not. `path` is for messages only.
pub fn changed_since(
    evaluation: &Evaluation,
    old_auto_conf: Option<&str>,
    path: &str,
    prefix: &str,
) -> Changed {
    let model = &evaluation.model;
    let mut old = UserValues::new();
    old.start_choices(model);
    let is_loose = model.semantics.reads_lines_loosely();
    let mut changed = Changed::default();
    for (index, line) in old_auto_conf.unwrap_or_default().lines().enumerate() {
        let mut warn = |code, message: String| {
            let conf_text = format!("{path}:{}:warning: {message}\n", index + 1);
            let diagnostic = Diagnostic::new(code, Severity::Warning, None, message);
            changed.diagnostics.push(diagnostic.conf_text(conf_text));
        };
        let parsed = if is_loose { parse_line_loosely(line, prefix) } else { parse_line(line, prefix) };
        let (name, value) = match parsed {
            Line::Blank => continue,
            Line::Unexpected => {
                warn("unexpected-data", format!("unexpected data: {line}"));
                continue;
            }
            Line::Set(name, value) => (name, value),
            Line::Unset(name) => (name, "n"),
        };
        match model.find(name) {
            None => changed.gone.push(name.to_owned()),
            // Strings stand unquoted in auto.conf; what does not fit is no
            // value.
            Some(symbol) => {
                if old.get(symbol).is_some() {
                    warn("reassigned-symbol", format!("override: reassigning to symbol {name}"));
                }
                if let Ok(note) = old.set_line(model, symbol, value) {
                    if let Some((code, message)) = note_text(note, name) {
                        warn(code, message);
                    }
                }
            }
        }
    }
    for &symbol in model.table_order() {
        if model.symbol(symbol).is_choice() {
            continue;
        }
        let value = evaluation.value(symbol);
        let is_n = model.symbol(symbol).ty.is_tristate_like() && value.tri == Tristate::N;
        let is_changed = match (value.write, old.get(symbol)) {
            (true, Some(UserValue::Tri(before))) => *before != value.tri,
            (true, Some(UserValue::Text(before))) => **before != *evaluation.text(symbol),
            (true, None) => !is_n,
            (false, before) => before.is_some(),
        };
        if is_changed {
            changed.symbols.push(model.name(symbol).to_owned());
        }
    }
    changed
}
