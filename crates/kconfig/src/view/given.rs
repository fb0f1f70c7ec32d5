//! What the person gives beside values: answers of a shell, files with values.

use serde::{Deserialize, Serialize};

/// A command that a tree asks the shell, and its answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerRow {
    /// What it is known by in [`State::answers`](super::State::answers).
    pub key: String,
    /// The command, without what stands around each.
    pub command: String,
    /// The macro call that asks for it, `$(cc-option,-mfoo)`; "" where a Kconfig
    /// file gives the command itself to `$(shell,...)`.
    pub call: String,
    /// Where the first such call is: `arch/x86/Kconfig:120`.
    pub place: String,
    /// What the toolchain answered; `None` where nobody asked it.
    pub recorded: Option<String>,
    /// The answer that is taken; `None` is unknown.
    pub now: Option<String>,
    /// Whether the state says so.
    pub is_said: bool,
}

/// What a file with values is taken as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum GivenAs {
    /// A .config or a defconfig: all that there is.
    Config,
    /// A fragment: on top of what there is.
    Fragment,
}

/// A .config that somebody gave, which is kept with its tree.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GivenConfig {
    /// What it is called as a base config: `file-` and a checksum.
    pub base: String,
    /// The name of its file.
    pub name: String,
}

/// What a state asks for and does not get.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LossView {
    /// The name of the file that the state starts from, if it starts from one.
    pub file: Option<String>,
    /// How many symbols the file names.
    pub n_lines: u32,
    /// How many values the user gave.
    pub n_values: u32,
    /// What conf says of the lines of the file.
    pub messages: Vec<String>,
    /// Those that came out otherwise, by reason.
    pub rows: Vec<LossRow>,
}

impl LossView {
    /// Counts what was asked for and not got: `193 of 9464 lines of config-6.2.10, 1 of 2
    /// values`.
    pub fn summary(&self) -> String {
        let n_own = self.rows.iter().filter(|row| row.is_own).count();
        let of_file = self.file.as_ref();
        let of_file =
            of_file.map(|file| format!("{} of {} lines of {file}", self.rows.len() - n_own, self.n_lines));
        let own = (self.n_values > 0).then(|| format!("{n_own} of {} values", self.n_values));
        of_file.into_iter().chain(own).collect::<Vec<_>>().join(", ")
    }
}

/// A symbol that has another value than was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LossRow {
    /// The symbol.
    pub symbol: String,
    /// The value that was asked for, as .config has it; `n` for "is not set".
    pub asked: String,
    /// The value that it has, likewise; none where .config has no line of it.
    pub got: Option<String>,
    /// The reason, roughly.
    pub kind: LossKind,
    /// The reason, a phrase.
    pub reason: String,
    /// Whether the user's own value asked, and not the file.
    pub is_own: bool,
}

/// Why a symbol has another value than was asked for; in the order of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum LossKind {
    /// A condition of its prompt does not hold.
    Dependency,
    /// Another symbol selects it.
    Select,
    /// Another member of its choice was chosen.
    Choice,
    /// The value is out of its range, or no value of its type.
    Range,
    /// It has no prompt: defaults and selects decide.
    Computed,
    /// No Kconfig file of this arch defines it.
    Unknown,
    /// The answers of the toolchain decide it.
    Toolchain,
}

impl LossKind {
    /// The heading of the rows of this kind.
    pub fn words(self) -> &'static str {
        match self {
            Self::Dependency => "Dropped by a dependency",
            Self::Select => "Limited by a select",
            Self::Choice => "Another member of its choice",
            Self::Range => "Out of range",
            Self::Computed => "Decided by defaults and selects",
            Self::Unknown => "Unknown here",
            Self::Toolchain => "Decided by the toolchain's answers",
        }
    }
}
