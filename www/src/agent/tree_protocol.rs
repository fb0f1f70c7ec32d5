//! The words about kernel trees that page and worker exchange.

use serde::{Deserialize, Serialize};

/// The number of an opening that a link asks for, and not the person.
pub const LINKED: u32 = 0;

/// A file that the person at the page chose; it crosses the thread boundary
/// unread.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picked {
    /// Its path: below the chosen folder, or its name alone.
    pub path: String,
    /// The file.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    pub file: web_sys::File,
}

/// Where a series comes from: texts that were pasted, and files.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeriesSource {
    /// The texts.
    pub texts: Vec<String>,
    /// The files: mailboxes, mails, diffs.
    pub files: Vec<Picked>,
}

/// Where a tree comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TreeSource {
    /// A bundle or tarball.
    File(Picked),
    /// A folder, those of whose files that Kconfig needs are there already.
    Folder {
        /// Its name.
        name: String,
        /// Some names of what else it has, for an error.
        others: Vec<String>,
    },
    /// A bundle that the site lists, by its name there.
    Listed(String),
    /// A tree that the browser keeps, by its name.
    Kept(String),
}

impl TreeSource {
    /// Returns what to call it until more is known.
    pub fn name(&self) -> &str {
        match self {
            Self::File(picked) => &picked.path,
            Self::Folder { name, .. } | Self::Listed(name) | Self::Kept(name) => name,
        }
    }
}

/// The trees that can be opened by name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TreeList {
    /// The names of those of the site.
    pub listed: Vec<String>,
    /// The names of those that the browser keeps, sorted.
    pub kept: Vec<String>,
}

/// What of an opening takes its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Phase {
    /// Its files are looked for.
    Looking,
    /// It comes from the site.
    Fetching,
    /// It is read.
    Reading,
    /// It is packed, to be kept.
    Packing,
}

/// How far an opening is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpeningProgress {
    /// What is done.
    pub phase: Phase,
    /// How much of it, in percent, where that is known.
    pub percent: Option<u32>,
    /// How many files of Kconfig were found.
    pub n_files: u32,
}

/// A toolchain whose answers a tree has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfileInfo {
    /// Its name.
    pub name: String,
    /// The arches that it was asked for.
    pub arches: Vec<String>,
}

/// An opened tree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TreeInfo {
    /// Its name, made of the letters of a link.
    pub name: String,
    /// What it is called in sentences, such as `Linux 6.12.48`.
    pub title: String,
    /// The checksum of its bundle.
    pub digest: u32,
    /// Its arches.
    pub arches: Vec<String>,
    /// The toolchains that were asked.
    pub profiles: Vec<ProfileInfo>,
    /// How many files it has.
    pub n_files: u32,
}
