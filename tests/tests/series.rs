//! Patches put on trees, against what GNU patch and `git apply` make of them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use kconfig::series::{
    FileDiff, FileOutcome, Input, Note, Patch, Way, apply, apply_kept, is_kept, parse_mbox, read,
};
use kconfig::tree::Vfs;
use kconfig_tests::Result;
use kconfig_tests::patch_files::{Said, collect, gnu_patch, has, kept_text, lay, mails, named, real_patches};

fn folder(name: &str) -> Result<PathBuf> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("series").join(name);
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// What we say of a file, in the same form.
fn ours(file: &FileOutcome) -> BTreeMap<usize, Option<(i64, usize)>> {
    let moved = file.placed().filter(|(_, placed)| placed.offset != 0 || placed.fuzz != 0);
    let moved = moved.map(|(number, placed)| (number, Some((placed.offset, placed.fuzz))));
    moved.chain(file.failed().map(|number| (number, None))).collect()
}

/// A file's change without the lines of the mail that it stands at.
fn change(file: &FileDiff) -> FileDiff {
    let mut file = FileDiff { line: 0, ..file.clone() };
    file.hunks.iter_mut().for_each(|hunk| hunk.line = 0);
    file
}

#[test]
fn real_patches_leave_what_gnu_patch_leaves() -> Result<()> {
    let tree = std::env::var_os("KCONFIG_ORACLE_TREE").map(PathBuf::from);
    let (Some(paths), Some(tree), true) = (real_patches()?, tree, has("patch")) else {
        eprintln!("skipped: no patch files, or KCONFIG_ORACLE_TREE is not set");
        return Ok(());
    };
    let (mut n_kept, mut n_moved, mut n_failed) = (0, 0, 0);
    for path in &paths {
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        let text = std::fs::read_to_string(path)?;
        let reading = read(&[Input { name: &name, bytes: text.as_bytes() }]);
        let is_expected = |note: &&Note| matches!(note, Note::MissingNumbers { .. });
        assert_eq!(reading.notes.iter().find(|note| !is_expected(note)), None, "{name}");
        let patches: Vec<Patch> = reading.patches.into_iter().map(|patch| patch.patch).collect();
        // The built-in scenarios' reader sees the same changes.
        let changes = |patch: &Patch| patch.files.iter().map(change).collect::<Vec<_>>();
        let strict = parse_mbox(&text).0;
        assert!(patches.iter().map(changes).eq(strict.iter().map(changes)), "{name}");
        let mails = mails(&text);
        assert_eq!(mails.len(), patches.len(), "{name}");
        let mut files = named(&tree, &patches);
        let folder = folder(&name)?;
        lay(&folder, &files)?;
        for (patch, mail) in patches.iter().zip(mails) {
            let said = gnu_patch(&folder, &kept_text(mail))?;
            let outcome = apply_kept(&files, patch, is_kept);
            assert_eq!(outcome.files.len() + outcome.left_out.len(), patch.files.len());
            let ours: Said = outcome.files.iter().map(|file| (file.path.clone(), ours(file))).collect();
            assert_eq!(ours, said, "{name}: {}", patch.subject);
            let theirs = collect(&folder)?;
            let same = |path: &str| outcome.tree.get(path) == theirs.get(path);
            let differing: Vec<&str> =
                theirs.iter().map(|(path, _)| path).filter(|path| !same(path)).collect();
            assert_eq!(differing, [""; 0], "{name}");
            assert_eq!(outcome.tree.len(), theirs.len(), "{name}");
            n_kept += outcome.files.len();
            let hunks = || said.values().flat_map(BTreeMap::values);
            n_moved += hunks().filter(|hunk| hunk.is_some()).count();
            n_failed += hunks().filter(|hunk| hunk.is_none()).count();
            files = outcome.tree;
        }
    }
    eprintln!("{} files, {n_kept} kept files, {n_moved} hunks moved, {n_failed} failed", paths.len());
    assert!(n_kept > 50 && n_moved > 20 && n_failed > 2);
    Ok(())
}

/// A text of few different lines, so that hunks fit in many places.
fn small_text(rng: &mut fastrand::Rng) -> Vec<String> {
    (0..rng.usize(..24)).map(|_| format!("{}\n", rng.char('a'..='d'))).collect()
}

