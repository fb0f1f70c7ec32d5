//! Hunks put on one text: all of them as `git apply` does, or as many as go as
//! GNU patch does.

use crate::patch::{Hunk, LineKind};
use crate::place::{Budget, PatchState, Pattern, git_place, nearest, patch_place};
use crate::refusal::HunkMismatch;

/// How many hunks of a file that do not fit are looked up in it; the others are
/// shown beside the lines at which they say they are.
const MAX_LOOKED_UP: usize = 20;

/// What each line of a text costs that is moved to make room for a hunk, in
/// comparisons: one in so many.
const LINES_MOVED: usize = 16;

/// Where a hunk went on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Placed {
    /// The line of its first line in the new text, from 1.
    pub line: usize,
    /// How far that is from where the hunk says: lines down; negative is up.
    pub offset: i64,
    /// Lines of context at each end that did not count, up to 2.
    pub fuzz: usize,
}

/// The first hunk that `git apply` finds no place for.
pub(crate) struct Failed {
    /// Which hunk, from 0.
    pub(crate) hunk: usize,
    /// How far the hunk before had moved.
    pub(crate) drift: i64,
}

/// Puts all hunks on a text as `git apply` does (`apply_one_fragment`, apply.c).
///
/// # Errors
/// The first hunk that does not fit.
pub(crate) fn git_hunks(text: &str, hunks: &[Hunk]) -> Result<(String, Vec<Placed>), Failed> {
    let mut image: Vec<(&str, bool)> = text.split_inclusive('\n').map(|line| (line, false)).collect();
    let mut budget = Budget::new();
    let mut placed: Vec<Placed> = Vec::with_capacity(hunks.len());
    for (number, hunk) in hunks.iter().enumerate() {
        let pattern = Pattern::of(hunk);
        budget.spend(image.len() / LINES_MOVED);
        let place = git_place(&image, &pattern, hunk, &mut budget);
        let Some(at) = place.filter(|_| hunk.is_whole()) else {
            return Err(Failed { hunk: number, drift: placed.last().map_or(0, |placed| placed.offset) });
        };
        let new = hunk.lines.iter().filter(|line| line.kind != LineKind::Remove);
        image.splice(at..at + pattern.old.len(), new.map(|line| (&*line.text, true)));
        let says = i64::from(hunk.new_start.max(1)) - 1;
        placed.push(Placed { line: at + 1, offset: at as i64 - says, fuzz: 0 });
    }
    Ok((image.iter().map(|line| line.0).collect(), placed))
}

/// What became of a hunk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HunkState {
    /// It went on.
    Applied(Placed),
    /// It did not, and the text is without it.
    Failed(Box<HunkMismatch>),
}

/// Puts those hunks on a text that fit as `patch -F2` does (`apply_hunk` and its
/// caller, patch.c): each exactly if that goes, else with as little fuzz as can be, up to
/// `max_fuzz`.
pub(crate) fn patch_hunks(text: &str, hunks: &[Hunk], max_fuzz: usize) -> (String, Vec<HunkState>) {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let mut output =
        Output { lines: &lines, text: String::with_capacity(text.len()), state: PatchState::default() };
    let mut budget = Budget::new();
    let mut grown = 0i64;
    let mut states = Vec::with_capacity(hunks.len());
    let mut n_failed = 0;
    for (number, hunk) in hunks.iter().enumerate() {
        let pattern = Pattern::of(hunk);
        let max_fuzz = max_fuzz.min(pattern.prefix.max(pattern.suffix));
        let place = |fuzz, state: &mut PatchState, budget: &mut Budget| {
            patch_place(&lines, &pattern, hunk, fuzz, state, budget).map(|at| (at, fuzz))
        };
        let mut fuzzes = if hunk.is_whole() { 0..max_fuzz + 1 } else { 0..0 };
        let found = fuzzes.find_map(|fuzz| place(fuzz, &mut output.state, &mut budget));
        let applied = found.filter(|&(at, _)| output.apply(hunk, at));
        states.push(match applied {
            Some((at, fuzz)) => {
                let line = usize::try_from(at + grown).unwrap_or(0);
                grown += hunk.lines.iter().map(|line| growth(line.kind)).sum::<i64>();
                HunkState::Applied(Placed { line, offset: output.state.offset, fuzz })
            }
            None => {
                n_failed += 1;
                let is_looked_up = n_failed <= MAX_LOOKED_UP;
                let mismatch = mismatch(&lines, hunk, number, output.state.offset, is_looked_up);
                HunkState::Failed(Box::new(mismatch))
            }
        });
    }
    output.copy_till(lines.len());
    (output.text, states)
}

