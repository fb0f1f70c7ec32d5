//! The graph as sentences.

use kconfig::view::{GraphEdge, GraphNode, GraphView, cut};
use yew::prelude::*;

use super::GraphProps;
use crate::components::value::{Badge, MAX_TITLE};

/// The edges as sentences, in the order of the drawing's nodes.
#[component]
pub(super) fn List(props: &GraphProps) -> Html {
    let graph = &*props.graph;
    if graph.edges.is_empty() {
        return html! {
            <p class="graph-hint">
                { for graph.nodes.iter().map(|node| symbol(&node.symbol, graph, &props.on_focus)) }
                { ": nothing depends on it, and it selects nothing." }
            </p>
        };
    }
    let sections = sections(graph).into_iter().filter(|(_, edges)| !edges.is_empty());
    html! {
        <div class="graph-list" tabindex="0" role="group" aria-label="Relations">
            { for sections.map(|(title, edges)| html! {
                <>
                    <h3>{ title }</h3>
                    <ul>{ for edges.into_iter().map(|edge| sentence(edge, graph, &props.on_focus)) }</ul>
                </>
            }) }
        </div>
    }
}

/// Sorts the edges by how they touch the focus; the order within is as given.
fn sections(graph: &GraphView) -> [(String, Vec<&GraphEdge>); 3] {
    let focus = graph.nodes.iter().find(|node| node.is_focus).map_or("", |node| node.symbol.as_str());
    let (from, others): (Vec<_>, Vec<_>) = graph.edges.iter().partition(|edge| edge.from == focus);
    let (to, others): (Vec<_>, Vec<_>) = others.into_iter().partition(|edge| edge.to == focus);
    [(format!("From {focus}"), from), (format!("To {focus}"), to), ("Around it".to_owned(), others)]
}

fn sentence(edge: &GraphEdge, graph: &GraphView, on_focus: &Callback<String>) -> Html {
    html! {
        <li class={classes!((!edge.active).then_some("is-inactive"))}>
            { symbol(&edge.from, graph, on_focus) }
            <span class="graph-verb">{ format!(" {} ", verb(edge)) }</span>
            { symbol(&edge.to, graph, on_focus) }
            if !edge.active {
                <span class="graph-note">{ " (no effect now)" }</span>
            }
        </li>
    }
}

/// A symbol that one can go to, with its value.
fn symbol(name: &str, graph: &GraphView, on_focus: &Callback<String>) -> Html {
    let onclick = {
        let (on_focus, name) = (on_focus.clone(), name.to_owned());
        move |_| on_focus.emit(name.clone())
    };
    let node = graph.nodes.iter().find(|node| node.symbol == name);
    html! {
        <>
            <button type="button" class="symbol-link" {onclick}>{ name }</button>
            if let Some(node) = node {
                { " " }
                <span title={is_cut(node).then(|| cut(&node.value, MAX_TITLE))}>
                    <Badge value={drawn_value(node).to_owned()} />
                </span>
            }
        </>
    }
}

/// Returns the value as far as it is drawn: a long one is cut.
pub(super) fn drawn_value(node: &GraphNode) -> &str {
    let label = node.label.strip_prefix(node.symbol.as_str()).and_then(|rest| rest.strip_prefix(" = "));
    label.unwrap_or(&node.value)
}

/// Tells whether a node shows only the start of its value.
pub(super) fn is_cut(node: &GraphNode) -> bool {
    drawn_value(node) != node.value
}

/// Returns what stands between the two names in the edge's title.
fn verb(edge: &GraphEdge) -> &str {
    edge.title
        .strip_prefix(edge.from.as_str())
        .and_then(|rest| rest.strip_suffix(edge.to.as_str()))
        .map(str::trim)
        .filter(|verb| !verb.is_empty())
        .unwrap_or(match edge.kind.as_str() {
            "depends" => "depends on",
            "default" => "has a default from",
            "range" => "has a range from",
            kind => kind,
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test(unsupported = test)]
    fn the_verb_comes_from_the_title() {
        let edge = |kind: &str, title: &str| GraphEdge {
            from: "A".to_owned(),
            to: "B".to_owned(),
            kind: kind.to_owned(),
            title: title.to_owned(),
            active: true,
            points: Vec::new(),
        };
        assert_eq!(verb(&edge("depends", "A needs B")), "needs");
        assert_eq!(verb(&edge("depends", "something else")), "depends on");
        assert_eq!(verb(&edge("selects", "AB")), "selects");
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn a_value_is_as_long_as_in_the_drawing() {
        let node = |label: &str, value: &str| GraphNode {
            symbol: "A".to_owned(),
            label: label.to_owned(),
            value: value.to_owned(),
            is_focus: true,
            x: 0.0,
            y: 0.0,
            width: 1.0,
            height: 1.0,
        };
        let long = node("A = 1 = 2…", "1 = 2 = 3");
        assert_eq!((drawn_value(&long), is_cut(&long)), ("1 = 2…", true));
        let short = node("A = y", "y");
        assert_eq!((drawn_value(&short), is_cut(&short)), ("y", false));
    }
}
