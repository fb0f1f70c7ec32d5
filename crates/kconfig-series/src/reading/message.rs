//! One mail or diff as a message: headers and text decoded, diffs read.

use std::borrow::Cow;

use mail_parser::{HeaderName, HeaderValue, MessageParser, MessagePart, MimeHeaders as _, PartType};

use super::note::{Note, Notes};
use super::prose::{below_scissors, unflowed};
use super::tag::{Tag, is_reply, split_subject};
use super::unpack::is_header;
use super::{MAX_HEADER_LINES, MAX_NESTING};
use crate::diff::Lines;
use crate::mail::read_body;
use crate::patch::{Patch, mail_header};

/// How deep mails are read that are attached to a mail.
const MAX_ATTACHED: usize = 3;

/// A mail, or a diff without one.
#[derive(Clone, Debug, Default)]
pub(super) struct Message {
    /// The headers, and the diffs; the body is the text before them.
    pub(super) patch: Patch,
    pub(super) tag: Tag,
    /// The Message-IDs that it answers.
    pub(super) answers: Vec<String>,
    pub(super) is_reply: bool,
    /// It came with a mail's headers.
    pub(super) is_mail: bool,
    pub(super) input: String,
    pub(super) base_commit: Option<String>,
    pub(super) prerequisites: Vec<String>,
}

/// Tells whether bytes begin with the headers of a mail; quilt's `Index:` is none.
pub(super) fn is_mail(bytes: &[u8]) -> bool {
    let lines = bytes.split(|&byte| byte == b'\n').skip_while(|line| line.trim_ascii().is_empty());
    let lines = lines.enumerate().filter(|(index, line)| *index > 0 || !line.starts_with(b"From "));
    let goes_on = |line: &[u8]| line.starts_with(b" ") || line.starts_with(b"\t");
    let headers = lines.map(|(_, line)| line).take_while(|line| is_header(line) || goes_on(line));
    let names: [&[u8]; 4] = [b"from:", b"subject:", b"date:", b"message-id:"];
    let is_one = |line: &[u8]| {
        names.iter().any(|name| line.get(..name.len()).is_some_and(|line| line.eq_ignore_ascii_case(name)))
    };
    headers.take(MAX_HEADER_LINES).any(is_one)
}

impl Message {
    /// Reads a mail with the mails that are attached to it, or a diff; `line` is its
    /// first line in the input, from 1.
    pub(super) fn read(bytes: &[u8], input: &str, line: u32, notes: &mut Notes) -> Vec<Self> {
        let mut found = Vec::new();
        let mut open = vec![(Cow::Borrowed(bytes), 0)];
        while let Some((bytes, depth)) = open.pop() {
            if !is_mail(&bytes) {
                let mut message = Self { input: input.to_owned(), ..Self::default() };
                message.read_text(&String::from_utf8_lossy(&bytes), line, notes);
                if !message.patch.files.is_empty() || !message.patch.body.trim().is_empty() {
                    found.push(message);
                }
                continue;
            }
            if let Some(note) = refusal(&bytes, input, line) {
                notes.push(note);
                continue;
            }
            let (message, attached) = Self::read_mail(&bytes, input, line, notes);
            found.push(message);
            if depth < MAX_ATTACHED {
                open.extend(attached.into_iter().rev().map(|mail| (Cow::Owned(mail), depth + 1)));
            }
        }
        found
    }

