//! What a link carries of a series leaves the tree that the series leaves.

use std::path::{Path, PathBuf};

use kconfig::series::{
    CarryError, Input, Patch, Step, Way, apply_series, carry, is_carried, kept_in, read, read_carried,
};
use kconfig::tree::Vfs;
use kconfig_tests::Result;
use kconfig_tests::patch_files::{has, named, real_patches, unified};

/// Counts what was looked at, so that no test is about nothing.
#[derive(Debug, Default)]
struct Seen {
    series: usize,
    hunks: usize,
    fuzzy: usize,
    failed: usize,
    in_tree: usize,
    refused: usize,
    lines_given: usize,
    lines_carried: usize,
}

/// Carries a series, and holds what is read back against the series itself.
fn hold(tree: &Vfs, patches: &[Patch], seen: &mut Seen) -> Result<()> {
    let carried = match carry(tree, None, patches) {
        // Where a hunk of a Makefile does not fit, the other hunks of its patch go where GNU
        // patch puts them; without the Makefile, where git does.
        Err(CarryError::Differs { .. }) if tree.get("lib/Makefile").is_some() => {
            seen.refused += 1;
            let mut tree = tree.clone();
            tree.remove("lib/Makefile");
            let mut patches = patches.to_vec();
            patches.iter_mut().for_each(|patch| patch.files.retain(|file| is_carried(file.path())));
            return hold(&tree, &patches, seen);
        }
        carried => carried?,
    };
    let back = read_carried(&carried.text)?;
    assert_eq!(back, carried);
    assert_eq!(back.patches.len(), patches.len());
    let given = apply_series(tree, patches, kept_in(tree));
    let got = apply_series(tree, &back.patches, is_carried);
    let (mut left, mut right) = (tree.clone(), tree.clone());
    for (n, (given, got)) in (1..).zip(given.iter().zip(&got)) {
        if let Step::Put(outcome) = given {
            left = outcome.tree.clone();
            seen.failed += outcome.files.iter().map(|file| file.failed().count()).sum::<usize>();
            let placed = || outcome.files.iter().flat_map(|file| file.placed());
            seen.hunks += placed().count();
            seen.fuzzy += placed().filter(|(_, placed)| placed.fuzz > 0).count();
            let carried_files = outcome.files.iter().filter(|file| is_carried(&file.path));
            if outcome.way == Way::Patch && carried_files.clone().any(|file| file.failed().next().is_some()) {
                assert!(matches!(got, Step::Put(got) if !got.is_whole()), "patch {n}");
            }
        }
        seen.in_tree += usize::from(*given == Step::InTree);
        if let Step::Put(outcome) = got {
            right = outcome.tree.clone();
        }
        let texts = |tree: &Vfs| -> Vec<(String, String)> {
            let files = tree.iter().filter(|(path, _)| is_carried(path));
            files.map(|(path, text)| (path.to_owned(), text.to_string())).collect()
        };
        assert_eq!(texts(&left), texts(&right), "patch {n}\n{}", carried.text);
    }
    let lines = |patches: &[Patch]| -> usize {
        let files = patches.iter().flat_map(|patch| &patch.files).filter(|file| is_carried(file.path()));
        files.flat_map(|file| &file.hunks).map(|hunk| hunk.lines.len()).sum()
    };
    seen.series += 1;
    seen.lines_given += lines(patches);
    seen.lines_carried += lines(&back.patches);
    Ok(())
}

#[test]
fn real_patches_are_carried() -> Result<()> {
    let tree = std::env::var_os("KCONFIG_ORACLE_TREE").map(PathBuf::from);
    let (Some(paths), Some(tree)) = (real_patches()?, tree) else {
        eprintln!("skipped: no patch files, or KCONFIG_ORACLE_TREE is not set");
        return Ok(());
    };
    let mut seen = Seen::default();
    for path in &paths {
        let bytes = std::fs::read(path)?;
        let reading = read(&[Input { name: "patch", bytes: &bytes }]);
        let patches: Vec<Patch> = reading.patches.into_iter().map(|patch| patch.patch).collect();
        let files = named(&tree, &patches);
        hold(&files, &patches, &mut seen)?;
        // As in a bundle, which has no Makefile below the root.
        let bundle = files.iter().filter(|(path, _)| is_carried(path));
        hold(&bundle.map(|(path, text)| (path, &**text)).collect(), &patches, &mut seen)?;
        // On a tree that has the series, each patch comes off.
        let steps = apply_series(&files, &patches, kept_in(&files));
        if let Some(Step::Put(last)) = steps.last() {
            hold(&last.tree, &patches, &mut seen)?;
        }
    }
    eprintln!("{seen:?}");
    assert!(seen.series > 20 && seen.fuzzy > 2 && seen.failed > 2 && seen.in_tree > 2, "{seen:?}");
    assert!(seen.lines_carried < seen.lines_given * 9 / 10, "{seen:?}");
    Ok(())
}

