//! What two configurations of an arch write differently, in the words of the
//! kernel's scripts/diffconfig.

use std::collections::{BTreeMap, BTreeSet};

use kconfig_base::Tristate;
use kconfig_dotconfig::{Line, parse_line, write};
use kconfig_eval::Evaluation;
use serde::{Deserialize, Serialize};

use super::messages::{Difference, Message};
use crate::world::PREFIX;

/// What is kept of an evaluation to compare it with one of another tree: small,
/// and by names, so that the model can be dropped.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// What .config says of each symbol, as it stands there; `n` for "is not set".
    pub(super) lines: BTreeMap<String, String>,
    /// The symbols whose prompt is visible.
    pub(super) visible: BTreeSet<String>,
    /// The warnings about unmet dependencies.
    unmet: Vec<Message>,
}

/// What an evaluation has otherwise than another one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ValueEffect {
    /// The lines of .config that moved, in the order of diffconfig.
    pub values: Vec<ValueChange>,
    /// The symbols whose prompt is newly visible, by name.
    pub shown: Vec<String>,
    /// The symbols whose prompt is newly hidden or gone, by name.
    pub hidden: Vec<String>,
    /// The warnings about unmet dependencies that are new and that vanished.
    pub unmet: Difference,
}

/// A symbol of which two .config files say different things.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ValueChange {
    /// The symbol's name.
    pub symbol: String,
    /// The value before: `n` where .config says "is not set", a string without its
    /// quotes; `None` where .config has no line.
    pub before: Option<String>,
    /// The value after, likewise.
    pub after: Option<String>,
    /// Whether .config has the value before and the one after in quotes.
    #[serde(skip)]
    pub is_quoted: [bool; 2],
}

impl Outcome {
    /// Takes what is compared out of an evaluation.
    pub fn of(evaluation: &Evaluation) -> Self {
        let model = &*evaluation.model;
        let config = write(evaluation, PREFIX);
        let mut lines = BTreeMap::new();
        for line in config.lines() {
            match parse_line(line, PREFIX) {
                Line::Set(name, value) => lines.insert(name.to_owned(), value.to_owned()),
                Line::Unset(name) => lines.insert(name.to_owned(), "n".to_owned()),
                Line::Blank | Line::Unexpected => None,
            };
        }
        let is_visible = |&symbol: &kconfig_model::SymbolId| {
            let data = model.symbol(symbol);
            !data.is_choice() && !data.is_const && evaluation.value(symbol).visibility != Tristate::N
        };
        let symbols = model.symbols().map(|(symbol, _)| symbol).filter(is_visible);
        let visible = symbols.map(|symbol| model.name(symbol).to_owned()).collect();
        let unmet = evaluation.diagnostics.iter().map(|diagnostic| Message::of(diagnostic, model)).collect();
        Self { lines, visible, unmet }
    }
}

impl ValueEffect {
    /// Compares two evaluations of an arch with the same base config.
    pub fn of(before: &Outcome, after: &Outcome) -> Self {
        let missing_in = |names: &BTreeSet<String>, others: &BTreeSet<String>| {
            names.difference(others).cloned().collect::<Vec<_>>()
        };
        Self {
            values: moved(&before.lines, &after.lines),
            shown: missing_in(&after.visible, &before.visible),
            hidden: missing_in(&before.visible, &after.visible),
            unmet: Difference::of(&before.unmet, &after.unmet),
        }
    }

    /// Tells whether nothing differs.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// The lines that moved: first those that are gone, then those that changed, then
/// those that are new, each by name.
fn moved(before: &BTreeMap<String, String>, after: &BTreeMap<String, String>) -> Vec<ValueChange> {
    let gone = before.keys().filter(|name| !after.contains_key(*name));
    let kept = before.iter().filter(|(name, value)| after.get(*name).is_some_and(|other| other != *value));
    let new = after.keys().filter(|name| !before.contains_key(*name));
    let names = gone.chain(kept.map(|(name, _)| name)).chain(new);
    names.map(|name| ValueChange::new(name, before.get(name), after.get(name))).collect()
}

impl ValueChange {
    fn new(symbol: &str, before: Option<&String>, after: Option<&String>) -> Self {
        let is_quoted = |value: Option<&String>| value.is_some_and(|value| value.starts_with('"'));
        Self {
            symbol: symbol.to_owned(),
            before: before.map(|value| plain(value)),
            after: after.map(|value| plain(value)),
            is_quoted: [is_quoted(before), is_quoted(after)],
        }
    }

    /// Gives the line of diffconfig: `+FOO m`, `-BAR y` or ` BAZ n -> y`.
    pub fn line(&self) -> String {
        let text = |value: &str, is_quoted| match is_quoted {
            true => kconfig_dotconfig::escape(value),
            false => value.to_owned(),
        };
        let before = self.before.as_deref().map(|value| text(value, self.is_quoted[0]));
        let after = self.after.as_deref().map(|value| text(value, self.is_quoted[1]));
        match (before, after) {
            (Some(before), Some(after)) => format!(" {} {before} -> {after}", self.symbol),
            (Some(before), None) => format!("-{} {before}", self.symbol),
            (None, after) => format!("+{} {}", self.symbol, after.unwrap_or_default()),
        }
    }
}

/// A value of .config without quotes and backslashes.
fn plain(value: &str) -> String {
    let Some(inner) = value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) else {
        return value.to_owned();
    };
    let mut out = String::with_capacity(inner.len());
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        out.extend(if c == '\\' { chars.next() } else { Some(c) });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect()
    }

    #[test]
    fn the_order_and_the_words_are_those_of_diffconfig() {
        let before = lines(&[("A", "y"), ("B", "n"), ("C", "\"a \\\"b\\\"\""), ("D", "5"), ("Z", "n")]);
        let after = lines(&[("B", "m"), ("C", "\"\\\\\""), ("D", "5"), ("E", "0x10"), ("A0", "\"\"")]);
        let moved = moved(&before, &after);
        let words: Vec<String> = moved.iter().map(ValueChange::line).collect();
        assert_eq!(
            words,
            ["-A y", "-Z n", " B n -> m", " C \"a \\\"b\\\"\" -> \"\\\\\"", "+A0 \"\"", "+E 0x10"]
        );
        assert_eq!(moved[3].before.as_deref(), Some("a \"b\""));
        assert_eq!(moved[4].after.as_deref(), Some(""));
    }

    #[test]
    fn a_change_is_plain_data() {
        let change = ValueChange::new("A", None, Some(&"\"x\"".to_owned()));
        let json = serde_json::to_string(&change).unwrap();
        assert_eq!(json, r#"{"symbol":"A","before":null,"after":"x"}"#);
    }
}
