//! Where things are: the repository, and the cache outside it.

use std::path::{Path, PathBuf};

use crate::Result;

/// Returns the repository's root.
pub(crate) fn repository() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}

/// Returns the folder that holds what we install: tools, the kernel's tree.
///
/// One folder for all checkouts of this project; safe to delete.
pub(crate) fn root() -> Result<PathBuf> {
    let base = match std::env::var_os("XDG_CACHE_HOME").filter(|value| !value.is_empty()) {
        Some(folder) => PathBuf::from(folder),
        None => std::env::home_dir().ok_or("no home folder; set XDG_CACHE_HOME")?.join(".cache"),
    };
    Ok(base.join("kconfig-playground"))
}

/// Returns the folder of one version of one tool.
pub(crate) fn tool(name: &str, version: &str) -> Result<PathBuf> {
    Ok(root()?.join("tools").join(format!("{name}-{version}")))
}
