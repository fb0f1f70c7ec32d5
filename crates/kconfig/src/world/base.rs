//! Where a configuration starts, before the values of the state.

use std::collections::BTreeMap;
use std::sync::Arc;

use kconfig_dotconfig::read;
use kconfig_eval::{
    Preset, Probabilities, Rand, UserValues, parse_seed, set_all_new_symbols, set_random_symbols,
};
use kconfig_model::Model;
use kconfig_vfs::Vfs;

use super::PREFIX;
use super::asked::asked_lines;
use crate::arches::srcarch;

/// What stands before the checksum of a base config that somebody gave.
pub(crate) const FILE_BASE: &str = "file-";

/// How many of conf's messages about the lines of a file are kept.
const MAX_MESSAGES: usize = 200;

/// A base config by lot: `rand-` and the seed.
const RANDOM: &str = "rand-";

/// A .config that somebody gave.
#[derive(Clone, Debug)]
pub(crate) struct GivenFile {
    /// The name of its file.
    pub(crate) name: String,
    /// Its text.
    pub(crate) text: Arc<str>,
}

/// A base config.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Base {
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
    pub(crate) fn find(
        name: &str,
        arch: &str,
        files: &Vfs,
        given: &BTreeMap<String, GivenFile>,
    ) -> Option<Self> {
        if let Some(preset) = Preset::parse(name) {
            return Some(Self::Preset(preset));
        }
        if let Some(seed) = name.strip_prefix(RANDOM) {
            return parse_seed(seed).map(Self::Random);
        }
        let in_tree = || files.get(&format!("{}{name}", folder(arch)));
        given.get(name).map(|file| &file.text).or_else(in_tree).cloned().map(Self::File)
    }

    /// Gives the user values that a model starts with, and what conf says of the
    /// lines of a file.
    pub(crate) fn values(&self, model: &Model) -> (UserValues, Vec<String>) {
        let mut user = UserValues::new();
        let mut messages = Vec::new();
        match self {
            Self::Preset(preset) => set_all_new_symbols(model, &mut user, *preset),
            Self::File(text) => {
                let read = read(model, &mut user, text, "line", PREFIX);
                let texts = read.diagnostics.iter().filter_map(|it| it.conf_text.as_deref());
                messages.extend(texts.map(|text| text.trim().to_owned()).take(MAX_MESSAGES));
            }
            Self::Random(seed) => {
                set_random_symbols(model, &mut user, &mut Rand::new(*seed), Probabilities::default());
            }
        }
        (user, messages)
    }

    /// What a file asks for; nothing of another base.
    pub(crate) fn asked_lines(&self, model: &Model) -> Vec<(String, String)> {
        match self {
            Self::File(text) => asked_lines(text, model.semantics.reads_lines_loosely()),
            Self::Preset(_) | Self::Random(_) => Vec::new(),
        }
    }
}

/// Lists the configs of an arch that stand in its tree, by their names below
/// arch/*/configs; fragments are no configs.
pub(crate) fn defconfigs(files: &Vfs, arch: &str) -> Vec<String> {
    let folder = folder(arch);
    let names = files.iter().filter_map(|(path, _)| path.strip_prefix(&folder));
    names.filter(|name| name.ends_with("defconfig")).map(str::to_owned).collect()
}

fn folder(arch: &str) -> String {
    format!("arch/{}/configs/", srcarch(arch))
}
