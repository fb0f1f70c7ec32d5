//! A state of a series as a link that brings the series along, or as a recipe where such
//! a link is too long for a mail.
//!
//! Start with [`link_or_recipe`] and [`read_link`]. docs/links.md has the formats.

mod recipe;

use kconfig_link::{Found, LinkError, Series, encode, find};
use kconfig_series::{Carried, Patch, read_carried};

use crate::links::{link, state_of};
pub use crate::state_config::given_base;
use crate::view::{Selection, State};
pub(crate) use recipe::recipe;

/// The longest link that goes into a mail, in characters, the address of the page
/// included.
pub const MAX_MAIL_LINK: usize = 900;

/// A state and what its sender saw.
#[derive(Clone, Copy, Debug)]
pub struct Sent<'a> {
    /// The state; the patches of its selection are numbered from 1.
    pub state: &'a State,
    /// What the tree is called in sentences: `Linux 6.12.48`.
    pub tree_title: &'a str,
    /// The digest of the tree without the series ([`crate::bundle::tree_digest`]).
    pub tree_digest: u32,
    /// The CRC-32 of the whole .config.
    pub result_digest: u32,
    /// What a link carries of the series ([`kconfig_series::carry`] on this tree).
    pub series: &'a Carried,
    /// The address of the page, before the `#`; "" where nobody else can reach it.
    pub address: &'a str,
}

/// How a state is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkOrRecipe {
    /// By a link, with the address of the page.
    Link(String),
    /// By a text for a mail, of at most 72 columns, that ends in a line break.
    Recipe(String),
}

/// Gives the fragment of a state's link with its series, from `#` on, however long.
pub fn series_link(sent: &Sent<'_>) -> String {
    let series = Series::Text(sent.series.text.clone());
    encode(&link(sent.state, Some(series), sent.tree_digest, sent.result_digest))
}

/// Gives a state's link, or where that is longer than [`MAX_MAIL_LINK`] its recipe: which
/// tree to open, which series to fetch, and the state.
///
/// Equal states give equal texts.
pub fn link_or_recipe(sent: &Sent<'_>) -> LinkOrRecipe {
    let link = format!("{}{}", sent.address, series_link(sent));
    if is_for_mail(&link) { LinkOrRecipe::Link(link) } else { LinkOrRecipe::Recipe(recipe(sent)) }
}

/// Tells whether a link is short enough for a mail.
pub(crate) fn is_for_mail(link: &str) -> bool {
    link.chars().count() <= MAX_MAIL_LINK
}

/// A link as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadLink {
    /// The state.
    pub state: State,
    /// The series that the state is of; `None` where its tree has its own.
    pub series: Option<LinkSeries>,
    /// The digest of the sender's tree.
    pub tree_digest: u32,
    /// The digest of the .config that the sender saw.
    pub result_digest: u32,
    /// Whether the text has further links, to other states.
    pub has_others: bool,
}

/// The series of a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkSeries {
    /// The link brings it along.
    Carried(Carried),
    /// The link is that of a recipe, and only tells whether a series is the one.
    Named {
        /// The digest of what a link would carry of it on the sender's tree.
        digest: u32,
        /// The Message-ID that it is found by, where that is known.
        message_id: Option<String>,
    },
}

impl LinkSeries {
    /// Gives the digest of the carried text.
    pub fn digest(&self) -> u32 {
        match self {
            Self::Carried(carried) => series_digest(carried),
            Self::Named { digest, .. } => *digest,
        }
    }
}

/// Why a text is no link that can be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkProblem {
    /// What is wrong: none at all, a format that is not known, cut, altered, damaged, or a
    /// series that is too long or cannot be read; one sentence without its full stop.
    pub message: String,
    /// What could be read of the state all the same; never of its series.
    pub state: Option<Box<State>>,
}

/// Gives the digest of a carried series that links and recipes name it by.
pub fn series_digest(carried: &Carried) -> u32 {
    crc32fast::hash(carried.text.as_bytes())
}

