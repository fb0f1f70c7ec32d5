//! Text to tokens, one logical line at a time (lexer.l of the kernel).
//!
//! The rules that surprise: a character that fits nothing is skipped with a
//! warning; a word may hold `$(...)` with anything but a newline inside; after
//! `NAME =` at the start of a line the rest of the line is raw text, but not
//! when the line before it was a help text.

use kconfig_base::Span;
use memchr::memchr;
use nom::branch::alt;
use nom::bytes::complete::{tag, take_while};
use nom::character::complete::one_of;
use nom::combinator::value;
use nom::{IResult, Parser};

use crate::ast::{CompareOp, SyntaxError, Word};
use crate::token::{Keyword, Token, TokenKind};

/// Reads the tokens of one logical line that starts at `start`.
///
/// Returns the offset after its newline. `after_help` tells that the statement
/// before was a help text. The lexer works on bytes, as the kernel's does: all
/// that it tells apart is ASCII.
pub(crate) fn line(
    text: &str,
    start: usize,
    after_help: bool,
    tokens: &mut Vec<Token>,
    errors: &mut Vec<SyntaxError>,
) -> usize {
    tokens.clear();
    let bytes = text.as_bytes();
    let mut at = start;
    loop {
        at = blanks(bytes, at);
        match bytes.get(at) {
            None => return at,
            Some(b'\n') => return at + 1,
            Some(_) => {}
        }
        match token(&bytes[at..]) {
            Ok((after, raw)) => {
                let span = Span::new(at, text.len() - after.len());
                at = span.end as usize;
                let Some(kind) = classify(raw, span, text, errors) else { continue };
                tokens.push(Token { span, kind });
                if !after_help && tokens.len() == 2 && is_assignment(tokens) {
                    return assign_value(text, at, tokens);
                }
            }
            Err(_) => {
                let shown = text[at..].chars().next().unwrap_or(' ');
                let width = shown.len_utf8();
                errors.push(SyntaxError {
                    span: Span::new(at, at + width),
                    code: "unsupported-character",
                    is_warning: true,
                    message: format!("ignoring unsupported character '{shown}'"),
                    expected: None,
                });
                at += width;
            }
        }
    }
}

/// A token before its span is known.
#[derive(Clone, Copy)]
enum RawToken {
    /// A word; whether it holds `$`.
    Word(bool),
    /// A string: its quote, whether the closing one is there, and how many
    /// bytes at its end are not content.
    Quoted(char, bool, usize),
    /// `$(` without its `)`.
    Unterminated,
    Operator(TokenKind),
}

/// Skips white space, comments and escaped newlines; stops at a newline.
fn blanks(bytes: &[u8], start: usize) -> usize {
    let mut at = start;
    loop {
        match bytes.get(at) {
            Some(b' ' | b'\t') => at += 1,
            Some(b'#') => at = line_end(bytes, at),
            Some(b'\\') if bytes.get(at + 1) == Some(&b'\n') => at += 2,
            _ => return at,
        }
    }
}

/// The offset of the next newline, or of the end.
fn line_end(bytes: &[u8], start: usize) -> usize {
    memchr(b'\n', &bytes[start..]).map_or(bytes.len(), |len| start + len)
}

/// One token; what it is shows in its first byte.
fn token(input: &[u8]) -> IResult<&[u8], RawToken> {
    match input.first() {
        Some(b'"' | b'\'') => quoted(input),
        Some(&byte) if is_word_byte(byte) || byte == b'$' => word(input),
        _ => operator(input),
    }
}

fn is_word_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-'
}

/// A word, with `$(...)` inside taken whole (`expand_one_token` in preprocess.c).
fn word(input: &[u8]) -> IResult<&[u8], RawToken> {
    let (mut rest, _) = take_while(is_word_byte)(input)?;
    if rest.first() != Some(&b'$') {
        return Ok((rest, RawToken::Word(false)));
    }
    loop {
        match reference(rest) {
            Some(after) => rest = after,
            None => return Ok((&rest[line_end(rest, 0)..], RawToken::Unterminated)),
        }
        (rest, _) = take_while(is_word_byte)(rest)?;
        if rest.first() != Some(&b'$') {
            return Ok((rest, RawToken::Word(true)));
        }
    }
}

