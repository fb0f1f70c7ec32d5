//! Why a symbol cannot be set, and why it has another value than was asked for.

use kconfig_base::Tristate;
use kconfig_dotconfig::{escape, line_of};
use kconfig_eval::{Evaluation, Origin, assignable, is_changeable};
use kconfig_graph::{origin_text, selected_text};
use kconfig_model::{ExprId, Model, PropertyKind, SymbolId, SymbolType, string_valid};

use crate::view::LossKind;
use crate::world::PREFIX;

/// What is said where m is asked for and there are no modules.
const NO_MODULES: &str = "there are no modules here";

/// Why a symbol cannot be changed, as a phrase; "" where it can.
pub(crate) fn fixed(evaluation: &Evaluation, symbol: SymbolId) -> String {
    if is_changeable(evaluation, symbol) {
        return String::new();
    }
    let value = evaluation.value(symbol);
    if value.origin == Origin::Selected || (value.rev_dep > Tristate::N && value.visibility > Tristate::N) {
        return origin_text(evaluation, symbol);
    }
    if !has_prompt(&evaluation.model, symbol) {
        return "it has no prompt: only defaults and selects set it".into();
    }
    needs(evaluation, symbol)
}

/// The values that a bool or tristate which can be changed cannot be set to, each
/// with why, as a phrase.
pub(crate) fn limits(evaluation: &Evaluation, symbol: SymbolId) -> Vec<(String, String)> {
    let possible = assignable(evaluation, symbol);
    let (Some(&least), value) = (possible.first(), evaluation.value(symbol)) else { return Vec::new() };
    let is_tristate = evaluation.model.symbol(symbol).ty == SymbolType::Tristate;
    let all = [Tristate::N, Tristate::M, Tristate::Y].into_iter();
    let impossible = all.filter(|tri| !possible.contains(tri) && (is_tristate || *tri != Tristate::M));
    let why = |tri: Tristate| {
        if tri < value.rev_dep {
            selected_text(evaluation, symbol)
        } else if tri > value.visibility {
            limit_words(evaluation, symbol)
        } else if tri < least && evaluation.model.symbol(symbol).is_choice_value {
            "set another member of its choice to y instead".to_owned()
        } else {
            NO_MODULES.to_owned()
        }
    };
    impossible.map(|tri| (tri.as_str().to_owned(), why(tri))).collect()
}

/// What a number takes: `whole numbers from 1 to 10`; "" for other types.
pub(crate) fn takes(evaluation: &Evaluation, symbol: SymbolId) -> String {
    let numbers = match evaluation.model.symbol(symbol).ty {
        SymbolType::Int => "whole numbers",
        SymbolType::Hex => "hexadecimal numbers",
        _ => return String::new(),
    };
    match range(evaluation, symbol) {
        Some((low, high)) => format!("{numbers} from {low} to {high}"),
        None => numbers.to_owned(),
    }
}

/// Which conditions of a symbol's prompts do not hold: `it needs DRM and PCI`.
pub(crate) fn needs(evaluation: &Evaluation, symbol: SymbolId) -> String {
    let mut unmet: Vec<String> = Vec::new();
    for operand in unmet_operands(evaluation, symbol) {
        let text = evaluation.model.expr_text(operand);
        if !unmet.contains(&text) {
            unmet.push(text);
        }
    }
    format!("it needs {}", unmet.join(" and "))
}

/// The parts of the conditions of a symbol's prompts that do not hold.
pub(crate) fn unmet_operands(evaluation: &Evaluation, symbol: SymbolId) -> Vec<ExprId> {
    operands(evaluation, symbol).filter(|&operand| evaluation.expr(Some(operand)) == Tristate::N).collect()
}

/// The operands of the conditions of a symbol's prompts.
fn operands(evaluation: &Evaluation, symbol: SymbolId) -> impl Iterator<Item = ExprId> {
    let model = &evaluation.model;
    let prompts = model.properties_of(symbol).filter(|property| property.text().is_some());
    prompts.filter_map(|property| property.cond).flat_map(|cond| model.exprs.and_operands(cond))
}

fn has_prompt(model: &Model, symbol: SymbolId) -> bool {
    model.properties_of(symbol).any(|property| property.text().is_some())
}

/// A value that somebody gave, as a .config has it.
pub(crate) fn as_written(ty: SymbolType, value: &str) -> String {
    match (ty, value.get(..1)) {
        (SymbolType::String, _) => escape(value),
        // conf looks at the first letter (`conf_set_sym_val`).
        (SymbolType::Bool, Some(letter @ ("n" | "y"))) => letter.to_owned(),
        (SymbolType::Tristate, Some(letter @ ("n" | "m" | "y"))) => letter.to_owned(),
        _ => value.to_owned(),
    }
}

/// The value of a symbol as .config has it; `n` where it says "is not set", none
/// where it has no line.
pub(crate) fn got(evaluation: &Evaluation, symbol: SymbolId) -> Option<String> {
    let value = evaluation.value(symbol);
    if !value.write {
        return None;
    }
    let line = line_of(evaluation, symbol, PREFIX);
    let value = line.trim_end_matches('\n').split_once('=').map_or("n", |(_, value)| value);
    Some(value.to_owned())
}

