//! The kernel's own tests of kconfig, run against our conf.

use std::path::PathBuf;
use std::process::Command;

use super::{V6_12, ensure, our_conf};
use crate::{Result, apt, cache, run};

/// What runs the tests.
const PYTEST: &str = "8.4.2";

/// Returns the command that runs them; its last line is pytest's summary.
pub(crate) fn command() -> Result<Command> {
    let oracle = ensure(&V6_12)?;
    let python = ensure_pytest()?;
    // The tests take scripts/kconfig/conf below the current folder.
    let folder = cache::repository().join("target/oracle/kernel-tests");
    let place = folder.join("scripts/kconfig");
    std::fs::create_dir_all(&place)?;
    std::fs::copy(our_conf()?, place.join("conf"))?;
    let mut command = Command::new(python);
    command
        .current_dir(folder)
        // The tree is shared: nothing is written there.
        .args(["-B", "-m", "pytest", "-q", "-p", "no:cacheprovider"])
        .arg(oracle.tree.join("scripts/kconfig/tests"));
    Ok(command)
}

/// Finds a python with pytest, or makes one in the cache.
fn ensure_pytest() -> Result<PathBuf> {
    let has_pytest =
        |python: &PathBuf| run::output(Command::new(python).args(["-c", "import pytest"])).is_ok();
    let here = PathBuf::from("python3");
    if has_pytest(&here) {
        return Ok(here);
    }
    let folder = cache::tool("pytest", PYTEST)?;
    let python = folder.join("bin/python3");
    if has_pytest(&python) {
        return Ok(python);
    }
    let install = || {
        run::step(&format!("installing pytest {PYTEST} with pip"), "some seconds", || {
            run::run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder))?;
            run::run(
                Command::new(&python)
                    .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"])
                    .arg(format!("pytest=={PYTEST}")),
            )
        })
    };
    match install() {
        Ok(()) => Ok(python),
        // Debian has venv in a package of its own, and pytest too.
        Err(_) if apt::is_debian() && apt::is_root() => {
            apt::install(&["python3", "python3-pytest"])?;
            let system = PathBuf::from("/usr/bin/python3");
            has_pytest(&system).then_some(system).ok_or_else(|| "apt-get installed no pytest".into())
        }
        Err(error) => Err(format!("the kernel's tests need python3 with pytest: {error}").into()),
    }
}
