//! A state of a tree as text for a mail: what is wrong first, at most 72 columns.

use std::collections::BTreeMap;

use super::{heading, push_link, wrap};
use crate::view::{Ask, DifferenceRow, LossKind, LossRow, LossView, Problem, State};
use crate::workspace::Workspace;

/// How many rows of a kind are written; the rest is counted.
const MAX_ROWS: usize = 8;

impl Workspace {
    /// Writes a state as plain text for a reply: what is wrong, the values that were
    /// asked for and not got, new warnings, what differs from the base config, and
    /// the link.
    ///
    /// `address` is that of the page, before the `#`; "" where nobody else can reach
    /// it. The same state and address give the same bytes everywhere.
    ///
    /// # Errors
    /// As [`Workspace::view`].
    pub(super) fn tree_review(&mut self, state: &State, address: &str) -> Result<String, Problem> {
        let view = self.view(state, &Ask::default())?;
        let losses = self.losses(state)?;
        let mut out = String::new();
        wrap(&mut out, "", &format!("{}.", self.verdict(state)?.sentence().trim_end_matches('.')));
        let profile = view.state.profile.as_ref().map_or(String::new(), |name| format!("toolchain {name}"));
        let set: Vec<String> =
            view.state.values.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let with = if set.is_empty() { String::new() } else { format!("with {}", set.join(" ")) };
        let given: Vec<String> = [profile, with].into_iter().filter(|text| !text.is_empty()).collect();
        if !given.is_empty() {
            wrap(&mut out, "", &given.join(", "));
        }
        push_losses(&mut out, &losses);
        let new: Vec<_> = view.warnings.iter().filter(|warning| warning.is_new).collect();
        if !new.is_empty() {
            heading(&mut out, &format!("New warnings: {}", new.len()));
        }
        for warning in new.iter().take(MAX_ROWS) {
            let place = if warning.place.is_empty() { String::new() } else { format!("{}: ", warning.place) };
            wrap(&mut out, "", &format!("- {place}{}", warning.text));
        }
        push_more(&mut out, new.len());
        push_difference(&mut out, &view.difference, view.n_different as usize);
        push_link(&mut out, address, &view.link, &view.recipe);
        Ok(out)
    }
}

/// What was asked for and not got: the reasons that somebody can do something about as
/// rows, the others as counts.
fn push_losses(out: &mut String, losses: &LossView) {
    if losses.rows.is_empty() {
        return;
    }
    heading(out, &format!("Asked for and not got: {}", losses.summary()));
    let is_listed = |row: &&LossRow| row.is_own || row.kind < LossKind::Computed;
    let listed: Vec<&LossRow> = losses.rows.iter().filter(is_listed).collect();
    for row in listed.iter().take(MAX_ROWS) {
        let got = row.got.as_deref().unwrap_or("absent");
        wrap(out, "", &format!("- {}: {}, now {got}: {}", row.symbol, row.asked, row.reason));
    }
    push_more(out, listed.len());
    let mut counts: BTreeMap<LossKind, usize> = BTreeMap::new();
    for row in losses.rows.iter().filter(|row| !is_listed(row)) {
        *counts.entry(row.kind).or_default() += 1;
    }
    for (kind, n) in counts {
        wrap(out, "", &format!("- {}: {n}", kind.words()));
    }
}

/// What differs from the base config without the user's values.
fn push_difference(out: &mut String, rows: &[DifferenceRow], n: usize) {
    if n == 0 {
        return;
    }
    heading(out, &format!("Different from the base config alone: {n}"));
    let is_or = |value: &Option<String>| value.clone().unwrap_or_else(|| "absent".into());
    let others = rows.iter().filter(|row| row.is_other);
    for DifferenceRow { symbol, before, after, origin, .. } in others.take(MAX_ROWS) {
        wrap(out, "", &format!("- {symbol}: {} -> {} ({origin})", is_or(before), is_or(after)));
    }
    push_more(out, n);
}

fn push_more(out: &mut String, n: usize) {
    if n > MAX_ROWS {
        wrap(out, "", &format!("- and {} more", n - MAX_ROWS));
    }
}
