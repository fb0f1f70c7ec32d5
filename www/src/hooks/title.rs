//! The title of the document: what is shown, for tabs, bookmarks and the history.

use gloo::utils::document;
use yew::prelude::*;

use crate::state::{Page, said};

/// Keeps the title of the document to what is shown.
#[hook]
pub fn use_title(page: &UseReducerHandle<Page>) {
    let title = match (&page.scenario, &page.view) {
        (Some(scenario), Some(view)) => said::title(scenario, view),
        _ => "Kconfig Playground".to_owned(),
    };
    use_effect_with(title, |title| document().set_title(title));
}
