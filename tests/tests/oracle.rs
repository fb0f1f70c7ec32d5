//! Our answers against the kernel's own conf, byte for byte.
//!
//! `cargo xtask test --only oracle` finds or fetches conf and tree, and names
//! them in two variables; without those the tests skip.

use std::path::Path;

use kconfig_tests::Result;
use kconfig_tests::bins::bin;
use kconfig_tests::reference::{Reference, first_difference, reference, run};
use kconfig_tests::suite::{Case, cases};

/// Runs both programs and compares all that they leave.
fn compare(reference: &Reference, arch: &str, mode: &str, seed: Option<&str>) -> Result<()> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join(format!("{arch}-{}", mode.trim_start_matches('-').split(' ').next().unwrap_or_default()));
    let theirs = run(&reference.conf, &reference.tree, arch, mode, seed, &folder.join("theirs"))?;
    let ours = run(&bin("conf")?, &reference.tree, arch, mode, seed, &folder.join("ours"))?;
    assert!(theirs.files.len() > 100, "conf wrote too little to compare with");
    for (path, text) in &theirs.files {
        let our = ours.files.get(path).map_or("", String::as_str);
        assert!(text == our, "{arch} {mode}: {path}: {}", first_difference(text, our));
    }
    assert_eq!(ours.files.len(), theirs.files.len(), "{arch} {mode}: files that conf does not write");
    assert_eq!((theirs.status, theirs.stdout), (ours.status, ours.stdout), "{arch} {mode}");
    Ok(())
}

macro_rules! trees {
    ($($name:ident: $arch:literal $mode:literal;)*) => {
        $(
            #[test]
            fn $name() -> Result<()> {
                reference().map_or(Ok(()), |reference| compare(&reference, $arch, $mode, None))
            }
        )*
    };
}

trees! {
    x86_64_alldefconfig: "x86_64" "--alldefconfig";
    x86_64_allnoconfig: "x86_64" "--allnoconfig";
    x86_64_allyesconfig: "x86_64" "--allyesconfig";
    x86_64_allmodconfig: "x86_64" "--allmodconfig";
    arm64_alldefconfig: "arm64" "--alldefconfig";
    arm64_allnoconfig: "arm64" "--allnoconfig";
    arm64_allyesconfig: "arm64" "--allyesconfig";
    arm64_allmodconfig: "arm64" "--allmodconfig";
}

#[test]
fn arm64_olddefconfig_of_a_distribution() -> Result<()> {
    let Some(reference) = reference() else { return Ok(()) };
    let shared = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data/archlinuxarm-aarch64-6.2.10.config");
    let seed = match std::fs::read_to_string(shared) {
        Ok(seed) => seed,
        // A clone by itself has the tree's own defconfig for that.
        Err(_) => std::fs::read_to_string(reference.tree.join("arch/arm64/configs/defconfig"))?,
    };
    compare(&reference, "arm64", "--olddefconfig", Some(&seed))
}

#[test]
fn arm64_defconfig_and_back() -> Result<()> {
    let Some(reference) = reference() else { return Ok(()) };
    let defconfig = reference.tree.join("arch/arm64/configs/defconfig");
    compare(&reference, "arm64", &format!("--defconfig {}", defconfig.display()), None)?;
    let defconfig = std::fs::read_to_string(defconfig)?;
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("savedefconfig");
    let mode = "--savedefconfig saved";
    let theirs =
        run(&reference.conf, &reference.tree, "arm64", mode, Some(&defconfig), &folder.join("theirs"))?;
    let ours = run(&bin("conf")?, &reference.tree, "arm64", mode, Some(&defconfig), &folder.join("ours"))?;
    assert!(theirs.files["saved"].len() > 10_000);
    assert!(theirs.files["saved"] == ours.files["saved"]);
    Ok(())
}

/// The specification itself: conf agrees with every case that it can run.
#[test]
fn the_suite_is_what_conf_does() -> Result<()> {
    let Some(reference) = reference() else { return Ok(()) };
    let mut n_compared = 0;
    for case in cases()? {
        if case.has_errors() || case.config().is_none() {
            continue;
        }
        let tree = write_tree(&case)?;
        let theirs = run(
            &reference.conf,
            &tree,
            "x86_64",
            "--olddefconfig",
            Some(&case.seed()),
            &tree.join("theirs"),
        )?;
        let ours =
            run(&bin("conf")?, &tree, "x86_64", "--olddefconfig", Some(&case.seed()), &tree.join("ours"))?;
        assert_eq!(theirs, ours, "{}", case.title);
        assert_eq!(Some(theirs.config()), case.config(), "{}", case.title);
        n_compared += 1;
    }
    assert!(n_compared >= 10, "only {n_compared} cases were compared");
    Ok(())
}

fn write_tree(case: &Case) -> Result<std::path::PathBuf> {
    let tree = Path::new(env!("CARGO_TARGET_TMPDIR")).join("suite").join(case.slug());
    for (path, text) in case.tree().iter() {
        let path = tree.join(path);
        std::fs::create_dir_all(path.parent().unwrap_or(&tree))?;
        std::fs::write(path, &**text)?;
    }
    Ok(tree)
}

/// The opening scenario, at every step and on every arch.
#[test]
fn the_scenario_is_what_conf_does() -> Result<()> {
    let Some(reference) = reference() else { return Ok(()) };
    let scenario = kconfig_scenarios::scenario("crash-kexec-split").ok_or("no scenario")?;
    let mut workspace = kconfig::Workspace::open(scenario.name, scenario.files).map_err(|p| p.message)?;
    let states: Vec<_> = workspace.scenario().starts.iter().flat_map(|start| start.states.clone()).collect();
    assert!(states.len() > 50);
    for (index, state) in states.iter().enumerate() {
        let view = workspace.view(state).map_err(|problem| problem.message)?;
        let tree = Path::new(env!("CARGO_TARGET_TMPDIR")).join("scenario").join(index.to_string());
        for (path, text) in workspace.tree_files(state).map_err(|problem| problem.message)? {
            let path = tree.join(path);
            std::fs::create_dir_all(path.parent().unwrap_or(&tree))?;
            std::fs::write(path, &*text)?;
        }
        let seed: String =
            state.values.iter().map(|(name, value)| format!("CONFIG_{name}={value}\n")).collect();
        let theirs =
            run(&reference.conf, &tree, &state.arch, "--olddefconfig", Some(&seed), &tree.join("theirs"))?;
        let config = theirs.config();
        assert!(config == view.config, "{state:?}: {}", first_difference(config, &view.config));
    }
    Ok(())
}
