//! What `kconfig series` costs over a whole kernel, and the kernel's conf for the
//! same trees.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use super::process::{self, Cost};
use crate::oracle::{Oracle, V6_12, ensure, ensure_kconfig, in_conf_environment};
use crate::{Result, cache, trees};

/// What is asked for the answers in the bundle: what conf is told beside it.
const PROBES: &str = "CC=gcc,LD=ld,ARCH=all,RUSTC=false,BINDGEN=false,PAHOLE=false,KERNELVERSION=6.12";

const ARCHES: &[&str] = &["x86_64", "arm64", "arm", "riscv", "s390", "powerpc", "mips", "loongarch", "sh"];

const BASES: &[&str] = &["alldef", "allno", "allyes", "allmod"];

/// The files that the opening series touches, in about its order: what all arches read,
/// then each arch's own.
const FILES: &[&str] = &[
    "kernel/Kconfig.kexec",
    "kernel/Kconfig.kexec",
    "kernel/Kconfig.kexec",
    "fs/proc/Kconfig",
    "kernel/Kconfig.kexec",
    "arch/x86/Kconfig",
    "arch/arm64/Kconfig",
    "arch/powerpc/Kconfig",
    "arch/s390/Kconfig",
    "arch/sh/Kconfig",
    "arch/mips/Kconfig",
    "arch/riscv/Kconfig",
    "arch/arm/Kconfig",
    "arch/loongarch/Kconfig",
];

/// How many lines of context a hunk has.
const CONTEXT: usize = 3;

/// Measures a series as long as the opening one, and a long one.
pub(super) fn measure() -> Result<bool> {
    let oracle = ensure(&V6_12)?;
    let kconfig = ensure_kconfig()?;
    let bundle = trees::bundle(&oracle.tree, Some(PROBES))?;
    let folder = cache::repository().join("target/bench");
    std::fs::create_dir_all(&folder)?;
    println!("linux-{}, {} arches, {}\n", V6_12.name, ARCHES.len(), BASES.join(" "));
    let conf_ms = conf(&oracle, &folder)?;
    println!("| series | wall time | user time | peak memory | kernel's conf, user time |");
    println!("|---|---|---|---|---|");
    for n in [FILES.len(), 50] {
        let mbox = folder.join(format!("series-{n}.mbox"));
        std::fs::write(&mbox, series(&oracle.tree, n)?)?;
        let start = Instant::now();
        let cost = process::run(&mut command(&kconfig, &mbox, &bundle))?;
        let wall = start.elapsed().as_secs_f64();
        println!(
            "| {n} patches | {wall:.1} s | {:.1} s | {:.0} MiB | {:.1} s |",
            cost.user_ms / 1e3,
            cost.peak_kb as f64 / 1024.0,
            conf_ms * (n + 1) as f64 / 1e3,
        );
    }
    println!(
        "\nconf: each arch and base config once, {:.1} s, times the trees; without its toolchain",
        conf_ms / 1e3
    );
    audit(&oracle, &kconfig, &bundle, &folder)?;
    Ok(true)
}

/// A symbol that many defconfigs set, and the file that defines it: an audit renames it.
const RENAMED: (&str, &str) = ("BSD_PROCESS_ACCT", "init/Kconfig");

/// How often the audit runs: its median counts.
const AUDITS: usize = 3;

