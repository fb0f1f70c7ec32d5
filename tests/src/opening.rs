//! The opening scenario's tree: real menus, selects and choices.

use std::sync::Arc;

use kconfig::tree::{Model, ParseCache, RecordedHost, Vfs, load};

use crate::Result;

/// Loads the tree before the series on an arch.
pub fn model(srcarch: &str) -> Result<Arc<Model>> {
    let scenario = kconfig_scenarios::scenario("crash-kexec-split").ok_or("no opening scenario")?;
    let tree: Vfs =
        scenario.files.iter().filter_map(|(path, text)| Some((path.strip_prefix("tree/")?, *text))).collect();
    let env = [("ARCH", srcarch), ("SRCARCH", srcarch)].map(|(name, value)| (name.into(), value.into()));
    let host = RecordedHost { env: env.into(), shell: Default::default() };
    Ok(Arc::new(load(&tree, &host, "Kconfig", &mut ParseCache::default())))
}
