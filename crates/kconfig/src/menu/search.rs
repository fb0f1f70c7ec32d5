//! What a search in the menu finds.

use kconfig_base::idx::Idx as _;
use kconfig_model::{Model, SymbolId};

use super::index::{Entry, MenuIndex};
use super::list::{Shown, shown_by_search};
use super::near::near;
use super::query::Query;
use crate::view::MenuAsk;

/// The texts of a menu's entries in lower case, one behind the other, so that
/// one search runs over all of them.
#[derive(Debug)]
pub(crate) struct Texts {
    text: String,
    /// Where each one ends.
    ends: Vec<u32>,
}

impl Texts {
    pub(super) fn new(texts: impl Iterator<Item = String>) -> Self {
        let mut all = Self { text: String::new(), ends: Vec::new() };
        for text in texts {
            all.text.push_str(&text);
            // No search has it, so none is found across two texts.
            all.text.push('\0');
            all.ends.push(all.text.len() as u32);
        }
        all.text.make_ascii_lowercase();
        all
    }

    fn get(&self, place: usize) -> &str {
        let start = place.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start as usize..self.ends[place] as usize - 1]
    }

    /// Marks the texts that contain a word and are as wanted.
    pub(super) fn mark_containing(&self, word: &str, found: &mut [bool], is_match: impl Fn(&str) -> bool) {
        let (mut place, mut from) = (0, 0);
        let finder = memchr::memmem::Finder::new(word);
        while let Some(at) = finder.find(&self.text.as_bytes()[from..]) {
            place += self.ends[place..].partition_point(|&end| end as usize <= from + at);
            let Some(end) = self.ends.get(place) else { return };
            found[place] |= is_match(self.get(place));
            from = *end as usize;
        }
    }

    /// Marks the texts that have all of some letters in this order in their
    /// first line; only those of `among` are looked at.
    fn mark_spelling(&self, letters: &str, among: Option<&[bool]>, found: &mut [bool]) {
        let letters: Vec<&[u8]> = letters
            .char_indices()
            .filter(|(_, letter)| !letter.is_whitespace())
            .map(|(at, letter)| &letters.as_bytes()[at..at + letter.len_utf8()])
            .collect();
        let mut start = 0;
        for (place, (found, &end)) in found.iter_mut().zip(&self.ends).enumerate() {
            let text = &self.text.as_bytes()[start..end as usize - 1];
            start = end as usize;
            if among.is_some_and(|among| !among[place]) {
                continue;
            }
            // No letter's bytes begin within another one, so that bytes are
            // looked at; there are some 300,000 of them.
            let mut left = letters.iter();
            let mut wanted = left.next();
            for (at, &byte) in text.iter().enumerate() {
                let Some(letter) = wanted else { break };
                if byte == b'\n' {
                    break;
                }
                if byte == letter[0] && (letter.len() == 1 || text[at..].starts_with(letter)) {
                    wanted = left.next();
                }
            }
            *found |= wanted.is_none();
        }
    }
}

/// A search, and what it found.
#[derive(Debug)]
pub(super) struct Search {
    pub(super) query: String,
    pub(super) in_help: bool,
    /// The text that no entry had, so that it was looked for letter by letter.
    pub(super) spelled: Option<String>,
    /// Whether it is a pattern that cannot be read.
    pub(super) is_broken: bool,
    /// `None` where nothing is looked for.
    pub(super) found: Option<Found>,
    /// Symbols that are nearly called so; only where nothing is found.
    pub(super) near: Vec<SymbolId>,
}

/// What a search found.
#[derive(Debug)]
pub(super) struct Found {
    /// One mark for each entry.
    pub(super) marks: Vec<bool>,
    /// What it found and what is around that.
    pub(super) rows: Vec<Shown>,
    /// The first row that it found.
    pub(super) first: Option<u32>,
    /// The symbols that it found, each once.
    pub(super) symbols: Vec<SymbolId>,
}

