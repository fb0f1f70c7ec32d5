//! A patch put on a tree: exact context, any place, all or nothing.

use std::fmt;

use kconfig_vfs::{Vfs, path};

use crate::patch::{FileDiff, Hunk, LineKind, Patch};

/// How many line comparisons the search for a nearly fitting place may cost.
const NEAR_LIMIT: usize = 4_000_000;

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

/// Why a patch did not go on; the tree is as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApplyError {
    /// The patch's subject, or `a diff` where it has none.
    pub patch: String,
    /// The file's path.
    pub file: String,
    /// What is wrong with it.
    pub reason: ApplyReason,
}

/// What kept a file's part of a patch from going on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ApplyReason {
    /// The file to change is not there.
    NoSuchFile,
    /// The file to add is there.
    AlreadyThere,
    /// The path is absolute or leaves the tree.
    BadPath,
    /// Lines are left in a file that was to go.
    NotEmpty,
    /// The lines of a hunk stand nowhere in the file.
    Hunk(Box<HunkMismatch>),
}

/// A hunk whose lines stand nowhere in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HunkMismatch {
    /// Which hunk of the file, from 1.
    pub number: usize,
    /// Its `@@` line.
    pub header: String,
    /// The lines it takes, without newlines.
    pub wanted: Vec<String>,
    /// The lines at the place that comes nearest, without newlines; fewer than
    /// wanted where the file ends.
    pub found: Vec<String>,
    /// The line in the file of the first of `found`, from 1.
    pub found_at: usize,
}

impl fmt::Display for ApplyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: ", self.patch, self.file)?;
        match &self.reason {
            ApplyReason::NoSuchFile => write!(f, "no such file"),
            ApplyReason::AlreadyThere => write!(f, "already there"),
            ApplyReason::BadPath => write!(f, "not a path in the tree"),
            ApplyReason::NotEmpty => write!(f, "lines are left in the file that is to go"),
            ApplyReason::Hunk(hunk) => {
                let HunkMismatch { number, header, wanted, found, found_at } = &**hunk;
                writeln!(f, "hunk {number} does not apply: {header}")?;
                writeln!(f, "wanted:")?;
                for line in wanted {
                    writeln!(f, "  {line}")?;
                }
                write!(f, "found at line {found_at}:")?;
                for line in found {
                    write!(f, "\n  {line}")?;
                }
                Ok(())
            }
        }
    }
}

impl std::error::Error for ApplyError {}

/// Puts a patch on a tree, as `git apply` does without fuzz.
///
/// A hunk may have moved: the place nearest to where it says is taken, always
/// behind the hunk before. A hunk without lines of context at its end fits
/// only at the end of the file, and one that says line 1 only at its start.
///
/// # Errors
/// The first file or hunk that does not fit; nothing is changed then.
pub fn apply(tree: &Vfs, patch: &Patch) -> Result<Applied, ApplyError> {
    let mut applied = Applied { tree: tree.clone(), offsets: Vec::new() };
    for file in &patch.files {
        apply_file(&mut applied, file).map_err(|reason| ApplyError {
            patch: if patch.subject.is_empty() { "a diff".to_owned() } else { patch.subject.clone() },
            file: file.path().to_owned(),
            reason,
        })?;
    }
    Ok(applied)
}

fn apply_file(applied: &mut Applied, file: &FileDiff) -> Result<(), ApplyReason> {
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
    let mut offsets = Vec::new();
    let patched = patch_text(&text, &file.hunks, &mut offsets)?;
    let name = file.path();
    applied.offsets.extend(offsets.into_iter().map(|(hunk, offset)| HunkOffset {
        file: name.to_owned(),
        hunk,
        offset,
    }));
    if let Some(old) = old.filter(|old| new.as_ref() != Some(old) && !file.copy) {
        if new.is_none() && !patched.is_empty() {
            return Err(ApplyReason::NotEmpty);
        }
        applied.tree.remove(&old);
    }
    if let Some(new) = new {
        applied.tree.insert(&new, patched);
    }
    Ok(())
}

/// Puts the hunks on a text; tells the offset of each that moved.
fn patch_text(text: &str, hunks: &[Hunk], offsets: &mut Vec<(usize, i64)>) -> Result<String, ApplyReason> {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let mut out = String::with_capacity(text.len());
    // Lines of the old text that are already in `out`, and how far the last
    // hunk had moved: the next one has probably moved as far.
    let mut done = 0;
    let mut drift = 0i64;
    for (number, hunk) in (1..).zip(hunks) {
        let wanted: Vec<&str> = hunk
            .lines
            .iter()
            .filter(|line| line.kind != LineKind::Add)
            .map(|line| line.text.as_str())
            .collect();
        // A hunk that takes nothing names the line it stands behind.
        let says = i64::from(hunk.old_start) - i64::from(hunk.old_len > 0);
        let expected = (says + drift).max(0) as usize;
        let Some(at) = place(&lines, &wanted, hunk, done, expected) else {
            let at = nearest(&lines, &wanted, expected);
            let bare = |line: &&str| line.trim_end_matches('\n').to_owned();
            return Err(ApplyReason::Hunk(Box::new(HunkMismatch {
                number,
                header: hunk.header.clone(),
                wanted: wanted.iter().map(bare).collect(),
                found: lines.iter().skip(at).take(wanted.len()).map(bare).collect(),
                found_at: at + 1,
            })));
        };
        drift = at as i64 - says;
        if drift != 0 {
            offsets.push((number, drift));
        }
        out.extend(lines[done..at].iter().copied());
        out.extend(hunk.lines.iter().filter(|line| line.kind != LineKind::Remove).map(|line| &*line.text));
        done = at + wanted.len();
    }
    out.extend(lines[done..].iter().copied());
    Ok(out)
}

/// Finds where a hunk fits: nearest to `expected`, not before `done`.
fn place(lines: &[&str], wanted: &[&str], hunk: &Hunk, done: usize, expected: usize) -> Option<usize> {
    let last = lines.len().checked_sub(wanted.len())?;
    let fits = |at: usize| at >= done && at <= last && lines[at..at + wanted.len()] == *wanted;
    let at_start = hunk.old_start == 0 || (hunk.old_start == 1 && hunk.old_len > 0);
    let at_end = hunk.lines.last().is_none_or(|line| line.kind != LineKind::Context);
    match (at_start, at_end) {
        (true, true) => (last == 0 && fits(0)).then_some(0),
        (true, false) => fits(0).then_some(0),
        (false, true) => fits(last).then_some(last),
        (false, false) => {
            let expected = expected.min(last);
            (0..=last.max(expected)).find_map(|away| {
                let up = expected.checked_sub(away).filter(|&at| fits(at));
                up.or_else(|| Some(expected + away).filter(|&at| fits(at)))
            })
        }
    }
}

/// Finds the place where most of the wanted lines stand, for the report.
fn nearest(lines: &[&str], wanted: &[&str], expected: usize) -> usize {
    let expected = expected.min(lines.len().saturating_sub(1));
    if lines.len().saturating_mul(wanted.len()) > NEAR_LIMIT {
        return expected;
    }
    let score = |at: usize| lines[at..].iter().zip(wanted).filter(|(have, want)| have == want).count();
    let best = (0..lines.len())
        .map(|at| (score(at), at))
        .max_by_key(|&(score, at)| (score, usize::MAX - at.abs_diff(expected)));
    best.filter(|&(score, _)| score > 0).map_or(expected, |(_, at)| at)
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
