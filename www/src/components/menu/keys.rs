//! What keys do in the menu.

use kconfig::view::MenuRow;
use web_sys::KeyboardEvent;

use super::{MenuProps, row};
use crate::components::roving;
use crate::components::value::{is_text, next_value};
use crate::state::Action;
use crate::state::look::Look;

/// Rows that PgUp and PgDn pass.
const PAGE: u32 = 10;

/// Does what a key asks for at the row where the person is.
///
/// A key that says nothing of the row itself also works where that row is not
/// there, scrolled out of sight or still to come.
pub(super) fn on_key(event: &KeyboardEvent, props: &MenuProps) {
    let menu = &props.menu;
    let here = menu.active.checked_sub(menu.first).and_then(|at| menu.rows.get(at as usize));
    let Some(row) = here else {
        if let Some(to) = place(menu.active, menu.total, &event.key()) {
            props.look(Look::Go(to));
            event.prevent_default();
        }
        return;
    };
    let toggle = || {
        if let Some(is_open) = row.expanded {
            props.look(Look::Open(row.key.clone(), !is_open));
        }
    };
    let set = |value: Option<&str>| props.on_set.emit((row.symbol.clone(), value.map(str::to_owned)));
    let refuse = |wanted: Option<&str>| row::refuse(row, wanted, &props.page, &props.on_focus);
    let is_fixed = !row.reason.is_empty();
    let key = event.key();
    match key.as_str() {
        " " if row.symbol.is_empty() => toggle(),
        // A menu has no value.
        "y" | "m" | "n" | "Delete" | "Backspace" if row.symbol.is_empty() => return,
        " " if is_text(&row.ty) && !is_fixed => roving::focus(&row::value_id(&row.key)),
        " " => match next_value(&row.assignable, &row.value) {
            Some(next) => set(Some(next)),
            None => refuse(None),
        },
        "y" | "m" | "n" if is_text(&row.ty) && !is_fixed => return,
        "y" | "m" | "n" => match row.assignable.contains(&key) {
            true => set(Some(&key)),
            false => refuse(Some(&key)),
        },
        "Delete" | "Backspace" if row.user.is_some() => set(None),
        "Delete" | "Backspace" if is_fixed => refuse(None),
        "Delete" | "Backspace" => {
            props.page.dispatch(Action::Say(format!("{} has no user value.", row.symbol)));
        }
        "Enter" if row.symbol.is_empty() => toggle(),
        "Enter" if is_fixed => refuse(None),
        "Enter" if is_text(&row.ty) => roving::focus(&row::value_id(&row.key)),
        "Enter" => props.on_focus.emit(row.symbol.clone()),
        // The shell does the rest of these, about this symbol.
        "?" | "e" | "g" => {
            if !row.symbol.is_empty() {
                props.on_focus.emit(row.symbol.clone());
            }
            return;
        }
        key => match step(row, menu.active, menu.total, key) {
            Some(Step::To(place)) => props.look(Look::Go(place)),
            Some(Step::Toggle) => toggle(),
            None => return,
        },
    }
    event.prevent_default();
}

/// What a key does to the place in the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// Goes to the row of this place.
    To(u32),
    /// Opens or closes the row where one is.
    Toggle,
}

/// Returns the place that a key goes to, whatever row is at place `at` of `total`.
fn place(at: u32, total: u32, key: &str) -> Option<u32> {
    let last = total.checked_sub(1)?;
    let to = match key {
        "ArrowDown" => at + 1,
        "ArrowUp" => at.saturating_sub(1),
        "Home" => 0,
        "End" => last,
        "PageDown" => at + PAGE,
        "PageUp" => at.saturating_sub(PAGE),
        _ => return None,
    };
    Some(to.min(last))
}

/// Returns what a key does at a row, which is at place `at` of `total`.
fn step(row: &MenuRow, at: u32, total: u32, key: &str) -> Option<Step> {
    let last = total.checked_sub(1)?;
    let to = match key {
        "ArrowRight" => match row.expanded {
            Some(false) => return Some(Step::Toggle),
            Some(true) => at + 1,
            None => return None,
        },
        "ArrowLeft" => match row.expanded {
            Some(true) => return Some(Step::Toggle),
            _ => row.parent?,
        },
        _ => place(at, total, key)?,
    };
    Some(Step::To(to.min(last)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::samples::row;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test(unsupported = test)]
    fn keys_move_open_and_close() {
        let at = |row: &MenuRow, at, key| step(row, at, 6, key);
        let symbol = MenuRow { parent: Some(1), ..row(2, "KEXEC", "") };
        let open = MenuRow { expanded: Some(true), ..row(1, "", "General setup") };
        let closed = MenuRow { expanded: Some(false), ..open.clone() };
        assert_eq!(at(&symbol, 0, "ArrowDown"), Some(Step::To(1)));
        assert_eq!(at(&symbol, 0, "ArrowUp"), Some(Step::To(0)));
        assert_eq!(at(&symbol, 3, "End"), Some(Step::To(5)));
        assert_eq!(at(&symbol, 5, "PageUp"), Some(Step::To(0)));
        assert_eq!(at(&symbol, 1, "PageDown"), Some(Step::To(5)));
        assert_eq!(at(&symbol, 3, "ArrowLeft"), Some(Step::To(1)), "to the parent");
        assert_eq!(at(&open, 1, "ArrowLeft"), Some(Step::Toggle));
        assert_eq!(at(&open, 1, "ArrowRight"), Some(Step::To(2)));
        assert_eq!(at(&closed, 5, "ArrowRight"), Some(Step::Toggle));
        assert_eq!(at(&symbol, 2, "ArrowRight"), None);
        assert_eq!(at(&symbol, 0, "x"), None);
        assert_eq!(step(&symbol, 0, 0, "ArrowDown"), None);
    }
}
