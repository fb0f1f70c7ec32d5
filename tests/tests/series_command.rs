//! `kconfig series`: a series from files, standard input and git on a small tree.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use kconfig_tests::Result;
use kconfig_tests::bins::bin;

const KCONFIG: &str = "mainmenu \"Small\"\n\nconfig A\n\tbool \"a\"\n\nconfig B\n\tbool \"b\"\n\nconfig C\n\tbool \"c\"\n\nconfig D\n\tbool \"d\"\n";

/// Changes the default of B, and a file that is not looked at.
const FIRST: &str = "\
From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001
From: A Developer <dev@example.org>
Subject: [PATCH v2 1/2] small: let B depend on A
Message-ID: <1@example.org>
In-Reply-To: <0@example.org>

Why.
---
diff --git a/Kconfig b/Kconfig
--- a/Kconfig
+++ b/Kconfig
@@ -5,6 +5,7 @@ config A
 
 config B
 \tbool \"b\"
+\tdepends on A
 
 config C
 \tbool \"c\"
diff --git a/main.c b/main.c
--- a/main.c
+++ b/main.c
@@ -1 +1 @@
-x
+y
";

const SECOND: &str = "\
From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001
From: A Developer <dev@example.org>
Subject: [PATCH v2 2/2] small: two changes, of which one does not apply
Message-ID: <2@example.org>
In-Reply-To: <0@example.org>

Why.
---
diff --git a/Kconfig b/Kconfig
--- a/Kconfig
+++ b/Kconfig
@@ -3,4 +3,4 @@ mainmenu
 config A
-\tbool \"other\"
+\tbool \"another\"
 
 config B
@@ -11,3 +12,4 @@ config C
 
 config D
 \tbool \"d\"
+\tdefault y
";

const LETTER: &str = "\
From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001
From: A Developer <dev@example.org>
Subject: [PATCH v2 0/2] A small series
Message-ID: <0@example.org>

What it is for.

base-commit: 0123456789012345678901234567890123456789
";

/// The program, built once for all tests here.
fn program() -> Result<&'static Path> {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    if PROGRAM.get().is_none() {
        let _ = PROGRAM.set(bin("kconfig")?);
    }
    Ok(PROGRAM.get().ok_or("not built")?)
}

struct Ran {
    status: Option<i32>,
    stdout: String,
    stderr: String,
}

fn kconfig(folder: &Path, arguments: &[&str], stdin: &str) -> Result<Ran> {
    let mut child = Command::new(program()?)
        .arg("series")
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    // A command that refuses its arguments reads nothing.
    let _ = child.stdin.take().ok_or("no input")?.write_all(stdin.as_bytes());
    let output = child.wait_with_output()?;
    let stdout = String::from_utf8(output.stdout)?;
    for line in stdout.lines() {
        assert!(line.chars().count() <= 72, "{line}");
    }
    Ok(Ran { status: output.status.code(), stdout, stderr: String::from_utf8(output.stderr)? })
}

/// Makes a folder with a small tree in it.
fn folder(name: &str) -> Result<PathBuf> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("series_command").join(name);
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    std::fs::create_dir_all(folder.join("tree"))?;
    std::fs::write(folder.join("tree/Kconfig"), KCONFIG)?;
    std::fs::write(
        folder.join("tree/Makefile"),
        "VERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 1\nEXTRAVERSION =\n",
    )?;
    std::fs::write(folder.join("tree/main.c"), "x\n")?;
    Ok(folder)
}

#[test]
fn a_mailbox_is_put_on_a_tree() -> Result<()> {
    let folder = folder("mailbox")?;
    std::fs::write(folder.join("mbox"), [SECOND, LETTER, FIRST].join("\n"))?;
    let ran = kconfig(&folder, &["mbox", "--tree", "tree", "--verbose"], "")?;
    assert_eq!(ran.status, Some(2), "{}", ran.stderr);
    assert_eq!(
        ran.stdout,
        "\
A small series
  version 2, 2 patches
  from A Developer <dev@example.org>
  Message-ID 0@example.org
  made on commit 0123456789012345678901234567890123456789; the tree is
    6.12.1

[PATCH v2 1/2] small: let B depend on A
  Kconfig: applied
  1 file not looked at
    main.c

[PATCH v2 2/2] small: two changes, of which one does not apply
  Kconfig: 1 of 2 hunks not applied
    hunk 1 does not apply: @@ -3,4 +3,4 @@ mainmenu
      wanted (-), and what is at line 3 (+):
       config A
      -        bool \"other\"
      +        bool \"a\"

       config B
    hunk 2 applied at line 12, 1 line further down

In sum: 2 patches in 2 files: 2 hunks applied, 1 at another line, 1 not
  applied; 1 file not looked at.
The tree with the series is
  without hunk 1 of Kconfig
"
    );
    assert_eq!(std::fs::read_to_string(folder.join("tree/Kconfig"))?, KCONFIG);
    let first = kconfig(&folder, &["-", "--tree", "tree"], FIRST)?;
    assert_eq!(first.status, Some(0), "{}", first.stderr);
    assert!(first.stdout.contains("note: patch 2 of 2 is missing"), "{}", first.stdout);
    Ok(())
}

