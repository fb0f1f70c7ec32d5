//! What a person writes into the search box.

use kconfig_model::Model;
use regex_lite::{Regex, RegexBuilder};
use rustc_hash::FxHashSet;

use super::index::MenuIndex;

/// The longest pattern between slashes.
const MAX_PATTERN: usize = 200;
/// How large a compiled pattern may be, in bytes.
const MAX_COMPILED: usize = 1 << 18;

/// What the person looks for.
#[derive(Clone, Debug)]
pub(super) enum Query {
    /// Nothing: all entries.
    All,
    /// A word within symbol or prompt, in lower case; where none has it, its
    /// letters within the symbol.
    Word(String),
    /// Several words, in any order, or phrases; in lower case.
    Words(Vec<Word>),
    /// A regular expression, written between slashes, and what all that it
    /// matches contains, in lower case.
    Pattern(Box<Regex>, String),
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
                .map_or(Self::Broken, |regex| Self::Pattern(Box::new(regex), literal(pattern)));
        }
        let mut words = words(&text.to_ascii_lowercase());
        match (words.pop(), words.is_empty()) {
            (None, _) => Self::All,
            (Some(Word::Plain(word)), true) => Self::Word(word),
            (Some(last), _) => {
                words.push(last);
                Self::Words(words)
            }
        }
    }

    /// What a symbol would be called that has all that is looked for in its name.
    pub(super) fn as_name(&self) -> String {
        match self {
            Self::Word(word) => word.clone(),
            Self::Words(words) => {
                let texts: Vec<String> =
                    words.iter().map(|word| word.text().trim().replace(' ', "_")).collect();
                texts.join("_")
            }
            Self::All | Self::Pattern(..) | Self::Broken => String::new(),
        }
    }

    /// Finds entries, as one mark each; `None` where nothing is looked for.
    pub(super) fn find(&self, index: &MenuIndex, model: &Model, in_help: bool) -> Option<Vec<bool>> {
        let mut found = vec![false; index.entries.len()];
        let mut texts = vec![index.names(model)];
        if in_help && !matches!(self, Self::All) {
            texts.push(index.helps(model));
        }
        match self {
            Self::All => return None,
            Self::Broken => {}
            Self::Pattern(regex, literal) => texts.iter().for_each(|texts| {
                texts.mark_containing(literal, &mut found, |text| regex.is_match(text));
            }),
            Self::Word(word) => {
                texts.iter().for_each(|texts| texts.mark_containing(word, &mut found, |_| true))
            }
            Self::Words(words) => {
                found.fill(true);
                for word in words {
                    let mut has_word = vec![false; found.len()];
                    for texts in &texts {
                        for spelling in word.spellings() {
                            texts.mark_containing(&spelling, &mut has_word, |_| true);
                        }
                    }
                    found.iter_mut().zip(has_word).for_each(|(found, has_word)| *found &= has_word);
                    if !found.contains(&true) {
                        break;
                    }
                }
            }
        }
        Some(found)
    }
}

/// A part of what is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// A word without quotes.
    Plain(String),
    /// What stood between quotes.
    Phrase(String),
}

impl Word {
    fn text(&self) -> &str {
        let (Self::Plain(text) | Self::Phrase(text)) = self;
        text
    }

    /// As the texts may have it: names have `_` where a phrase has a blank.
    fn spellings(&self) -> Vec<String> {
        let mut spellings = vec![self.text().to_owned()];
        if self.text().contains(' ') {
            spellings.push(self.text().replace(' ', "_"));
        }
        spellings
    }
}

/// Splits what is looked for at blanks that are not between double quotes, each
/// word once; a quote that is not closed goes to the end.
fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut seen = FxHashSet::default();
    for (place, part) in text.split('"').enumerate() {
        let is_quoted = place % 2 == 1;
        let found: Vec<Word> = match is_quoted {
            true if part.trim().is_empty() => Vec::new(),
            true => vec![Word::Phrase(part.to_owned())],
            false => {
                part.split_whitespace().map(|word| Word::Plain(without_prefix(word).to_owned())).collect()
            }
        };
        words.extend(found.into_iter().filter(|word| seen.insert(word.text().to_owned())));
    }
    words
}