impl Search {
    /// Looks for what is asked for; `last` is the search before.
    pub(super) fn new(index: &MenuIndex, model: &Model, ask: &MenuAsk, last: Option<&Self>) -> Self {
        let query = Query::new(&ask.query);
        let text = if let Query::Word(text) = &query { Some(text) } else { None };
        // With letters more it is in no text either, and what has not got the
        // letters before has not got these.
        let before = last.filter(|last| {
            let is_longer = |before: &String| text.is_some_and(|text| text.starts_with(before));
            last.in_help == ask.in_help && last.spelled.as_ref().is_some_and(is_longer)
        });
        let mut marks = match before {
            Some(_) => Some(vec![false; index.entries.len()]),
            None => query.find(index, model, ask.in_help),
        };
        let is_nowhere = marks.as_ref().is_some_and(|marks| !marks.contains(&true));
        let spelled = text.filter(|_| is_nowhere).cloned();
        if let (Some(text), Some(marks)) = (&spelled, &mut marks) {
            let among = before.and_then(|before| before.found.as_ref()).map(|found| &found.marks[..]);
            index.names(model).mark_spelling(text, among, marks);
        }
        let found = marks.map(|marks| {
            let rows = shown_by_search(index, &marks);
            let first = rows.iter().position(|row| marks[row.entry as usize]).map(|at| at as u32);
            let symbols = symbols_of(index, model, &marks);
            Found { marks, rows, first, symbols }
        });
        let is_nothing = found.as_ref().is_some_and(|found| found.first.is_none());
        let near = if is_nothing { near(model, &query.as_name()) } else { Vec::new() };
        let is_broken = matches!(query, Query::Broken);
        Self { query: ask.query.clone(), in_help: ask.in_help, spelled, is_broken, found, near }
    }

    /// Tells whether it is the one that is asked for.
    pub(super) fn is_for(&self, ask: &MenuAsk) -> bool {
        self.query == ask.query && self.in_help == ask.in_help
    }
}

/// The symbols of the entries that are marked, each once: it may be defined at many
/// places.
fn symbols_of(index: &MenuIndex, model: &Model, marks: &[bool]) -> Vec<SymbolId> {
    let mut is_known = vec![false; model.n_symbols()];
    let symbol = |entry: &Entry| model.menu(entry.menu).symbol.filter(|&it| !model.symbol(it).is_choice());
    let found = index.entries.iter().zip(marks).filter(|(_, is_found)| **is_found);
    found
        .filter_map(|(entry, _)| symbol(entry))
        .filter(|&symbol| !std::mem::replace(&mut is_known[symbol.index()], true))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Which of some texts have these letters in their first lines.
    fn spelling(letters: &str, texts: &[&str]) -> Vec<bool> {
        let all = Texts::new(texts.iter().map(|text| (*text).to_owned()));
        let mut found = vec![false; texts.len()];
        all.mark_spelling(letters, None, &mut found);
        found
    }

    #[test]
    fn letters_are_looked_for_in_names() {
        let texts = ["CRASH_DUMP\nkernel crash dumps", "\ncrash dump", "CRASH", ""];
        assert_eq!(spelling("crdmp", &texts), [true, false, false, false]);
        assert_eq!(spelling("crash", &texts), [true, false, true, false]);
        assert_eq!(spelling("hc", &texts), [false; 4]);
        assert_eq!(spelling(" c\tp ", &texts), [true, false, false, false]);
        assert_eq!(spelling("", &texts), [true; 4]);
        assert_eq!(spelling("\0", &texts), [false; 4], "what ends a text is none of its letters");
    }

    #[test]
    fn letters_of_more_than_one_byte_are_whole() {
        // C3 A9, and C3 83 C2 A9.
        assert_eq!(spelling("aé", &["aé", "a\u{c3}\u{a9}", "éa", "abcé"]), [true, false, false, true]);
    }
}
