//! The graph around the symbol in focus.

use std::collections::HashMap;

use kconfig_base::cut;
use kconfig_eval::Evaluation;
use kconfig_graph::layout::{Size, layout};
use kconfig_graph::{LeftOut, Relations, neighbourhood};
use kconfig_model::SymbolId;

use crate::view::{GraphEdge, GraphNode, GraphView};

/// How many edges away from the symbol in focus the graph reaches.
const RADIUS: usize = 2;

/// How many characters of a value are drawn: one long string would make the
/// drawing so wide that no name in it can be read.
const MAX_VALUE: usize = 24;

/// The graph around a symbol.
pub(crate) fn graph_view(evaluation: &Evaluation, relations: &Relations, focus: SymbolId) -> GraphView {
    let model = &evaluation.model;
    let around = neighbourhood(evaluation, relations, focus, RADIUS);
    let places: HashMap<SymbolId, usize> =
        around.symbols.iter().enumerate().map(|(place, &symbol)| (symbol, place)).collect();
    let label = |symbol| format!("{} = {}", model.name(symbol), cut(evaluation.text(symbol), MAX_VALUE));
    let size = |label: &String| Size { width: 28.0 + 7.6 * label.chars().count() as f64, height: 30.0 };
    let labels: Vec<String> = around.symbols.iter().map(|&symbol| label(symbol)).collect();
    let sizes: Vec<Size> = labels.iter().map(size).collect();
    let ends: Vec<(usize, usize)> =
        around.edges.iter().map(|(from, to, ..)| (places[from], places[to])).collect();
    let layout = layout(&sizes, &ends);
    let places = sizes.iter().zip(&layout.nodes);
    let nodes =
        around.symbols.iter().zip(labels).zip(places).map(|((&symbol, label), (size, centre))| GraphNode {
            symbol: model.name(symbol).to_owned(),
            label,
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
    GraphView {
        width: layout.width,
        height: layout.height,
        nodes: nodes.collect(),
        edges: edges.collect(),
        left_out: left_out_text(around.left_out),
    }
}

/// Says how many neighbours of each kind are not shown, those that there are most
/// of in a kernel first; "" where all are.
fn left_out_text(left_out: LeftOut) -> String {
    let counts = [
        (left_out.dependents, "that depends on it", "that depend on it"),
        (left_out.selected_by, "that selects or implies it", "that select or imply it"),
        (left_out.default_of, "that has a default from it", "that have a default from it"),
        (left_out.needs, "that it depends on", "that it depends on"),
        (left_out.selects, "that it selects or implies", "that it selects or implies"),
        (left_out.defaults, "that it has a default from", "that it has a default from"),
    ];
    let mut parts: Vec<String> = Vec::new();
    for (n, one, many) in counts.into_iter().filter(|(n, ..)| *n > 0) {
        let unit = match (parts.is_empty(), n) {
            (false, _) => "",
            (true, 1) => "symbol ",
            (true, _) => "symbols ",
        };
        parts.push(format!("{n} {unit}{}", if n == 1 { one } else { many }));
    }
    let Some(last) = parts.pop() else { return String::new() };
    let is_one = parts.is_empty() && last.starts_with("1 ");
    let verb = if is_one { "is" } else { "are" };
    let before = if parts.is_empty() { String::new() } else { format!("{} and ", parts.join(", ")) };
    format!("{before}{last} {verb} left out.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_is_a_sentence() {
        let none = LeftOut::default();
        assert_eq!(left_out_text(none), "");
        assert_eq!(
            left_out_text(LeftOut { dependents: 1, ..none }),
            "1 symbol that depends on it is left out."
        );
        assert_eq!(
            left_out_text(LeftOut { dependents: 38, selected_by: 2, ..none }),
            "38 symbols that depend on it and 2 that select or imply it are left out."
        );
        assert_eq!(
            left_out_text(LeftOut { dependents: 1, needs: 12, selects: 3, ..none }),
            "1 symbol that depends on it, 12 that it depends on and 3 that it selects or implies are left out."
        );
    }
}
