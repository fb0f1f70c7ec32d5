//! The kernel's own `make`, with its conf and then with ours in its place.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::{V6_12, ensure, our_conf};
use crate::{Result, apt, cache, run};

/// What make is asked for, in this order.
const TARGETS: &[&str] = &["defconfig", "olddefconfig", "syncconfig", "savedefconfig"];

/// The arch that is asked about.
const ARCH: &str = "arm64";

/// Where make looks for conf below its output folder.
const CONF: &str = "scripts/kconfig/conf";

/// What the kernel needs to build its own conf, and Debian's packages of it.
const NEEDED: &[(&str, &str)] = &[("make", "make"), ("gcc", "gcc"), ("flex", "flex"), ("bison", "bison")];

/// Runs make twice in folders of their own and says what differs, a line for
/// each file.
pub(crate) fn compare() -> Result<Vec<String>> {
    ensure_tools()?;
    let tree = ensure(&V6_12)?.tree;
    let conf = our_conf()?;
    let root = cache::repository().join("target/oracle/make");
    if root.exists() {
        std::fs::remove_dir_all(&root)?;
    }
    // One path for both: .config and its kin may name it.
    let output = root.join("output");
    let theirs = run::step("the kernel's make with its own conf", "half a minute", || {
        make(&tree, &output)?;
        files(&output)
    })?;
    let ours = run::step("the kernel's make with our conf", "some seconds", || {
        for entry in std::fs::read_dir(&output)? {
            let path = entry?.path();
            // What make has built stays, with conf's `.conf.cmd` and the times
            // from which it sees that there is nothing to build.
            if path.ends_with("scripts") || path.is_symlink() {
                continue;
            }
            if path.is_dir() { std::fs::remove_dir_all(path)? } else { std::fs::remove_file(path)? }
        }
        // A new file: newer than all that conf is made from.
        let place = output.join(CONF);
        std::fs::remove_file(&place)?;
        std::fs::copy(&conf, &place)?;
        make(&tree, &output)?;
        if std::fs::read(&place)? != std::fs::read(&conf)? {
            return Err("make has built its own conf again".into());
        }
        files(&output)
    })?;
    let names: std::collections::BTreeSet<_> = theirs.keys().chain(ours.keys()).collect();
    eprintln!("{} files compared", names.len());
    let differs = |name: &&&String| theirs.get(**name) != ours.get(**name);
    Ok(names.iter().filter(differs).map(|name| format!("{name} differs")).collect())
}

fn make(tree: &Path, output: &Path) -> Result<()> {
    std::fs::create_dir_all(output)?;
    let mut command = Command::new("make");
    command
        .arg("-C")
        .arg(tree)
        .arg(format!("O={}", output.display()))
        .arg(format!("ARCH={ARCH}"))
        .args(TARGETS)
        // None of a make, a cargo or an xtask around this one.
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .stdin(Stdio::null());
    run::output(&mut command).map(drop)
}

/// Reads all files that a make left, but for the programs that it built.
fn files(output: &Path) -> Result<BTreeMap<String, Vec<u8>>> {
    let mut files = BTreeMap::new();
    let mut open: Vec<PathBuf> = vec![output.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder)? {
            let entry = entry?;
            let path = entry.path();
            let kind = entry.file_type()?;
            if kind.is_dir() && path != output.join("scripts") {
                open.push(path);
            } else if kind.is_file() {
                files.insert(path.strip_prefix(output)?.display().to_string(), std::fs::read(&path)?);
            }
        }
    }
    for name in [".config", "defconfig", "include/config/auto.conf", "include/generated/autoconf.h"] {
        if !files.contains_key(name) {
            return Err(format!("make left no {name}").into());
        }
    }
    Ok(files)
}

/// Finds what the kernel's make needs, or installs it.
pub(crate) fn ensure_tools() -> Result<()> {
    let missing: Vec<&str> = NEEDED
        .iter()
        .filter(|(program, _)| run::find(program).is_none())
        .map(|(_, package)| *package)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    if apt::is_debian() && apt::is_root() {
        return apt::install(&missing);
    }
    Err(format!("the kernel's make needs {}", missing.join(", ")).into())
}
