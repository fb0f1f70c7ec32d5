//! `kconfig series --letter-claims`: what the text of a series claims, to be confirmed.

use std::io::{ErrorKind, Write as _};
use std::path::Path;

use kconfig::claims::{
    Arches, Claim, Claims, Expect, LetterClaims, OfferedClaim, StepName, claim_of_text, read_letter,
    write_claims,
};
use kconfig::series::Reading;
use serde_json::{Value, json};

use crate::series_text::{count, push};

/// The cover letter or a patch's message, with the claims in it.
struct Letter<'a> {
    /// The patch's number, from 1; `None` for the cover letter.
    patch: Option<usize>,
    input: &'a str,
    subject: &'a str,
    text: &'a str,
    found: LetterClaims,
}

impl Letter<'_> {
    /// Makes an offered claim one of a file.
    fn claim(&self, n: usize, offered: &OfferedClaim) -> Claim {
        claim_of_text(self.patch, n, offered)
    }

    /// The lines of the text from one number to another, from 1, with their numbers.
    fn lines(&self, first: u32, last: u32) -> impl Iterator<Item = (u32, &str)> {
        let n = (last + 1).saturating_sub(first) as usize;
        (first..).zip(self.text.lines().skip(first.saturating_sub(1) as usize).take(n))
    }
}

/// The claims of a series' text.
pub(crate) struct Letters<'a> {
    title: &'a str,
    letters: Vec<Letter<'a>>,
}

impl<'a> Letters<'a> {
    /// Reads the cover letter and the message of each patch.
    pub(crate) fn read(reading: &'a Reading) -> Self {
        let cover = reading.cover.iter().map(|it| (None, &*it.input, &*it.subject, &*it.body));
        let patches = (1..).zip(&reading.patches).map(|(n, it)| {
            let patch = &it.patch;
            (Some(n), &*it.input, patch.name(), &*patch.body)
        });
        let letters = cover.chain(patches).map(|(patch, input, subject, text)| Letter {
            patch,
            input,
            subject,
            text,
            found: read_letter(text),
        });
        Self { title: reading.title(), letters: letters.collect() }
    }

    fn offered(&self) -> impl Iterator<Item = (&Letter<'a>, usize, &OfferedClaim)> {
        let of = |letter: &'_ Letter<'a>| letter.found.offered.len();
        self.letters.iter().flat_map(move |letter| {
            (1..=of(letter)).zip(&letter.found.offered).map(move |(n, offered)| (letter, n, offered))
        })
    }

    /// Writes all that is offered as a claims file; one that is there is left alone, as a
    /// person may have changed it.
    pub(crate) fn write(&self, path: &Path) -> Result<(), String> {
        let claims: Vec<Claim> =
            self.offered().map(|(letter, n, offered)| letter.claim(n, offered)).collect();
        if claims.is_empty() {
            return Err(format!("{}: not written, as the text of the series claims nothing", path.display()));
        }
        let text = write_claims(&Claims { claims, ..Claims::default() });
        let created = std::fs::File::create_new(path);
        created.and_then(|mut file| file.write_all(text.as_bytes())).map_err(|error| match error.kind() {
            ErrorKind::AlreadyExists => format!(
                "{}: is there already, and may have been edited; remove it or name another",
                path.display()
            ),
            _ => format!("{}: {error}", path.display()),
        })
    }

    /// Says what is offered, in 72 columns.
    pub(crate) fn text(&self) -> String {
        let mut out = String::new();
        push(&mut out, 0, self.title);
        let n = self.offered().count();
        push(
            &mut out,
            2,
            &format!("{} in the text of the series, to be confirmed", count(n, "claim", "claims")),
        );
        for letter in &self.letters {
            if letter.found == LetterClaims::default() {
                continue;
            }
            let what = letter.patch.map_or_else(|| "Cover letter".to_owned(), |n| format!("Patch {n}"));
            out.push('\n');
            push(&mut out, 0, &format!("{what}, in {}: {}", letter.input, letter.subject));
            for (n, offered) in (1..).zip(&letter.found.offered) {
                push_offered(&mut out, letter, n, offered);
            }
            for unread in &letter.found.unread {
                push(&mut out, 0, &format!("- line {} is not read: {}", unread.line, unread.why));
                push_lines(&mut out, letter, (unread.line, unread.line));
            }
        }
        out
    }