    fn read_mail(bytes: &[u8], input: &str, line: u32, notes: &mut Notes) -> (Self, Vec<Vec<u8>>) {
        let mut message = Self { input: input.to_owned(), is_mail: true, ..Self::default() };
        let parser = MessageParser::new()
            .with_mime_headers()
            .with_message_ids()
            .header_text(HeaderName::Subject)
            .header_text(HeaderName::From)
            .header_text(HeaderName::Date)
            .default_header_ignore();
        let bytes = match bytes.strip_prefix(b"From ") {
            Some(rest) => rest.splitn(2, |&byte| byte == b'\n').nth(1).unwrap_or_default(),
            None => bytes,
        };
        // The parser reads headers only where a line end is behind them.
        let whole: Cow<'_, [u8]> = if bytes.windows(2).any(|pair| pair == b"\n\n" || pair == b"\n\r") {
            bytes.into()
        } else {
            [bytes, b"\n\n"].concat().into()
        };
        let Some(parsed) = parser.parse(&*whole) else { return (message, Vec::new()) };
        let text =
            |name: HeaderName<'static>| parsed.header(name).and_then(HeaderValue::as_text).map(unfolded);
        let subject = text(HeaderName::Subject).unwrap_or_default();
        message.set_subject(&subject);
        message.patch.author = text(HeaderName::From);
        message.patch.date = text(HeaderName::Date);
        message.patch.message_id = ids(parsed.header(HeaderName::MessageId)).into_iter().next();
        message.answers = ids(parsed.header(HeaderName::References));
        message.answers.extend(ids(parsed.header(HeaderName::InReplyTo)));
        let mut body = String::new();
        let mut attached = Vec::new();
        for part in &parsed.parts {
            take_part(part, &whole, &mut body, &mut attached);
        }
        let before = parsed.parts.first().map_or(0, |part| part.offset_body as usize);
        let n_before = whole.iter().take(before).filter(|&&byte| byte == b'\n').count();
        message.read_text(&body, line + n_before as u32, notes);
        (message, attached)
    }

    fn set_subject(&mut self, subject: &str) {
        self.is_reply = is_reply(subject);
        (self.tag, self.patch.tag, self.patch.subject) = split_subject(subject);
    }

    /// Reads the text below the headers; `line` is its first line in the input.
    fn read_text(&mut self, text: &str, line: u32, notes: &mut Notes) {
        if !notes.take_lines(text) {
            notes.push(Note::TooManyLines { input: self.input.clone(), line });
            return;
        }
        let (mut text, mut skipped) = (text, 0);
        if let Some((below, number)) = below_scissors(text) {
            (text, skipped) = (below, number);
            // What is cut out of a reply is a patch of its own.
            self.is_reply = false;
            self.take_inner_headers(&mut text, &mut skipped, true);
        } else {
            self.take_inner_headers(&mut text, &mut skipped, false);
        }
        let mut lines = Lines::new(text);
        read_body(&mut lines, &mut self.patch, |_| false);
        let trailer = |name: &str| {
            let name = name.to_owned();
            lines.lines.iter().filter_map(move |line| Some(line.strip_prefix(&*name)?.trim().to_owned()))
        };
        self.base_commit = trailer("base-commit:").next();
        self.prerequisites = trailer("prerequisite-patch-id:").collect();
        for problem in std::mem::take(&mut lines.problems) {
            notes.push(Note::NotUnderstood {
                input: self.input.clone(),
                line: line + skipped + problem.line - 1,
                what: problem.message,
            });
        }
    }

    /// Takes the headers that stand on top of a text, as git does for a patch that
    /// somebody else sends; a subject only below scissors or where there is none.
    fn take_inner_headers(&mut self, text: &mut &str, skipped: &mut u32, is_cut: bool) {
        let mut rest = *text;
        let mut taken = 0;
        let mut found = false;
        while let Some((line, behind)) = rest.split_once('\n') {
            let line = line.trim_end_matches('\r');
            match mail_header(line) {
                Some(("From", author)) if author.contains('@') => self.patch.author = Some(author.to_owned()),
                Some(("Date", date)) => self.patch.date = Some(date.to_owned()),
                Some(("Subject", subject)) if is_cut || self.patch.subject.is_empty() => {
                    self.set_subject(subject)
                }
                None if line.is_empty() && !found => {}
                _ => break,
            }
            found |= !line.is_empty();
            taken += 1;
            rest = behind;
        }
        if found {
            *text = rest;
            *skipped += taken;
        }
    }
}

/// Says why a mail is not read, before its parts are.
fn refusal(bytes: &[u8], input: &str, line: u32) -> Option<Note> {
    let input = || input.to_owned();
    let mut lines = bytes.split(|&byte| byte == b'\n');
    let n_headers = lines.by_ref().take_while(|line| !line.trim_ascii_end().is_empty()).count();
    if n_headers > MAX_HEADER_LINES {
        return Some(Note::TooManyHeaders { input: input(), line });
    }
    let holds_parts = |line: &[u8]| {
        let name = b"content-type:";
        let Some((head, value)) = line.split_at_checked(name.len()) else { return false };
        let value = value.trim_ascii_start();
        let is_one =
            |kind: &[u8]| value.get(..kind.len()).is_some_and(|value| value.eq_ignore_ascii_case(kind));
        // The value may stand on the next line.
        head.eq_ignore_ascii_case(name) && (is_one(b"multipart/") || is_one(b"message/") || value.is_empty())
    };
    let n_holders = bytes.split(|&byte| byte == b'\n').filter(|line| holds_parts(line)).count();
    (n_holders > MAX_NESTING).then(|| Note::TooDeep { input: input(), line })
}

fn unfolded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn ids(value: Option<&HeaderValue<'_>>) -> Vec<String> {
    match value {
        Some(HeaderValue::Text(id)) => vec![id.clone().into_owned()],
        Some(HeaderValue::TextList(ids)) => ids.iter().map(|id| id.clone().into_owned()).collect(),
        _ => Vec::new(),
    }
}

/// Takes a part of a mail: text goes to the body, a mail among the attached ones.
fn take_part(part: &MessagePart<'_>, whole: &[u8], body: &mut String, attached: &mut Vec<Vec<u8>>) {
    let content = part.content_type();
    let text: Cow<'_, str> = match &part.body {
        PartType::Text(text) => Cow::Borrowed(&**text),
        PartType::Binary(bytes) | PartType::InlineBinary(bytes) => {
            let name = part.attachment_name().unwrap_or("").to_ascii_lowercase();
            let is_patch = [".patch", ".diff", ".mbox", ".eml", ".txt"].iter().any(|end| name.ends_with(end));
            if !is_patch {
                return;
            }
            String::from_utf8_lossy(bytes)
        }
        PartType::Message(message) => {
            let within = whole.get(part.offset_body as usize..part.offset_end as usize);
            let is_plain = part.encoding == mail_parser::Encoding::None;
            attached.push(within.filter(|_| is_plain).unwrap_or(message.raw_message()).to_vec());
            return;
        }
        PartType::Html(_) | PartType::Multipart(_) => return,
    };
    let attribute = |name| content.and_then(|content| content.attribute(name));
    let is_flowed = attribute("format").is_some_and(|format| format.eq_ignore_ascii_case("flowed"));
    let delsp = attribute("delsp").is_some_and(|delsp| delsp.eq_ignore_ascii_case("yes"));
    let text = if is_flowed { Cow::Owned(unflowed(&text, delsp)) } else { text };
    if !body.is_empty() && is_mail(text.as_bytes()) {
        attached.push(text.into_owned().into_bytes());
        return;
    }
    if !body.is_empty() && !body.ends_with('\n') {
        body.push('\n');
    }
    body.push_str(&text);
}
