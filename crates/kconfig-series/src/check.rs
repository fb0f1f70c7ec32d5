//! How a result differs from what a case expects.
//!
//! Nothing is evaluated here: who has evaluated brings the values.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::claims::{Case, Excluded, Expect, Expected};

/// A symbol whose value is not as expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Differing {
    /// The symbol.
    pub symbol: String,
    /// What was expected: a value, `n` where the symbol should carry none, or
    /// `not` and a value.
    pub expected: String,
    /// The value it has; `n` where it carries none.
    pub actual: String,
}

impl Case {
    /// Compares values with what the case expects; an empty list is a pass.
    ///
    /// `menu` names the symbols of the case's menu, in its order, and is read only
    /// where the case says all that the menu holds. `value` gives a symbol's value as
    /// .config has it, a string with its quotes or without; `None` and `n` are no
    /// value. The result has the menu's symbols in their order, then the others.
    pub fn check<'s, 'v>(
        &self,
        menu: impl IntoIterator<Item = &'s str>,
        value: impl Fn(&str) -> Option<&'v str>,
    ) -> Vec<Differing> {
        match &self.expect {
            Expect::Exactly { values, .. } => exactly(values, menu, &value),
            Expect::Includes(values) => includes(values, &value),
            Expect::Excludes(values) => excludes(values, &value),
        }
    }
}

fn exactly<'s, 'v>(
    expected: &[Expected],
    menu: impl IntoIterator<Item = &'s str>,
    value: &impl Fn(&str) -> Option<&'v str>,
) -> Vec<Differing> {
    let lookup = |name: &str| value(name).unwrap_or("");
    let mut wanted: Vec<(&str, &str)> = Vec::new();
    let mut index: BTreeMap<&str, &str> = BTreeMap::new();
    for entry in expected.iter().filter(|entry| entry.cond.as_ref().is_none_or(|cond| cond.holds(lookup))) {
        index.entry(&entry.symbol).or_insert_with(|| {
            wanted.push((&entry.symbol, &entry.value));
            &entry.value
        });
    }
    let mut seen = BTreeSet::new();
    let mut differing = Vec::new();
    for symbol in menu {
        if seen.insert(symbol) {
            let expected = index.get(symbol).copied().unwrap_or("n");
            differing.extend(differ(symbol, expected, value(symbol)));
        }
    }
    for (symbol, expected) in wanted.into_iter().filter(|(symbol, _)| !seen.contains(symbol)) {
        // A symbol that is not in the menu carries no value there.
        differing.extend(differ(symbol, expected, None));
    }
    differing
}

fn includes<'v>(expected: &[Expected], value: &impl Fn(&str) -> Option<&'v str>) -> Vec<Differing> {
    let lookup = |name: &str| value(name).unwrap_or("");
    let counts = |entry: &&Expected| entry.cond.as_ref().is_none_or(|cond| cond.holds(lookup));
    let entries = expected.iter().filter(counts);
    entries.filter_map(|entry| differ(&entry.symbol, &entry.value, value(&entry.symbol))).collect()
}

fn excludes<'v>(excluded: &[Excluded], value: &impl Fn(&str) -> Option<&'v str>) -> Vec<Differing> {
    let lookup = |name: &str| value(name).unwrap_or("");
    let counts = |entry: &&Excluded| entry.cond.as_ref().is_none_or(|cond| cond.holds(lookup));
    let entries = excluded.iter().filter(counts);
    let check = |entry: &Excluded| {
        let actual = value(&entry.symbol);
        match &entry.value {
            None => differ(&entry.symbol, "n", actual),
            Some(value) => differ(&entry.symbol, value, actual).is_none().then(|| Differing {
                symbol: entry.symbol.clone(),
                expected: format!("not {value}"),
                actual: actual.unwrap_or("n").to_owned(),
            }),
        }
    };
    entries.filter_map(check).collect()
}

/// Compares one symbol's value with the expected one.
fn differ(symbol: &str, expected: &str, actual: Option<&str>) -> Option<Differing> {
    let actual = actual.unwrap_or("n");
    (unquoted(expected) != unquoted(actual)).then(|| Differing {
        symbol: symbol.to_owned(),
        expected: expected.to_owned(),
        actual: if actual.is_empty() { "\"\"".to_owned() } else { actual.to_owned() },
    })
}

