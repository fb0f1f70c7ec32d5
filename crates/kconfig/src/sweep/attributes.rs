//! What differs in two definitions of the same entry, attribute by attribute.

use kconfig_model::{ExprId, MenuId, Model};

use super::definitions::AttributeChange;
use super::entry::{Attribute, Item, Written, statement, written};
use super::places::{Around, Operand, Pair, own, path};

/// The attributes that are statements.
const STATEMENTS: [Attribute; 5] =
    [Attribute::Prompt, Attribute::Default, Attribute::Select, Attribute::Imply, Attribute::Range];

/// The most definitions of one entry that are compared with each other to find which
/// belong together; of more, those at the same place in their order do. No entry of
/// Linux 6.12 comes near it.
const MAX_DEFINITIONS: usize = 64;

impl<'a> Pair<'a> {
    /// The changes between the definitions of an entry.
    ///
    /// Equal ones belong together, then those of the same file, then those that are
    /// left, each in their order; what is left over came or went.
    pub(super) fn definitions_changes(
        &mut self,
        before: &[MenuId],
        after: &[MenuId],
    ) -> Vec<AttributeChange> {
        if let (&[before], &[after]) = (before, after) {
            return self.definition_changes(before, after);
        }
        if before.len().max(after.len()) > MAX_DEFINITIONS {
            return self.definitions_in_order(before, after);
        }
        let mut left = before.to_vec();
        let mut partner: Vec<Option<MenuId>> = vec![None; after.len()];
        for rule in [Self::is_equal, Self::is_same_file, |_: &mut Self, _, _| true] {
            for (&after, partner) in after.iter().zip(&mut partner).filter(|(_, partner)| partner.is_none()) {
                let index = left.iter().position(|&before| rule(self, before, after));
                *partner = index.map(|index| left.remove(index));
            }
        }
        let mut changes = Vec::new();
        for (&after, partner) in after.iter().zip(partner) {
            match partner {
                Some(before) => changes.extend(self.definition_changes(before, after)),
                None => {
                    let definition = self.whole(1, after);
                    changes.push(AttributeChange::own(Attribute::Definition, None, Some(definition)));
                }
            }
        }
        for before in left {
            let definition = self.whole(0, before);
            changes.push(AttributeChange::own(Attribute::Definition, Some(definition), None));
        }
        changes
    }

    /// The changes where the first definition belongs to the first, and so on.
    fn definitions_in_order(&mut self, before: &[MenuId], after: &[MenuId]) -> Vec<AttributeChange> {
        let mut changes = Vec::new();
        for index in 0..before.len().max(after.len()) {
            match (before.get(index), after.get(index)) {
                (Some(&before), Some(&after)) => changes.extend(self.definition_changes(before, after)),
                (before, after) => {
                    let before = before.map(|&menu| self.whole(0, menu));
                    let after = after.map(|&menu| self.whole(1, menu));
                    changes.push(AttributeChange::own(Attribute::Definition, before, after));
                }
            }
        }
        changes
    }

    fn is_equal(&mut self, before: MenuId, after: MenuId) -> bool {
        self.definition_changes(before, after).is_empty()
    }

    fn is_same_file(&mut self, before: MenuId, after: MenuId) -> bool {
        let path = |model: &'a Model, menu: MenuId| model.path_line(model.menu(menu).location).0;
        path(self.models[0], before) == path(self.models[1], after)
    }

    /// A definition in one line.
    fn whole(&self, side: usize, menu: MenuId) -> Written {
        let model = self.models[side];
        let own = model.menu(menu).own_dep.map(|dep| format!("depends on {}", model.expr_text(dep)));
        let properties = model.menu(menu).symbol.into_iter().flat_map(|symbol| model.properties_of(symbol));
        let properties = properties.filter(|property| property.menu == menu);
        let texts: Vec<String> =
            own.into_iter().chain(properties.map(|property| statement(model, property).text)).collect();
        let texts = if texts.is_empty() { "nothing".to_owned() } else { texts.join(", ") };
        written(model, menu, format!("a definition with {texts}"))
    }

