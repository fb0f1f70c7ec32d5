//! The opening scenario's tree: real menus, selects and choices; and the cases of its letter.

use std::sync::Arc;

use kconfig::tree::{Model, ParseCache, RecordedHost, Vfs, load};

use crate::Result;

/// The three cases of the opening series' letter, in our own words.
pub const LETTER: &str = "\
Built on x86_64, arm64 and s390x, in three cases. The values on x86_64, as an example:

Case 1: CONFIG_KEXEC and CONFIG_KEXEC_FILE unset.

# Kexec and crash features
# CONFIG_KEXEC is not set
# CONFIG_KEXEC_FILE is not set
# end of Kexec and crash features

Case 2: enable KEXEC_FILE, then run olddefconfig.

#
# Kexec and crash features
#
CONFIG_CRASH_RESERVE=y
CONFIG_VMCORE_INFO=y
CONFIG_KEXEC_CORE=y
# CONFIG_KEXEC is not set
CONFIG_KEXEC_FILE=y
CONFIG_CRASH_DUMP=y
CONFIG_CRASH_HOTPLUG=y
CONFIG_CRASH_MAX_MEMORY_RANGES=8192
# end of Kexec and crash features

Case 3: as in case 2, with CRASH_DUMP unset.

# Kexec and crash features
CONFIG_KEXEC_CORE=y
CONFIG_KEXEC_FILE=y
# CONFIG_CRASH_DUMP is not set
# end of Kexec and crash features
";

/// Loads the tree before the series on an arch.
pub fn model(srcarch: &str) -> Result<Arc<Model>> {
    let scenario = kconfig_scenarios::scenario("crash-kexec-split").ok_or("no opening scenario")?;
    let tree: Vfs =
        scenario.files.iter().filter_map(|(path, text)| Some((path.strip_prefix("tree/")?, *text))).collect();
    let env = [("ARCH", srcarch), ("SRCARCH", srcarch)].map(|(name, value)| (name.into(), value.into()));
    let host = RecordedHost { env: env.into(), shell: Default::default() };
    Ok(Arc::new(load(&tree, &host, "Kconfig", &mut ParseCache::default())))
}
