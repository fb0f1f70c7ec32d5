//! Rows for tests.

use kconfig::view::{MenuRow, RowKind};

/// Returns a row that can be changed; a menu if it has no symbol.
pub(crate) fn row(level: u32, symbol: &str, prompt: &str) -> MenuRow {
    MenuRow {
        kind: if symbol.is_empty() { RowKind::Menu } else { RowKind::Symbol },
        level,
        position: 1,
        siblings: 1,
        expanded: None,
        parent: None,
        key: symbol.to_owned(),
        in_choice: false,
        prompt: prompt.to_owned(),
        symbol: symbol.to_owned(),
        ty: "bool".to_owned(),
        value: "n".to_owned(),
        is_unknown: false,
        user: None,
        assignable: vec!["n".to_owned(), "y".to_owned()],
        visible: true,
        reason: String::new(),
        limits: Vec::new(),
        takes: String::new(),
        origin: "default n".to_owned(),
        changed_from: None,
    }
}
