//! What patches change, against what the kernel's conf writes of the trees before
//! and after.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use kconfig::sweep::{ArchEffect, ValueChange};
use kconfig::tree::Vfs;
use kconfig_tests::Result;
use kconfig_tests::effects::{Base, difference, said};
use kconfig_tests::reference::{Reference, Run, reference, run};
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

/// Holds the lines against those of the tree's own diffconfig, where there is a Python.
fn compare_words(tree: &Path, folders: &[PathBuf; 2], changes: &[ValueChange]) -> Result<()> {
    let script = tree.join("scripts/diffconfig");
    let configs = folders.each_ref().map(|folder| folder.join("conf/.config"));
    let Ok(output) = Command::new("python3").arg(script).args(configs).output() else {
        eprintln!("skipped: there is no python3 for scripts/diffconfig");
        return Ok(());
    };
    let ours: String = changes.iter().map(|change| change.line() + "\n").collect();
    assert_eq!(String::from_utf8_lossy(&output.stdout), ours);
    Ok(())
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
            if let Some(ours) = effect.bases.iter().find(|other| other.base == base.name()) {
                compare_words(&reference.tree, &folders, &ours.effect.values)?;
            }
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
