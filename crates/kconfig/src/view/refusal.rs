//! What is said to somebody who tries to set a symbol to what it cannot be.

use kconfig_base::cut;
use kconfig_model::{SymbolType, string_valid};

use super::{MenuRow, SymbolView};

/// How many characters of a text that is refused are said.
const MAX_TEXT: usize = 40;

/// Tells whether a text is a value of a symbol of this type, by the type's name;
/// conf drops a line that has none (`conf_set_sym_val`).
pub fn is_value(ty: &str, text: &str) -> bool {
    match ty {
        "integer" => string_valid(SymbolType::Int, text),
        "hex" => string_valid(SymbolType::Hex, text),
        _ => true,
    }
}

/// What decides whether a symbol can be set.
struct Of<'a> {
    symbol: &'a str,
    ty: &'a str,
    value: &'a str,
    reason: &'a str,
    limits: &'a [(String, String)],
    takes: &'a str,
}

impl MenuRow {
    /// Says why the symbol cannot be set to a value; none stands for any other value
    /// than it has.
    pub fn refusal(&self, wanted: Option<&str>) -> String {
        let Self { symbol, ty, value, reason, limits, takes, .. } = self;
        words(&Of { symbol, ty, value, reason, limits, takes }, wanted)
    }
}

impl SymbolView {
    /// As [`MenuRow::refusal`].
    pub fn refusal(&self, wanted: Option<&str>) -> String {
        let Self { name, ty, value, reason, limits, takes, .. } = self;
        words(&Of { symbol: name, ty, value, reason, limits, takes }, wanted)
    }
}

fn words(of: &Of<'_>, wanted: Option<&str>) -> String {
    let name = of.symbol;
    if !of.reason.is_empty() {
        let is_selected = of.reason.starts_with("selected by");
        let tri = wanted.filter(|wanted| is_selected && matches!(*wanted, "n" | "m" | "y"));
        return format!("{name} cannot be {}: {}.{}", tri.unwrap_or("set"), of.reason, pointer(of));
    }
    if let Some(text) = wanted.filter(|_| !of.takes.is_empty()) {
        let text = if text.is_empty() { "An empty text".to_owned() } else { cut(text, MAX_TEXT) };
        return format!("{text} is no number: {name} takes {}.", of.takes);
    }
    if wanted == Some("m") && of.ty == "bool" {
        return format!("m is not possible for {name}: it is bool.");
    }
    let limit = of.limits.iter().find(|(value, _)| wanted.is_none_or(|wanted| wanted == value));
    match limit {
        Some((value, why)) => format!("{name} cannot be {value}: {why}."),
        None => format!("{name} is {} already.", cut(of.value, MAX_TEXT)),
    }
}

/// Where the whole chain of reasons stands; a number or text has none.
fn pointer(of: &Of<'_>) -> &'static str {
    match (of.ty, of.value) {
        ("bool" | "tristate", "n" | "") => " \"Why not higher\" in the panel Symbol has the chain.",
        ("bool" | "tristate", _) => " \"Why\" in the panel Symbol has the chain.",
        _ => "",
    }
}
