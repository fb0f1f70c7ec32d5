use expect_test::{Expect as Snapshot, expect};

use super::*;

fn check(letter: &str, snapshot: &Snapshot) {
    let found = read_letter(letter);
    let mut out = String::new();
    for claim in &found.offered {
        let (kind, entries) = match &claim.expect {
            Expect::Exactly { menu, values } => {
                (format!("exactly {menu:?}"), values.iter().map(ToString::to_string).collect::<Vec<_>>())
            }
            Expect::Includes(values) => {
                ("includes".to_owned(), values.iter().map(ToString::to_string).collect())
            }
            Expect::Excludes(values) => {
                ("excludes".to_owned(), values.iter().map(ToString::to_string).collect())
            }
        };
        let set: Vec<_> = claim.set.iter().map(ToString::to_string).collect();
        let side = if claim.is_before { " before" } else { "" };
        out.push_str(&format!(
            "{:?}{side} {:?}: [{}] => {kind} [{}]\n",
            claim.lines,
            claim.arches,
            set.join(" "),
            entries.join(" ")
        ));
        claim.doubts.iter().for_each(|doubt| out.push_str(&format!("  ? {doubt}\n")));
    }
    found.unread.iter().for_each(|unread| out.push_str(&format!("unread {}: {}\n", unread.line, unread.why)));
    snapshot.assert_eq(&out);
}

/// A letter of the shape of the opening series': cases by number, one on top of another.
const CASES: &str = "Tried on eight architectures, including x86_64, arm64, s390x, sh, arm, mips,\nriscv and loongarch, in three cases. Values on x86_64 as an example:\n\n(1) With both CONFIG_KEXEC and KEXEC_FILE disabled:\n# Kexec and crash features\n# CONFIG_KEXEC is not set\n# CONFIG_KEXEC_FILE is not set\n# end of Kexec and crash features\n\n(2) Enable CONFIG_KEXEC_FILE, take defaults for the rest:\n-----\n# Kexec and crash features\nCONFIG_CRASH_RESERVE=y\nCONFIG_VMCORE_INFO=y\nCONFIG_KEXEC_CORE=y\nCONFIG_KEXEC_FILE=y\nCONFIG_CRASH_DUMP=y\nCONFIG_CRASH_HOTPLUG=y\nCONFIG_CRASH_MAX_MEMORY_RANGES=8192\n# end of Kexec and crash features\n-----\n\n(3) On top of case 2, disable CONFIG_CRASH_DUMP:\n-----\n# Kexec and crash features\nCONFIG_KEXEC_CORE=y\nCONFIG_KEXEC_FILE=y\n# end of Kexec and crash features\n";

