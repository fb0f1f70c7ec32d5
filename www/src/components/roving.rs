//! Moving among the entries of a tablist or listbox by keys.

use gloo::utils::document;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

/// Returns the place that a key leads to, among `n` entries from place `at`.
///
/// Both pairs of arrows move, as a row may be wrapped. Tabs go round at the
/// ends, lists do not.
pub fn next(key: &str, at: usize, n: usize, goes_round: bool) -> Option<usize> {
    let last = n.checked_sub(1)?;
    let at = at.min(last);
    Some(match key {
        "ArrowRight" | "ArrowDown" if at < last => at + 1,
        "ArrowRight" | "ArrowDown" if goes_round => 0,
        "ArrowLeft" | "ArrowUp" if at > 0 => at - 1,
        "ArrowLeft" | "ArrowUp" if goes_round => last,
        "ArrowRight" | "ArrowDown" | "ArrowLeft" | "ArrowUp" => at,
        "Home" => 0,
        "End" => last,
        _ => return None,
    })
}

/// As [`next`], for an event: one that moves is taken, with no default action.
pub fn on_key(event: &KeyboardEvent, at: usize, n: usize, goes_round: bool) -> Option<usize> {
    if event.ctrl_key() || event.alt_key() || event.meta_key() {
        return None;
    }
    let place = next(&event.key(), at, n, goes_round)?;
    event.prevent_default();
    Some(place)
}

/// Puts the focus on the element of this id, if it is there.
pub fn focus(id: &str) {
    let element = document().get_element_by_id(id).and_then(|element| element.dyn_into::<HtmlElement>().ok());
    if let Some(element) = element {
        // There is nothing to do if it cannot take it.
        drop(element.focus());
    }
}

#[cfg(test)]
mod tests {
    use super::next;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test(unsupported = test)]
    fn lists_end_and_tabs_go_round() {
        assert_eq!(next("ArrowRight", 2, 3, false), Some(2));
        assert_eq!(next("ArrowRight", 2, 3, true), Some(0));
        assert_eq!(next("ArrowLeft", 0, 3, true), Some(2));
        assert_eq!(next("End", 0, 3, false), Some(2));
        assert_eq!(next("x", 0, 3, true), None);
    }
}
