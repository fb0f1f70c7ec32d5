//! The address at which people find a site: "Copy link" starts links with it.

use std::process::Command;

use crate::Result;

/// Tells the hook of the build the address.
const VARIABLE: &str = "KCONFIG_PUBLIC_URL";

/// How the option is explained.
pub(crate) const OPTION: &str = "\
  --public-url URL
                 The address of the site's folder, such as https://example.org/kconfig/, for
                 \"Copy link\"; without it links start with the address that the page runs at
";

/// Lets a build know the site's address.
pub(crate) fn tell(build: &mut Command, url: Option<&str>) {
    match url {
        Some(url) => build.env(VARIABLE, url),
        None => build.env_remove(VARIABLE),
    };
}

/// Writes the address that the build was told into the page's head, where the page
/// reads it.
pub(crate) fn mark(html: &str) -> Result<String> {
    match std::env::var(VARIABLE) {
        Ok(url) => marked(html, &address(&url)?),
        Err(_) => Ok(html.to_owned()),
    }
}

fn marked(html: &str, url: &str) -> Result<String> {
    let (before, after) = html.split_once("<head>").ok_or("the page has no <head> to put its address in")?;
    let url = url.replace('&', "&amp;");
    Ok(format!("{before}<head>\n    <meta name=\"public-url\" content=\"{url}\">{after}"))
}

/// Checks the address of a site's folder, and gives it with a slash at its end.
pub(crate) fn address(url: &str) -> Result<String> {
    let fail = |why: &str| -> Result<String> {
        Err(format!("--public-url {url}: {why}; give it as in https://example.org/kconfig/").into())
    };
    let Some(rest) = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")) else {
        return fail("an address of a site starts with https:// or http://");
    };
    if rest.contains(['#', '?']) {
        return fail("a link's own part follows the address, which must have no `#` and no `?`");
    }
    if !rest.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"'<>\\`{|}^@".contains(&byte)) {
        return fail("a letter in it must be percent-encoded");
    }
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    if host.is_empty() {
        return fail("it names no host");
    }
    if path.ends_with(".html") {
        return fail("it names a file, not the site's folder");
    }
    Ok(if url.ends_with('/') { url.to_owned() } else { format!("{url}/") })
}

#[cfg(test)]
mod tests {
    use super::{address, marked};

    #[test]
    fn an_address_is_that_of_a_folder() {
        for (url, wanted) in [
            ("https://example.org/kconfig/", "https://example.org/kconfig/"),
            ("https://example.org/kconfig", "https://example.org/kconfig/"),
            ("http://example.org:8080", "http://example.org:8080/"),
        ] {
            assert_eq!(address(url).unwrap_or_default(), wanted);
        }
        for (url, why) in [
            ("example.org/kconfig/", "starts with https:// or http://"),
            ("file:///kconfig/", "starts with https:// or http://"),
            ("https:///kconfig/", "no host"),
            ("https://example.org/#1/", "no `#` and no `?`"),
            ("https://example.org/?a=b", "no `#` and no `?`"),
            ("https://example.org/\"><script>", "percent-encoded"),
            ("https://example.org/a b/", "percent-encoded"),
            ("https://example.org/index.html", "names a file"),
        ] {
            let said = address(url).map_err(|error| error.to_string()).expect_err(url);
            assert!(said.contains(why), "{said}");
        }
    }

    #[test]
    fn the_page_is_marked_in_its_head() {
        let page = marked("<html><head><title>x</title></head></html>", "https://example.org/a&b/");
        let wanted = "<html><head>\n    <meta name=\"public-url\" content=\"https://example.org/a&amp;b/\">\
                      <title>x</title></head></html>";
        assert_eq!(page.unwrap_or_default(), wanted);
        assert!(marked("no head", "https://example.org/").is_err());
    }
}
