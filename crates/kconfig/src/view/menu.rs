//! The menu: what is asked for, and its rows.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Which rows of the menu are looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MenuAsk {
    /// What stands in the search box: words in any order, phrases in double
    /// quotes, or a `/pattern/`.
    pub query: String,
    /// Whether the search looks into help texts too.
    pub in_help: bool,
    /// Only what the series is about.
    pub only_series: bool,
    /// Also what conf would not ask for. A search finds that always.
    pub hidden: bool,
    /// What the person opened (true) or closed, by the keys of rows.
    pub toggled: BTreeMap<String, bool>,
    /// The first row, from 0.
    pub first: u32,
    /// How many rows.
    pub count: u32,
    /// Where the person is.
    pub active: ActiveRow,
    /// Whether other rows are given, those around it, if that is not among the
    /// rows asked for.
    pub follows: bool,
}

impl MenuAsk {
    /// What decides which symbols are listed, without the part that is looked at.
    pub fn listed(&self) -> Self {
        Self { first: 0, count: 0, active: ActiveRow::Focus, follows: false, ..self.clone() }
    }
}

/// The row that the person is at.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ActiveRow {
    /// That of the symbol in focus, or the first one.
    #[default]
    Focus,
    /// The row of this key, wherever it is now.
    Key(String),
    /// The row at this place, from 0.
    At(u32),
}

/// The rows of the menu that are looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MenuView {
    /// How many rows are listed.
    pub total: u32,
    /// The place of the first row that is here, from 0.
    pub first: u32,
    /// The rows.
    pub rows: Vec<MenuRow>,
    /// The place of the row where the person is, from 0.
    pub active: u32,
    /// Its key, or "" where there are no rows.
    pub active_key: String,
    /// How many symbols a search found, or are listed without one; each counts
    /// once, at however many places it is defined.
    pub n_symbols: u32,
    /// How many of those that a search found conf would not ask for.
    pub n_hidden: u32,
    /// What was looked for; none where nothing was.
    pub searched: Option<Searched>,
    /// Symbols that are nearly called so, the nearest first; only where nothing is
    /// found.
    pub near: Vec<NearName>,
    /// What a search found first.
    pub first_match: Option<MenuMatch>,
    /// Whether the search is a pattern that cannot be read.
    pub is_broken: bool,
}

/// What a search looked for, and where.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Searched {
    /// As it stands in the search box.
    pub query: String,
    /// Whether it looked into help texts too.
    pub in_help: bool,
    /// Whether no entry has the word, and what is found has its letters, in this
    /// order.
    pub by_letters: bool,
}

/// A symbol that is nearly called as was looked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NearName {
    /// Its name.
    pub symbol: String,
    /// Whether the tree defines it here; on another arch it may.
    pub is_defined: bool,
}

/// Something that a search found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MenuMatch {
    /// The place of its row, from 0.
    pub row: u32,
    /// Its symbol, or "".
    pub symbol: String,
}

/// What an entry of the menu is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RowKind {
    /// A `menu`.
    Menu,
    /// A `comment`.
    Comment,
    /// A `choice`.
    Choice,
    /// A symbol.
    Symbol,
}

/// An entry of the menu.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MenuRow {
    /// What it is.
    pub kind: RowKind,
    /// Depth, from 1 (`aria-level`).
    pub level: u32,
    /// Its place among its siblings, from 1 (`aria-posinset`).
    pub position: u32,
    /// How many siblings there are, itself included (`aria-setsize`).
    pub siblings: u32,
    /// Whether it is open; `None` where nothing is below it.
    pub expanded: Option<bool>,
    /// The place of the row of its parent, from 0.
    pub parent: Option<u32>,
    /// What it is known by in other states.
    pub key: String,
    /// Whether it is a member of a choice.
    pub in_choice: bool,
    /// The prompt, or "" where there is none.
    pub prompt: String,
    /// The symbol's name, or "".
    pub symbol: String,
    /// `bool`, `tristate`, `integer`, `hex`, `string`, or "".
    pub ty: String,
    /// The value as in .config, unquoted.
    pub value: String,
    /// Whether it may be another one for an answer that nobody recorded.
    pub is_unknown: bool,
    /// The user's value, if there is one.
    pub user: Option<String>,
    /// n, m, y as far as the user may choose them; empty where not.
    pub assignable: Vec<String>,
    /// Whether conf would ask for it.
    pub visible: bool,
    /// Why it cannot be changed, a phrase; "" where it can.
    pub reason: String,
    /// Where it can: n, m and y as far as it cannot be set to them, each with why.
    pub limits: Vec<(String, String)>,
    /// What a number takes, `whole numbers from 1 to 10`; else "".
    pub takes: String,
    /// `user n`, `default y`, `selected by KEXEC`, ...
    pub origin: String,
    /// The value at the base of the series, where it differs; `None` within
    /// is "not there", which is no other value than n.
    #[serde(with = "nested_option")]
    pub changed_from: Option<Option<String>>,
}

/// Writes an option within an option as a list of none or one.
///
/// JSON and JavaScript have one word for nothing, and would read "changed from
/// nothing" as "did not change".
mod nested_option {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    type Nested = Option<Option<String>>;

    pub(super) fn serialize<S: Serializer>(value: &Nested, serializer: S) -> Result<S::Ok, S::Error> {
        value.as_slice().serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Nested, D::Error> {
        Vec::deserialize(deserializer).map(|list: Vec<Option<String>>| list.into_iter().next())
    }
}
