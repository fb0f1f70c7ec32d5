//! What of a menu does not change with the values.

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

use kconfig_base::IndexVec;
use kconfig_model::{MenuId, Model};
use rustc_hash::FxHashSet;

use super::list::Tree;
use super::search::{Search, Texts};
use crate::view::MenuAsk;

/// An entry that has something to show: all but the root.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry {
    /// Its menu node.
    pub(crate) menu: MenuId,
    /// The place of the entry around it.
    pub(crate) parent: Option<u32>,
    /// The place after the last entry below it.
    pub(crate) end: u32,
    /// What it is known by on other arches and after other patches: the names
    /// around it and its own.
    pub(crate) key: u64,
}

/// The entries of a model's menu, depth first.
#[derive(Debug)]
pub(crate) struct MenuIndex {
    /// In the order of the text.
    pub(crate) entries: Vec<Entry>,
    /// The place of each menu node's entry; [`NO_PLACE`] where it has none.
    places: IndexVec<MenuId, u32>,
    names: OnceCell<Texts>,
    helps: OnceCell<Texts>,
    /// How many symbols there are, each once.
    n_symbols: OnceCell<usize>,
    /// The last search: what it found hangs on no value.
    search: RefCell<Option<Rc<Search>>>,
}

/// The place of what has no entry.
const NO_PLACE: u32 = u32::MAX;

impl MenuIndex {
    /// Walks the menu of a model.
    pub(crate) fn new(model: &Model) -> Self {
        let mut entries: Vec<Entry> = Vec::new();
        let mut places = IndexVec::from_elem(NO_PLACE, model.menus.len());
        let mut keys = FxHashSet::default();
        let mut around: Vec<Open> = Vec::new();
        for menu in model.menus_below(MenuId::ROOT) {
            let node = model.menu(menu);
            while around.last().is_some_and(|open| node.parent != Some(open.menu)) {
                close(&mut around, &mut entries);
            }
            let parent = around.last().and_then(|open| open.place);
            if node.symbol.is_none() && node.prompt.is_none() {
                // An `if`: what is below it belongs to what is around it.
                around.push(Open { menu, place: parent, is_own: false });
                continue;
            }
            let above = parent.map_or(0, |parent| entries[parent as usize].key);
            let mut key = key(above, name_of(model, menu));
            // The same prompt twice below one menu.
            while !keys.insert(key) {
                key = key.wrapping_add(1);
            }
            let place = entries.len() as u32;
            places[menu] = place;
            entries.push(Entry { menu, parent, end: place + 1, key });
            around.push(Open { menu, place: Some(place), is_own: true });
        }
        while !around.is_empty() {
            close(&mut around, &mut entries);
        }
        Self {
            entries,
            places,
            names: OnceCell::new(),
            helps: OnceCell::new(),
            n_symbols: OnceCell::new(),
            search: RefCell::default(),
        }
    }

    /// Counts the symbols, each once at however many places it is defined.
    pub(super) fn n_symbols(&self, model: &Model) -> usize {
        *self.n_symbols.get_or_init(|| {
            let symbols = self.entries.iter().filter_map(|entry| model.menu(entry.menu).symbol);
            symbols.filter(|&symbol| !model.symbol(symbol).is_choice()).collect::<FxHashSet<_>>().len()
        })
    }

    /// Finds the entry of a menu node.
    pub(crate) fn place_of(&self, menu: MenuId) -> Option<u32> {
        self.places.get(menu).copied().filter(|&place| place != NO_PLACE)
    }

    /// Tells whether an entry is another one or around it.
    pub(crate) fn is_around(&self, outer: u32, inner: u32) -> bool {
        (outer..self.entries[outer as usize].end).contains(&inner)
    }

    /// What a search finds.
    pub(super) fn search(&self, ask: &MenuAsk, model: &Model) -> Rc<Search> {
        let last = self.search.borrow().clone();
        if let Some(last) = last.as_ref().filter(|last| last.is_for(ask)) {
            return last.clone();
        }
        let search = Rc::new(Search::new(self, model, ask, last.as_deref()));
        self.search.replace(Some(search.clone()));
        search
    }

    /// The names and prompts in lower case.
    pub(super) fn names(&self, model: &Model) -> &Texts {
        self.names.get_or_init(|| {
            Texts::new(self.entries.iter().map(|entry| {
                let symbol =
                    model.menu(entry.menu).symbol.filter(|&symbol| !model.symbol(symbol).is_choice());
                let name = symbol.map_or("", |symbol| model.name(symbol));
                [name, model.prompt_text(entry.menu).unwrap_or_default()].join("\n")
            }))
        })
    }

    /// The help texts in lower case.
    pub(super) fn helps(&self, model: &Model) -> &Texts {
        let help = |entry: &Entry| model.help(entry.menu).unwrap_or_default();
        self.helps.get_or_init(|| Texts::new(self.entries.iter().map(help)))
    }
}

impl Tree for MenuIndex {
    fn len(&self) -> u32 {
        self.entries.len() as u32
    }

    fn key(&self, entry: u32) -> u64 {
        self.entries[entry as usize].key
    }

    fn parent(&self, entry: u32) -> Option<u32> {
        self.entries[entry as usize].parent
    }

    fn children(&self, parent: Option<u32>) -> impl Iterator<Item = u32> {
        let n = self.entries.len() as u32;
        let (first, end) = parent.map_or((0, n), |parent| (parent + 1, self.entries[parent as usize].end));
        std::iter::successors((first < end).then_some(first), move |&at| {
            let next = self.entries[at as usize].end;
            (next < end).then_some(next)
        })
    }
}

/// A node that the walk is below.
struct Open {
    menu: MenuId,
    /// The entry that what is below belongs to.
    place: Option<u32>,
    /// Whether that is the node's own.
    is_own: bool,
}

/// Ends the innermost open node.
fn close(around: &mut Vec<Open>, entries: &mut [Entry]) {
    let n = entries.len() as u32;
    if let Some(Open { place: Some(place), is_own: true, .. }) = around.pop() {
        entries[place as usize].end = n;
    }
}

/// What an entry is called below its parent.
fn name_of(model: &Model, menu: MenuId) -> &str {
    let symbol = model.menu(menu).symbol.filter(|&symbol| !model.symbol(symbol).is_choice());
    match symbol {
        Some(symbol) => model.name(symbol),
        None => model.prompt_text(menu).unwrap_or_default(),
    }
}

/// FNV-1a, so that an entry has the same key on every machine.
fn key(above: u64, name: &str) -> u64 {
    const PRIME: u64 = 0x100_0000_01b3;
    let start = above ^ 0xcbf2_9ce4_8422_2325;
    name.bytes().fold(start.wrapping_mul(PRIME), |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(PRIME))
}
