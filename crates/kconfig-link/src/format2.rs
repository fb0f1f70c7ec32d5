//! Format 2, a state with its series:
//! `#2/<tree>[:<patches>]/<arch>/<base>.../<values>[/~<focus>]/<series>/<check>`.
//!
//! All but `<series>` is written as in format 1. `<series>` is `z` and the packed text
//! (`packed.rs`), or `s` and the CRC-32 of the text in eight lower-case hexadecimal digits,
//! then perhaps `:` and the Message-ID. The patches are numbered from 1.

use std::fmt::Write as _;

use nom::branch::alt;
use nom::bytes::complete::{take, take_while1};
use nom::character::complete::char;
use nom::combinator::{all_consuming, opt, verify};
use nom::sequence::preceded;
use nom::{IResult, Parser};

use crate::format1::{
    self, Grammar, decode_as, is_lower_hex, link, name, push_check, push_escaped, push_state,
};
use crate::packed::{MAX_SERIES, pack, unpack};
use crate::{Link, LinkError, Series};

/// How many slashes a link has at most, the one after its `2` included.
pub(crate) const MAX_SLASHES: usize = 7;

pub(crate) fn encode(link: &Link, series: &Series) -> String {
    let mut out = String::from("2/");
    push_state(&mut out, link);
    match series {
        Series::Text(text) if text.len() <= MAX_SERIES => {
            let _ = write!(out, "/z{}", pack(text));
        }
        series => {
            let _ = write!(out, "/s{:08x}", series.digest());
        }
    }
    if let Series::Digest { message_id: Some(id), .. } = series {
        out.push(':');
        push_escaped(&mut out, id);
    }
    push_check(&mut out, link);
    format!("#{out}")
}

/// A link whose checksum fits, its series as it is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sound {
    link: Link,
    packed: Option<String>,
}

impl From<Link> for Sound {
    fn from(link: Link) -> Self {
        Self { link, packed: None }
    }
}

impl From<Sound> for Link {
    /// Gives the state alone: what was cut or altered is not unpacked.
    fn from(sound: Sound) -> Self {
        sound.link
    }
}

impl AsMut<Link> for Sound {
    fn as_mut(&mut self) -> &mut Link {
        &mut self.link
    }
}

impl Sound {
    /// Gives the link with its series.
    pub(crate) fn unpacked(self) -> Result<Link, LinkError> {
        let mut link = self.link;
        if let Some(packed) = self.packed {
            match unpack(&packed) {
                Ok(text) => link.series = Some(Series::Text(text)),
                Err(message) => return Err(LinkError { message, partial: Some(Box::new(link)) }),
            }
        }
        Ok(link)
    }
}

/// Reads what follows `2/`.
pub(crate) fn decode(rest: &str) -> Result<Sound, LinkError> {
    // Behind four parts and perhaps the focus stands the series, then the check.
    let is_part = |last: &str| last.starts_with(['~', 'z', 's']);
    decode_as(&Grammar { number: '2', n_parts: 5, is_part, parse, parse_cut }, rest)
}

/// Reads all before the check.
fn parse(body: &str) -> Option<Sound> {
    all_consuming(sound).parse(body).ok().map(|(_, sound)| sound)
}

/// Reads as much as can be read of what was cut at its end: all of the state where the cut
/// is in the series or behind it.
fn parse_cut(body: &str) -> Option<Sound> {
    let state = |body: &str| all_consuming(link).parse(body).ok().map(|(_, link)| Sound::from(link));
    let before = body.rsplit_once('/').map(|(before, last)| (before, last.starts_with(['z', 's'])));
    match before {
        Some((before, true)) => state(before).or_else(|| format1::parse_cut(body).map(Sound::from)),
        _ => format1::parse_cut(body).map(Sound::from),
    }
}

fn sound(input: &str) -> IResult<&str, Sound> {
    let is_packed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let packed = preceded(char('z'), take_while1(is_packed)).map(|text: &str| (None, Some(text.to_owned())));
    let digest = verify(take(8_usize), is_lower_hex).map_res(|text: &str| u32::from_str_radix(text, 16));
    let digest = preceded(char('s'), (digest, opt(preceded(char(':'), name))))
        .map(|(digest, message_id)| (Some(Series::Digest { digest, message_id }), None));
    let (rest, link) = link(input)?;
    let (rest, (series, packed)) = preceded(char('/'), alt((packed, digest))).parse(rest)?;
    Ok((rest, Sound { link: Link { series, ..link }, packed }))
}
