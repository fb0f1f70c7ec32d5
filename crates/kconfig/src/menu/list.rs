//! Which entries of the menu are shown.

use std::collections::BTreeMap;

/// What decides which entries are shown where there is no search.
pub(super) struct Filter<'a> {
    /// Tells whether an entry is listed.
    pub(super) is_listed: &'a dyn Fn(u32) -> bool,
    /// Tells whether an entry is open where nobody opened or closed it.
    pub(super) is_open: &'a dyn Fn(u32) -> bool,
    /// What the person opened (true) or closed, by key.
    pub(super) toggled: &'a BTreeMap<u64, bool>,
}

/// An entry that is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shown {
    /// Its place in the index.
    pub(super) entry: u32,
    /// Depth, from 1.
    pub(super) level: u32,
    /// Place among its listed siblings, from 1.
    pub(super) position: u32,
    /// How many of those there are.
    pub(super) siblings: u32,
    /// Whether it is open; `None` where nothing is below it.
    pub(super) expanded: Option<bool>,
    /// The row of its parent.
    pub(super) parent: Option<u32>,
}

/// The entries of an index, as far as this needs them.
pub(super) trait Tree {
    fn len(&self) -> u32;
    fn key(&self, entry: u32) -> u64;
    fn parent(&self, entry: u32) -> Option<u32>;
    fn children(&self, parent: Option<u32>) -> impl Iterator<Item = u32>;
}

/// Lists the entries to show, in their order.
///
/// It looks at what is open and one level below, not at the rest of the tree.
pub(super) fn shown(tree: &impl Tree, filter: &Filter<'_>) -> Vec<Shown> {
    let is_listed = |entry: u32| (filter.is_listed)(entry);
    let listed = |parent: Option<u32>| -> Vec<u32> {
        tree.children(parent).filter(|&child| is_listed(child)).collect()
    };

    struct Level {
        entries: std::vec::IntoIter<u32>,
        position: u32,
        siblings: u32,
        parent: Option<u32>,
    }
    let level_of = |entries: Vec<u32>, parent| Level {
        siblings: entries.len() as u32,
        entries: entries.into_iter(),
        position: 0,
        parent,
    };
    let mut rows: Vec<Shown> = Vec::new();
    let mut levels = vec![level_of(listed(None), None)];
    while let Some(level) = levels.last_mut() {
        let Some(entry) = level.entries.next() else {
            levels.pop();
            continue;
        };
        level.position += 1;
        let (position, siblings, parent) = (level.position, level.siblings, level.parent);
        let is_open = match filter.toggled.get(&tree.key(entry)) {
            Some(is_open) => *is_open,
            None => (filter.is_open)(entry),
        };
        let below = if is_open { listed(Some(entry)) } else { Vec::new() };
        let has_below = !below.is_empty() || !is_open && tree.children(Some(entry)).any(is_listed);
        let expanded = has_below.then_some(is_open);
        let row = rows.len() as u32;
        rows.push(Shown { entry, level: levels.len() as u32, position, siblings, expanded, parent });
        if !below.is_empty() {
            levels.push(level_of(below, Some(row)));
        }
    }
    rows
}

/// Lists what a search found and what is around it, all of it open.
///
/// That hangs on no value: it is walked once for a search, not for each answer.
pub(super) fn shown_by_search(tree: &impl Tree, found: &[bool]) -> Vec<Shown> {
    let is_shown = with_ancestors(tree, found);
    let mut rows: Vec<Shown> = Vec::with_capacity(is_shown.iter().filter(|is_shown| **is_shown).count());
    // How many rows are directly below each row, and at the top.
    let mut n_below: Vec<u32> = Vec::with_capacity(rows.capacity());
    let mut n_top = 0;
    let mut row_of = vec![0; is_shown.len()];
    for entry in (0..tree.len()).filter(|&entry| is_shown[entry as usize]) {
        let parent = tree.parent(entry).map(|parent| row_of[parent as usize]);
        row_of[entry as usize] = rows.len() as u32;
        let (level, n) = match parent {
            Some(parent) => (rows[parent as usize].level + 1, &mut n_below[parent as usize]),
            None => (1, &mut n_top),
        };
        *n += 1;
        rows.push(Shown { entry, level, position: *n, siblings: 0, expanded: None, parent });
        n_below.push(0);
    }
    for (row, &n) in rows.iter_mut().zip(&n_below) {
        row.siblings = row.parent.map_or(n_top, |parent| n_below[parent as usize]);
        row.expanded = (n > 0).then_some(true);
    }
    rows
}

