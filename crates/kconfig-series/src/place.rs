//! Where a hunk fits in a text: the rules of `git apply` and of GNU patch.

use crate::patch::{Hunk, LineKind};

/// How many line comparisons the search for all places of one file may cost.
///
/// A kernel's longest Kconfig file has some 3,000 lines; a search that needs
/// more than this is one of a text that was made to be slow. Hunks behind that
/// fit nowhere.
const COMPARE_LIMIT: usize = 200_000_000;

/// How many line comparisons the search for a nearly fitting place may cost.
const NEAR_LIMIT: usize = 4_000_000;

/// How many lines of context at each end `patch -F2` may leave out.
pub(crate) const MAX_FUZZ: usize = 2;

/// What is left of the comparisons that the searches in one file may cost.
pub(crate) struct Budget(usize);

impl Budget {
    /// Starts with [`COMPARE_LIMIT`].
    pub(crate) fn new() -> Self {
        Self(COMPARE_LIMIT)
    }

    /// Takes the cost of something else; tells whether anything is left.
    pub(crate) fn spend(&mut self, cost: usize) -> bool {
        self.0 = self.0.saturating_sub(cost);
        self.0 > 0
    }

    /// Compares two runs of lines of the same length; nothing is the same any
    /// more when the budget is spent.
    fn is_same<'a>(
        &mut self,
        have: impl ExactSizeIterator<Item = &'a str>,
        want: impl ExactSizeIterator<Item = &'a str>,
    ) -> bool {
        if have.len() != want.len() {
            return false;
        }
        for (have, want) in have.zip(want) {
            let Some(left) = self.0.checked_sub(1) else { return false };
            self.0 = left;
            if have != want {
                return false;
            }
        }
        true
    }
}

/// The lines that a hunk takes and its context, as the searches need them.
pub(crate) struct Pattern<'a> {
    /// The lines that stand before: context and what is taken.
    pub(crate) old: Vec<&'a str>,
    /// Lines of context before the first change.
    pub(crate) prefix: usize,
    /// Lines of context behind the last change.
    pub(crate) suffix: usize,
}

impl<'a> Pattern<'a> {
    /// Takes them from a hunk.
    pub(crate) fn of(hunk: &'a Hunk) -> Self {
        let is_context = |line: &&crate::patch::HunkLine| line.kind == LineKind::Context;
        let old = hunk.lines.iter().filter(|line| line.kind != LineKind::Add).map(|line| &*line.text);
        Self {
            old: old.collect(),
            prefix: hunk.lines.iter().take_while(is_context).count(),
            suffix: hunk.lines.iter().rev().take_while(is_context).count(),
        }
    }
}

/// Finds the line, from 0, where `git apply` puts a hunk (`find_pos`, apply.c).
///
/// `image` is the text with the hunks before this one, and tells of each line
/// whether one of them has it: such a line is not matched again. The nearest
/// place counts, below before above. A hunk that says line 1 fits only at the
/// start, and one without context at its end only at the end.
pub(crate) fn git_place(
    image: &[(&str, bool)],
    pattern: &Pattern<'_>,
    hunk: &Hunk,
    budget: &mut Budget,
) -> Option<usize> {
    let n = pattern.old.len();
    if !budget.spend(n) {
        return None;
    }
    let last = image.len().checked_sub(n)?;
    let mut fits = |at: usize| {
        let lines = &image[at..at + n];
        budget.is_same(lines.iter().map(|line| line.0), pattern.old.iter().copied())
            && lines.iter().all(|line| !line.1)
    };
    match (hunk.old_start <= 1, pattern.suffix == 0) {
        (true, true) => (last == 0 && fits(0)).then_some(0),
        (true, false) => fits(0).then_some(0),
        (false, true) => fits(last).then_some(last),
        (false, false) => {
            let expected = (hunk.new_start.saturating_sub(1) as usize).min(image.len());
            (0..=image.len()).find_map(|away| {
                let down = Some(expected + away).filter(|&at| at <= last && fits(at));
                let up = || expected.checked_sub(away).filter(|&at| away > 0 && at <= last && fits(at));
                down.or_else(up)
            })
        }
    }
}

/// Where GNU patch is in a text while it goes through the hunks of one file.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct PatchState {
    /// Lines of the old text that are settled: `last_frozen_line`.
    pub(crate) frozen: i64,
    /// How far the hunk before had moved: `in_offset`.
    pub(crate) offset: i64,
}

