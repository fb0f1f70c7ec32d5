//! From mails to one series: which belong together, which version counts, in
//! what order.

use std::collections::{BTreeMap, BTreeSet};

use super::message::Message;
use super::note::{Note, Notes};
use super::prose::without_footer;
use super::{CoverLetter, ReadPatch, Reading};

/// The mails of one version of one series.
#[derive(Default)]
struct Group {
    version: u32,
    of: Option<u32>,
    /// The threads that its mails are in, by number.
    threads: BTreeSet<usize>,
    cover: Option<Message>,
    patches: Vec<Message>,
    /// The numbers that are taken, with their subjects.
    numbers: BTreeMap<u32, String>,
    /// Subjects of patches without a number, and Message-IDs.
    seen: BTreeSet<String>,
}

impl Group {
    fn title(&self) -> String {
        let first = || self.patches.first().map(|message| message.patch.name());
        let cover = self.cover.as_ref().map(|message| message.patch.name());
        cover.or_else(first).unwrap_or_default().to_owned()
    }

    /// Tells whether another group is a version of the same series: in the same
    /// thread, of the same title, or with half of its subjects.
    fn is_version_of(&self, other: &Self) -> bool {
        let subjects = |group: &Self| -> BTreeSet<String> {
            group.patches.iter().map(|message| message.patch.subject.clone()).collect()
        };
        let (ours, theirs) = (subjects(self), subjects(other));
        let common = ours.intersection(&theirs).count();
        !self.threads.is_disjoint(&other.threads)
            || self.title() == other.title()
            || (common > 0 && common * 2 >= ours.len().min(theirs.len()))
    }

    /// Tells whether a patch may belong here: of its version and count, its number
    /// free, and in no thread of another series.
    fn takes(&self, message: &Message, thread: Option<usize>) -> bool {
        let number = message.tag.number;
        let taken = number.and_then(|number| self.numbers.get(&number));
        let is_alone = thread.is_none() || self.threads.is_empty();
        self.version == message.tag.version
            && self.of == message.tag.of
            && taken.is_none_or(|subject| *subject == message.patch.subject)
            && (is_alone || self.of.is_none() || thread.is_some_and(|thread| self.threads.contains(&thread)))
    }

    /// Takes a patch or a cover letter; not one that is there.
    fn add(&mut self, message: Message, thread: Option<usize>, notes: &mut Notes) {
        self.threads.extend(thread);
        let key = match (&message.patch.message_id, message.tag.number) {
            (_, Some(number)) => number.to_string(),
            (Some(id), None) => id.clone(),
            // Diffs without a mail can be as many as there are.
            (None, None) => format!("{} {}", self.seen.len(), message.input),
        };
        if !self.seen.insert(key) {
            notes.push(Note::Twice { subject: message.patch.name().to_owned() });
            return;
        }
        if let Some(number) = message.tag.number {
            self.numbers.insert(number, message.patch.subject.clone());
        }
        if message.patch.files.is_empty() {
            self.cover = Some(message);
        } else {
            self.patches.push(message);
        }
    }
}

/// Numbers the thread of each mail; `None` where nothing refers to it and it
/// refers to nothing.
fn threads(messages: &[Message]) -> Vec<Option<usize>> {
    let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
    // Whose thread a thread has been joined to: a forest with short paths.
    let mut joined: Vec<usize> = Vec::new();
    fn root(joined: &mut [usize], mut thread: usize) -> usize {
        while let Some(&next) = joined.get(thread) {
            if next == thread {
                break;
            }
            let after = joined.get(next).copied().unwrap_or(next);
            joined[thread] = after;
            thread = after;
        }
        thread
    }
    let mut of_message = Vec::with_capacity(messages.len());
    let mut sizes: BTreeMap<usize, usize> = BTreeMap::new();
    for message in messages {
        let ids = message.patch.message_id.iter().chain(&message.answers);
        let mut own: Option<usize> = None;
        for id in ids {
            let known = *numbers.entry(id).or_insert_with(|| {
                joined.push(joined.len());
                joined.len() - 1
            });
            let known = root(&mut joined, known);
            own = match own {
                None => Some(known),
                Some(own) => {
                    joined[known] = own;
                    Some(own)
                }
            };
        }
        of_message.push(own);
    }
    let roots: Vec<Option<usize>> =
        of_message.into_iter().map(|thread| thread.map(|thread| root(&mut joined, thread))).collect();
    for root in roots.iter().flatten() {
        *sizes.entry(*root).or_default() += 1;
    }
    roots.into_iter().map(|root| root.filter(|root| sizes.get(root).is_some_and(|&n| n > 1))).collect()
}

