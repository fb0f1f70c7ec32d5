//! Which rows of the menu are shown, and how one moves among them.

use std::collections::{BTreeMap, BTreeSet};

use kconfig::view::MenuRow;

use super::search::Query;

/// Rows that PgUp and PgDn pass.
const PAGE: usize = 10;

/// What decides which rows are shown.
#[derive(Clone, Debug)]
pub(super) struct Filter {
    /// Only rows that the series is about.
    pub(super) only_series: bool,
    /// The search.
    pub(super) query: Query,
    /// What the person opened (true) or closed, by path.
    pub(super) toggled: BTreeMap<String, bool>,
}

/// A row that is shown.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Shown {
    /// Its index in the view's menu.
    pub(super) index: usize,
    /// What it is below and its own name: the same row in the next view.
    pub(super) path: String,
    /// Depth, from 1.
    pub(super) level: u32,
    /// Place among the siblings that pass the filter, from 1.
    pub(super) position: u32,
    /// How many of those there are.
    pub(super) siblings: u32,
    /// Whether it is open; none where nothing is below it.
    pub(super) expanded: Option<bool>,
}

/// Returns the rows to show, in order.
pub(super) fn shown(rows: &[MenuRow], filter: &Filter) -> Vec<Shown> {
    let parents = parents(rows);
    let paths = paths(rows, &parents);
    let is_search = filter.query.is_search();

    // Rows that pass, and what they hang on.
    let mut passes = vec![false; rows.len()];
    for index in filter.query.find(rows) {
        passes[index] = is_search || !filter.only_series || rows[index].in_view;
    }
    let mut n_children = vec![0u32; rows.len()];
    let mut n_roots = 0;
    for index in (0..rows.len()).rev() {
        if passes[index] {
            match parents[index] {
                // A parent stands before its children, so its turn is to come.
                Some(parent) => {
                    passes[parent] = true;
                    n_children[parent] += 1;
                }
                None => n_roots += 1,
            }
        }
    }

    let mut result = Vec::new();
    let mut is_open = vec![false; rows.len()];
    let mut n_so_far = vec![0u32; rows.len()];
    let mut n_roots_so_far = 0;
    for (index, row) in rows.iter().enumerate().filter(|(index, _)| passes[*index]) {
        let parent = parents[index];
        let so_far = parent.map_or(&mut n_roots_so_far, |parent| &mut n_so_far[parent]);
        *so_far += 1;
        let position = *so_far;
        if parent.is_some_and(|parent| !is_open[parent]) {
            continue;
        }
        let open = is_search || filter.toggled.get(&paths[index]).copied().unwrap_or(row.in_view);
        let expanded = (n_children[index] > 0).then_some(open);
        is_open[index] = open;
        result.push(Shown {
            index,
            path: paths[index].clone(),
            level: parent.map_or(1, |parent| rows[parent].level + 1).min(row.level.max(1)),
            position,
            siblings: parent.map_or(n_roots, |parent| n_children[parent]),
            expanded,
        });
    }
    result
}

/// Returns the row that each row is below.
fn parents(rows: &[MenuRow]) -> Vec<Option<usize>> {
    let mut open: Vec<usize> = Vec::new();
    rows.iter()
        .enumerate()
        .map(|(index, row)| {
            while open.last().is_some_and(|&last| rows[last].level >= row.level) {
                open.pop();
            }
            let parent = open.last().copied();
            open.push(index);
            parent
        })
        .collect()
}

/// Returns a name for each row that no other row has.
fn paths(rows: &[MenuRow], parents: &[Option<usize>]) -> Vec<String> {
    let mut paths: Vec<String> = Vec::with_capacity(rows.len());
    let mut taken = BTreeSet::new();
    for (row, parent) in rows.iter().zip(parents) {
        let own = if row.symbol.is_empty() { &row.prompt } else { &row.symbol };
        let mut path = format!("{}/{own}", parent.map_or("", |parent| paths[parent].as_str()));
        // The same prompt twice below one menu.
        while !taken.insert(path.clone()) {
            path.push('\'');
        }
        paths.push(path);
    }
    paths
}

/// What a key does to the place in the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Goes to the shown row of this place.
    To(usize),
    /// Opens or closes the row where one is.
    Toggle,
}

