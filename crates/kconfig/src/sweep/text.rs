//! The effect of one patch as text, at most 72 columns.

use std::fmt::Write as _;

use super::fold::{Folded, Item, fold};
use super::{ArchEffect, Attribute, AttributeChange, Edge, Message, Subject};
use crate::review::wrap;

/// Writes the effect of one patch on some arches; the same effect is said once,
/// under the arches that have it.
///
/// The lines of .config are those of scripts/diffconfig, as long as they are.
pub fn text(effects: &[ArchEffect]) -> String {
    let mut out = String::new();
    for Folded { arches, items } in fold(effects) {
        if effects.len() > 1 {
            if !out.is_empty() {
                out.push('\n');
            }
            wrap(&mut out, "", &format!("{}:", arches.join(" ")));
        }
        out.push_str(&of_items(&items));
    }
    if out.is_empty() { "No effect.\n".to_owned() } else { out }
}

/// Writes what differs, without the arches.
pub(super) fn of_items(items: &[Item]) -> String {
    let mut out = String::new();
    push_entries(items, &mut out);
    push_changes(items, &mut out);
    push_edges(items, &mut out);
    push_messages(items, &mut out);
    push_bases(items, &mut out);
    out
}

/// Writes what comes, goes and is renamed.
fn push_entries(items: &[Item], out: &mut String) {
    for item in items {
        let text = match item {
            Item::Removed(entry) => format!("Removed: {} ({})", name(&entry.subject), entry.place),
            Item::Added(entry) => format!("Added: {} ({})", name(&entry.subject), entry.place),
            Item::Renamed(entry) => format!("Renamed: {} to {} ({})", entry.before, entry.after, entry.place),
            _ => continue,
        };
        wrap(out, "", &text);
    }
}

/// Writes what both sides have otherwise: first what an entry's own lines say, then
/// what comes from around, entries that it is the same for together.
fn push_changes(items: &[Item], out: &mut String) {
    let mut heading = None;
    let mut shared: Vec<(String, Vec<String>)> = Vec::new();
    for item in items {
        let Item::Changed { subject, place, change } = item else { continue };
        if change.is_inherited || change.attribute == Attribute::Menu {
            let text = change_text(change);
            match shared.iter_mut().find(|(other, _)| *other == text) {
                Some((_, names)) => names.push(name(subject)),
                None => shared.push((text, vec![name(subject)])),
            }
            continue;
        }
        if heading.replace(subject) != Some(subject) {
            wrap(out, "", &format!("{} ({place}):", name(subject)));
        }
        out.push_str(&change_text(change));
    }
    for (text, names) in shared {
        wrap(out, "", &format!("{}:", names.join(" ")));
        out.push_str(&text);
    }
}

fn change_text(change: &AttributeChange) -> String {
    let mut out = String::new();
    if let (Attribute::Help, Some(_), Some(after)) = (change.attribute, &change.before, &change.after) {
        wrap(&mut out, "  ", &format!("~ help ({})", after.place));
        return out;
    }
    let around = if change.is_inherited { "around it, " } else { "" };
    let sum = if change.is_same_in_sum { ", in sum the same" } else { "" };
    for (sign, written) in [("-", &change.before), ("+", &change.after)] {
        let Some(written) = written else { continue };
        let is_place_shown = change.attribute != Attribute::Menu;
        let place = if is_place_shown { format!(" ({around}{})", written.place) } else { String::new() };
        wrap(&mut out, "  ", &format!("{sign} {}{place}{sum}", written.text));
    }
    out
}

fn name(subject: &Subject) -> String {
    match subject {
        Subject::Symbol(name) => name.clone(),
        Subject::Choice(prompt) => format!("choice \"{prompt}\""),
        Subject::Menu(title) => format!("menu \"{title}\""),
        Subject::Comment(text) => format!("comment \"{text}\""),
        Subject::Mainmenu(_) => "mainmenu".to_owned(),
    }
}

