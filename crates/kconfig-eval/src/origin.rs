//! Where a value comes from, recorded while it is computed.

use kconfig_model::PropertyId;

/// The reason for a symbol's value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Origin {
    /// y, m, n or a text in quotes.
    Constant,
    /// No definition of the symbol: its value is its name, as a tristate n.
    Undefined,
    /// Nothing gives it a value: n, 0 or "".
    #[default]
    Nothing,
    /// The user's value, within what visibility allows.
    User,
    /// The first default whose condition holds.
    Default(PropertyId),
    /// Implied by another symbol, within its own dependencies.
    Implied,
    /// Selected by another symbol: at least that symbol's value.
    Selected,
    /// The member that the user chose.
    ChoiceUser,
    /// The member that a choice has by default.
    ChoiceDefault,
    /// A member of a choice that has another one.
    ChoiceOther,
    /// The low or high end of a range; what the value was before is out of it.
    Range(PropertyId),
}
