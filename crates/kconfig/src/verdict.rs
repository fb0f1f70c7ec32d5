//! What is wrong with a series at one step, over all arches, worst first.

use std::rc::Rc;

use kconfig_series::PatchSelection;

use crate::cell::Cell;
use crate::view::{Problem, Selection, Sign, State, VerdictPart, VerdictView, Words};
use crate::workspace::Workspace;

/// An arch and its cell.
pub(crate) type ArchCell = (String, Rc<Cell>);

/// Names of arches, each with the state that it opens.
type Names = Vec<(String, State)>;

impl Workspace {
    /// Says what is wrong with a state: with claims, with its patches over all arches,
    /// and the state's own values do not count; else with its values on its arch.
    ///
    /// # Errors
    /// As [`Workspace::view`].
    pub fn verdict(&mut self, state: &State) -> Result<VerdictView, Problem> {
        if !self.info.has_claims {
            return self.tree_verdict(state);
        }
        let place = self.place(state)?;
        let cells = self.cells_at(&place.selection)?;
        let views = cells.iter().map(|(_, cell)| cell.view.clone()).collect();
        let mut parts = unlinked(&cells);
        parts.extend(failing(&cells));
        parts.extend(warnings(&cells));
        parts.extend(good_news(&cells));
        Ok(VerdictView { subject: self.subject(&place.selection), parts, cells: views })
    }

    /// The cells of all arches at some patches, in the order of the tabs.
    pub(crate) fn cells_at(&mut self, selection: &PatchSelection) -> Result<Vec<ArchCell>, Problem> {
        let arches: Vec<String> = self.scenario.arches.iter().map(|arch| arch.name.clone()).collect();
        arches.into_iter().map(|arch| Ok((arch.clone(), self.cell(selection, &arch)?))).collect()
    }

    /// `Before the series`, `After 5 of 14 patches`, `With only patch 6m`.
    fn subject(&self, selection: &PatchSelection) -> String {
        let n = self.snapshots.series().n_steps();
        match self.canonical(selection) {
            Selection::Base => "Before the series".to_owned(),
            Selection::After => format!("After {n} {}", if n == 1 { "patch" } else { "patches" }),
            Selection::UpTo(_) => format!("After {} of {n} patches", selection.indices().len()),
            Selection::Only(ids) if ids.len() == 1 => format!("With only patch {}", ids.join(", ")),
            Selection::Only(ids) => format!("With only patches {}", join(&ids)),
        }
    }
}

/// `a`, `a and b`, `a, b and c`.
pub(crate) fn join(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// Which arches would not link: in a case that a claim speaks of, else from one of
/// the starting points.
fn unlinked(cells: &[ArchCell]) -> Vec<VerdictPart> {
    let (mut claimed, mut others) = (Vec::new(), Vec::new());
    for (arch, cell) in cells {
        let of_claim = cell.unlinked.iter().find(|unlinked| unlinked.claim.is_some());
        if let Some(unlinked) = of_claim {
            claimed.push((arch.clone(), unlinked.state.clone()));
        } else if let Some(unlinked) = cell.unlinked.first() {
            others.push((arch.clone(), unlinked.state.clone()));
        }
    }
    let part = |mut names: Names, place: &str| {
        names.sort_by(|a, b| a.0.cmp(&b.0));
        (!names.is_empty()).then(|| {
            let mut part = VerdictPart { sign: Sign::Unlinked, words: Vec::new() };
            part.push_names(names, " and ");
            part.push(format!(" would not link {place}"));
            part
        })
    };
    let parts =
        [part(claimed, "in a case that the letter claims"), part(others, "from one of the starting points")];
    parts.into_iter().flatten().collect()
}

/// Which claims fail on which arches; arches on which the same ones fail stand
/// together.
fn failing(cells: &[ArchCell]) -> Vec<VerdictPart> {
    let mut groups: Vec<(&[String], Names)> = Vec::new();
    for (arch, cell) in cells.iter().filter(|(_, cell)| !cell.view.fail.is_empty()) {
        let Some(state) = first_failing(cell) else { continue };
        let fail = cell.view.fail.as_slice();
        match groups.iter_mut().find(|(ids, _)| *ids == fail) {
            Some((_, names)) => names.push((arch.clone(), state)),
            None => groups.push((fail, vec![(arch.clone(), state)])),
        }
    }
    let parts = groups.into_iter().map(|(ids, names)| {
        let words = if ids.len() == 1 { "claim" } else { "claims" };
        let verb = if ids.len() == 1 { "fails" } else { "fail" };
        let mut part = VerdictPart::plain(Sign::Fails, format!("{words} {} {verb} on ", join(ids)));
        part.push_names(names, " and ");
        part
    });
    parts.collect()
}

fn first_failing(cell: &Cell) -> Option<State> {
    let fails = |id: &String| cell.view.fail.contains(id);
    cell.claims.iter().find(|claim| fails(&claim.id)).map(|claim| claim.state.clone())
}

/// How many warnings base does not have, and on which arches.
fn warnings(cells: &[ArchCell]) -> Option<VerdictPart> {
    let mut texts: Vec<(&str, &str)> = Vec::new();
    let mut names = Vec::new();
    for (arch, cell) in cells {
        let Some((_, state)) = cell.warnings.first() else { continue };
        names.push((arch.clone(), state.clone()));
        for (warning, _) in &cell.warnings {
            let text = (warning.place.as_str(), warning.text.as_str());
            if !texts.contains(&text) {
                texts.push(text);
            }
        }
    }
    let n = texts.len();
    (n > 0).then(|| {
        let words = if n == 1 { "1 new warning (".to_owned() } else { format!("{n} new warnings (") };
        let mut part = VerdictPart::plain(Sign::Warns, words);
        part.push_names(names, ", ");
        part.push(")");
        part
    })
}

/// On how many arches all claims hold, and which fail as known; where there is
/// nothing else to say, that nothing is wrong.
fn good_news(cells: &[ArchCell]) -> Vec<VerdictPart> {
    let mut words: Vec<Words> = Vec::new();
    let plain = |text: String| Words { text, state: None };
    let holds = |cell: &Cell| cell.view.n_pass > 0 && cell.view.fail.is_empty() && cell.view.known.is_empty();
    let n = cells.iter().filter(|(_, cell)| holds(cell)).count();
    if n > 0 {
        words.push(plain(format!("claims hold on {n} {}", if n == 1 { "arch" } else { "arches" })));
    }
    let mut sign = Sign::Clean;
    for (arch, cell) in cells.iter().filter(|(_, cell)| !cell.view.known.is_empty()) {
        let known = |id: &String| cell.view.known.contains(id);
        let Some(claim) = cell.claims.iter().find(|claim| known(&claim.id)) else { continue };
        let is_first = std::mem::replace(&mut sign, Sign::Known) == Sign::Clean;
        if !words.is_empty() {
            words.push(plain(", ".to_owned()));
        }
        words.push(Words { text: arch.clone(), state: Some(claim.state.clone()) });
        let verb = if is_first { " fails" } else { "" };
        words.push(plain(format!("{verb} {} as known", cell.view.known.len())));
    }
    let mut parts = Vec::new();
    if cells.iter().all(|(_, cell)| cell.view.sign <= Sign::Known) {
        parts.push(VerdictPart::plain(
            Sign::Clean,
            "no new warning, and nothing is missing among the recorded objects",
        ));
    }
    if !words.is_empty() {
        parts.push(VerdictPart { sign, words });
    }
    parts
}
