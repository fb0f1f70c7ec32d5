//! The text of a carried series, which has one form for each series.
//!
//! Each line's first letter says what the line is:
//!
//! - `%`: the Message-ID of the series, where that is known: the first line.
//! - `#`: a patch begins; its subject.
//! - `:`, `>`, `<`: a file that changes, comes, goes; its path. `~` and `&`: a file that is
//!   renamed, copied; its path, and on the next line the new one, behind `>`.
//! - `=`: the modes of the file before and after, in octal, where they change. `*`: the
//!   change is a binary one. `^`: its hunks go on with fuzz too.
//! - `@`: a hunk begins; its first line in the old file, and behind `+` that in the new
//!   one, where the hunks before do not say it. `!` behind them: the hunk was cut, and goes
//!   nowhere.
//! - blank, `-`, `+`: the lines of the hunk. `\`: the line before has no newline.

use std::fmt::Write as _;

use super::reduce::numbered;
use super::{CarriedError, MAX_CARRIED, MAX_CARRIED_PATCHES, MAX_MESSAGE_ID};
use crate::patch::{FileDiff, Hunk, HunkLine, LineKind, Patch};

/// The highest line number: what a text of [`MAX_CARRIED`] is put on has fewer lines.
const MAX_LINE: u32 = 1 << 30;

/// Writes the text.
///
/// # Errors
/// The number, from 0, of a patch that no line can say: a line break where none can be, a
/// line number beyond [`MAX_LINE`].
pub(super) fn write(message_id: Option<&str>, patches: &[Patch]) -> Result<String, usize> {
    let mut out = String::new();
    let is_id = |id: &&str| (1..=MAX_MESSAGE_ID).contains(&id.len()) && !id.contains(char::is_control);
    if let Some(id) = message_id.filter(is_id) {
        let _ = writeln!(out, "%{id}");
    }
    for (at, patch) in patches.iter().enumerate() {
        let _ = writeln!(out, "#{}", patch.subject);
        for file in &patch.files {
            write_file(&mut out, file).ok_or(at)?;
        }
    }
    Ok(out)
}

fn write_file(out: &mut String, file: &FileDiff) -> Option<()> {
    let lines = match (&file.old, &file.new) {
        (Some(old), Some(new)) if old == new && !file.copy => vec![(':', old)],
        (Some(old), Some(new)) => vec![(if file.copy { '&' } else { '~' }, old), ('>', new)],
        (None, Some(new)) => vec![('>', new)],
        (Some(old), None) => vec![('<', old)],
        (None, None) => return None,
    };
    for (mark, path) in lines {
        if path.is_empty() || path.contains(['\n', '\r']) {
            return None;
        }
        let _ = writeln!(out, "{mark}{path}");
    }
    if let Some((old, new)) = file.modes {
        let _ = writeln!(out, "={old:o} {new:o}");
    }
    if file.is_binary {
        out.push_str("*\n");
    }
    if !file.is_exact && !file.hunks.is_empty() {
        out.push_str("^\n");
    }
    let mut grown = 0;
    for hunk in &file.hunks {
        if hunk.old_start.max(hunk.new_start) > MAX_LINE {
            return None;
        }
        let _ = write!(out, "@{}", hunk.old_start);
        if i64::from(hunk.new_start) != i64::from(hunk.old_start) + grown {
            let _ = write!(out, "+{}", hunk.new_start);
        }
        out.push_str(if hunk.is_whole() { "\n" } else { "!\n" });
        for line in &hunk.lines {
            write_line(out, line)?;
        }
        grown += growth(hunk);
    }
    Some(())
}

fn write_line(out: &mut String, line: &HunkLine) -> Option<()> {
    let (text, has_end) = match line.text.strip_suffix('\n') {
        Some(text) => (text, true),
        None => (&*line.text, false),
    };
    if text.contains('\n') {
        return None;
    }
    out.push(match line.kind {
        LineKind::Context => ' ',
        LineKind::Remove => '-',
        LineKind::Add => '+',
    });
    out.push_str(text);
    out.push_str(if has_end { "\n" } else { "\n\\\n" });
    Some(())
}

fn growth(hunk: &Hunk) -> i64 {
    i64::from(hunk.new_len) - i64::from(hunk.old_len)
}

/// Reads the text: the Message-ID and the patches.
///
/// # Errors
/// The text is too long, or not as it is written.
pub(super) fn read(text: &str) -> Result<(Option<String>, Vec<Patch>), CarriedError> {
    let whole = |message: String| CarriedError { line: 0, message };
    if text.len() > MAX_CARRIED {
        return Err(whole(format!("{} bytes; {MAX_CARRIED} are the most that is read", text.len())));
    }
    let mut reader = Reader::default();
    for (number, line) in (1..).zip(text.split_inclusive('\n')) {
        let bare = line.strip_suffix('\n').ok_or("the text ends inside the line");
        bare.and_then(|line| reader.line(number, line))
            .map_err(|message| CarriedError { line: number, message: message.to_owned() })?;
    }
    let (id, patches) = reader.finish().map_err(|message| whole(message.to_owned()))?;
    // One form for each series: equal states have equal links.
    if write(id.as_deref(), &patches).as_deref() != Ok(text) {
        return Err(whole("not in the form in which it is written".to_owned()));
    }
    Ok((id, patches))
}

