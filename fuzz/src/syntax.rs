//! One file.

use kconfig_base::Span;
use kconfig_syntax::{Dialect, ExprNode, File, StatementKind, Word, help_text, parse, print};

/// Every form of the language at once, older and newer ones than 6.12's.
const ALL_FORMS: Dialect = Dialect {
    has_optional: true,
    has_named_choices: true,
    has_transitional: true,
    has_conditional_depends: true,
};

/// Parses a file: all spans are within it, and what is printed says the same.
pub fn syntax(text: &str) {
    for dialect in [Dialect::default(), ALL_FORMS] {
        parse_and_print(text, dialect);
    }
}

fn parse_and_print(text: &str, dialect: Dialect) {
    let file = parse(text, dialect);
    check_spans(&file, text);
    let once = print(&file, text);
    let again = parse(&once, dialect);
    check_spans(&again, &once);
    assert_eq!(print(&again, &once), once, "printed again");
}

fn check_spans(file: &File, text: &str) {
    let check = |span: Span| {
        assert!(text.get(span.start as usize..span.end as usize).is_some(), "{span:?} of {}", text.len());
    };
    let word = |word: &Word| check(word.span);
    let mut end = 0;
    for statement in &file.statements {
        check(statement.span);
        assert!(statement.span.start >= end, "statements stand one after the other");
        end = statement.span.end;
        use StatementKind as S;
        match &statement.kind {
            S::Mainmenu(name) | S::Config(name) | S::Menuconfig(name) | S::Menu(name) => word(name),
            S::Source(name) | S::Comment(name) => word(name),
            S::Prompt(name, _) | S::Select(name, _) | S::Imply(name, _) => word(name),
            S::Type(_, prompt, _) => prompt.iter().for_each(word),
            S::Range(low, high, _) => [low, high].into_iter().for_each(word),
            S::Help(span) => {
                check(*span);
                help_text(span.slice(text));
            }
            S::Assign(name, _, value) => {
                word(name);
                check(*value);
            }
            S::Macros(words) => words.iter().for_each(word),
            S::Invalid { macros, error } => {
                macros.iter().for_each(word);
                check(error.span);
            }
            _ => {}
        }
    }
    for node in &file.nodes {
        match node {
            ExprNode::Symbol(name) => word(name),
            ExprNode::Compare(_, left, right) => [left, right].into_iter().for_each(word),
            _ => {}
        }
    }
    file.errors.iter().for_each(|error| check(error.span));
}
