//! One row of the menu.

use kconfig_base::Tristate;
use kconfig_eval::{Evaluation, Origin, assignable, is_changeable};
use kconfig_graph::origin_text;
use kconfig_model::{ExprId, MenuId, PropertyKind, SymbolId, SymbolType};

use crate::view::{MenuRow, RowKind};

/// Makes a row of a menu node; `base` is what its value is compared with.
///
/// Its place among the rows is the caller's to fill in.
pub(super) fn row(evaluation: &Evaluation, base: &Evaluation, menu: MenuId) -> MenuRow {
    let model = &*evaluation.model;
    let node = model.menu(menu);
    let is_choice = |symbol: SymbolId| model.symbol(symbol).is_choice();
    let kind = match node.symbol {
        Some(symbol) if is_choice(symbol) => RowKind::Choice,
        Some(_) => RowKind::Symbol,
        None => match node.prompt.map(|prompt| &model.property(prompt).kind) {
            Some(PropertyKind::Comment(_)) => RowKind::Comment,
            _ => RowKind::Menu,
        },
    };
    let mut row = MenuRow {
        kind,
        level: 1,
        position: 1,
        siblings: 1,
        expanded: None,
        parent: None,
        key: String::new(),
        in_choice: node.parent.and_then(|parent| model.menu(parent).symbol).is_some_and(is_choice),
        prompt: model.prompt_text(menu).unwrap_or_default().to_owned(),
        symbol: String::new(),
        ty: String::new(),
        value: String::new(),
        is_unknown: false,
        user: None,
        assignable: Vec::new(),
        visible: evaluation.is_menu_visible(menu),
        reason: String::new(),
        origin: String::new(),
        changed_from: None,
    };
    if let (Some(symbol), RowKind::Symbol) = (node.symbol, kind) {
        row.symbol = model.name(symbol).to_owned();
        row.ty = type_name(model.symbol(symbol).ty);
        row.value = evaluation.text(symbol).to_owned();
        row.user = evaluation.user_value(symbol).map(|user| user.as_str().to_owned());
        row.assignable = values(evaluation, symbol);
        row.reason = reason(evaluation, symbol);
        row.origin = origin_text(evaluation, symbol);
        let written = |evaluation: &Evaluation, symbol: SymbolId| {
            evaluation.value(symbol).write.then(|| evaluation.text(symbol).to_owned())
        };
        let was = base.model.find(model.name(symbol)).and_then(|symbol| written(base, symbol));
        row.changed_from = (was != written(evaluation, symbol)).then_some(was);
    }
    row
}

pub(crate) fn type_name(ty: SymbolType) -> String {
    ty.name().to_owned()
}

/// What the user may choose, as letters.
pub(crate) fn values(evaluation: &Evaluation, symbol: SymbolId) -> Vec<String> {
    assignable(evaluation, symbol).into_iter().map(|tri| tri.as_str().to_owned()).collect()
}

/// Why a symbol cannot be changed, as a phrase; "" where it can.
fn reason(evaluation: &Evaluation, symbol: SymbolId) -> String {
    if is_changeable(evaluation, symbol) {
        return String::new();
    }
    let model = &evaluation.model;
    let value = evaluation.value(symbol);
    if value.origin == Origin::Selected || (value.rev_dep > Tristate::N && value.visibility > Tristate::N) {
        return origin_text(evaluation, symbol);
    }
    if !model.properties_of(symbol).any(|property| property.text().is_some()) {
        return "it has no prompt: only defaults and selects set it".into();
    }
    needs(evaluation, symbol)
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
    let model = &evaluation.model;
    let prompts = model.properties_of(symbol).filter(|property| property.text().is_some());
    prompts
        .filter_map(|property| property.cond)
        .flat_map(|cond| model.exprs.and_operands(cond))
        .filter(|&operand| evaluation.expr(Some(operand)) == Tristate::N)
        .collect()
}