    /// The changes between two definitions, or two menus or comments.
    pub(super) fn definition_changes(&mut self, before: MenuId, after: MenuId) -> Vec<AttributeChange> {
        let mut changes = Vec::new();
        let is_untouched = self.is_untouched(before, after);
        let of = |this: &mut Self, side, menu| if is_untouched { Vec::new() } else { this.items(side, menu) };
        let items = [of(self, 0, before), of(self, 1, after)];
        if items[0].iter().map(Item::key).ne(items[1].iter().map(Item::key)) {
            for attribute in STATEMENTS {
                let of = |items: &Vec<Item<'a>>| -> Vec<Item<'a>> {
                    items.iter().filter(|item| item.attribute == attribute).copied().collect()
                };
                push_statements(self.models, attribute, [of(&items[0]), of(&items[1])], &mut changes);
            }
        }
        self.push_conditions(before, after, Around::Depends, &mut changes);
        self.push_conditions(before, after, Around::Visible, &mut changes);
        if before != MenuId::ROOT && self.container(0, before) != self.container(1, after) {
            let text = |model: &Model, menu| {
                let titles: Vec<String> =
                    path(model, menu).into_iter().map(|title| format!("\"{title}\"")).collect();
                let titles = if titles.is_empty() { "the main menu".into() } else { titles.join(" > ") };
                Some(written(model, menu, format!("in {titles}")))
            };
            let (before, after) = (text(self.models[0], before), text(self.models[1], after));
            changes.push(AttributeChange::own(Attribute::Menu, before, after));
        }
        // A reference that was left to the old name of a renamed symbol is written as it
        // was: it is a missing reference, and no change of the entry.
        changes.retain(|change| {
            let texts = [&change.before, &change.after].map(|side| side.as_ref().map(|it| &it.text));
            texts[0] != texts[1]
        });
        if !is_untouched && self.models[0].help(before) != self.models[1].help(after) {
            let text = |side: usize, menu| {
                let model: &Model = self.models[side];
                let location = model.menu(menu).help?;
                Some(Written { text: "help".into(), place: crate::warnings::place(model, location) })
            };
            changes.push(AttributeChange::own(Attribute::Help, text(0, before), text(1, after)));
        }
        changes
    }

    /// The own conditions, and those around, where they differ.
    fn push_conditions(
        &mut self,
        before: MenuId,
        after: MenuId,
        which: Around,
        changes: &mut Vec<AttributeChange>,
    ) {
        let menus = [before, after];
        let owns: [Option<ExprId>; 2] =
            [own(self.models[0], before, which), own(self.models[1], after, which)];
        let is_own = self.canon.expr(0, owns[0]) != self.canon.expr(1, owns[1]);
        // `visible if` is about prompts alone.
        let has_prompt =
            menus.iter().zip(self.models).any(|(&menu, model)| model.menu(menu).prompt.is_some());
        let may_differ = self.around(0, before, which) != self.around(1, after, which);
        if !is_own && !(may_differ && (which == Around::Depends || has_prompt)) {
            return;
        }
        let around = [self.operands(0, before, which), self.operands(1, after, which)];
        let sums = [0, 1].map(|side| self.all_operands(side, menus[side], which, &around[side]));
        let is_same_in_sum = is_equal(&sums[0], &sums[1]);
        let (attribute, words) = match which {
            Around::Depends => (Attribute::Depends, "depends on"),
            Around::Visible => (Attribute::Visible, "visible if"),
        };
        if is_own {
            let text = |side: usize| {
                let model = self.models[side];
                let text = format!("{words} {}", model.expr_text(owns[side]?));
                Some(written(model, menus[side], text))
            };
            let (before, after) = (text(0), text(1));
            let own = AttributeChange::own(attribute, before, after);
            changes.push(AttributeChange { is_same_in_sum, ..own });
        }
        if !is_equal(&around[0], &around[1]) {
            let (lost, gained) = (only(&around[0], &around[1]), only(&around[1], &around[0]));
            let before = conditions(self.models[0], words, &lost);
            let after = conditions(self.models[1], words, &gained);
            let own = AttributeChange::own(attribute, before, after);
            changes.push(AttributeChange { is_inherited: true, is_same_in_sum, ..own });
        }
    }
}

