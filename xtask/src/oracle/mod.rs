//! `oracle`: the kernel's own conf, and the trees it is asked about.
//!
//! Nothing of either is in the repository: both come from Debian's packages.

mod kernel;

pub(crate) use kernel::{CONF_VARIABLE, Oracle, TREE_VARIABLE, V6_12, ensure};

use crate::Result;

/// Runs `cargo xtask oracle`.
pub(crate) fn command(mut arguments: lexopt::Parser) -> Result<bool> {
    if let Some(argument) = arguments.next()? {
        return Err(argument.unexpected().into());
    }
    for version in kernel::VERSIONS {
        let Oracle { version: name, conf, tree } = ensure(version)?;
        if *version == V6_12 {
            println!("{CONF_VARIABLE}={}", conf.display());
            println!("{TREE_VARIABLE}={}", tree.display());
        } else {
            println!("{name}: {} {}", conf.display(), tree.display());
        }
    }
    Ok(true)
}
