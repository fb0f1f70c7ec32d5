//! Format 1, readable:
//! `#1/<tree>[:<patches>]/<arch>[+<arch>]/<base>[+carried][+by:<profile>][+said:<key:v,...>]/<SYM:v,...>[/~<focus>]/<check>`.
//!
//! `<patches>` is left out for the whole series, else `base`, the last patch's
//! id, or `p` and ids with commas. No values are `-`. In names and values every
//! byte outside `A-Za-z0-9_-.` is `~` and two hexadecimal digits. `<check>` is
//! three CRC-32 of eight lower-case hexadecimal digits: of the tree, of the
//! result, and of all the text before it.

use std::fmt::Write as _;

use nom::bytes::complete::{tag, take_while, take_while1};
use nom::character::complete::char;
use nom::combinator::{all_consuming, opt};
use nom::multi::separated_list1;
use nom::sequence::{preceded, separated_pair};
use nom::{IResult, Parser};

use crate::{Link, LinkError, Patches};

/// How many digits the check has.
pub(crate) const CHECK_LEN: usize = 24;

/// How many slashes a link has at most, the one after its `1` included.
pub(crate) const MAX_SLASHES: usize = 6;

pub(crate) fn encode(link: &Link) -> String {
    let mut out = String::from("1/");
    push_state(&mut out, link);
    push_check(&mut out, link);
    format!("#{out}")
}

/// Writes the state, from the tree to the symbol in focus.
pub(crate) fn push_state(out: &mut String, link: &Link) {
    push_escaped(out, &link.tree);
    match &link.patches {
        Patches::All => {}
        Patches::None => out.push_str(":base"),
        Patches::UpTo(id) => {
            out.push(':');
            push_escaped(out, id);
        }
        Patches::Only(ids) => {
            out.push_str(":p");
            push_list(out, ids.iter(), ',', |out, id| push_escaped(out, id));
        }
    }
    out.push('/');
    push_list(out, link.arches.iter(), '+', |out, arch| push_escaped(out, arch));
    out.push('/');
    push_escaped(out, &link.base);
    if link.carried {
        out.push_str("+carried");
    }
    if let Some(profile) = &link.profile {
        out.push_str("+by:");
        push_escaped(out, profile);
    }
    if !link.answers.is_empty() {
        out.push_str("+said:");
        push_pairs(out, &link.answers);
    }
    out.push('/');
    if link.values.is_empty() {
        out.push('-');
    }
    push_pairs(out, &link.values);
    if let Some(focus) = &link.focus {
        out.push_str("/~");
        push_escaped(out, focus);
    }
}

/// Writes the check of all that was written.
pub(crate) fn push_check(out: &mut String, link: &Link) {
    let _ = write!(out, "/{:08x}{:08x}", link.tree_digest, link.result_digest);
    let crc = crc32fast::hash(out.as_bytes());
    let _ = write!(out, "{crc:08x}");
}

fn push_pairs(out: &mut String, pairs: &[(String, String)]) {
    push_list(out, pairs.iter(), ',', |out, (name, value)| {
        push_escaped(out, name);
        out.push(':');
        push_escaped(out, value);
    });
}

fn push_list<T>(
    out: &mut String,
    items: impl Iterator<Item = T>,
    separator: char,
    push: impl Fn(&mut String, T),
) {
    for (index, item) in items.enumerate() {
        if index > 0 {
            out.push(separator);
        }
        push(out, item);
    }
}

fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.')
}

pub(crate) fn push_escaped(out: &mut String, text: &str) {
    for byte in text.bytes() {
        if is_plain(byte) {
            out.push(byte as char);
        } else {
            let _ = write!(out, "~{byte:02x}");
        }
    }
}

fn unescape(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        if first == b'~' {
            let digits = std::str::from_utf8(after.get(..2)?).ok()?;
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
            rest = &after[2..];
        } else {
            bytes.push(first);
            rest = after;
        }
    }
    String::from_utf8(bytes).ok()
}

/// Whether a text has the form of a check.
pub(crate) fn is_check(text: &str) -> bool {
    text.len() == CHECK_LEN && is_lower_hex(text)
}

/// Reads what follows `1/`.
pub(crate) fn decode(rest: &str) -> Result<Link, LinkError> {
    // Behind four parts stands the check, or first the focus.
    decode_as(
        &Grammar { number: '1', n_parts: 4, is_part: |last| last.starts_with('~'), parse, parse_cut },
        rest,
    )
}

/// What tells one format from another.
pub(crate) struct Grammar<T> {
    /// The format's number.
    pub(crate) number: char,
    /// How many parts there are at least before the check.
    pub(crate) n_parts: usize,
    /// Whether a part behind these is none of the check.
    pub(crate) is_part: fn(&str) -> bool,
    /// Reads all before the check.
    pub(crate) parse: fn(&str) -> Option<T>,
    /// Reads as much as can be read of what was cut at its end.
    pub(crate) parse_cut: fn(&str) -> Option<T>,
}

