//! What has an end of its own: `menu`, `if` and `choice`.

/// What a block was opened with.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum BlockKind {
    Menu,
    If,
    Choice,
}

impl BlockKind {
    /// The word that opens it, and stands in what conf says of its end.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Menu => "menu",
            Self::If => "if",
            Self::Choice => "choice",
        }
    }
}
