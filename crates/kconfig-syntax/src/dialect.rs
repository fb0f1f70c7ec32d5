//! What the language has in some versions of the kernel and not in others.

/// The words and forms that a version of the language has; the default is that
/// of 6.12, which has none of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Dialect {
    /// `optional` is a keyword of choices.
    pub has_optional: bool,
    /// `choice` may be followed by a name.
    pub has_named_choices: bool,
    /// `transitional` is a keyword of config entries.
    pub has_transitional: bool,
    /// `depends on` may be followed by a condition.
    pub has_conditional_depends: bool,
}
