//! The parts that all explanations are made of.

use kconfig_base::{Location, Tristate, cut};
use kconfig_eval::{Evaluation, Origin};
use kconfig_model::{Expr, ExprId, SymbolId, SymbolType};

/// A line of an explanation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// How deep in the chain, from 0.
    pub depth: u32,
    /// What it says.
    pub text: String,
    /// Where the tree says so.
    pub location: Option<Location>,
    /// The symbol to look at next.
    pub symbol: Option<SymbolId>,
}

/// How deep an explanation goes.
pub(crate) const MAX_DEPTH: u32 = 12;

/// How long an explanation becomes.
pub(crate) const MAX_LINES: usize = 60;

/// How many characters of a value stand in a sentence.
const MAX_VALUE: usize = 60;

/// How many selectors are named in a few words.
const MAX_NAMES: usize = 4;

/// Why a symbol has its value, in a few words: `user n`, `default y`,
/// `selected by KEXEC`; of many selectors the first four are named.
pub fn origin_text(evaluation: &Evaluation, symbol: SymbolId) -> String {
    let value = shown(evaluation, symbol);
    match evaluation.value(symbol).origin {
        Origin::Constant => "constant".into(),
        Origin::Undefined => "not defined".into(),
        Origin::Nothing | Origin::Default(_) => format!("default {value}"),
        Origin::User | Origin::ChoiceUser => format!("user {value}"),
        Origin::Implied => format!("implied by {}", names(evaluation, symbol, true)),
        Origin::Selected => selected_text(evaluation, symbol),
        Origin::ChoiceDefault => format!("default {value} of the choice"),
        Origin::ChoiceOther => "another member of the choice is y".into(),
        Origin::Range(_) => format!("{value}, the end of its range"),
    }
}

/// Who selects a symbol, in a few words: `selected by KEXEC`.
pub fn selected_text(evaluation: &Evaluation, symbol: SymbolId) -> String {
    format!("selected by {}", names(evaluation, symbol, false))
}

/// The names of those that select or imply a symbol now.
fn names(evaluation: &Evaluation, symbol: SymbolId, weak: bool) -> String {
    let selectors = crate::why::selectors(evaluation, symbol, weak);
    let active = selectors.into_iter().filter(|&(_, _, tri)| tri != Tristate::N);
    let names: Vec<&str> = active.map(|(selector, _, _)| evaluation.model.name(selector)).collect();
    match names.len().checked_sub(MAX_NAMES) {
        Some(more @ 1..) => format!("{} and {more} more", names[..MAX_NAMES].join(", ")),
        _ => names.join(", "),
    }
}

/// The value of a symbol, short enough for a sentence.
pub(crate) fn shown(evaluation: &Evaluation, symbol: SymbolId) -> String {
    cut(evaluation.text(symbol), MAX_VALUE)
}

/// A text of the user's, short enough for a sentence.
pub(crate) fn shown_text(text: &str) -> String {
    cut(text, MAX_VALUE)
}

/// `NAME = value`
///
/// A symbol that nothing defines is shown as the n that it counts as.
pub(crate) fn with_value(evaluation: &Evaluation, symbol: SymbolId) -> String {
    let is_undefined = evaluation.value(symbol).origin == Origin::Undefined;
    let value = if is_undefined { "n".to_owned() } else { shown(evaluation, symbol) };
    format!("{} = {value}", shown_text(evaluation.model.name(symbol)))
}

/// An expression; a single symbol with its value, others with all values.
pub(crate) fn expr_with_values(evaluation: &Evaluation, expr: ExprId) -> String {
    if let Expr::Symbol(symbol) = evaluation.model.exprs.get(expr) {
        return with_value(evaluation, symbol);
    }
    let mut out = String::new();
    evaluation.model.write_expr(expr, &mut out, &mut |symbol, out| {
        if evaluation.model.symbol(symbol).ty != SymbolType::Unknown && symbol > SymbolId::YES {
            out.push_str(&format!(" [={}]", shown(evaluation, symbol)));
        }
    });
    out
}

/// Where a symbol is defined first.
pub(crate) fn definition(evaluation: &Evaluation, symbol: SymbolId) -> Option<Location> {
    evaluation.model.symbol(symbol).menus.first().map(|&menu| evaluation.model.menu(menu).location)
}

/// `A`, `A and B`, `A, B and C`
pub(crate) fn list(names: &[&str]) -> String {
    match names {
        [] => "nothing".into(),
        [one] => (*one).to_owned(),
        [init @ .., last] => format!("{} and {last}", init.join(", ")),
    }
}