/// What was read so far.
#[derive(Default)]
struct Reader {
    message_id: Option<String>,
    patches: Vec<Patch>,
    /// The old name of a file whose new one comes next, and whether it is copied.
    moved: Option<(String, bool)>,
    hunk: Option<OpenHunk>,
    /// By how many lines the hunks of the file change its length.
    grown: i64,
}

/// A hunk whose lines are read.
struct OpenHunk {
    old: u32,
    new: u32,
    is_cut: bool,
    line: u32,
    lines: Vec<HunkLine>,
}

type Read<T> = Result<T, &'static str>;

impl Reader {
    fn line(&mut self, number: u32, line: &str) -> Read<()> {
        let mut letters = line.chars();
        let mark = letters.next().ok_or("an empty line")?;
        let rest = letters.as_str();
        if self.moved.is_some() && mark != '>' {
            return Err("the new name of a file is missing");
        }
        match mark {
            ' ' => self.hunk_line(LineKind::Context, rest),
            '-' => self.hunk_line(LineKind::Remove, rest),
            '+' => self.hunk_line(LineKind::Add, rest),
            '\\' if rest.is_empty() => self.no_newline(),
            '@' => self.open_hunk(number, rest),
            '%' if number == 1 && !rest.is_empty() => {
                self.message_id = Some(rest.to_owned());
                Ok(())
            }
            '#' => self.open_patch(rest),
            ':' | '>' | '<' | '~' | '&' => self.open_file(number, mark, rest),
            '=' => self.modes(rest),
            '*' if rest.is_empty() => {
                self.file()?.is_binary = true;
                Ok(())
            }
            '^' if rest.is_empty() => {
                self.file()?.is_exact = false;
                Ok(())
            }
            _ => Err("no line of a series"),
        }
    }

    fn open_patch(&mut self, subject: &str) -> Read<()> {
        self.close_hunk()?;
        if self.patches.len() == MAX_CARRIED_PATCHES {
            return Err("more patches than are read");
        }
        self.patches.push(Patch { subject: subject.to_owned(), ..Patch::default() });
        Ok(())
    }

    fn open_file(&mut self, number: u32, mark: char, path: &str) -> Read<()> {
        self.close_hunk()?;
        let patch = self.patches.last_mut().ok_or("a file before the first patch")?;
        if path.is_empty() {
            return Err("a file without a path");
        }
        if matches!(mark, '~' | '&') {
            self.moved = Some((path.to_owned(), mark == '&'));
            return Ok(());
        }
        let moved = self.moved.take();
        let path = || Some(path.to_owned());
        let mut file = FileDiff { is_git: true, is_exact: true, line: number, ..FileDiff::default() };
        (file.old, file.new) = match (mark, &moved) {
            (':', _) => (path(), path()),
            ('<', _) => (path(), None),
            (_, Some((old, _))) => (Some(old.clone()), path()),
            _ => (None, path()),
        };
        file.copy = moved.is_some_and(|(_, is_copied)| is_copied);
        patch.files.push(file);
        self.grown = 0;
        Ok(())
    }

    fn file(&mut self) -> Read<&mut FileDiff> {
        self.patches.last_mut().and_then(|patch| patch.files.last_mut()).ok_or("a change of no file")
    }

    fn modes(&mut self, text: &str) -> Read<()> {
        let mode = |text: &str| u32::from_str_radix(text, 8).map_err(|_| "no mode of a file");
        let (old, new) = text.split_once(' ').ok_or("one mode instead of two")?;
        self.file()?.modes = Some((mode(old)?, mode(new)?));
        Ok(())
    }

    fn open_hunk(&mut self, number: u32, text: &str) -> Read<()> {
        self.close_hunk()?;
        self.file()?;
        let (text, is_cut) = text.strip_suffix('!').map_or((text, false), |text| (text, true));
        let line = |text: &str| {
            text.parse().ok().filter(|&line: &u32| line <= MAX_LINE).ok_or("no line number behind `@`")
        };
        let (old, new) = match text.split_once('+') {
            Some((old, new)) => (line(old)?, line(new)?),
            None => {
                let old = line(text)?;
                (old, u32::try_from(i64::from(old) + self.grown).map_err(|_| "no line number behind `@`")?)
            }
        };
        self.hunk = Some(OpenHunk { old, new, is_cut, line: number, lines: Vec::new() });
        Ok(())
    }

    fn hunk_line(&mut self, kind: LineKind, text: &str) -> Read<()> {
        let hunk = self.hunk.as_mut().ok_or("a line of no hunk")?;
        hunk.lines.push(HunkLine { kind, text: format!("{text}\n") });
        Ok(())
    }

    fn no_newline(&mut self) -> Read<()> {
        let line = self.hunk.as_mut().and_then(|hunk| hunk.lines.last_mut()).ok_or("a line of no hunk")?;
        line.text.pop();
        Ok(())
    }

    fn close_hunk(&mut self) -> Read<()> {
        if let Some(OpenHunk { old, new, is_cut, line, lines }) = self.hunk.take() {
            let hunk = Hunk { line, ..numbered(lines, old, new, is_cut) };
            self.grown += growth(&hunk);
            self.file()?.hunks.push(hunk);
        }
        Ok(())
    }

    fn finish(mut self) -> Read<(Option<String>, Vec<Patch>)> {
        self.close_hunk()?;
        if self.moved.is_some() {
            return Err("the new name of a file is missing");
        }
        Ok((self.message_id, self.patches))
    }
}
