//! .config text to user values (`conf_read_simple` in confdata.c).

use kconfig_base::idx::Idx as _;
use kconfig_base::{Diagnostic, Severity};
use kconfig_eval::{ChoiceNote, UserValues};
use kconfig_model::{Model, SymbolType};

use crate::parse::{Line, parse_line, parse_line_loosely};

/// What was found while reading.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadReport {
    /// conf's warnings in their order; their `conf_text` is whole lines.
    pub diagnostics: Vec<Diagnostic>,
    /// The names that the tree does not define or refer to, with their lines.
    pub unknown: Vec<(String, u32)>,
}

/// Sets the user values that a .config gives; `path` is for messages only.
///
/// The values that `user` has before stay unless the text sets them; conf
/// starts from none. A later line wins over an earlier one.
pub fn read(model: &Model, user: &mut UserValues, text: &str, path: &str, prefix: &str) -> ReadReport {
    let mut report = ReadReport::default();
    let mut seen = vec![false; model.n_symbols()];
    let is_loose = model.semantics.reads_lines_loosely();
    user.start_choices(model);
    if model.semantics.has_choice_values() {
        // Choices count as set from the start.
        for (id, symbol) in model.symbols() {
            seen[id.index()] = symbol.is_choice();
        }
    }
    for (index, line) in text.split('\n').enumerate() {
        let number = index as u32 + 1;
        let line = if is_loose { line } else { line.strip_suffix('\r').unwrap_or(line) };
        let mut warn = |code, message: String| {
            let conf_text = format!("{path}:{number}:warning: {message}\n");
            let diagnostic = Diagnostic::new(code, Severity::Warning, None, message);
            report.diagnostics.push(diagnostic.conf_text(conf_text));
        };
        let parsed = if is_loose { parse_line_loosely(line, prefix) } else { parse_line(line, prefix) };
        let (name, value) = match parsed {
            Line::Blank => continue,
            Line::Unexpected => {
                let line = line.split('\r').next().filter(|_| is_loose).unwrap_or(line);
                warn("unexpected-data", format!("unexpected data: {line}"));
                continue;
            }
            Line::Set(name, value) => (name, value),
            Line::Unset(name) => (name, "n"),
        };
        let Some(symbol) = model.find(name) else {
            report.unknown.push((name.to_owned(), number));
            continue;
        };
        if seen[symbol.index()] {
            warn("reassigned-symbol", format!("override: reassigning to symbol {name}"));
        }
        let is_string = model.symbol(symbol).ty == SymbolType::String;
        let value = match (is_string, value.strip_prefix('"')) {
            (false, _) => value.to_owned(),
            // conf takes no string without a quote, and says nothing.
            (true, None) => continue,
            (true, Some(quoted)) => match unescape(quoted) {
                Some(value) => value,
                None => {
                    warn("invalid-string", "invalid string found".into());
                    continue;
                }
            },
        };
        match user.set_line(model, symbol, &value) {
            Ok(note) => {
                // What has no type has no value to be reassigned.
                seen[symbol.index()] = model.symbol(symbol).ty != SymbolType::Unknown;
                if let Some((code, message)) = note_text(note, name) {
                    warn(code, message);
                }
            }
            Err(_) => warn("invalid-value", format!("symbol value '{value}' invalid for {name}")),
        }
    }
    report
}

/// What conf says of a line that is at odds with another one of its choice.
pub(crate) fn note_text(note: Option<ChoiceNote>, name: &str) -> Option<(&'static str, String)> {
    Some(match note? {
        ChoiceNote::Inconsistent => {
            ("inconsistent-choice", format!("{name} creates inconsistent choice state"))
        }
        ChoiceNote::Override => ("choice-override", format!("override: {name} changes choice state")),
    })
}

/// Reads up to the closing quote; `\` takes the next character as it is.
fn unescape(quoted: &str) -> Option<String> {
    let mut out = String::new();
    let mut chars = quoted.chars();
    loop {
        match chars.next()? {
            '"' => return Some(out),
            '\\' => out.push(chars.next()?),
            c => out.push(c),
        }
    }
}