#[test]
fn numbered_cases_of_a_menu() {
    check(
        CASES,
        &expect![[r#"
        (5, 8) These(["x86_64"]): [KEXEC=n KEXEC_FILE=n] => exactly Some("Kexec and crash features") []
          ? the values of arm64, s390, sh, arm, mips, riscv, loongarch are not shown
        (12, 20) These(["x86_64"]): [KEXEC_FILE=y] => exactly Some("Kexec and crash features") [CRASH_RESERVE=y VMCORE_INFO=y KEXEC_CORE=y KEXEC_FILE=y CRASH_DUMP=y CRASH_HOTPLUG=y CRASH_MAX_MEMORY_RANGES=8192]
          ? the values of arm64, s390, sh, arm, mips, riscv, loongarch are not shown
        (25, 28) These(["x86_64"]): [KEXEC_FILE=y CRASH_DUMP=n] => exactly Some("Kexec and crash features") [KEXEC_CORE=y KEXEC_FILE=y]
          ? the values of arm64, s390, sh, arm, mips, riscv, loongarch are not shown
    "#]],
    );
}

#[test]
fn blocks_and_what_is_set_above_them() {
    check(
        "With CONFIG_A=y and CONFIG_B=m:\n\nCONFIG_C=y\nCONFIG_N=0x10\nCONFIG_S=\"a b\"\n# CONFIG_D is not set\n",
        &expect![[r#"
            (3, 6) NotSaid: [A=y B=m] => includes [C=y N=0x10 S="a b" D=n]
        "#]],
    );
    check(
        "Only enable CRASH_DUMP on arm64 and riscv:\n  CONFIG_CRASH_DUMP=y\n",
        &expect![[r#"
        (2, 2) These(["arm64", "riscv"]): [CRASH_DUMP=y] => includes [CRASH_DUMP=y]
    "#]],
    );
    check(
        "Without FOO_BAR on all architectures except of powerpc:\n# CONFIG_BAZ is not set\n",
        &expect![[r#"
            (2, 2) AllExcept(["powerpc"]): [FOO_BAR=n] => excludes [BAZ]
        "#]],
    );
    check(
        "If NET_FOO is enabled as we like:\n* CONFIG_BAR=m\n",
        &expect![[r#"
        (2, 2) NotSaid: [NET_FOO=y] => includes [BAR=m]
    "#]],
    );
    check(
        "Set CONFIG_FOO to m:\nCONFIG_BAR=m\n",
        &expect![[r#"
        (2, 2) NotSaid: [FOO=m] => includes [BAR=m]
    "#]],
    );
    check(
        "When CONFIG_A and CONFIG_B are not set:\nCONFIG_C=y\n",
        &expect![[r#"
        (2, 2) NotSaid: [A=n B=n] => includes [C=y]
    "#]],
    );
    check(
        "Case 1:\n=======\n\nEnable CONFIG_A, CONFIG_B and CONFIG_C.\n\nCONFIG_D=y\n",
        &expect![[r#"
        (6, 6) NotSaid: [A=y B=y C=y] => includes [D=y]
    "#]],
    );
}

#[test]
fn what_is_not_plain_is_a_doubt() {
    check(
        "This patch enables CONFIG_A:\nCONFIG_B=y\n",
        &expect![[r#"
        (2, 2) NotSaid: [] => includes [B=y]
          ? not understood: this patch enables A
    "#]],
    );
    check(
        "With CONFIG_A or CONFIG_B enabled:\nCONFIG_C=y\n",
        &expect![[r#"
        (2, 2) NotSaid: [] => includes [C=y]
          ? not understood: with A or B enabled
    "#]],
    );
    check(
        "The same with CONFIG_A=y:\nCONFIG_C=y\n",
        &expect![[r#"
        (2, 2) NotSaid: [A=y] => includes [C=y]
          ? the text refers to another place, by no number
    "#]],
    );
    check(
        "Unset CONFIG_A in case 7:\nCONFIG_C=y\n",
        &expect![[r#"
        (2, 2) NotSaid: [A=n] => includes [C=y]
          ? no case 7 is said above
    "#]],
    );
    check(
        "Users cannot unset CONFIG_A:\nCONFIG_C=y\n",
        &expect![[r#"
        (2, 2) NotSaid: [] => includes [C=y]
          ? not understood: users cannot unset A
    "#]],
    );
    check(
        "CONFIG_A=y\n",
        &expect![[r#"
        (1, 1) NotSaid: [] => includes [A=y]
          ? no text above the block says its case
    "#]],
    );
}

#[test]
fn changes_have_two_sides() {
    check(
        "On s390:\n+FOO m\n-BAR y\n BAZ n -> y\n",
        &expect![[r#"
        (2, 4) before These(["s390"]): [] => includes [FOO=n BAR=y BAZ=n]
        (2, 4) These(["s390"]): [] => includes [FOO=m BAR=n BAZ=y]
    "#]],
    );
    check(
        "CONFIG_A: y -> n\nB: 1 -> 2\n",
        &expect![[r#"
        (1, 2) before NotSaid: [] => includes [A=y B=1]
          ? no text above the block says its case
        (1, 2) NotSaid: [] => includes [A=n B=2]
          ? no text above the block says its case
    "#]],
    );
}

#[test]
fn quotes_diffs_and_tags_are_no_claims() {
    check(
        "> CONFIG_A=y\n\n--- a/x\n+++ b/x\n@@ -1,1 +1,2 @@\n CONFIG_A=y\n+CONFIG_B=y\n\nFixes: abc (\"CONFIG_A=y\")\nSigned-off-by: A <a@example.org>\n",
        &expect![[""]],
    );
}

#[test]
fn lines_that_are_not_understood_are_listed() {
    check(
        "CONFIG_A=y (as before)\nCONFIG_B=\n+CONFIG_C=y\nA: yes -> no\n\nThis makes CONFIG_D=y useless.\n\n# Menu\nCONFIG_E=y\nand more\n# end of Menu\n",
        &expect![[r#"
            (9, 9) NotSaid: [] => includes [E=y]
              ? not understood: this makes D=y useless
            unread 1: the value is not y, m, n, a number or a string, or text follows it
            unread 2: there is no value
            unread 3: a line of a diff between two .config files
            unread 4: the values are not y, m, n, numbers or strings
            unread 11: the end of a menu whose block is not all understood
        "#]],
    );
}

#[test]
fn a_letter_is_bounded() {
    let found = read_letter(&"x".repeat(MAX_LETTER + 1));
    assert_eq!(found.unread.len(), 1);
    let found = read_letter(&"text:\nCONFIG_A=y\n".repeat(MAX_OFFERED + 5));
    assert_eq!((found.offered.len(), found.unread.len()), (MAX_OFFERED, 1));
    let found = read_letter(&format!("Set{}\nCONFIG_A=y\n", " CONFIG_B,".repeat(MAX_PARAGRAPH)));
    assert_eq!(found.offered[0].doubts, ["the paragraph above is too long and is not read"]);
}
