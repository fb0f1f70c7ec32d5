//! What a cover letter claims, and how a result differs from it.
//!
//! Nothing is evaluated here: who has evaluated brings the values.

use std::collections::BTreeMap;

use crate::expr::Cond;

/// A claim of a cover letter: on each arch, what is set and what then has a value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Claim {
    /// Names it in data and links: `1-crash-dump`.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// What it says, as a sentence.
    pub text: String,
    /// The arches' cases.
    pub cases: Vec<Case>,
}

impl Claim {
    /// Gives the claim's case on an arch, if it speaks of that arch.
    pub fn case(&self, arch: &str) -> Option<&Case> {
        self.cases.iter().find(|case| case.arches.iter().any(|name| name == arch))
    }
}

/// A claim as it stands on some arches.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Case {
    /// The arches.
    pub arches: Vec<String>,
    /// What the user sets, on top of the arch's own start.
    pub set: Vec<Assignment>,
    /// Exactly what then carries a value in the menu.
    pub expect: Vec<Expected>,
}

/// A user's value for a symbol: `SMP=n`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignment {
    /// The symbol.
    pub symbol: String,
    /// The value as .config spells it; `n` is a value of the user too.
    pub value: String,
}

impl Assignment {
    /// Reads `SYMBOL=value`; `None` where that is not its form.
    pub fn parse(text: &str) -> Option<Self> {
        let (symbol, value) = text.trim().split_once('=')?;
        let name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        let good = !symbol.is_empty()
            && symbol.bytes().all(name)
            && !value.is_empty()
            && (!value.contains(' ') || value.starts_with('"'));
        good.then(|| Self { symbol: symbol.to_owned(), value: value.to_owned() })
    }
}

/// A symbol that has to carry a value, perhaps under a condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expected {
    /// The symbol.
    pub symbol: String,
    /// Its value as .config spells it.
    pub value: String,
    /// Where it does not hold in the result, the symbol has to carry none.
    pub cond: Option<Cond>,
}

impl Expected {
    /// Reads `SYMBOL=value` or `SYMBOL=value if EXPR`.
    ///
    /// # Errors
    /// Says what is wrong, as a phrase.
    pub fn parse(text: &str) -> Result<Self, String> {
        let (assignment, cond) = match text.split_once(" if ") {
            Some((assignment, cond)) => {
                (assignment, Some(Cond::parse(cond).map_err(|error| format!("`{text}`: {error}"))?))
            }
            None => (text, None),
        };
        let Some(Assignment { symbol, value }) = Assignment::parse(assignment) else {
            return Err(format!("expected `SYMBOL=value`, found `{assignment}`"));
        };
        Ok(Self { symbol, value, cond })
    }
}

/// A failure that is known: shown with its reason and not counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KnownFailure {
    /// The arch.
    pub arch: String,
    /// The claims that fail there.
    pub claims: Vec<String>,
    /// The patch that they fail from.
    pub from: String,
    /// Why, as a sentence.
    pub reason: String,
    /// Where and when it was found.
    pub found: String,
}

/// A symbol whose value is not as expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Differing {
    /// The symbol.
    pub symbol: String,
    /// What was expected; `n` where it should carry no value.
    pub expected: String,
    /// What it is; `n` where it carries none.
    pub actual: String,
}

/// Compares the values in a menu with what is expected of them.
///
/// `actual` is the menu's symbols with their values as .config spells them; ""
/// and "n" are no value. `lookup` gives the values that conditions ask for, in
/// the same spelling. The result is empty where the claim holds; else the
/// symbols of the menu in their order, then those that are not in it.
pub fn compare<'a, 'v>(
    expected: &[Expected],
    actual: impl IntoIterator<Item = (&'a str, &'a str)>,
    lookup: impl Fn(&str) -> &'v str,
) -> Vec<Differing> {
    let mut wanted: Vec<(&str, &str)> = Vec::new();
    for entry in expected.iter().filter(|entry| entry.cond.as_ref().is_none_or(|cond| cond.holds(&lookup))) {
        if !wanted.iter().any(|(symbol, _)| *symbol == entry.symbol) {
            wanted.push((&entry.symbol, &entry.value));
        }
    }
    let index: BTreeMap<&str, &str> = wanted.iter().copied().collect();
    let mut seen = std::collections::BTreeSet::new();
    let mut differing = Vec::new();
    let mut check = |symbol: &str, expected: &str, actual: &str| {
        let actual = if actual.is_empty() { "n" } else { actual };
        if expected != actual {
            differing.push(Differing {
                symbol: symbol.to_owned(),
                expected: expected.to_owned(),
                actual: actual.to_owned(),
            });
        }
    };
    for (symbol, value) in actual {
        if seen.insert(symbol) {
            check(symbol, index.get(symbol).copied().unwrap_or("n"), value);
        }
    }
    for (symbol, value) in wanted.into_iter().filter(|(symbol, _)| !seen.contains(symbol)) {
        check(symbol, value, "n");
    }
    differing
}

#[cfg(test)]
mod tests {
    use super::*;

    fn differ(expected: &[&str], actual: &[(&str, &str)]) -> Vec<String> {
        let expected: Vec<_> = expected.iter().map(|text| Expected::parse(text).unwrap()).collect();
        compare(&expected, actual.iter().copied(), |name| if name == "KCORE" { "y" } else { "" })
            .into_iter()
            .map(|d| format!("{}: {} -> {}", d.symbol, d.expected, d.actual))
            .collect()
    }

    #[test]
    fn a_claim_holds_when_exactly_its_symbols_carry_a_value() {
        let menu = [("CORE", "y"), ("DUMP", "n"), ("FILE", ""), ("RANGES", "8192")];
        assert_eq!(differ(&["CORE=y", "RANGES=8192"], &menu), [""; 0]);
        assert_eq!(differ(&["CORE=y"], &menu), ["RANGES: n -> 8192"]);
        assert_eq!(
            differ(&["DUMP=y", "GONE=y", "RANGES=1"], &menu),
            ["CORE: n -> y", "DUMP: y -> n", "RANGES: 1 -> 8192", "GONE: y -> n"]
        );
    }

    #[test]
    fn an_entry_counts_where_its_condition_holds() {
        assert_eq!(differ(&["INFO=y if KCORE"], &[("INFO", "y")]), [""; 0]);
        assert_eq!(differ(&["INFO=y if KCORE"], &[("INFO", "n")]), ["INFO: y -> n"]);
        assert_eq!(differ(&["INFO=y if FA_DUMP"], &[("INFO", "y")]), ["INFO: n -> y"]);
        assert_eq!(differ(&["INFO=y if FA_DUMP", "INFO=m if KCORE"], &[("INFO", "m")]), [""; 0]);
    }

    #[test]
    fn entries_have_a_form() {
        assert_eq!(Expected::parse("A").unwrap_err(), "expected `SYMBOL=value`, found `A`");
        assert!(Expected::parse("A=y if").is_err());
        assert!(Expected::parse("A=y if (").is_err());
        assert_eq!(Assignment::parse("A B=y"), None);
        assert_eq!(Assignment::parse("A="), None);
    }
}
