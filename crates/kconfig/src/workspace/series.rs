//! A series put on a tree, and taken off.

use kconfig_model::ParseCache;
use kconfig_series::{
    CoverLetter, Input, Patch, Reading, Series, SeriesPatch, Snapshots, Step, kept_in, read,
};

use super::{MAX_PARSED, Workspace};
use crate::cell::Cells;
use crate::claims::{offered_claims, parse_claims};
use crate::series::patch_notes;
use crate::view::{PatchInfo, Problem, SeriesView};

/// How long the short name of a patch is at most, in characters.
const MAX_SHORT: usize = 48;

/// How many patches a series may have; what is shown of each has to be laid out.
const MAX_PATCHES: usize = 1000;

impl Workspace {
    /// Reads a series from mails, mailboxes or diffs and puts it on the tree, in place of
    /// the one that was there.
    ///
    /// What does not go on is left out and said in [`PatchInfo::notes`].
    ///
    /// # Errors
    /// There is no patch in what was given; the series that was there stays.
    pub fn put_series(&mut self, inputs: &[Input<'_>]) -> Result<(), Problem> {
        let reading = read(inputs);
        let notes: Vec<String> = reading.notes.iter().map(ToString::to_string).collect();
        let refused = |message: &str, help: &str| {
            Err(Problem { message: message.to_owned(), details: notes.clone(), help: help.to_owned() })
        };
        if reading.patches.is_empty() {
            return refused(
                "There is no patch in what was given.",
                "Give a mailbox, mails, or diffs: what `git format-patch` or `b4 am` write.",
            );
        }
        if reading.patches.len() > MAX_PATCHES {
            return refused("The series has more than 1000 patches.", "Give a part of it.");
        }
        let mut patches = series_of(&reading);
        patches.extend(self.edit_as_patch());
        self.put(patches);
        self.info.series = Some(view(&reading, notes));
        Ok(())
    }

    /// Takes the series off the tree, and what was edited on it.
    pub fn take_series_off(&mut self) {
        self.put(Vec::new());
        self.info.series = None;
    }

    /// Takes a claims file, to be held against the series by [`Workspace::sweep`]; "" is none.
    ///
    /// # Errors
    /// What is wrong with the file, with its line; the claims before stay.
    pub fn set_claims(&mut self, text: &str) -> Result<(), Problem> {
        let claims = match text.trim() {
            "" => None,
            _ => Some(parse_claims("claims", text).map_err(|error| Problem {
                message: format!("The claims cannot be read: {error}."),
                details: Vec::new(),
                help: "docs/claims.md says what a claims file is made of.".into(),
            })?),
        };
        let Some(series) = &mut self.info.series else {
            return Err(Problem {
                message: "There is no series to hold claims against.".into(),
                details: Vec::new(),
                help: "Open the series first.".into(),
            });
        };
        series.claims = if claims.is_some() { text.to_owned() } else { String::new() };
        self.claims = claims;
        Ok(())
    }

    pub(super) fn put(&mut self, patches: Vec<SeriesPatch>) {
        let base = self.bundle.files.clone();
        let kept = kept_in(&base);
        self.snapshots = Snapshots::new(Series { base, patches });
        self.forget_snapshots();
        // They were those of another series.
        self.claims = None;
        let series = self.snapshots.series();
        let patches = series.patches.iter().zip(self.snapshots.steps());
        self.info.patches = patches.map(|(patch, step)| info(patch, step, &kept)).collect();
    }

    /// Forgets what was kept by snapshots and patches, as other ones get their numbers.
    pub(super) fn forget_snapshots(&mut self) {
        if self.cache.n_bytes() > MAX_PARSED {
            self.cache = ParseCache::default();
        }
        self.loaded.forget_snapshots();
        self.failed.clear();
        self.digests.clear();
        self.defined.clear();
        self.cells = Cells::default();
        self.carried = None;
        self.carried_series = None;
    }
}

/// The patches under their numbers.
fn series_of(reading: &Reading) -> Vec<SeriesPatch> {
    let numbered = (1..).zip(&reading.patches);
    let patch = |(number, patch): (usize, &kconfig_series::ReadPatch)| SeriesPatch {
        id: number.to_string(),
        replaces: None,
        patch: patch.patch.clone(),
    };
    numbered.map(patch).collect()
}

fn info(patch: &SeriesPatch, step: &Step, is_kept: &dyn Fn(&str) -> bool) -> PatchInfo {
    let subject = patch.patch.name().to_owned();
    let files = patch.patch.files.iter().map(|file| file.path());
    PatchInfo {
        id: patch.id.clone(),
        short: short(&subject),
        subject,
        replaces: None,
        files: files.filter(|path| is_kept(path)).map(str::to_owned).collect(),
        notes: patch_notes(step),
    }
}

/// A subject where there is little room.
fn short(subject: &str) -> String {
    if subject.chars().count() <= MAX_SHORT {
        return subject.to_owned();
    }
    let cut: String = subject.chars().take(MAX_SHORT - 3).collect();
    format!("{}...", cut.trim_end())
}

fn view(reading: &Reading, mut notes: Vec<String>) -> SeriesView {
    let cover = reading.cover.clone().unwrap_or_default();
    let CoverLetter { body, message_id, author, date, .. } = cover;
    let first: Option<&Patch> = reading.patches.first().map(|patch| &patch.patch);
    if let Some(commit) = &reading.base_commit {
        notes.push(format!("made on commit {commit}"));
    }
    notes.extend(reading.prerequisites.iter().map(|id| format!("needs the patch with the id {id}")));
    SeriesView {
        title: reading.title().to_owned(),
        version: reading.version,
        author: author.or_else(|| first?.author.clone()).unwrap_or_default(),
        date: date.unwrap_or_default(),
        message_id: message_id.or_else(|| first?.message_id.clone()).unwrap_or_default(),
        letter: body,
        notes,
        offered: offered_claims(reading),
        claims: String::new(),
    }
}
