//! The graph around the symbol in focus, as a drawing or as a list.

mod drawing;
mod list;
mod shape;
mod view_box;

use std::rc::Rc;

use kconfig::view::GraphView;
use yew::prelude::*;

use self::drawing::Drawing;
use self::list::List;

/// What [`Graph`] shows, and whom it tells.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct GraphProps {
    /// The graph to show.
    pub graph: Rc<GraphView>,
    /// Gets the symbol that the person wants to know about.
    pub on_focus: Callback<String>,
}

/// The graph around the symbol in focus.
#[component]
pub fn Graph(props: &GraphProps) -> Html {
    let is_list = use_state(|| false);
    let choice = |label: &'static str, list: bool| {
        let onclick = {
            let is_list = is_list.clone();
            Callback::from(move |_: MouseEvent| is_list.set(list))
        };
        html! {
            <label>
                <input type="radio" name="graph-view" value={label} checked={*is_list == list} {onclick} />
                <span>{ label }</span>
            </label>
        }
    };
    let (graph, on_focus) = (props.graph.clone(), props.on_focus.clone());
    html! {
        <section class="graph" aria-label="Dependency graph">
            <div class="graph-tools">
                <div role="radiogroup" aria-label="Graph view" class="graph-choice">
                    { choice("List", true) }
                    { choice("Graph", false) }
                </div>
            </div>
            if graph.nodes.is_empty() {
                <p class="graph-hint">
                    { "Choose a symbol to see what it depends on, and what it selects." }
                </p>
            } else if *is_list {
                <List graph={graph.clone()} {on_focus} />
            } else {
                <Drawing graph={graph.clone()} {on_focus} />
            }
            if !graph.left_out.is_empty() {
                <p class="graph-left-out">{ &graph.left_out }</p>
            }
        </section>
    }
}
