//! The part of a .config that somebody looks at.

use std::collections::BTreeMap;

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

/// Counts the symbols to which two .config files give different values; one
/// that is not set is n, as is one that is not there.
pub(crate) fn changes(before: &str, now: &str, focus: Option<&str>) -> Changes {
    let (old, new) = (values(before), values(now));
    let n_gone = old.keys().filter(|name| !new.contains_key(*name)).count();
    let n_other = new.iter().filter(|(name, value)| old.get(*name) != Some(*value)).count();
    let has_focus = focus.is_some_and(|focus| old.get(focus) != new.get(focus));
    Changes { n: (n_gone + n_other) as u32, has_focus }
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
        let before = "# Linux\nCONFIG_A=y\n# CONFIG_B is not set\nCONFIG_C=\"x=y\"\n";
        assert_eq!(changes(before, "CONFIG_A=y\nCONFIG_C=\"x=y\"\n", None), Changes::default());
        assert_eq!(changes(before, "CONFIG_A=m\nCONFIG_D=y\n", None), Changes { n: 3, has_focus: false });
        let with_focus = changes(before, "CONFIG_A=m\nCONFIG_D=y\n", Some("A"));
        assert_eq!(with_focus, Changes { n: 3, has_focus: true });
    }
}
