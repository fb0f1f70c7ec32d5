//! The frame around a part of the page.

use yew::prelude::*;

/// What stands in a [`Pane`].
#[derive(Debug, PartialEq, Properties)]
pub struct PaneProps {
    /// Its `data-pane`, by which keys and tabs find it.
    pub name: AttrValue,
    /// Its heading, which is its accessible name.
    pub label: AttrValue,
    /// A few words beside the heading.
    #[prop_or_default]
    pub note: AttrValue,
    /// Controls at the end of the heading's line.
    #[prop_or_default]
    pub tools: Html,
    /// Whether the starting point says to look here.
    #[prop_or_default]
    pub is_marked: bool,
    /// Whether Tab stops at what it shows, as nothing in there takes the focus.
    #[prop_or_default]
    pub is_stop: bool,
    /// What it shows.
    pub children: Html,
}

/// A region with its heading.
#[component]
pub fn Pane(props: &PaneProps) -> Html {
    let heading = format!("pane-{}-heading", props.name);
    let mark = props.is_marked.then(|| html! { <span class="mark">{ "look here" }</span> });
    let head = html! {
        <div class="pane-head">
            <h2 id={heading.clone()}>{ &props.label }</h2>
            { mark }
            if !props.note.is_empty() {
                <p class="note">{ &props.note }</p>
            }
            <div class="tools">{ props.tools.clone() }</div>
        </div>
    };
    let class = classes!("pane", props.is_marked.then_some("is-marked"));
    let id = format!("pane-{}", props.name);
    html! {
        <section {class} {id} data-pane={&props.name} tabindex="-1" aria-labelledby={heading}>
            { head }
            <div class="pane-body" tabindex={props.is_stop.then_some("0")} role={props.is_stop.then_some("group")}
                aria-label={props.is_stop.then(|| format!("{}, scrollable", props.label))}>
                { props.children.clone() }
            </div>
        </section>
    }
}
