//! `oracle`: the kernel's own conf, and the tree it is asked about.
//!
//! Nothing of either is in the repository: both come from Debian's packages.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{Result, apt, cache, run};

/// The kernel that is the reference.
const VERSION: &str = "6.12";

/// Names the conf to compare with.
pub(crate) const CONF_VARIABLE: &str = "KCONFIG_ORACLE_CONF";

/// Names the kernel tree to compare on.
pub(crate) const TREE_VARIABLE: &str = "KCONFIG_ORACLE_TREE";

/// What of the kernel's source has to do with Kconfig: 44 MB of 1.5 GB.
const WANTED: &[&str] = &[
    "*/Kconfig*",
    "*/Makefile*",
    "*.config",
    "*/scripts/*",
    "*/arch/*/configs/*",
    "*/arch/*/tools/*.sh",
    "*/Documentation/kbuild/*",
    "*/include/linux/kconfig.h",
];

/// The reference implementation.
pub(crate) struct Oracle {
    /// The kernel's own conf.
    pub(crate) conf: PathBuf,
    /// A kernel tree, without most of what is not Kconfig.
    pub(crate) tree: PathBuf,
}

/// Runs `cargo xtask oracle`.
pub(crate) fn command(mut arguments: lexopt::Parser) -> Result<bool> {
    if let Some(argument) = arguments.next()? {
        return Err(argument.unexpected().into());
    }
    let Oracle { conf, tree } = ensure()?;
    println!("{CONF_VARIABLE}={}", conf.display());
    println!("{TREE_VARIABLE}={}", tree.display());
    Ok(true)
}

/// Finds the oracle: by its two variables, in the cache, or from Debian.
pub(crate) fn ensure() -> Result<Oracle> {
    let variable = |name| std::env::var_os(name).map(PathBuf::from);
    if let (Some(conf), Some(tree)) = (variable(CONF_VARIABLE), variable(TREE_VARIABLE)) {
        return Ok(Oracle { conf, tree });
    }
    let root = cache::root()?;
    let conf = root.join(format!("conf-{VERSION}"));
    let tree = root.join(format!("linux-{VERSION}"));
    let packages = root.join("debs");
    if !conf.exists() {
        fetch_conf(&packages, &conf)?;
    }
    if !tree.join("Kconfig").exists() {
        fetch_tree(&packages, &tree)?;
    }
    Ok(Oracle { conf, tree })
}

fn fetch_conf(packages: &Path, conf: &Path) -> Result<()> {
    if unpacked_conf(packages).is_none() {
        let prefix = format!("linux-kbuild-{VERSION}.");
        let package = newest(&prefix)?;
        run::step(&format!("fetching {package}"), "2 MB, some seconds", || apt::unpack(&package, packages))?;
    }
    let unpacked = unpacked_conf(packages).ok_or("linux-kbuild holds no scripts/kconfig/conf")?;
    std::fs::copy(unpacked, conf)?;
    Ok(())
}

fn unpacked_conf(packages: &Path) -> Option<PathBuf> {
    let prefix = format!("linux-kbuild-{VERSION}");
    std::fs::read_dir(packages.join("x/usr/lib"))
        .ok()?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(&prefix)))
        .map(|path| path.join("scripts/kconfig/conf"))
        .find(|path| path.is_file())
}

fn fetch_tree(packages: &Path, tree: &Path) -> Result<()> {
    let package = format!("linux-source-{VERSION}");
    let archive = packages.join(format!("x/usr/src/{package}.tar.xz"));
    if !archive.exists() {
        require_debian()?;
        run::step(&format!("fetching {package}"), "150 MB, a minute", || {
            apt::names(&package)?;
            apt::unpack(&package, packages)
        })?;
    }
    run::step(&format!("unpacking its Kconfig files into {}", tree.display()), "about half a minute", || {
        // So that a tree is whole, or not there.
        let part = tree.with_extension("part");
        if part.exists() {
            std::fs::remove_dir_all(&part)?;
        }
        std::fs::create_dir_all(&part)?;
        run::run(
            Command::new("tar")
                .arg("-xf")
                .arg(&archive)
                .arg("-C")
                .arg(&part)
                .args(["--strip-components=1", "--wildcards"])
                .args(WANTED),
        )?;
        std::fs::rename(&part, tree)?;
        Ok(())
    })
}

fn newest(prefix: &str) -> Result<String> {
    require_debian()?;
    apt::names(prefix)?
        .pop()
        .ok_or_else(|| format!("Debian has no package {prefix}*; `apt-get update` may help").into())
}

fn require_debian() -> Result<()> {
    if apt::is_debian() {
        return Ok(());
    }
    Err(format!(
        "build the kernel's scripts/kconfig/conf ({VERSION}: `make defconfig`) and set \
         {CONF_VARIABLE} to it, {TREE_VARIABLE} to the kernel tree"
    )
    .into())
}
