//! Text to tokens, one logical line at a time (lexer.l of the kernel).
//!
//! The rules that surprise: a character that fits nothing is skipped with a
//! warning; a word may hold `$(...)` with anything but a newline inside; after
//! `NAME =` at the start of a line the rest of the line is raw text, but not
//! when the line before it was a help text.

use kconfig_base::Span;
use memchr::{memchr, memchr2};

use crate::ast::{CompareOp, SyntaxError, Word};
use crate::dialect::Dialect;
use crate::token::{Keyword, Token, TokenKind};

/// What a byte can start.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    /// Nothing: it is skipped with a warning.
    Other,
    Blank,
    Newline,
    Comment,
    Backslash,
    Word,
    Dollar,
    Quote,
    Operator,
}

/// The class of each byte: a file is mostly read one byte at a time, and this
/// is the quickest way to tell bytes apart.
static CLASSES: [Class; 256] = classes();

const fn classes() -> [Class; 256] {
    let mut classes = [Class::Other; 256];
    let mut byte = 0;
    while byte < 128 {
        classes[byte] = match byte as u8 {
            b' ' | b'\t' => Class::Blank,
            b'\n' => Class::Newline,
            b'#' => Class::Comment,
            b'\\' => Class::Backslash,
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'-' => Class::Word,
            b'$' => Class::Dollar,
            b'"' | b'\'' => Class::Quote,
            b'|' | b'&' | b'(' | b')' | b'!' | b'=' | b':' | b'+' | b'<' | b'>' => Class::Operator,
            _ => Class::Other,
        };
        byte += 1;
    }
    classes
}

fn class(byte: u8) -> Class {
    CLASSES[usize::from(byte)]
}

/// Reads the tokens of one logical line that starts at `start`.
///
/// Returns the offset after its newline. `after_help` tells that the statement
/// before was a help text. The lexer works on bytes, as the kernel's does: all
/// that it tells apart is ASCII.
pub(crate) fn line(
    text: &str,
    start: usize,
    after_help: bool,
    dialect: Dialect,
    tokens: &mut Vec<Token>,
    errors: &mut Vec<SyntaxError>,
) -> usize {
    tokens.clear();
    let bytes = text.as_bytes();
    let mut at = start;
    while let Some(&byte) = bytes.get(at) {
        match class(byte) {
            Class::Blank => at += 1,
            Class::Newline => return at + 1,
            Class::Comment => at = line_end(bytes, at),
            Class::Word => {
                let end = word_end(bytes, at);
                if bytes.get(end) == Some(&b'$') {
                    at = macro_word(text, at, end, tokens, errors);
                    continue;
                }
                let span = Span::new(at, end);
                let kind = match Keyword::parse(&bytes[at..end], dialect) {
                    Some(keyword) => TokenKind::Keyword(keyword),
                    None => TokenKind::Word(Word { span, quote: None, is_raw: false }),
                };
                tokens.push(Token { span, kind });
                at = end;
            }
            Class::Dollar => at = macro_word(text, at, at, tokens, errors),
            Class::Quote => at = quoted(text, at, tokens, errors),
            Class::Operator => match operator(&bytes[at..]) {
                Some((kind, len)) => {
                    tokens.push(Token { span: Span::new(at, at + len), kind });
                    at += len;
                    if !after_help && is_assignment(tokens) {
                        return assign_value(text, at, tokens);
                    }
                }
                None => at = unsupported(text, at, errors),
            },
            Class::Backslash if bytes.get(at + 1) == Some(&b'\n') => at += 2,
            Class::Backslash | Class::Other => at = unsupported(text, at, errors),
        }
    }
    at
}

/// Skips a character that fits nothing; returns where to go on.
fn unsupported(text: &str, at: usize, errors: &mut Vec<SyntaxError>) -> usize {
    let shown = text.get(at..).and_then(|rest| rest.chars().next()).unwrap_or(' ');
    let end = at + shown.len_utf8();
    errors.push(SyntaxError {
        span: Span::new(at, end),
        code: "unsupported-character",
        is_warning: true,
        message: format!("ignoring unsupported character '{shown}'"),
        expected: None,
    });
    end
}

/// The offset of the next newline, or of the end.
fn line_end(bytes: &[u8], start: usize) -> usize {
    memchr(b'\n', &bytes[start..]).map_or(bytes.len(), |len| start + len)
}

/// The offset after the word bytes that start at `start`.
fn word_end(bytes: &[u8], start: usize) -> usize {
    let is_other = |&byte: &u8| class(byte) != Class::Word;
    let mut at = start;
    // By eights, so that the inner loop has a length that is known.
    for eight in bytes[start..].chunks_exact(8) {
        match eight.iter().position(is_other) {
            Some(len) => return at + len,
            None => at += 8,
        }
    }
    bytes[at..].iter().position(is_other).map_or(bytes.len(), |len| at + len)
}

