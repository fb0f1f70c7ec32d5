//! What a search in the menu finds.

use kconfig::view::MenuRow;
use regex_lite::{Regex, RegexBuilder};

/// The longest pattern between slashes.
const MAX_PATTERN: usize = 200;
/// How large a compiled pattern may be, in bytes.
const MAX_COMPILED: usize = 1 << 18;

/// What the person looks for.
#[derive(Clone, Debug)]
pub(super) enum Query {
    /// Nothing: all rows.
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
                .size_limit(MAX_COMPILED)
                .build()
                .map_or(Self::Broken, |regex| Self::Pattern(Box::new(regex)));
        }
        // What a .config or a C file calls it.
        let lower = text.to_lowercase();
        Self::Text(lower.strip_prefix("config_").filter(|rest| !rest.is_empty()).unwrap_or(&lower).to_owned())
    }

    /// Returns whether it is a search at all.
    pub(super) fn is_search(&self) -> bool {
        !matches!(self, Self::All)
    }

    /// Returns the rows that it finds, as indices in their order.
    ///
    /// A text that is in no row is looked for letter by letter.
    pub(super) fn find(&self, rows: &[MenuRow]) -> Vec<usize> {
        let pick = |is_match: &dyn Fn(&MenuRow) -> bool| -> Vec<usize> {
            (0..rows.len()).filter(|&index| is_match(&rows[index])).collect()
        };
        match self {
            Self::All => (0..rows.len()).collect(),
            Self::Broken => Vec::new(),
            Self::Pattern(regex) => pick(&|row| regex.is_match(&row.symbol) || regex.is_match(&row.prompt)),
            Self::Text(text) => {
                let found = pick(&|row| {
                    row.symbol.to_lowercase().contains(text) || row.prompt.to_lowercase().contains(text)
                });
                if found.is_empty() { pick(&|row| is_subsequence(text, &row.symbol)) } else { found }
            }
        }
    }
}

/// Returns whether all letters of the first stand in the second in this order.
fn is_subsequence(letters: &str, name: &str) -> bool {
    let mut name = name.chars().flat_map(char::to_lowercase);
    letters.chars().filter(|letter| !letter.is_whitespace()).all(|letter| name.any(|other| other == letter))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::samples::row;
    use wasm_bindgen_test::wasm_bindgen_test;

    fn found(text: &str) -> Vec<usize> {
        let rows = [
            row(1, "KEXEC", "kexec system call"),
            row(1, "KEXEC_FILE", "kexec file based system call"),
            row(1, "CRASH_DUMP", "kernel crash dumps"),
        ];
        Query::new(text).find(&rows)
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn text_is_found_in_symbols_and_prompts() {
        assert_eq!(found("kexec_f"), [1]);
        assert_eq!(found("SYSTEM call"), [0, 1]);
        assert_eq!(found("CONFIG_CRASH_DUMP"), [2]);
        assert_eq!(found("  "), [0, 1, 2]);
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn slashes_make_a_regular_expression() {
        assert_eq!(found("/^kexec$/"), [0]);
        assert_eq!(found("/dump|file/"), [1, 2]);
        assert_eq!(found("/kexec_"), [1]);
        assert!(found("/(/").is_empty());
        assert!(found(&format!("/{}/", "a{100}".repeat(50))).is_empty());
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn letters_are_the_last_resort() {
        assert_eq!(found("crdmp"), [2]);
        assert_eq!(found("kxf"), [1]);
        assert!(found("zz").is_empty());
    }
}
