//! The effect of one patch as text, at most 72 columns.

use std::fmt::Write as _;

use super::fold::{Folded, Item, fold};
use super::{ArchEffect, Message};
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
        push_messages(&items, &mut out);
        push_bases(&items, &mut out);
    }
    if out.is_empty() { "No effect.\n".to_owned() } else { out }
}

fn push_messages(items: &[Item], out: &mut String) {
    for item in items {
        if let Item::Message { is_new, message } = item {
            push_message(*is_new, message, "", out);
        }
    }
}

fn push_message(is_new: bool, message: &Message, indent: &str, out: &mut String) {
    let when = if is_new { "New" } else { "No longer" };
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
