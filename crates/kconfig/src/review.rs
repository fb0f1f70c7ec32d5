//! A state as text for a mail: at most 72 columns.

use std::fmt::Write as _;

use crate::view::{Ask, Problem, Selection, State, StateView, Verdict};
use crate::workspace::Workspace;

/// The widest line.
const WIDTH: usize = 72;

impl Workspace {
    /// Writes a state as plain text for a reply: what is looked at, the values,
    /// claims, missing references, new warnings, and the link.
    ///
    /// The same state gives the same bytes everywhere.
    ///
    /// # Errors
    /// As [`Workspace::view`].
    pub fn review_text(&mut self, state: &State) -> Result<String, Problem> {
        let view = self.view(state, &Ask::default())?;
        let values = {
            let place = self.place(&view.state)?;
            let arches = self.arches_of(&view.state);
            let mut lines = Vec::new();
            for arch in &arches {
                let evaluation = self.evaluate(&place, arch)?;
                let set = self.values_in_menu(&evaluation).into_iter().filter(|(_, value)| !value.is_empty());
                let set: Vec<String> = set.map(|(name, value)| format!("{name}={value}")).collect();
                let set = if set.is_empty() { "nothing".to_owned() } else { set.join(" ") };
                lines.push(format!("{arch}: {set}"));
            }
            lines
        };
        Ok(self.write_review(&view, &values))
    }

    fn write_review(&self, view: &StateView, values: &[String]) -> String {
        let scenario = &self.scenario;
        let mut out = String::new();
        wrap(
            &mut out,
            "",
            &format!("{} {} ({}, {})", scenario.title, scenario.version, scenario.author, scenario.date),
        );
        let patches = match &view.state.selection {
            Selection::Base => "base, no patch applied".to_owned(),
            Selection::After => "all patches applied".to_owned(),
            Selection::UpTo(id) => format!("patches up to {id} applied"),
            Selection::Only(ids) => format!("only patches {} applied", ids.join(", ")),
        };
        let set: Vec<String> =
            view.state.values.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let with = if set.is_empty() { String::new() } else { format!(", with {}", set.join(" ")) };
        let carried = if view.state.carried { ", base's .config carried along" } else { "" };
        wrap(&mut out, "", &format!("{patches}; {}config{carried}{with}", view.state.base));
        let _ = write!(out, "\nIn \"{}\":\n", scenario.menu);
        for line in values {
            wrap(&mut out, "  ", line);
        }
        out.push_str("\nClaims of the cover letter:\n");
        for claim in &view.claims {
            wrap(&mut out, "  ", &claim.text);
            for (symbol, expected, actual) in &claim.differing {
                wrap(&mut out, "    ", &format!("{symbol}: expected {expected}, is {actual}"));
            }
            if claim.verdict != Verdict::Pass && !claim.reason.is_empty() {
                wrap(&mut out, "    ", &claim.reason);
            }
        }
        let _ = write!(out, "\nLink check ({}):\n", view.link_check.summary);
        if view.link_check.missing.is_empty() {
            out.push_str("  nothing is missing among the recorded objects\n");
        }
        for missing in &view.link_check.missing {
            wrap(&mut out, "  ", &missing.text);
        }
        let warnings: Vec<_> = view.warnings.iter().collect();
        if !warnings.is_empty() {
            out.push_str("\nWarnings:\n");
        }
        for warning in warnings {
            let since = if warning.is_new { "new: " } else { "" };
            let place = if warning.place.is_empty() { String::new() } else { format!("{}: ", warning.place) };
            let help = if warning.help.is_empty() { String::new() } else { format!(" ({})", warning.help) };
            wrap(&mut out, "  ", &format!("{since}{place}{}{help}", warning.text));
        }
        push_link(&mut out, &view.link);
        out
    }
}

/// Appends a link in lines of at most [`WIDTH`] columns.
pub(crate) fn push_link(out: &mut String, link: &str) {
    out.push_str("\nTo see the same: kconfig replay, or the page, with\n");
    // Angle brackets, so that a link over several lines is one link.
    let link = format!("<{link}>");
    let letters: Vec<char> = link.chars().collect();
    for line in letters.chunks(WIDTH) {
        let _ = writeln!(out, "{}", line.iter().collect::<String>());
    }
}

/// Appends a text in lines of at most [`WIDTH`] columns; lines after the first
/// are indented by two more.
pub(crate) fn wrap(out: &mut String, indent: &str, text: &str) {
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