/// Drops what a .config or a C file puts before a name.
fn without_prefix(word: &str) -> &str {
    word.strip_prefix("config_").filter(|rest| !rest.is_empty()).unwrap_or(word)
}

/// Returns the longest text that whatever a pattern matches contains, in lower
/// case, as far as that is plain to see: "" where it is not.
///
/// To look for a text in all names costs a hundredth of trying a pattern on each.
fn literal(pattern: &str) -> String {
    let (mut longest, mut run) = (String::new(), String::new());
    // Another branch need not have it.
    let pattern = if pattern.contains('|') { "" } else { pattern };
    // The last letter ends a run as any does that stands for more than itself.
    for letter in pattern.chars().chain(['$']) {
        // Only these are alike in patterns and texts, whatever their case.
        if letter.is_ascii() && !"*?+{.^$([\\".contains(letter) {
            run.push(letter.to_ascii_lowercase());
            continue;
        }
        // What stands before may be there no time: also before `+`, in `ab+*`.
        if "*?+{".contains(letter) {
            run.pop();
        }
        if run.len() > longest.len() {
            longest.clone_from(&run);
        }
        run.clear();
        // What these begin is left to the library.
        if "{([\\".contains(letter) {
            break;
        }
    }
    longest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> Word {
        Word::Plain(text.to_owned())
    }

    fn phrase(text: &str) -> Word {
        Word::Phrase(text.to_owned())
    }

    #[test]
    fn words_are_split_but_in_quotes() {
        assert_eq!(words("spinlock  debugging"), [plain("spinlock"), plain("debugging")]);
        assert_eq!(words("\"crash dump\" arm"), [phrase("crash dump"), plain("arm")]);
        assert_eq!(words("a\"b c"), [plain("a"), phrase("b c")], "not closed");
        assert_eq!(words("config_net config_ net"), [plain("net"), plain("config_")]);
        assert_eq!(words("\" \" \""), []);
        assert_eq!(words(""), []);
    }

    #[test]
    fn one_word_is_looked_for_as_such() {
        assert!(matches!(Query::new("CONFIG_Net"), Query::Word(word) if word == "net"));
        assert!(matches!(Query::new("\""), Query::All));
        assert!(matches!(Query::new("\"net"), Query::Words(words) if words == [phrase("net")]));
        assert_eq!(Query::new("\"Crash dump\" fiel").as_name(), "crash_dump_fiel");
        assert_eq!(Query::new("/a b/").as_name(), "");
    }

    #[test]
    fn what_a_pattern_matches_has_its_literal() {
        assert_eq!(literal("^USB.*hosts?"), "host");
        assert_eq!(literal("usb[0-9]+_hosts"), "usb");
        assert_eq!(literal("usb|host"), "");
        assert_eq!(literal("caf\u{e9}_x"), "caf");
        // All patterns of four of these.
        const LETTERS: &[u8] = b"Ab*?+.^$|()[]\\{}0";
        let texts = ["", "a", "b", "ab", "ba", "aab", "abb", "a\nb", "b0", "a{0}", "]b}", "a\\b"];
        let mut n_matched = 0;
        for n in 0..LETTERS.len().pow(4) {
            let at = |place: u32| LETTERS[n / LETTERS.len().pow(place) % LETTERS.len()] as char;
            let pattern: String = (0..4).map(at).collect();
            let Query::Pattern(regex, literal) = Query::new(&format!("/{pattern}/")) else { continue };
            for text in texts.into_iter().filter(|text| regex.is_match(text)) {
                assert!(text.contains(&literal), "{pattern:?} matches {text:?} without {literal:?}");
                n_matched += usize::from(!literal.is_empty());
            }
        }
        assert!(n_matched > 1000, "{n_matched}");
    }
}
