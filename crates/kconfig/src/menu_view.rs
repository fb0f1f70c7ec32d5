//! The menu as rows.

use std::collections::{BTreeMap, BTreeSet};

use kconfig_base::Tristate;
use kconfig_eval::{Evaluation, Origin, assignable, is_changeable};
use kconfig_graph::origin_text;
use kconfig_model::{MenuId, PropertyKind, SymbolId, SymbolType};

use crate::view::{MenuRow, RowKind};

/// Makes the rows of the whole menu; `in_view` is the menu that the series is
/// about.
pub(crate) fn menu_rows(evaluation: &Evaluation, base: &Evaluation, in_view: Option<MenuId>) -> Vec<MenuRow> {
    let model = &*evaluation.model;
    let mut shown: BTreeSet<MenuId> = BTreeSet::new();
    if let Some(menu) = in_view {
        shown.extend(model.menus_below(menu));
        shown.extend(std::iter::successors(Some(menu), |&menu| model.menu(menu).parent));
    }
    let before: BTreeMap<&str, SymbolId> =
        base.model.symbols().map(|(id, _)| (base.model.name(id), id)).collect();
    let mut rows = Vec::new();
    // Depth first: each menu's children with their level.
    let mut open: Vec<(MenuId, u32, u32, u32)> = children(evaluation, MenuId::ROOT, 1);
    open.reverse();
    while let Some((menu, level, position, siblings)) = open.pop() {
        let mut below = children(evaluation, menu, level + 1);
        let mut row = row(evaluation, menu, level);
        (row.position, row.siblings, row.has_children) = (position, siblings, !below.is_empty());
        row.in_view = shown.contains(&menu);
        if let (Some(symbol), RowKind::Symbol) = (model.menu(menu).symbol, row.kind) {
            let value = |evaluation: &Evaluation, symbol: SymbolId| {
                evaluation.value(symbol).write.then(|| evaluation.text(symbol).to_owned())
            };
            let was = before.get(model.name(symbol)).and_then(|&symbol| value(base, symbol));
            row.changed_from = (was != value(evaluation, symbol)).then_some(was);
        }
        rows.push(row);
        below.reverse();
        open.append(&mut below);
    }
    rows
}

/// The entries below a node that have something to show.
fn children(evaluation: &Evaluation, menu: MenuId, level: u32) -> Vec<(MenuId, u32, u32, u32)> {
    let model = &evaluation.model;
    let shown: Vec<MenuId> = model
        .children(menu)
        .filter(|&child| model.menu(child).symbol.is_some() || model.menu(child).prompt.is_some())
        .collect();
    let n = shown.len() as u32;
    shown.into_iter().zip(1..).map(|(child, position)| (child, level, position, n)).collect()
}

fn row(evaluation: &Evaluation, menu: MenuId, level: u32) -> MenuRow {
    let model = &*evaluation.model;
    let node = model.menu(menu);
    let kind = match node.symbol {
        Some(symbol) if model.symbol(symbol).is_choice() => RowKind::Choice,
        Some(_) => RowKind::Symbol,
        None => match node.prompt.map(|prompt| &model.property(prompt).kind) {
            Some(PropertyKind::Comment(_)) => RowKind::Comment,
            _ => RowKind::Menu,
        },
    };
    let mut row = MenuRow {
        kind,
        level,
        position: 1,
        siblings: 1,
        has_children: false,
        in_view: false,
        prompt: model.prompt_text(menu).unwrap_or_default().to_owned(),
        symbol: String::new(),
        ty: String::new(),
        value: String::new(),
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
    let mut prompts = model.properties_of(symbol).filter(|property| property.text().is_some()).peekable();
    if prompts.peek().is_none() {
        return "it has no prompt: only defaults and selects set it".into();
    }
    let unmet: Vec<String> = prompts
        .filter_map(|property| property.cond)
        .flat_map(|cond| model.exprs.and_operands(cond))
        .filter(|&operand| evaluation.expr(Some(operand)) == Tristate::N)
        .map(|operand| model.expr_text(operand))
        .collect();
    format!("it needs {}", unmet.join(" and "))
}
