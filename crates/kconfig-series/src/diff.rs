//! Unified diffs, line by line: `diff -u` and git's forms alike.

use crate::patch::{
    FileDiff, Hunk, HunkLine, LineKind, PatchProblem, diff_path, hunk_header, strip_side, strip_sides,
};

/// Reads lines of a text one after the other, and diffs among them.
pub(crate) struct Lines<'a> {
    pub(crate) lines: Vec<&'a str>,
    /// The next line to read.
    pub(crate) at: usize,
    pub(crate) problems: Vec<PatchProblem>,
}

impl<'a> Lines<'a> {
    /// Splits a text; carriage returns at the ends of lines go where the first line has one.
    pub(crate) fn new(text: &'a str) -> Self {
        let crlf = text.split('\n').next().is_some_and(|line| line.ends_with('\r'));
        let lines: Vec<&str> = text
            .split_inclusive('\n')
            .map(|line| line.strip_suffix('\n').unwrap_or(line))
            .map(|line| if crlf { line.strip_suffix('\r').unwrap_or(line) } else { line })
            .collect();
        Self { lines, at: 0, problems: Vec::new() }
    }

    pub(crate) fn peek(&self) -> Option<&'a str> {
        self.lines.get(self.at).copied()
    }

    pub(crate) fn ahead(&self, n: usize) -> &'a str {
        self.lines.get(self.at + n).copied().unwrap_or("")
    }

    /// The number of the next line, from 1.
    pub(crate) fn line(&self) -> u32 {
        self.at as u32 + 1
    }

    pub(crate) fn problem(&mut self, line: u32, message: impl Into<String>) {
        self.problems.push(PatchProblem { line, message: message.into() });
    }

    /// Whether the diff of a file begins at the next line.
    pub(crate) fn at_file(&self) -> bool {
        let line = self.ahead(0);
        line.starts_with("diff --git ")
            || (line.starts_with("--- ")
                && self.ahead(1).starts_with("+++ ")
                && self.ahead(2).starts_with("@@ -"))
            || (line.starts_with("Binary files ") && line.trim_end().ends_with(" differ"))
    }

    /// Reads what one file's part of a diff says, up to what is not its own.
    pub(crate) fn file(&mut self) -> FileDiff {
        let mut file = FileDiff { line: self.line(), ..FileDiff::default() };
        let (mut old, mut new) = (None, None);
        if let Some(both) = self.ahead(0).strip_prefix("diff --git ") {
            self.at += 1;
            file.is_git = true;
            (old, new) = git_paths(both);
            self.extended_headers(&mut file, &mut old, &mut new);
        }
        let stamps = self.names(&mut file, &mut old, &mut new);
        (file.old, file.new) = (old, new);
        while let Some(mut hunk) = self.peek().and_then(hunk_header) {
            hunk.line = self.line();
            self.at += 1;
            self.hunk(&mut hunk);
            file.hunks.push(hunk);
        }
        let one = if let [hunk] = &*file.hunks { Some((hunk.old_len, hunk.new_len)) } else { None };
        match one {
            Some((0, _)) if stamps.0 => file.old = None,
            Some((_, 0)) if stamps.1 => file.new = None,
            _ => {}
        }
        if file.path().is_empty() {
            self.problem(file.line, "a diff without a path");
        }
        file
    }

    /// Reads the lines `---` and `+++`; tells of each whether its time is the
    /// epoch, which plain diff writes for a file that is not there.
    fn names(
        &mut self,
        file: &mut FileDiff,
        old: &mut Option<String>,
        new: &mut Option<String>,
    ) -> (bool, bool) {
        if let Some(paths) = self.ahead(0).strip_prefix("Binary files ").filter(|_| !file.is_git) {
            self.at += 1;
            file.is_binary = true;
            let paths = paths.trim_end().trim_end_matches(" differ");
            let (left, right) = paths.split_once(" and ").unwrap_or((paths, paths));
            (*old, *new) = strip_sides(diff_path(left), diff_path(right));
        }
        let sides = (self.ahead(0).strip_prefix("--- "), self.ahead(1).strip_prefix("+++ "));
        let (Some(left), Some(right)) = sides else { return (false, false) };
        self.at += 2;
        let is_rename = file.is_git && old.is_some() && new.is_some() && old != new;
        (*old, *new) = strip_sides(diff_path(left), diff_path(right));
        if let (Some(left), Some(right), false) = (&old, &new, is_rename) {
            if left != right {
                // The shorter one, as GNU patch prefers it (`best_name`, pch.c).
                let cost = |path: &str| (path.matches('/').count(), path.len());
                let (best, other) = if cost(left) < cost(right) { (left, right) } else { (right, left) };
                file.alias = Some(other.clone());
                let best = best.clone();
                (*old, *new) = (Some(best.clone()), Some(best));
            }
        }
        (is_epoch(left), is_epoch(right))
    }

    fn extended_headers(&mut self, file: &mut FileDiff, old: &mut Option<String>, new: &mut Option<String>) {
        while let Some(line) = self.peek() {
            let word = |prefix: &str| line.strip_prefix(prefix).map(str::to_owned);
            let mode = |prefix: &str| {
                line.strip_prefix(prefix).and_then(|mode| u32::from_str_radix(mode.trim(), 8).ok())
            };
            if line.starts_with("new file mode ") {
                *old = None;
            } else if line.starts_with("deleted file mode ") {
                *new = None;
            } else if let Some(path) = word("rename from ").or_else(|| word("copy from ")) {
                *old = Some(path);
                file.copy = line.starts_with("copy ");
            } else if let Some(path) = word("rename to ").or_else(|| word("copy to ")) {
                *new = Some(path);
            } else if line.starts_with("GIT binary patch") || line.starts_with("Binary files ") {
                file.is_binary = true;
            } else if let Some(mode) = mode("old mode ") {
                file.modes = Some((mode, mode));
            } else if let Some(mode) = mode("new mode ") {
                file.modes = file.modes.map(|(old, _)| (old, mode));
            } else if !["index ", "similarity index ", "dissimilarity index "]
                .iter()
                .any(|prefix| line.starts_with(prefix))
            {
                break;
            }
            self.at += 1;
        }
    }

    /// Reads the lines of a hunk: as many as its header counts.
    fn hunk(&mut self, hunk: &mut Hunk) {
        let (mut old, mut new) = (hunk.old_len, hunk.new_len);
        while old > 0 || new > 0 {
            let Some(line) = self.peek() else {
                self.problem(self.line(), format!("the text ends inside the hunk {}", hunk.header));
                return;
            };
            let kind = match line.as_bytes().first() {
                // Mailers like to drop the blank of an empty line.
                Some(b' ') | None => LineKind::Context,
                Some(b'-') => LineKind::Remove,
                Some(b'+') => LineKind::Add,
                Some(b'\\') => {
                    no_newline(hunk);
                    self.at += 1;
                    continue;
                }
                _ => {
                    self.problem(self.line(), format!("no line of a diff, inside the hunk {}", hunk.header));
                    return;
                }
            };
            let (takes, gives) = (kind != LineKind::Add, kind != LineKind::Remove);
            if (takes && old == 0) || (gives && new == 0) {
                self.problem(self.line(), format!("more lines than {} counts", hunk.header));
                return;
            }
            old -= u32::from(takes);
            new -= u32::from(gives);
            let text = format!("{}\n", line.get(1..).unwrap_or(""));
            hunk.lines.push(HunkLine { kind, text });
            self.at += 1;
        }
        if self.ahead(0).starts_with('\\') {
            no_newline(hunk);
            self.at += 1;
        }
    }
}

/// Takes the newline off the last line: `\ No newline at end of file`.
fn no_newline(hunk: &mut Hunk) {
    if let Some(last) = hunk.lines.last_mut() {
        last.text.truncate(last.text.trim_end_matches('\n').len());
    }
}

/// Splits `a/path b/path`; the two are the same path but for renames, whose
/// own headers then say better.
fn git_paths(both: &str) -> (Option<String>, Option<String>) {
    let halves = both.match_indices(' ').map(|(at, _)| (&both[..at], &both[at + 1..]));
    let same = halves.into_iter().find(|(old, new)| strip_side(old) == strip_side(new) && old != new);
    let (old, new) = same.or_else(|| both.split_once(' ')).unwrap_or((both, both));
    (Some(strip_side(old).to_owned()), Some(strip_side(new).to_owned()))
}

/// Tells whether the time behind a path is the epoch, in whatever zone.
fn is_epoch(text: &str) -> bool {
    let time = text.split_once('\t').map_or("", |(_, time)| time);
    let day = time.starts_with("1970-01-01 ") || time.starts_with("1969-12-31 ");
    day && time.split([' ', '.']).nth(1).is_some_and(|clock| clock.ends_with(":00:00"))
}