/// The statements of one kind that differ.
///
/// Those that name the same under another condition belong together; of what is left,
/// so do prompts, defaults and ranges in their order.
fn push_statements(
    models: [&Model; 2],
    attribute: Attribute,
    [before, after]: [Vec<Item<'_>>; 2],
    changes: &mut Vec<AttributeChange>,
) {
    let mut gone = before.clone();
    let mut new = Vec::new();
    for item in &after {
        match gone.iter().position(|other| other.key() == item.key()) {
            Some(index) => drop(gone.remove(index)),
            None => new.push(*item),
        }
    }
    let text = |side: usize, item: &Item<'_>| Some(statement(models[side], item.property));
    let has_order = !matches!(attribute, Attribute::Select | Attribute::Imply);
    if gone.is_empty() && new.is_empty() {
        let is_moved = before.iter().map(Item::key).ne(after.iter().map(Item::key));
        if has_order && is_moved {
            let list = |side: usize, items: &[Item<'_>]| {
                let texts: Vec<Written> = items.iter().filter_map(|item| text(side, item)).collect();
                let place = texts.first().map(|first| first.place.clone()).unwrap_or_default();
                let texts: Vec<String> = texts.into_iter().map(|written| written.text).collect();
                Some(Written { text: texts.join(", then "), place })
            };
            changes.push(AttributeChange::own(attribute, list(0, &before), list(1, &after)));
        }
        return;
    }
    let mut left = Vec::new();
    for item in new {
        match gone.iter().position(|other| other.head == item.head) {
            Some(index) => {
                let other = gone.remove(index);
                changes.push(AttributeChange::own(attribute, text(0, &other), text(1, &item)));
            }
            None => left.push(item),
        }
    }
    // A select has no partner of another name.
    let n_pairs = if has_order { gone.len().min(left.len()) } else { 0 };
    for (other, item) in gone.iter().zip(&left).take(n_pairs) {
        changes.push(AttributeChange::own(attribute, text(0, other), text(1, item)));
    }
    changes.extend(gone[n_pairs..].iter().map(|item| AttributeChange::own(attribute, text(0, item), None)));
    changes.extend(left[n_pairs..].iter().map(|item| AttributeChange::own(attribute, None, text(1, item))));
}

/// Whether two lists have the same conditions.
fn is_equal(left: &[Operand], right: &[Operand]) -> bool {
    left.len() == right.len() && only(left, right).is_empty()
}

/// The conditions that the other list does not have.
fn only(list: &[Operand], other: &[Operand]) -> Vec<Operand> {
    let others: rustc_hash::FxHashSet<u32> = other.iter().map(|operand| operand.id).collect();
    list.iter().filter(|operand| !others.contains(&operand.id)).copied().collect()
}

/// Conditions from around, with the place of the first one's block.
fn conditions(model: &Model, words: &str, operands: &[Operand]) -> Option<Written> {
    let first = operands.first()?;
    let texts: Vec<String> = operands
        .iter()
        .map(|operand| {
            let text = model.expr_text(operand.expr);
            let is_or = matches!(model.exprs.get(operand.expr), kconfig_model::Expr::Or(..));
            if is_or && operands.len() > 1 { format!("({text})") } else { text }
        })
        .collect();
    Some(written(model, first.block, format!("{words} {}", texts.join(" && "))))
}
