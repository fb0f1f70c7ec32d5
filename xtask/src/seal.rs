//! `seal`: the Content-Security-Policy of a built page, and what else a build
//! writes into a site.
//!
//! trunk starts the app with an inline script. The policy allows exactly that
//! script, by its hash, so it can only be written after trunk is done: as its
//! post_build hook.

use std::path::PathBuf;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use crate::{Result, offline, public, trees};

/// Runs `cargo xtask seal`, called by trunk with the page in TRUNK_STAGING_DIR.
pub(crate) fn command(_: lexopt::Parser) -> Result<bool> {
    let folder = std::env::var_os("TRUNK_STAGING_DIR")
        .ok_or("TRUNK_STAGING_DIR is not set: trunk runs this as its hook")?;
    let folder = PathBuf::from(folder);
    trees::lay_out(&folder)?;
    let page = folder.join("index.html");
    let html = std::fs::read_to_string(&page)?;
    // The policy comes first in the head: it is written last.
    std::fs::write(&page, sealed(&public::mark(&html)?)?)?;
    // Last: it names every other file.
    offline::write(&folder)?;
    Ok(true)
}

/// Puts the policy first in the page's head.
fn sealed(html: &str) -> Result<String> {
    let (before, after) = html.split_once("<head>").ok_or("the page has no <head> to put the policy in")?;
    let policy = policy(&inline_scripts(html)?);
    Ok(format!(
        "{before}<head>\n    <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">{after}"
    ))
}

/// Nothing from anywhere but this site, no inline style, no form, no frame.
fn policy(scripts: &[&str]) -> String {
    let hashes: String = scripts
        .iter()
        .map(|script| format!(" 'sha256-{}'", STANDARD.encode(Sha256::digest(script))))
        .collect();
    [
        "default-src 'none'",
        &format!("script-src 'self' 'wasm-unsafe-eval'{hashes}"),
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "worker-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
    ]
    .join("; ")
}

/// Returns the texts of the scripts that stand in the page itself.
fn inline_scripts(html: &str) -> Result<Vec<&str>> {
    let mut scripts = Vec::new();
    let mut rest = html;
    while let Some((_, tag)) = rest.split_once("<script") {
        let (attributes, body) = tag.split_once('>').ok_or("a <script> tag has no end")?;
        let (text, after) = body.split_once("</script>").ok_or("a <script> has no </script>")?;
        if !attributes.contains(" src=") {
            scripts.push(text);
        }
        rest = after;
    }
    Ok(scripts)
}

#[cfg(test)]
mod tests {
    use super::{inline_scripts, sealed};

    #[test]
    fn an_inline_script_is_allowed_by_its_hash() {
        let html = "<html><head><title>x</title></head><script type=\"module\">alert(1)</script>";
        let sealed = sealed(html).unwrap_or_default();
        // The hash is `printf 'alert(1)' | openssl dgst -sha256 -binary | base64`.
        assert!(sealed.contains("'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='"), "{sealed}");
        assert!(sealed.starts_with("<html><head>\n    <meta http-equiv=\"Content-Security-Policy\""));
    }

    #[test]
    fn a_script_of_its_own_file_needs_no_hash() {
        let html = "<script src=\"a.js\"></script><script>b</script>";
        assert_eq!(inline_scripts(html).unwrap_or_default(), ["b"]);
    }
}
