//! The few things that the browser remembers for the page.

use gloo::utils::window;

/// Before each key, as other pages of the same host may store things too.
const PREFIX: &str = "kconfig-playground.";

/// Reads what is stored; none where nothing is, or the browser keeps nothing.
pub fn stored(key: &str) -> Option<String> {
    window().local_storage().ok()??.get_item(&format!("{PREFIX}{key}")).ok()?
}

/// Stores a text, if the browser lets us.
pub fn store(key: &str, value: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        let _ = storage.set_item(&format!("{PREFIX}{key}"), value);
    }
}
