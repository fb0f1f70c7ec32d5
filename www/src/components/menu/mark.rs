//! The mark of a symbol that differs from the base of the series.

use kconfig::view::{MenuRow, cut};

use crate::components::value::MAX_VALUE;

/// A mark and what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    /// `+`, `-` or `~`.
    pub(super) sign: &'static str,
    /// `was n at base`
    pub(super) text: String,
}

/// Returns the mark of a row, if it differs.
pub(super) fn mark(row: &MenuRow) -> Option<Mark> {
    let before = row.changed_from.as_ref()?;
    let is_off = |value: &str| matches!(value, "" | "n");
    let was_off = before.as_deref().is_none_or(is_off);
    let sign = match (was_off, is_off(&row.value)) {
        (true, false) => "+",
        (false, true) => "-",
        _ if before.as_ref() == Some(&row.value) => "-",
        _ => "~",
    };
    let text = match before {
        // It has the value still, but nothing writes it.
        Some(value) if *value == row.value => "no longer in .config".to_owned(),
        None => "not in .config at base".to_owned(),
        Some(value) if value.is_empty() => "was empty at base".to_owned(),
        Some(value) => format!("was {} at base", cut(value, MAX_VALUE)),
    };
    Some(Mark { sign, text })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::samples::row;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test(unsupported = test)]
    fn a_mark_says_what_was() {
        let of = |before: Option<Option<&str>>, value: &str| {
            let mut row = row(1, "A", "");
            row.changed_from = before.map(|before| before.map(str::to_owned));
            row.value = value.to_owned();
            mark(&row).map(|mark| (mark.sign, mark.text))
        };
        assert_eq!(of(None, "y"), None);
        assert_eq!(of(Some(None), "y"), Some(("+", "not in .config at base".to_owned())));
        assert_eq!(of(Some(Some("n")), "m"), Some(("+", "was n at base".to_owned())));
        assert_eq!(of(Some(Some("y")), "n"), Some(("-", "was y at base".to_owned())));
        assert_eq!(of(Some(Some("y")), "m"), Some(("~", "was y at base".to_owned())));
        assert_eq!(of(Some(Some("n")), "n"), Some(("-", "no longer in .config".to_owned())));
        assert_eq!(of(Some(Some("0x1")), "0x2"), Some(("~", "was 0x1 at base".to_owned())));
    }
}