/// Reads a link or a recipe of either format out of an address, or out of a whole mail,
/// quoted and wrapped.
///
/// # Errors
/// The text has no sound link, or one whose series cannot be read.
pub fn read_link(text: &str) -> Result<ReadLink, LinkProblem> {
    let problem = |LinkError { message, partial }: LinkError| LinkProblem {
        message,
        state: partial.map(|link| Box::new(state_of(&link))),
    };
    let Found { link, has_others } = find(text).map_err(problem)?;
    let state = state_of(&link);
    let series = match link.series {
        None => None,
        Some(Series::Digest { digest, message_id }) => Some(LinkSeries::Named { digest, message_id }),
        Some(Series::Text(text)) => match read_carried(&text) {
            Ok(carried) => Some(LinkSeries::Carried(carried)),
            Err(error) => {
                return Err(LinkProblem { message: error.to_string(), state: Some(Box::new(state)) });
            }
        },
    };
    let (tree_digest, result_digest) = (link.tree_digest, link.result_digest);
    Ok(ReadLink { state, series, tree_digest, result_digest, has_others })
}

/// What a link's state gives here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeenHere {
    /// The digest of the tree without the series.
    pub tree_digest: u32,
    /// The digest of what a link carries of the series on this tree.
    pub series_digest: u32,
    /// The CRC-32 of the whole .config.
    pub result_digest: u32,
}

impl ReadLink {
    /// Compares what the sender saw with what is seen here; gives whether that is the same,
    /// and the words for it: `MATCH` or `MISMATCH`, and what differs.
    pub fn compare(&self, here: &SeenHere) -> (bool, String) {
        let mut differing = Vec::new();
        let is_other_tree = self.tree_digest != here.tree_digest;
        if is_other_tree {
            let (theirs, ours) = (self.tree_digest, here.tree_digest);
            differing.push(format!(
                "The sender's tree is another version of this one (digest {theirs:08x}, here {ours:08x})."
            ));
        }
        // What is carried hangs on the tree; on another tree it says nothing.
        let theirs = self.series.as_ref().map(LinkSeries::digest);
        if let Some(theirs) = theirs.filter(|&theirs| !is_other_tree && theirs != here.series_digest) {
            let ours = here.series_digest;
            differing.push(format!(
                "The sender's series is another one than this (digest {theirs:08x}, here {ours:08x})."
            ));
        }
        if self.result_digest != here.result_digest {
            differing.push(match differing.is_empty() {
                true => "The same tree gives another .config here than it gave the sender.".to_owned(),
                false => "The .config is another one than the sender's.".to_owned(),
            });
        } else if !differing.is_empty() {
            differing.push("The .config is the sender's all the same.".to_owned());
        }
        let others = if self.has_others { " The text has other links; this is the first." } else { "" };
        match differing.is_empty() {
            true => (true, format!("MATCH: this is what the sender saw.{others}")),
            false => (false, format!("MISMATCH: {}{others}", differing.join(" "))),
        }
    }
}

/// Lists the patches that a state's selection takes, from 0, of a series whose patches are
/// numbered from 1.
///
/// # Errors
/// The number of a patch that the series does not have, as it is written.
pub fn chosen_patches(selection: &Selection, n_patches: usize) -> Result<Vec<usize>, String> {
    let place = |id: &String| {
        let number = id.parse::<usize>().ok().filter(|&number| number.to_string() == *id);
        number.and_then(|number| number.checked_sub(1)).filter(|&at| at < n_patches).ok_or_else(|| id.clone())
    };
    match selection {
        Selection::Base => Ok(Vec::new()),
        Selection::After => Ok((0..n_patches).collect()),
        Selection::UpTo(id) => Ok((0..=place(id)?).collect()),
        Selection::Only(ids) => {
            let mut places: Vec<usize> = ids.iter().map(place).collect::<Result<_, _>>()?;
            places.sort_unstable();
            places.dedup();
            Ok(places)
        }
    }
}

/// Gives the patches of a series that a state's selection takes, in the order of the
/// series.
///
/// # Errors
/// As [`chosen_patches`].
pub fn selected(selection: &Selection, patches: &[Patch]) -> Result<Vec<Patch>, String> {
    let places = chosen_patches(selection, patches.len())?;
    Ok(places.into_iter().filter_map(|at| patches.get(at)).cloned().collect())
}
