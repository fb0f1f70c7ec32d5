//! Unified diffs as data, and the parts of their grammar that are one line long.

use nom::branch::alt;
use nom::bytes::complete::{tag, take_while};
use nom::character::complete::{char, digit1};
use nom::combinator::{map_res, opt, rest};
use nom::sequence::preceded;
use nom::{IResult, Parser};

/// One patch: what the mail says of it and what it changes.
///
/// All of the mail's parts are empty or `None` where the text was a plain diff.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Patch {
    /// The subject without its leading `[...]`.
    pub subject: String,
    /// What stood between the brackets: `PATCH v3 01/14`.
    pub tag: Option<String>,
    /// The Message-ID without its angle brackets.
    pub message_id: Option<String>,
    /// The `From:` header as it came: `Name <address>`.
    pub author: Option<String>,
    /// The `Date:` header as it came.
    pub date: Option<String>,
    /// The text above the `---`, without blank lines at its ends.
    pub body: String,
    /// What changes, in the order of the patch.
    pub files: Vec<FileDiff>,
}

impl Patch {
    /// Gives the subject, or "a diff" where there is none.
    pub fn name(&self) -> &str {
        if self.subject.is_empty() { "a diff" } else { &self.subject }
    }
}

/// What a patch does to one file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileDiff {
    /// The path before; `None` where the file is new.
    pub old: Option<String>,
    /// The path after; `None` where the file goes. Another path than `old` is a rename.
    pub new: Option<String>,
    /// The old file stays beside the new one.
    ///
    /// Where there is no new one, a copy goes, whatever its lines are.
    pub copy: bool,
    /// Another name that a plain diff has for the file: `Kconfig.orig`.
    pub alias: Option<String>,
    /// The diff has git's header, which says for sure what is renamed and that
    /// the first folder of a path is none.
    pub is_git: bool,
    /// The change is a binary one and has no hunks.
    pub is_binary: bool,
    /// The hunks have so little context that they go on with all of it or not at all, as
    /// those of a link: without fuzz.
    pub is_exact: bool,
    /// The modes before and after, where the patch changes the mode.
    pub modes: Option<(u32, u32)>,
    /// The changes, in the order of the file.
    pub hunks: Vec<Hunk>,
    /// The line of the patch text where this file begins, from 1.
    pub line: u32,
}

impl FileDiff {
    /// Gives the path that the change is known by: the new one, or the old one
    /// of a file that goes.
    pub fn path(&self) -> &str {
        self.new.as_deref().or(self.old.as_deref()).unwrap_or("")
    }
}

/// One hunk of a unified diff.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hunk {
    /// The `@@` line as it came.
    pub header: String,
    /// First line in the old file, from 1; 0 where there is none.
    pub old_start: u32,
    /// Lines taken of the old file.
    pub old_len: u32,
    /// First line in the new file, from 1; 0 where there is none.
    pub new_start: u32,
    /// Lines given to the new file.
    pub new_len: u32,
    /// The lines, as they stand.
    pub lines: Vec<HunkLine>,
    /// The line of the patch text where the `@@` stands, from 1.
    pub line: u32,
}

impl Hunk {
    /// Tells whether the hunk has as many lines as its header says; a mail that
    /// was cut leaves one that has not, and such a hunk must not be applied.
    pub fn is_whole(&self) -> bool {
        let count = |not: LineKind| self.lines.iter().filter(|line| line.kind != not).count();
        count(LineKind::Add) == self.old_len as usize && count(LineKind::Remove) == self.new_len as usize
    }
}

/// One line of a hunk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HunkLine {
    /// Kept, taken or given.
    pub kind: LineKind,
    /// The line without its mark and, where it had one, its newline at the end.
    ///
    /// A line that ends in `\n` here ends so in the file: only the last line of
    /// a file can be without.
    pub text: String,
}

/// What a hunk does with a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineKind {
    /// It stands before and after.
    Context,
    /// It stands before only.
    Remove,
    /// It stands after only.
    Add,
}

/// Something in a patch text that was not understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatchProblem {
    /// The line of the text, from 1.
    pub line: u32,
    /// What is wrong, as a phrase.
    pub message: String,
}

