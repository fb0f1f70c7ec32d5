//! What a link carries of a series: its text, and what that gives when it is read and put
//! on the tree.

use expect_test::{Expect, expect};
use kconfig_series::{
    CarryError, LineKind, MAX_CARRIED, Step, apply_series, carry, is_carried, kept_in, parse_mbox,
    read_carried,
};
use kconfig_vfs::Vfs;

fn tree() -> Vfs {
    let config = |name: &str| format!("config {name}\n\tbool \"{name}\"\n\thelp\n\t  It is so.\n\n");
    let kconfig: String = ["A", "B", "C", "D", "E"].map(config).concat();
    [
        ("Kconfig", &*kconfig),
        ("Makefile", "VERSION = 6\nPATCHLEVEL = 12\n"),
        ("lib/Kconfig", "1\n2\n3\n4\n5\n6\n7\n8\n9\n"),
        ("lib/Kconfig.old", "old\nolder\n"),
        ("lib/Makefile", "obj-y += a.o\n"),
        ("arch/x/configs/defconfig", "CONFIG_A=y\n# CONFIG_B is not set"),
    ]
    .into_iter()
    .collect()
}

/// The trees after each patch, of the files that a link is about.
fn trees(base: &Vfs, steps: &[Step]) -> Vec<Vec<(String, String)>> {
    let mut tree = base.clone();
    let carried = |tree: &Vfs| {
        let files = tree.iter().filter(|(path, _)| is_carried(path));
        files.map(|(path, text)| (path.to_owned(), text.to_string())).collect()
    };
    let after = steps.iter().map(|step| {
        if let Step::Put(outcome) = step {
            tree = outcome.tree.clone();
        }
        carried(&tree)
    });
    after.collect()
}

/// Carries the patches of a mailbox, and holds what is read back against what was given.
fn check(mbox: &str, text: Expect) {
    let patches = parse_mbox(mbox).0;
    let tree = tree();
    let carried = carry(&tree, Some("0@example.org"), &patches).expect("it can be carried");
    text.assert_eq(&carried.text);
    let read = read_carried(&carried.text).expect("it is as it was written");
    assert_eq!(read, carried);
    assert_eq!(read.patches.len(), patches.len());
    let given = apply_series(&tree, &patches, kept_in(&tree));
    let got = apply_series(&tree, &read.patches, is_carried);
    assert_eq!(trees(&tree, &got), trees(&tree, &given));
}

