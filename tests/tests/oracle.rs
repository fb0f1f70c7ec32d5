//! Our answers against the kernel's own conf, byte for byte.
//!
//! `cargo xtask test --only oracle` finds or fetches conf and tree, and names
//! them in two variables; without those the tests skip.

use std::path::Path;

use kconfig_tests::Result;
use kconfig_tests::bins::bin;
use kconfig_tests::reference::{
    Given, Reference, Run, first_difference, reference, reference_6_1, run, run_given,
};
use kconfig_tests::suite::{Case, cases};

/// Runs both programs and compares all that they leave; returns it.
fn compare(reference: &Reference, arch: &str, mode: &str, given: &Given<'_>) -> Result<Run> {
    let mut name = format!("{arch}{mode}");
    for (variable, value) in given.env {
        name.push_str(&format!("-{variable}-{value}"));
    }
    let name: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let tree = &reference.tree;
    let theirs = run_given(&reference.conf, tree, arch, mode, given, &folder.join("theirs"))?;
    let ours = run_given(&bin("conf")?, tree, arch, mode, given, &folder.join("ours"))?;
    for (path, text) in &theirs.files {
        let our = ours.files.get(path).map_or("", String::as_str);
        assert!(text == our, "{arch} {mode}: {path}: {}", first_difference(text, our));
    }
    assert_eq!(ours.files.len(), theirs.files.len(), "{arch} {mode}: files that conf does not write");
    assert!(
        theirs.stdout == ours.stdout,
        "{arch} {mode}: stdout: {}",
        first_difference(&theirs.stdout, &ours.stdout)
    );
    assert!(
        theirs.stderr == ours.stderr,
        "{arch} {mode}: stderr: {}",
        first_difference(&theirs.stderr, &ours.stderr)
    );
    assert_eq!(theirs.status, ours.status, "{arch} {mode}");
    Ok(ours)
}

/// Runs both programs on a whole tree, where they have much to write.
fn compare_tree(reference: &Reference, arch: &str, mode: &str, seed: Option<&str>) -> Result<()> {
    let run = compare(reference, arch, mode, &Given { seed, ..Given::default() })?;
    assert!(run.files.len() > 100, "conf wrote too little to compare with");
    Ok(())
}