/// Changes some lines of a text.
fn edited(rng: &mut fastrand::Rng, lines: &[String], n: usize) -> Vec<String> {
    let mut lines = lines.to_vec();
    for _ in 0..n {
        let at = rng.usize(..=lines.len());
        if rng.bool() && at < lines.len() {
            lines.remove(at);
        } else {
            lines.insert(at, format!("{}\n", rng.char('a'..='e')));
        }
    }
    if let Some(last) = lines.last_mut().filter(|_| rng.u8(..8) == 0) {
        last.truncate(1);
    }
    lines
}

/// `diff -u` between two texts, under one name; "" where they are the same.
fn diff(folder: &Path, name: &str, context: usize, old: &str, new: &str) -> Result<String> {
    let sides = [("old", old), ("new", new)].map(|(side, text)| (folder.with_extension(side), text));
    for (path, text) in &sides {
        std::fs::write(path, text)?;
    }
    let output = Command::new("diff")
        .arg(format!("-U{context}"))
        .args(["--label", &format!("a/{name}"), "--label", &format!("b/{name}")])
        .args(sides.map(|(path, _)| path))
        .output()?;
    Ok(String::from_utf8(output.stdout)?)
}

/// Files by name, each with a diff that may not quite fit.
fn generated(folder: &Path, seed: u64, context: usize) -> Result<Vec<(String, String, String)>> {
    let mut rng = fastrand::Rng::with_seed(seed);
    let mut files = Vec::new();
    for number in 0..60 {
        let before = small_text(&mut rng);
        let n = rng.usize(1..6);
        let after = edited(&mut rng, &before, n).concat();
        let n = rng.usize(..5);
        let target = edited(&mut rng, &before, n).concat();
        let name = format!("Kconfig.{number}");
        let diff = diff(folder, &name, context, &before.concat(), &after)?;
        if !diff.is_empty() {
            files.push((name, target, diff));
        }
    }
    Ok(files)
}

#[test]
fn hunks_go_where_gnu_patch_puts_them() -> Result<()> {
    if !has("patch") || !has("diff") {
        return Ok(());
    }
    let (mut n_hunks, mut n_fuzz, mut n_failed) = (0, 0, 0);
    for seed in 0..16 {
        let folder = folder(&format!("generated-{seed}"))?;
        let mut files = generated(&folder, seed, [3, 3, 1, 0][seed as usize % 4])?;
        // No hunk of this one fits, so that git's way is out.
        files.push((
            "Kconfig.z".into(),
            "x\n".into(),
            "--- a/Kconfig.z\n+++ b/Kconfig.z\n@@ -1 +1 @@\n-y\n+z\n".into(),
        ));
        let tree: Vfs = files.iter().map(|(name, text, _)| (&**name, &**text)).collect();
        let text: String = files.iter().map(|(_, _, diff)| &**diff).collect();
        lay(&folder, &tree)?;
        let said = gnu_patch(&folder, &text)?;
        let (patches, problems) = parse_mbox(&text);
        assert_eq!(problems, []);
        let outcome = apply_kept(&tree, &patches[0], is_kept);
        assert_eq!(outcome.way, Way::Patch);
        let theirs = collect(&folder)?;
        for file in &outcome.files {
            let (path, hunks) = (&file.path, ours(file));
            let diff = files.iter().find(|(name, _, _)| name == path).map(|(_, _, diff)| diff);
            let context = || format!("seed {seed} {path}\n{}{:?}", diff.unwrap(), tree.get(path));
            assert_eq!(Some(&hunks), said.get(path), "{}", context());
            assert_eq!(outcome.tree.get(path), theirs.get(path), "{}", context());
            n_hunks += file.hunks.len();
            n_fuzz += hunks.values().flatten().filter(|(_, fuzz)| *fuzz > 0).count();
            n_failed += hunks.values().filter(|hunk| hunk.is_none()).count();
        }
    }
    eprintln!("{n_hunks} hunks, {n_fuzz} with fuzz, {n_failed} failed");
    assert!(n_hunks > 500 && n_fuzz > 50 && n_failed > 50);
    Ok(())
}

