//! `fuzz`: libFuzzer over the targets of the folder `fuzz`, with cargo-fuzz.
//!
//! Stable Rust has no sanitizers, and this code no `unsafe` that they would look
//! into; the coverage that libFuzzer follows needs none of them.

use std::path::Path;
use std::process::Command;

use crate::{Result, cache, run, tools};

/// The targets, each a file of `fuzz/fuzz_targets`.
pub(crate) const TARGETS: [&str; 3] = ["syntax", "model", "dotconfig"];

/// How long `cargo xtask test` runs each target, in seconds.
pub(crate) const QUICK: u32 = 20;

const HELP: &str = "\
Runs the fuzz targets, each for a time.

Usage: cargo xtask fuzz [--seconds N] [TARGET...]

  --seconds N   How long each target runs (20)

Targets: syntax, model, dotconfig. What they find new goes into target/fuzz-corpus
and is tried first the next time; an input that fails is written below
fuzz/artifacts, and its name is printed.
";

/// Runs `cargo xtask fuzz`.
pub(crate) fn command(mut arguments: lexopt::Parser) -> Result<bool> {
    use lexopt::prelude::*;

    let mut seconds = QUICK;
    let mut targets = Vec::new();
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("seconds") => seconds = arguments.value()?.parse()?,
            Long("help") | Short('h') => {
                print!("{HELP}");
                return Ok(true);
            }
            Value(name) => targets.push(name.string()?),
            other => return Err(other.unexpected().into()),
        }
    }
    if targets.is_empty() {
        targets = TARGETS.map(str::to_owned).to_vec();
    }
    let mut all_passed = true;
    for target in targets {
        if let Err(error) = run(&target, seconds) {
            println!("{target}: {error}");
            all_passed = false;
        }
    }
    Ok(all_passed)
}

/// Runs a target for so many seconds; an error where an input fails.
pub(crate) fn run(target: &str, seconds: u32) -> Result<()> {
    let tool = tools::ensure_cargo_fuzz()?;
    // libFuzzer writes what it finds into the first folder.
    let found = cache::repository().join("target/fuzz-corpus").join(target);
    std::fs::create_dir_all(&found)?;
    let corpus = Path::new("fuzz/corpus").join(target);
    run::run(
        Command::new(tool.join("cargo-fuzz"))
            .args(["fuzz", "run", "--sanitizer", "none", target])
            .args([&found, &corpus])
            .arg("--")
            .arg(format!("-max_total_time={seconds}"))
            .args(["-timeout=10", "-rss_limit_mb=2048", "-max_len=8192", "-dict=fuzz/kconfig.dict"])
            .args(["-print_final_stats=1", "-verbosity=0"]),
    )
}
