//! What is wrong, said first: a sentence in parts, each of which opens its state.

use serde::{Deserialize, Serialize};

use super::{State, StepCell};

/// How bad something is; the order is from good to worst.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Sign {
    /// Nothing is wrong.
    #[default]
    Clean,
    /// A claim fails, and the series knows or says so.
    Known,
    /// There is a warning that base does not have.
    Warns,
    /// A claim fails.
    Fails,
    /// A build would not link.
    Unlinked,
}

impl Sign {
    /// The mark of one or two letters that stands for the sign; "" for [`Sign::Clean`].
    pub fn mark(self) -> &'static str {
        match self {
            Self::Clean => "",
            Self::Known => "≈",
            Self::Warns => "!",
            Self::Fails => "✗",
            Self::Unlinked => "⊘",
        }
    }

    /// The words that explain the mark; "" for [`Sign::Clean`].
    pub fn words(self) -> &'static str {
        match self {
            Self::Clean => "",
            Self::Known => "a claim fails as known",
            Self::Warns => "a new warning",
            Self::Fails => "a claim fails",
            Self::Unlinked => "would not link",
        }
    }

    /// The name of the sign in styles: `clean`, `known`, `warns`, `fails`, `unlinked`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Clean => "clean",
            Self::Known => "known",
            Self::Warns => "warns",
            Self::Fails => "fails",
            Self::Unlinked => "unlinked",
        }
    }
}

/// What is wrong: with claims, with a series at one step over all arches; else with one
/// state of a tree.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerdictView {
    /// What the sentence is about: `After 14 patches`, `arm64, alldefconfig`.
    pub subject: String,
    /// The parts of the sentence, worst first, good news last.
    pub parts: Vec<VerdictPart>,
    /// Each arch at this step, in the order of the tabs; empty without claims.
    pub cells: Vec<StepCell>,
}

impl VerdictView {
    /// Gives the whole sentence.
    pub fn sentence(&self) -> String {
        let parts: Vec<String> = self.parts.iter().map(VerdictPart::text).collect();
        format!("{}: {}.", self.subject, parts.join("; "))
    }
}

/// One thing that the verdict says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerdictPart {
    /// How bad it is.
    pub sign: Sign,
    /// The words; some of them open a state.
    pub words: Vec<Words>,
}

impl VerdictPart {
    /// A part whose words open nothing.
    pub(crate) fn plain(sign: Sign, text: impl Into<String>) -> Self {
        Self { sign, words: vec![Words { text: text.into(), state: None }] }
    }

    /// Gives the words without their states.
    pub fn text(&self) -> String {
        self.words.iter().map(|words| words.text.as_str()).collect()
    }

    pub(crate) fn push(&mut self, text: impl Into<String>) {
        self.words.push(Words { text: text.into(), state: None });
    }

    /// Appends names with commas, each of which opens its state; `last` stands
    /// before the last one: ` and ` or `, `.
    pub(crate) fn push_names(&mut self, names: Vec<(String, State)>, last: &str) {
        let n = names.len();
        for (place, (text, state)) in names.into_iter().enumerate() {
            match place {
                0 => {}
                _ if place + 1 == n => self.push(last),
                _ => self.push(", "),
            }
            self.words.push(Words { text, state: Some(state) });
        }
    }
}

/// Some words of a verdict.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// The words.
    pub text: String,
    /// The state that they are about.
    pub state: Option<State>,
}
