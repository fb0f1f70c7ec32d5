//! From inputs to mails: gzip, mailboxes, quilt's `series`.

use std::borrow::Cow;
use std::io::Read as _;

use flate2::read::MultiGzDecoder;

use super::message::{Message, is_mail};
use super::note::{Note, Notes};
use super::{Input, MAX_INFLATED, MAX_INPUT, MAX_MAILS};
use crate::patch::mail_header;

/// Reads the mails and diffs of all inputs, in order; tells whether quilt's
/// `series` gave the order.
pub(super) fn messages(inputs: &[Input<'_>], notes: &mut Notes) -> (Vec<Message>, bool) {
    let mut left = MAX_INPUT;
    let mut messages = Vec::new();
    let quilt = quilt_order(inputs, notes);
    let is_quilt = quilt.is_some();
    for index in quilt.unwrap_or_else(|| (0..inputs.len()).collect()) {
        let Some(input) = inputs.get(index) else { continue };
        match left.checked_sub(input.bytes.len()) {
            Some(less) => left = less,
            None => {
                notes.push(Note::TooLong { input: input.name.to_owned() });
                continue;
            }
        }
        let Some(bytes) = inflated(input, notes) else { continue };
        let before = messages.len();
        for (line, mail) in mails(&bytes) {
            if messages.len() >= MAX_MAILS {
                notes.push(Note::TooManyMails);
                return (messages, is_quilt);
            }
            messages.extend(Message::read(&mail, input.name, line, notes));
        }
        if messages.len() == before && bytes.iter().all(u8::is_ascii_whitespace) {
            notes.push(Note::Empty { input: input.name.to_owned() });
        }
    }
    (messages, is_quilt)
}

fn inflated<'a>(input: &Input<'a>, notes: &mut Notes) -> Option<Cow<'a, [u8]>> {
    if !input.bytes.starts_with(&[0x1f, 0x8b]) {
        return Some(input.bytes.into());
    }
    let mut bytes = Vec::new();
    let limit = MAX_INFLATED as u64 + 1;
    let result = MultiGzDecoder::new(input.bytes).take(limit).read_to_end(&mut bytes);
    let name = || input.name.to_owned();
    if bytes.len() > MAX_INFLATED {
        notes.push(Note::InflatesTooFar { input: name() });
        return None;
    }
    if result.is_err() {
        notes.push(Note::BadGzip { input: name() });
    }
    Some(bytes.into())
}

/// Splits a mailbox into its mails, each with its first line, from 1; all of it
/// is one where it is no mailbox.
fn mails(bytes: &[u8]) -> Vec<(u32, Cow<'_, [u8]>)> {
    let mut starts: Vec<(u32, usize, usize)> = Vec::new();
    let (mut at, mut line_number) = (0, 1);
    let mut lines = bytes.split_inclusive(|&byte| byte == b'\n').peekable();
    while let Some(line) = lines.next() {
        if line.starts_with(b"From ") && lines.peek().is_some_and(|next| is_header(next)) {
            starts.push((line_number, at, at + line.len()));
        }
        at += line.len();
        line_number += 1;
    }
    let is_mailbox =
        starts.first().is_some_and(|(_, at, _)| bytes[..*at].iter().all(u8::is_ascii_whitespace));
    if !is_mailbox {
        return vec![(1, bytes.into())];
    }
    let ends = starts.iter().skip(1).map(|start| start.1).chain([bytes.len()]);
    starts
        .iter()
        .zip(ends)
        .map(|(&(line, _, from), to)| (line + 1, unquoted_from(&bytes[from..to])))
        .collect()
}

/// Tells whether a line is a header of a mail.
pub(super) fn is_header(line: &[u8]) -> bool {
    let line = line.split(|&byte| byte == b':').next().filter(|name| name.len() < line.len());
    let name = line.and_then(|name| std::str::from_utf8(name).ok());
    name.is_some_and(|name| mail_header(&format!("{name}:")).is_some())
}

/// Takes one `>` off each line that begins with `>From `, as mailboxes add it.
fn unquoted_from(mail: &[u8]) -> Cow<'_, [u8]> {
    let is_quoted = |line: &[u8]| {
        let n = line.iter().take_while(|&&byte| byte == b'>').count();
        n > 0 && line[n..].starts_with(b"From ")
    };
    let lines = || mail.split_inclusive(|&byte| byte == b'\n');
    if !lines().any(is_quoted) {
        return mail.into();
    }
    lines()
        .flat_map(|line| if is_quoted(line) { &line[1..] } else { line })
        .copied()
        .collect::<Vec<u8>>()
        .into()
}

/// Finds quilt's file `series` among the inputs and gives the order of the others.
fn quilt_order(inputs: &[Input<'_>], notes: &mut Notes) -> Option<Vec<usize>> {
    let file_name = |name: &str| name.rsplit('/').next().unwrap_or(name).to_owned();
    let is_list = |input: &Input<'_>| file_name(input.name) == "series" && !is_mail(input.bytes);
    let list = inputs.iter().position(is_list)?;
    let text = String::from_utf8_lossy(inputs.get(list)?.bytes);
    let mut by_name: std::collections::BTreeMap<String, usize> = inputs
        .iter()
        .enumerate()
        .filter(|(index, _)| *index != list)
        .map(|(index, input)| (file_name(input.name), index))
        .collect();
    let mut order = Vec::new();
    for line in text.lines() {
        let line = line.split('#').next().unwrap_or("");
        let Some(name) = line.split_whitespace().next() else { continue };
        match by_name.remove(&file_name(name)) {
            Some(index) => order.push(index),
            None => notes.push(Note::NotGiven { patch: name.to_owned() }),
        }
    }
    for index in by_name.into_values() {
        let name = inputs.get(index).map_or("", |input| input.name);
        notes.push(Note::NotInSeries { input: name.to_owned() });
    }
    Some(order)
}