/// Reads a link behind its format's number, by the rules that the formats share.
pub(crate) fn decode_as<T: AsMut<Link> + Into<Link>>(
    grammar: &Grammar<T>,
    rest: &str,
) -> Result<T, LinkError> {
    let fail = |message: &str, partial: Option<T>| LinkError {
        message: message.into(),
        partial: partial.map(|partial| Box::new(partial.into())),
    };
    let altered = "the link was altered: its checksum does not fit what it says";
    let damaged = "the link is damaged: a part of it is missing or cannot be read";
    let (body, last) = rest.rsplit_once('/').unwrap_or((rest, ""));
    let is_last = body.matches('/').count() + 1 >= grammar.n_parts && !(grammar.is_part)(last);
    if !is_check(last) {
        let is_long = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        return Err(if is_last && last.bytes().take_while(is_long).count() >= CHECK_LEN {
            let partial = (grammar.parse)(body);
            fail(if partial.is_some() { altered } else { damaged }, partial)
        } else {
            // The last part may be a check that was cut.
            let known = if is_last && is_lower_hex(last) { body } else { rest };
            let partial = (grammar.parse_cut)(known);
            fail("the link is cut: its checksum at the end is missing or too short", partial)
        });
    }
    let hex = |from: usize| u32::from_str_radix(&last[from..from + 8], 16).unwrap_or_default();
    let Some(mut link) = (grammar.parse)(body) else {
        return Err(fail(damaged, None));
    };
    let checked = format!("{}/{body}/{}", grammar.number, &last[..16]);
    if crc32fast::hash(checked.as_bytes()) != hex(16) {
        return Err(fail(altered, Some(link)));
    }
    let state = link.as_mut();
    (state.tree_digest, state.result_digest) = (hex(0), hex(8));
    Ok(link)
}

/// Reads all before the check.
fn parse(body: &str) -> Option<Link> {
    all_consuming(link).parse(body).ok().map(|(_, link)| link)
}

/// Reads as much as can be read of what was cut at its end.
pub(crate) fn parse_cut(body: &str) -> Option<Link> {
    let before = |separator: char| body.rsplit_once(separator).map(|(before, _)| before);
    parse(body)
        .or_else(|| parse(before(',')?))
        .or_else(|| parse(before('/')?))
        .or_else(|| parse(&format!("{}/-", before('/')?)))
}

pub(crate) fn is_lower_hex(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

pub(crate) fn name(input: &str) -> IResult<&str, String> {
    take_while1(|c: char| c == '~' || (c.is_ascii() && is_plain(c as u8))).map_opt(unescape).parse(input)
}

fn value(input: &str) -> IResult<&str, String> {
    take_while(|c: char| c == '~' || (c.is_ascii() && is_plain(c as u8))).map_opt(unescape).parse(input)
}

fn patches(input: &str) -> IResult<&str, Patches> {
    let only = preceded(char('p'), separated_list1(char(','), name)).map(Patches::Only);
    let up_to = name.map(|id| if id == "base" { Patches::None } else { Patches::UpTo(id) });
    nom::branch::alt((only, up_to)).parse(input)
}

fn values(input: &str) -> IResult<&str, Vec<(String, String)>> {
    let none = char::<&str, nom::error::Error<&str>>('-').map(|_| Vec::new());
    nom::branch::alt((pairs, none)).parse(input)
}

fn pairs(input: &str) -> IResult<&str, Vec<(String, String)>> {
    separated_list1(char(','), separated_pair(name, char(':'), value)).parse(input)
}

/// Reads the state, from the tree to the symbol in focus.
pub(crate) fn link(input: &str) -> IResult<&str, Link> {
    let (rest, tree) = name(input)?;
    let (rest, patches) = opt(preceded(char(':'), patches)).parse(rest)?;
    let (rest, arches) = preceded(char('/'), separated_list1(char('+'), name)).parse(rest)?;
    let (rest, base) = preceded(char('/'), name).parse(rest)?;
    let (rest, carried) = opt(tag("+carried")).parse(rest)?;
    let (rest, profile) = opt(preceded(tag("+by:"), name)).parse(rest)?;
    let (rest, answers) = opt(preceded(tag("+said:"), pairs)).parse(rest)?;
    let (rest, values) = preceded(char('/'), values).parse(rest)?;
    let (rest, focus) = opt(preceded(tag("/~"), name)).parse(rest)?;
    let link = Link {
        tree,
        patches: patches.unwrap_or_default(),
        arches,
        base,
        carried: carried.is_some(),
        profile,
        answers: answers.unwrap_or_default(),
        values,
        focus,
        ..Link::default()
    };
    Ok((rest, link))
}
