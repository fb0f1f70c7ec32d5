//! What goes of a patch put on a tree, file by file and hunk by hunk.

use expect_test::{Expect, expect};
use kconfig_series::{ApplyReason, HunkState, Outcome, apply_kept, is_kept, parse_mbox};
use kconfig_vfs::Vfs;

fn tree() -> Vfs {
    [
        ("Kconfig", "a\nb\nc\nd\ne\nf\ng\nh\n"),
        ("init/Kconfig", "1\n2\n3\n4\n5\n6\n7\n8\n9\n"),
        ("lib/Kconfig", "l\n"),
        ("tools/lib/Makefile", "t\n"),
    ]
    .into_iter()
    .collect()
}

fn put(diff: &str) -> Outcome {
    let (patches, problems) = parse_mbox(diff);
    assert_eq!(problems, [], "{diff}");
    apply_kept(&tree(), &patches[0], is_kept)
}

/// Says in short what became of a diff.
fn check(diff: &str, expected: Expect) {
    let outcome = put(diff);
    let mut text = format!("{:?}\n", outcome.way);
    for file in &outcome.files {
        text.push_str(&format!("{}:", file.path));
        if let Some(problem) = &file.problem {
            text.push_str(&format!(" {problem}"));
        }
        for hunk in &file.hunks {
            match hunk {
                HunkState::Applied(placed) => {
                    text.push_str(&format!(" {}{:+}~{}", placed.line, placed.offset, placed.fuzz));
                }
                HunkState::Failed(mismatch) => {
                    text.push_str(&format!(" failed near {}", mismatch.found_at));
                    if let Some(at) = mismatch.already_at {
                        text.push_str(&format!(", there at {at}"));
                    }
                }
            }
        }
        text.push('\n');
    }
    for missing in outcome.missing() {
        text.push_str(&format!("{missing}\n"));
    }
    for left_out in &outcome.left_out {
        text.push_str(&format!("left out: {} {}\n", left_out.path, left_out.is_binary));
    }
    for (path, text_before) in tree().iter() {
        let after = outcome.tree.get(path);
        if after != Some(text_before) {
            text.push_str(&format!("{path}: {:?}\n", after.map(|text| &**text)));
        }
    }
    for (path, after) in outcome.tree.iter().filter(|(path, _)| tree().get(path).is_none()) {
        text.push_str(&format!("new {path}: {:?}\n", &**after));
    }
    expected.assert_eq(&text);
}

