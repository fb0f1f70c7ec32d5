//! Which symbols have another name now.

use kconfig_base::idx::Idx as _;
use kconfig_graph::Relations;
use kconfig_model::{MenuId, Model, SymbolId};
use rustc_hash::{FxHashMap, FxHashSet};

use super::canon::{Id, Names};
use super::places::{Around, Container, Pair, Same};

/// What a removed and an added symbol are compared by while it is not known which
/// belong together; no symbol has a name with a blank.
const ANY: &str = "any of them";

/// Finds the symbols that were renamed: pairs of the old name and the new one.
///
/// A removed symbol and an added one are the same under another name where their
/// definitions are equal: as many of them, each in the same menu below the same
/// conditions, with the same type, prompts, dependencies, defaults, selects, implies,
/// ranges and help text, where a reference to a renamed symbol equals one to its new
/// name. Without a prompt, the same symbols have to name them too, since there is
/// little else to tell them by. Of several alike, the first is the first, if they are
/// as many on both sides; else none of them is.
pub(super) fn renames<'a>(
    models: [&'a Model; 2],
    [gone, new]: [&[SymbolId]; 2],
    relations: [&Relations; 2],
    same: &Same,
) -> Vec<(SymbolId, SymbolId)> {
    if gone.is_empty() || new.is_empty() {
        return Vec::new();
    }
    let masked = |side: usize, symbols: &[SymbolId]| -> Names<'a> {
        symbols.iter().map(|&symbol| (models[side].name(symbol), ANY)).collect()
    };
    let pair = &mut Pair::new(models, [masked(0, gone), masked(1, new)], same.clone());
    let mut groups: FxHashMap<Vec<Id>, [Vec<SymbolId>; 2]> = FxHashMap::default();
    for (side, symbols) in [gone, new].into_iter().enumerate() {
        for &symbol in symbols {
            let key = signature(pair, side, symbol, relations[side]);
            groups.entry(key).or_default()[side].push(symbol);
        }
    }
    let groups = groups.into_values().filter(|[gone, new]| gone.len() == new.len());
    let mut found: Vec<(SymbolId, SymbolId)> =
        groups.flat_map(|[gone, new]| gone.into_iter().zip(new)).collect();
    found.sort_unstable();
    // Each round takes away at least one, or is the last.
    loop {
        let names = found.iter().map(|&(old, new)| (models[0].name(old), models[1].name(new))).collect();
        let pair = &mut Pair::new(models, [names, Names::default()], same.clone());
        let n_found = found.len();
        found.retain(|&(old, new)| {
            signature(pair, 0, old, relations[0]) == signature(pair, 1, new, relations[1])
        });
        if found.len() == n_found {
            return found;
        }
    }
}

/// All that is compared of a symbol; what varies in length ends with a mark.
fn signature(pair: &mut Pair<'_>, side: usize, symbol: SymbolId, relations: &Relations) -> Vec<Id> {
    let model = pair.models[side];
    let mut key = vec![model.symbol(symbol).ty as Id];
    let mut has_prompt = false;
    for &menu in &model.symbol(symbol).menus {
        has_prompt |= model.menu(menu).prompt.is_some();
        let items = pair.items(side, menu);
        key.extend(items.iter().flat_map(|item| item.key()));
        key.push(Id::MAX);
        key.push(pair.canon.expr(side, model.menu(menu).own_dep));
        for which in [Around::Depends, Around::Visible] {
            let mut around: Vec<Id> =
                pair.operands(side, menu, which).into_iter().map(|operand| operand.id).collect();
            around.sort_unstable();
            key.extend(around);
            key.push(Id::MAX);
        }
        let help = model.help(menu).unwrap_or_default();
        key.push(pair.canon.text(help));
        let container = match pair.container(side, menu) {
            Container::Menu(menu) => format!("menu {}", menu.index()),
            Container::Gone(menu) => format!("gone {}", menu.index()),
            Container::Symbol(name) => format!("config {name}"),
        };
        key.push(pair.canon.text(container));
    }
    if !has_prompt {
        key.extend(users(pair, side, symbol, relations));
    }
    key
}

/// The symbols that name a symbol, and how.
fn users(pair: &mut Pair<'_>, side: usize, symbol: SymbolId, relations: &Relations) -> Vec<Id> {
    let mut users: Vec<Id> = Vec::new();
    for (from, kind) in relations.users(symbol) {
        let user = pair.canon.symbol(side, from);
        users.push(pair.canon.text(format!("{user} {}", kind.name())));
    }
    users.sort_unstable();
    users
}

/// The symbols that are defined on one side only, in their order.
pub(super) fn only(model: &Model, other: &FxHashSet<&str>) -> Vec<SymbolId> {
    defined(model).filter(|&symbol| !other.contains(model.name(symbol))).collect()
}

/// The symbols with a definition, in the order of the text; choices are none.
pub(super) fn defined(model: &Model) -> impl Iterator<Item = SymbolId> + '_ {
    let mut symbols: Vec<(MenuId, SymbolId)> = model
        .symbols()
        .filter(|(_, symbol)| !symbol.is_choice())
        .filter_map(|(id, symbol)| Some((*symbol.menus.first()?, id)))
        .collect();
    symbols.sort_unstable();
    symbols.into_iter().map(|(_, symbol)| symbol)
}
