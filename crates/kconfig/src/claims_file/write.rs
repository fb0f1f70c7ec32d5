//! A claims file, written.

use std::fmt::{Display, Write};

use kconfig_series::{Case, Claims, Expect, StepName};

/// Writes a claims file, so that [`parse_claims`](super::parse_claims) gives the
/// same claims again.
///
/// The claims are such as the file can say: a name is not blank, a step is named as
/// [`StepName::parse`] reads it, and a case that says all of a menu names the menu.
pub fn write_claims(claims: &Claims) -> String {
    let mut out = String::new();
    if !claims.bases.is_empty() {
        key(&mut out, "base", &one_or_more(&claims.bases));
    }
    if let Some(menu) = &claims.menu {
        key(&mut out, "menu", &quoted(menu));
    }
    for arch in &claims.arches {
        table(&mut out, "[[arch]]");
        key(&mut out, "name", &quoted(&arch.name));
        key(&mut out, "start", &list(&arch.start));
    }
    for claim in &claims.claims {
        table(&mut out, "[[claim]]");
        key(&mut out, "id", &quoted(&claim.id));
        key(&mut out, "title", &quoted(&claim.title));
        if !claim.text.is_empty() {
            key(&mut out, "text", &quoted(&claim.text));
        }
        if claim.cases.is_empty() {
            key(&mut out, "case", "[]");
        }
        for case in &claim.cases {
            table(&mut out, "[[claim.case]]");
            self::case(&mut out, case);
        }
    }
    out
}

fn case(out: &mut String, case: &Case) {
    for (name, names) in [("arches", &case.arches), ("except", &case.except)] {
        if !names.is_empty() {
            key(out, name, &list(names));
        }
    }
    if !case.bases.is_empty() {
        key(out, "base", &one_or_more(&case.bases));
    }
    match &case.step {
        StepName::After => {}
        StepName::Base => key(out, "step", "\"base\""),
        StepName::UpTo(id) => key(out, "step", &quoted(id)),
        StepName::Only(ids) => key(out, "patches", &list(ids)),
    }
    if !case.set.is_empty() {
        key(out, "set", &list(&case.set));
    }
    match &case.expect {
        Expect::Exactly { menu, values } => {
            if let Some(menu) = menu {
                key(out, "menu", &quoted(menu));
            }
            key(out, "exactly", &list(values));
        }
        Expect::Includes(values) => key(out, "includes", &list(values)),
        Expect::Excludes(values) => key(out, "excludes", &list(values)),
    }
}

fn table(out: &mut String, head: &str) {
    if !out.is_empty() {
        out.push('\n');
    }
    out.push_str(head);
    out.push('\n');
}

fn key(out: &mut String, name: &str, value: &str) {
    out.push_str(name);
    out.push_str(" = ");
    out.push_str(value);
    out.push('\n');
}

fn one_or_more(names: &[String]) -> String {
    match names {
        [one] => quoted(one),
        many => list(many),
    }
}

fn list<T: Display>(items: &[T]) -> String {
    let items: Vec<String> = items.iter().map(|item| quoted(&item.to_string())).collect();
    format!("[{}]", items.join(", "))
}

/// Writes a basic string of TOML.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for char in text.chars() {
        match char {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            // Writing to a string does not fail.
            control if control.is_control() => drop(write!(out, "\\u{:04X}", u32::from(control))),
            other => out.push(other),
        }
    }
    out.push('"');
    out
}
