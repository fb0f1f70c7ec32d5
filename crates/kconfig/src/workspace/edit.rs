//! Kconfig files that the person at the page edits: a last patch of its own.

use kconfig_series::{Patch, Series, SeriesPatch, Snapshots, diff_text, edited};

use super::{Place, Workspace};
use crate::view::{PatchInfo, Problem, SeriesView, State};

/// What the patch is called.
pub(super) const EDIT: &str = "edit";

/// The subject of the patch.
const SUBJECT: &str = "Edited here";

/// How long an edited file may be, in bytes; the longest Kconfig file has some 100,000.
const MAX_TEXT: usize = 1 << 20;

impl Workspace {
    /// Lists the Kconfig files of a state's tree by their paths.
    ///
    /// # Errors
    /// As [`Workspace::view`].
    pub fn kconfig_files(&mut self, state: &State) -> Result<Vec<String>, Problem> {
        let Place { snapshot, .. } = self.place(state)?;
        let is_kconfig =
            |path: &&str| path.rsplit('/').next().is_some_and(|name| name.starts_with("Kconfig"));
        Ok(snapshot.tree.iter().map(|(path, _)| path).filter(is_kconfig).map(str::to_owned).collect())
    }

    /// Gives the text of a file with all patches on it, to be edited.
    ///
    /// # Errors
    /// The tree has no such file.
    pub fn file_text(&mut self, path: &str) -> Result<String, Problem> {
        let text = self.text_with(path, true)?;
        text.ok_or_else(|| no_file(path))
    }

    /// Takes an edited file: what differs becomes the last patch, together with what was
    /// edited before.
    ///
    /// # Errors
    /// The tree has no such file, or the text is too long; nothing has changed then.
    pub fn edit_file(&mut self, path: &str, text: &str) -> Result<(), Problem> {
        if text.len() > MAX_TEXT {
            return Err(Problem {
                message: format!("The text has {} bytes; {MAX_TEXT} is the most for a file.", text.len()),
                details: Vec::new(),
                help: "Edit another file, or make a patch and open it as a series.".into(),
            });
        }
        let mut paths: Vec<String> = vec![path.to_owned()];
        if let Some(edit) = self.edit() {
            paths.extend(edit.files.iter().map(|file| file.path().to_owned()).filter(|it| it != path));
        }
        let mut files = Vec::new();
        for name in paths {
            let before = self.text_with(&name, false)?.ok_or_else(|| no_file(&name))?;
            let after = if name == path { Some(text.to_owned()) } else { self.text_with(&name, true)? };
            files.push((name, before, after.unwrap_or_default()));
        }
        self.set_edit(edited(SUBJECT, &files));
        Ok(())
    }

    /// Takes back all that was edited.
    pub fn take_edit_back(&mut self) {
        self.set_edit(None);
    }

    /// Writes what was edited as a diff for `git apply` and `patch -p1`; "" where nothing
    /// was.
    ///
    /// # Errors
    /// As [`Workspace::view`].
    pub fn edit_diff(&mut self) -> Result<String, Problem> {
        let Some(edit) = self.edit() else { return Ok(String::new()) };
        let mut diff = String::new();
        for file in edit.files {
            let path = file.path();
            let texts = (self.text_with(path, false)?, self.text_with(path, true)?);
            diff.push_str(&diff_text(path, &texts.0.unwrap_or_default(), &texts.1.unwrap_or_default()));
        }
        Ok(diff)
    }

    /// The patch of what was edited.
    fn edit(&self) -> Option<Patch> {
        let last = self.snapshots.series().patches.last()?;
        (last.id == EDIT).then(|| last.patch.clone())
    }

    /// The text of a file with all patches on it, or all but what was edited.
    fn text_with(&mut self, path: &str, is_edited: bool) -> Result<Option<String>, Problem> {
        let series = self.snapshots.series();
        let has_edit = series.patches.last().is_some_and(|patch| patch.id == EDIT);
        let n = series.n_steps() - usize::from(has_edit && !is_edited);
        let selection = series.first(n);
        let snapshot = self.snapshots.snapshot(&selection);
        let snapshot = snapshot.map_err(|error| super::place::apply_problem(&error))?;
        Ok(snapshot.tree.get(path).map(|text| text.to_string()))
    }

    /// Puts the edit behind the series, in place of the one before.
    fn set_edit(&mut self, edit: Option<Patch>) {
        let Series { base, mut patches } = self.snapshots.series().clone();
        patches.retain(|patch| patch.id != EDIT);
        let is_alone = patches.is_empty();
        self.info.patches.retain(|patch| patch.id != EDIT);
        let is_edited = edit.is_some();
        if let Some(patch) = edit {
            self.info.patches.push(info(&patch));
            patches.push(SeriesPatch { id: EDIT.to_owned(), replaces: None, patch });
        }
        self.snapshots = Snapshots::new(Series { base, patches });
        self.forget_snapshots();
        if self.info.is_kernel() && is_alone {
            let view = || SeriesView { title: SUBJECT.to_owned(), ..SeriesView::default() };
            match is_edited {
                true => drop(self.info.series.get_or_insert_with(view)),
                false => self.info.series = None,
            }
        }
    }

    /// What was edited, to go on another series.
    pub(super) fn edit_as_patch(&self) -> Option<SeriesPatch> {
        let patch = self.edit()?;
        Some(SeriesPatch { id: EDIT.to_owned(), replaces: None, patch })
    }
}

fn info(patch: &Patch) -> PatchInfo {
    PatchInfo {
        id: EDIT.to_owned(),
        short: SUBJECT.to_owned(),
        subject: SUBJECT.to_owned(),
        replaces: None,
        files: patch.files.iter().map(|file| file.path().to_owned()).collect(),
        notes: Vec::new(),
    }
}

fn no_file(path: &str) -> Problem {
    Problem {
        message: format!("The tree has no file {path}."),
        details: Vec::new(),
        help: "Choose one of the Kconfig files of the tree.".into(),
    }
}