/// Writes the edges; the symbols that name the same one in the same way stand together.
fn push_edges(items: &[Item], out: &mut String) {
    let mut groups: Vec<(bool, &Edge, Vec<&str>)> = Vec::new();
    for item in items {
        let Item::Edge { is_new, edge } = item else { continue };
        let is_same = |(other_new, other, _): &&mut (bool, &Edge, Vec<&str>)| {
            (*other_new, other.kind, &other.to) == (*is_new, edge.kind, &edge.to)
        };
        match groups.iter_mut().find(is_same) {
            Some((_, _, names)) => names.push(&edge.from),
            None => groups.push((*is_new, edge, vec![&edge.from])),
        }
    }
    if !groups.is_empty() {
        out.push_str("Edges:\n");
    }
    for (is_new, edge, names) in groups {
        let sign = if is_new { "+" } else { "-" };
        let verb = edge.kind.verb();
        wrap(out, "  ", &format!("{sign} {} {verb} {}", names.join(", "), edge.to));
    }
    for item in items {
        let Item::Missing { is_new, reference } = item else { continue };
        let when = if *is_new { "New" } else { "Vanished" };
        let by = format!("{} in {} ({})", reference.symbol, reference.by, reference.place);
        wrap(out, "", &format!("{when} reference to what no arch defines: {by}"));
    }
}

fn push_messages(items: &[Item], out: &mut String) {
    for item in items {
        if let Item::Message { is_new, message } = item {
            push_message(*is_new, message, "", out);
        }
        if let Item::Refused { before, after } = item {
            let when = match (before, after) {
                (true, true) => "before and after",
                (true, false) => "before",
                _ => "after",
            };
            wrap(out, "", &format!("conf stops at the tree {when}: there are no values to compare."));
        }
    }
}

fn push_message(is_new: bool, message: &Message, indent: &str, out: &mut String) {
    let when = if is_new { "New" } else { "Vanished" };
    let what = if message.is_error { "error" } else { "warning" };
    let place = if message.place.is_empty() { String::new() } else { format!("{}: ", message.place) };
    wrap(out, indent, &format!("{when} {what}: {place}{}", message.text));
}

/// Writes the values; base configs on which they moved alike stand together.
fn push_bases(items: &[Item], out: &mut String) {
    let mut bases: Vec<(&str, String)> = Vec::new();
    for item in items {
        let (Item::Value { base, .. } | Item::Prompt { base, .. } | Item::Unmet { base, .. }) = item else {
            continue;
        };
        if bases.iter().all(|(other, _)| other != base) {
            bases.push((base, values(items, base)));
        }
    }
    while let Some((first, values)) = bases.first().cloned() {
        let alike = bases.iter().filter(|(_, other)| *other == values).map(|(base, _)| *base);
        let names: Vec<&str> = alike.collect();
        wrap(out, "", &format!("{}:", names.join(" ")));
        out.push_str(&values);
        bases.retain(|(base, other)| *base != first && *other != values);
    }
}

/// The values of one base config.
fn values(items: &[Item], wanted: &str) -> String {
    let mut out = String::new();
    let (mut shown, mut hidden, mut unmet) = (Vec::new(), Vec::new(), Vec::new());
    for item in items {
        match item {
            Item::Value { base, change } if base == wanted => {
                let _ = writeln!(out, "{}", change.line());
            }
            Item::Prompt { base, is_shown, symbol } if base == wanted => {
                if *is_shown { &mut shown } else { &mut hidden }.push(symbol.as_str());
            }
            Item::Unmet { base, is_new, message } if base == wanted => unmet.push((*is_new, message)),
            _ => {}
        }
    }
    for (words, names) in [("Newly visible", shown), ("Newly hidden", hidden)] {
        if !names.is_empty() {
            wrap(&mut out, "", &format!("{words}: {}", names.join(" ")));
        }
    }
    for (is_new, message) in unmet {
        push_message(is_new, message, "", &mut out);
    }
    out
}
