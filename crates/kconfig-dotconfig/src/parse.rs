//! One line of a .config (`conf_read_simple` in confdata.c).

use nom::bytes::complete::{tag, take_till1, take_while1};
use nom::combinator::{all_consuming, rest};
use nom::sequence::{delimited, preceded, separated_pair};
use nom::{IResult, Parser};

/// What a line says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line<'a> {
    /// Nothing: empty or a comment.
    Blank,
    /// `CONFIG_NAME=value`; the value as written.
    Set(&'a str, &'a str),
    /// `# CONFIG_NAME is not set`
    Unset(&'a str),
    /// Neither.
    Unexpected,
}

/// Reads a line without its newline; `prefix` is `CONFIG_` in the kernel.
pub fn parse_line<'a>(line: &'a str, prefix: &str) -> Line<'a> {
    if line.is_empty() {
        return Line::Blank;
    }
    if line.starts_with('#') {
        return all_consuming(|input| unset(input, prefix)).parse(line).map_or(Line::Blank, |(_, line)| line);
    }
    set(line, prefix).map_or(Line::Unexpected, |(_, line)| line)
}

/// Reads a line as conf did up to 6.7 (`conf_read_simple`): anything may follow
/// `is not set`, and a line without `=` says nothing.
pub fn parse_line_loosely<'a>(line: &'a str, prefix: &str) -> Line<'a> {
    let bare = line.strip_suffix('\r').unwrap_or(line);
    if line.starts_with('#') {
        return unset(line, prefix).map_or(Line::Blank, |(_, line)| line);
    }
    if line.starts_with(prefix) {
        return set(bare, prefix).map_or(Line::Blank, |(_, line)| line);
    }
    if line.is_empty() || line.starts_with('\r') { Line::Blank } else { Line::Unexpected }
}

fn unset<'a>(input: &'a str, prefix: &str) -> IResult<&'a str, Line<'a>> {
    delimited((tag("# "), tag(prefix)), take_while1(|c| c != ' '), tag(" is not set"))
        .map(Line::Unset)
        .parse(input)
}

fn set<'a>(input: &'a str, prefix: &str) -> IResult<&'a str, Line<'a>> {
    preceded(tag(prefix), separated_pair(take_till1(|c| c == '='), tag("="), rest))
        .map(|(name, value)| Line::Set(name, value))
        .parse(input)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_a_config() {
        let parse = |line| parse_line(line, "CONFIG_");
        assert_eq!(parse("CONFIG_A=y"), Line::Set("A", "y"));
        assert_eq!(parse("CONFIG_A=\"x=y\""), Line::Set("A", "\"x=y\""));
        assert_eq!(parse("# CONFIG_A is not set"), Line::Unset("A"));
        assert_eq!(parse("# CONFIG_A is not set "), Line::Blank);
        assert_eq!(parse("#CONFIG_A is not set"), Line::Blank);
        assert_eq!(parse(""), Line::Blank);
        assert_eq!(parse("CONFIG_A"), Line::Unexpected);
        assert_eq!(parse(" CONFIG_A=y"), Line::Unexpected);
        let parse = |line| parse_line_loosely(line, "CONFIG_");
        assert_eq!(parse("CONFIG_A=y\r"), Line::Set("A", "y"));
        assert_eq!(parse("# CONFIG_A is not set, alas"), Line::Unset("A"));
        assert_eq!(parse("CONFIG_A"), Line::Blank);
        assert_eq!(parse("\r"), Line::Blank);
    }
}