fn growth(kind: LineKind) -> i64 {
    match kind {
        LineKind::Context => 0,
        LineKind::Remove => -1,
        LineKind::Add => 1,
    }
}

/// The new text of a file while GNU patch goes through its hunks.
struct Output<'a> {
    lines: &'a [&'a str],
    text: String,
    state: PatchState,
}

impl Output<'_> {
    /// Adds a line; a line without a newline before it gets one.
    fn push(&mut self, line: &str) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
        self.text.push_str(line);
    }

    /// Copies the old lines up to the `end`th.
    fn copy_till(&mut self, end: usize) {
        let from = usize::try_from(self.state.frozen).unwrap_or(0);
        for line in self.lines.get(from..end.min(self.lines.len())).unwrap_or_default() {
            self.push(line);
        }
        self.state.frozen = self.state.frozen.max(i64::try_from(end).unwrap_or(i64::MAX));
    }

    /// Puts a hunk at a line, from 1, unless its changes begin before lines that
    /// are settled.
    fn apply(&mut self, hunk: &Hunk, at: i64) -> bool {
        let prefix = hunk.lines.iter().take_while(|line| line.kind == LineKind::Context).count();
        let Ok(mut old) = usize::try_from(at - 1) else { return false };
        let is_change = |line: &&crate::patch::HunkLine| line.kind != LineKind::Context;
        if hunk.lines.iter().any(|line| is_change(&line)) && self.state.frozen > (old + prefix) as i64 {
            return false;
        }
        for line in &hunk.lines {
            match line.kind {
                LineKind::Context => old += 1,
                LineKind::Remove => {
                    self.copy_till(old);
                    old += 1;
                    self.state.frozen += 1;
                }
                LineKind::Add => {
                    self.copy_till(old);
                    self.push(&line.text);
                }
            }
        }
        true
    }
}

/// Says of a hunk that fits nowhere which lines come nearest to it.
pub(crate) fn mismatch(
    lines: &[&str],
    hunk: &Hunk,
    number: usize,
    drift: i64,
    is_looked_up: bool,
) -> HunkMismatch {
    let wanted = Pattern::of(hunk).old;
    let says = i64::from(hunk.old_start) - i64::from(hunk.old_len > 0);
    let expected = usize::try_from(says + drift).unwrap_or(0);
    let at = if is_looked_up { nearest(lines, &wanted, expected) } else { expected };
    let bare = |line: &&str| line.trim_end_matches('\n').to_owned();
    HunkMismatch {
        number: number + 1,
        header: hunk.header.clone(),
        wanted: wanted.iter().map(bare).collect(),
        found: lines.iter().skip(at).take(wanted.len()).map(bare).collect(),
        found_at: at + 1,
        is_cut: !hunk.is_whole(),
        already_at: if is_looked_up { already_at(lines, hunk, drift) } else { None },
    }
}

/// Finds the line, from 1, where the result of a hunk stands already.
fn already_at(lines: &[&str], hunk: &Hunk, drift: i64) -> Option<usize> {
    let reversed = hunk.reversed();
    if reversed.old_len == 0 || hunk.lines.iter().all(|line| line.kind == LineKind::Context) {
        return None;
    }
    let mut state = PatchState { frozen: 0, offset: drift };
    let at = patch_place(lines, &Pattern::of(&reversed), &reversed, 0, &mut state, &mut Budget::new())?;
    usize::try_from(at).ok()
}