/// Measures what all defconfigs of the arches lose by a rename, with conf beside it: one
/// defconfig of each arch, times the arch's defconfigs and the two trees.
fn audit(oracle: &Oracle, kconfig: &Path, bundle: &Path, folder: &Path) -> Result<()> {
    let (symbol, file) = RENAMED;
    let text = std::fs::read_to_string(oracle.tree.join(file))?;
    let line = format!("config {symbol}");
    let number = text.lines().position(|it| it == line).ok_or_else(|| format!("no {line} in {file}"))? + 1;
    let diff = folder.join("rename.diff");
    std::fs::write(
        &diff,
        format!("--- a/{file}\n+++ b/{file}\n@@ -{number} +{number} @@\n-{line}\n+{line}_RENAMED\n"),
    )?;
    let (mut walls, mut n_configs, mut conf_ms) = (Vec::new(), 0, 0.0);
    for _ in 0..AUDITS {
        let start = Instant::now();
        let mut command = Command::new(kconfig);
        command.arg("series").arg(&diff).arg("--bundle").arg(bundle);
        process::run(command.args(["--audit", "--arch", &ARCHES.join(",")]))?;
        walls.push(start.elapsed().as_secs_f64());
    }
    walls.sort_by(f64::total_cmp);
    for arch in ARCHES {
        let configs =
            oracle.tree.join("arch").join(if *arch == "x86_64" { "x86" } else { arch }).join("configs");
        let configs = defconfigs(&configs)?;
        let first = configs.first().ok_or_else(|| format!("{arch} has no defconfig"))?;
        let run = folder.join("conf");
        super::fresh(&run)?;
        let mut command = in_conf_environment(oracle, arch)?(&oracle.conf);
        let mode = format!("--defconfig={}", first.display());
        let cost = process::run(command.args(["-s", &mode, "Kconfig"]).current_dir(&run))?;
        n_configs += configs.len();
        conf_ms += cost.user_ms * (2 * configs.len()) as f64;
    }
    println!(
        "\naudit of a renamed symbol, {n_configs} defconfigs: {:.1} s wall time, median of {AUDITS}; \
         kernel's conf, user time: {:.1} s",
        walls[AUDITS / 2],
        conf_ms / 1e3
    );
    Ok(())
}

/// Lists the defconfigs in a folder and below it.
fn defconfigs(folder: &Path) -> Result<Vec<PathBuf>> {
    let (mut found, mut open) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
            } else if path.to_string_lossy().ends_with("defconfig") {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

fn command(kconfig: &Path, mbox: &Path, bundle: &Path) -> Command {
    let mut command = Command::new(kconfig);
    command.arg("series").arg(mbox).arg("--bundle").arg(bundle);
    command.args(["--arch", &ARCHES.join(","), "--base", &BASES.join(","), "--format", "json"]);
    command
}

/// What the kernel's conf takes for each arch and base config: milliseconds of user
/// time; what it asks the toolchain is asked by other processes.
fn conf(oracle: &Oracle, folder: &Path) -> Result<f64> {
    let mut all = 0.0;
    for arch in ARCHES {
        let command = in_conf_environment(oracle, arch)?;
        for base in BASES {
            let run = || -> Result<Cost> {
                let folder: PathBuf = folder.join("conf");
                super::fresh(&folder)?;
                let mut command = command(&oracle.conf);
                process::run(command.args(["-s", &format!("--{base}config"), "Kconfig"]).current_dir(&folder))
            };
            all += run()?.user_ms;
        }
    }
    Ok(all)
}

/// Writes a mailbox of `n` patches, each of which adds a symbol to one of the files.
pub(super) fn series(tree: &Path, n: usize) -> Result<String> {
    let mut texts: BTreeMap<&str, String> = BTreeMap::new();
    let mut mbox = String::new();
    for (number, file) in (1..=n).zip(FILES.iter().cycle()) {
        let text = match texts.get(file) {
            Some(text) => text.clone(),
            None => std::fs::read_to_string(tree.join(file))?,
        };
        let added = format!(
            "\nconfig BENCH_{number}\n\tbool \"bench {number}\"\n\tdepends on CRASH_DUMP || !KEXEC_CORE\n\tdefault y\n"
        );
        let lines: Vec<&str> = text.lines().collect();
        let context = &lines[lines.len().saturating_sub(CONTEXT)..];
        let start = lines.len() - context.len() + 1;
        write!(
            mbox,
            "From {number:040} Mon Sep 17 00:00:00 2001\nFrom: A Developer <dev@example.org>\n\
             Subject: [PATCH {number}/{n}] bench: add a symbol\nMessage-ID: <{number}@example.org>\n\n\
             One more.\n---\ndiff --git a/{file} b/{file}\n--- a/{file}\n+++ b/{file}\n@@ -{start},{} +{start},{} @@\n",
            context.len(),
            context.len() + added.lines().count(),
        )?;
        context.iter().try_for_each(|line| writeln!(mbox, " {line}"))?;
        added.lines().try_for_each(|line| writeln!(mbox, "+{line}"))?;
        mbox.push('\n');
        texts.insert(file, text + &added);
    }
    Ok(mbox)
}
