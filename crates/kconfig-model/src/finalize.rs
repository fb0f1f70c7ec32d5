//! From the text's order to the menu's (`menu_finalize` in menu.c).
//!
//! Conditions of parents go down to children, selects and implies become
//! reverse dependencies, entries that depend on the one before them become its
//! submenu, and `if` blocks dissolve. The kernel does it in one recursive
//! function; here the recursion is a stack of [`Frame`]s.

use kconfig_base::IndexVec;

use crate::expr::{ExprId, Exprs};
use crate::menu::{Menu, MenuId, Property, PropertyId, PropertyKind};
use crate::simplify::{BoolTest, Simplifier};
use crate::symbol::{Symbol, SymbolId, Symbols};

/// A call of `_menu_finalize` that is not done.
struct Frame {
    parent: MenuId,
    inside_choice: bool,
    step: Step,
}

/// Where in `_menu_finalize` a call stands.
enum Step {
    Start,
    /// After the call for this child.
    AfterChild(MenuId),
    /// Looking whether the nodes from `candidate` on go into a submenu.
    Submenu {
        candidate: Option<MenuId>,
        last: Option<MenuId>,
    },
    /// After the call for this node, which goes into the submenu.
    AfterSubmenu(MenuId),
    Finish,
}

/// The conditions of one symbol, gathered while the table is borrowed.
#[derive(Clone, Copy, Default)]
struct Deps {
    dir_dep: Option<ExprId>,
    rev_dep: Option<ExprId>,
    weak_rev_dep: Option<ExprId>,
}

/// What finalizing tells the checks.
pub(crate) struct Finished {
    /// The nodes in the order in which the kernel is done with them, which is
    /// the order of its warnings.
    pub(crate) menus: Vec<MenuId>,
    /// The comparisons of a bool with m that were found, with their nodes.
    pub(crate) tests: Vec<(MenuId, BoolTest)>,
}

/// Finalizes the tree.
pub(crate) fn finalize(
    menus: &mut IndexVec<MenuId, Menu>,
    properties: &mut IndexVec<PropertyId, Property>,
    exprs: &mut Exprs,
    symbols: &mut Symbols,
    modules_sym: SymbolId,
) -> Finished {
    let (deps, finished) = {
        let deps = IndexVec::from_elem(Deps::default(), symbols.table.len());
        let simplifier = Simplifier::new(exprs, &symbols.table, modules_sym);
        let has_tests = simplifier.has_bool_tests();
        let tests = Vec::new();
        let mut finalizer =
            Finalizer { menus, properties, symbols: &symbols.table, simplifier, deps, has_tests, tests };
        let menus = finalizer.run();
        (finalizer.deps, Finished { menus, tests: finalizer.tests })
    };
    for (id, deps) in deps.iter_enumerated() {
        let symbol = &mut symbols.table[id];
        symbol.dir_dep = deps.dir_dep;
        symbol.rev_dep = deps.rev_dep;
        symbol.weak_rev_dep = deps.weak_rev_dep;
    }
    let around = choices_around(menus, &symbols.table);
    for symbol in symbols.table.iter_mut() {
        // `sym_get_choice_menu` in symbol.c
        let prompted = symbol.menus.iter().find(|&&menu| menus[menu].prompt.is_some());
        symbol.choice = prompted.and_then(|&menu| around[menu]);
    }
    finished
}

struct Finalizer<'a> {
    menus: &'a mut IndexVec<MenuId, Menu>,
    properties: &'a mut IndexVec<PropertyId, Property>,
    symbols: &'a IndexVec<SymbolId, Symbol>,
    simplifier: Simplifier<'a>,
    deps: IndexVec<SymbolId, Deps>,
    /// Whether there is any comparison of a bool with m to be found.
    has_tests: bool,
    tests: Vec<(MenuId, BoolTest)>,
}

