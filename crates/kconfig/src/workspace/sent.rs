//! Links to states of a series that somebody put on the tree.

use std::rc::Rc;

use kconfig_series::{Carried, Patch, SeriesPatch, carry};

use super::edit::EDIT;
use super::{Place, Workspace};
use crate::series_link::{
    LinkSeries, ReadLink, SeenHere, Sent, is_for_mail, recipe, series_digest, series_link,
};
use crate::view::{OpenedLink, Problem, Selection, SeriesView, State};

/// How a state is sent.
#[derive(Debug, Default)]
pub(super) struct SentState {
    /// The fragment of its link.
    pub(super) link: String,
    /// The text for a mail, where the link is too long for one; or "".
    pub(super) recipe: String,
    /// Why the link does not bring the series along, or "".
    pub(super) link_problem: String,
}

impl Workspace {
    /// Whether the tree has patches that its name does not say: a link brings them along.
    fn brings_series(&self) -> bool {
        self.info.is_kernel() && self.info.has_patches()
    }

    /// Gives what a link carries of the series; made once for each series.
    pub(super) fn carried_series(&mut self) -> Result<Rc<Carried>, String> {
        if let Some(known) = &self.carried_series {
            return known.clone();
        }
        let series = self.snapshots.series();
        let patches: Vec<Patch> = series.patches.iter().map(|patch| patch.patch.clone()).collect();
        let id = self.info.series.as_ref().map(|series| series.message_id.as_str());
        let carried = carry(&series.base, id.filter(|id| !id.is_empty()), &patches);
        let carried = carried.map(Rc::new).map_err(|error| error.to_string());
        self.carried_series = Some(carried.clone());
        carried
    }

    /// Gives the link of a place with the digest of its result, and its recipe where the
    /// link is too long for a mail; nothing where the tree's name says all.
    pub(super) fn sent(&mut self, place: &Place, result_digest: u32) -> Option<SentState> {
        if !self.brings_series() {
            return None;
        }
        let carried = match self.carried_series() {
            Ok(carried) => carried,
            Err(link_problem) => return Some(SentState { link_problem, ..SentState::default() }),
        };
        let state = numbered(&place.state, carried.patches.len());
        let sent = Sent {
            state: &state,
            tree_title: &self.info.title,
            tree_digest: self.digest,
            result_digest,
            series: &carried,
            address: "",
        };
        let link = series_link(&sent);
        let recipe = if is_for_mail(&link) { String::new() } else { recipe(&sent) };
        Some(SentState { link, recipe, link_problem: String::new() })
    }

    /// Shows the state of a link that is of a series: puts the series that it brings on
    /// the tree, or compares the one that it names with the one that is there.
    pub(crate) fn open_series_link(&mut self, link: &ReadLink, series: &LinkSeries) -> OpenedLink {
        let refused = |workspace: &Self, notice: String| OpenedLink {
            state: workspace.info.first.clone(),
            notice,
            is_sound: false,
            is_read: false,
        };
        if !self.info.is_kernel() {
            let notice = "Not the state of the link: it is of a series on a kernel's tree.";
            return refused(self, notice.to_owned());
        }
        let here = |workspace: &mut Self| workspace.carried_series().map(|it| series_digest(&it));
        match series {
            LinkSeries::Carried(carried) if here(self) != Ok(series.digest()) => self.put_carried(carried),
            LinkSeries::Named { message_id, .. } if !self.info.has_patches() => {
                let which = message_id.as_ref().map_or(String::new(), |id| format!(" (Message-ID {id})"));
                let notice = format!(
                    "The link names a series{which} and does not bring it along: \
                     open the series, and then the link again."
                );
                return refused(self, notice);
            }
            LinkSeries::Carried(_) | LinkSeries::Named { .. } => {}
        }
        match self.seen(&link.state) {
            Ok((state, seen)) => {
                let (is_sound, notice) = link.compare(&seen);
                OpenedLink { state, notice, is_sound, is_read: true }
            }
            Err(Problem { message, help, .. }) => {
                refused(self, format!("{message} {help}").trim().to_owned())
            }
        }
    }

    /// What the state of a link gives here.
    fn seen(&mut self, state: &State) -> Result<(State, SeenHere), Problem> {
        let state = self.with_own_ids(&State { tree: self.info.name.clone(), ..state.clone() });
        let place = self.place(&state)?;
        if place.state.base != state.base {
            return Err(crate::links::no_base(&state.base, &place.arch));
        }
        let result_digest = self.result_digest(&place)?;
        let series_digest = self.carried_series().map(|it| series_digest(&it)).unwrap_or_default();
        Ok((place.state, SeenHere { tree_digest: self.digest, series_digest, result_digest }))
    }

    /// Puts the series of a link on the tree, in place of the one that was there.
    fn put_carried(&mut self, carried: &Carried) {
        let numbered = (1..).zip(&carried.patches);
        let patches = numbered.map(|(number, patch): (usize, &Patch)| SeriesPatch {
            id: number.to_string(),
            replaces: None,
            patch: patch.clone(),
        });
        self.put(patches.collect());
        let title = carried.patches.first().map(|patch| patch.name().to_owned());
        self.info.series = Some(SeriesView {
            title: title.unwrap_or_default(),
            version: 1,
            message_id: carried.message_id.clone().unwrap_or_default(),
            notes: vec![
                "The series came with a link: only the lines that Kconfig reads, without messages.".into(),
            ],
            ..SeriesView::default()
        });
    }

    /// A state whose patches are called by their numbers, as they are called here.
    fn with_own_ids(&self, state: &State) -> State {
        let patches = &self.snapshots.series().patches;
        let own = |id: &String| {
            let at = id.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
            at.and_then(|at| patches.get(at)).map_or_else(|| id.clone(), |patch| patch.id.clone())
        };
        State { selection: renamed(&state.selection, own), ..state.clone() }
    }
}

/// A state whose patches are called by their numbers: what was edited is the last one.
fn numbered(state: &State, n_patches: usize) -> State {
    let number = |id: &String| if id == EDIT { n_patches.to_string() } else { id.clone() };
    State { selection: renamed(&state.selection, number), ..state.clone() }
}

fn renamed(selection: &Selection, name: impl Fn(&String) -> String) -> Selection {
    match selection {
        Selection::UpTo(id) => Selection::UpTo(name(id)),
        Selection::Only(ids) => Selection::Only(ids.iter().map(name).collect()),
        Selection::Base | Selection::After => selection.clone(),
    }
}