/// Skips a `$`, and the balanced parentheses after it if there are some.
///
/// Returns `None` where they are not closed on this line.
fn reference(input: &[u8]) -> Option<&[u8]> {
    let rest = input.strip_prefix(b"$")?;
    if rest.first() != Some(&b'(') {
        return Some(rest);
    }
    let mut nest = 0usize;
    for (at, byte) in rest.iter().enumerate() {
        match byte {
            b'(' => nest += 1,
            b')' => {
                nest -= 1;
                if nest == 0 {
                    return Some(&rest[at + 1..]);
                }
            }
            b'\n' => return None,
            _ => {}
        }
    }
    None
}

/// A string in either quote; an end of line closes it, with a warning.
fn quoted(input: &[u8]) -> IResult<&[u8], RawToken> {
    let (mut rest, quote) = one_of("\"'")(input)?;
    loop {
        (rest, _) = take_while(|byte| byte != quote as u8 && !matches!(byte, b'\\' | b'$' | b'\n'))(rest)?;
        match rest.first() {
            None | Some(b'\n') => return Ok((rest, RawToken::Quoted(quote, false, 0))),
            // A backslash that escapes nothing is dropped.
            Some(b'\\') => match rest.get(1) {
                Some(byte) if *byte != b'\n' => rest = &rest[2..],
                _ => return Ok((&rest[1..], RawToken::Quoted(quote, false, 1))),
            },
            Some(b'$') => match reference(rest) {
                Some(after) => rest = after,
                None => return Ok((&rest[line_end(rest, 0)..], RawToken::Unterminated)),
            },
            Some(_) => return Ok((&rest[1..], RawToken::Quoted(quote, true, 1))),
        }
    }
}

fn operator(input: &[u8]) -> IResult<&[u8], RawToken> {
    use TokenKind as T;
    alt((
        value(T::Or, tag("||")),
        value(T::And, tag("&&")),
        value(T::OpenParen, tag("(")),
        value(T::CloseParen, tag(")")),
        value(T::Compare(CompareOp::Unequal), tag("!=")),
        value(T::Not, tag("!")),
        value(T::Compare(CompareOp::Equal), tag("=")),
        value(T::ColonEqual, tag(":=")),
        value(T::PlusEqual, tag("+=")),
        value(T::Compare(CompareOp::LessEqual), tag("<=")),
        value(T::Compare(CompareOp::GreaterEqual), tag(">=")),
        value(T::Compare(CompareOp::Less), tag("<")),
        value(T::Compare(CompareOp::Greater), tag(">")),
    ))
    .map(RawToken::Operator)
    .parse(input)
}

fn classify(raw: RawToken, span: Span, text: &str, errors: &mut Vec<SyntaxError>) -> Option<TokenKind> {
    Some(match raw {
        RawToken::Operator(kind) => kind,
        RawToken::Word(false) => match Keyword::parse(span.slice(text)) {
            Some(keyword) => TokenKind::Keyword(keyword),
            None => TokenKind::Word(Word { span, quote: None, is_raw: false }),
        },
        RawToken::Word(true) => TokenKind::Word(Word { span, quote: None, is_raw: true }),
        RawToken::Quoted(quote, is_closed, tail) => {
            let inner = Span::new(span.start as usize + 1, span.end as usize - tail);
            if !is_closed {
                errors.push(SyntaxError {
                    span,
                    code: "multi-line-string",
                    is_warning: true,
                    message: "multi-line strings not supported".into(),
                    expected: Some(format!("expected {quote} before the end of the line")),
                });
            }
            let is_raw = inner.slice(text).contains(['$', '\\']);
            TokenKind::Quoted(Word { span: inner, quote: Some(quote), is_raw })
        }
        RawToken::Unterminated => {
            let tail = span.slice(text);
            let inner = tail.find("$(").map_or("", |at| &tail[at + 2..]);
            errors.push(SyntaxError {
                span,
                code: "unterminated-reference",
                is_warning: false,
                message: format!("unterminated reference to '{inner}': missing ')'"),
                expected: Some("expected `)` before the end of the line".into()),
            });
            return None;
        }
    })
}

fn is_assignment(tokens: &[Token]) -> bool {
    matches!(tokens[0].kind, TokenKind::Word(_))
        && matches!(
            tokens[1].kind,
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
        let end = line(text, 0, false, &mut tokens, &mut errors);
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
