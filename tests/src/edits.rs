//! Patches made on the spot from a kernel's own files.
//!
//! Nothing of the kernel stands here but the few words by which a line is found.

use std::collections::BTreeMap;
use std::path::Path;

use crate::Result;

/// What differs of a tree: by path the new text, `None` where the file is gone.
pub type Changed = BTreeMap<String, Option<String>>;

/// A change of a tree.
#[derive(Clone, Copy, Debug)]
pub enum Edit {
    /// Puts something in place of a line of an entry.
    Line {
        /// The file.
        file: &'static str,
        /// The first line of the entry.
        entry: &'static str,
        /// The line, without blanks around.
        line: &'static str,
        /// What stands there instead, with newlines; "" drops the line.
        with: &'static str,
    },
    /// Puts other words in place of some, in the first line of an entry that has them.
    Words {
        /// The file.
        file: &'static str,
        /// The first line of the entry.
        entry: &'static str,
        /// The words.
        words: &'static str,
        /// The words instead.
        with: &'static str,
    },
    /// Lets two lines of an entry change places.
    Swap {
        /// The file.
        file: &'static str,
        /// The first line of the entry.
        entry: &'static str,
        /// The lines, without blanks around.
        lines: [&'static str; 2],
    },
    /// Renames a symbol in a file, wherever the file names it.
    Rename {
        /// The file.
        file: &'static str,
        /// The name, before and after.
        names: [&'static str; 2],
    },
    /// Moves a menu, down to its `endmenu`, to the end of another file.
    MoveMenu {
        /// The file that has the menu.
        file: &'static str,
        /// How the menu's first line begins.
        menu: &'static str,
        /// The file that gets it.
        to: &'static str,
    },
    /// Deletes a file and the line that has its `source`.
    Delete {
        /// The file.
        file: &'static str,
        /// The file with the line.
        sourced_by: &'static str,
    },
}

impl Edit {
    /// Gives what differs of a tree after the edit.
    ///
    /// # Errors
    /// The tree does not have what the edit looks for.
    pub fn apply(&self, tree: &Path) -> Result<Changed> {
        let read =
            |file: &str| std::fs::read_to_string(tree.join(file)).map_err(|error| format!("{file}: {error}"));
        let missing = |what: &str| format!("{self:?}: there is no {what}");
        let one = |file: &str, text: String| Changed::from([(file.to_owned(), Some(text))]);
        Ok(match *self {
            Self::Line { file, entry, line, with } => {
                let replace = |old: &str| (old.trim() == line).then(|| with.to_owned());
                one(file, in_entry(&read(file)?, entry, replace).ok_or_else(|| missing(line))?)
            }
            Self::Words { file, entry, words, with } => {
                let replace = |old: &str| old.contains(words).then(|| old.replacen(words, with, 1));
                one(file, in_entry(&read(file)?, entry, replace).ok_or_else(|| missing(words))?)
            }
            Self::Swap { file, entry, lines: [first, second] } => {
                let swapped = |text: &str, from: &str, to: &str| {
                    let replace = |old: &str| (old.trim() == from).then(|| old.replacen(from, to, 1));
                    in_entry(text, entry, replace).ok_or_else(|| missing(from))
                };
                // Not the same line twice.
                let text = swapped(&read(file)?, first, "\0")?;
                let text = swapped(&text, second, first)?;
                one(file, swapped(&text, "\0", second)?)
            }
            Self::Rename { file, names: [from, to] } => {
                let text = read(file)?;
                let renamed = renamed(&text, from, to);
                if renamed == text {
                    return Err(missing(from).into());
                }
                one(file, renamed)
            }
            Self::MoveMenu { file, menu, to } => {
                let (rest, block) = cut_menu(&read(file)?, menu).ok_or_else(|| missing(menu))?;
                let target = format!("{}\n{block}", read(to)?);
                [(file.to_owned(), Some(rest)), (to.to_owned(), Some(target))].into()
            }
            Self::Delete { file, sourced_by } => {
                read(file)?;
                let line = format!("source \"{file}\"\n");
                let text = read(sourced_by)?;
                let rest = text.replacen(&line, "", 1);
                if rest == text {
                    return Err(missing(&line).into());
                }
                [(file.to_owned(), None), (sourced_by.to_owned(), Some(rest))].into()
            }
        })
    }
}

/// Renames a symbol in all Kconfig files of a tree, its definition and its uses.
///
/// # Errors
/// No file names the symbol, or one cannot be read.
pub fn rename_everywhere(tree: &Path, [from, to]: [&str; 2]) -> Result<Changed> {
    let mut changed = Changed::new();
    let mut open = vec![tree.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            let path = entry.path();
            if entry.file_type()?.is_dir() {
                open.push(path);
            } else if entry.file_name().to_string_lossy().starts_with("Kconfig") {
                let text = std::fs::read_to_string(&path)?;
                let new = renamed(&text, from, to);
                if new != text {
                    changed.insert(path.strip_prefix(tree)?.display().to_string(), Some(new));
                }
            }
        }
    }
    if changed.is_empty() { Err(format!("no file names {from}").into()) } else { Ok(changed) }
}

/// Replaces the first line of an entry for which there is a replacement.
fn in_entry(text: &str, entry: &str, replace: impl Fn(&str) -> Option<String>) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let (mut is_here, mut is_done) = (false, false);
    for line in text.split_inclusive('\n') {
        if !line.starts_with([' ', '\t', '\n', '#']) {
            is_here = line.trim_end() == entry;
        }
        match replace(line).filter(|_| is_here && !is_done) {
            Some(new) => {
                out.push_str(&new);
                is_done = true;
            }
            None => out.push_str(line),
        }
    }
    is_done.then_some(out)
}

