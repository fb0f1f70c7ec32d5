//! Our answers against the kernel's own conf.
//!
//! `cargo xtask test --only oracle` finds or fetches conf and tree, and names
//! them in two variables; without those the tests skip.

use std::path::{Path, PathBuf};
use std::process::Command;

use kconfig_tests::Result;

/// The kernel's conf and a kernel tree, or a word that the test is skipped.
fn oracle() -> Option<(PathBuf, PathBuf)> {
    let variable = |name| std::env::var_os(name).map(PathBuf::from);
    let oracle = variable("KCONFIG_ORACLE_CONF").zip(variable("KCONFIG_ORACLE_TREE"));
    if oracle.is_none() {
        eprintln!("skipped: KCONFIG_ORACLE_CONF and KCONFIG_ORACLE_TREE are not set");
    }
    oracle
}

#[test]
fn the_kernels_own_conf_answers() -> Result<()> {
    let Some((conf, tree)) = oracle() else {
        return Ok(());
    };
    assert!(tree.join("Kconfig").is_file());
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("oracle-answers");
    std::fs::create_dir_all(&folder)?;
    std::fs::write(folder.join("Kconfig"), "config A\n\tdef_bool y\n")?;
    let status = Command::new(conf)
        .args(["--alldefconfig", "Kconfig"])
        .current_dir(&folder)
        .env("KCONFIG_CONFIG", "config")
        .status()?;
    assert!(status.success());
    let config = std::fs::read_to_string(folder.join("config"))?;
    assert!(config.lines().any(|line| line == "CONFIG_A=y"), "{config}");
    Ok(())
}