/// Reads an `@@ -1,2 +3,4 @@` line; the lines of the hunk are left empty.
pub(crate) fn hunk_header(text: &str) -> Option<Hunk> {
    fn number(input: &str) -> IResult<&str, u32> {
        map_res(digit1, str::parse).parse(input)
    }
    fn range(input: &str) -> IResult<&str, (u32, u32)> {
        (number, opt(preceded(char(','), number))).map(|(start, len)| (start, len.unwrap_or(1))).parse(input)
    }
    fn header(input: &str) -> IResult<&str, [(u32, u32); 2]> {
        let (input, old) = preceded(tag("@@ -"), range).parse(input)?;
        let (input, new) = preceded(tag(" +"), range).parse(input)?;
        let (input, _) = tag(" @@").parse(input)?;
        Ok((input, [old, new]))
    }
    let (_, [(old_start, old_len), (new_start, new_len)]) = header(text).ok()?;
    Some(Hunk { header: text.to_owned(), old_start, old_len, new_start, new_len, ..Hunk::default() })
}

/// Splits a mail header line into its name and its text.
pub(crate) fn mail_header(line: &str) -> Option<(&str, &str)> {
    fn header(input: &str) -> IResult<&str, &str> {
        let (input, name) =
            take_while(|c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_').parse(input)?;
        let (input, _) = char(':').parse(input)?;
        Ok((input, name))
    }
    let (text, name) = header(line).ok()?;
    (!name.is_empty()).then(|| (name, text.trim()))
}

/// Splits a subject into what its brackets hold and the rest.
pub(crate) fn subject(text: &str) -> (Option<String>, String) {
    fn bracket(input: &str) -> IResult<&str, &str> {
        let (input, _) = char('[').parse(input)?;
        let (input, inner) = take_while(|c| c != ']').parse(input)?;
        let (input, _) = char(']').parse(input)?;
        Ok((input, inner))
    }
    match bracket(text.trim()) {
        Ok((rest, inner)) => (Some(inner.to_owned()), rest.trim().to_owned()),
        Err(_) => (None, text.trim().to_owned()),
    }
}

/// Reads the path of a `---` or `+++` line: `None` for /dev/null, without
/// quotes, without the time that plain diff adds.
pub(crate) fn diff_path(text: &str) -> Option<String> {
    let text = text.split('\t').next().unwrap_or("").trim_end();
    let text = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text);
    (text != "/dev/null").then(|| text.to_owned())
}

/// Takes the `a/` or `b/` off a path.
pub(crate) fn strip_side(path: &str) -> &str {
    fn side(input: &str) -> IResult<&str, &str> {
        preceded(alt((tag("a/"), tag("b/"), tag("i/"), tag("w/"), tag("c/"), tag("o/"))), rest).parse(input)
    }
    side(path).map_or(path, |(_, path)| path)
}

/// Takes the sides off both paths of a file: `a/` and `b/` as git has them, or
/// two folder names that differ before the same path, as plain diff has them.
pub(crate) fn strip_sides(old: Option<String>, new: Option<String>) -> (Option<String>, Option<String>) {
    if let (Some(old), Some(new)) = (&old, &new) {
        let tails = (old.split_once('/'), new.split_once('/'));
        if let (Some((left, old_tail)), Some((right, new_tail))) = tails {
            if left != right && old_tail == new_tail {
                return (Some(old_tail.to_owned()), Some(new_tail.to_owned()));
            }
        }
    }
    let strip = |path: Option<String>| path.map(|path| strip_side(&path).to_owned());
    (strip(old), strip(new))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hunk_header_has_two_ranges() {
        let hunk = hunk_header("@@ -67,7 +68 @@ config A").unwrap();
        assert_eq!((hunk.old_start, hunk.old_len, hunk.new_start, hunk.new_len), (67, 7, 68, 1));
        for bad in ["@@", "@@ -1,2 @@", "@@ -a +b @@", "@@ -99999999999 +1 @@", "-- "] {
            assert_eq!(hunk_header(bad), None, "{bad}");
        }
    }

    #[test]
    fn the_sides_of_a_path_go() {
        let both = |a: &str, b: &str| strip_sides(Some(a.to_owned()), Some(b.to_owned())).1.unwrap();
        assert_eq!(both("a/init/Kconfig", "b/init/Kconfig"), "init/Kconfig");
        assert_eq!(both("linux.orig/init/Kconfig", "linux/init/Kconfig"), "init/Kconfig");
        assert_eq!(both("init/Kconfig", "init/Kconfig"), "init/Kconfig");
        assert_eq!(strip_sides(None, Some("b/new".to_owned())), (None, Some("new".to_owned())));
    }

    #[test]
    fn a_subject_loses_its_brackets() {
        assert_eq!(
            subject("[PATCH v3 01/14] kexec: split"),
            (Some("PATCH v3 01/14".into()), "kexec: split".into())
        );
        assert_eq!(subject("kexec: [split"), (None, "kexec: [split".into()));
        assert_eq!(subject("[never closed"), (None, "[never closed".into()));
    }
}
