//! A patch put on a tree: exact context, any place, all or nothing.

use kconfig_vfs::{Vfs, path};

use crate::hunks::{git_hunks, mismatch};
use crate::patch::{FileDiff, Patch};
use crate::refusal::{ApplyError, ApplyReason};

/// A patch that went on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applied {
    /// The tree with the patch.
    pub tree: Vfs,
    /// The hunks that fitted elsewhere than where they said.
    pub offsets: Vec<HunkOffset>,
}

/// How far from its place a hunk fitted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HunkOffset {
    /// The file's path.
    pub file: String,
    /// Which hunk of the file, from 1.
    pub hunk: usize,
    /// Lines down; negative is up.
    pub offset: i64,
}

/// Puts a patch on a tree, as `git apply` does without fuzz.
///
/// A hunk may have moved: the place nearest to where it says is taken, where no
/// other hunk of the patch is. A hunk without lines of context at its end fits
/// only at the end of the file, and one that says line 1 only at its start.
///
/// # Errors
/// The first file or hunk that does not fit; nothing is changed then.
pub fn apply(tree: &Vfs, patch: &Patch) -> Result<Applied, ApplyError> {
    let mut applied = Applied { tree: tree.clone(), offsets: Vec::new() };
    for file in &patch.files {
        apply_file(&mut applied, file).map_err(|reason| ApplyError {
            patch: patch.name().to_owned(),
            file: file.path().to_owned(),
            reason,
        })?;
    }
    Ok(applied)
}

