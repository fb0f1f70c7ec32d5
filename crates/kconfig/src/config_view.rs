//! The part of a .config that somebody looks at.

use std::collections::{BTreeMap, BTreeSet};

use kconfig_model::SymbolType;

use crate::view::{Changes, ConfigAsk, ConfigView};

/// The most lines that are given at once.
const MAX_LINES: u32 = 2000;

/// Cuts the lines that are asked for out of a .config.
pub(crate) fn config_view(text: &str, ask: &ConfigAsk) -> ConfigView {
    let ends: Vec<usize> = memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1).collect();
    let total = ends.len() as u32;
    let first = ask.first.min(total);
    let last = first.saturating_add(ask.count.min(MAX_LINES)).min(total);
    let offset = |line: u32| line.checked_sub(1).map_or(0, |before| ends[before as usize]);
    ConfigView { total, first, text: text[offset(first)..offset(last)].to_owned() }
}

/// Counts the symbols to which two states give different values, each once, by what
/// their arches write; one that is not set is n, as is one that is not there.
pub(crate) fn changes(before: &[String], now: &[String], focus: Option<&str>) -> Changes {
    let mut names: BTreeSet<&str> = BTreeSet::new();
    for (before, now) in before.iter().zip(now) {
        let (old, new) = (values(before), values(now));
        names.extend(old.keys().filter(|name| !new.contains_key(*name)));
        names.extend(new.iter().filter(|(name, value)| old.get(*name) != Some(*value)).map(|(name, _)| name));
    }
    Changes { n: names.len() as u32, has_focus: focus.is_some_and(|focus| names.contains(focus)) }
}

/// Tells whether two values of a symbol are different ones; `None` is "no line", which
/// for a bool or tristate is n.
pub(crate) fn is_other(before: Option<&str>, after: Option<&str>, ty: SymbolType) -> bool {
    fn of(value: Option<&str>, ty: SymbolType) -> Option<&str> {
        value.filter(|value| *value != "n" || !ty.is_tristate_like())
    }
    of(before, ty) != of(after, ty)
}

fn values(config: &str) -> BTreeMap<&str, &str> {
    config.lines().filter_map(|line| line.strip_prefix("CONFIG_")?.split_once('=')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_cut_out() {
        let text = "a\nb\nc\n";
        let cut = |first, count| config_view(text, &ConfigAsk { is_whole: true, first, count });
        assert_eq!(cut(0, 9), ConfigView { total: 3, first: 0, text: text.into() });
        assert_eq!(cut(1, 1), ConfigView { total: 3, first: 1, text: "b\n".into() });
        assert_eq!(cut(7, 1), ConfigView { total: 3, first: 3, text: String::new() });
    }

    #[test]
    fn not_set_and_absent_are_the_same() {
        let before = ["# Linux\nCONFIG_A=y\n# CONFIG_B is not set\nCONFIG_C=\"x=y\"\n".to_owned()];
        let of = |now: &str, focus| changes(&before, &[now.to_owned()], focus);
        assert_eq!(of("CONFIG_A=y\nCONFIG_C=\"x=y\"\n", None), Changes::default());
        assert_eq!(of("CONFIG_A=m\nCONFIG_D=y\n", None), Changes { n: 3, has_focus: false });
        assert_eq!(of("CONFIG_A=m\nCONFIG_D=y\n", Some("A")), Changes { n: 3, has_focus: true });
        let is_other = |before, after, ty| super::is_other(before, after, ty);
        assert!(!is_other(None, Some("n"), SymbolType::Bool));
        assert!(is_other(None, Some("n"), SymbolType::String));
        assert!(is_other(Some("m"), Some("n"), SymbolType::Tristate));
    }

    #[test]
    fn a_symbol_that_changes_on_two_arches_is_one() {
        let of = |texts: [&str; 2]| texts.map(str::to_owned);
        let before = of(["CONFIG_A=y\n", "CONFIG_A=y\nCONFIG_B=y\n"]);
        let n = changes(&before, &of(["", "CONFIG_B=m\n"]), Some("A"));
        assert_eq!(n, Changes { n: 2, has_focus: true });
    }
}
