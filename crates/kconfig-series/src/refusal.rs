//! Why a patch, or a part of one, does not go on.

use std::fmt;

/// Why a patch did not go on; the tree is as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApplyError {
    /// The patch's subject, or `a diff` where it has none.
    pub patch: String,
    /// The file's path.
    pub file: String,
    /// What is wrong with it.
    pub reason: ApplyReason,
}

/// What kept a file's part of a patch from going on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ApplyReason {
    /// The file to change is not there.
    NoSuchFile,
    /// The file to add is there.
    AlreadyThere,
    /// The path is absolute or leaves the tree.
    BadPath,
    /// Lines are left in a file that was to go.
    NotEmpty,
    /// The change is a binary one, which says nothing of lines.
    Binary,
    /// The lines of a hunk stand nowhere in the file.
    Hunk(Box<HunkMismatch>),
}

/// A hunk whose lines stand nowhere in the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HunkMismatch {
    /// Which hunk of the file, from 1.
    pub number: usize,
    /// Its `@@` line.
    pub header: String,
    /// The lines it takes, without newlines.
    pub wanted: Vec<String>,
    /// The lines at the place that comes nearest, without newlines; fewer than
    /// wanted where the file ends.
    pub found: Vec<String>,
    /// The line in the file of the first of `found`, from 1.
    pub found_at: usize,
    /// The hunk has fewer lines than its header says: the patch was cut or changed.
    pub is_cut: bool,
    /// The line, from 1, where the hunk's result stands already.
    pub already_at: Option<usize>,
}

/// A line of a hunk beside the file's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beside<'a> {
    /// It stands in both.
    Both(&'a str),
    /// The hunk wants it, and it is not there.
    Wanted(&'a str),
    /// It is there, and the hunk does not know it.
    Found(&'a str),
}

/// How many lines of each side are set side by side.
const MAX_BESIDE: usize = 200;

impl HunkMismatch {
    /// Sets the wanted lines beside those at the nearest place, so that as many as
    /// can be are the same; at most 200 of each.
    pub fn beside(&self) -> Vec<Beside<'_>> {
        let wanted = &self.wanted[..self.wanted.len().min(MAX_BESIDE)];
        let found = &self.found[..self.found.len().min(MAX_BESIDE)];
        // How many lines are the same at best from each pair of lines on.
        let width = found.len() + 1;
        let mut best = vec![0usize; (wanted.len() + 1) * width];
        for w in (0..wanted.len()).rev() {
            for f in (0..found.len()).rev() {
                best[w * width + f] = if wanted[w] == found[f] {
                    best[(w + 1) * width + f + 1] + 1
                } else {
                    best[(w + 1) * width + f].max(best[w * width + f + 1])
                };
            }
        }
        let (mut w, mut f) = (0, 0);
        let mut rows = Vec::new();
        while w < wanted.len() || f < found.len() {
            match (wanted.get(w), found.get(f)) {
                (Some(want), Some(have)) if want == have => {
                    rows.push(Beside::Both(want));
                    (w, f) = (w + 1, f + 1);
                }
                (Some(want), have)
                    if have.is_none() || best[(w + 1) * width + f] >= best[w * width + f + 1] =>
                {
                    rows.push(Beside::Wanted(want));
                    w += 1;
                }
                (_, have) => {
                    rows.extend(have.map(|have| Beside::Found(have)));
                    f += 1;
                }
            }
        }
        rows
    }
}

impl fmt::Display for ApplyReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSuchFile => write!(f, "no such file"),
            Self::AlreadyThere => write!(f, "already there"),
            Self::BadPath => write!(f, "not a path in the tree"),
            Self::NotEmpty => write!(f, "lines are left in the file that is to go"),
            Self::Binary => write!(f, "a binary change, which cannot be put on a text"),
            Self::Hunk(hunk) => {
                let HunkMismatch { number, header, wanted, found, found_at, is_cut, .. } = &**hunk;
                if *is_cut {
                    return write!(f, "hunk {number} has not as many lines as it says: {header}");
                }
                writeln!(f, "hunk {number} does not apply: {header}")?;
                writeln!(f, "wanted:")?;
                for line in wanted {
                    writeln!(f, "  {line}")?;
                }
                write!(f, "found at line {found_at}:")?;
                for line in found {
                    write!(f, "\n  {line}")?;
                }
                Ok(())
            }
        }
    }
}

impl fmt::Display for ApplyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.patch, self.file, self.reason)
    }
}

impl std::error::Error for ApplyError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_moved_are_set_beside_each_other() {
        let lines = |text: &str| text.chars().map(String::from).collect::<Vec<_>>();
        let mismatch =
            HunkMismatch { wanted: lines("abcde"), found: lines("xabdf"), ..HunkMismatch::default() };
        let rows = mismatch.beside();
        let shown = rows.iter().map(|row| match row {
            Beside::Both(line) => format!(" {line}"),
            Beside::Wanted(line) => format!("-{line}"),
            Beside::Found(line) => format!("+{line}"),
        });
        assert_eq!(shown.collect::<Vec<_>>(), ["+x", " a", " b", "-c", " d", "-e", "+f"]);
        assert_eq!(HunkMismatch::default().beside(), []);
    }
}