macro_rules! trees {
    ($($name:ident: $arch:literal $mode:literal;)*) => {
        $(
            #[test]
            fn $name() -> Result<()> {
                reference().map_or(Ok(()), |reference| compare_tree(&reference, $arch, $mode, None))
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
    compare_tree(&reference, "arm64", "--olddefconfig", Some(&seed))
}

#[test]
fn arm64_defconfig_and_back() -> Result<()> {
    let Some(reference) = reference() else { return Ok(()) };
    let defconfig = reference.tree.join("arch/arm64/configs/defconfig");
    compare_tree(&reference, "arm64", &format!("--defconfig {}", defconfig.display()), None)?;
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

/// What is wrong is said when .config was read, and again while the values are
/// computed anew to be written.
#[test]
fn savedefconfig_warns_twice() -> Result<()> {
    let Some(reference) = reference() else { return Ok(()) };
    let tree = Path::new(env!("CARGO_TARGET_TMPDIR")).join("savedefconfig-warns");
    std::fs::create_dir_all(&tree)?;
    let text = "config A\n\tbool \"a\"\n\tselect B\n\nconfig B\n\tbool \"b\"\n\tdepends on C\n";
    std::fs::write(tree.join("Kconfig"), text)?;
    let small = Reference { conf: reference.conf, tree };
    let given = Given { seed: Some("CONFIG_A=y\n"), ..Given::default() };
    let run = compare(&small, "x86_64", "--savedefconfig saved", &given)?;
    assert_eq!(run.stderr.matches("unmet direct dependencies").count(), 2);
    assert_eq!(run.files["saved"], "CONFIG_A=y\n");
    Ok(())
}

/// The same seed gives the same configuration.
#[test]
fn randconfig_draws_what_conf_draws() -> Result<()> {
    let Some(reference) = reference() else { return Ok(()) };
    for (arch, env) in [
        ("x86_64", &[("KCONFIG_SEED", "0x7B")][..]),
        ("arm64", &[("KCONFIG_SEED", "4711"), ("KCONFIG_PROBABILITY", "10:20:30")]),
        ("s390", &[("KCONFIG_SEED", "-1"), ("KCONFIG_PROBABILITY", "90")]),
    ] {
        let run = compare(&reference, arch, "--randconfig", &Given { env, ..Given::default() })?;
        assert!(run.config().lines().count() > 1000, "{arch}");
    }
    Ok(())
}

/// What an ALLCONFIG file says is not drawn, neither in a choice.
#[test]
fn randconfig_respects_what_is_given() -> Result<()> {
    let Some(reference) = reference() else { return Ok(()) };
    let text = "CONFIG_KERNEL_ZSTD=y\n# CONFIG_MODULES is not set\nCONFIG_LOCALVERSION=\"-x\"\n";
    for (path, name) in [("allrandom.config", "1"), ("all.config", ""), ("some", "some")] {
        let env = [("KCONFIG_SEED", "1"), ("KCONFIG_ALLCONFIG", name)];
        let given = Given { files: &[(path, text)], env: &env, ..Given::default() };
        let run = compare(&reference, "x86_64", "--randconfig", &given)?;
        assert!(run.config().contains("CONFIG_KERNEL_ZSTD=y"));
    }
    Ok(())
}

/// Answers of every kind, good and bad, then none.
fn answers(n: usize) -> String {
    let words = ["", "", "y", "?", "m", "n", "1", "2?", "12", "0x10", "a b", "", "yes", " N ", "-1", "3"];
    // Steps that have no period in common with the tree's.
    (0..n).map(|i| words[(i * i / 3 + i / 7) % words.len()]).flat_map(|word| [word, "\n"]).collect()
}

#[test]
fn the_conversation_is_that_of_conf() -> Result<()> {
    let Some(reference) = reference() else { return Ok(()) };
    let defconfig = std::fs::read_to_string(reference.tree.join("arch/arm64/configs/defconfig"))?;
    // Answers that change much keep the kernel's conf busy for minutes.
    let stdin = "\n".repeat(9000);
    for (arch, mode, seed) in [
        ("x86_64", "--oldconfig", None),
        ("arm64", "--listnewconfig", Some(&*defconfig)),
        ("arm64", "--helpnewconfig", Some(&*defconfig)),
    ] {
        let run = compare(&reference, arch, mode, &Given { seed, stdin: &stdin, ..Given::default() })?;
        assert!(run.stdout.len() > 10_000, "{arch} {mode}");
    }
    Ok(())
}

/// Against the auto.conf of before: what is gone, what differs, what is odd.
#[test]
fn syncconfig_touches_what_changed() -> Result<()> {
    let Some(reference) = reference() else { return Ok(()) };
    let old = "CONFIG_GONE=y\nCONFIG_SMP=y\nnonsense\n# CONFIG_NET is not set\nCONFIG_SMP=n\n";
    let files = [("include/config/auto.conf", old)];
    let silent = [("KCONFIG_NOSILENTUPDATE", "1")];
    for env in [&[][..], &silent] {
        let stdin = "\n".repeat(9000);
        let given = Given { seed: Some("CONFIG_X=y\n"), files: &files, env, stdin: &stdin };
        let run = compare(&reference, "x86_64", "--syncconfig", &given)?;
        assert_eq!(run.status, Some(i32::from(!env.is_empty())));
    }
    Ok(())
}

/// The specification itself: conf agrees with every case that it can run.
#[test]
fn the_suite_is_what_conf_does() -> Result<()> {
    if let Some(reference) = reference() {
        let n_compared = compare_cases(&reference, None)?;
        assert!(n_compared >= 10, "only {n_compared} cases were compared");
    }
    if let Some(reference) = reference_6_1() {
        let n_compared = compare_cases(&reference, Some("6.1"))?;
        assert!(n_compared >= 5, "only {n_compared} cases of 6.1 were compared");
    }
    Ok(())
}

/// Runs the cases of a version; conf has its rules from the tree's Makefile.
fn compare_cases(reference: &Reference, version: Option<&str>) -> Result<usize> {
    let mut n_compared = 0;
    for case in cases()? {
        if case.version() != version {
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
        if let Some(config) = case.config().filter(|_| !case.has_errors()) {
            assert_eq!(theirs.config(), config, "{}", case.title);
        }
        n_compared += 1;
    }
    Ok(n_compared)
}

/// Whole trees of 6.1, by its own rules: all modes that hang on them.
#[test]
fn trees_of_6_1() -> Result<()> {
    let Some(reference) = reference_6_1() else { return Ok(()) };
    for (arch, mode, seed) in [
        ("x86_64", "--alldefconfig", ""),
        ("x86_64", "--allmodconfig", ""),
        ("arm64", "--allnoconfig", ""),
        ("mips", "--allyesconfig", ""),
        ("riscv", "--randconfig", "1"),
        ("powerpc", "--randconfig", "2"),
    ] {
        let env = [("KCONFIG_SEED", seed)];
        let run = compare(&reference, arch, mode, &Given { env: &env, ..Given::default() })?;
        assert!(run.files.len() > 100, "conf wrote too little to compare with");
    }
    Ok(())
}

/// Where conf itself does not give up: `crates/kconfig/tests/deep.rs` goes on
/// from there.
#[test]
fn deep_nesting_is_what_conf_does() -> Result<()> {
    let Some(reference) = reference() else { return Ok(()) };
    let tree = Path::new(env!("CARGO_TARGET_TMPDIR")).join("deep");
    let compare_files = |files: &[(String, String)]| -> Result<Run> {
        if tree.exists() {
            std::fs::remove_dir_all(&tree)?;
        }
        std::fs::create_dir_all(&tree)?;
        for (path, text) in files {
            std::fs::write(tree.join(path), text)?;
        }
        let small = Reference { conf: reference.conf.clone(), tree: tree.clone() };
        compare(&small, "x86_64", "--alldefconfig", &Given::default())
    };
    let (open, close) = ("(".repeat(9_990), ")".repeat(9_990));
    let text = format!("config A\n\tdef_bool y\n\nconfig B\n\tdef_bool {open}A{close}\n");
    let run = compare_files(&[("Kconfig".to_owned(), text)])?;
    assert!(run.config().ends_with("CONFIG_B=y\n"));
    let path = |i: usize| if i == 0 { "Kconfig".to_owned() } else { format!("Kconfig.{i}") };
    let source = |i| {
        let next = if i < 999 { format!("\nsource \"{}\"\n", path(i + 1)) } else { String::new() };
        (path(i), format!("config S{i}\n\tdef_bool y\n{next}"))
    };
    let run = compare_files(&(0..1_000).map(source).collect::<Vec<_>>())?;
    assert_eq!(run.config().matches("=y\n").count(), 1_000);
    Ok(())
}

fn write_tree(case: &Case) -> Result<std::path::PathBuf> {
    let tree = Path::new(env!("CARGO_TARGET_TMPDIR")).join("suite").join(case.slug());
    for (path, text) in case.tree().iter() {
        let path = tree.join(path);
        std::fs::create_dir_all(path.parent().unwrap_or(&tree))?;
        std::fs::write(path, &**text)?;
    }
    if let Some((version, patchlevel)) = case.version().and_then(|version| version.split_once('.')) {
        std::fs::write(tree.join("Makefile"), format!("VERSION = {version}\nPATCHLEVEL = {patchlevel}\n"))?;
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
        let ours = workspace.config(state).map_err(|problem| problem.message)?;
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
        assert!(config == ours, "{state:?}: {}", first_difference(config, &ours));
        // And when it asks, with answers of every kind.
        let small = Reference { conf: reference.conf.clone(), tree };
        let given = Given { seed: Some(&seed), stdin: &answers(400), ..Given::default() };
        compare(&small, &state.arch, "--oldaskconfig", &given)?;
    }
    Ok(())
}