impl Finalizer<'_> {
    fn run(&mut self) -> Vec<MenuId> {
        let mut finished = Vec::with_capacity(self.menus.len());
        let mut stack = vec![Frame { parent: MenuId::ROOT, inside_choice: false, step: Step::Start }];
        while let Some(frame) = stack.last_mut() {
            let parent = frame.parent;
            let is_choice = self.menus[parent].symbol.is_some_and(|symbol| self.symbols[symbol].is_choice());
            match frame.step {
                Step::Start => {
                    if let Some(first) = self.menus[parent].list {
                        self.propagate(parent);
                        frame.step = Step::AfterChild(first);
                        stack.push(Frame { parent: first, inside_choice: is_choice, step: Step::Start });
                    } else if !frame.inside_choice && self.menus[parent].symbol.is_some() {
                        frame.step = Step::Submenu { candidate: self.menus[parent].next, last: None };
                    } else {
                        frame.step = Step::Finish;
                    }
                }
                Step::AfterChild(child) => match self.menus[child].next {
                    Some(next) => {
                        frame.step = Step::AfterChild(next);
                        stack.push(Frame { parent: next, inside_choice: is_choice, step: Step::Start });
                    }
                    None => frame.step = Step::Finish,
                },
                Step::Submenu { candidate, last } => match candidate {
                    Some(menu) if self.belongs_below(parent, menu) => {
                        frame.step = Step::AfterSubmenu(menu);
                        stack.push(Frame { parent: menu, inside_choice: false, step: Step::Start });
                    }
                    _ => {
                        self.make_submenu(parent, last);
                        frame.step = Step::Finish;
                    }
                },
                Step::AfterSubmenu(taken) => {
                    self.menus[taken].parent = Some(parent);
                    frame.step = Step::Submenu { candidate: self.menus[taken].next, last: Some(taken) };
                }
                Step::Finish => {
                    self.flatten(parent);
                    finished.push(parent);
                    stack.pop();
                }
            }
        }
        finished
    }

    /// Rewrites and simplifies a condition and puts it below `base`.
    fn combine(&mut self, menu: MenuId, base: Option<ExprId>, cond: Option<ExprId>) -> Option<ExprId> {
        // Most properties have no condition, and `base` was simplified before.
        let Some(cond) = cond else { return base };
        if self.has_tests {
            let found = self.simplifier.bool_tests(cond);
            self.tests.extend(found.into_iter().map(|test| (menu, test)));
        }
        let cond = self.simplifier.rewrite_m(cond);
        let cond = self.simplifier.transform(cond);
        let both = self.simplifier.exprs.and(base, Some(cond))?;
        Some(self.simplifier.eliminate_dups(both))
    }

    /// Gives the children of `parent` its condition, and their properties
    /// theirs.
    fn propagate(&mut self, parent: MenuId) {
        let mut child = self.menus[parent].list;
        while let Some(menu) = child {
            let base = self.combine(menu, self.menus[parent].dep, self.menus[menu].dep);
            self.menus[menu].dep = base;
            match self.menus[menu].symbol {
                Some(symbol) => {
                    let table = self.symbols;
                    for &property in &table[symbol].properties {
                        if self.properties[property].menu == menu {
                            self.propagate_property(symbol, property, base);
                        }
                    }
                }
                None => {
                    if let Some(prompt) = self.menus[menu].prompt {
                        let cond = self.combine(menu, base, self.properties[prompt].cond);
                        self.properties[prompt].cond = cond;
                    }
                }
            }
            child = self.menus[menu].next;
        }
    }

    fn propagate_property(&mut self, symbol: SymbolId, property: PropertyId, base: Option<ExprId>) {
        let menu = self.properties[property].menu;
        let cond = self.combine(menu, base, self.properties[property].cond);
        self.properties[property].cond = cond;
        let (PropertyKind::Select(target) | PropertyKind::Imply(target)) = self.properties[property].kind
        else {
            return;
        };
        let is_select = matches!(self.properties[property].kind, PropertyKind::Select(_));
        let exprs = &mut *self.simplifier.exprs;
        let selector = exprs.symbol(symbol);
        let selector = exprs.and(Some(selector), cond);
        let deps = &mut self.deps[target];
        let dep = if is_select { &mut deps.rev_dep } else { &mut deps.weak_rev_dep };
        *dep = exprs.or(*dep, selector);
    }

    /// What a node has to contain to be below `parent` though it does not
    /// strictly depend on it.
    fn submenu_base(&mut self, parent: MenuId) -> ExprId {
        let cond = self.menus[parent].prompt.and_then(|prompt| self.properties[prompt].cond);
        self.normal_form(cond)
    }

    fn normal_form(&mut self, cond: Option<ExprId>) -> ExprId {
        let compared = self.simplifier.compare_with_no(cond, true);
        let transformed = self.simplifier.transform(compared);
        self.simplifier.eliminate_dups(transformed)
    }

    /// Tells whether `menu`, which follows `parent`, goes into its submenu.
    fn belongs_below(&mut self, parent: MenuId, menu: MenuId) -> bool {
        let Some(symbol) = self.menus[parent].symbol else { return false };
        let dep = match self.menus[menu].prompt {
            Some(prompt) => self.properties[prompt].cond,
            None => self.menus[menu].dep,
        };
        let Some(dep) = dep else { return false };
        if !self.simplifier.exprs.contains_symbol(dep, symbol) {
            return false;
        }
        if self.simplifier.exprs.depends_symbol(dep, symbol) {
            return true;
        }
        let base = self.submenu_base(parent);
        let dep = self.normal_form(Some(dep));
        let (_, rest) = self.simplifier.eliminate_eq(dep, base);
        rest == self.simplifier.exprs.symbol(SymbolId::YES)
    }

    fn make_submenu(&mut self, parent: MenuId, last: Option<MenuId>) {
        if let Some(last) = last {
            self.menus[parent].list = self.menus[parent].next;
            self.menus[parent].next = self.menus[last].next;
            self.menus[last].next = None;
        }
        if let Some(symbol) = self.menus[parent].symbol {
            let deps = &mut self.deps[symbol];
            // A definition without a condition adds nothing here, as in
            // `expr_alloc_or`: it does not make the symbol free of the others'.
            deps.dir_dep = self.simplifier.exprs.or(deps.dir_dep, self.menus[parent].dep);
        }
    }

    /// Moves the children of promptless nodes up.
    fn flatten(&mut self, parent: MenuId) {
        let mut at = self.menus[parent].list;
        while let Some(menu) = at {
            if let (Some(first), None) = (self.menus[menu].list, self.menus[menu].prompt) {
                let mut last = first;
                loop {
                    self.menus[last].parent = Some(parent);
                    match self.menus[last].next {
                        Some(next) => last = next,
                        None => break,
                    }
                }
                self.menus[last].next = self.menus[menu].next;
                self.menus[menu].next = Some(first);
                self.menus[menu].list = None;
            }
            at = self.menus[menu].next;
        }
    }
}

/// For each node the choice that its symbol would be a member of: the nearest
/// node around it that has a symbol, if that is a choice.
fn choices_around(
    menus: &IndexVec<MenuId, Menu>,
    symbols: &IndexVec<SymbolId, Symbol>,
) -> IndexVec<MenuId, Option<MenuId>> {
    let mut around = IndexVec::from_elem(None, menus.len());
    // A node stands after its parent in the text.
    for (id, menu) in menus.iter_enumerated() {
        let Some(parent) = menu.parent else { continue };
        around[id] = match menus[parent].symbol {
            Some(symbol) => symbols[symbol].is_choice().then_some(parent),
            None => around[parent],
        };
    }
    around
}