/// Makes one series of all mails; `is_ordered` where their order is given.
pub(super) fn assemble(mut messages: Vec<Message>, is_ordered: bool, notes: &mut Notes) -> Reading {
    for message in &mut messages {
        if message.patch.subject.is_empty() {
            let file = message.input.rsplit('/').next().unwrap_or(&message.input);
            message.patch.subject = file.to_owned();
        }
    }
    let threads = threads(&messages);
    let (mut replies, mut with_diff) = (0, 0);
    let mut groups: Vec<Group> = Vec::new();
    for (message, thread) in messages.into_iter().zip(threads) {
        let is_cover = message.patch.files.is_empty() && message.tag.number == Some(0);
        if message.is_reply {
            replies += 1;
            with_diff += usize::from(!message.patch.files.is_empty());
        } else if message.patch.files.is_empty() && !is_cover {
            notes.push(if message.is_mail {
                Note::NoPatch { input: message.input, subject: message.patch.subject }
            } else {
                Note::Nothing { input: message.input }
            });
        } else if is_ordered {
            if groups.is_empty() {
                groups.push(Group { version: 1, ..Group::default() });
            }
            groups[0].patches.push(message);
        } else {
            let found = groups.iter().position(|group| group.takes(&message, thread));
            let index = found.unwrap_or_else(|| {
                let (version, of) = (message.tag.version, message.tag.of);
                groups.push(Group { version, of, ..Group::default() });
                groups.len() - 1
            });
            groups[index].add(message, thread, notes);
        }
    }
    if replies > 0 {
        notes.push(Note::Replies { count: replies, with_diff });
    }
    match chosen(groups, notes) {
        Some(group) => series(group, is_ordered, notes),
        None => Reading::default(),
    }
}

/// Chooses the largest series, and of its versions the newest.
fn chosen(mut groups: Vec<Group>, notes: &mut Notes) -> Option<Group> {
    groups.retain(|group| !group.patches.is_empty());
    let size = |group: &Group| group.patches.len();
    let largest = groups.iter().map(size).max()?;
    let main = groups.iter().position(|group| size(group) == largest)?;
    let is_version: Vec<bool> = groups
        .iter()
        .enumerate()
        .map(|(index, group)| {
            index == main || group.version != groups[main].version && group.is_version_of(&groups[main])
        })
        .collect();
    let versions = || (0..groups.len()).filter(|&index| is_version[index]);
    let newest = versions().max_by_key(|&index| (groups[index].version, size(&groups[index])))?;
    for (index, group) in groups.iter().enumerate().filter(|(index, _)| *index != newest) {
        notes.push(if is_version[index] && group.version != groups[newest].version {
            let newer = groups[newest].version;
            Note::OlderVersion { version: group.version, patches: size(group), newer }
        } else {
            Note::OtherSeries { title: group.title(), patches: size(group) }
        });
    }
    Some(groups.swap_remove(newest))
}

fn series(mut group: Group, is_ordered: bool, notes: &mut Notes) -> Reading {
    if !is_ordered {
        // Stable: patches without numbers stay in their places.
        group.patches.sort_by_key(|message| message.tag.number);
    }
    if let Some(of) = group.of {
        // A letter can claim any count; more than there are mails is no list.
        let missing = (1..=of).filter(|number| !group.numbers.contains_key(number));
        let numbers: Vec<u32> = missing.take(super::MAX_MAILS).collect();
        if !numbers.is_empty() {
            notes.push(Note::MissingNumbers { numbers, of });
        }
    }
    let all = || group.cover.iter().chain(&group.patches);
    let base_commit = all().find_map(|message| message.base_commit.clone());
    let prerequisites = all().flat_map(|message| message.prerequisites.iter().cloned()).collect();
    let cover = group.cover.as_ref().map(|message| CoverLetter {
        subject: message.patch.subject.clone(),
        body: without_footer(&message.patch.body).to_owned(),
        message_id: message.patch.message_id.clone(),
        author: message.patch.author.clone(),
        date: message.patch.date.clone(),
        input: message.input.clone(),
    });
    Reading {
        patches: group
            .patches
            .into_iter()
            .map(|message| ReadPatch { patch: message.patch, tag: message.tag, input: message.input })
            .collect(),
        cover,
        version: group.version,
        of: group.of,
        base_commit,
        prerequisites,
        notes: Vec::new(),
    }
}
