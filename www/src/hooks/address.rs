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
    Address {
        text: text.strip_suffix("index.html").unwrap_or(text).to_owned(),
        is_local: is_local(
            &location.protocol().unwrap_or_default(),
            &location.hostname().unwrap_or_default(),
        ),
    }
}

/// Whether an address of this scheme and host names the machine that opens it.
fn is_local(protocol: &str, host: &str) -> bool {
    protocol == "file:"
        || matches!(host, "localhost" | "[::1]" | "::1" | "0.0.0.0")
        || host.ends_with(".localhost")
        || host
            .strip_prefix("127.")
            .is_some_and(|rest| rest.bytes().all(|byte| b".0123456789".contains(&byte)))
}

#[cfg(test)]
mod tests {
    use super::is_local;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test(unsupported = test)]
    fn only_addresses_of_this_machine_are_local() {
        for host in ["localhost", "kconfig.localhost", "127.0.0.1", "127.1.2.3", "[::1]", "0.0.0.0"] {
            assert!(is_local("http:", host), "{host}");
        }
        assert!(is_local("file:", ""));
        for host in
            ["example.org", "localhost.example.org", "notlocalhost", "127.example.org", "10.0.0.1", ""]
        {
            assert!(!is_local("https:", host), "{host}");
        }
    }
}
