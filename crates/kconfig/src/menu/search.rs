//! What a search in the menu finds.

use kconfig_model::Model;
use regex_lite::{Regex, RegexBuilder};

use super::index::MenuIndex;

/// The longest pattern between slashes.
const MAX_PATTERN: usize = 200;
/// How large a compiled pattern may be, in bytes.
const MAX_COMPILED: usize = 1 << 18;

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

    /// Marks the texts that contain a word.
    fn mark_containing(&self, word: &str, found: &mut [bool]) {
        let (mut place, mut from) = (0, 0);
        while let Some(at) = memchr::memmem::find(&self.text.as_bytes()[from..], word.as_bytes()) {
            place += self.ends[place..].partition_point(|&end| end as usize <= from + at);
            let Some(end) = self.ends.get(place) else { return };
            found[place] = true;
            from = *end as usize;
        }
    }

    fn mark(&self, found: &mut [bool], is_match: impl Fn(&str) -> bool) {
        for (place, found) in found.iter_mut().enumerate() {
            *found |= is_match(self.get(place));
        }
    }
}

/// What the person looks for.
#[derive(Clone, Debug)]
pub(super) enum Query {
    /// Nothing: all entries.
    All,
    /// A text within symbol or prompt, in lower case.
    Text(String),
    /// A regular expression, written between slashes.
    Pattern(Box<Regex>),
    /// A regular expression that is none: nothing.
    Broken,
}

impl Query {
    /// Reads what stands in the search box.
    pub(super) fn new(text: &str) -> Self {
        let text = text.trim();
        if text.is_empty() || text == "/" {
            return Self::All;
        }
        if let Some(pattern) = text.strip_prefix('/') {
            let pattern = pattern.strip_suffix('/').unwrap_or(pattern);
            if pattern.len() > MAX_PATTERN {
                return Self::Broken;
            }
            return RegexBuilder::new(pattern)
                .case_insensitive(true)
                .multi_line(true)
                .size_limit(MAX_COMPILED)
                .build()
                .map_or(Self::Broken, |regex| Self::Pattern(Box::new(regex)));
        }
        // What a .config or a C file calls it.
        let lower = text.to_ascii_lowercase();
        Self::Text(lower.strip_prefix("config_").filter(|rest| !rest.is_empty()).unwrap_or(&lower).to_owned())
    }

    /// Finds entries, as one mark each; `None` where nothing is looked for.
    ///
    /// A text that is in none is looked for letter by letter in the names.
    pub(super) fn find(&self, index: &MenuIndex, model: &Model, in_help: bool) -> Option<Vec<bool>> {
        let mut found = vec![false; index.entries.len()];
        let mut texts = vec![index.names(model)];
        if in_help && !matches!(self, Self::All) {
            texts.push(index.helps(model));
        }
        match self {
            Self::All => return None,
            Self::Broken => {}
            Self::Pattern(regex) => {
                texts.iter().for_each(|texts| texts.mark(&mut found, |text| regex.is_match(text)))
            }
            Self::Text(text) => {
                texts.iter().for_each(|texts| texts.mark_containing(text, &mut found));
                if !found.contains(&true) {
                    let is_match =
                        |entry: &str| entry.split('\n').next().is_some_and(|name| is_subsequence(text, name));
                    index.names(model).mark(&mut found, is_match);
                }
            }
        }
        Some(found)
    }
}

/// Tells whether all letters of the first stand in the second in this order.
fn is_subsequence(letters: &str, name: &str) -> bool {
    let mut name = name.chars();
    letters.chars().filter(|letter| !letter.is_whitespace()).all(|letter| name.any(|other| other == letter))
}
