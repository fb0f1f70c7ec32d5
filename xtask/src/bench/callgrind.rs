//! Instructions of one process, by valgrind's callgrind.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::{Result, apt, run};

/// The functions whose share is told, the callers first.
const FUNCTIONS: &[&str] = &[
    "kconfig_model::lower::load_as",
    "kconfig_syntax::grammar::parse",
    "kconfig_syntax::lexer::line",
    "kconfig_syntax::help::scan",
    "kconfig_cli::disk::read_lossy",
    "kconfig_model::symbol::Symbols::lookup",
    "kconfig_model::expr::Exprs::make",
    "kconfig_model::finalize::finalize",
    "kconfig_model::simplify::Simplifier::eliminate_dups",
    "kconfig_model::cycle::check_cycles",
    "kconfig_model::check::check_definitions",
    "kconfig_eval::batch::Batch::calc",
    "kconfig_cli::conf_files::write_config",
    "kconfig_cli::conf_files::write_build_files",
];

/// Finds valgrind, or installs it.
pub(super) fn ensure() -> Result<()> {
    if run::find("valgrind").is_some() {
        return Ok(());
    }
    if apt::is_debian() && apt::is_root() {
        return apt::install(&["valgrind"]);
    }
    Err("install valgrind: it counts instructions".into())
}

/// Counts the instructions of a program, without those of what it starts;
/// leaves the profile in a file.
pub(super) fn count(command: &mut Command, profile: &Path) -> Result<u64> {
    let mut valgrind = Command::new("valgrind");
    valgrind
        .arg("--tool=callgrind")
        .arg(format!("--callgrind-out-file={}", profile.display()))
        .arg(command.get_program())
        .args(command.get_args())
        .env_clear()
        .envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))))
        .stdin(Stdio::null());
    if let Some(folder) = command.get_current_dir() {
        valgrind.current_dir(folder);
    }
    let output = valgrind.output()?;
    let said = String::from_utf8_lossy(&output.stderr);
    let collected = said.lines().find_map(|line| line.split_once("Collected : "));
    match collected.and_then(|(_, count)| count.trim().parse().ok()) {
        Some(count) if output.status.success() => Ok(count),
        _ => Err(format!("{valgrind:?} failed: {}\n{said}", output.status).into()),
    }
}

/// Reads what the [`FUNCTIONS`] cost with all that they call.
///
/// One that the compiler has put into its caller is left out.
pub(super) fn inclusive(profile: &Path) -> Result<Vec<(String, u64)>> {
    let text = run::output(
        Command::new("callgrind_annotate").args(["--inclusive=yes", "--threshold=99.9"]).arg(profile),
    )?;
    let mut lines = Vec::new();
    for function in FUNCTIONS {
        let cost = text.lines().find_map(|line| {
            let (count, rest) = line.trim_start().split_once(' ')?;
            // `file:function [object]`
            let name = rest.split_once(" [").map_or(rest, |(name, _)| name);
            name.ends_with(&format!(":{function}")).then(|| count.replace(',', "").parse().ok())?
        });
        lines.extend(cost.map(|cost| ((*function).to_owned(), cost)));
    }
    Ok(lines)
}
