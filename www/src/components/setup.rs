//! What is chosen above the arches, folded where there is little room.

use yew::prelude::*;

use crate::state::Page;
use crate::state::said::{base_label, count};
use crate::state::selection;

/// What [`Setup`] shows.
#[derive(Debug, PartialEq, Properties)]
pub struct SetupProps {
    /// What is chosen, in a few words.
    pub summary: AttrValue,
    /// Whether something in it has to be seen.
    pub is_urgent: bool,
    /// The controls.
    pub children: Html,
}

/// Trees, starting point, values, patches: on a small screen behind a button that says
/// what is chosen.
#[component]
pub fn Setup(props: &SetupProps) -> Html {
    let is_open = use_state(|| false);
    let onclick = {
        let is_open = is_open.clone();
        Callback::from(move |_| is_open.set(!*is_open))
    };
    let is_shown = *is_open || props.is_urgent;
    html! {
        <>
            <button type="button" class="fold-button setup-button" {onclick} aria-expanded={is_shown.to_string()}
                aria-controls="setup">
                { &props.summary }
            </button>
            <div id="setup" class={classes!("setup", is_shown.then_some("is-open"))}>
                { props.children.clone() }
            </div>
        </>
    }
}

/// `all 14 patches applied, alldefconfig, no values`.
pub fn summary(page: &Page) -> String {
    let Some((scenario, wanted)) = page.ready() else { return "Choices".to_owned() };
    let title = scenario.is_kernel().then(|| scenario.title.clone());
    let patches = scenario.has_patches().then(|| selection::words(&wanted.selection, &scenario.patches));
    let of = title.into_iter().chain(patches).collect::<Vec<_>>().join(", ");
    let carried = if wanted.carried { ", carried" } else { "" };
    let values = match wanted.values.len() {
        0 => "no values".to_owned(),
        n => count(n, "value", "values"),
    };
    format!("{of}, {}{carried}, {values}", base_label(&wanted.base, scenario))
}