#[test]
fn a_hunk_keeps_the_context_that_it_is_found_by() {
    check(
        "From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001\n\
         Subject: [PATCH 1/2] small: let B depend on A,\n and say so\n\n---\n\
         diff --git a/Kconfig b/Kconfig\n--- a/Kconfig\n+++ b/Kconfig\n@@ -3,8 +3,9 @@ config A\n \thelp\n \t  \
         It is so.\n \n config B\n \tbool \"B\"\n+\tdepends on A\n \thelp\n \t  It is so.\n \n\
         diff --git a/main.c b/main.c\n--- a/main.c\n+++ b/main.c\n@@ -1 +1 @@\n-x\n+y\n\
         diff --git a/lib/Makefile b/lib/Makefile\n--- a/lib/Makefile\n+++ b/lib/Makefile\n@@ -1 +1 @@\n\
         -obj-y += a.o\n+obj-m += a.o\n\
         From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001\n\
         Subject: [PATCH 2/2] code alone\n\n---\n\
         diff --git a/main.c b/main.c\n--- a/main.c\n+++ b/main.c\n@@ -1 +1 @@\n-y\n+z\n",
        expect![[r#"
            %0@example.org
            #small: let B depend on A, and say so
            :Kconfig
            @7
             	bool "B"
            +	depends on A
             	help
            #code alone
        "#]],
    );
}

#[test]
fn a_hunk_that_moved_says_where_it_went() {
    // Ten lines off, and with a line of context that the tree does not have.
    check(
        "--- a/lib/Kconfig\n+++ b/lib/Kconfig\n@@ -12,7 +12,7 @@\n other\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n",
        expect![[r#"
            %0@example.org
            #
            :lib/Kconfig
            @5
            -5
            +five
             6
        "#]],
    );
}

#[test]
fn a_hunk_that_does_not_apply_still_does_not() {
    // With less context the first one would go on.
    check(
        "--- a/lib/Kconfig\n+++ b/lib/Kconfig\n@@ -1,7 +1,7 @@\n x\n y\n z\n-4\n+four\n x\n y\n z\n\
         @@ -7,3 +7,3 @@\n 7\n-8\n+eight\n 9\n",
        expect![[r#"
            %0@example.org
            #
            :lib/Kconfig
            @1
             x
             y
             z
            -4
            +four
             x
             y
             z
            @8
            -8
            +eight
             9
        "#]],
    );
}

#[test]
fn files_come_go_and_move() {
    check(
        "diff --git a/lib/Kconfig.old b/lib/Kconfig.new\nsimilarity index 50%\nrename from lib/Kconfig.old\n\
         rename to lib/Kconfig.new\n--- a/lib/Kconfig.old\n+++ b/lib/Kconfig.new\n@@ -1,2 +1,2 @@\n old\n-older\n+new\n\
         diff --git a/lib/Kconfig b/lib/Kconfig.b\nsimilarity index 100%\ncopy from lib/Kconfig\n\
         copy to lib/Kconfig.b\n\
         diff --git a/lib/Kconfig b/lib/Kconfig\nold mode 100644\nnew mode 100755\n\
         diff --git a/arch/x/configs/defconfig b/arch/x/configs/defconfig\ndeleted file mode 100644\n\
         --- a/arch/x/configs/defconfig\n+++ /dev/null\n@@ -1,2 +0,0 @@\n-CONFIG_A=y\n-# CONFIG_B is not set\n\
         \\ No newline at end of file\n\
         diff --git a/arch/x/configs/s_defconfig b/arch/x/configs/s_defconfig\nnew file mode 100644\n\
         --- /dev/null\n+++ b/arch/x/configs/s_defconfig\n@@ -0,0 +1 @@\n+CONFIG_A=m\n\
         \\ No newline at end of file\n\
         diff --git a/Makefile b/Makefile\n--- a/Makefile\n+++ b/Makefile\n@@ -1,2 +1,2 @@\n VERSION = 6\n\
         -PATCHLEVEL = 12\n+PATCHLEVEL = 13\n",
        expect![[r#"
            %0@example.org
            #
            ~lib/Kconfig.old
            >lib/Kconfig.new
            @2
            -older
            +new
            &lib/Kconfig
            >lib/Kconfig.b
            :lib/Kconfig
            =100644 100755
            <arch/x/configs/defconfig
            @1+0
            -CONFIG_A=y
            -# CONFIG_B is not set
            \
            >arch/x/configs/s_defconfig
            @0+1
            +CONFIG_A=m
            \
            :Makefile
            @2
            -PATCHLEVEL = 12
            +PATCHLEVEL = 13
        "#]],
    );
}

#[test]
fn what_was_cut_is_still_cut() {
    let text = "--- a/lib/Kconfig\n+++ b/lib/Kconfig\n@@ -4,3 +4,3 @@\n 4\n-5\n+five\n";
    check(
        text,
        expect![[r#"
            %0@example.org
            #
            :lib/Kconfig
            @4!
             4
            -5
            +five
        "#]],
    );
    let patches = parse_mbox(text).0;
    let carried = carry(&tree(), None, &patches).expect("it can be carried");
    assert!(!carried.patches[0].files[0].hunks[0].is_whole());
}

#[test]
fn a_hunk_of_little_context_goes_nowhere_else() {
    let patches =
        parse_mbox("--- a/lib/Kconfig\n+++ b/lib/Kconfig\n@@ -2,6 +2,7 @@\n 2\n 3\n 4\n+new\n 5\n 6\n 7\n").0;
    let carried = carry(&tree(), None, &patches).expect("it can be carried");
    let n_context = carried.patches[0].files[0].hunks[0].old_len;
    assert!(n_context < 3, "{}", carried.text);
    // Fuzz would leave nothing to find the place by.
    let other: Vfs = [("lib/Kconfig", "a\nb\nc\nd\ne\nf\n")].into_iter().collect();
    let steps = apply_series(&other, &carried.patches, is_carried);
    assert!(matches!(&*steps, [Step::Put(put)] if !put.is_whole() && put.tree == other), "{steps:?}");
    // Where its lines stand elsewhere, that is the place.
    let moved: Vfs = [("lib/Kconfig", "a\nb\nc\nd\n1\n2\n3\n4\n5\n6\n7\n")].into_iter().collect();
    let steps = apply_series(&moved, &carried.patches, is_carried);
    let text = "a\nb\nc\nd\n1\n2\n3\n4\nnew\n5\n6\n7\n";
    assert!(
        matches!(&*steps, [Step::Put(put)] if put.tree.get("lib/Kconfig").is_some_and(|got| **got == *text))
    );
}

#[test]
fn a_patch_that_the_tree_has_is_told_from_its_text_too() {
    // A text that the series left holds its result, and the hunk comes off exactly.
    let text = "--- a/lib/Kconfig\n+++ b/lib/Kconfig\n@@ -2,6 +2,7 @@\n 2\n 3\n 4\n+5\n 6\n 7\n 8\n";
    let patches = parse_mbox(text).0;
    let carried = carry(&tree(), None, &patches).expect("it can be carried");
    assert_eq!(apply_series(&tree(), &carried.patches, is_carried), [Step::InTree]);
}

#[test]
fn a_damaged_text_is_refused_with_its_line() {
    let refusal = |text: &str| read_carried(text).expect_err("it is wrong").to_string();
    for (text, said) in [
        ("#a", "line 1: the text ends inside the line"),
        ("#a\n\n", "line 2: an empty line"),
        ("?\n", "line 1: no line of a series"),
        ("#a\n%id\n", "line 2: no line of a series"),
        (":Kconfig\n", "line 1: a file before the first patch"),
        ("#a\n:\n", "line 2: a file without a path"),
        ("#a\n~Kconfig\n:Kconfig\n", "line 3: the new name of a file is missing"),
        ("#a\n~Kconfig\n", "the new name of a file is missing"),
        ("#a\n@1\n", "line 2: a change of no file"),
        ("#a\n:k\n@x\n", "line 3: no line number behind `@`"),
        ("#a\n:k\n@9999999999\n", "line 3: no line number behind `@`"),
        ("#a\n:k\n+x\n", "line 3: a line of no hunk"),
        ("#a\n:k\n\\\n", "line 3: a line of no hunk"),
        ("#a\n:k\n=644\n", "line 3: one mode instead of two"),
        ("#a\n:k\n=8 9\n", "line 3: no mode of a file"),
        ("#a\n:k\n@01\n x\n", "not in the form in which it is written"),
        ("#a\n:k\n@1+1\n x\n", "not in the form in which it is written"),
        ("#a\n:k\n@1\n x\n\\\n\\\n", "not in the form in which it is written"),
    ] {
        assert_eq!(refusal(text), format!("the series in the link cannot be read: {said}"), "{text:?}");
    }
    let long = "#".repeat(MAX_CARRIED + 1);
    assert!(refusal(&long).contains("262145 bytes; 262144 are the most that is read"));
    assert!(refusal(&"#a\n".repeat(1_001)).ends_with("line 1001: more patches than are read"));
    assert_eq!(read_carried("").expect("no patch at all").patches, []);
}

#[test]
fn what_is_too_long_is_said() {
    let patches = |n: usize| vec![parse_mbox("--- a/m\n+++ b/m\n@@ -1 +1 @@\n-a\n+b\n").0[0].clone(); n];
    let too_many = carry(&tree(), None, &patches(1_001));
    assert_eq!(too_many, Err(CarryError::TooManyPatches { n: 1_001 }));
    let mut long = parse_mbox("--- /dev/null\n+++ b/Kconfig.x\n@@ -0,0 +1 @@\n+a\n").0;
    let line = &mut long[0].files[0].hunks[0].lines[0];
    assert_eq!(line.kind, LineKind::Add);
    line.text = format!("{}\n", "x".repeat(MAX_CARRIED));
    let said = carry(&tree(), None, &long).expect_err("it is too long").to_string();
    assert!(said.ends_with("262164 bytes long; a link carries 262144 at most"), "{said}");
}

#[test]
fn every_prefix_of_a_text_is_read_without_panic() {
    let text = "%i\n#a\n:k\n=100644 100755\n@1\n x\n-y\n+z\n\\\n~k\n>l\n*\n@3!\n+q\n";
    for end in 0..text.len() {
        let _ = read_carried(&text[..end]);
    }
}