/// Returns what a key does at a place among the shown rows, if anything.
pub(super) fn step(rows: &[Shown], at: usize, key: &str) -> Option<Step> {
    let last = rows.len().checked_sub(1)?;
    let row = rows.get(at)?;
    let to = match key {
        "ArrowDown" => at + 1,
        "ArrowUp" => at.saturating_sub(1),
        "Home" => 0,
        "End" => last,
        "PageDown" => at + PAGE,
        "PageUp" => at.saturating_sub(PAGE),
        "ArrowRight" => match row.expanded {
            Some(false) => return Some(Step::Toggle),
            Some(true) => at + 1,
            None => return None,
        },
        "ArrowLeft" => match row.expanded {
            Some(true) => return Some(Step::Toggle),
            _ => rows[..at].iter().rposition(|above| above.level < row.level)?,
        },
        _ => return None,
    };
    Some(Step::To(to.min(last)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::samples::row;
    use wasm_bindgen_test::wasm_bindgen_test;

    fn rows() -> Vec<MenuRow> {
        let mut rows = vec![
            row(1, "", "General setup"),
            row(2, "", "Kexec and crash features"),
            row(3, "KEXEC", "kexec system call"),
            row(3, "CRASH_DUMP", "kernel crash dumps"),
            row(2, "SWAP", "Swap"),
            row(1, "", "Drivers"),
            row(2, "NET", "Network"),
        ];
        for row in rows.iter_mut().take(4) {
            row.in_view = true;
        }
        rows
    }

    fn filter(only_series: bool, query: &str) -> Filter {
        Filter { only_series, query: Query::new(query), toggled: BTreeMap::new() }
    }

    fn indices(filter: &Filter) -> Vec<usize> {
        shown(&rows(), filter).iter().map(|row| row.index).collect()
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn only_what_the_series_is_about() {
        assert_eq!(indices(&filter(true, "")), [0, 1, 2, 3]);
        let rows = shown(&rows(), &filter(true, ""));
        assert_eq!((rows[0].position, rows[0].siblings), (1, 1), "what is not shown is not counted");
        assert_eq!((rows[3].level, rows[3].position, rows[3].siblings), (3, 2, 2));
        assert_eq!(rows[3].expanded, None);
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn the_rest_is_closed_until_opened() {
        assert_eq!(indices(&filter(false, "")), [0, 1, 2, 3, 4, 5]);
        let mut opened = filter(false, "");
        opened.toggled.insert("/Drivers".to_owned(), true);
        opened.toggled.insert("/General setup/Kexec and crash features".to_owned(), false);
        assert_eq!(indices(&opened), [0, 1, 4, 5, 6]);
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn a_search_shows_matches_and_what_is_around_them() {
        assert_eq!(indices(&filter(true, "net")), [5, 6]);
        assert_eq!(indices(&filter(true, "zzz")), [] as [usize; 0]);
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn paths_are_unique_and_levels_may_be_odd() {
        let rows = [row(3, "A", ""), row(1, "A", ""), row(1, "A", ""), row(0, "A", "")];
        let paths = paths(&rows, &parents(&rows));
        assert_eq!(paths.iter().collect::<BTreeSet<_>>().len(), 4);
        assert!(shown(&rows, &filter(false, "")).iter().all(|row| row.level >= 1));
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn keys_move_open_and_close() {
        let rows = shown(&rows(), &filter(false, ""));
        let at = |at, key| step(&rows, at, key);
        assert_eq!(at(0, "ArrowDown"), Some(Step::To(1)));
        assert_eq!(at(0, "ArrowUp"), Some(Step::To(0)));
        assert_eq!(at(3, "End"), Some(Step::To(5)));
        assert_eq!(at(5, "PageUp"), Some(Step::To(0)));
        assert_eq!(at(1, "PageDown"), Some(Step::To(5)));
        assert_eq!(at(3, "ArrowLeft"), Some(Step::To(1)), "to the parent");
        assert_eq!(at(1, "ArrowLeft"), Some(Step::Toggle));
        assert_eq!(at(1, "ArrowRight"), Some(Step::To(2)));
        assert_eq!(at(5, "ArrowRight"), Some(Step::Toggle));
        assert_eq!(at(2, "ArrowRight"), None);
        assert_eq!(at(0, "x"), None);
        assert_eq!(step(&[], 0, "ArrowDown"), None);
    }
}
