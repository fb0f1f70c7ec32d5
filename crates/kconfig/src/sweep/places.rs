//! Where the entries of two models stand: in which menu, and below which conditions.

use kconfig_base::FileId;
use kconfig_base::idx::Idx as _;
use kconfig_model::{ExprId, MenuId, Model, PropertyKind, SourceFile, SymbolId};
use rustc_hash::{FxHashMap, FxHashSet};

use super::canon::{Canon, Id, Names};

/// Two models side by side; 0 is before and 1 is after.
pub(super) struct Pair<'a> {
    pub(super) models: [&'a Model; 2],
    pub(super) canon: Canon<'a>,
    /// The conditions around each node: of `depends on` and `if`, and of `visible if`.
    around: [[Vec<Id>; 2]; 2],
    /// The `menu`s and choices of the first model that are those of the second.
    pub(super) same: Same,
    /// Whether names stand for others.
    has_names: bool,
    /// For each file of the second model, the file of the first with the same path and
    /// text, if both are the same for every arch: they call no macro.
    same_file: Vec<Option<FileId>>,
}

/// The entries without a name that are the same on both sides.
#[derive(Clone, Default)]
pub(super) struct Same {
    /// `menu`s and comments.
    pub(super) menus: FxHashMap<MenuId, MenuId>,
    /// Choices.
    pub(super) choices: FxHashMap<SymbolId, SymbolId>,
}

/// Which conditions.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Around {
    Depends,
    Visible,
}

/// A condition that stands around an entry.
#[derive(Clone, Copy)]
pub(super) struct Operand {
    pub(super) id: Id,
    pub(super) expr: ExprId,
    /// The block that brings it.
    pub(super) block: MenuId,
}

/// The menu that an entry stands in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Container<'a> {
    /// The menu of the first model that the second does not have, by its id.
    Gone(MenuId),
    /// A `menu` of the second model; the root is one.
    Menu(MenuId),
    /// A `menuconfig`.
    Symbol(&'a str),
}

impl<'a> Pair<'a> {
    pub(super) fn new(models: [&'a Model; 2], names: [Names<'a>; 2], same: Same) -> Self {
        let has_names = names.iter().any(|names| !names.is_empty());
        let mut canon = Canon::new(models, names);
        let around = [0, 1].map(|side| {
            [Around::Depends, Around::Visible].map(|which| conditions(models[side], side, which, &mut canon))
        });
        Self { models, canon, around, same, has_names, same_file: same_files(models) }
    }

    /// Tells whether two definitions have the same lines, at the same place of a file
    /// that did not change: their own attributes are equal then.
    ///
    /// Of most definitions that can be told at once; where it cannot, `false` only costs
    /// a comparison.
    pub(super) fn is_untouched(&self, before: MenuId, after: MenuId) -> bool {
        let [was, is] = [self.models[0].menu(before).location, self.models[1].menu(after).location];
        let same_file = self.same_file.get(is.file.index()).copied().flatten();
        // The last entry of a file may go on in the file around.
        let goes_on = |model: &Model, menu: MenuId| {
            let next = model.menus.get(MenuId::new(menu.index() + 1));
            next.is_some_and(|next| next.location.file == model.menu(menu).location.file)
        };
        !self.has_names
            && same_file == Some(was.file)
            && was.span == is.span
            && goes_on(self.models[0], before)
            && goes_on(self.models[1], after)
    }

    /// The conditions around an entry; equal where the ids are, and else compared by
    /// [`Self::operands`].
    pub(super) fn around(&self, side: usize, menu: MenuId, which: Around) -> Id {
        self.around[side][which as usize].get(menu.index()).copied().unwrap_or(Canon::YES)
    }

    /// The operands of all conditions around an entry, each once, from the inside.
    pub(super) fn operands(&mut self, side: usize, menu: MenuId, which: Around) -> Vec<Operand> {
        let model = self.models[side];
        let mut out: Vec<Operand> = Vec::new();
        let mut at = model.menu(menu).block;
        while let Some(block) = at {
            self.push_operands(side, own(model, block, which), block, &mut out);
            at = model.menu(block).block;
        }
        each_once(&mut out);
        out
    }

