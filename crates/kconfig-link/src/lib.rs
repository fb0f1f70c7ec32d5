//! Links to a state: text that survives a mailing list.
//!
//! Takes a [`Link`] and gives the fragment of an address ([`encode`]), and the
//! other way round ([`find`], [`decode`]), undoing what mail does to a link. It
//! knows nothing of scenarios, symbols or browsers: names are texts here.
//!
//! Architecture invariant: a format number is for ever. [`format1`] and [`format2`]
//! never change what they read; a new format gets a new number and a new module.
//! A state without a series is written in format 1, one with a series in format 2.
//!
//! The rules: everything stands in the fragment; the letters are
//! `A-Za-z0-9-._~/:,+`; the last one is alphanumeric, so that no mail client
//! leaves it out; equal states give equal links; a checksum tells a cut or
//! altered link from a sound one.

mod dictionary;
mod find;
mod format1;
mod format2;
mod packed;
mod repair;

use find::Blank;
pub use packed::MAX_SERIES;
use repair::{Way, repair};

/// A state and what its sender saw.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link {
    /// Name of the scenario or tree.
    pub tree: String,
    /// Which patches.
    pub patches: Patches,
    /// Arches, at least one.
    pub arches: Vec<String>,
    /// Name of the base config.
    pub base: String,
    /// Whether the base tree's .config is carried along.
    pub carried: bool,
    /// The toolchain whose answers are taken, where it is not the default.
    pub profile: Option<String>,
    /// Answers in place of the toolchain's, by the names of their commands.
    pub answers: Vec<(String, String)>,
    /// User values, sorted by symbol, each symbol once.
    pub values: Vec<(String, String)>,
    /// The symbol in focus.
    pub focus: Option<String>,
    /// The series that the link brings along; `None` where the tree has its own.
    pub series: Option<Series>,
    /// Digest of the tree as the sender had it: with its patches, but without those of a
    /// series that the link brings along.
    pub tree_digest: u32,
    /// Digest of the result, as the sender saw it.
    pub result_digest: u32,
}

/// A series that a link brings along.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Series {
    /// Its text, of at most [`MAX_SERIES`] bytes.
    Text(String),
    /// What tells whether somebody else's text is the same, and where to get it.
    Digest {
        /// The digest of the text, as [`Series::digest`] gives it.
        digest: u32,
        /// The Message-ID that the series is found by, without its angle brackets.
        message_id: Option<String>,
    },
}

impl Series {
    /// Gives the digest of the text.
    pub fn digest(&self) -> u32 {
        match self {
            Self::Text(text) => crc32fast::hash(text.as_bytes()),
            Self::Digest { digest, .. } => *digest,
        }
    }
}

impl AsMut<Self> for Link {
    fn as_mut(&mut self) -> &mut Self {
        self
    }
}

/// Which patches of a series are applied.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Patches {
    /// All of them; left out in the text.
    #[default]
    All,
    /// None.
    None,
    /// Up to and with this one.
    UpTo(String),
    /// These.
    Only(Vec<String>),
}

/// A link that was found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The first sound one.
    pub link: Link,
    /// Whether the text has further sound links, to other states.
    pub has_others: bool,
}

/// Why a text is no sound link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkError {
    /// What is wrong, one sentence.
    pub message: String,
    /// What could be read all the same.
    pub partial: Option<Box<Link>>,
}

impl LinkError {
    fn new(message: String) -> Self {
        Self { message, partial: None }
    }
}

/// The longest link that is read, in letters; a link in a mail has 900 at most. The
/// longest series that a link brings along has some 90,000.
pub const MAX_LENGTH: usize = 128 * 1024;

/// The longest text that is searched for a link, in bytes: a whole mail.
pub const MAX_TEXT: usize = 1024 * 1024;

/// Writes the fragment of a link, from `#` on.
///
/// A series of more than [`MAX_SERIES`] bytes is written as its digest: such a link would
/// not be read.
pub fn encode(link: &Link) -> String {
    match &link.series {
        None => format1::encode(link),
        Some(series) => format2::encode(link, series),
    }
}

/// Reads the first sound link of a text, as [`find`] does.
///
/// # Errors
/// As [`find`].
pub fn decode(text: &str) -> Result<Link, LinkError> {
    find(text).map(|found| found.link)
}

/// Finds a link: an address, its fragment with or without `#`, or a whole mail
/// that has one, quoted, wrapped, encoded, in brackets, with text around it.
///
/// What mail and browsers do to a link is undone in several ways, and the
/// checksum says which one is right: what is read is what was written. The time
/// grows with the text, of at most [`MAX_TEXT`] bytes; see `find.rs` for why.
///
/// # Errors
/// Says what is wrong with the first link: none at all, an unknown format, a part
/// that is missing, a checksum that does not fit, or a series that cannot be unpacked or
/// unpacks to more than [`MAX_SERIES`] bytes.
pub fn find(text: &str) -> Result<Found, LinkError> {
    if text.len() > MAX_TEXT {
        return Err(LinkError::new(format!(
            "the text is {} bytes long; {MAX_TEXT} is the most that is searched for a link",
            text.len()
        )));
    }
    let mut readings: Vec<String> = Vec::new();
    for (takes_all_marks, takes_soft_breaks) in [(true, true), (false, true), (true, false), (false, false)] {
        let reading = repair(text, Way { takes_all_marks, takes_soft_breaks });
        if !readings.contains(&reading) {
            readings.push(reading);
        }
    }
    for blank in [Blank::Nothing, Blank::Plus] {
        for reading in &readings {
            if let Some((sound, has_others)) = find::sound(reading, blank) {
                return sound.unpacked().map(|link| Found { link, has_others });
            }
        }
    }
    Err(find::refusal(readings.first().map_or(text, |usual| usual)))
}