#[test]
fn a_quilt_series_is_put_on_a_bundle() -> Result<()> {
    let folder = folder("quilt")?;
    std::fs::create_dir(folder.join("patches"))?;
    std::fs::write(folder.join("patches/series"), "b.patch\na.patch\n")?;
    let diff = |from: &str, to: &str| {
        format!(
            "--- a/Kconfig\n+++ b/Kconfig\n@@ -4,3 +4,3 @@\n-\tbool \"{from}\"\n+\tbool \"{to}\"\n \n config B\n"
        )
    };
    std::fs::write(folder.join("patches/b.patch"), diff("a", "b"))?;
    std::fs::write(folder.join("patches/a.patch"), diff("b", "c"))?;
    let made = Command::new(program()?)
        .args(["bundle", "tree", "-o", "small.tar.gz"])
        .current_dir(&folder)
        .output()?;
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    for input in ["patches", "patches/series"] {
        let ran = kconfig(&folder, &[input, "--bundle", "small.tar.gz"], "")?;
        assert_eq!(ran.status, Some(0), "{}{}", ran.stdout, ran.stderr);
        assert!(ran.stdout.contains("In sum: 2 patches in 2 files: 2 hunks applied."), "{}", ran.stdout);
        let order = ran.stdout.find("\nb.patch").zip(ran.stdout.find("\na.patch"));
        assert!(order.is_some_and(|(b, a)| b < a), "{}", ran.stdout);
    }
    Ok(())
}

#[test]
fn commits_are_put_on_the_tree_that_git_has() -> Result<()> {
    if Command::new("git").arg("--version").output().is_err() {
        eprintln!("skipped: there is no git");
        return Ok(());
    }
    let folder = folder("git")?;
    let tree = folder.join("tree");
    let git = |arguments: &[&str]| -> Result<String> {
        let output = Command::new("git")
            .args(["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"])
            .args(arguments)
            .current_dir(&tree)
            .output()?;
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        Ok(String::from_utf8(output.stdout)?)
    };
    git(&["init", "--quiet"])?;
    git(&["add", "."])?;
    git(&["commit", "--quiet", "-m", "base"])?;
    for (name, text) in [("one", "\nconfig E\n\tbool \"e\"\n"), ("two", "\nconfig F\n\tbool \"f\"\n")] {
        let path = tree.join("Kconfig");
        std::fs::write(&path, format!("{}{text}", std::fs::read_to_string(&path)?))?;
        git(&["commit", "--quiet", "-a", "-m", name])?;
    }
    // What lies in the folder does not count, and stays.
    std::fs::write(tree.join("Kconfig"), "changed\n")?;
    let ran = kconfig(&folder, &["HEAD~2..HEAD", "--tree", "tree"], "")?;
    assert_eq!(ran.status, Some(0), "{}{}", ran.stdout, ran.stderr);
    assert!(ran.stdout.contains("[PATCH 1/2] one\n  Kconfig: applied\n"), "{}", ran.stdout);
    assert!(ran.stdout.contains("In sum: 2 patches in 2 files: 2 hunks applied."), "{}", ran.stdout);
    assert_eq!(std::fs::read_to_string(tree.join("Kconfig"))?, "changed\n");
    assert_eq!(git(&["status", "--short"])?, " M Kconfig\n");
    // On the tree that has them already, they are found, and come off.
    git(&["checkout", "--quiet", "Kconfig"])?;
    std::fs::write(folder.join("mbox"), git(&["format-patch", "--stdout", "HEAD~2..HEAD"])?)?;
    let there = kconfig(&folder, &["mbox", "--tree", "tree"], "")?;
    assert_eq!(there.status, Some(0));
    assert!(
        there.stdout.contains("2 patches are in 6.12.1 already; --reverse takes a series off."),
        "{}",
        there.stdout
    );
    let off = kconfig(&folder, &["mbox", "--tree", "tree", "--reverse"], "")?;
    assert_eq!(off.status, Some(0));
    assert!(off.stdout.contains("In sum: 2 patches in 2 files: 2 hunks applied."), "{}", off.stdout);
    let none = kconfig(&folder, &["HEAD..HEAD", "--git", "tree"], "")?;
    assert_eq!(
        (none.status, &*none.stderr),
        (Some(2), "kconfig: HEAD..HEAD: no commits\nTry `kconfig help`.\n")
    );
    Ok(())
}

#[test]
fn bad_input_is_refused_with_words() -> Result<()> {
    let folder = folder("bad")?;
    let out = "--- a/../Kconfig\n+++ b/../Kconfig\n@@ -1 +1 @@\n-a\n+b\n";
    let ran = kconfig(&folder, &["-", "--tree", "tree"], out)?;
    assert_eq!(ran.status, Some(2));
    let text = "../Kconfig: does not apply: the path is absolute or has `..`; a patch";
    assert!(ran.stdout.contains(text), "{}", ran.stdout);
    for (arguments, stdin, expected) in [
        (
            &["-", "--tree", "tree"][..],
            "hello\n",
            "note: standard input is neither a mail nor a diff\nkconfig: no patch in what was given\n",
        ),
        (&["--tree", "tree"], "", "kconfig: which series? A mailbox, mails, diffs, `-` or REV..REV\n"),
        (&["-"], FIRST, "kconfig: one of --tree DIR and --bundle FILE is needed\n"),
        (&["-", "--tree", "."], FIRST, "kconfig: .: no Kconfig file here; --tree names a kernel's folder\n"),
        (
            &["tree", "--tree", "tree"],
            "",
            "kconfig: tree: a folder without the file series; name the patches themselves\n",
        ),
        (&["-", "--tree", "tree", "--git", "tree"], FIRST, "kconfig: --git is for REV..REV\n"),
    ] {
        let ran = kconfig(&folder, arguments, stdin)?;
        assert_eq!(ran.status, Some(2));
        assert!(ran.stderr.starts_with(expected), "{arguments:?}: {}", ran.stderr);
    }
    Ok(())
}
