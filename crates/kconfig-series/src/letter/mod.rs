//! Claims that the text of a cover letter or a commit message holds, offered for
//! confirmation.
//!
//! Read are lines and blocks of .config, the block of a menu, changes as diffconfig
//! writes them, and, of the paragraph above a block, what is set and on which arches.
//! What of them is not understood is said with its line; nothing is guessed.

mod arches;
mod line;
mod said;

use std::collections::{BTreeMap, BTreeSet};

use crate::claims::{Assignment, Case, Claim, Excluded, Expect, Expected};
use crate::scenario::StepName;
use line::Line;

/// How many bytes of a letter are read: 1 MiB; a longer one is passed over.
pub const MAX_LETTER: usize = 1 << 20;

/// How many claims are offered of one letter, and how many lines are listed.
const MAX_OFFERED: usize = 500;

/// How many bytes of a paragraph are read for its case: 8 KiB, some hundred lines.
const MAX_PARAGRAPH: usize = 8 << 10;

/// How many lines the block of a menu may have.
const MAX_MENU_LINES: usize = 500;

/// The arches that a letter says a claim is for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Arches {
    /// The text names none.
    #[default]
    NotSaid,
    /// These.
    These(Vec<String>),
    /// All but these; all where the list is empty.
    AllExcept(Vec<String>),
}

/// A claim as a letter has it, to be confirmed by a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfferedClaim {
    /// A heading: the first line of the text above, or the menu's title.
    pub title: String,
    /// The paragraph above the block, on one line.
    pub text: String,
    /// The first and the last line of the block in the letter, from 1.
    pub lines: (u32, u32),
    /// What the text says that the user sets.
    pub set: Vec<Assignment>,
    /// What the block says; the menu's title is with it.
    pub expect: Expect,
    /// The arches.
    pub arches: Arches,
    /// Whether this is the side before a change.
    pub is_before: bool,
    /// What a person should look at: what of the text was not understood.
    pub doubts: Vec<String>,
}

impl OfferedClaim {
    /// Makes a claim to be saved; `before` and `after` are the steps around what
    /// the text is about, such as a patch.
    pub fn to_claim(&self, id: &str, before: &StepName, after: &StepName) -> Claim {
        let (arches, except) = match &self.arches {
            Arches::NotSaid => (Vec::new(), Vec::new()),
            Arches::These(arches) => (arches.clone(), Vec::new()),
            Arches::AllExcept(except) => (Vec::new(), except.clone()),
        };
        let step = if self.is_before { before } else { after }.clone();
        let (set, expect) = (self.set.clone(), self.expect.clone());
        let case = Case { arches, except, bases: Vec::new(), step, set, expect };
        Claim { id: id.to_owned(), title: self.title.clone(), text: self.text.clone(), cases: vec![case] }
    }
}

/// A line that looks like a claim and was not understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnreadLine {
    /// The line, from 1.
    pub line: u32,
    /// Why, as a phrase.
    pub why: String,
}

/// What a letter claims.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LetterClaims {
    /// The claims, in the order of the letter.
    pub offered: Vec<OfferedClaim>,
    /// The lines that look like claims and were not understood.
    pub unread: Vec<UnreadLine>,
}

/// Reads the claims of a cover letter's body or a patch's message.
pub fn read_letter(text: &str) -> LetterClaims {
    if text.len() > MAX_LETTER {
        let why = format!("the letter is larger than {} MiB and is not read", MAX_LETTER >> 20);
        return LetterClaims { offered: Vec::new(), unread: vec![UnreadLine { line: 1, why }] };
    }
    let lines = line::lines(text);
    let mut reader = Reader { known: said::known_symbols(text), ..Reader::default() };
    let mut at = 0;
    while at < lines.len() && reader.found.offered.len() < MAX_OFFERED {
        at = reader.step(&lines, at);
    }
    reader.end_paragraph(false);
    if at < lines.len() {
        reader.unread(at, "no more claims are read from here on");
    }
    reader.found
}

#[derive(Default)]
struct Reader<'a> {
    known: BTreeSet<String>,
    /// The paragraph above, with the number of each line from 0.
    paragraph: Vec<(usize, &'a str)>,
    has_gap: bool,
    /// The arches of the paragraph that introduces the blocks, and those beside them.
    scope: (Arches, Vec<String>),
    cases: BTreeMap<String, Vec<Assignment>>,
    found: LetterClaims,
}

