//! Links to a state: text that survives a mailing list.
//!
//! Takes a [`Link`] and gives the fragment of an address ([`encode`]), and the
//! other way round ([`decode`]), repairing what mail does to a link. It knows
//! nothing of scenarios, symbols or browsers: names are texts here.
//!
//! Architecture invariant: a format number is for ever. [`format1`] never
//! changes what it reads; a new format gets a new number and a new module.
//!
//! The rules: everything stands in the fragment; the letters are
//! `A-Za-z0-9-._~/:,+`; the last one is alphanumeric, so that no mail client
//! leaves it out; equal states give equal links; a checksum tells a cut or
//! altered link from a sound one.

mod format1;
mod repair;

pub use repair::repair;

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
    /// Digest of the tree with its patches, as the sender had it.
    pub tree_digest: u32,
    /// Digest of the result, as the sender saw it.
    pub result_digest: u32,
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

/// Why a text is no sound link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkError {
    /// What is wrong, one sentence.
    pub message: String,
    /// What could be read all the same.
    pub partial: Option<Box<Link>>,
}

/// The longest text that is read, in bytes; a link is 900 at most.
pub const MAX_LENGTH: usize = 16 * 1024;

/// Writes the fragment of a link, from `#` on.
pub fn encode(link: &Link) -> String {
    format1::encode(link)
}

/// Reads a link: an address, or its fragment with or without `#`, also quoted,
/// wrapped or in angle brackets.
///
/// # Errors
/// Says what is wrong with it: no link at all, an unknown format, a part that
/// is missing, or a checksum that does not fit.
pub fn decode(text: &str) -> Result<Link, LinkError> {
    let fail = |message: String| LinkError { message, partial: None };
    if text.len() > MAX_LENGTH {
        return Err(fail(format!(
            "the link is {} bytes long; {MAX_LENGTH} is the most that is read",
            text.len()
        )));
    }
    let fragment = repair(text);
    let Some((format, rest)) = fragment.split_once('/') else {
        return Err(fail("this is no link to a state: it has no `#1/` part".into()));
    };
    match format {
        "1" => format1::decode(rest),
        other if other.starts_with(|c: char| c.is_ascii_digit()) => {
            Err(fail(format!("the link is of format {other}; this page reads format 1")))
        }
        _ => Err(fail("this is no link to a state: it has no `#1/` part".into())),
    }
}