/// Changes some lines of a text; of few different lines, so that hunks fit in many places.
fn edited(rng: &mut fastrand::Rng, text: &str, n: usize) -> String {
    let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
    for _ in 0..n {
        let at = rng.usize(..=lines.len());
        if rng.bool() && at < lines.len() {
            lines.remove(at);
        } else {
            lines.insert(at, format!("{}\n", rng.char('a'..='f')));
        }
    }
    let last = lines.len().saturating_sub(1);
    for (at, line) in lines.iter_mut().enumerate() {
        if at < last && !line.ends_with('\n') {
            line.push('\n');
        }
    }
    if let Some(last) = lines.last_mut().filter(|_| rng.u8(..8) == 0) {
        last.truncate(1);
    }
    lines.concat()
}

/// A patch that turns one tree into another, as git writes it.
fn patch_text(folder: &Path, from: &Vfs, to: &Vfs) -> Result<String> {
    let mut text = String::new();
    let paths: std::collections::BTreeSet<&str> =
        from.iter().chain(to.iter()).map(|(path, _)| path).collect();
    for path in paths {
        let sides = [from.get(path), to.get(path)].map(|text| text.map(|text| &**text));
        if sides[0] != sides[1] {
            let mode = match sides {
                [None, _] => "new file mode 100644\n",
                [_, None] => "deleted file mode 100644\n",
                _ => "",
            };
            let diff = unified(folder, path, sides)?;
            text.push_str(&format!("diff --git a/{path} b/{path}\n{mode}{diff}"));
        }
    }
    Ok(text)
}

#[test]
fn made_up_series_are_carried() -> Result<()> {
    if !has("diff") {
        return Ok(());
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("carried");
    std::fs::create_dir_all(&folder)?;
    let mut seen = Seen::default();
    for seed in 0..150 {
        let mut rng = fastrand::Rng::with_seed(seed);
        let mut tree = Vfs::new();
        for path in ["Kconfig", "lib/Kconfig", "mm/Kconfig", "lib/Makefile"] {
            let n = rng.usize(8..24);
            let text = edited(&mut rng, "", n);
            tree.insert(path, text);
        }
        let mut mails = Vec::new();
        let mut now = tree.clone();
        for n in 1..=rng.usize(1..4) {
            let mut after = now.clone();
            for path in ["Kconfig", "lib/Kconfig", "mm/Kconfig", "lib/Makefile", "new/Kconfig"] {
                match rng.u8(..8) {
                    0 => drop(after.remove(path)),
                    1..=3 => {
                        let before = after.get(path).map_or(String::new(), |text| text.to_string());
                        let n = rng.usize(1..5);
                        after.insert(path, edited(&mut rng, &before, n));
                    }
                    _ => {}
                }
            }
            let text = patch_text(&folder, &now, &after)?;
            if !text.is_empty() {
                mails.push(format!("From: a@example.org\nSubject: [PATCH {n}/9] s{n}\n\n---\n{text}"));
            }
            now = after;
        }
        let inputs: Vec<Input<'_>> =
            mails.iter().map(|mail| Input { name: "m", bytes: mail.as_bytes() }).collect();
        let patches: Vec<Patch> = read(&inputs).patches.into_iter().map(|patch| patch.patch).collect();
        assert_eq!(patches.len(), mails.len(), "seed {seed}");
        // On its own tree; on one that is another; on one that has it.
        let mut other = tree.clone();
        for (path, text) in tree.iter() {
            let n = rng.usize(..4);
            other.insert(path, edited(&mut rng, text, n));
        }
        for tree in [&tree, &other, &now] {
            hold(tree, &patches, &mut seen)?;
        }
    }
    eprintln!("{seen:?}");
    assert!(seen.refused * 50 < seen.series, "{seen:?}");
    assert!(seen.series > 400 && seen.fuzzy > 50 && seen.failed > 100 && seen.in_tree > 50, "{seen:?}");
    assert!(seen.lines_carried < seen.lines_given, "{seen:?}");
    Ok(())
}

#[test]
fn a_series_made_to_be_slow_is_carried_or_refused() -> Result<()> {
    let text = "\n".repeat(100_000);
    let tree: Vfs = [("Kconfig", &*text)].into_iter().collect();
    let mut diff = String::from("--- a/Kconfig\n+++ b/Kconfig\n");
    for n in 0..400 {
        let line = 1 + n * 200;
        diff.push_str(&format!("@@ -{line},7 +{},8 @@\n \n \n \n+x\n \n \n \n \n", line + n));
    }
    let reading = read(&[Input { name: "diff", bytes: diff.as_bytes() }]);
    let patches: Vec<Patch> = reading.patches.into_iter().map(|patch| patch.patch).collect();
    let start = std::time::Instant::now();
    let carried = carry(&tree, None, &patches)?;
    assert_eq!(carried.patches[0].files[0].hunks.len(), 400);
    assert!(start.elapsed().as_secs() < 30, "{:?}", start.elapsed());
    Ok(())
}
