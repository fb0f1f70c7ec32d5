//! What `kconfig series` moves on the tree of 6.12: the test `series_values` of the
//! tests.

use std::process::Command;

use super::{programs, variables};
use crate::{Result, run};

/// The command that compares all patches on all arches.
pub(super) fn command() -> Result<Command> {
    let mut command = run::cargo();
    command
        .args(["test", "-p", "kconfig-tests", "--test", "series_values", "--", "--nocapture"])
        .envs(variables()?)
        .envs(programs()?)
        .env("KCONFIG_EVERYTHING", "1");
    Ok(command)
}
