//! The browser that the page is tested in.

use std::path::PathBuf;

use crate::{Result, apt, run};

/// Names the chromedriver to use.
pub(crate) const VARIABLE: &str = "CHROMEDRIVER";

/// Returns chromedriver's place, installing Chromium and it on Debian as root.
pub(crate) fn ensure() -> Result<PathBuf> {
    if let Some(driver) = std::env::var_os(VARIABLE) {
        return Ok(driver.into());
    }
    if let Some(driver) = find() {
        return Ok(driver);
    }
    if !apt::is_debian() || !apt::is_root() {
        return Err(format!(
            "install Chromium or Chrome and its chromedriver, and put both on the PATH \
             (Debian: `apt-get install chromium chromium-driver`), or set {VARIABLE}"
        )
        .into());
    }
    apt::install(&["chromium", "chromium-driver", "fonts-dejavu-core"])?;
    find().ok_or_else(|| "apt-get installed no chromedriver".into())
}

fn find() -> Option<PathBuf> {
    let browsers = ["chromium", "google-chrome", "chrome"];
    browsers.iter().find_map(|browser| run::find(browser))?;
    run::find("chromedriver")
}
