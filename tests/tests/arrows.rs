//! The arrows between the packages: who may stand on whom.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use kconfig_tests::Result;
use serde_json::Value;

/// The packages from the ground up, and all of ours that each may stand on.
///
/// A package that is not here fails the test: it gets its place here first.
const ARROWS: &[(&str, &[&str])] = &[
    ("kconfig-base", &[]),
    ("kconfig-scenarios", &[]),
    ("kconfig-vfs", &["kconfig-base"]),
    ("kconfig-bundle", &["kconfig-base", "kconfig-vfs"]),
    ("kconfig-syntax", &["kconfig-base"]),
    ("kconfig-link", &["kconfig-base"]),
    ("kconfig-model", &["kconfig-base", "kconfig-vfs", "kconfig-syntax"]),
    ("kconfig-eval", &["kconfig-base", "kconfig-vfs", "kconfig-syntax", "kconfig-model"]),
    ("kconfig-dotconfig", BELOW_READERS),
    ("kconfig-graph", BELOW_READERS),
    (
        "kconfig-series",
        &[
            "kconfig-base",
            "kconfig-vfs",
            "kconfig-syntax",
            "kconfig-model",
            "kconfig-eval",
            "kconfig-dotconfig",
            "kconfig-graph",
        ],
    ),
    (
        "kconfig",
        &[
            "kconfig-base",
            "kconfig-vfs",
            "kconfig-bundle",
            "kconfig-syntax",
            "kconfig-link",
            "kconfig-model",
            "kconfig-eval",
            "kconfig-dotconfig",
            "kconfig-graph",
            "kconfig-series",
        ],
    ),
    ("kconfig-cli", &["kconfig", "kconfig-scenarios"]),
    ("kconfig-wasm", &["kconfig", "kconfig-scenarios"]),
    ("kconfig-www", &["kconfig", "kconfig-scenarios"]),
    ("kconfig-tests", &["kconfig", "kconfig-cli", "kconfig-scenarios"]),
    ("xtask", &[]),
];

const BELOW_READERS: &[&str] =
    &["kconfig-base", "kconfig-vfs", "kconfig-syntax", "kconfig-model", "kconfig-eval"];

/// Packages of others that only some of ours may know.
const CONFINED: &[(&str, &[&str])] = &[
    // Archives come in at one place each, with its limits; so do the series in links.
    ("tar", &["kconfig-bundle"]),
    ("flate2", &["kconfig-bundle", "kconfig-link", "kconfig-series", "xtask", "kconfig-tests"]),
    ("base64", &["kconfig-link", "xtask"]),
    ("rayon", &["kconfig-cli"]),
    ("mail-parser", &["kconfig-series"]),
    ("similar", &["kconfig-series"]),
    ("serde", &["kconfig", "kconfig-wasm", "kconfig-www", "kconfig-tests"]),
    ("serde_json", &["kconfig", "kconfig-cli", "kconfig-tests"]),
    ("yew", &["kconfig-www"]),
    ("web-sys", &["kconfig-wasm", "kconfig-www"]),
    ("js-sys", &["kconfig-wasm", "kconfig-www"]),
    ("wasm-bindgen", &["kconfig-wasm", "kconfig-www"]),
    ("gloo", &["kconfig-www"]),
    ("gloo-worker", &["kconfig-www"]),
];

/// Each of our packages with the names of its normal dependencies.
fn dependencies() -> Result<BTreeMap<String, BTreeSet<String>>> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--format-version", "1", "--offline"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()?;
    let metadata: Value = serde_json::from_slice(&output.stdout)?;
    let name = |value: &Value| value["name"].as_str().unwrap_or_default().to_owned();
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    Ok(list(&metadata["packages"])
        .iter()
        .map(|package| {
            let normal = list(&package["dependencies"])
                .iter()
                .filter(|dependency| dependency["kind"].is_null())
                .map(name)
                .collect();
            (name(package), normal)
        })
        .collect())
}

#[test]
fn every_package_stands_only_on_those_below_it() -> Result<()> {
    let packages = dependencies()?;
    assert!(packages.contains_key("kconfig"), "{packages:?}");
    let mut wrong = Vec::new();
    for (package, dependencies) in &packages {
        let Some((_, allowed)) = ARROWS.iter().find(|(name, _)| name == package) else {
            wrong.push(format!("{package} has no place in ARROWS"));
            continue;
        };
        for dependency in dependencies {
            if packages.contains_key(dependency) && !allowed.contains(&dependency.as_str()) {
                wrong.push(format!("{package} must not depend on {dependency}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    Ok(())
}

#[test]
fn the_browser_and_serde_stay_at_the_edge() -> Result<()> {
    let mut wrong = Vec::new();
    for (package, dependencies) in dependencies()? {
        for (confined, allowed) in CONFINED {
            if dependencies.contains(*confined) && !allowed.contains(&package.as_str()) {
                wrong.push(format!("{package} must not depend on {confined}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    Ok(())
}

#[test]
fn the_core_is_pure_by_lint() -> Result<()> {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates");
    let ban = std::fs::read_to_string(crates.join("clippy.toml"))?;
    assert!(ban.contains("disallowed-methods"));
    // A clippy.toml of its own would lift the ban.
    for entry in std::fs::read_dir(&crates)? {
        let folder = entry?.path();
        if folder.join("clippy.toml").exists() || folder.join(".clippy.toml").exists() {
            assert!(folder.ends_with("kconfig-cli"), "{}", folder.display());
        }
    }
    Ok(())
}

/// What trees and .config files give is for whoever shows them: nothing of that is known
/// to the modules below world/.
#[test]
fn the_world_knows_nobody_who_shows_it() -> Result<()> {
    let world = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/kconfig/src/world");
    let mut wrong = Vec::new();
    let mut n = 0;
    for entry in std::fs::read_dir(world)? {
        let path = entry?.path();
        let text = std::fs::read_to_string(&path)?;
        n += 1;
        for (number, line) in (1..).zip(text.lines()) {
            let modules =
                line.split("crate::").skip(1).map(|rest| rest.split([':', ';']).next().unwrap_or(""));
            for module in modules.filter(|module| !["world", "arches"].contains(module)) {
                wrong.push(format!("{}:{number} names {module}", path.display()));
            }
        }
    }
    assert!(n > 2 && wrong.is_empty(), "{wrong:#?}");
    Ok(())
}
