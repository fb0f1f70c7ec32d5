//! The review text of a state of a series.

use super::missing::{Cause, Needs};
use super::{heading, push_link, wrap};
use crate::verdict::join;
use crate::view::{ALL_ARCHES, Ask, ClaimView, Problem, Selection, State, StateView, Verdict};
use crate::workspace::{Place, Workspace};

/// How many failures of a kind are written; the rest is counted.
const MAX_FAILURES: usize = 6;

impl Workspace {
    /// Writes a state as plain text for a reply: what is wrong over all arches, then
    /// each failure with its reason and how to reproduce it, what holds as a count,
    /// and the link.
    ///
    /// `address` is that of the page, before the `#`; "" where nobody else can reach
    /// it. The same state and address give the same bytes everywhere.
    ///
    /// # Errors
    /// As [`Workspace::view`].
    pub fn review_text(&mut self, state: &State, address: &str) -> Result<String, Problem> {
        if !self.info.has_claims {
            return self.tree_review(state, address);
        }
        let view = self.view(state, &Ask::default())?;
        let place = self.place(&view.state)?;
        let mut out = String::new();
        self.push_subject(&mut out, &view.state);
        wrap(&mut out, "", &self.verdict(state)?.sentence());
        self.push_missing(&mut out, &place)?;
        push_claims(&mut out, &view.claims);
        push_warnings(&mut out, &view);
        self.push_values(&mut out, &place)?;
        push_link(&mut out, address, &view.link, &view.recipe);
        Ok(out)
    }

    /// The series, and which state of it; the verdict says which patches.
    fn push_subject(&self, out: &mut String, state: &State) {
        let scenario = &self.scenario;
        wrap(out, "", &format!("{} {}", scenario.title, scenario.version));
        let arch = if state.arch == ALL_ARCHES { "all arches" } else { &state.arch };
        let values: Vec<String> =
            state.values.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let with = if values.is_empty() { String::new() } else { format!(", with {}", values.join(" ")) };
        let carried = if state.carried { ", base's .config carried along" } else { "" };
        let (author, date, base) = (&scenario.author, &scenario.date, &state.base);
        wrap(out, "", &format!("{author}, {date}; {arch}, {base}config{carried}{with}"));
    }

    fn push_missing(&mut self, out: &mut String, place: &Place) -> Result<(), Problem> {
        let causes = self.causes_at(place)?;
        if causes.is_empty() {
            return Ok(());
        }
        heading(out, "Would not link, of the recorded objects; to see it:");
        let step = match &place.state.selection {
            Selection::Base => "--step base".to_owned(),
            Selection::After => "--step after".to_owned(),
            Selection::UpTo(id) => format!("--step {id}"),
            Selection::Only(ids) => format!("--patches {}", ids.join(",")),
        };
        wrap(out, "", &format!("kconfig scenario {} {step} --arch ARCH OPTION", self.scenario.name));
        for cause in causes.iter().take(MAX_FAILURES) {
            push_cause(out, cause);
        }
        push_more(out, causes.len());
        Ok(())
    }

    /// What has a value in the menu of the series, on the one arch that is shown.
    fn push_values(&mut self, out: &mut String, place: &Place) -> Result<(), Problem> {
        let [arch] = self.arches_of(place).try_into().unwrap_or_default();
        if arch.is_empty() {
            return Ok(());
        }
        let evaluation = self.evaluate(place, &arch)?;
        let set = self.values_in_menu(&evaluation).into_iter().filter(|(_, value)| !value.is_empty());
        let set: Vec<String> = set.map(|(name, value)| format!("{name}={value}")).collect();
        let set = if set.is_empty() { "nothing".to_owned() } else { set.join(" ") };
        heading(out, &format!("Set in \"{}\": {set}", self.scenario.menu));
        Ok(())
    }
}

