//! The symbol in focus.

use kconfig_base::{LineIndex, Tristate};
use kconfig_eval::Evaluation;
use kconfig_graph::{Line, origin_text, selectors, why, why_not};
use kconfig_model::{MenuId, Model, SymbolId};

use crate::menu::{type_name, values};
use crate::reason::{fixed, limits, lost_own, takes};
use crate::view::{DefinitionView, SelectorView, SymbolView, WhyLine};
use crate::warnings::place;

/// All about a symbol; `own` is the value that the state gives it.
pub(crate) fn symbol_view(evaluation: &Evaluation, symbol: SymbolId, own: Option<&String>) -> SymbolView {
    let model = &*evaluation.model;
    let menus = &model.symbol(symbol).menus;
    let prompt = menus.iter().find_map(|&menu| model.prompt_text(menu)).unwrap_or_default();
    SymbolView {
        name: model.name(symbol).to_owned(),
        ty: type_name(model.symbol(symbol).ty),
        prompt: prompt.to_owned(),
        visible: menus.iter().any(|&menu| evaluation.is_menu_visible(menu)),
        is_unknown: false,
        value: evaluation.text(symbol).to_owned(),
        user: evaluation.user_value(symbol).map(|user| user.as_str().to_owned()),
        origin: origin_text(evaluation, symbol),
        assignable: values(evaluation, symbol),
        reason: fixed(evaluation, symbol),
        limits: limits(evaluation, symbol),
        takes: takes(evaluation, symbol),
        lost: own.map_or_else(String::new, |own| lost_own(evaluation, symbol, own)),
        why: lines(model, why(evaluation, symbol)),
        why_not: lines(model, why_not(evaluation, symbol)),
        selected_by: selector_views(evaluation, symbol, false),
        implied_by: selector_views(evaluation, symbol, true),
        definitions: menus.iter().map(|&menu| definition(model, menu)).collect(),
        help: menus.iter().find_map(|&menu| model.help(menu)).unwrap_or_default(),
    }
}

fn lines(model: &Model, lines: Vec<Line>) -> Vec<WhyLine> {
    let view = |line: Line| WhyLine {
        depth: line.depth,
        text: line.text,
        place: line.location.map_or(String::new(), |location| place(model, location)),
        symbol: line.symbol.map_or(String::new(), |symbol| model.name(symbol).to_owned()),
    };
    lines.into_iter().map(view).collect()
}

fn selector_views(evaluation: &Evaluation, symbol: SymbolId, weak: bool) -> Vec<SelectorView> {
    selectors(evaluation, symbol, weak)
        .into_iter()
        .map(|(selector, operand, value)| SelectorView {
            symbol: evaluation.model.name(selector).to_owned(),
            condition: evaluation.model.expr_text(operand),
            value: value.as_str().to_owned(),
        })
        .collect()
}

/// A definition as it is written: from its line to the next entry's.
fn definition(model: &Model, menu: MenuId) -> DefinitionView {
    let location = model.menu(menu).location;
    let file = &model.files[location.file];
    let lines: &LineIndex = file.lines();
    let first = lines.line(location.span.start);
    let mut text = String::new();
    for (index, line) in file.text.split('\n').skip(first as usize - 1).enumerate() {
        let is_attribute = line.is_empty() || line.starts_with([' ', '\t']);
        if index > 0 && !is_attribute {
            break;
        }
        text.push_str(line);
        text.push('\n');
    }
    DefinitionView { place: place(model, location), text: text.trim_end().to_owned() }
}

/// Tells whether a symbol is worth showing: it is defined.
pub(crate) fn is_shown(evaluation: &Evaluation, symbol: SymbolId) -> bool {
    !evaluation.model.symbol(symbol).menus.is_empty() || evaluation.value(symbol).tri != Tristate::N
}
