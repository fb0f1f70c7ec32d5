//! Finding a link in a repaired text.
//!
//! A link's checksum tells where it ends, whatever follows it. Work is bounded: a
//! reading ends at the slash after [`format2::MAX_SLASHES`], and each start has a
//! slash of its own, so no letter belongs to more than eight readings. A series is
//! unpacked where the link is known to be the one.

use crate::format2::{self, Sound};
use crate::{LinkError, MAX_LENGTH, format1};

/// A place where a link may start: its format's number.
#[derive(Clone, Copy)]
struct Start {
    at: usize,
    /// Whether `#` stands before it.
    is_marked: bool,
}

/// What a blank inside a link stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Blank {
    /// Nothing.
    Nothing,
    /// The `+` that a form's decoding made a blank of.
    Plus,
}

/// Reads a link by its letters, the format's number first.
fn decode(letters: &str) -> Result<Sound, LinkError> {
    match letters.strip_prefix("2/") {
        Some(rest) => format2::decode(rest),
        None => format1::decode(letters.get(2..).unwrap_or_default()).map(Sound::from),
    }
}

/// Gives the first sound link, if there is one, and whether there are others.
pub(crate) fn sound(text: &str, blank: Blank) -> Option<(Sound, bool)> {
    let text = text.as_bytes();
    let mut found: Option<(Sound, bool)> = None;
    let mut end = 0;
    for start in starts(text) {
        // What is inside a sound link is no other one.
        if start.at < end {
            continue;
        }
        let Some((link, after)) = sound_at(text, start, blank) else { continue };
        end = after;
        match &mut found {
            None => found = Some((link, false)),
            Some((first, has_others)) => *has_others |= *first != link,
        }
    }
    found
}

fn is_gap(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n')
}

fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~/:,+".contains(&byte)
}

fn starts(text: &[u8]) -> impl Iterator<Item = Start> {
    let numbers = text.iter().enumerate().filter(|(_, byte)| matches!(byte, b'1' | b'2'));
    numbers.filter_map(|(at, _)| {
        let before = text[..at].iter().rev().find(|byte| !is_gap(**byte));
        let after = text[at + 1..].iter().find(|byte| !is_gap(**byte));
        let is_marked = before == Some(&b'#');
        let is_word = at == 0 || !is_letter(text[at - 1]);
        (after == Some(&b'/') && (is_marked || is_word)).then_some(Start { at, is_marked })
    })
}

/// How many slashes a link has at most, the one after its format's number included.
fn max_slashes(letters: &str) -> usize {
    if letters.starts_with('2') { format2::MAX_SLASHES } else { format1::MAX_SLASHES }
}

/// Reads on from a start until the checksum fits; gives also where the link ends.
fn sound_at(text: &[u8], start: Start, blank: Blank) -> Option<(Sound, usize)> {
    let mut letters = String::new();
    let (mut n_slashes, mut part) = (0, 0);
    for (at, &byte) in text.iter().enumerate().skip(start.at) {
        let letter = match byte {
            b' ' if blank == Blank::Plus => b'+',
            _ if is_gap(byte) => continue,
            _ => byte,
        };
        if !is_letter(letter) || letters.len() == MAX_LENGTH {
            return None;
        }
        letters.push(char::from(letter));
        if letter == b'/' {
            n_slashes += 1;
            part = letters.len();
            if n_slashes > max_slashes(&letters) {
                return None;
            }
        } else if format1::is_check(&letters[part..])
            && let Ok(link) = decode(&letters)
        {
            return Some((link, at + 1));
        }
    }
    None
}

/// Says why a text without a sound link has none.
pub(crate) fn refusal(text: &str) -> LinkError {
    let text = text.as_bytes();
    let is_first = |start: &Start| !text[..start.at].iter().any(|&byte| is_letter(byte));
    let start = starts(text).find(|start| start.is_marked);
    if let Some(start) = start.or_else(|| starts(text).next().filter(is_first)) {
        return unsound(&text[start.at..]);
    }
    LinkError::new(other_format(text).map_or_else(
        || "this is no link to a state: it has no `#1/` or `#2/` part".to_owned(),
        |format| format!("the link is of format {format}; this page reads formats 1 and 2"),
    ))
}

/// The number of a format that is not known.
fn other_format(text: &[u8]) -> Option<String> {
    let marked = text.iter().enumerate().filter(|(_, byte)| **byte == b'#').map(|(at, _)| at + 1);
    let first = text.iter().position(|&byte| is_letter(byte));
    marked.chain(first).find_map(|at| {
        let solid = text[at..].iter().filter(|byte| !is_gap(**byte)).take(9);
        let format: String =
            solid.take_while(|byte| byte.is_ascii_alphanumeric()).map(|&byte| char::from(byte)).collect();
        let after = text[at..].iter().filter(|byte| !is_gap(**byte)).nth(format.len());
        (format.starts_with(|c: char| c.is_ascii_digit()) && after == Some(&b'/')).then_some(format)
    })
}

/// What is wrong with the link that a text starts with.
fn unsound(text: &[u8]) -> LinkError {
    let is_end = |at: usize| text[at] == b' ' || text[at..].starts_with(b"\n\n");
    let end = (0..text.len()).find(|&at| is_end(at) || !(is_gap(text[at]) || is_letter(text[at])));
    let end = end.unwrap_or(text.len());
    // One link as far as white space in it does not look like its end.
    let whole = solid(&text[..end]);
    if whole.len() > MAX_LENGTH {
        return LinkError::new(format!(
            "the link is {} letters long; {MAX_LENGTH} is the most that is read",
            whole.len()
        ));
    }
    let judge = |letters: &str| decode(letters).err();
    if let Some(error) = checked(&whole).and_then(judge) {
        return error;
    }
    // With blanks in it, but only where that gives something to read.
    let n = text.iter().take_while(|byte| is_gap(**byte) || is_letter(**byte)).take(2 * MAX_LENGTH).count();
    let joined = solid(&text[..n]);
    if let Some(error) = checked(&joined).and_then(judge).filter(|error| error.partial.is_some()) {
        return error;
    }
    let partial = decode(whole.trim_end_matches(|c: char| !c.is_ascii_alphanumeric()));
    let error = partial.err().unwrap_or_else(|| LinkError::new(String::new()));
    match stray(&text[end..]) {
        Some(stray) => LinkError {
            message: format!("the link is damaged: `{stray}` in it is no letter of a link"),
            ..error
        },
        None => error,
    }
}

fn solid(text: &[u8]) -> String {
    text.iter().filter(|byte| !is_gap(**byte)).map(|&byte| char::from(byte)).collect()
}

/// The letters up to a whole checksum, if there is one, sound or not.
fn checked(letters: &str) -> Option<&str> {
    let slashes = letters.match_indices('/').map(|(at, _)| at + 1).skip(3);
    let mut ends = slashes.map(|at| at + format1::CHECK_LEN).filter_map(|end| letters.get(..end));
    ends.find(|letters| format1::is_check(&letters[letters.len() - format1::CHECK_LEN..]))
}

/// The letter that a text starts with, where a link goes on behind it.
fn stray(text: &[u8]) -> Option<char> {
    let text = &text[..text.len().min(4 * MAX_LENGTH)];
    let text = &text[..text.iter().position(|&byte| is_gap(byte)).unwrap_or(text.len())];
    let text = String::from_utf8_lossy(text);
    let goes_on = text
        .match_indices('/')
        .any(|(at, _)| text.get(at + 1..at + 1 + format1::CHECK_LEN).is_some_and(format1::is_check));
    text.chars().next().filter(|_| goes_on)
}
