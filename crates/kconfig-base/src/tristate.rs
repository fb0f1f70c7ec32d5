//! The three values of Kconfig.

use std::fmt;

/// A tristate value, ordered `n < m < y` (`enum tristate` in expr.h).
///
/// The logic is minimum and maximum: `&&` is [`Tristate::and`], `||` is
/// [`Tristate::or`], `!` mirrors around `m`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Tristate {
    /// Not set.
    #[default]
    N = 0,
    /// Built as a module.
    M = 1,
    /// Built in.
    Y = 2,
}

impl Tristate {
    /// `self && other`.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        self.min(other)
    }

    /// `self || other`.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        self.max(other)
    }

    /// `!self`.
    #[must_use]
    #[expect(clippy::should_implement_trait, reason = "a word beside `and` and `or`")]
    pub fn not(self) -> Self {
        match self {
            Self::N => Self::Y,
            Self::M => Self::M,
            Self::Y => Self::N,
        }
    }

    /// `y` for true, `n` for false.
    #[must_use]
    pub fn from_bool(value: bool) -> Self {
        if value { Self::Y } else { Self::N }
    }

    /// The letter, as in .config.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::N => "n",
            Self::M => "m",
            Self::Y => "y",
        }
    }

    /// Reads exactly `n`, `m` or `y`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "n" => Some(Self::N),
            "m" => Some(Self::M),
            "y" => Some(Self::Y),
            _ => None,
        }
    }
}

impl fmt::Display for Tristate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
