//! The graph as sentences.

use kconfig::view::{GraphEdge, GraphView};
use yew::prelude::*;

use super::GraphProps;
use crate::components::value::Badge;

/// The edges as sentences, those that touch the focus first.
#[component]
pub(super) fn List(props: &GraphProps) -> Html {
    let graph = &*props.graph;
    if graph.edges.is_empty() {
        return html! { <p class="graph-hint">{ "Nothing depends on it, and it selects nothing." }</p> };
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

/// Sorts the edges by how they touch the focus.
fn sections(graph: &GraphView) -> [(String, Vec<&GraphEdge>); 3] {
    let focus = graph.nodes.iter().find(|node| node.is_focus).map_or("", |node| node.symbol.as_str());
    let (from, others): (Vec<_>, Vec<_>) = graph.edges.iter().partition(|edge| edge.from == focus);
    let (to, others): (Vec<_>, Vec<_>) = others.into_iter().partition(|edge| edge.to == focus);
    let mut all =
        [(format!("From {focus}"), from), (format!("To {focus}"), to), ("Around it".to_owned(), others)];
    for (_, edges) in &mut all {
        // Stable: what has an effect first, else as given.
        edges.sort_by_key(|edge| !edge.active);
    }
    all
}

fn sentence(edge: &GraphEdge, graph: &GraphView, on_focus: &Callback<String>) -> Html {
    let button = |symbol: &str| {
        let (on_focus, name) = (on_focus.clone(), symbol.to_owned());
        let value = graph.nodes.iter().find(|node| node.symbol == symbol).map(|node| node.value.clone());
        html! {
            <>
                <button type="button" class="symbol-link" onclick={move |_| on_focus.emit(name.clone())}>
                    { symbol }
                </button>
                if let Some(value) = value {
                    { " " }<Badge {value} />
                }
            </>
        }
    };
    html! {
        <li class={classes!((!edge.active).then_some("is-inactive"))}>
            { button(&edge.from) }
            <span class="graph-verb">{ format!(" {} ", verb(edge)) }</span>
            { button(&edge.to) }
            if !edge.active {
                <span class="graph-note">{ " (no effect now)" }</span>
            }
        </li>
    }
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
}
