//! One arch over all steps: a row of the table "Claims by arch".

use kconfig_series::PatchSelection;

use crate::view::{ArchSteps, Problem, StepCell, Verdict};
use crate::workspace::{Place, Workspace};

impl Workspace {
    /// Evaluates the claims and the starting points of an arch at every step.
    ///
    /// A step whose patches do not apply ends the row.
    pub fn steps(&mut self, arch: &str) -> ArchSteps {
        let mut cells = Vec::new();
        for n in 0..=self.snapshots.series().n_steps() {
            let selection = self.snapshots.series().first(n);
            match self.cell(&selection, arch) {
                Ok(cell) => cells.push(cell),
                Err(_) => break,
            }
        }
        ArchSteps { arch: arch.to_owned(), cells }
    }

    fn cell(&mut self, selection: &PatchSelection, arch: &str) -> Result<StepCell, Problem> {
        let start = self.state_with(self.canonical(selection), arch, &[]);
        let place = self.place(&start)?;
        let claims = self.claims(&place, arch)?;
        let mut cell = StepCell {
            step: self.snapshots.series().name(selection),
            n_pass: claims.iter().filter(|claim| claim.verdict == Verdict::Pass).count() as u32,
            fail: Vec::new(),
            known: Vec::new(),
            n_new_warnings: 0,
            missing: Vec::new(),
            state: place.state.clone(),
        };
        for claim in &claims {
            match claim.verdict {
                Verdict::Pass => {}
                Verdict::Fail => cell.fail.push(claim.id.clone()),
                Verdict::Known => cell.known.push(claim.id.clone()),
            }
        }
        let mut worst = claims
            .iter()
            .find(|claim| claim.verdict == Verdict::Fail)
            .or_else(|| claims.iter().find(|claim| claim.verdict == Verdict::Known))
            .map(|claim| claim.state.clone());
        // The claims' cases, then the starting points that have an arch's own
        // values.
        let mut states: Vec<_> = claims.iter().map(|claim| claim.state.clone()).collect();
        let scenario = self.scenario.clone();
        for point in &scenario.starts {
            if let Some(values) = scenario.start_values(point, arch) {
                states.push(self.state_with(place.state.selection.clone(), arch, &values));
            }
        }
        let mut warnings: Vec<String> = Vec::new();
        for state in states {
            let place = Place { state: state.clone(), ..place.clone() };
            let evaluation = self.evaluate(&place, arch)?;
            let base = self.evaluate_base(&state, arch)?;
            for missing in self.link_report(&place, arch, &evaluation).0.missing {
                let text = missing.to_string();
                if !cell.missing.contains(&text) {
                    cell.missing.push(text);
                    worst.get_or_insert_with(|| state.clone());
                }
            }
            for warning in self.warnings(&place, arch, &evaluation, &base)? {
                let text = format!("{} {}", warning.place, warning.text);
                if warning.is_new && !warnings.contains(&text) {
                    warnings.push(text);
                    worst.get_or_insert_with(|| state.clone());
                }
            }
        }
        cell.n_new_warnings = warnings.len() as u32;
        if let Some(state) = worst.or_else(|| self.case_state("2", arch, &place.state)) {
            cell.state = state;
        }
        Ok(cell)
    }
}