/// A word with `$(...)` inside, which is taken whole (`expand_one_token` in
/// preprocess.c); `dollar` is where the first `$` stands.
fn macro_word(
    text: &str,
    start: usize,
    dollar: usize,
    tokens: &mut Vec<Token>,
    errors: &mut Vec<SyntaxError>,
) -> usize {
    let bytes = text.as_bytes();
    let mut at = dollar;
    while bytes.get(at) == Some(&b'$') {
        match reference_end(bytes, at) {
            Some(end) => at = word_end(bytes, end),
            None => return unterminated(text, start, at, errors),
        }
    }
    let span = Span::new(start, at);
    tokens.push(Token { span, kind: TokenKind::Word(Word { span, quote: None, is_raw: true }) });
    at
}

/// The offset after a `$`, and after the balanced parentheses that follow it.
///
/// Returns `None` where they are not closed on this line.
fn reference_end(bytes: &[u8], dollar: usize) -> Option<usize> {
    let start = dollar + 1;
    if bytes.get(start) != Some(&b'(') {
        return Some(start);
    }
    let mut nest = 0usize;
    for (len, byte) in bytes[start..].iter().enumerate() {
        match byte {
            b'(' => nest += 1,
            b')' => {
                nest -= 1;
                if nest == 0 {
                    return Some(start + len + 1);
                }
            }
            b'\n' => return None,
            _ => {}
        }
    }
    None
}

/// A word or a string whose `$(` at `dollar` has no `)`: the line ends here.
fn unterminated(text: &str, start: usize, dollar: usize, errors: &mut Vec<SyntaxError>) -> usize {
    let end = line_end(text.as_bytes(), dollar);
    let inner = text.get(start..end).and_then(|tail| Some(&tail[tail.find("$(")? + 2..])).unwrap_or("");
    errors.push(SyntaxError {
        span: Span::new(start, end),
        code: "unterminated-reference",
        is_warning: false,
        message: format!("unterminated reference to '{inner}': missing ')'"),
        expected: Some("expected `)` before the end of the line".into()),
    });
    end
}

/// A string in either quote; an end of line closes it, with a warning.
fn quoted(text: &str, start: usize, tokens: &mut Vec<Token>, errors: &mut Vec<SyntaxError>) -> usize {
    let bytes = text.as_bytes();
    let quote = bytes[start];
    let content = start + 1;
    // Most strings hold nothing that has to be looked at.
    let mut at = content + memchr2(quote, b'\n', &bytes[content..]).unwrap_or(bytes.len() - content);
    let mut is_raw = false;
    if let Some(special) = memchr2(b'$', b'\\', &bytes[content..at]) {
        is_raw = true;
        at = content + special;
        loop {
            match bytes.get(at) {
                None | Some(b'\n') => break,
                // A backslash takes the next character as it is.
                Some(b'\\') => match bytes.get(at + 1) {
                    Some(byte) if *byte != b'\n' => at += 2,
                    // One that escapes nothing is dropped.
                    _ => {
                        return unclosed(text, start, at, at + 1, is_raw, tokens, errors);
                    }
                },
                Some(b'$') => match reference_end(bytes, at) {
                    Some(end) => at = end,
                    None => return unterminated(text, start, at, errors),
                },
                Some(byte) if *byte == quote => break,
                Some(_) => at += 1,
            }
        }
    }
    if bytes.get(at) != Some(&quote) {
        return unclosed(text, start, at, at, is_raw, tokens, errors);
    }
    let word = Word { span: Span::new(content, at), quote: Some(char::from(quote)), is_raw };
    tokens.push(Token { span: Span::new(start, at + 1), kind: TokenKind::Quoted(word) });
    at + 1
}

/// A string that the end of its line closes; its content ends at `end`, the
/// token at `after`.
fn unclosed(
    text: &str,
    start: usize,
    end: usize,
    after: usize,
    is_raw: bool,
    tokens: &mut Vec<Token>,
    errors: &mut Vec<SyntaxError>,
) -> usize {
    let quote = char::from(text.as_bytes()[start]);
    let span = Span::new(start, after);
    errors.push(SyntaxError {
        span,
        code: "multi-line-string",
        is_warning: true,
        message: "multi-line strings not supported".into(),
        expected: Some(format!("expected {quote} before the end of the line")),
    });
    let word = Word { span: Span::new(start + 1, end), quote: Some(quote), is_raw };
    tokens.push(Token { span, kind: TokenKind::Quoted(word) });
    after
}

