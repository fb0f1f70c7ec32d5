//! What a patch loses of the settings that .config files ask for.

use std::sync::Arc;

use kconfig_model::{Model, SymbolType};
use kconfig_vfs::Vfs;
use serde::{Deserialize, Serialize};

use super::chain::{Chain, Loaded};
use super::{Outcome, TreeEffect};
use crate::world::base::{Base, defconfigs};

/// What a patch loses on an arch.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArchAudit {
    /// The arch.
    pub arch: String,
    /// How many configs were looked at, before the patch and after it.
    pub n_configs: usize,
    /// The configs that lose something or raise new questions.
    pub configs: Vec<ConfigAudit>,
    /// The symbols among the lost ones that have another name now.
    pub renamed: Vec<Rename>,
}

/// What a patch loses of one config.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfigAudit {
    /// The config's name: `defconfig`, `multi_v7_defconfig`.
    pub config: String,
    /// The lines that ask for a symbol which is no longer defined: they became no-ops.
    pub gone: Vec<AskedLine>,
    /// The lines that were obeyed before and no longer are.
    pub lost: Vec<AskedLine>,
    /// The symbols that `make oldconfig` would newly ask for.
    pub questions: Vec<String>,
    /// How many lines of the resulting .config moved.
    pub n_moved: usize,
}

/// A line of a config and what came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskedLine {
    /// The symbol.
    pub symbol: String,
    /// The value that the line asks for, as it stands there; `n` for "is not set".
    pub asked: String,
    /// What .config says before the patch; `None` where it has no line.
    pub before: Option<String>,
    /// What .config says after the patch, likewise.
    pub after: Option<String>,
}

/// A symbol that has another name after a patch.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rename {
    /// The name before.
    pub before: String,
    /// The name after.
    pub after: String,
    /// Where it is defined now.
    pub place: String,
    /// The entry that lets old .config files give the new symbol its value.
    pub stanza: String,
}

impl ConfigAudit {
    /// Tells whether nothing is lost and nothing is asked anew.
    pub fn is_empty(&self) -> bool {
        self.gone.is_empty() && self.lost.is_empty() && self.questions.is_empty()
    }
}

impl Chain<'_> {
    /// Says what the next patch loses of the arch's configs: those in its tree before
    /// and after the patch, and the .config files that were added as base configs.
    ///
    /// Nothing after the last patch. Trees that conf stops at have no configs.
    pub fn next_audit(&mut self) -> Option<ArchAudit> {
        let (before, after, [was, is]) = self.step()?;
        let mut audit = ArchAudit { arch: self.arch().to_owned(), ..ArchAudit::default() };
        let configs = self.configs([&was, &is]);
        audit.n_configs = configs.len();
        if before.is_refused || after.is_refused {
            return Some(audit);
        }
        for (config, texts) in configs {
            let is_same = Arc::ptr_eq(&before, &after) && texts[0] == texts[1];
            let found = if is_same { ConfigAudit::default() } else { compare([&before, &after], &texts) };
            if !found.is_empty() {
                audit.configs.push(ConfigAudit { config, ..found });
            }
        }
        audit.renamed = self.renamed(&audit.configs, [&before, &after]);
        Some(audit)
    }

    /// Lists the configs that both trees have, each with its two texts.
    fn configs(&self, [was, is]: [&Vfs; 2]) -> Vec<(String, [Arc<str>; 2])> {
        let of_tree = defconfigs(was, self.arch()).into_iter();
        let text = |name: &str, tree: &Vfs| match Base::find(name, self.arch(), tree, self.given()) {
            Some(Base::File(text)) => Some(text),
            _ => None,
        };
        let names = of_tree.chain(self.given().keys().cloned());
        names.filter_map(|name| Some((name.clone(), [text(&name, was)?, text(&name, is)?]))).collect()
    }

    /// Finds new names for the symbols that are gone.
    fn renamed(&self, configs: &[ConfigAudit], [before, after]: [&Loaded; 2]) -> Vec<Rename> {
        let is_gone =
            |name: &str| configs.iter().any(|config| config.gone.iter().any(|line| line.symbol == name));
        if configs.iter().all(|config| config.gone.is_empty()) {
            return Vec::new();
        }
        let effect = TreeEffect::of(self.side(before), self.side(after));
        let renamed = effect.definitions.renamed.into_iter().filter(|renamed| is_gone(&renamed.before));
        renamed
            .map(|renamed| Rename {
                stanza: stanza(&after.model, &renamed.before, &renamed.after),
                before: renamed.before,
                after: renamed.after,
                place: renamed.place,
            })
            .collect()
    }
}

/// Compares what two trees make of a config.
fn compare([before, after]: [&Loaded; 2], [was, is]: &[Arc<str>; 2]) -> ConfigAudit {
    let outcome = |loaded: &Loaded, text: &Arc<str>| loaded.outcome(&Base::File(text.clone()), &[]);
    let (old, new) = (outcome(before, was), outcome(after, is));
    let mut audit = ConfigAudit { n_moved: n_moved(&old, &new), ..ConfigAudit::default() };
    let is_defined = |model: &Model, name: &str| {
        model.find(name).is_some_and(|symbol| !model.symbol(symbol).menus.is_empty())
    };
    for (symbol, asked) in Base::File(is.clone()).asked_lines(&after.model) {
        let line = AskedLine {
            before: old.lines.get(&symbol).cloned(),
            after: new.lines.get(&symbol).cloned(),
            symbol,
            asked,
        };
        if is_defined(&before.model, &line.symbol) && !is_defined(&after.model, &line.symbol) {
            audit.gone.push(line);
        } else if is_obeyed(&line.asked, line.before.as_deref())
            && !is_obeyed(&line.asked, line.after.as_deref())
        {
            audit.lost.push(line);
        }
    }
    // conf asks for what is visible and has no line in the .config that it finds.
    let is_asked = |name: &&String| !old.visible.contains(*name) && !old.lines.contains_key(*name);
    audit.questions = new.visible.iter().filter(is_asked).cloned().collect();
    audit
}

fn n_moved(old: &Outcome, new: &Outcome) -> usize {
    let changed = new.lines.iter().filter(|(name, value)| old.lines.get(*name) != Some(*value)).count();
    changed + old.lines.keys().filter(|name| !new.lines.contains_key(*name)).count()
}

/// Tells whether .config says what a line asks for; without a line it is n.
fn is_obeyed(asked: &str, got: Option<&str>) -> bool {
    got.unwrap_or("n") == asked
}

/// Writes the entry that keeps an old name for .config files: `transitional`, which
/// Kconfig has since Linux 6.18.
fn stanza(model: &Model, before: &str, after: &str) -> String {
    let ty = model.find(after).map_or(SymbolType::Bool, |symbol| model.symbol(symbol).ty);
    format!(
        "config {before}\n\t{}\n\ttransitional\n\thelp\n\t  Gives {after} its value in old .config files.\n",
        ty.name()
    )
}
