//! What to do to see a state whose link is too long for a mail, in 72 columns.

use kconfig_link::{Series, encode};

use super::{Sent, series_digest};
use crate::links::link;
use crate::view::Selection;

/// The widest line.
const WIDTH: usize = 72;

/// Writes the recipe: the tree, the series, and the state as a link that names the series
/// by its digest and Message-ID. That link alone is read; the rest is for people.
pub(crate) fn recipe(sent: &Sent<'_>) -> String {
    let Sent { state, series, tree_digest, result_digest, .. } = *sent;
    let digest = series_digest(series);
    let named = Series::Digest { digest, message_id: series.message_id.clone() };
    let mut out = String::new();
    push(&mut out, "", "A state of Kconfig Playground, whose link is too long for a mail.");
    push(&mut out, "", "Tree:");
    push(&mut out, "  ", &format!("{}, as {}, digest {tree_digest:08x}", sent.tree_title, state.tree));
    push(&mut out, "", "Series:");
    match (&series.message_id, series.patches.first()) {
        (Some(id), _) => push(&mut out, "  ", &format!("Message-ID: <{id}>")),
        (None, Some(first)) => push(&mut out, "  ", &format!("first patch: {}", first.name())),
        (None, None) => {}
    }
    push(
        &mut out,
        "  ",
        &format!("digest {digest:08x}, {}", patches(&state.selection, series.patches.len())),
    );
    let page = if sent.address.is_empty() { "the page".to_owned() } else { sent.address.to_owned() };
    push(
        &mut out,
        "",
        &format!("Open the tree with the series at {page} and paste this mail there, or give it to"),
    );
    push(&mut out, "  ", "kconfig replay - --tree DIR --series FILE");
    push(&mut out, "", &encode(&link(state, Some(named), tree_digest, result_digest)));
    out
}

fn patches(selection: &Selection, n: usize) -> String {
    match selection {
        Selection::After if n == 1 => "its patch".to_owned(),
        Selection::After => format!("all {n} patches"),
        Selection::Base => format!("none of {n} patches"),
        Selection::UpTo(id) => format!("up to patch {id} of {n}"),
        Selection::Only(ids) => format!("patches {} of {n}", ids.join(", ")),
    }
}

/// Appends a text in lines of at most [`WIDTH`] columns; a longer word goes over as many
/// lines as it takes.
fn push(out: &mut String, indent: &str, text: &str) {
    let mut line = String::from(indent);
    let mut columns = indent.len();
    for word in text.split_whitespace() {
        let len = word.chars().count();
        if columns > indent.len() && columns + 1 + len > WIDTH {
            out.push_str(&line);
            out.push('\n');
            (line, columns) = (String::from(indent), indent.len());
        }
        if columns > indent.len() {
            line.push(' ');
            columns += 1;
        }
        for c in word.chars() {
            if columns == WIDTH {
                out.push_str(&line);
                out.push('\n');
                (line, columns) = (String::from(indent), indent.len());
            }
            line.push(c);
            columns += 1;
        }
    }
    out.push_str(&line);
    out.push('\n');
}