/// Marks also what is around the marked entries.
fn with_ancestors(tree: &impl Tree, found: &[bool]) -> Vec<bool> {
    let mut all = found.to_vec();
    // A parent stands before its children, so its turn is to come.
    for entry in (0..tree.len()).rev() {
        if all[entry as usize]
            && let Some(parent) = tree.parent(entry)
        {
            all[parent as usize] = true;
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By level, as a menu is written.
    struct Levels(Vec<u32>);

    impl Tree for Levels {
        fn len(&self) -> u32 {
            self.0.len() as u32
        }

        fn key(&self, entry: u32) -> u64 {
            u64::from(entry)
        }

        fn parent(&self, entry: u32) -> Option<u32> {
            (0..entry).rev().find(|&above| self.0[above as usize] < self.0[entry as usize])
        }

        fn children(&self, parent: Option<u32>) -> impl Iterator<Item = u32> {
            (0..self.len()).filter(move |&entry| self.parent(entry) == parent)
        }
    }

    /// General setup / Kexec / KEXEC, CRASH_DUMP; SWAP; Drivers / NET.
    fn tree() -> Levels {
        Levels(vec![1, 2, 3, 3, 2, 1, 2])
    }

    fn entries(filter: &Filter<'_>) -> Vec<u32> {
        shown(&tree(), filter).iter().map(|row| row.entry).collect()
    }

    #[test]
    fn what_is_not_listed_is_not_counted() {
        let toggled = BTreeMap::new();
        let filter = Filter { is_listed: &|entry| entry < 4, is_open: &|_| true, toggled: &toggled };
        let rows = shown(&tree(), &filter);
        assert_eq!(rows.iter().map(|row| row.entry).collect::<Vec<_>>(), [0, 1, 2, 3]);
        assert_eq!((rows[0].position, rows[0].siblings), (1, 1));
        assert_eq!((rows[3].level, rows[3].position, rows[3].siblings), (3, 2, 2));
        assert_eq!((rows[3].expanded, rows[3].parent), (None, Some(1)));
    }

    #[test]
    fn what_is_closed_is_opened_by_the_person() {
        let mut toggled = BTreeMap::new();
        let is_open = |entry| entry < 2;
        let all = |_| true;
        let filter = Filter { is_listed: &all, is_open: &is_open, toggled: &toggled };
        assert_eq!(entries(&filter), [0, 1, 2, 3, 4, 5]);
        assert_eq!(shown(&tree(), &filter)[5].expanded, Some(false));
        toggled.extend([(5, true), (1, false)]);
        let filter = Filter { is_listed: &all, is_open: &is_open, toggled: &toggled };
        assert_eq!(entries(&filter), [0, 1, 4, 5, 6]);
    }

    #[test]
    fn a_search_shows_what_it_finds_and_what_is_around_it() {
        let mut found = vec![false; 7];
        found[6] = true;
        let rows = shown_by_search(&tree(), &found);
        assert_eq!(rows.iter().map(|row| row.entry).collect::<Vec<_>>(), [5, 6]);
        assert!(shown_by_search(&tree(), &[false; 7]).is_empty());
    }

    #[test]
    fn a_search_lists_as_if_all_was_open() {
        // All searches that there can be.
        for bits in 0..1 << 7 {
            let found: Vec<bool> = (0..7).map(|entry| bits >> entry & 1 == 1).collect();
            let is_around = with_ancestors(&tree(), &found);
            let toggled = BTreeMap::new();
            let is_listed = |entry: u32| is_around[entry as usize];
            let filter = Filter { is_listed: &is_listed, is_open: &|_| true, toggled: &toggled };
            assert_eq!(shown_by_search(&tree(), &found), shown(&tree(), &filter), "{found:?}");
        }
    }
}
