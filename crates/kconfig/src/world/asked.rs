//! What a .config asks for, line by line.

use std::collections::BTreeMap;

use kconfig_dotconfig::{Line, parse_line, parse_line_loosely};

use super::PREFIX;

/// The lines of a .config: each symbol once, with the value as written, in the
/// order of the lines; `n` where it is not set.
///
/// A later line wins over an earlier one, as in `conf_read_simple` (confdata.c).
pub(crate) fn asked_lines(text: &str, is_loose: bool) -> Vec<(String, String)> {
    let mut lines: Vec<(String, String)> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for line in text.split('\n') {
        let bare = line.strip_suffix('\r').unwrap_or(line);
        let parsed = if is_loose { parse_line_loosely(bare, PREFIX) } else { parse_line(bare, PREFIX) };
        let (name, value) = match parsed {
            Line::Set(name, value) => (name, value),
            Line::Unset(name) => (name, "n"),
            Line::Blank | Line::Unexpected => continue,
        };
        match places.get(name) {
            Some(&place) => value.clone_into(&mut lines[place].1),
            None => {
                places.insert(name.to_owned(), lines.len());
                lines.push((name.to_owned(), value.to_owned()));
            }
        }
    }
    lines
}