#[test]
fn a_hunk_that_fails_stops_nothing_else() {
    check(
        "--- a/Kconfig\n+++ b/Kconfig\n@@ -1,3 +1,3 @@\n a\n-x\n+y\n c\n@@ -6,3 +6,3 @@\n f\n-g\n+G\n h\n\
         --- a/init/Kconfig\n+++ b/init/Kconfig\n@@ -2,3 +2,3 @@\n 2\n-3\n+three\n 4\n",
        expect![[r#"
            Patch
            Kconfig: failed near 1 6+0~0
            init/Kconfig: 2+0~0
            without hunk 1 of Kconfig
            Kconfig: Some("a\nb\nc\nd\ne\nf\nG\nh\n")
            init/Kconfig: Some("1\n2\nthree\n4\n5\n6\n7\n8\n9\n")
        "#]],
    );
}

#[test]
fn fuzz_leaves_the_context_as_the_tree_has_it() {
    check(
        "--- a/init/Kconfig\n+++ b/init/Kconfig\n@@ -3,7 +3,7 @@\n x\n 3\n 4\n-5\n+five\n 6\n 7\n y\n",
        expect![[r#"
            Patch
            init/Kconfig: 2-1~1
            init/Kconfig: Some("1\n2\n3\n4\nfive\n6\n7\n8\n9\n")
        "#]],
    );
}

#[test]
fn a_hunk_that_is_there_already_is_told() {
    check(
        "--- a/Kconfig\n+++ b/Kconfig\n@@ -3,3 +3,3 @@\n b\n-old\n+c\n d\n",
        expect![[r#"
        Patch
        Kconfig: failed near 2, there at 2
        without hunk 1 of Kconfig
    "#]],
    );
}

#[test]
fn what_is_not_kept_is_left_out() {
    check(
        "diff --git a/init/main.c b/init/main.c\n--- a/init/main.c\n+++ b/init/main.c\n@@ -1 +1 @@\n-x\n+y\n\
         diff --git a/fw.bin b/fw.bin\nnew file mode 100644\nindex 0..1\nGIT binary patch\nliteral 3\nKcmZ\n\n\
         diff --git a/lib/Kconfig b/lib/Kconfig\n--- a/lib/Kconfig\n+++ b/lib/Kconfig\n@@ -1 +1 @@\n-l\n+L\n",
        expect![[r#"
            Git
            lib/Kconfig: 1+0~0
            left out: init/main.c false
            left out: fw.bin true
            lib/Kconfig: Some("L\n")
        "#]],
    );
    check(
        "Binary files a/logo.png and b/logo.png differ\n",
        expect![[r#"
        Git
        left out: logo.png true
    "#]],
    );
    check(
        "diff --git a/lib/Kconfig b/lib/Kconfig\nBinary files a/lib/Kconfig and b/lib/Kconfig differ\n",
        expect![[r#"
            Patch
            lib/Kconfig: a binary change, which cannot be put on a text
            without lib/Kconfig
        "#]],
    );
}

#[test]
fn a_path_out_of_the_tree_is_refused() {
    for path in ["../lib/Kconfig", "lib/../../main.c", "lib/../init/Kconfig"] {
        let outcome = put(&format!("--- a/{path}\n+++ b/{path}\n@@ -1 +1 @@\n-l\n+L\n"));
        assert_eq!(outcome.files[0].problem, Some(ApplyReason::BadPath), "{path}");
        assert_eq!(outcome.tree, tree());
        assert_eq!(outcome.missing()[0].to_string(), format!("without {path}"));
    }
    let absolute = put(
        "diff --git /etc/Kconfig /etc/Kconfig\n--- /etc/Kconfig\n+++ /etc/Kconfig\n@@ -1 +1 @@\n-l\n+L\n",
    );
    assert_eq!(absolute.files[0].problem, Some(ApplyReason::BadPath));
}

#[test]
fn paths_are_taken_with_and_without_their_first_folder() {
    let change = "@@ -1 +1 @@\n-l\n+L\n";
    for (old, new) in [
        ("lib/Kconfig", "lib/Kconfig"),
        ("linux-6.12/lib/Kconfig", "linux-6.12/lib/Kconfig"),
        ("linux.orig/lib/Kconfig", "linux/lib/Kconfig"),
        ("lib/Kconfig.orig", "lib/Kconfig"),
        ("a/lib/Kconfig.orig", "b/lib/Kconfig"),
    ] {
        let outcome = put(&format!("--- {old}\t2024-01-24\n+++ {new}\t2024-01-25\n{change}"));
        assert!(outcome.is_whole(), "{old}: {outcome:?}");
        assert_eq!(outcome.tree.get("lib/Kconfig").map(|text| &**text), Some("L\n"), "{old}");
    }
    // With git's header the path is what it says: this is not lib/Kconfig.
    let git = put(&format!(
        "diff --git a/x/lib/Kconfig b/x/lib/Kconfig\n--- a/x/lib/Kconfig\n+++ b/x/lib/Kconfig\n{change}"
    ));
    assert_eq!(git.files[0].problem, Some(ApplyReason::NoSuchFile));
}

#[test]
fn files_come_go_move_and_change_their_mode() {
    check(
        "--- linux.orig/mm/Kconfig\t1970-01-01 01:00:00.000000000 +0100\n+++ linux/mm/Kconfig\t2024-01-25\n@@ -0,0 +1 @@\n+m\n\
         --- linux.orig/lib/Kconfig\t2024-01-25\n+++ linux/lib/Kconfig\t1970-01-01 00:00:00 +0000\n@@ -1 +0,0 @@\n-l\n",
        expect![[r#"
            Git
            mm/Kconfig: 1+0~0
            lib/Kconfig: 1+0~0
            lib/Kconfig: None
            new mm/Kconfig: "m\n"
        "#]],
    );
    check(
        "diff --git a/init/Kconfig b/kernel/Kconfig\nsimilarity index 90%\nrename from init/Kconfig\nrename to kernel/Kconfig\n\
         --- a/init/Kconfig\n+++ b/kernel/Kconfig\n@@ -1,3 +1,3 @@\n-1\n+one\n 2\n 3\n\
         diff --git a/lib/Kconfig b/Kconfig\nsimilarity index 100%\ncopy from lib/Kconfig\ncopy to Kconfig\n\
         diff --git a/tools/lib/Makefile b/tools/lib/Makefile\nold mode 100644\nnew mode 100755\n",
        expect![[r#"
            Patch
            kernel/Kconfig: 1+0~0
            Kconfig: already there
            tools/lib/Makefile:
            without Kconfig
            init/Kconfig: None
            new kernel/Kconfig: "one\n2\n3\n4\n5\n6\n7\n8\n9\n"
        "#]],
    );
    check(
        "diff --git a/lib/Kconfig b/lib/Kconfig\ndeleted file mode 100644\n--- a/lib/Kconfig\n+++ /dev/null\n@@ -1 +0,0 @@\n-q\n",
        expect![[r#"
            Patch
            lib/Kconfig: failed near 1
            without hunk 1 of lib/Kconfig
        "#]],
    );
    check(
        "diff --git a/no/Kconfig b/no/Kconfig\n--- a/no/Kconfig\n+++ b/no/Kconfig\n@@ -1 +1 @@\n-q\n+r\n",
        expect![[r#"
            Patch
            no/Kconfig: no such file
            without no/Kconfig
        "#]],
    );
    check(
        "--- /dev/null\n+++ b/lib/Kconfig\n@@ -0,0 +1 @@\n+m\n",
        expect![[r#"
        Patch
        lib/Kconfig: already there
        without lib/Kconfig
    "#]],
    );
}