/// Takes the quotes off a string, and the backslashes that protect its characters.
fn unquoted(text: &str) -> Cow<'_, str> {
    let inner = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    match inner {
        None => Cow::Borrowed(text),
        Some(inner) if !inner.contains('\\') => Cow::Borrowed(inner),
        Some(inner) => {
            let mut chars = inner.chars();
            let mut plain = String::new();
            while let Some(char) = chars.next() {
                plain.extend(if char == '\\' { chars.next() } else { Some(char) });
            }
            Cow::Owned(plain)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn differ(expect: Expect, values: &[(&str, &'static str)]) -> Vec<String> {
        let case = Case { expect, ..Case::default() };
        let value = |name: &str| match name {
            "KCORE" => Some("y"),
            _ => values.iter().find(|(symbol, _)| *symbol == name).map(|(_, value)| *value),
        };
        case.check(values.iter().map(|(name, _)| *name), value)
            .into_iter()
            .map(|d| format!("{}: {} -> {}", d.symbol, d.expected, d.actual))
            .collect()
    }

    fn expected(texts: &[&str]) -> Vec<Expected> {
        texts.iter().map(|text| Expected::parse(text).unwrap()).collect()
    }

    fn exactly(texts: &[&str]) -> Expect {
        Expect::Exactly { menu: None, values: expected(texts) }
    }

    fn includes(texts: &[&str]) -> Expect {
        Expect::Includes(expected(texts))
    }

    fn excludes(texts: &[&str]) -> Expect {
        Expect::Excludes(texts.iter().map(|text| Excluded::parse(text).unwrap()).collect())
    }

    #[test]
    fn a_claim_holds_when_exactly_its_symbols_carry_a_value() {
        let menu = [("CORE", "y"), ("DUMP", "n"), ("RANGES", "8192")];
        assert_eq!(differ(exactly(&["CORE=y", "RANGES=8192"]), &menu), [""; 0]);
        assert_eq!(differ(exactly(&["CORE=y"]), &menu), ["RANGES: n -> 8192"]);
        assert_eq!(
            differ(exactly(&["DUMP=y", "GONE=y", "RANGES=1"]), &menu),
            ["CORE: n -> y", "DUMP: y -> n", "RANGES: 1 -> 8192", "GONE: y -> n"]
        );
        // KCORE is y, but in another menu.
        assert_eq!(differ(exactly(&["KCORE=y"]), &[]), ["KCORE: y -> n"]);
    }

    #[test]
    fn an_entry_counts_where_its_condition_holds() {
        assert_eq!(differ(exactly(&["INFO=y if KCORE"]), &[("INFO", "y")]), [""; 0]);
        assert_eq!(differ(exactly(&["INFO=y if KCORE"]), &[("INFO", "n")]), ["INFO: y -> n"]);
        assert_eq!(differ(exactly(&["INFO=y if FA_DUMP"]), &[("INFO", "y")]), ["INFO: n -> y"]);
        assert_eq!(differ(exactly(&["INFO=y if FA_DUMP", "INFO=m if KCORE"]), &[("INFO", "m")]), [""; 0]);
        assert_eq!(differ(includes(&["INFO=y if FA_DUMP"]), &[("INFO", "n")]), [""; 0]);
        assert_eq!(differ(excludes(&["INFO if FA_DUMP"]), &[("INFO", "y")]), [""; 0]);
        assert_eq!(differ(excludes(&["INFO if KCORE"]), &[("INFO", "y")]), ["INFO: n -> y"]);
    }

    #[test]
    fn symbols_that_are_not_named_are_free_unless_all_are_said() {
        let values = [("A", "y"), ("B", "m")];
        assert_eq!(differ(includes(&["A=y"]), &values), [""; 0]);
        assert_eq!(differ(includes(&["A=y", "B=n", "C=n", "D=y"]), &values), ["B: n -> m", "D: y -> n"]);
        assert_eq!(differ(excludes(&["C", "B=y"]), &values), [""; 0]);
        assert_eq!(differ(excludes(&["A", "B=m"]), &values), ["A: n -> y", "B: not m -> m"]);
        assert_eq!(differ(excludes(&["C=n"]), &values), ["C: not n -> n"]);
    }

    #[test]
    fn a_string_is_the_same_with_quotes_and_without() {
        for actual in ["a \"b\"", r#""a \"b\"""#] {
            assert_eq!(differ(includes(&[r#"S="a \"b\"""#]), &[("S", actual)]), [""; 0], "{actual}");
        }
        assert_eq!(differ(includes(&[r#"S="""#]), &[("S", "")]), [""; 0]);
        assert_eq!(differ(includes(&[r#"S="""#]), &[]), [r#"S: "" -> n"#]);
        assert_eq!(differ(includes(&["S=n"]), &[("S", "")]), [r#"S: n -> """#]);
    }
}
