//! The kernel's own conf and the tree it is asked about, of either version,
//! fetched from Debian's packages.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{Result, apt, cache, run};

/// Names the conf of [`V6_12`] to compare with.
pub(crate) const CONF_VARIABLE: &str = "KCONFIG_ORACLE_CONF";

/// Names the tree of [`V6_12`] to compare on.
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

/// A kernel that is a reference.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Version {
    /// As in the names of Debian's packages: `6.12`.
    pub(crate) name: &'static str,
    /// What the names of the packages with conf start with, and are where the
    /// name has no number of the update.
    kbuild: &'static str,
}

/// The semantics that are ours.
pub(crate) const V6_12: Version = Version { name: "6.12", kbuild: "linux-kbuild-6.12." };

/// The older semantics: choices with names, tristate choices.
pub(crate) const V6_1: Version = Version { name: "6.1", kbuild: "linux-kbuild-6.1" };

/// All of them, the newest first.
pub(crate) const VERSIONS: &[Version] = &[V6_12, V6_1];

/// A reference implementation.
pub(crate) struct Oracle {
    /// The version of both.
    pub(crate) version: &'static str,
    /// The kernel's own conf.
    pub(crate) conf: PathBuf,
    /// A kernel tree, without most of what is not Kconfig.
    pub(crate) tree: PathBuf,
}

/// Finds the oracle: by its two variables, in the cache, or from Debian.
pub(crate) fn ensure(version: &Version) -> Result<Oracle> {
    let name = version.name;
    let variable = |name| std::env::var_os(name).map(PathBuf::from);
    if *version == V6_12
        && let (Some(conf), Some(tree)) = (variable(CONF_VARIABLE), variable(TREE_VARIABLE))
    {
        return Ok(Oracle { version: name, conf, tree });
    }
    let root = cache::root()?;
    let conf = root.join(format!("conf-{name}"));
    let tree = root.join(format!("linux-{name}"));
    if !conf.exists() {
        fetch_conf(version, &conf)?;
    }
    if !tree.join("Kconfig").exists() {
        unpack(version, WANTED, &tree)?;
    }
    Ok(Oracle { version: name, conf, tree })
}

fn packages() -> Result<PathBuf> {
    Ok(cache::root()?.join("debs"))
}

fn fetch_conf(version: &Version, conf: &Path) -> Result<()> {
    let packages = packages()?;
    if unpacked_conf(version, &packages).is_none() {
        let package = newest(version)?;
        run::step(&format!("fetching {package}"), "2 MB, some seconds", || apt::unpack(&package, &packages))?;
    }
    let unpacked = unpacked_conf(version, &packages).ok_or("linux-kbuild holds no scripts/kconfig/conf")?;
    std::fs::copy(unpacked, conf)?;
    Ok(())
}

fn unpacked_conf(version: &Version, packages: &Path) -> Option<PathBuf> {
    std::fs::read_dir(packages.join("x/usr/lib"))
        .ok()?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.file_name().is_some_and(|name| is_kbuild(version, &name.to_string_lossy())))
        .map(|path| path.join("scripts/kconfig/conf"))
        .find(|path| path.is_file())
}

/// Says whether a package or its folder is the version's; 6.12 is not 6.1.
fn is_kbuild(version: &Version, name: &str) -> bool {
    if version.kbuild.ends_with('.') { name.starts_with(version.kbuild) } else { name == version.kbuild }
}

/// Unpacks what of the version's source the patterns name; there is the whole
/// folder then, or none.
pub(crate) fn unpack(version: &Version, wanted: &[&str], folder: &Path) -> Result<()> {
    let archive = archive(version)?;
    run::step(&format!("unpacking what is needed into {}", folder.display()), "about half a minute", || {
        let part = folder.with_extension("part");
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
                .args(wanted),
        )?;
        std::fs::rename(&part, folder)?;
        Ok(())
    })
}

/// Finds or fetches the version's whole source.
fn archive(version: &Version) -> Result<PathBuf> {
    let packages = packages()?;
    let package = format!("linux-source-{}", version.name);
    let archive = packages.join(format!("x/usr/src/{package}.tar.xz"));
    if !archive.exists() {
        require_debian(version)?;
        run::step(&format!("fetching {package}"), "150 MB, a minute", || {
            apt::names(&package)?;
            apt::unpack(&package, &packages)
        })?;
    }
    Ok(archive)
}

fn newest(version: &Version) -> Result<String> {
    require_debian(version)?;
    apt::names(version.kbuild)?
        .into_iter()
        .rfind(|name| is_kbuild(version, name))
        .ok_or_else(|| format!("Debian has no package {}*; `apt-get update` may help", version.kbuild).into())
}

fn require_debian(version: &Version) -> Result<()> {
    if apt::is_debian() {
        return Ok(());
    }
    let name = version.name;
    if *version == V6_12 {
        return Err(format!(
            "build the kernel's scripts/kconfig/conf ({name}: `make defconfig`) and set \
             {CONF_VARIABLE} to it, {TREE_VARIABLE} to the kernel tree"
        )
        .into());
    }
    let root = cache::root()?;
    Err(format!(
        "build the kernel's scripts/kconfig/conf ({name}: `make defconfig`), copy it to {0}/conf-{name} \
         and the kernel tree to {0}/linux-{name}",
        root.display()
    )
    .into())
}

#[cfg(test)]
mod tests {
    use super::{V6_1, V6_12, is_kbuild};

    #[test]
    fn tells_the_versions_apart() {
        assert!(is_kbuild(&V6_12, "linux-kbuild-6.12.117+deb12"));
        assert!(is_kbuild(&V6_1, "linux-kbuild-6.1"));
        assert!(!is_kbuild(&V6_1, "linux-kbuild-6.12.117+deb12"));
        assert!(!is_kbuild(&V6_12, "linux-kbuild-6.1"));
    }
}
