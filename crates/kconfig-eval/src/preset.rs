//! The configurations that answer every question alike
//! (`conf_set_all_new_symbols` in conf.c).

use kconfig_base::Tristate;
use kconfig_model::{MenuId, Model};

use crate::user::{UserValue, UserValues};

/// How symbols without a user value are answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preset {
    /// alldefconfig: with their defaults.
    AllDef,
    /// allnoconfig: n.
    AllNo,
    /// allyesconfig: y.
    AllYes,
    /// allmodconfig: m.
    AllMod,
}

impl Preset {
    /// The name of the make target.
    pub fn name(self) -> &'static str {
        match self {
            Self::AllDef => "alldefconfig",
            Self::AllNo => "allnoconfig",
            Self::AllYes => "allyesconfig",
            Self::AllMod => "allmodconfig",
        }
    }

    /// Finds a preset by the name of its make target, `config` optional.
    pub fn parse(name: &str) -> Option<Self> {
        let all = [Self::AllDef, Self::AllNo, Self::AllYes, Self::AllMod];
        all.into_iter()
            .find(|preset| preset.name() == name || preset.name().strip_suffix("config") == Some(name))
    }
}

/// Gives a user value to each bool and tristate with a prompt that has none.
///
/// Members of choices stay without: the choice answers by its default. Not so
/// up to 6.10, where also what has no prompt gets a value.
pub fn set_all_new_symbols(model: &Model, user: &mut UserValues, preset: Preset) {
    let value = match preset {
        Preset::AllDef => return,
        Preset::AllNo => Tristate::N,
        Preset::AllYes => Tristate::Y,
        Preset::AllMod => Tristate::M,
    };
    if model.semantics.presets_by_table() {
        for (id, symbol) in model.symbols() {
            if !symbol.is_const && symbol.ty.is_tristate_like() && user.get(id).is_none() {
                user.set(model, id, UserValue::Tri(value));
            }
        }
        return;
    }
    for menu in model.menus_below(MenuId::ROOT) {
        let node = model.menu(menu);
        let (Some(id), Some(_)) = (node.symbol, node.prompt) else { continue };
        let symbol = model.symbol(id);
        let is_free = user.get(id).is_none() && !symbol.is_choice() && !symbol.is_choice_value;
        if is_free && symbol.ty.is_tristate_like() {
            user.set(model, id, UserValue::Tri(value));
        }
    }
}
