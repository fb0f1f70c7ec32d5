//! One row of the menu.

use kconfig_eval::{Evaluation, assignable};
use kconfig_graph::origin_text;
use kconfig_model::{MenuId, PropertyKind, SymbolId, SymbolType};

use crate::config_view::is_other;
use crate::reason::{fixed, limits, takes};
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
        limits: Vec::new(),
        takes: String::new(),
        origin: String::new(),
        changed_from: None,
    };
    if let (Some(symbol), RowKind::Symbol) = (node.symbol, kind) {
        row.symbol = model.name(symbol).to_owned();
        row.ty = type_name(model.symbol(symbol).ty);
        row.value = evaluation.text(symbol).to_owned();
        row.user = evaluation.user_value(symbol).map(|user| user.as_str().to_owned());
        row.assignable = values(evaluation, symbol);
        row.reason = fixed(evaluation, symbol);
        row.limits = limits(evaluation, symbol);
        row.takes = takes(evaluation, symbol);
        row.origin = origin_text(evaluation, symbol);
        let (was, is) = lines(evaluation, base, symbol);
        let is_changed = is_other(was.as_deref(), is.as_deref(), model.symbol(symbol).ty);
        row.changed_from = is_changed.then_some(was);
    }
    row
}

/// What a .config has of a symbol, at base and now; `None` where it has no line.
pub(super) fn lines(
    evaluation: &Evaluation,
    base: &Evaluation,
    symbol: SymbolId,
) -> (Option<String>, Option<String>) {
    let written = |evaluation: &Evaluation, symbol: SymbolId| {
        evaluation.value(symbol).write.then(|| evaluation.text(symbol).to_owned())
    };
    let was = base.model.find(evaluation.model.name(symbol)).and_then(|symbol| written(base, symbol));
    (was, written(evaluation, symbol))
}

pub(crate) fn type_name(ty: SymbolType) -> String {
    ty.name().to_owned()
}

/// What the user may choose, as letters.
pub(crate) fn values(evaluation: &Evaluation, symbol: SymbolId) -> Vec<String> {
    assignable(evaluation, symbol).into_iter().map(|tri| tri.as_str().to_owned()).collect()
}
