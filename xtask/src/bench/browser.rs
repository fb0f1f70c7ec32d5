//! What the page costs over a whole kernel, in headless Chromium, and what
//! programs that do the same natively cost beside it.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::process::{self, Cost};
use super::series;
use crate::oracle::{Oracle, V6_12, ensure, in_conf_environment};
use crate::{Result, browser, cache, dist, run, trees};

/// What is asked for the answers in the bundle: what conf is told beside it.
const PROBES: &str = "CC=gcc,LD=ld,ARCH=all,RUSTC=false,BINDGEN=false,PAHOLE=false,KERNELVERSION=6.12";

/// The arch that is opened first.
const ARCH: &str = "x86_64";

/// How often each native program runs.
const N_RUNS: usize = 10;

/// How many patches the series has that is put on the tree.
const N_PATCHES: usize = 14;

/// The last one that there is.
const KCONFIGLIB: &str = "14.1.0";

/// Reads a tree with Kconfiglib and gives all its symbols their defaults.
const WITH_KCONFIGLIB: &str = "\
import time
start = time.process_time()
import kconfiglib
tree = kconfiglib.Kconfig('Kconfig', warn=False)
print((time.process_time() - start) * 1000)
";

/// Measures the page, with a bundle that is there or one that is made; how it starts
/// in turn with another built site, if one is named.
pub(super) fn measure(bundle: Option<PathBuf>, beside: Option<PathBuf>) -> Result<bool> {
    let driver = browser::ensure()?;
    let oracle = ensure(&V6_12)?;
    let site = cache::repository().join(dist::SITE);
    if !site.join("index.html").exists() && !dist::build(&[], None)? {
        return Ok(false);
    }
    let bundle = match bundle {
        Some(file) => file,
        None => trees::bundle(&oracle.tree, Some(PROBES))?,
    };
    let bundle = std::fs::canonicalize(&bundle).map_err(|error| format!("{}: {error}", bundle.display()))?;
    let bench = |arguments: &[&OsStr]| {
        let mut command = run::cargo();
        command.args(["run", "--quiet", "--package", "kconfig-tests", "--example", "page_bench", "--"]);
        run::run(command.args(arguments).env("KCONFIG_E2E_SITE", &site).env(browser::VARIABLE, &driver))
    };
    println!("The page's first state\n");
    let beside = beside.as_deref().map(Path::as_os_str);
    bench(&[OsStr::new("--starts"), site.as_os_str()].into_iter().chain(beside).collect::<Vec<_>>())?;
    println!("\nThe page over a bundle of linux-{}, {ARCH} first\n", V6_12.name);
    let folder = cache::repository().join("target/bench");
    std::fs::create_dir_all(&folder)?;
    let mbox = folder.join("page.mbox");
    std::fs::write(&mbox, series::series(&oracle.tree, N_PATCHES)?)?;
    bench(&[bundle.as_os_str(), mbox.as_os_str()])?;
    println!("\n| natively, {ARCH}, alldefconfig | user time, mean | user and system time, median |");
    println!("|---|---|---|");
    let conf = kernels_conf(&oracle)?;
    println!("| kernel's conf | {:.0} ms | {:.0} ms |", conf.user_ms, conf.cpu_ms);
    match kconfiglib(&oracle) {
        Ok(ms) => println!("| Kconfiglib {KCONFIGLIB}, reading alone | | {ms:.0} ms |"),
        Err(error) => println!("\nKconfiglib {KCONFIGLIB} does not read the tree: {error}"),
    }
    Ok(true)
}

/// What the kernel's conf costs, without the toolchain that it asks.
fn kernels_conf(oracle: &Oracle) -> Result<Cost> {
    let command = in_conf_environment(oracle, ARCH)?;
    let folder = cache::repository().join("target/bench");
    let mut runs = Vec::new();
    // The first run asks the toolchain, and is not looked at.
    for n in 0..=N_RUNS {
        super::fresh(&folder)?;
        let mut command = command(&oracle.conf);
        let cost = process::run(command.args(super::ARGUMENTS).current_dir(&folder))?;
        if n > 0 {
            runs.push(cost);
        }
    }
    Ok(Cost::typical(&runs))
}

/// How long Kconfiglib reads the tree, in milliseconds on a processor; the
/// median.
fn kconfiglib(oracle: &Oracle) -> Result<f64> {
    let python = ensure_kconfiglib()?;
    let command = in_conf_environment(oracle, ARCH)?;
    let read = || -> Result<f64> {
        // Its own process: the toolchain is not counted.
        let said = run::output(command(&python).args(["-c", WITH_KCONFIGLIB]).current_dir(&oracle.tree))
            .map_err(|error| last_line(&error.to_string()))?;
        Ok(said.trim().parse()?)
    };
    let mut times = (0..N_RUNS).map(|_| read()).collect::<Result<Vec<f64>>>()?;
    times.sort_by(f64::total_cmp);
    Ok(times.get(times.len() / 2).copied().unwrap_or(f64::NAN))
}

/// What a Python program says when it ends for an error.
fn last_line(said: &str) -> String {
    said.trim().lines().next_back().unwrap_or_default().to_owned()
}

/// Installs Kconfiglib into the cache; returns the Python that has it.
fn ensure_kconfiglib() -> Result<PathBuf> {
    let folder = cache::tool("kconfiglib", KCONFIGLIB)?;
    let python = folder.join("bin/python3");
    let is_there = |python: &Path| Command::new(python).args(["-c", "import kconfiglib"]).output();
    if is_there(&python).is_ok_and(|output| output.status.success()) {
        return Ok(python);
    }
    run::step("installing Kconfiglib with pip", "some seconds, once", || {
        run::run(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
        run::run(
            Command::new(&python)
                .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"])
                .arg(format!("kconfiglib=={KCONFIGLIB}")),
        )
    })?;
    Ok(python)
}
