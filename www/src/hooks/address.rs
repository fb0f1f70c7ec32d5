//! The address that links to this page start with.

use gloo::utils::{document, window};

/// An address without a fragment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// The address; it ends in `/` wherever the server knows it so.
    pub text: String,
    /// Whether only this machine can open it.
    pub is_local: bool,
}

/// Returns the site's public address, or the page's own where the site was built
/// without one.
pub fn page_address() -> Address {
    // `cargo xtask dist --public-url` writes it.
    let public = document().query_selector("meta[name=public-url]").ok().flatten();
    if let Some(text) = public.and_then(|meta| meta.get_attribute("content")) {
        return Address { text, is_local: false };
    }
    let location = window().location();
    let href = location.href().unwrap_or_default();
    let text = href.split(['#', '?']).next().unwrap_or_default();
    let text = text.strip_suffix("index.html").unwrap_or(text).to_owned();
    let is_local = kconfig::public_address(&format!("{text}#")).is_empty();
    Address { text, is_local }
}
