//! `bench`: what our conf costs beside the kernel's, in one run.
//!
//! Both do the same: read a tree, evaluate alldefconfig, write .config and the
//! files for the build. What Kconfig files ask the toolchain is answered from
//! memory and by other processes, and counts for neither: [`process`] looks at
//! a process's own time and memory, callgrind at its own instructions.
//! [`browser`] is about the page, [`series`] about patches on a whole tree.

mod browser;
mod callgrind;
mod process;
mod series;

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::oracle::{V6_12, ensure, in_conf_environment, our_conf, our_measure};
use crate::{Result, cache, run};
use process::Cost;

const HELP: &str = "\
Measures our conf beside the kernel's: alldefconfig of a whole tree.

Usage: cargo xtask bench [OPTIONS]

Options:
  --arch ARCH    The arch, as make's ARCH (x86_64)
  --runs N       How often each program runs for its time (20)
  --browser      Instead: measure the built page (dist/, built where it is missing) over a
                 bundle of 6.12 in headless Chromium, with conf and Kconfiglib beside it
  --series       Instead: what `kconfig series` costs on nine arches with four base configs,
                 for a series as long as the opening one and for one of 50 patches; then
                 what --audit costs for all defconfigs of these arches
  --beside SITE  With --browser: another built site, to compare how fast both start
  --bundle FILE  With --browser: the bundle to open, instead of one that is made

Prints Markdown tables: instructions, user time and memory of each program's own
process, without the toolchain that it asks; then our phases, one edit, and where
our instructions go. Needs valgrind, which it installs on Debian as root.

For the page: medians and 95th percentiles of the times that the page itself measures,
tasks that keep its main thread busy for more than 50 ms, and its memory.
";

/// What is done by both: silent, as make calls it.
const ARGUMENTS: &[&str] = &["-s", "--alldefconfig", "Kconfig"];

/// Runs `cargo xtask bench`.
pub(crate) fn command(mut arguments: lexopt::Parser) -> Result<bool> {
    use lexopt::prelude::*;

    let (mut arch, mut n_runs) = ("x86_64".to_owned(), 20usize);
    let (mut is_browser, mut bundle, mut beside) = (false, None, None);
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("series") => return series::measure(),
            Long("browser") => is_browser = true,
            Long("beside") => beside = Some(PathBuf::from(arguments.value()?)),
            Long("bundle") => bundle = Some(PathBuf::from(arguments.value()?)),
            Long("arch") => arch = arguments.value()?.string()?,
            Long("runs") => n_runs = arguments.value()?.parse::<usize>()?.max(1),
            Long("help") | Short('h') => {
                print!("{HELP}");
                return Ok(true);
            }
            other => return Err(other.unexpected().into()),
        }
    }
    if is_browser || bundle.is_some() || beside.is_some() {
        return browser::measure(bundle, beside);
    }
    callgrind::ensure()?;
    let oracle = ensure(&V6_12)?;
    let (ours, measure) = (our_conf()?, our_measure()?);
    let command = in_conf_environment(&oracle, &arch)?;
    let folder = cache::repository().join("target/bench");
    let conf = |program: &Path| -> Result<Command> {
        // From an empty folder, so that no .config is read.
        fresh(&folder)?;
        let mut command = command(program);
        command.args(ARGUMENTS).current_dir(&folder);
        Ok(command)
    };

    println!("linux-{}, ARCH={arch}, alldefconfig, {n_runs} runs each\n", V6_12.name);
    let mut costs = Vec::new();
    let programs = [("kernel's conf", &oracle.conf), ("ours", &ours)];
    for (_, program) in programs {
        // The first run asks the toolchain, and is not looked at.
        process::run(&mut conf(program)?)?;
        let runs = (0..n_runs).map(|_| process::run(&mut conf(program)?)).collect::<Result<Vec<Cost>>>()?;
        let profile = folder.with_extension(format!("{}.callgrind", costs.len()));
        let instructions = callgrind::count(&mut conf(program)?, &profile)?;
        costs.push((instructions, Cost::typical(&runs), profile));
    }
    print_comparison(&costs.iter().map(|(n, cost, _)| (*n, *cost)).collect::<Vec<_>>());
    print_phases(&run::output(command(&measure).arg("Kconfig").current_dir(&folder))?);
    if let Some((total, _, profile)) = costs.get(1) {
        print_profile(*total, &callgrind::inclusive(profile)?);
    }
    Ok(true)
}

fn fresh(folder: &Path) -> Result<()> {
    if folder.exists() {
        std::fs::remove_dir_all(folder)?;
    }
    Ok(std::fs::create_dir_all(folder)?)
}

fn print_comparison(costs: &[(u64, Cost)]) {
    let [(their_instructions, theirs), (our_instructions, ours)] = costs else { return };
    println!("| | kernel's conf | ours | ours / theirs |\n|---|---|---|---|");
    let row = |what: &str, theirs: f64, ours: f64, unit: &str| {
        println!("| {what} | {theirs:.1} {unit} | {ours:.1} {unit} | 1 / {:.1} |", theirs / ours);
    };
    row("instructions", *their_instructions as f64 / 1e6, *our_instructions as f64 / 1e6, "million");
    row("user time, mean", theirs.user_ms, ours.user_ms, "ms");
    row("user and system time, median", theirs.cpu_ms, ours.cpu_ms, "ms");
    row("peak memory", theirs.peak_kb as f64 / 1024.0, ours.peak_kb as f64 / 1024.0, "MiB");
    println!();
}

/// Prints what the example measured: lines of a name and a number.
fn print_phases(output: &str) {
    let value = |name: &str| {
        let line = output.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        line.and_then(|value| value.parse::<f64>().ok()).unwrap_or(f64::NAN)
    };
    println!(
        "{} symbols, {} menu nodes, {} properties, {} conditions; {} files, {} lines, {:.1} MB\n",
        value("symbols"),
        value("menus"),
        value("properties"),
        value("conditions"),
        value("files"),
        value("lines"),
        value("bytes") / 1e6
    );
    println!("| ours, in one process | median |\n|---|---|");
    for (what, name) in [
        ("parse: files to model", "parse"),
        ("evaluate all symbols", "evaluate"),
        ("write .config", "write"),
        ("get ready for edits", "prepare-edits"),
    ] {
        println!("| {what} | {:.2} ms |", value(name) / 1000.0);
    }
    let bases = ["alldefconfig", "allmodconfig"];
    let counts = bases.map(|base| value(&format!("{base}-toggles")));
    println!("\n| one edit | of {} in {} | of {} in {} |", counts[0], bases[0], counts[1], bases[1]);
    println!("|---|---|---|");
    for (what, name) in [("median", "50"), ("95th percentile", "95"), ("99th", "99"), ("slowest", "100")] {
        let [alldef, allmod] = bases.map(|base| value(&format!("{base}-toggle-{name}")));
        println!("| {what} | {alldef:.1} us | {allmod:.1} us |");
    }
    println!();
}

fn print_profile(total: u64, lines: &[(String, u64)]) {
    println!("| our instructions, with what is called | million | share |\n|---|---|---|");
    for (function, instructions) in lines {
        let share = *instructions as f64 / total as f64;
        println!("| {function} | {:.1} | {:.0} % |", *instructions as f64 / 1e6, share * 100.0);
    }
}