/// What is not provided and why, then who needs it, when, and how to see it.
fn push_cause(out: &mut String, cause: &Cause) {
    let since = cause.since.as_ref().map_or(String::new(), |patch| format!(", since patch {patch}"));
    let providers = cause.providers.iter().map(|(object, condition)| match condition.as_str() {
        "" => object.clone(),
        condition => format!("{object} if {condition}"),
    });
    let providers: Vec<String> = providers.collect();
    let why = match (providers.is_empty(), cause.why.is_empty()) {
        (true, _) => "no recorded object has it".to_owned(),
        (_, true) => format!("only in {}", providers.join(" or ")),
        _ => format!("{}, only in {}", cause.why.join(", "), providers.join(" or ")),
    };
    wrap(out, "", &format!("- {why}{since}:"));
    for Needs { arches, how, object, function, symbols, needed_if } in &cause.needs {
        let needed = if needed_if.is_empty() { String::new() } else { format!(" if {needed_if}") };
        let how = if how.is_empty() { String::new() } else { format!(" ({how})") };
        let (arches, symbols) = (arches.join(", "), symbols.join(", "));
        wrap(out, "  ", &format!("{arches}{how}: {object}: {function} needs {symbols}{needed}"));
    }
}

fn push_more(out: &mut String, n: usize) {
    if n > MAX_FAILURES {
        wrap(out, "", &format!("- and {} more", n - MAX_FAILURES));
    }
}

/// A count of the claims that hold, those that are known to fail with their reason,
/// and those that fail, once where they are alike on several arches.
fn push_claims(out: &mut String, claims: &[ClaimView]) {
    if claims.is_empty() {
        return;
    }
    let n_pass = claims.iter().filter(|claim| claim.verdict == Verdict::Pass).count();
    heading(out, &format!("Claims: {n_pass} of {} hold.{}", claims.len(), known(claims)));
    let mut failures: Vec<(Vec<&str>, &ClaimView)> = Vec::new();
    for claim in claims.iter().filter(|claim| claim.verdict == Verdict::Fail) {
        let is_same = |other: &ClaimView| other.id == claim.id && other.differing == claim.differing;
        match failures.iter_mut().find(|(_, other)| is_same(other)) {
            Some((arches, _)) => arches.push(&claim.state.arch),
            None => failures.push((vec![&claim.state.arch], claim)),
        }
    }
    for (arches, claim) in failures.iter().take(MAX_FAILURES) {
        let differing = claim.differing.iter();
        let differing: Vec<String> = differing
            .map(|(symbol, expected, actual)| format!("{symbol} is {actual}, not {expected}"))
            .collect();
        wrap(out, "", &format!("- {}: {} fails: {}", arches.join(", "), claim.id, differing.join("; ")));
    }
    push_more(out, failures.len());
}

/// ` powerpc: 1 and 3 fail as known: WHY.`; a reason is said once.
fn known(claims: &[ClaimView]) -> String {
    let mut known: Vec<(&str, &str, Vec<String>)> = Vec::new();
    for claim in claims.iter().filter(|claim| claim.verdict == Verdict::Known) {
        let key = (claim.state.arch.as_str(), claim.reason.as_str());
        match known.iter_mut().find(|(arch, reason, _)| (*arch, *reason) == key) {
            Some((.., ids)) => ids.push(claim.id.clone()),
            None => known.push((key.0, key.1, vec![claim.id.clone()])),
        }
    }
    let words = known.into_iter().map(|(arch, reason, ids)| {
        let verb = if ids.len() == 1 { "fails" } else { "fail" };
        format!(" {arch}: {} {verb} as known: {reason}", join(&ids))
    });
    words.collect()
}

/// The warnings that base does not have; a count of the others.
fn push_warnings(out: &mut String, view: &StateView) {
    let (new, old): (Vec<_>, Vec<_>) = view.warnings.iter().partition(|warning| warning.is_new);
    if new.is_empty() && old.is_empty() {
        return;
    }
    let old = match old.len() {
        0 => String::new(),
        n => format!(" ({n} more at base too)"),
    };
    heading(out, &format!("New warnings: {}{old}", new.len()));
    for warning in new.iter().take(MAX_FAILURES) {
        let place = if warning.place.is_empty() { String::new() } else { format!("{}: ", warning.place) };
        let help = if warning.help.is_empty() { String::new() } else { format!(" ({})", warning.help) };
        wrap(out, "", &format!("- {place}{}{help}", warning.text));
    }
    push_more(out, new.len());
}
