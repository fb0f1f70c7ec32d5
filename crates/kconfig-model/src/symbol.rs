//! Symbols and the table that finds them by name (symbol.c, `sym_lookup`).

use kconfig_base::idx::Idx as _;
use kconfig_base::{IndexVec, Interner, Name};
use kconfig_syntax::SymbolType;
use smallvec::SmallVec;

use crate::expr::ExprId;
use crate::menu::{MenuId, PropertyId};

kconfig_base::newtype_index! {
    /// A symbol, a constant or a choice.
    pub struct SymbolId
}

impl SymbolId {
    /// The constant `n`.
    pub const NO: Self = Self::from_raw(0);
    /// The constant `m`.
    pub const MOD: Self = Self::from_raw(1);
    /// The constant `y`.
    pub const YES: Self = Self::from_raw(2);
}

/// A symbol, a constant or a choice (`struct symbol` in expr.h).
#[derive(Clone, Debug, Default)]
pub struct Symbol {
    /// Its name; a choice has none.
    pub name: Option<Name>,
    /// `Unknown` for constants and for symbols that are referred to only.
    pub ty: SymbolType,
    /// Whether it stood in quotes or is one of y, m, n.
    pub is_const: bool,
    /// Its properties in the order of the text, over all its definitions.
    pub properties: SmallVec<[PropertyId; 4]>,
    /// Its definitions, in the order of the text.
    pub menus: SmallVec<[MenuId; 4]>,
    /// `direct_dep`: the OR over its definitions; `None` means y.
    pub dir_dep: Option<ExprId>,
    /// What selects it; `None` means n.
    pub rev_dep: Option<ExprId>,
    /// What implies it (`implied` in the kernel); `None` means n.
    pub weak_rev_dep: Option<ExprId>,
    /// The choice that it is a member of (`sym_get_choice_menu`).
    pub choice: Option<MenuId>,
    /// Whether it stands in some choice's list of members.
    pub is_choice_value: bool,
    /// Whether it is a choice with a name, as choices may have in 6.8.
    pub is_named_choice: bool,
    /// Whether it is a choice that may be n although it is visible.
    pub is_optional: bool,
    /// Whether it is read from .config and never written.
    pub is_transitional: bool,
}

impl Symbol {
    /// Tells whether it is a choice and not a named symbol.
    pub fn is_choice(&self) -> bool {
        self.name.is_none() || self.is_named_choice
    }
}

/// The symbols of a tree.
#[derive(Clone, Debug)]
pub struct Symbols {
    pub(crate) table: IndexVec<SymbolId, Symbol>,
    /// By name: the symbol, and the constant of the same text.
    by_name: IndexVec<Name, [Option<SymbolId>; 2]>,
    /// The choices that have a name; no expression can refer to them.
    named_choices: Vec<(Name, SymbolId)>,
}

impl Symbols {
    pub(crate) fn new(names: &mut Interner) -> Self {
        let mut symbols =
            Self { table: IndexVec::new(), by_name: IndexVec::new(), named_choices: Vec::new() };
        for text in ["n", "m", "y"] {
            let name = names.intern(text);
            let id = symbols.push(Symbol {
                name: Some(name),
                ty: SymbolType::Tristate,
                is_const: true,
                ..Symbol::default()
            });
            symbols.by_name.resize(names.len(), [None; 2]);
            // The bare and the quoted word are the same constant.
            symbols.by_name[name] = [Some(id); 2];
        }
        symbols
    }

    fn push(&mut self, symbol: Symbol) -> SymbolId {
        self.table.push(symbol)
    }

    /// Adds a choice.
    pub(crate) fn add_choice(&mut self) -> SymbolId {
        self.push(Symbol::default())
    }

    /// Returns the choice of this name, making it on first sight.
    pub(crate) fn named_choice(&mut self, names: &mut Interner, text: &str) -> SymbolId {
        let name = names.intern(text);
        if let Some(&(_, id)) = self.named_choices.iter().find(|(other, _)| *other == name) {
            return id;
        }
        let id = self.push(Symbol { name: Some(name), is_named_choice: true, ..Symbol::default() });
        self.named_choices.push((name, id));
        id
    }

    /// Returns the symbol or constant of this name, making it on first sight.
    pub(crate) fn lookup(&mut self, names: &mut Interner, text: &str, is_const: bool) -> SymbolId {
        let name = names.intern(text);
        if self.by_name.len() <= name.index() {
            self.by_name.resize(names.len(), [None; 2]);
        }
        if let Some(id) = self.by_name[name][usize::from(is_const)] {
            return id;
        }
        let id = self.push(Symbol { name: Some(name), is_const, ..Symbol::default() });
        self.by_name[name][usize::from(is_const)] = Some(id);
        id
    }

    /// Finds a symbol that is no constant, y, m and n excepted (`sym_find`).
    pub(crate) fn find(&self, names: &Interner, text: &str) -> Option<SymbolId> {
        let name = names.get(text)?;
        let symbol = self.by_name.get(name).and_then(|ids| ids[0]);
        let choice = self.named_choices.iter().find(|(other, _)| *other == name).map(|&(_, id)| id);
        // Of two, the one that was made last is met first.
        symbol.max(choice)
    }
}
