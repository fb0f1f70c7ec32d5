//! What patches change, against what the kernel's conf writes of the trees before
//! and after.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use kconfig::bundle::{Bundle, Limits};
use kconfig::sweep::{ArchEffect, ValueChange};
use kconfig::tree::{Preset, Vfs};
use kconfig_tests::Result;
use kconfig_tests::bins::bin;
use kconfig_tests::effects::{Base, Edit, Loaded, difference, said};
use kconfig_tests::reference::{AS_REFERENCE, Reference, Run, reference, run};
use kconfig_tests::suite::{Case, EffectBlock, cases};

/// The fewest cases of tests/suite that have an effect.
const FEWEST_CASES: usize = 20;

fn write(tree: &Vfs, folder: &Path) -> Result<()> {
    if folder.exists() {
        std::fs::remove_dir_all(folder)?;
    }
    for (path, text) in tree.iter() {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap_or(folder))?;
        std::fs::write(path, &**text)?;
    }
    Ok(())
}

/// Holds what ours says of an arch and a base config against two runs of conf.
fn compare(effect: &ArchEffect, base: &Base, [before, after]: &[Run; 2], title: &str) -> usize {
    let stops = [before, after].map(|run| run.status != Some(0));
    assert_eq!(effect.tree.is_refused, stops, "{title}: {}{}", before.stderr, after.stderr);
    let ours = effect.bases.iter().find(|other| other.base == base.name());
    let Some(ours) = ours.filter(|_| stops == [false; 2]) else {
        assert!(stops != [false; 2] && effect.bases.is_empty(), "{title}");
        return 0;
    };
    let theirs = difference(before.config(), after.config());
    assert_eq!(said(&ours.effect.values), theirs, "{title} {} {}", effect.arch, base.name());
    theirs.len()
}

fn compare_block(reference: &Reference, case: &Case, block: &EffectBlock) -> Result<usize> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("effects").join(case.slug());
    let folders = [folder.join("before"), folder.join("after")];
    for (tree, folder) in block.pair(&case.trees()?)?.iter().zip(&folders) {
        write(tree, folder)?;
    }
    let mut n_moved = 0;
    for effect in case.effect(block)? {
        for base in case.bases() {
            let conf = |tree: &PathBuf| {
                run(&reference.conf, tree, &effect.arch, &base.mode(), base.seed(), &tree.join("conf"))
            };
            let runs = [conf(&folders[0])?, conf(&folders[1])?];
            n_moved += compare(&effect, &base, &runs, &case.title);
        }
    }
    Ok(n_moved)
}

/// Every case of the suite, each block on each of its arches.
#[test]
fn the_suite_moves_the_lines_that_conf_moves() -> Result<()> {
    let Some(reference) = reference() else { return Ok(()) };
    let mut moved: BTreeMap<String, usize> = BTreeMap::new();
    for case in cases()? {
        for block in case.effects() {
            *moved.entry(case.title.clone()).or_default() += compare_block(&reference, &case, &block)?;
        }
    }
    assert!(moved.len() >= FEWEST_CASES, "only {} cases were compared", moved.len());
    let n_moving = moved.values().filter(|n| **n > 0).count();
    assert!(n_moving > moved.len() / 2, "only {n_moving} cases move a line");
    Ok(())
}

/// What is edited in a kernel's tree, and looked at on which arch and base config.
struct Row {
    arch: &'static str,
    bases: &'static [Preset],
    edits: &'static [Edit],
}

/// Patches that are made on the spot. A row is an arch; each of its edits is compared
/// under each of its base configs.
const ROWS: &[Row] = &[Row {
    arch: "x86_64",
    bases: &[Preset::AllDef],
    edits: &[
        Edit { file: "arch/x86/Kconfig", entry: "config X86", line: "select HAVE_PERF_EVENTS", with: "" },
        Edit { file: "init/Kconfig", entry: "config PRINTK", line: "default y", with: "\tdefault n\n" },
        Edit {
            file: "init/Kconfig",
            entry: "config LOG_BUF_SHIFT",
            line: "range 12 25",
            with: "\trange 20 25\n",
        },
    ],
}];