    /// Those and the operands of a condition of the entry itself, each once.
    pub(super) fn all_operands(
        &mut self,
        side: usize,
        menu: MenuId,
        which: Around,
        around: &[Operand],
    ) -> Vec<Operand> {
        let mut out = around.to_vec();
        self.push_operands(side, own(self.models[side], menu, which), menu, &mut out);
        each_once(&mut out);
        out
    }

    fn push_operands(&mut self, side: usize, expr: Option<ExprId>, block: MenuId, out: &mut Vec<Operand>) {
        for expr in expr.map_or(Vec::new(), |expr| self.models[side].exprs.and_operands(expr)) {
            let id = self.canon.expr(side, Some(expr));
            if id != Canon::YES {
                out.push(Operand { id, expr, block });
            }
        }
    }

    /// The menu that an entry stands in.
    pub(super) fn container(&self, side: usize, menu: MenuId) -> Container<'a> {
        let model = self.models[side];
        let container = container(model, menu);
        match model.menu(container).symbol {
            Some(symbol) => Container::Symbol(self.canon.name(side, symbol)),
            None if side == 1 || container == MenuId::ROOT => Container::Menu(container),
            None => match self.same.menus.get(&container) {
                Some(&same) => Container::Menu(same),
                None => Container::Gone(container),
            },
        }
    }
}

/// Keeps the first of equal operands; blocks nest thousands deep.
fn each_once(operands: &mut Vec<Operand>) {
    let mut seen = FxHashSet::default();
    operands.retain(|operand| seen.insert(operand.id));
}

/// The files of the second model that the first has with the same text.
fn same_files(models: [&Model; 2]) -> Vec<Option<FileId>> {
    let before: FxHashMap<&str, FileId> =
        models[0].files.iter_enumerated().map(|(id, file)| (&*file.path, id)).collect();
    let same = |file: &SourceFile| {
        let id = before.get(&*file.path).copied()?;
        (models[0].files[id].text == file.text && !file.text.contains('$')).then_some(id)
    };
    models[1].files.iter().map(same).collect()
}

/// The node that an entry stands in and that opens a menu, or the root.
pub(super) fn container(model: &Model, menu: MenuId) -> MenuId {
    let mut at = model.menu(menu).parent;
    while let Some(parent) = at {
        if opens_menu(model, parent) {
            return parent;
        }
        at = model.menu(parent).parent;
    }
    MenuId::ROOT
}

/// The titles of the menus around an entry, the outermost first.
pub(super) fn path(model: &Model, menu: MenuId) -> Vec<String> {
    let mut titles = Vec::new();
    let mut at = container(model, menu);
    while at != MenuId::ROOT {
        titles.push(model.prompt_text(at).unwrap_or_default().to_owned());
        at = container(model, at);
    }
    titles.reverse();
    titles
}

/// Tells whether a node is a `menu` or a `menuconfig`.
pub(super) fn opens_menu(model: &Model, menu: MenuId) -> bool {
    let prompt = model.menu(menu).prompt.map(|prompt| &model.property(prompt).kind);
    matches!(prompt, Some(PropertyKind::Prompt { is_menu: true, .. }))
}

/// The own condition of a node.
pub(super) fn own(model: &Model, menu: MenuId, which: Around) -> Option<ExprId> {
    let node = model.menu(menu);
    match which {
        Around::Depends => node.own_dep,
        Around::Visible => node.visible_if,
    }
}

/// The conditions around each node.
fn conditions(model: &Model, side: usize, which: Around, canon: &mut Canon<'_>) -> Vec<Id> {
    let mut around = Vec::with_capacity(model.menus.len());
    for menu in model.menus.ids() {
        // A block stands before what is in it.
        let id = match model.menu(menu).block {
            Some(block) => {
                let outer: Id = around.get(block.index()).copied().unwrap_or(Canon::YES);
                let own = canon.expr(side, own(model, block, which));
                canon.within(outer, own)
            }
            None => Canon::YES,
        };
        around.push(id);
    }
    around
}
