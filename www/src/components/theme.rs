//! The radiogroup "Theme", a part of the toolbar: arrow keys pass through, Space and
//! Enter choose.

use gloo::utils::document;
use yew::prelude::*;

use crate::hooks::{store, stored};

/// The themes by their stored names; the last follows the system.
const THEMES: &[(&str, &str)] = &[("light", "Light"), ("dark", "Dark"), ("system", "System")];

/// Light, dark, or as the system has it.
#[component]
pub fn Theme() -> Html {
    let chosen = use_state(|| {
        let stored = stored("theme").unwrap_or_default();
        THEMES.iter().position(|(name, _)| *name == stored).unwrap_or(THEMES.len() - 1)
    });
    use_effect_with(*chosen, |chosen| {
        if let Some(root) = document().document_element() {
            let _ = match THEMES[*chosen].0 {
                "system" => root.remove_attribute("data-theme"),
                name => root.set_attribute("data-theme", name),
            };
        }
    });
    let options = THEMES.iter().enumerate().map(|(place, (name, label))| {
        let onclick = {
            let chosen = chosen.clone();
            Callback::from(move |_| {
                store("theme", name);
                chosen.set(place);
            })
        };
        html! {
            <button key={*name} type="button" class="segment" role="radio" {onclick}
                aria-checked={(place == *chosen).to_string()}>
                { *label }
            </button>
        }
    });
    html! {
        <div class="segments" role="radiogroup" aria-label="Theme">{ for options }</div>
    }
}