fn apply_file(applied: &mut Applied, file: &FileDiff) -> Result<(), ApplyReason> {
    if file.is_binary {
        return Err(ApplyReason::Binary);
    }
    let clean = |path: &Option<String>| match path {
        Some(path) => match path::normalize(path) {
            Some(path) if !path.is_empty() => Ok(Some(path)),
            _ => Err(ApplyReason::BadPath),
        },
        None => Ok(None),
    };
    let (old, new) = (clean(&file.old)?, clean(&file.new)?);
    let text = match &old {
        Some(old) => applied.tree.get(old).cloned().ok_or(ApplyReason::NoSuchFile)?,
        None => "".into(),
    };
    if let Some(new) = &new {
        if old.as_ref() != Some(new) && applied.tree.get(new).is_some() {
            return Err(ApplyReason::AlreadyThere);
        }
    }
    let (patched, placed) = git_hunks(&text, &file.hunks).map_err(|failed| {
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        let mismatch = |hunk| mismatch(&lines, hunk, failed.hunk, failed.drift, true);
        ApplyReason::Hunk(Box::new(file.hunks.get(failed.hunk).map(mismatch).unwrap_or_default()))
    })?;
    let name = file.path();
    let moved = (1..).zip(placed).filter(|(_, placed)| placed.offset != 0);
    applied.offsets.extend(moved.map(|(hunk, placed)| HunkOffset {
        file: name.to_owned(),
        hunk,
        offset: placed.offset,
    }));
    if let Some(old) = old.filter(|old| new.as_ref() != Some(old) && (!file.copy || new.is_none())) {
        if new.is_none() && !patched.is_empty() && !file.copy {
            return Err(ApplyReason::NotEmpty);
        }
        applied.tree.remove(&old);
    }
    if let Some(new) = new {
        applied.tree.insert(&new, patched);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;
    use crate::mail::parse_mbox;

    fn run(tree: &[(&str, &str)], diff: &str) -> Result<Applied, ApplyError> {
        let (patches, problems) = parse_mbox(diff);
        assert_eq!(problems, []);
        apply(&tree.iter().copied().collect(), &patches[0])
    }

    const HUNK: &str = "--- a/f\n+++ b/f\n@@ -2,3 +2,3 @@\n b\n-c\n+C\n d\n";

    #[test]
    fn a_hunk_finds_its_place() {
        let applied = run(&[("f", "a\nb\nc\nd\ne\n")], HUNK).unwrap();
        assert_eq!(&**applied.tree.get("f").unwrap(), "a\nb\nC\nd\ne\n");
        assert_eq!(applied.offsets, []);
        let applied = run(&[("f", "x\ny\na\nb\nc\nd\ne\n")], HUNK).unwrap();
        assert_eq!(&**applied.tree.get("f").unwrap(), "x\ny\na\nb\nC\nd\ne\n");
        assert_eq!(applied.offsets, [HunkOffset { file: "f".into(), hunk: 1, offset: 2 }]);
        let nearest = run(&[("f", "b\nc\nd\n0\n1\n2\n3\nb\nc\nd\n")], HUNK).unwrap();
        assert_eq!(nearest.offsets[0].offset, -1);
    }

    #[test]
    fn a_hunk_that_does_not_fit_says_what_it_wanted_and_found() {
        let error = run(&[("f", "a\nb\nX\nd\ne\n")], HUNK).unwrap_err();
        expect![[r#"
            a diff: f: hunk 1 does not apply: @@ -2,3 +2,3 @@
            wanted:
              b
              c
              d
            found at line 2:
              b
              X
              d"#]]
        .assert_eq(&error.to_string());
        assert!(run(&[("f", "")], HUNK).unwrap_err().to_string().contains("found at line 1:"));
    }

    #[test]
    fn files_come_go_and_move() {
        let new = "diff --git a/n b/n\nnew file mode 100644\n--- /dev/null\n+++ b/n\n@@ -0,0 +1 @@\n+x\n";
        assert_eq!(&**run(&[], new).unwrap().tree.get("n").unwrap(), "x\n");
        assert_eq!(run(&[("n", "")], new).unwrap_err().reason, ApplyReason::AlreadyThere);
        let gone = "--- a/n\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n";
        assert!(run(&[("n", "x\n")], gone).unwrap().tree.is_empty());
        assert!(run(&[("n", "x\ny\n")], gone).is_err());
        let moved = "diff --git a/n b/m\nsimilarity index 100%\nrename from n\nrename to m\n";
        let tree = run(&[("n", "x\n")], moved).unwrap().tree;
        assert_eq!((tree.get("n"), tree.get("m").map(|text| &**text)), (None, Some("x\n")));
        assert_eq!(run(&[], moved).unwrap_err().reason, ApplyReason::NoSuchFile);
        let out = "--- a/../x\n+++ b/../x\n@@ -1 +1 @@\n-x\n+y\n";
        assert_eq!(run(&[], out).unwrap_err().reason, ApplyReason::BadPath);
    }

    #[test]
    fn the_last_newline_counts() {
        let diff = "--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n";
        assert_eq!(&**run(&[("f", "a")], diff).unwrap().tree.get("f").unwrap(), "a\n");
        assert!(run(&[("f", "a\n")], diff).is_err());
    }

    #[test]
    fn the_ends_of_a_file_hold_a_hunk_that_has_no_context_there() {
        let append = "--- a/f\n+++ b/f\n@@ -2,1 +2,2 @@\n b\n+c\n";
        assert_eq!(&**run(&[("f", "a\nb\n")], append).unwrap().tree.get("f").unwrap(), "a\nb\nc\n");
        assert!(run(&[("f", "a\nb\nz\n")], append).is_err());
        let prepend = "--- a/f\n+++ b/f\n@@ -1,1 +1,2 @@\n+0\n a\n";
        assert!(run(&[("f", "z\na\nb\n")], prepend).is_err());
    }

    #[test]
    fn all_or_nothing() {
        let two = format!("{HUNK}--- a/g\n+++ b/g\n@@ -1 +1 @@\n-x\n+y\n");
        let error = run(&[("f", "a\nb\nc\nd\n"), ("g", "z\n")], &two).unwrap_err();
        assert_eq!(error.file, "g");
    }
}