/// Tells whether a symbol got what was asked for; both as .config has it.
pub(crate) fn is_got(got: Option<&str>, asked: &str, is_tristate: bool) -> bool {
    match got {
        Some(got) => got == asked,
        None => asked == "n" && is_tristate,
    }
}

/// Why a symbol has another value than the user's own, as a phrase; "" where it has
/// that one.
pub(crate) fn lost_own(evaluation: &Evaluation, symbol: SymbolId, own: &str) -> String {
    let ty = evaluation.model.symbol(symbol).ty;
    let asked = as_written(ty, own);
    if is_got(got(evaluation, symbol).as_deref(), &asked, ty.is_tristate_like()) {
        return String::new();
    }
    lost(evaluation, symbol, &asked, &|_| false).1
}

/// Why a defined symbol has another value than the one asked for, which is as
/// .config has it; `is_toolchain` tells which symbols the toolchain decides.
pub(crate) fn lost(
    evaluation: &Evaluation,
    symbol: SymbolId,
    asked: &str,
    is_toolchain: &dyn Fn(SymbolId) -> bool,
) -> (LossKind, String) {
    let model = &*evaluation.model;
    let value = evaluation.value(symbol);
    let ty = model.symbol(symbol).ty;
    let asked_tri = match asked {
        "y" => Tristate::Y,
        "m" => Tristate::M,
        _ => Tristate::N,
    };
    if is_toolchain(symbol) && value.visibility == Tristate::N {
        return (LossKind::Toolchain, "the toolchain's answers decide it".to_owned());
    }
    if ty.is_tristate_like() && value.rev_dep > asked_tri && value.tri > asked_tri {
        return (LossKind::Select, origin_text(evaluation, symbol));
    }
    if matches!(value.origin, Origin::ChoiceOther | Origin::ChoiceDefault | Origin::ChoiceUser) {
        return (LossKind::Choice, origin_text(evaluation, symbol));
    }
    if !has_prompt(model, symbol) {
        return (LossKind::Computed, format!("it has no prompt: {}", origin_text(evaluation, symbol)));
    }
    if value.visibility == Tristate::N {
        return unmet(evaluation, symbol, is_toolchain);
    }
    if !ty.is_tristate_like() {
        let range = range(evaluation, symbol).filter(|_| string_valid(ty, asked));
        let words = range.map(|(low, high)| format!("its range is {low} to {high} here"));
        return (LossKind::Range, words.unwrap_or_else(|| not_a(evaluation, symbol)));
    }
    if asked_tri > value.visibility {
        return (LossKind::Dependency, limit_words(evaluation, symbol));
    }
    if asked_tri == Tristate::M && ty == SymbolType::Tristate {
        return (LossKind::Dependency, NO_MODULES.to_owned());
    }
    (LossKind::Range, not_a(evaluation, symbol))
}

/// Which condition of its prompt a symbol lacks.
fn unmet(
    evaluation: &Evaluation,
    symbol: SymbolId,
    is_toolchain: &dyn Fn(SymbolId) -> bool,
) -> (LossKind, String) {
    let operands = unmet_operands(evaluation, symbol);
    let mut is_of_toolchain = !operands.is_empty();
    for &operand in &operands {
        let mut symbols = Vec::new();
        evaluation.model.exprs.for_each_symbol(operand, |symbol| symbols.push(symbol));
        is_of_toolchain &= symbols.into_iter().any(is_toolchain);
    }
    let words = needs(evaluation, symbol);
    if is_of_toolchain {
        return (LossKind::Toolchain, format!("{words}, which the toolchain answers"));
    }
    let got = if evaluation.value(symbol).tri > Tristate::N {
        format!("; {}", origin_text(evaluation, symbol))
    } else {
        String::new()
    };
    (LossKind::Dependency, format!("{words}{got}"))
}

/// The ends of the range that a number has now (`sym_get_range_prop`).
fn range(evaluation: &Evaluation, symbol: SymbolId) -> Option<(&str, &str)> {
    evaluation.model.properties_of(symbol).find_map(|property| match property.kind {
        PropertyKind::Range(low, high) if evaluation.expr(property.cond) > Tristate::N => {
            Some((evaluation.text(low), evaluation.text(high)))
        }
        _ => None,
    })
}

/// `it takes whole numbers from 1 to 10`.
fn not_a(evaluation: &Evaluation, symbol: SymbolId) -> String {
    match evaluation.model.symbol(symbol).ty {
        SymbolType::Bool => "it takes n or y".to_owned(),
        SymbolType::Tristate => "it takes n, m or y".to_owned(),
        SymbolType::Int | SymbolType::Hex => format!("it takes {}", takes(evaluation, symbol)),
        ty => format!("that is no value of a symbol of type {}", ty.name()),
    }
}

/// `it needs USB = m, so m is the most`.
fn limit_words(evaluation: &Evaluation, symbol: SymbolId) -> String {
    let limit = evaluation.value(symbol).visibility;
    let limiting: Vec<String> = operands(evaluation, symbol)
        .filter(|&operand| evaluation.expr(Some(operand)) == limit)
        .map(|operand| format!("{} = {}", evaluation.model.expr_text(operand), limit.as_str()))
        .collect();
    format!("it needs {}, so {} is the most", limiting.join(" and "), limit.as_str())
}
