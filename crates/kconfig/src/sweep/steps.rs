//! A sweep that is done step by step, for whoever has other things to do meanwhile.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use kconfig_vfs::Vfs;

use super::chain::{Chain, Sweep};
use super::defined::Defining;
use super::fold::{Folded, Item, fold};
use super::promises::{Promise, PromiseOutcome};
use super::{ArchEffect, Subject, text};
use crate::bundle::Bundle;
use crate::claims::Claims;
use crate::view::{ClaimRow, EffectGroup, EffectRow, EffectsView, Held};
use crate::world::base::GivenFile;

/// How many rows there are of claims at most.
const MAX_CLAIM_ROWS: usize = 500;

/// What is looked at.
pub(crate) struct Swept {
    /// The tree, for what its commands answered.
    pub(crate) bundle: Arc<Bundle>,
    /// The toolchain whose answers are taken on the arches that have it.
    pub(crate) profile: Option<String>,
    /// The trees: without a patch, then after each.
    pub(crate) trees: Vec<Vfs>,
    /// The patches, by what they are called.
    pub(crate) patches: Vec<String>,
    /// The arches, in the order in which they are looked at.
    pub(crate) arches: Vec<String>,
    /// The base config, by its name.
    pub(crate) base: String,
    /// Its text, if it is a file of the user's.
    pub(crate) file: Option<GivenFile>,
    /// The values beside it.
    pub(crate) values: BTreeMap<String, String>,
    /// What is held against each arch, at each step.
    pub(crate) claims: Option<Claims>,
}

/// What a series does on all arches, patch by patch, as far as it was looked at.
///
/// Holds the models of one arch at a time, three at most, and of each patch what it
/// does, by names.
pub struct StepwiseSweep {
    swept: Swept,
    /// The names that are collected first.
    defining: Option<Defining>,
    sweep: Option<Arc<Sweep>>,
    /// The arch that is looked at.
    chain: Option<Chain<'static>>,
    /// How many arches are done.
    n_arches: usize,
    /// How many patches of the arch are done.
    n_patches: usize,
    /// By patch, then by arch.
    effects: Vec<Vec<ArchEffect>>,
    /// Of all patches together, by arch.
    sum: Vec<ArchEffect>,
    /// What came of the claims.
    promises: Vec<Promise>,
}

impl StepwiseSweep {
    pub(crate) fn new(swept: Swept) -> Self {
        Self {
            defining: Some(Defining::new(&swept.trees)),
            sweep: None,
            chain: None,
            n_arches: 0,
            n_patches: 0,
            effects: swept.patches.iter().map(|_| Vec::new()).collect(),
            sum: Vec::new(),
            promises: Vec::new(),
            swept,
        }
    }

    /// Goes one step on: the names of an arch, its first model, or one patch on it;
    /// tells whether there was one.
    ///
    /// A step takes as long as it takes to load a model.
    pub fn step(&mut self) -> bool {
        if self.defining.as_mut().is_some_and(Defining::step) {
            return true;
        }
        if let Some(defining) = self.defining.take() {
            self.sweep = Some(Arc::new(self.sweep_of(defining)));
        }
        let Some(chain) = &mut self.chain else { return self.start_arch() };
        if let Some(claims) = &self.swept.claims {
            self.promises.append(&mut chain.promises(claims));
        }
        match chain.next_patch() {
            Some(effect) => {
                self.effects[self.n_patches].push(effect);
                self.n_patches += 1;
            }
            None => {
                self.sum.extend(chain.sum());
                (self.chain, self.n_patches) = (None, 0);
                self.n_arches += 1;
            }
        }
        true
    }

    fn sweep_of(&self, defining: Defining) -> Sweep {
        let Swept { trees, base, file, values, .. } = &self.swept;
        let values = values.iter().map(|(name, value)| (name.clone(), value.clone())).collect();
        let mut sweep = Sweep::with(trees.clone(), defining.finish(), values);
        match file {
            Some(file) => sweep.add_file(base, &file.text),
            None => sweep.add_base(base),
        }
        sweep
    }

    fn start_arch(&mut self) -> bool {
        let Some(arch) = self.swept.arches.get(self.n_arches) else { return false };
        let Some(sweep) = &self.sweep else { return false };
        let bundle = &self.swept.bundle;
        let profile = self.swept.profile.as_deref().filter(|name| bundle.has_profile(arch, name));
        match bundle.host(arch, profile) {
            Ok(host) => self.chain = Some(sweep.chain(arch, Rc::new(host))),
            // The tree after the patches may not have the arch.
            Err(_) => self.n_arches += 1,
        }
        true
    }

    /// Counts the steps that are done; a step is a patch on an arch.
    pub fn n_done(&self) -> usize {
        self.n_arches * (self.swept.patches.len() + 1) + self.n_patches
    }

    /// Gives how far the sweep is, and the counts of each patch on the arches that are
    /// done.
    pub fn view(&self) -> EffectsView {
        let n_steps = self.swept.patches.len() + 1;
        let names = self.swept.patches.iter().map(String::as_str);
        EffectsView {
            base: self.swept.base.clone(),
            values: self.swept.values.clone(),
            done: self.n_done() as u32,
            total: (self.swept.arches.len() * n_steps) as u32,
            arches: self.swept.arches[..self.n_arches].to_vec(),
            patches: names.zip(&self.effects).map(|(id, effects)| row(id, effects)).collect(),
            sum: row("", &self.sum),
            claims: claim_rows(&self.promises),
        }
    }

