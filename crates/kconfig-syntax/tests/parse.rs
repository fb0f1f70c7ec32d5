//! What the parser makes of text, and that printing and parsing agree.

use expect_test::{Expect, expect};
use kconfig_syntax::{Dialect, StatementKind, parse, print};
use proptest::prelude::*;

fn check(text: &str, expected: Expect) {
    let file = parse(text, Dialect::default());
    let mut out = print(&file, text);
    for statement in &file.statements {
        if let StatementKind::Invalid { error, .. } = &statement.kind {
            let expected = error.expected.as_deref().unwrap_or("");
            out.push_str(&format!("! {}: {expected} at `{}`\n", error.message, error.span.slice(text)));
        }
    }
    for error in &file.errors {
        out.push_str(&format!("! {} at {}\n", error.message, error.span.start));
    }
    expected.assert_eq(&out);
}

#[test]
fn every_statement() {
    check(
        r#"mainmenu "Top"
CC := $(shell,echo gcc) -x
$(warning-if,$(a),b)
source "arch/$(SRCARCH)/Kconfig"
menu "M"
	visible if A
	depends on B=y
menuconfig C
	tristate "c" if D && !E
	default m if F || G && H
	select I if (J)
	imply K
	range 1 "0x10" if L >= 5
	modules
	help
	  Text.

	  More.
	prompt "p"
choice
	bool
	def_tristate M
endchoice
comment "no"
if A
endif
endmenu
"#,
        expect![[r#"
            mainmenu "Top"
            CC := $(shell,echo gcc) -x
            $(warning-if,$(a),b) 
            source "arch/$(SRCARCH)/Kconfig"
            menu "M"
            visible if A
            depends on B = y
            menuconfig C
            tristate "c" if D && !E
            default m if F || (G && H)
            select I if J
            imply K
            range 1 "0x10" if L >= 5
            modules
            help
            	  Text.

            	  More.
            prompt "p"
            choice
            bool
            def_tristate M
            endchoice
            comment "no"
            if A
            endif
            endmenu
        "#]],
    );
}

#[test]
fn errors_say_what_was_expected() {
    check(
        "config\nconfig A B\n\tbool \"a\" iff B\n\tdepends A\n\tdefault\n\tif (A && \n\tif (A B\n)\nfoo bar\nhelp me\nselect \"A\"\n",
        expect![[r#"
            config
            config A B
            bool "a" iff B
            depends A
            default
            if (A &&
            if (A B
            )
            foo bar
            help me
            select "A"
            ! invalid statement: expected the name of a symbol at ``
            ! invalid statement: expected nothing more on this line at `B`
            ! invalid statement: expected nothing more on this line at `iff`
            ! invalid statement: expected `on` at `A`
            ! invalid statement: expected a symbol, a constant, `!` or `(` at ``
            ! invalid statement: expected a symbol, a constant, `!` or `(` at ``
            ! invalid statement: expected `)` at `B`
            ! invalid statement: expected a statement at `)`
            ! unknown statement "foo": expected `=`, `:=` or `+=` at `bar`
            ! invalid statement: expected the end of the line at `me`
            ! invalid statement: expected the name of a symbol at `"A"`
        "#]],
    );
}

#[test]
fn not_binds_tightest_but_takes_a_comparison() {
    check(
        "if !A = B && !(C || D)\n",
        expect![[r#"
        if !A = B && !(C || D)
    "#]],
    );
}

#[test]
fn depth_is_no_matter() {
    let deep = 100_000;
    let text = format!("if {}A{}\nif {}A\n", "(".repeat(deep), ")".repeat(deep), "!".repeat(deep));
    let file = parse(&text, Dialect::default());
    assert_eq!(file.statements.len(), 2);
    assert!(file.statements.iter().all(|s| matches!(s.kind, StatementKind::If(_))));
    assert_eq!(file.nodes.len(), deep + 2);
}

/// Text that looks like Kconfig often enough to get deep into the grammar.
fn kconfig_like() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "config",
        "menuconfig",
        "bool",
        "tristate",
        "default",
        "depends",
        "on",
        "if",
        "endif",
        "select",
        "imply",
        "range",
        "help",
        "source",
        "menu",
        "endmenu",
        "choice",
        "endchoice",
        "comment",
        "visible",
        "prompt",
        "A",
        "B_1",
        "y",
        "m",
        "0x1f",
        "\"text\"",
        "'q$(X)'",
        "$(shell,a,(b))",
        "&&",
        "||",
        "!",
        "(",
        ")",
        "=",
        "!=",
        "<",
        ">=",
        ":=",
        "+=",
        "# c",
        "\\\n",
        "\"open",
        "$(",
        ";",
        "ü",
    ]);
    let line = (prop::sample::select(vec!["", "\t", "  ", "\t  "]), prop::collection::vec(word, 0..7));
    prop::collection::vec(line.prop_map(|(indent, words)| format!("{indent}{}\n", words.join(" "))), 0..12)
        .prop_map(|lines| lines.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn printing_and_parsing_agree(text in kconfig_like()) {
        let once = print(&parse(&text, Dialect::default()), &text);
        let twice = print(&parse(&once, Dialect::default()), &once);
        prop_assert_eq!(&once, &twice);
    }

    #[test]
    fn any_text_parses(text in "\\PC*") {
        parse(&text, Dialect::default());
    }

    #[test]
    fn any_bytes_parse(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        parse(&String::from_utf8_lossy(&bytes), Dialect::default());
    }
}
