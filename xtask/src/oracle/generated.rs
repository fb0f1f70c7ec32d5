//! Random trees instead of the kernel's: the test `generated` of the tests.

use std::process::Command;

use super::kernel::{CONF_VARIABLE, TREE_VARIABLE, V6_12, ensure};
use crate::{Result, run};

/// How many trees, from which seed on; the test has numbers of its own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Seeds {
    pub(crate) trees: Option<u64>,
    pub(crate) first: Option<u64>,
}

/// The command that compares generated trees.
pub(crate) fn command(seeds: Seeds) -> Result<Command> {
    let oracle = ensure(&V6_12)?;
    let mut command = run::cargo();
    command
        .args(["test", "-p", "kconfig-tests", "--test", "generated", "--", "--nocapture"])
        .env(CONF_VARIABLE, oracle.conf)
        .env(TREE_VARIABLE, oracle.tree)
        .env("KCONFIG_OUR_CONF", super::our_conf()?);
    let variables = [("KCONFIG_GENERATED", seeds.trees), ("KCONFIG_GENERATED_FROM", seeds.first)];
    for (name, value) in variables {
        if let Some(value) = value {
            command.env(name, value.to_string());
        }
    }
    Ok(command)
}
