//! Where a configuration starts, before the values of the state.

use std::collections::BTreeMap;
use std::sync::Arc;

use kconfig_dotconfig::read;
use kconfig_eval::{
    Preset, Probabilities, Rand, UserValues, parse_seed, set_all_new_symbols, set_random_symbols,
};
use kconfig_model::Model;

use crate::bundle::{Bundle, srcarch};
use crate::workspace::PREFIX;

/// What stands before the checksum of a base config that somebody gave.
pub(super) const FILE_BASE: &str = "file-";

/// A base config by lot: `rand-` and the seed.
const RANDOM: &str = "rand-";

/// A base config.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Base {
    /// One answer to all questions.
    Preset(Preset),
    /// A .config or defconfig, as olddefconfig and defconfig read it.
    File(Arc<str>),
    /// randconfig with a seed (KCONFIG_SEED).
    Random(u32),
}

impl Default for Base {
    fn default() -> Self {
        Self::Preset(Preset::AllDef)
    }
}

impl Base {
    /// Finds a base by its name: a preset, a file of arch/*/configs, a seed, or
    /// a file that somebody gave.
    pub(super) fn find(
        name: &str,
        arch: &str,
        bundle: &Bundle,
        given: &BTreeMap<String, Arc<str>>,
    ) -> Option<Self> {
        if let Some(preset) = Preset::parse(name) {
            return Some(Self::Preset(preset));
        }
        if let Some(seed) = name.strip_prefix(RANDOM) {
            return parse_seed(seed).map(Self::Random);
        }
        let in_tree = || bundle.files.get(&format!("{}{name}", folder(arch)));
        given.get(name).or_else(in_tree).cloned().map(Self::File)
    }

    /// Gives the user values that a model starts with.
    pub(super) fn values(&self, model: &Model) -> UserValues {
        let mut user = UserValues::new();
        match self {
            Self::Preset(preset) => set_all_new_symbols(model, &mut user, *preset),
            Self::File(text) => drop(read(model, &mut user, text, ".config", PREFIX)),
            Self::Random(seed) => {
                set_random_symbols(model, &mut user, &mut Rand::new(*seed), Probabilities::default());
            }
        }
        user
    }
}

/// Lists the configs of an arch that stand in its tree, by their names below
/// arch/*/configs; fragments are no configs.
pub(super) fn defconfigs(bundle: &Bundle, arch: &str) -> Vec<String> {
    let folder = folder(arch);
    let names = bundle.files.iter().filter_map(|(path, _)| path.strip_prefix(&folder));
    names.filter(|name| name.ends_with("defconfig")).map(str::to_owned).collect()
}

fn folder(arch: &str) -> String {
    format!("arch/{}/configs/", srcarch(arch))
}