    /// Gives what a patch does on the arches that are done, the same effect said once;
    /// "" is all patches together. Nothing where there is no such patch.
    pub fn effect(&self, patch: &str) -> Vec<EffectGroup> {
        let at = self.swept.patches.iter().position(|id| id == patch);
        let effects = match at {
            Some(at) => self.effects[at].as_slice(),
            None if patch.is_empty() => self.sum.as_slice(),
            None => return Vec::new(),
        };
        let group = |folded: Folded| EffectGroup {
            text: text::of_items(&folded.items),
            symbols: symbols(&folded.items),
            arches: folded.arches,
        };
        fold(effects).into_iter().map(group).collect()
    }
}

/// What came of the claims; arches on which the same came of a case stand together.
fn claim_rows(promises: &[Promise]) -> Vec<ClaimRow> {
    let mut rows: Vec<ClaimRow> = Vec::new();
    for promise in promises {
        let (verdict, why) = match &promise.outcome {
            PromiseOutcome::Kept => (Held::Holds, Vec::new()),
            PromiseOutcome::Broken(why) => (Held::Fails, why.clone()),
            PromiseOutcome::Unknown(why) => (Held::Unknown, vec![why.clone()]),
        };
        let mut row = ClaimRow {
            id: promise.claim.clone(),
            title: promise.title.clone(),
            base: promise.base.clone(),
            n_patches: promise.n_patches as u32,
            set: promise.set.clone(),
            verdict,
            why,
            arches: Vec::new(),
        };
        let same = rows.iter().position(|other| {
            row.arches.clone_from(&other.arches);
            *other == row
        });
        match same {
            Some(at) => rows[at].arches.push(promise.arch.clone()),
            None if rows.len() < MAX_CLAIM_ROWS => {
                row.arches = vec![promise.arch.clone()];
                rows.push(row);
            }
            None => {}
        }
    }
    rows
}

/// Counts what a patch does.
fn row(id: &str, effects: &[ArchEffect]) -> EffectRow {
    let (mut added, mut removed, mut changed) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let (mut warnings, mut vanished) = (BTreeSet::new(), BTreeSet::new());
    let mut refused = Vec::new();
    for effect in effects {
        let definitions = &effect.tree.definitions;
        added.extend(definitions.added.iter().map(|entry| entry.subject.clone()));
        removed.extend(definitions.removed.iter().map(|entry| entry.subject.clone()));
        changed.extend(definitions.changed.iter().map(|entry| entry.subject.clone()));
        changed.extend(definitions.renamed.iter().map(|entry| Subject::Symbol(entry.after.clone())));
        let unmet = effect.bases.iter().map(|base| &base.effect.unmet);
        for difference in unmet.chain([&effect.tree.messages]) {
            warnings.extend(difference.new.iter().map(|message| message.text.clone()));
            vanished.extend(difference.vanished.iter().map(|message| message.text.clone()));
        }
        warnings.extend(effect.tree.edges.new_missing.iter().map(|missing| missing.symbol.clone()));
        vanished.extend(effect.tree.edges.vanished_missing.iter().map(|missing| missing.symbol.clone()));
        if effect.tree.is_refused[1] {
            refused.push(effect.arch.clone());
        }
    }
    let n_values =
        |effect: &ArchEffect| effect.bases.iter().map(|base| base.effect.values.len()).sum::<usize>();
    let values = effects.iter().map(|effect| (effect.arch.clone(), n_values(effect) as u32));
    EffectRow {
        id: id.to_owned(),
        n_added: added.len() as u32,
        n_removed: removed.len() as u32,
        n_changed: changed.len() as u32,
        values: values.filter(|(_, n)| *n > 0).collect(),
        n_warnings: warnings.len() as u32,
        n_vanished: vanished.len() as u32,
        refused,
    }
}

/// Names the symbols that some items are about, each once.
fn symbols(items: &[Item]) -> Vec<String> {
    let mut names = BTreeSet::new();
    for item in items {
        match item {
            Item::Removed(entry) | Item::Added(entry) => names.extend(symbol(&entry.subject)),
            Item::Renamed(entry) => names.extend([entry.before.clone(), entry.after.clone()]),
            Item::Changed { subject, .. } => names.extend(symbol(subject)),
            Item::Edge { edge, .. } => names.extend([edge.from.clone(), edge.to.clone()]),
            Item::Missing { reference, .. } => names.extend([reference.symbol.clone()]),
            Item::Value { change, .. } => names.extend([change.symbol.clone()]),
            Item::Prompt { symbol, .. } => names.extend([symbol.clone()]),
            Item::Refused { .. } | Item::Message { .. } | Item::Unmet { .. } => {}
        }
    }
    names.into_iter().collect()
}

fn symbol(subject: &Subject) -> Option<String> {
    match subject {
        Subject::Symbol(name) => Some(name.clone()),
        _ => None,
    }
}
