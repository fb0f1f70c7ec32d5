//! A state of a tree as text for a mail: at most 72 columns.

use std::fmt::Write as _;

use super::KernelTree;
use crate::review::{push_link, wrap};
use crate::view::{Ask, DifferenceRow, Problem, State};

/// How many differences are written.
const MAX_DIFFERENCES: usize = 40;

impl KernelTree {
    /// Writes a state as plain text for a reply: what is looked at, what differs
    /// from the base config, new warnings, and the link.
    ///
    /// # Errors
    /// As [`KernelTree::view`].
    pub fn review_text(&mut self, state: &State) -> Result<String, Problem> {
        let view = self.view(state, &Ask::default())?;
        let mut out = String::new();
        let arch = self.place(&view.state)?.arch;
        let profile = view.state.profile.as_ref().map_or(String::new(), |name| format!(", {name}"));
        wrap(&mut out, "", &format!("{} on {arch}, {}{profile}", self.info.title, view.state.base));
        let set: Vec<String> =
            view.state.values.iter().map(|(name, value)| format!("{name}={value}")).collect();
        if !set.is_empty() {
            wrap(&mut out, "", &format!("with {}", set.join(" ")));
        }
        let _ = write!(out, "\nDifferent from the base config alone:\n");
        if view.difference.is_empty() {
            out.push_str("  nothing\n");
        }
        let is_or = |value: &Option<String>| value.clone().unwrap_or_else(|| "absent".into());
        for DifferenceRow { symbol, before, after, origin, .. } in
            view.difference.iter().take(MAX_DIFFERENCES)
        {
            wrap(&mut out, "  ", &format!("{symbol}: {} -> {} ({origin})", is_or(before), is_or(after)));
        }
        if view.difference.len() > MAX_DIFFERENCES {
            let _ = writeln!(out, "  and {} more", view.difference.len() - MAX_DIFFERENCES);
        }
        let new: Vec<_> = view.warnings.iter().filter(|warning| warning.is_new).collect();
        if !new.is_empty() {
            out.push_str("\nNew warnings:\n");
        }
        for warning in new {
            let place = if warning.place.is_empty() { String::new() } else { format!("{}: ", warning.place) };
            wrap(&mut out, "  ", &format!("{place}{}", warning.text));
        }
        push_link(&mut out, &view.link);
        Ok(out)
    }
}
