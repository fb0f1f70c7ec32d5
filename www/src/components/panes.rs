//! The tablist "Panes", for where one pane at a time has room.

use yew::prelude::*;

use super::roving;
use crate::hooks;

/// The panes by their `data-pane`, and the words of their tabs.
pub const PANES: &[(&str, &str)] = &[
    ("menu", "Menu"),
    ("graph", "Graph"),
    ("symbol", "Symbol"),
    ("patches", "Patches"),
    ("claims", "Claims"),
    ("link-check", "Link check"),
    ("warnings", "Warnings"),
    ("losses", "Lost values"),
    ("difference", "Difference"),
    ("config", ".config"),
    ("by-arch", "By arch"),
    ("matrix", "Matrix"),
];

/// What [`PaneTabs`] shows.
#[derive(Debug, PartialEq, Properties)]
pub struct PaneTabsProps {
    /// The `data-pane` that is chosen.
    pub chosen: AttrValue,
    /// Whether there is a matrix.
    pub has_matrix: bool,
    /// Whether there are values that were asked for and not got.
    pub has_losses: bool,
    /// Whether a series is on a kernel's tree.
    pub has_series: bool,
    /// Whether there are claims.
    pub has_claims: bool,
    /// The panes that need a look, by their `data-pane`.
    pub needing: Vec<&'static str>,
    /// Called with the one that is chosen next.
    pub on_choose: Callback<String>,
}

/// A tab per pane.
#[component]
pub fn PaneTabs(props: &PaneTabsProps) -> Html {
    let is_there = |name: &str| match name {
        "matrix" => props.has_matrix,
        "losses" => props.has_losses,
        "patches" => props.has_series,
        "claims" | "link-check" | "by-arch" => props.has_claims,
        _ => true,
    };
    let panes: Vec<_> = PANES.iter().copied().filter(|(name, _)| is_there(name)).collect();
    let at = panes.iter().position(|(name, _)| *name == props.chosen).unwrap_or_default();
    let onkeydown = {
        let (on_choose, panes) = (props.on_choose.clone(), panes.clone());
        Callback::from(move |event: KeyboardEvent| {
            if let Some(place) = roving::on_key(&event, at, panes.len(), true) {
                on_choose.emit(panes[place].0.to_owned());
                hooks::focus(&format!("tab-{}", panes[place].0));
            }
        })
    };
    let tabs = panes.iter().enumerate().map(|(place, (name, label))| {
        let onclick = {
            let (on_choose, name) = (props.on_choose.clone(), (*name).to_owned());
            Callback::from(move |_| on_choose.emit(name.clone()))
        };
        let is_chosen = place == at;
        let words = props.needing.contains(name).then_some("needs a look");
        html! {
            <button key={*name} aria-description={words} title={words} aria-label={*label} type="button" role="tab" class="tab" id={format!("tab-{name}")} {onclick}
                aria-selected={is_chosen.to_string()} aria-controls={format!("pane-{name}")}
                tabindex={if is_chosen { "0" } else { "-1" }}>
                { *label }
                if words.is_some() {
                    <span class="sign" data-sign="unlinked" aria-hidden="true">{ "!" }</span>
                }
            </button>
        }
    });
    html! {
        <div class="tabs pane-tabs" role="tablist" aria-label="Panes" {onkeydown}>{ for tabs }</div>
    }
}
