//! One arch at one step of a series: its claims, and what is wrong in the cases
//! of the claims and at the starting points.

use std::collections::BTreeMap;
use std::rc::Rc;

use kconfig_series::{MissingReference, PatchSelection};

use crate::view::{ArchSteps, ClaimView, Problem, Sign, State, StepCell, Verdict, WarningView};
use crate::workspace::{Place, Workspace};

/// The most cells that are kept: all arches at all steps of a long series.
const MAX_CELLS: usize = 1024;

/// The cells that were computed, by patches and arch.
#[derive(Default)]
pub(crate) struct Cells(BTreeMap<(PatchSelection, String), Rc<Cell>>);

/// One arch at one choice of patches.
pub(crate) struct Cell {
    /// The claims, each in its own case.
    pub(crate) claims: Vec<ClaimView>,
    /// The cases and starting points whose builds would not link.
    pub(crate) unlinked: Vec<Unlinked>,
    /// The warnings that base does not have, each once, with the first state that
    /// gives it.
    pub(crate) warnings: Vec<(WarningView, State)>,
    /// The cell as an interface gets it.
    pub(crate) view: StepCell,
}

/// A state that is looked at in a cell.
struct Case {
    /// The claim whose case it is, if it is one.
    claim: Option<String>,
    /// The option of `kconfig scenario` that opens it.
    how: String,
    state: State,
}

/// A state whose build would not link.
pub(crate) struct Unlinked {
    /// The claim whose case the state is, if it is one.
    pub(crate) claim: Option<String>,
    /// The option of `kconfig scenario` that opens it: `--claim 3`.
    pub(crate) how: String,
    /// The state.
    pub(crate) state: State,
    /// The references that nothing built provides.
    pub(crate) missing: Vec<MissingReference>,
}

impl Workspace {
    /// Evaluates the claims and the starting points of an arch at every step.
    ///
    /// A step whose patches do not apply ends the row.
    pub fn steps(&mut self, arch: &str) -> ArchSteps {
        let mut cells = Vec::new();
        for n in 0..=self.snapshots.series().n_steps() {
            let selection = self.snapshots.series().first(n);
            match self.cell(&selection, arch) {
                Ok(cell) => cells.push(cell.view.clone()),
                Err(_) => break,
            }
        }
        ArchSteps { arch: arch.to_owned(), cells }
    }

    /// Gives the values of a claim's case on an arch.
    ///
    /// # Errors
    /// There is no such claim, or it does not speak of the arch.
    pub fn case_values(&self, claim: &str, arch: &str) -> Result<Vec<(String, String)>, Problem> {
        let values = self.scenario.case_values(claim, arch).ok_or_else(|| {
            let ids: Vec<&str> = self.scenario.claims.iter().map(|claim| claim.id.as_str()).collect();
            Problem {
                message: format!("There is no claim {claim} for {arch}."),
                details: Vec::new(),
                help: format!("Choose one of {}.", ids.join(", ")),
            }
        })?;
        Ok(values.into_iter().map(|set| (set.symbol, set.value)).collect())
    }

    /// Gives one cell; computes it where it is not kept.
    pub(crate) fn cell(&mut self, selection: &PatchSelection, arch: &str) -> Result<Rc<Cell>, Problem> {
        let key = (selection.clone(), arch.to_owned());
        if let Some(cell) = self.cells.0.get(&key) {
            return Ok(cell.clone());
        }
        let cell = Rc::new(self.compute_cell(selection, arch)?);
        if self.cells.0.len() >= MAX_CELLS {
            self.cells.0.clear();
        }
        self.cells.0.insert(key, cell.clone());
        Ok(cell)
    }