/// Finds the line, from 1, where GNU patch puts a hunk with a given fuzz
/// (`locate_hunk`, patch.c); sets the offset that the next hunk starts from.
///
/// Fuzz counts from the longer end of the context: a shorter end loses lines
/// only when as many are left of the longer one.
pub(crate) fn patch_place(
    lines: &[&str],
    pattern: &Pattern<'_>,
    hunk: &Hunk,
    fuzz: usize,
    state: &mut PatchState,
    budget: &mut Budget,
) -> Option<i64> {
    if !budget.spend(pattern.old.len()) {
        return None;
    }
    let int = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let (n_input, n_old) = (int(lines.len()), int(pattern.old.len()));
    let (prefix, suffix) = (int(pattern.prefix), int(pattern.suffix));
    // A hunk that takes nothing names the line that it stands behind.
    let first = i64::from(hunk.old_start) + i64::from(n_old == 0);
    let guess = first + state.offset;
    if n_old == 0 {
        return Some(guess).filter(|&at| at > 0);
    }
    let context = prefix.max(suffix);
    let (cut_prefix, cut_suffix) = (int(fuzz) + prefix - context, int(fuzz) + suffix - context);
    let max_where = n_input - (n_old - cut_suffix) + 1;
    let min_where = state.frozen + 1 - (prefix - cut_prefix);
    let max_down = max_where - guess;
    // Lines before the first are not tried.
    let max_up = (guess - min_where).min(guess - 1);
    let mut fits = |at: i64, cut_prefix: i64, cut_suffix: i64| {
        let bound = |n: i64| usize::try_from(n).ok();
        let want = bound(cut_prefix).zip(bound(n_old - cut_suffix));
        let Some(want) = want.and_then(|(from, to)| pattern.old.get(from..to.max(from))) else {
            return false;
        };
        let have = bound(at + cut_prefix - 1).and_then(|from| lines.get(from..from + want.len()));
        have.is_some_and(|have| budget.is_same(have.iter().copied(), want.iter().copied()))
    };
    let at = if cut_prefix < 0 && first <= 1 {
        // Only the start of the file fits, or the whole file.
        let whole = cut_suffix >= 0 || (n_old == n_input && prefix >= state.frozen);
        let free = state.frozen <= prefix && 1 - guess <= max_down;
        (whole && free && fits(1, 0, cut_suffix.max(0))).then_some(1)
    } else if cut_suffix < 0 {
        // Only the end of the file fits.
        let at = n_input - n_old + 1;
        (guess - at <= max_up && fits(at, cut_prefix.max(0), 0)).then_some(at)
    } else {
        let cut_prefix = cut_prefix.max(0);
        let start = if max_down < 0 {
            guess - max_where
        } else if max_up < 0 {
            guess - min_where
        } else {
            0
        };
        outward(guess, start, max_down, max_up, |at| fits(at, cut_prefix, cut_suffix))
    };
    let at = at.filter(|&at| at > 0)?;
    state.offset += at - guess;
    Some(at)
}

/// Tries the lines around a guess, from `start` lines away: each time below before above.
fn outward(
    guess: i64,
    start: i64,
    max_down: i64,
    max_up: i64,
    mut fits: impl FnMut(i64) -> bool,
) -> Option<i64> {
    (start..=max_down.max(max_up)).find_map(|away| {
        let down = (away <= max_down).then_some(guess + away).filter(|&at| fits(at));
        down.or_else(|| (away <= max_up).then_some(guess - away).filter(|&at| fits(at)))
    })
}

/// Finds the place, from 0, where most of the wanted lines stand, for a report.
pub(crate) fn nearest(lines: &[&str], wanted: &[&str], expected: usize) -> usize {
    let expected = expected.min(lines.len().saturating_sub(1));
    if lines.len().saturating_mul(wanted.len()) > NEAR_LIMIT {
        return expected;
    }
    let score = |at: usize| lines[at..].iter().zip(wanted).filter(|(have, want)| have == want).count();
    let best = (0..lines.len())
        .map(|at| (score(at), at))
        .max_by_key(|&(score, at)| (score, usize::MAX - at.abs_diff(expected)));
    best.filter(|&(score, _)| score > 0).map_or(expected, |(_, at)| at)
}
