//! What a series promises, held against what an arch makes of it.

use kconfig_series::{CaseHere, Claims, Differing, StepName};
use serde::Serialize;

use super::chain::Chain;
use crate::claims::check;
use crate::world::base::Base;

/// A case of a claim on an arch, under one base config.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Promise {
    /// The claim's id.
    pub claim: String,
    /// The claim's title.
    pub title: String,
    /// The arch.
    pub arch: String,
    /// The base config, as the claims file names it.
    pub base: String,
    /// How many patches are applied.
    pub n_patches: usize,
    /// The values that are set beside the base config: `A=y`.
    pub set: Vec<String>,
    /// What came of it.
    pub outcome: PromiseOutcome,
}

/// What came of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "is", content = "of")]
pub enum PromiseOutcome {
    /// All is as the claim says.
    Kept,
    /// These symbols have other values than the claim says, one sentence each.
    Broken(Vec<String>),
    /// The case cannot be looked at, and why.
    Unknown(String),
}

impl Chain<'_> {
    /// Holds the claims' cases that are about the patches applied here against the
    /// arch's values.
    ///
    /// A case about single patches is said once, where no patch is applied: a chain
    /// has only the first patches of a series.
    pub fn promises(&self, claims: &Claims) -> Vec<Promise> {
        let mut promises = Vec::new();
        for claim in &claims.claims {
            for case in claim.cases.iter().filter(|case| case.is_about(self.arch())) {
                if !self.is_here(&case.step) {
                    continue;
                }
                for base in claims.bases_of(case) {
                    let cases = claims.cases(self.arch(), base);
                    let here = cases.iter().find(|here| std::ptr::eq(here.case, case));
                    promises.extend(here.map(|here| self.promise(here, base)));
                }
            }
        }
        promises
    }

    fn is_here(&self, step: &StepName) -> bool {
        match step {
            StepName::Base | StepName::Only(_) => self.at() == 0,
            StepName::After => self.at() == self.n_patches(),
            StepName::UpTo(id) => match id.parse::<usize>() {
                Ok(n) if (1..=self.n_patches()).contains(&n) => self.at() == n,
                _ => self.at() == 0,
            },
        }
    }

    fn promise(&self, here: &CaseHere<'_>, base: &str) -> Promise {
        Promise {
            claim: here.claim.id.clone(),
            title: here.claim.title.clone(),
            arch: self.arch().to_owned(),
            base: base.to_owned(),
            n_patches: self.at(),
            set: here.set.iter().map(|set| format!("{}={}", set.symbol, set.value)).collect(),
            outcome: self.outcome(here, base),
        }
    }

    fn outcome(&self, here: &CaseHere<'_>, base: &str) -> PromiseOutcome {
        let unknown = |why: String| PromiseOutcome::Unknown(why);
        match &here.case.step {
            StepName::Only(_) => return unknown("it is about single patches, not the first ones".into()),
            StepName::UpTo(id) if self.at() == 0 => return unknown(format!("the series has no patch {id}")),
            _ => {}
        }
        let Some((loaded, tree)) = self.here().filter(|(loaded, _)| !loaded.is_refused) else {
            return unknown("conf stops at the tree".into());
        };
        let Some(base) = Base::find(base, self.arch(), tree, self.given()) else {
            return unknown(format!("{} has no base config {base}", self.arch()));
        };
        let is_there =
            |name: &str| loaded.model.find(name).is_some_and(|it| !loaded.model.symbol(it).menus.is_empty());
        if let Some(set) = here.set.iter().find(|set| !is_there(&set.symbol)) {
            return unknown(format!("{} is set and not defined there", set.symbol));
        }
        let values: Vec<(String, String)> =
            here.set.iter().map(|set| (set.symbol.clone(), set.value.clone())).collect();
        match check(here, &loaded.evaluation(&base, &values)) {
            Err(menu) => unknown(format!("there is no menu \"{menu}\"")),
            Ok(differing) if differing.is_empty() => PromiseOutcome::Kept,
            Ok(differing) => PromiseOutcome::Broken(differing.iter().map(sentence).collect()),
        }
    }
}

fn sentence(differing: &Differing) -> String {
    let Differing { symbol, expected, actual } = differing;
    format!("{symbol} is {actual}, expected {expected}")
}