    fn compute_cell(&mut self, selection: &PatchSelection, arch: &str) -> Result<Cell, Problem> {
        let start = self.state_with(self.canonical(selection), arch, &[]);
        let place = self.place(&start)?;
        let claims = self.claims(&place, arch)?;
        let mut unlinked: Vec<Unlinked> = Vec::new();
        let mut warnings: Vec<(WarningView, State)> = Vec::new();
        for Case { claim, how, state } in self.cases(&claims, &place, arch) {
            let place = Place { state: state.clone(), ..place.clone() };
            let evaluation = self.evaluate(&place, arch)?;
            let base = self.evaluate_base(&state, arch)?;
            let missing = self.link_report(&place, arch, &evaluation).0.missing;
            for warning in self.warnings(&place, arch, &evaluation, &base)? {
                let is_same =
                    |other: &WarningView| (&other.place, &other.text) == (&warning.place, &warning.text);
                if warning.is_new && !warnings.iter().any(|(other, _)| is_same(other)) {
                    warnings.push((warning, state.clone()));
                }
            }
            if !missing.is_empty() {
                unlinked.push(Unlinked { claim, how, state, missing });
            }
        }
        let step = self.snapshots.series().name(selection);
        let view = step_cell(step, &claims, &unlinked, &warnings, place.state);
        Ok(Cell { claims, unlinked, warnings, view })
    }

    /// The states that are looked at on an arch: the claims' cases, then the starting
    /// points that have an arch's own values.
    fn cases(&self, claims: &[ClaimView], place: &Place, arch: &str) -> Vec<Case> {
        let mut cases: Vec<Case> = claims
            .iter()
            .map(|claim| Case {
                claim: Some(claim.id.clone()),
                how: format!("--claim {}", claim.id),
                state: claim.state.clone(),
            })
            .collect();
        for point in &self.scenario.starts {
            if let Some(values) = self.scenario.start_values(point, arch) {
                let state = self.state_with(place.state.selection.clone(), arch, &values);
                let how = format!("--start {}", point.id);
                cases.push(Case { claim: self.claim_of(&state, arch), how, state });
            }
        }
        cases
    }

    /// The claim whose case a state is: all that the case sets is set; of several
    /// cases the one that sets most.
    pub(crate) fn claim_of(&self, state: &State, arch: &str) -> Option<String> {
        let cases = self.scenario.claims.iter().filter_map(|claim| Some((claim, claim.case(arch)?)));
        let is_set = |case: &kconfig_series::Case| {
            case.set.iter().all(|set| state.values.get(&set.symbol) == Some(&set.value))
        };
        let fitting = cases.filter(|(_, case)| is_set(case));
        fitting.max_by_key(|(_, case)| case.set.len()).map(|(claim, _)| claim.id.clone())
    }
}

/// Sums up a cell; `default` is the state that it opens where nothing is wrong.
fn step_cell(
    step: String,
    claims: &[ClaimView],
    unlinked: &[Unlinked],
    warnings: &[(WarningView, State)],
    default: State,
) -> StepCell {
    let of = |verdict: Verdict| claims.iter().filter(move |claim| claim.verdict == verdict);
    let ids = |verdict| of(verdict).map(|claim| claim.id.clone()).collect();
    let mut missing: Vec<String> = Vec::new();
    for text in unlinked.iter().flat_map(|state| &state.missing).map(ToString::to_string) {
        if !missing.contains(&text) {
            missing.push(text);
        }
    }
    let worst = [
        (Sign::Unlinked, unlinked.first().map(|unlinked| &unlinked.state)),
        (Sign::Fails, of(Verdict::Fail).next().map(|claim| &claim.state)),
        (Sign::Warns, warnings.first().map(|(_, state)| state)),
        (Sign::Known, of(Verdict::Known).next().map(|claim| &claim.state)),
    ];
    let worst = worst.into_iter().find_map(|(sign, state)| Some((sign, state?.clone())));
    let (sign, state) = worst.unwrap_or((Sign::Clean, default));
    StepCell {
        step,
        n_pass: of(Verdict::Pass).count() as u32,
        fail: ids(Verdict::Fail),
        known: ids(Verdict::Known),
        n_new_warnings: warnings.len() as u32,
        missing,
        sign,
        state,
    }
}
