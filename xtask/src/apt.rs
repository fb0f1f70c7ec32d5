//! Debian's packages.

use std::path::Path;
use std::process::Command;

use crate::{Result, run};

/// Whether this is Debian.
pub(crate) fn is_debian() -> bool {
    std::fs::read_to_string("/etc/os-release").is_ok_and(|text| text.lines().any(|line| line == "ID=debian"))
        && run::find("apt-get").is_some()
}

/// Whether we may install packages.
pub(crate) fn is_root() -> bool {
    run::output(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

/// Installs packages, reading the package lists anew when that does not work.
pub(crate) fn install(packages: &[&str]) -> Result<()> {
    run::step(&format!("installing {} with apt-get", packages.join(", ")), "about a minute", || {
        let install = || {
            run::run(
                Command::new("apt-get")
                    .env("DEBIAN_FRONTEND", "noninteractive")
                    .args(["install", "-y", "-q", "--no-install-recommends"])
                    .args(packages),
            )
        };
        install().or_else(|_| {
            update()?;
            install()
        })
    })
}

/// Downloads a package into a folder and unpacks it there into `x`.
///
/// Needs no root and installs nothing.
pub(crate) fn unpack(package: &str, folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder)?;
    let download = || run::run(Command::new("apt-get").current_dir(folder).args(["download", "-q", package]));
    download().or_else(|error| {
        if !is_root() {
            return Err(error);
        }
        update()?;
        download()
    })?;
    let prefix = format!("{package}_");
    let file = std::fs::read_dir(folder)?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .find(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(&prefix)))
        .ok_or_else(|| format!("apt-get downloaded no {package}"))?;
    run::run(Command::new("dpkg").arg("-x").arg(file).arg(folder.join("x")))
}

/// Returns the packages whose names start so, the newest version last.
///
/// Reads the package lists anew when they name none and we are root.
pub(crate) fn names(prefix: &str) -> Result<Vec<String>> {
    let look = || -> Result<Vec<String>> {
        let text = run::output(Command::new("apt-cache").args(["pkgnames", prefix]))?;
        let mut names: Vec<_> = text.lines().map(str::to_owned).collect();
        names.sort_by_cached_key(|name| numbers(name));
        Ok(names)
    };
    let names = look()?;
    if names.is_empty() && is_root() {
        update()?;
        return look();
    }
    Ok(names)
}

fn update() -> Result<()> {
    run::step("reading Debian's package lists", "some seconds", || {
        run::run(Command::new("apt-get").args(["update", "-q"]))
    })
}

/// Returns the numbers in a name, so that `6.12.9` sorts before `6.12.10`.
fn numbers(name: &str) -> Vec<u64> {
    name.split(|letter: char| !letter.is_ascii_digit()).filter_map(|digits| digits.parse().ok()).collect()
}
