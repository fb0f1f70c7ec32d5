//! The part of a series that a link carries: what Kconfig reads, as short as it goes.

mod reduce;
mod text;

use std::fmt;

use kconfig_vfs::Vfs;

use crate::kept::{is_carried, kept_in};
use crate::on_tree::{Step, apply_series};
use crate::patch::Patch;
use reduce::{TRY_LIMIT, reduced, whole};

/// The longest text of a carried series, in bytes: 256 KiB.
///
/// What of a series is about Kconfig has some 10 kB; a link that long is none for a mail.
pub const MAX_CARRIED: usize = 256 * 1024;

/// The longest Message-ID that is carried, in bytes; a longer one is left out.
pub const MAX_MESSAGE_ID: usize = 250;

/// How many patches a carried series may have.
pub const MAX_CARRIED_PATCHES: usize = 1_000;

/// The part of a series that a link carries.
///
/// `patches` are what [`read_carried`] reads from `text`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Carried {
    /// The text; the same part gives the same text.
    pub text: String,
    /// The Message-ID that the series is found by, without its angle brackets.
    pub message_id: Option<String>,
    /// The patches, as many as the series has: one that changes nothing that is carried
    /// has a subject alone.
    pub patches: Vec<Patch>,
}

/// Why a series cannot be carried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CarryError {
    /// Its text is longer than [`MAX_CARRIED`].
    TooLong {
        /// How long it is, in bytes.
        len: usize,
    },
    /// It has more patches than [`MAX_CARRIED_PATCHES`].
    TooManyPatches {
        /// How many it has.
        n: usize,
    },
    /// What is carried of a patch would leave other files than the patch does.
    Differs {
        /// The patch's number, from 1.
        patch: usize,
    },
    /// A patch has what no line of the text can say: a path with a line break, a line
    /// number beyond all files.
    NotSayable {
        /// The patch's number, from 1.
        patch: usize,
    },
}

impl fmt::Display for CarryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong { len } => write!(
                f,
                "what the series changes for Kconfig is {len} bytes long; a link carries {MAX_CARRIED} at most"
            ),
            Self::TooManyPatches { n } => {
                write!(f, "the series has {n} patches; a link carries {MAX_CARRIED_PATCHES} at most")
            }
            Self::Differs { patch } => write!(
                f,
                "patch {patch} cannot be carried: what a link has of it would leave other files than it does"
            ),
            Self::NotSayable { patch } => {
                write!(
                    f,
                    "patch {patch} cannot be carried: a path of it has a line break, or a hunk no true line number"
                )
            }
        }
    }
}

impl std::error::Error for CarryError {}

/// What is wrong with the text of a carried series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CarriedError {
    /// The line, from 1; 0 where the text as a whole is wrong.
    pub line: u32,
    /// What is wrong, as a phrase.
    pub message: String,
}

impl fmt::Display for CarriedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "the series in the link cannot be read: {}", self.message),
            line => write!(f, "the series in the link cannot be read: line {line}: {}", self.message),
        }
    }
}

impl std::error::Error for CarriedError {}

/// Reads the text of a carried series.
///
/// # Errors
/// The text is too long, or a line of it is not what [`carry`] writes there.
pub fn read_carried(text: &str) -> Result<Carried, CarriedError> {
    let (message_id, patches) = text::read(text)?;
    Ok(Carried { text: text.to_owned(), message_id, patches })
}

/// Takes of a series what a link carries: the hunks of the files that Kconfig reads, with
/// only as much context as they need to be found in this tree.
///
/// Put on the tree, what is carried leaves byte for byte the files that the series leaves,
/// patch by patch, hunks that do not apply and patches that the tree has already
/// included: all of it is put on the tree before it is given. The lines of Makefiles below
/// the root are not carried, as Kconfig reads none of them and a bundle has none.
///
/// # Errors
/// The series is too long for a link, or has what cannot be carried.
pub fn carry(tree: &Vfs, message_id: Option<&str>, patches: &[Patch]) -> Result<Carried, CarryError> {
    if patches.len() > MAX_CARRIED_PATCHES {
        return Err(CarryError::TooManyPatches { n: patches.len() });
    }
    let steps = apply_series(tree, patches, kept_in(tree));
    let mut small = Vec::with_capacity(patches.len());
    let mut full = Vec::with_capacity(patches.len());
    let (mut before, mut left) = (tree, TRY_LIMIT);
    for (patch, step) in patches.iter().zip(&steps) {
        full.push(whole(before, patch));
        small.push(match step {
            // A patch that comes off the tree is found by all of its context.
            Step::InTree => whole(before, patch),
            Step::Put(outcome) => reduced(before, patch, outcome.way, &mut left),
        });
        before = after(step).unwrap_or(before);
    }
    let mut differing = Vec::new();
    for take in [Take::Small, Take::Mixed, Take::Full] {
        let chosen = small.iter().zip(&full).enumerate().map(|(at, (small, full))| match take {
            Take::Small => small,
            Take::Mixed if !differing.contains(&at) => small,
            Take::Mixed | Take::Full => full,
        });
        let chosen: Vec<Patch> = chosen.cloned().collect();
        let text = text::write(message_id, &chosen).map_err(|at| CarryError::NotSayable { patch: at + 1 })?;
        if text.len() > MAX_CARRIED {
            return Err(CarryError::TooLong { len: text.len() });
        }
        // What is compared is what a receiver reads.
        let Ok(carried) = read_carried(&text) else { break };
        differing = differences(tree, &steps, &carried.patches);
        if differing.is_empty() {
            return Ok(carried);
        }
    }
    Err(CarryError::Differs { patch: differing.first().map_or(1, |at| at + 1) })
}

/// Which patches are taken with all of their context.
#[derive(Clone, Copy)]
enum Take {
    Small,
    /// Those that the small ones differ at.
    Mixed,
    Full,
}

fn after(step: &Step) -> Option<&Vfs> {
    match step {
        Step::InTree => None,
        Step::Put(outcome) => Some(&outcome.tree),
    }
}

/// Lists the patches, from 0, that do not do what is wanted when they are carried.
fn differences(tree: &Vfs, wanted: &[Step], carried: &[Patch]) -> Vec<usize> {
    let done = apply_series(tree, carried, is_carried);
    let mut sides = (tree, tree);
    let mut differing = Vec::new();
    for (at, (wanted, done)) in wanted.iter().zip(&done).enumerate() {
        // Nobody needs to know that a patch is there that nothing is carried of.
        let is_told = carried.get(at).is_some_and(|patch| !patch.files.is_empty());
        let is_in = [wanted, done].map(|step| is_told && matches!(step, Step::InTree));
        let was_same = differing.is_empty();
        sides = (after(wanted).unwrap_or(sides.0), after(done).unwrap_or(sides.1));
        // Behind a patch that differs, all may differ.
        if is_in[0] != is_in[1] || (was_same && !is_same(sides.0, sides.1)) {
            differing.push(at);
        }
    }
    differing
}

/// Tells whether two trees have the same texts of the files that are carried.
fn is_same(left: &Vfs, right: &Vfs) -> bool {
    let carried = |tree: &'_ Vfs| -> Vec<_> {
        let files = tree.iter().filter(|(path, _)| is_carried(path));
        files.map(|(path, text)| (path.to_owned(), text.clone())).collect()
    };
    carried(left) == carried(right)
}
