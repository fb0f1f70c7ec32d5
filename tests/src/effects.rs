//! What the patches of a case change, by ours and by the kernel's conf.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use kconfig::sweep::{ArchEffect, Outcome, Side, ValueChange};
use kconfig::tree::{
    Files, Host, Model, ParseCache, Preset, Semantics, UserValues, Vfs, apply, evaluate, load_as, parse_mbox,
    read, set_all_new_symbols,
};

use crate::Result;

/// A base config: how ours takes it, and conf's argument.
#[derive(Clone, Debug)]
pub enum Base {
    /// One answer to all questions.
    Preset(Preset),
    /// A .config or defconfig, by its name.
    File(String, Arc<str>),
}

impl Base {
    /// The name that a report has.
    pub fn name(&self) -> &str {
        match self {
            Self::Preset(preset) => preset.name(),
            Self::File(name, _) => name,
        }
    }

    /// The argument of conf that makes it.
    pub fn mode(&self) -> String {
        match self {
            Self::Preset(preset) => format!("--{}", preset.name()),
            Self::File(..) => "--olddefconfig".to_owned(),
        }
    }

    /// The .config that conf finds.
    pub fn seed(&self) -> Option<&str> {
        match self {
            Self::Preset(_) => None,
            Self::File(_, text) => Some(text),
        }
    }

    /// The values of a model.
    pub fn outcome(&self, model: &Arc<Model>) -> Outcome {
        let mut user = UserValues::new();
        match self {
            Self::Preset(preset) => set_all_new_symbols(model, &mut user, *preset),
            Self::File(_, text) => {
                read(model, &mut user, text, ".config", "CONFIG_");
            }
        }
        Outcome::of(&evaluate(model.clone(), user))
    }
}

/// An arch of a tree with its values.
pub struct Loaded {
    model: Arc<Model>,
    outcomes: Vec<(String, Outcome)>,
}

impl Loaded {
    /// Reads and evaluates a tree.
    pub fn new(semantics: Semantics, files: &dyn Files, host: &dyn Host, bases: &[Base]) -> Self {
        let model = Arc::new(load_as(semantics, files, host, "Kconfig", &mut ParseCache::default()));
        let outcomes = bases.iter().map(|base| (base.name().to_owned(), base.outcome(&model))).collect();
        Self { model, outcomes }
    }

    /// Gives what is compared.
    pub fn side<'a>(&'a self, elsewhere: &'a BTreeSet<String>) -> Side<'a> {
        Side { model: &self.model, elsewhere, outcomes: &self.outcomes }
    }

    /// The symbols that the tree defines.
    pub fn defined(&self) -> BTreeSet<String> {
        let symbols = self.model.symbols().filter(|(_, symbol)| !symbol.menus.is_empty());
        symbols.map(|(id, _)| self.model.name(id).to_owned()).collect()
    }
}

/// Gives the trees before and after each patch: one more than there are patches.
pub fn trees(tree: Vfs, mbox: &[&str]) -> Result<Vec<Vfs>> {
    let mut trees = vec![tree];
    for text in mbox {
        let (patches, problems) = parse_mbox(text);
        if let Some(problem) = problems.first() {
            return Err(format!("line {} of a patch: {}", problem.line, problem.message).into());
        }
        for patch in &patches {
            let last = trees.last().ok_or("no tree")?;
            trees.push(apply(last, patch)?.tree);
        }
    }
    Ok(trees)
}

/// Compares two sides of some arches.
pub fn effects(before: &[(&str, Loaded)], after: &[(&str, Loaded)]) -> Vec<ArchEffect> {
    let defined = |sides: &[(&str, Loaded)]| -> BTreeSet<String> {
        sides.iter().flat_map(|(_, loaded)| loaded.defined()).collect()
    };
    let elsewhere = [defined(before), defined(after)];
    let pairs = before.iter().zip(after);
    pairs
        .map(|((arch, was), (_, is))| ArchEffect::of(arch, was.side(&elsewhere[0]), is.side(&elsewhere[1])))
        .collect()
}

/// What two .config files say differently, found without ours: by symbol, as they
/// stand in the files, `n` where one is not set.
pub fn difference(before: &str, after: &str) -> BTreeMap<String, [Option<String>; 2]> {
    let mut all: BTreeMap<String, [Option<String>; 2]> = BTreeMap::new();
    for (side, config) in [before, after].into_iter().enumerate() {
        for line in config.lines() {
            let unset = line.strip_prefix("# CONFIG_").and_then(|rest| rest.strip_suffix(" is not set"));
            let set = line.strip_prefix("CONFIG_").and_then(|rest| rest.split_once('='));
            if let Some((name, value)) = unset.map(|name| (name, "n")).or(set) {
                all.entry(name.to_owned()).or_default()[side] = Some(value.to_owned());
            }
        }
    }
    all.retain(|_, [before, after]| before != after);
    all
}

/// The same of what ours says.
pub fn said(changes: &[ValueChange]) -> BTreeMap<String, [Option<String>; 2]> {
    let raw = |value: &Option<String>, is_quoted: bool| {
        let quoted = |value: &String| format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""));
        value.as_ref().map(|value| if is_quoted { quoted(value) } else { value.clone() })
    };
    let both = |change: &ValueChange| {
        [raw(&change.before, change.is_quoted[0]), raw(&change.after, change.is_quoted[1])]
    };
    changes.iter().map(|change| (change.symbol.clone(), both(change))).collect()
}