/// Copies a tree, so that its files can be edited.
fn copy(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        match std::fs::metadata(entry.path()) {
            Ok(data) if data.is_dir() => copy(&entry.path(), &target)?,
            Ok(_) => drop(std::fs::copy(entry.path(), target)?),
            // A link into what is not here.
            Err(_) => {}
        }
    }
    Ok(())
}

/// The tree with the answers that the reference's runs get.
fn bundle(reference: &Reference, folder: &Path) -> Result<Bundle> {
    let arches: BTreeSet<&str> = ROWS.iter().map(|row| row.arch).collect();
    let arches: Vec<&str> = arches.into_iter().collect();
    let file = folder.join("linux-6.12.tar.gz");
    let made = Command::new(bin("kconfig")?)
        .arg("bundle")
        .arg(&reference.tree)
        .arg("-o")
        .arg(&file)
        .args(["--arches", &arches.join(","), "--probes", AS_REFERENCE])
        .output()?;
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let mut on_progress = |_| std::ops::ControlFlow::Continue(());
    Bundle::open(std::fs::File::open(file)?, &Limits::default(), &mut on_progress)
        .map_err(|problem| problem.message.into())
}

/// Holds the lines against those of the tree's own diffconfig, where there is a Python.
fn compare_words(tree: &Path, [before, after]: [&Path; 2], changes: &[ValueChange]) -> Result<()> {
    let script = tree.join("scripts/diffconfig");
    let configs = [before, after].map(|folder| folder.join(".config"));
    let Ok(output) = Command::new("python3").arg(script).args(configs).output() else {
        eprintln!("skipped: there is no python3 for scripts/diffconfig");
        return Ok(());
    };
    let ours: String = changes.iter().map(|change| change.line() + "\n").collect();
    assert_eq!(String::from_utf8_lossy(&output.stdout), ours);
    Ok(())
}

/// Real trees, symbol by symbol.
#[test]
fn an_edit_of_a_kernel_moves_the_lines_that_conf_moves() -> Result<()> {
    let Some(reference) = reference() else { return Ok(()) };
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("effects-kernel");
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    let copied = folder.join("tree");
    copy(&reference.tree, &copied)?;
    let bundle = bundle(&reference, &folder)?;
    for Row { arch, bases, edits } in ROWS {
        let host = bundle.host(arch, None).map_err(|problem| problem.message)?;
        let bases: Vec<Base> = bases.iter().map(|preset| Base::Preset(*preset)).collect();
        let semantics = bundle.semantics().unwrap_or_default();
        let before = Loaded::new(semantics, &bundle, &host, &bases);
        let nowhere = BTreeSet::new();
        for edit in *edits {
            let text = bundle.files.get(edit.file).ok_or(edit.file)?;
            let edited = edit.apply(text)?;
            let mut changed = bundle.clone();
            changed.files.insert(edit.file, edited.as_str());
            let after = Loaded::new(semantics, &changed, &host, &bases);
            let effect = ArchEffect::of(arch, before.side(&nowhere), after.side(&nowhere));
            std::fs::write(copied.join(edit.file), &edited)?;
            for base in &bases {
                let mode = base.mode();
                let conf = |tree: &Path, name: &str| {
                    run(&reference.conf, tree, arch, &mode, base.seed(), &folder.join(name))
                };
                let runs = [conf(&reference.tree, "before")?, conf(&copied, "after")?];
                let n_moved = compare(&effect, base, &runs, edit.line);
                assert!(n_moved > 0, "{arch} {mode} {}: no line moves", edit.line);
                let ours = effect.bases.iter().find(|other| other.base == base.name());
                let changes = ours.map(|ours| ours.effect.values.as_slice()).unwrap_or_default();
                compare_words(&reference.tree, [&folder.join("before"), &folder.join("after")], changes)?;
                eprintln!("{arch} {mode} {}: {n_moved} lines move", edit.line);
            }
            std::fs::write(copied.join(edit.file), &**text)?;
        }
    }
    Ok(())
}