#[test]
fn patches_go_on_where_git_apply_puts_them() -> Result<()> {
    if !has("git") || !has("diff") {
        return Ok(());
    }
    let (mut n_applied, mut n_refused) = (0, 0);
    for seed in 100..104 {
        let folder = folder(&format!("git-{seed}"))?;
        for (name, text, diff) in generated(&folder, seed, 1 + 2 * (seed as usize % 2))? {
            let tree: Vfs = [(&*name, &*text)].into_iter().collect();
            lay(&folder, &tree)?;
            let file = folder.with_extension("diff");
            std::fs::write(&file, &diff)?;
            // No repository of a folder above counts.
            let git = Command::new("git")
                .arg("apply")
                .arg(&file)
                .current_dir(&folder)
                .env("GIT_CEILING_DIRECTORIES", folder.parent().unwrap_or(&folder))
                .output()?;
            let (patches, _) = parse_mbox(&diff);
            let ours = apply(&tree, &patches[0]);
            let context = || format!("seed {seed}\n{diff}{text:?}\n{git:?}");
            assert_eq!(ours.is_ok(), git.status.success(), "{}", context());
            if let Ok(applied) = ours {
                let theirs = std::fs::read_to_string(folder.join(&name))?;
                assert_eq!(applied.tree.get(&name).map(|text| &**text), Some(&*theirs), "{}", context());
                n_applied += 1;
            } else {
                n_refused += 1;
            }
        }
    }
    eprintln!("{n_applied} applied, {n_refused} refused");
    assert!(n_applied > 50 && n_refused > 50);
    Ok(())
}

#[test]
fn a_patch_made_to_be_slow_ends() {
    let text = "\n".repeat(100_000);
    let tree: Vfs = [("Kconfig", &*text)].into_iter().collect();
    let mut diff = String::from("--- a/Kconfig\n+++ b/Kconfig\n");
    for _ in 0..2_000 {
        diff.push_str("@@ -50000,40 +50000,40 @@\n");
        diff.push_str(&" \n".repeat(39));
        diff.push_str("-x\n+y\n");
    }
    let (patches, _) = parse_mbox(&diff);
    let start = std::time::Instant::now();
    let outcome = apply_kept(&tree, &patches[0], is_kept);
    assert_eq!(outcome.files[0].failed().count(), 2_000);
    assert!(start.elapsed().as_secs() < 30, "{:?}", start.elapsed());
}

/// Reads one input and gives the notes, in less time than a person would call a hang.
fn read_quickly(bytes: &[u8]) -> (usize, Vec<Note>) {
    let start = std::time::Instant::now();
    let reading = read(&[Input { name: "mbox", bytes }]);
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
    (reading.patches.len(), reading.notes)
}

#[test]
fn mail_made_to_be_slow_or_large_is_read_or_refused() {
    let input = || "mbox".to_owned();
    let heads = "From: a@example.org\nSubject: [PATCH] x\n\n";
    let fill = |unit: &str, bytes: usize| unit.repeat(bytes / unit.len());
    // 100 MB are refused without being looked at.
    let long = format!("{heads}{}", fill("text of a mail that goes on\n", 100_000_000));
    assert_eq!(read_quickly(long.as_bytes()), (0, vec![Note::TooLong { input: input() }]));
    // Many lines; one line; nothing but mails; nothing but files; nothing but hunks.
    let lines = format!("{heads}{}", fill("+\n", 20_000_000));
    assert_eq!(
        read_quickly(lines.as_bytes()),
        (
            0,
            vec![
                Note::TooManyLines { input: input(), line: 4 },
                Note::NoPatch { input: input(), subject: "x".into() },
            ]
        )
    );
    assert_eq!(read_quickly(fill("a b", 30_000_000).as_bytes()).0, 0);
    let mails = read_quickly(fill("From x\nFrom: a\n\n", 30_000_000).as_bytes());
    assert!(mails.0 == 0 && mails.1.contains(&Note::TooManyMails), "{mails:?}");
    let mails =
        fill("From x\nFrom: a\nSubject: [PATCH] x\n\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n", 200_000);
    assert!(read_quickly(mails.as_bytes()).0 > 1_000);
    assert_eq!(read_quickly(fill("diff --git a/x b/x\n", 20_000_000).as_bytes()).0, 1);
    let spaces = format!("diff --git {}\n", fill("a ", 30_000_000));
    assert_eq!(read_quickly(spaces.as_bytes()).0, 1);
    let hunks = format!("--- a/x\n+++ b/x\n{}", fill("@@ -1 +1 @@\n-a\n+b\n", 10_000_000));
    assert_eq!(read_quickly(hunks.as_bytes()).0, 1);
    let damaged = format!("--- a/x\n+++ b/x\n{}", fill("@@ -1 +1 @@\nq\n", 10_000_000));
    assert_eq!(read_quickly(damaged.as_bytes()).1.len(), 101);
    let subject = format!("From: a\nSubject: {}\n\nx\n", fill("=?utf-8?q?x?= [", 20_000_000));
    assert_eq!(read_quickly(subject.as_bytes()).0, 0);
    let references = format!("From: a\nReferences: {}\n\nx\n", fill("<a@b> ", 20_000_000));
    assert_eq!(read_quickly(references.as_bytes()).0, 0);
}