    /// Writes what is offered as JSON.
    pub(crate) fn json(&self) -> String {
        let letters: Vec<Value> = self.letters.iter().map(letter_json).collect();
        format!("{:#}\n", json!({ "title": self.title, "letters": letters }))
    }
}

fn push_offered(out: &mut String, letter: &Letter<'_>, n: usize, offered: &OfferedClaim) {
    let OfferedClaim { lines, expect, doubts, .. } = offered;
    let claim = letter.claim(n, offered);
    push(out, 0, &format!("- {}: {}", claim.id, claim.title));
    let Some(case) = claim.cases.first() else { return };
    let arches = match &offered.arches {
        Arches::NotSaid => "on every arch".to_owned(),
        Arches::These(arches) => format!("on {}", arches.join(" ")),
        Arches::AllExcept(except) if except.is_empty() => "on every arch".to_owned(),
        Arches::AllExcept(except) => format!("on every arch but {}", except.join(" ")),
    };
    let step = match &case.step {
        StepName::Base => "before the series".to_owned(),
        StepName::UpTo(n) => format!("after patch {n}"),
        StepName::After => "after the series".to_owned(),
        StepName::Only(only) => format!("with patch {} alone", only.join(" ")),
    };
    let set: Vec<String> = case.set.iter().map(ToString::to_string).collect();
    let with = if set.is_empty() { String::new() } else { format!(", with {}", set.join(" ")) };
    push(out, 4, &format!("{step}, {arches}{with}:"));
    let (kind, entries) = expected(expect);
    let entries = if entries.is_empty() { "nothing".to_owned() } else { entries.join(" ") };
    let menu = menu(expect).map_or(String::new(), |menu| format!(", in the menu \"{menu}\""));
    push(out, 4, &format!("{kind} {entries}{menu}"));
    for doubt in doubts {
        push(out, 4, &format!("to be looked at: {doubt}"));
    }
    push_lines(out, letter, *lines);
}

/// Adds lines of a letter with their numbers, as they stand.
fn push_lines(out: &mut String, letter: &Letter<'_>, (first, last): (u32, u32)) {
    for (number, line) in letter.lines(first, last) {
        push(out, 6, &format!("{number}: {}", line.trim_end()));
    }
}

/// What has to hold: the word of a claims file and its entries.
fn expected(expect: &Expect) -> (&'static str, Vec<String>) {
    match expect {
        Expect::Exactly { values, .. } => ("exactly", values.iter().map(ToString::to_string).collect()),
        Expect::Includes(values) => ("includes", values.iter().map(ToString::to_string).collect()),
        Expect::Excludes(values) => ("excludes", values.iter().map(ToString::to_string).collect()),
    }
}

fn menu(expect: &Expect) -> Option<&str> {
    match expect {
        Expect::Exactly { menu, .. } => menu.as_deref(),
        _ => None,
    }
}

fn letter_json(letter: &Letter<'_>) -> Value {
    let lines = |first: u32, last: u32| -> Vec<Value> {
        let line = |(number, text): (u32, &str)| json!({ "line": number, "text": text });
        letter.lines(first, last).map(line).collect()
    };
    let offered = (1..).zip(&letter.found.offered).map(|(n, offered)| {
        let claim = letter.claim(n, offered);
        let (kind, entries) = expected(&offered.expect);
        let case = claim.cases.first();
        let set = case.map(|case| case.set.iter().map(ToString::to_string).collect::<Vec<_>>());
        let step = case.and_then(|case| match &case.step {
            StepName::Base => Some("base"),
            StepName::After => Some("after"),
            StepName::UpTo(n) => Some(n.as_str()),
            StepName::Only(_) => None,
        });
        json!({
            "id": claim.id,
            "title": claim.title,
            "text": claim.text,
            "arches": case.map(|case| &case.arches),
            "except": case.map(|case| &case.except),
            "step": step,
            "set": set,
            "menu": menu(&offered.expect),
            kind: entries,
            "doubts": offered.doubts,
            "lines": lines(offered.lines.0, offered.lines.1),
        })
    });
    let offered: Vec<Value> = offered.collect();
    let unread = letter.found.unread.iter().map(|unread| {
        let text = letter.lines(unread.line, unread.line).next().map(|(_, text)| text);
        json!({ "line": unread.line, "text": text, "why": unread.why })
    });
    json!({
        "patch": letter.patch,
        "input": letter.input,
        "subject": letter.subject,
        "offered": offered,
        "unread": unread.collect::<Vec<_>>(),
    })
}
