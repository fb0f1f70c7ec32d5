//! A state as text for a mail: what is wrong first, at most 72 columns.
//!
//! `series` writes the text of a state of a series; `tree` that of a
//! state of a tree. The same state gives the same bytes everywhere.

mod missing;
mod series;
mod tree;

use std::fmt::Write as _;

/// The widest line, but for the link.
const WIDTH: usize = 72;

/// Appends a heading after an empty line.
pub(crate) fn heading(out: &mut String, text: &str) {
    out.push('\n');
    wrap(out, "", text);
}

/// Appends what follows every review text: the link, alone and unwrapped on its line,
/// and what the page is.
///
/// `address` is that of the page, before the `#`; "" where nobody else can reach it.
///
/// A link that is too long for a mail has a recipe, which stands in its place.
pub(crate) fn push_link(out: &mut String, address: &str, link: &str, recipe: &str) {
    if !recipe.is_empty() {
        out.push('\n');
        out.push_str(recipe);
        return;
    }
    let how = if address.is_empty() { "Paste" } else { "Open" };
    let about = "Kconfig Playground evaluates Kconfig as conf does.";
    let program = "replay it (kconfig: cargo build --release in its repository):";
    heading(out, &format!("{about} {how} this, or kconfig {program}"));
    let _ = writeln!(out, "{address}{link}");
}

/// Appends a text in lines of at most [`WIDTH`] columns; lines after the first
/// are indented by two more.
pub fn wrap(out: &mut String, indent: &str, text: &str) {
    let mut line = String::from(indent);
    let mut is_empty = true;
    for word in text.split_whitespace() {
        if !is_empty && line.chars().count() + 1 + word.chars().count() > WIDTH {
            let _ = writeln!(out, "{line}");
            line = format!("{indent}  ");
            is_empty = true;
        }
        if !is_empty {
            line.push(' ');
        }
        line.push_str(word);
        is_empty = false;
    }
    let _ = writeln!(out, "{line}");
}