/// The operator that the bytes start with, and its length.
fn operator(bytes: &[u8]) -> Option<(TokenKind, usize)> {
    use TokenKind as T;
    Some(match bytes {
        [b'|', b'|', ..] => (T::Or, 2),
        [b'&', b'&', ..] => (T::And, 2),
        [b'(', ..] => (T::OpenParen, 1),
        [b')', ..] => (T::CloseParen, 1),
        [b'!', b'=', ..] => (T::Compare(CompareOp::Unequal), 2),
        [b'!', ..] => (T::Not, 1),
        [b'=', ..] => (T::Compare(CompareOp::Equal), 1),
        [b':', b'=', ..] => (T::ColonEqual, 2),
        [b'+', b'=', ..] => (T::PlusEqual, 2),
        [b'<', b'=', ..] => (T::Compare(CompareOp::LessEqual), 2),
        [b'>', b'=', ..] => (T::Compare(CompareOp::GreaterEqual), 2),
        [b'<', ..] => (T::Compare(CompareOp::Less), 1),
        [b'>', ..] => (T::Compare(CompareOp::Greater), 1),
        _ => return None,
    })
}

/// Tells whether the line starts as `NAME =` does.
fn is_assignment(tokens: &[Token]) -> bool {
    let [first, second] = tokens else { return false };
    matches!(first.kind, TokenKind::Word(_))
        && matches!(
            second.kind,
            TokenKind::Compare(CompareOp::Equal) | TokenKind::ColonEqual | TokenKind::PlusEqual
        )
}

/// Takes the rest of the line as the value of a variable.
fn assign_value(text: &str, at: usize, tokens: &mut Vec<Token>) -> usize {
    let end = line_end(text.as_bytes(), at);
    let start = end - text[at..end].trim_start_matches([' ', '\t']).len();
    let span = Span::new(start, end);
    tokens.push(Token { span, kind: TokenKind::AssignValue(span) });
    (end + 1).min(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    fn check(text: &str, expected: Expect) {
        let (mut tokens, mut errors) = (Vec::new(), Vec::new());
        let end = line(text, 0, false, Dialect::default(), &mut tokens, &mut errors);
        let mut out = String::new();
        for token in &tokens {
            let name = match token.kind {
                TokenKind::Keyword(keyword) => format!("keyword {keyword:?}"),
                TokenKind::Word(word) if word.is_raw => "macro word".into(),
                TokenKind::Word(_) => "word".into(),
                TokenKind::Quoted(_) => "quoted".into(),
                TokenKind::AssignValue(_) => "value".into(),
                other => format!("{other:?}"),
            };
            out.push_str(&format!("{name} `{}`\n", token.span.slice(text)));
        }
        for error in &errors {
            out.push_str(&format!("! {} at {}\n", error.message, error.span.start));
        }
        out.push_str(&format!("rest `{}`\n", &text[end..]));
        expected.assert_eq(&out);
    }

    #[test]
    fn words_keywords_and_operators() {
        check(
            "\tdepends on (A&&!B) || C-1>=2 # why\nnext",
            expect![[r#"
                keyword Depends `depends`
                keyword On `on`
                OpenParen `(`
                word `A`
                And `&&`
                Not `!`
                word `B`
                CloseParen `)`
                Or `||`
                word `C-1`
                Compare(GreaterEqual) `>=`
                word `2`
                rest `next`
            "#]],
        );
    }

    #[test]
    fn macros_stay_in_their_word() {
        check(
            "default $(if-success,test $(A) = \"(b)\",y,n)x if \"$(B)\\\"\"\n",
            expect![[r#"
                keyword Default `default`
                macro word `$(if-success,test $(A) = "(b)",y,n)x`
                keyword If `if`
                quoted `"$(B)\""`
                rest ``
            "#]],
        );
    }

    #[test]
    fn an_assignment_takes_the_line() {
        check(
            "cc-option := $(success,$(CC) # \\\n",
            expect![[r#"
                word `cc-option`
                ColonEqual `:=`
                value `$(success,$(CC) # \`
                rest ``
            "#]],
        );
    }

    #[test]
    fn what_fits_nothing_is_said() {
        check(
            "bool \"a ; 'b' ü\n",
            expect![[r#"
                keyword Bool `bool`
                quoted `"a ; 'b' ü`
                ! multi-line strings not supported at 5
                rest ``
            "#]],
        );
        check(
            "select A, B|C $(x\n",
            expect![[r#"
                keyword Select `select`
                word `A`
                word `B`
                word `C`
                ! ignoring unsupported character ',' at 8
                ! ignoring unsupported character '|' at 11
                ! unterminated reference to 'x': missing ')' at 14
                rest ``
            "#]],
        );
    }

    #[test]
    fn an_escaped_newline_joins_lines() {
        check(
            "if A && \\\n\tB\nx",
            expect![[r#"
                keyword If `if`
                word `A`
                And `&&`
                word `B`
                rest `x`
            "#]],
        );
    }
}
