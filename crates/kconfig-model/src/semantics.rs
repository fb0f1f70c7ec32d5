//! Which rules hold: they changed from version to version of the kernel.
//!
//! Each rule that changed is a question to [`Semantics`], with the version
//! from which on its answer is another one. 6.1 and 6.12 were compared with
//! their own conf, byte for byte; for a version between them the dates are
//! those of the kernel's history as far as they are known, and where they are
//! not, the rules of 6.1 hold up to 6.11.

use kconfig_syntax::Dialect;

/// A version of the kernel whose rules hold.
///
/// Versions before 6.1 have the rules of 6.1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Semantics {
    version: u32,
    patchlevel: u32,
}

impl Default for Semantics {
    /// 6.12
    fn default() -> Self {
        Self::new(6, 12)
    }
}

impl Semantics {
    /// The rules of a version.
    pub const fn new(version: u32, patchlevel: u32) -> Self {
        Self { version, patchlevel }
    }

    /// Reads the version of a kernel: `6.1`, `6.12.3-rc1`.
    pub fn from_version(text: &str) -> Option<Self> {
        let (version, rest) = text.split_once('.')?;
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        Some(Self::new(version.parse().ok()?, rest[..end].parse().ok()?))
    }

    /// Reads VERSION and PATCHLEVEL of the kernel's top Makefile.
    pub fn from_makefile(text: &str) -> Option<Self> {
        let field = |name: &str| {
            let value = text.lines().find_map(|line| line.strip_prefix(name)?.trim().strip_prefix('='));
            value?.trim().parse().ok()
        };
        Some(Self::new(field("VERSION")?, field("PATCHLEVEL")?))
    }

    /// The words and forms of the language.
    pub fn dialect(self) -> Dialect {
        Dialect {
            has_optional: self.has_optional_choices(),
            has_named_choices: self.has_named_choices(),
            has_transitional: self.has_transitional(),
            has_conditional_depends: self.has_conditional_depends(),
        }
    }
}

macro_rules! rules {
    ($($(#[$doc:meta])* $name:ident: $when:ident $version:literal . $patchlevel:literal;)*) => {
        impl Semantics {
            $(
                $(#[$doc])*
                pub fn $name(self) -> bool {
                    rules!(@$when self, Self::new($version, $patchlevel))
                }
            )*
        }
    };
    (@until $self:ident, $version:expr) => { $self < $version };
    (@since $self:ident, $version:expr) => { $self >= $version };
}

rules! {
    /// `# CONFIG_X is not set` may be followed by anything, and a line
    /// without `=` is passed over (`conf_read_simple`).
    reads_lines_loosely: until 6 . 8;

    /// A choice may have a name, and then more than one definition.
    has_named_choices: until 6 . 9;

    /// An int or hex without a value is "", not 0.
    has_empty_numbers: until 6 . 9;

    /// The table of symbols has 9973 buckets, not 16384.
    has_prime_table: until 6 . 9;

    /// The end of the root file ends its last line, as that of others does.
    ends_the_last_line: until 6 . 9;

    /// A message of the parser names the file that its statement starts in,
    /// not the one that was read to.
    remembers_the_file: until 6 . 9;

    /// A syntax error is told of with the line after its own (`yyerror`).
    counts_lines_ahead: until 6 . 9;

    /// A recursive inclusion is shown up to the file that it is about, not up
    /// to the root.
    shows_inclusion_cycle_only: until 6 . 9;

    /// auto.conf.cmd names auto.conf in each rule, and the files last first.
    writes_cmd_file_backwards: until 6 . 9;

    /// A choice may be `optional`, and be n although it is visible.
    has_optional_choices: until 6 . 10;

    /// A choice is a symbol with a value of its own, n, m or y, that its
    /// members depend on; in m, each of them can be m. (Since, a choice has
    /// one member that is y, and its members have an order of preference.)
    has_choice_values: until 6 . 11;

    /// Answers for all new symbols are given in the order of the table of
    /// symbols, prompt or not, and not in that of the menu.
    presets_by_table: until 6 . 11;

    /// After .config was read, user values of hidden symbols and numbers out
    /// of their range are taken back (`conf_read`).
    drops_stale_values: until 6 . 11;

    /// Reading auto.conf for what has changed takes all values back.
    recomputes_for_touching: until 6 . 11;

    /// To ask whether a menu is shown gives the symbols around what is shown
    /// a user value (`menu_is_visible`).
    answers_by_looking: until 6 . 11;

    /// Recursive dependencies are looked for in the order of the table of
    /// symbols, and told of with a place on each line.
    tells_places_of_cycles: until 6 . 11;

    /// Expressions are rewritten in place, operand by operand, and not as
    /// shared ones (expr.c).
    rewrites_in_place: until 6 . 12;

    /// `transitional`: a symbol that is read from .config and not written.
    has_transitional: since 6 . 18;

    /// `depends on A if B`
    has_conditional_depends: since 7 . 0;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read() {
        assert_eq!(Semantics::from_version("6.1"), Some(Semantics::new(6, 1)));
        assert_eq!(Semantics::from_version("6.12.3-rc1"), Some(Semantics::new(6, 12)));
        assert_eq!(Semantics::from_version("7.0-rc2"), Some(Semantics::new(7, 0)));
        assert_eq!(Semantics::from_version("6"), None);
        assert_eq!(Semantics::from_version("6.x"), None);
        let makefile = "# SPDX\nVERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = 90\nEXTRAVERSION =\n";
        assert_eq!(Semantics::from_makefile(makefile), Some(Semantics::new(6, 1)));
        assert_eq!(Semantics::from_makefile("all:\n"), None);
    }

    #[test]
    fn rules_have_dates() {
        let (old, new) = (Semantics::new(6, 1), Semantics::default());
        assert!(old.has_choice_values() && !new.has_choice_values());
        assert!(!new.has_transitional() && Semantics::new(6, 18).has_transitional());
        assert_eq!(new.dialect(), Dialect::default());
    }
}
