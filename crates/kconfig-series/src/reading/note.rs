//! What a person should know of how a series was read.

use std::fmt;

use super::{MAX_HEADER_LINES, MAX_INFLATED, MAX_INPUT, MAX_LINES, MAX_MAILS, MAX_NESTING, MAX_NOTES};

/// Something that a person should know of how a series was read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Note {
    /// All inputs together are too long; this one and those behind it are left out.
    TooLong { input: String },
    /// All mails together have too many lines; those behind this place are left out.
    TooManyLines { input: String, line: u32 },
    /// The .gz inflates to too much.
    InflatesTooFar { input: String },
    /// The .gz cannot be read to its end.
    BadGzip { input: String },
    /// There are more mails than are read.
    TooManyMails,
    /// A mail has too many headers.
    TooManyHeaders { input: String, line: u32 },
    /// A mail has parts within parts within parts.
    TooDeep { input: String, line: u32 },
    /// There is nothing in it but white space.
    Empty { input: String },
    /// Nothing in it is a mail or a diff.
    Nothing { input: String },
    /// A part of a mail or a diff was not understood.
    NotUnderstood { input: String, line: u32, what: String },
    /// A mail is neither a patch nor a cover letter nor a reply.
    NoPatch { input: String, subject: String },
    /// Replies were passed over; some have a diff of their own.
    Replies { count: usize, with_diff: usize },
    /// A patch is there more than once.
    Twice { subject: String },
    /// An older version was left out.
    OlderVersion { version: u32, patches: usize, newer: u32 },
    /// Numbers are missing of those that the series says it has.
    MissingNumbers { numbers: Vec<u32>, of: u32 },
    /// Another series is in the input, and was left out.
    OtherSeries { title: String, patches: usize },
    /// Quilt's `series` does not name this input.
    NotInSeries { input: String },
    /// Quilt's `series` names a patch that was not given.
    NotGiven { patch: String },
    /// A hunk has bytes that are no UTF-8; they are compared as U+FFFD.
    NotUtf8 { patch: String, path: String },
    /// More notes than are kept.
    More { count: usize },
}

/// Joins numbers: `2, 3 and 5`.
fn joined(numbers: &[u32]) -> String {
    let words: Vec<String> = numbers.iter().take(20).map(u32::to_string).collect();
    match &*words {
        [] => String::new(),
        [one] => one.clone(),
        _ if numbers.len() > words.len() => {
            format!("{} and {} more", words.join(", "), numbers.len() - words.len())
        }
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

fn patches(n: usize) -> String {
    if n == 1 { "1 patch".to_owned() } else { format!("{n} patches") }
}

impl Note {
    /// Says which limit was reached, if the note is about one.
    fn limit(&self) -> Option<String> {
        let mib = |bytes: usize| bytes >> 20;
        let text = match self {
            Self::TooLong { input } => format!(
                "{input} is left out: no more than {} MiB are read; give the mails of one series alone",
                mib(MAX_INPUT)
            ),
            Self::TooManyLines { input, line } => format!(
                "{input}:{line}: left out from here on: no more than {} million lines are read",
                MAX_LINES / 1_000_000
            ),
            Self::InflatesTooFar { input } => {
                format!("{input} is left out: it inflates to more than {} MiB", mib(MAX_INFLATED))
            }
            Self::BadGzip { input } => {
                format!("{input} is damaged or cut: it cannot be inflated to its end")
            }
            Self::TooManyMails => {
                format!("only the first {MAX_MAILS} mails are read; give the mails of one series alone")
            }
            Self::TooManyHeaders { input, line } => format!(
                "{input}:{line}: a mail is left out: its headers have more than {MAX_HEADER_LINES} lines"
            ),
            Self::TooDeep { input, line } => format!(
                "{input}:{line}: a mail is left out: more than {MAX_NESTING} of its parts hold parts or mails"
            ),
            _ => return None,
        };
        Some(text)
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(text) = self.limit() {
            return f.write_str(&text);
        }
        match self {
            Self::Empty { input } => write!(f, "{input} is empty"),
            Self::Nothing { input } => write!(f, "{input} is neither a mail nor a diff"),
            Self::NotUnderstood { input, line, what } => write!(f, "{input}:{line}: {what}"),
            Self::NoPatch { input, subject } => {
                write!(f, "the mail \"{subject}\" in {input} has no patch and is left out")
            }
            Self::Replies { count, with_diff } => {
                let replies = if *count == 1 { "reply is" } else { "replies are" };
                write!(f, "{count} {replies} passed over")?;
                match with_diff {
                    0 => Ok(()),
                    n => write!(f, "; {n} of them with a diff of its own"),
                }
            }
            Self::Twice { subject } => write!(f, "\"{subject}\" is there twice; the first one counts"),
            Self::OlderVersion { version, patches: n, newer } => {
                write!(f, "version {version} ({}) is left out, as version {newer} is there", patches(*n))
            }
            Self::MissingNumbers { numbers, of } => match &**numbers {
                [one] => write!(f, "patch {one} of {of} is missing"),
                many => write!(f, "patches {} of {of} are missing", joined(many)),
            },
            Self::OtherSeries { title, patches: n } => write!(
                f,
                "another series is left out: \"{title}\" ({}); give its mails alone to see it",
                patches(*n)
            ),
            Self::NotInSeries { input } => {
                write!(f, "{input} is left out, as the file series does not name it")
            }
            Self::NotGiven { patch } => write!(f, "the file series names {patch}, which was not given"),
            Self::NotUtf8 { patch, path } => write!(
                f,
                "\"{patch}\" has bytes in {path} that are no UTF-8; each counts as U+FFFD, in the tree too"
            ),
            Self::TooLong { .. }
            | Self::TooManyLines { .. }
            | Self::InflatesTooFar { .. }
            | Self::BadGzip { .. }
            | Self::TooManyMails
            | Self::TooManyHeaders { .. }
            | Self::TooDeep { .. } => Ok(()),
            Self::More { count } => write!(f, "and {count} notes more"),
        }
    }
}

/// Notes as they come up, at most [`MAX_NOTES`], and what is left of the limits.
pub(crate) struct Notes {
    list: Vec<Note>,
    dropped: usize,
    lines_left: usize,
}

impl Notes {
    pub(crate) fn new() -> Self {
        Self { list: Vec::new(), dropped: 0, lines_left: MAX_LINES }
    }

    /// Counts the lines of a text; tells whether the text may still be read.
    pub(crate) fn take_lines(&mut self, text: &str) -> bool {
        let n = text.bytes().filter(|&byte| byte == b'\n').count();
        let left = self.lines_left.checked_sub(n);
        self.lines_left = left.unwrap_or(0);
        left.is_some()
    }

    pub(crate) fn push(&mut self, note: Note) {
        // Where the lines end, each mail behind that place has none left.
        let is_end = |note: &Note| matches!(note, Note::TooManyLines { .. });
        if is_end(&note) && self.list.iter().any(is_end) {
            return;
        }
        if self.list.len() < MAX_NOTES {
            self.list.push(note);
        } else {
            self.dropped += 1;
        }
    }

    pub(crate) fn finish(mut self) -> Vec<Note> {
        if self.dropped > 0 {
            self.list.push(Note::More { count: self.dropped });
        }
        self.list
    }
}
