//! The symbol in focus, and the graph around it.

use kconfig_base::{LineIndex, Location, Tristate};
use kconfig_eval::Evaluation;
use kconfig_graph::{Line, Relations, neighbourhood, origin_text, selectors, why, why_not};
use kconfig_model::{MenuId, Model, SymbolId};

use crate::menu::{type_name, values};
use crate::view::{DefinitionView, GraphEdge, GraphNode, GraphView, SelectorView, SymbolView, WhyLine};

/// How many edges away from the symbol in focus the graph reaches.
const RADIUS: usize = 2;

pub(crate) fn symbol_view(evaluation: &Evaluation, symbol: SymbolId) -> SymbolView {
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

fn place(model: &Model, location: Location) -> String {
    let (path, line) = model.path_line(location);
    format!("{path}:{line}")
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

/// The graph around a symbol.
pub(crate) fn graph_view(evaluation: &Evaluation, relations: &Relations, focus: SymbolId) -> GraphView {
    let model = &evaluation.model;
    let around = neighbourhood(evaluation, relations, focus, RADIUS);
    let label = |symbol: SymbolId| format!("{} = {}", model.name(symbol), evaluation.text(symbol));
    let index = |symbol: SymbolId| around.symbols.binary_search(&symbol).unwrap_or(0);
    let sizes: Vec<kconfig_graph::layout::Size> = around
        .symbols
        .iter()
        .map(|&symbol| kconfig_graph::layout::Size {
            width: 28.0 + 7.6 * label(symbol).chars().count() as f64,
            height: 30.0,
        })
        .collect();
    let ends: Vec<(usize, usize)> =
        around.edges.iter().map(|&(from, to, ..)| (index(from), index(to))).collect();
    let layout = kconfig_graph::layout::layout(&sizes, &ends);
    let nodes =
        around.symbols.iter().zip(&sizes).zip(&layout.nodes).map(|((&symbol, size), centre)| GraphNode {
            symbol: model.name(symbol).to_owned(),
            label: label(symbol),
            value: evaluation.text(symbol).to_owned(),
            is_focus: symbol == focus,
            x: centre.x,
            y: centre.y,
            width: size.width,
            height: size.height,
        });
    let edges = around.edges.iter().zip(&layout.edges).map(|(&(from, to, kind, active), points)| GraphEdge {
        from: model.name(from).to_owned(),
        to: model.name(to).to_owned(),
        kind: kind.name().to_owned(),
        title: format!("{} {} {}", model.name(from), kind.verb(), model.name(to)),
        active,
        points: points.iter().map(|point| (point.x, point.y)).collect(),
    });
    GraphView { width: layout.width, height: layout.height, nodes: nodes.collect(), edges: edges.collect() }
}

/// Tells whether a symbol is worth showing: it is defined.
pub(crate) fn is_shown(evaluation: &Evaluation, symbol: SymbolId) -> bool {
    !evaluation.model.symbol(symbol).menus.is_empty() || evaluation.value(symbol).tri != Tristate::N
}
