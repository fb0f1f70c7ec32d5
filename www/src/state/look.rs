//! What is looked at of the menu and the .config, and how that changes.

use kconfig::view::{ActiveRow, Ask, MenuView};

/// How many rows of the menu are there at once: what its pane has room for at
/// most, and some more, so that scrolling finds them.
///
/// Each one is laid out with every key of a search.
pub const N_ROWS: u32 = 32;

/// How many lines of the .config are there at once, likewise.
pub const N_LINES: u32 = 48;

/// How many rows of the table of all arches are there at once, likewise.
pub const N_MATRIX: u32 = 40;

/// What the person does to the menu itself, to the .config or to the table of
/// all arches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Look {
    /// Writes in the search box.
    Search(String),
    /// Whether the search looks into help texts.
    InHelp(bool),
    /// Whether only what the series is about is listed.
    OnlySeries(bool),
    /// Whether what conf would not ask for is listed.
    Hidden(bool),
    /// Opens or closes the row of this key.
    Open(String, bool),
    /// Makes the row of this key the one that Tab reaches.
    Point(String),
    /// Goes to the row at this place.
    Go(u32),
    /// Scrolls the menu to this row.
    Rows(u32),
    /// Chooses the whole .config, or the menu's part.
    Whole(bool),
    /// Scrolls the .config to this line.
    Lines(u32),
    /// Whether the table also has the symbols that are alike on all arches.
    AllRows(bool),
    /// Scrolls the table to this row.
    MatrixRows(u32),
}

/// Returns what is looked at first of a series, or of a kernel's tree.
pub fn first(has_series: bool) -> Ask {
    let mut ask = Ask::default();
    (ask.menu.count, ask.config.count, ask.matrix.count) = (N_ROWS, N_LINES, N_MATRIX);
    ask.menu.follows = true;
    // A kernel has thousands of symbols that conf would not ask for.
    (ask.menu.only_series, ask.menu.hidden) = (has_series, has_series);
    ask
}

/// Changes what is looked at; returns whether rows of the menu or lines of the
/// .config are to be asked for.
pub fn apply(ask: &mut Ask, look: Look) -> bool {
    let before = (ask.menu.clone(), ask.config.clone());
    let (menu, config, matrix) = (&mut ask.menu, &mut ask.config, &mut ask.matrix);
    match look {
        Look::Search(query) => {
            menu.query = query;
            (menu.active, menu.follows, menu.first) = (ActiveRow::Focus, true, 0);
        }
        Look::InHelp(on) => menu.in_help = on,
        Look::OnlySeries(on) => menu.only_series = on,
        Look::Hidden(on) => menu.hidden = on,
        Look::Open(key, is_open) => {
            menu.toggled.insert(key.clone(), is_open);
            menu.active = ActiveRow::Key(key);
        }
        Look::Point(key) => menu.active = ActiveRow::Key(key),
        Look::Go(row) => (menu.active, menu.follows) = (ActiveRow::At(row), true),
        Look::Rows(first) => (menu.first, menu.follows) = (first, false),
        Look::Whole(is_whole) => (config.is_whole, config.first) = (is_whole, 0),
        Look::Lines(first) => config.first = first,
        Look::AllRows(all) => (matrix.all, matrix.first) = (all, 0),
        Look::MatrixRows(first) => matrix.first = first,
    }
    (&ask.menu, &ask.config) != (&before.0, &before.1)
}

/// Goes to the row of the symbol in focus, unless it is there or looked for.
pub fn follow_focus(ask: &mut Ask, menu: &MenuView, symbol: &str) {
    if ask.menu.query.is_empty() && !menu.rows.iter().any(|row| row.symbol == symbol) {
        (ask.menu.active, ask.menu.follows) = (ActiveRow::Focus, true);
    }
}

/// Returns the row that is gone to, and its key if it is there.
pub fn active(menu: &MenuView, look: &Look) -> Option<(u32, String)> {
    let key = |row: u32| {
        let row = menu.rows.get(row.checked_sub(menu.first)? as usize)?;
        Some(row.key.clone())
    };
    match look {
        Look::Go(row) => Some((*row, key(*row).unwrap_or_default())),
        Look::Point(key) | Look::Open(key, _) => {
            let place = menu.rows.iter().position(|row| row.key == *key)?;
            Some((menu.first + place as u32, key.clone()))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test(unsupported = test)]
    fn scrolling_leaves_the_row_and_keys_follow_it() {
        let mut ask = first(true);
        assert!(apply(&mut ask, Look::Rows(40)));
        assert!(!ask.menu.follows);
        assert!(!apply(&mut ask, Look::Rows(40)), "nothing new");
        assert!(apply(&mut ask, Look::Go(7)));
        assert_eq!((ask.menu.follows, ask.menu.active), (true, ActiveRow::At(7)));
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn a_search_starts_at_its_first_match() {
        let mut ask = first(true);
        apply(&mut ask, Look::Rows(400));
        apply(&mut ask, Look::Search("kexec".to_owned()));
        assert_eq!((ask.menu.first, ask.menu.follows, ask.menu.active), (0, true, ActiveRow::Focus));
    }
}