impl<'a> Reader<'a> {
    /// Reads a line or a block; gives the line behind it.
    fn step(&mut self, lines: &[Line<'a>], at: usize) -> usize {
        match lines.get(at) {
            Some(Line::Prose(text)) => {
                if self.has_gap && !self.is_heading() {
                    self.end_paragraph(false);
                }
                self.has_gap = false;
                self.paragraph.push((at, text));
            }
            Some(Line::Title(title)) => {
                if let Some(end) = menu_end(lines, at, title) {
                    let expect = Expect::Exactly {
                        menu: Some((*title).to_owned()),
                        values: values(lines, at..end)
                            .filter(|value| value.value != "n")
                            .map(expected)
                            .collect(),
                    };
                    self.offer(expect, (at, end), false, true);
                    return end + 1;
                }
            }
            Some(Line::Value(_)) => return self.values(lines, at),
            Some(Line::Change { .. }) => return self.changes(lines, at),
            Some(Line::End(_)) => self.unread(at, "the end of a menu whose block is not all understood"),
            Some(Line::Odd(why)) => self.unread(at, why),
            Some(Line::Blank | Line::Passed) | None => self.has_gap = true,
        }
        at + 1
    }

    fn values(&mut self, lines: &[Line<'a>], at: usize) -> usize {
        let rest = lines.get(at..).unwrap_or(&[]);
        let end = at + rest.iter().take_while(|line| matches!(line, Line::Value(_))).count();
        let all: Vec<Assignment> = values(lines, at..end).collect();
        let expect = match all.iter().all(|value| value.value == "n") {
            true => Expect::Excludes(
                all.into_iter().map(|set| Excluded { symbol: set.symbol, value: None, cond: None }).collect(),
            ),
            false => Expect::Includes(all.into_iter().map(expected).collect()),
        };
        self.offer(expect, (at, end - 1), false, true);
        end
    }

    fn changes(&mut self, lines: &[Line<'a>], at: usize) -> usize {
        let rest = lines.get(at..).unwrap_or(&[]);
        let (mut old, mut new) = (Vec::new(), Vec::new());
        for line in rest {
            let Line::Change { symbol, before, after } = line else { break };
            let entry =
                |value: &String| Expected { symbol: symbol.clone(), value: value.clone(), cond: None };
            old.push(entry(before));
            new.push(entry(after));
        }
        let end = at + old.len();
        self.offer(Expect::Includes(old), (at, end - 1), true, false);
        self.offer(Expect::Includes(new), (at, end - 1), false, true);
        end
    }

    fn offer(&mut self, expect: Expect, (first, last): (usize, usize), is_before: bool, is_end: bool) {
        let text = self.text();
        let said = self.said(&text);
        let mut doubts = said.doubts;
        let here = arches::arches(&text);
        let (arches, others) = if here.0 == Arches::NotSaid { self.scope.clone() } else { here };
        if !others.is_empty() {
            doubts.push(format!("the values of {} are not shown", others.join(", ")));
        }
        if self.paragraph.is_empty() {
            doubts.push("no text above the block says its case".to_owned());
        }
        let title = match (self.paragraph.first(), &expect) {
            (Some((_, line)), _) => line.trim_end_matches(':').to_owned(),
            (None, Expect::Exactly { menu: Some(menu), .. }) => menu.clone(),
            (None, _) => format!("Line {}", first + 1),
        };
        if let Some(number) = said.number {
            self.cases.insert(number, said.set.clone());
        }
        let lines = (first as u32 + 1, last as u32 + 1);
        self.found.offered.push(OfferedClaim {
            title,
            text,
            lines,
            set: said.set,
            expect,
            arches,
            is_before,
            doubts,
        });
        if is_end {
            self.end_paragraph(true);
        }
    }

    /// Tells whether the paragraph is a heading alone: `Case 2:`.
    fn is_heading(&self) -> bool {
        let [(_, line)] = *self.paragraph else { return false };
        let said = self.said(line);
        said.number.is_some() && said.set.is_empty() && said.doubts.is_empty()
    }

    fn said(&self, text: &str) -> said::Said {
        if text.len() > MAX_PARAGRAPH {
            let doubt = "the paragraph above is too long and is not read".to_owned();
            return said::Said { doubts: vec![doubt], ..said::Said::default() };
        }
        said::said(text, &self.known, &self.cases)
    }

    fn text(&self) -> String {
        self.paragraph.iter().map(|(_, line)| *line).collect::<Vec<_>>().join(" ")
    }

    /// Leaves a paragraph; one without a block may introduce those that follow.
    fn end_paragraph(&mut self, is_used: bool) {
        let text = self.text();
        if !is_used {
            let here = arches::arches(&text);
            let lower = text.to_ascii_lowercase();
            if here.0 != Arches::NotSaid
                && (text.ends_with(':') || lower.contains("case") || lower.contains("example"))
            {
                self.scope = here;
            }
        }
        for (at, line) in std::mem::take(&mut self.paragraph) {
            if !is_used && line.contains("CONFIG_") && line.contains('=') {
                self.unread(at, "a value in running text");
            }
        }
    }

    fn unread(&mut self, at: usize, why: &str) {
        if self.found.unread.len() < MAX_OFFERED {
            self.found.unread.push(UnreadLine { line: at as u32 + 1, why: why.to_owned() });
        }
    }
}

fn expected(set: Assignment) -> Expected {
    Expected { symbol: set.symbol, value: set.value, cond: None }
}

fn values<'l>(lines: &'l [Line<'_>], range: std::ops::Range<usize>) -> impl Iterator<Item = Assignment> + 'l {
    lines.get(range).unwrap_or(&[]).iter().filter_map(|line| match line {
        Line::Value(value) => Some(value.clone()),
        _ => None,
    })
}

/// Finds the end of a menu's block, where all of the block is understood.
fn menu_end(lines: &[Line<'_>], at: usize, title: &str) -> Option<usize> {
    let rest = lines.get(at + 1..)?.iter().take(MAX_MENU_LINES);
    for (n, line) in rest.enumerate() {
        match line {
            Line::End(end) if *end == title => return Some(at + 1 + n),
            Line::End(_) | Line::Title(_) | Line::Value(_) | Line::Blank => {}
            _ => return None,
        }
    }
    None
}

#[cfg(test)]
mod tests;