/// Replaces a name where it stands as a whole word.
fn renamed(text: &str, from: &str, to: &str) -> String {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(from) {
        let (before, after) = (&rest[..at], &rest[at + from.len()..]);
        out.push_str(before);
        let is_whole = !out.ends_with(is_word) && !after.starts_with(is_word);
        out.push_str(if is_whole { to } else { from });
        rest = after;
    }
    out + rest
}

/// Takes a menu out of a text; gives the rest, and the menu.
fn cut_menu(text: &str, menu: &str) -> Option<(String, String)> {
    let (mut rest, mut block) = (String::new(), String::new());
    let mut depth = 0_usize;
    for line in text.split_inclusive('\n') {
        if depth > 0 || block.is_empty() && line.starts_with(menu) {
            block.push_str(line);
            match line.split_whitespace().next() {
                Some("menu") => depth += 1,
                Some("endmenu") => depth -= 1,
                _ => {}
            }
        } else {
            rest.push_str(line);
        }
    }
    (depth == 0 && !block.is_empty()).then_some((rest, block))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_words_are_renamed() {
        assert_eq!(renamed("A AB A_ (A||!A) BA\nA", "A", "AX"), "AX AB A_ (AX||!AX) BA\nAX");
    }

    #[test]
    fn a_menu_is_cut_with_the_menus_in_it() {
        let text = "config A\nmenu \"b\"\nmenu \"c\"\nendmenu\nendmenu # b\nconfig D\n";
        let (rest, block) = cut_menu(text, "menu \"b").unwrap();
        assert_eq!(
            (&*rest, &*block),
            ("config A\nconfig D\n", "menu \"b\"\nmenu \"c\"\nendmenu\nendmenu # b\n")
        );
        assert_eq!(cut_menu("menu \"b\"\nconfig A\n", "menu \"b"), None);
    }

    #[test]
    fn a_line_of_another_entry_stays() {
        let text = "config A\n\tbool\nconfig B\n\tbool\n\n\tbool\n";
        let replace = |line: &str| (line.trim() == "bool").then(|| "\ttristate\n".to_owned());
        let expected = "config A\n\tbool\nconfig B\n\ttristate\n\n\tbool\n";
        assert_eq!(in_entry(text, "config B", replace).as_deref(), Some(expected));
        assert_eq!(in_entry(text, "config C", replace), None);
    }
}
