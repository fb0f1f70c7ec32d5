//! The claims of the cover letter, evaluated.

use kconfig_base::Tristate;
use kconfig_eval::Evaluation;
use kconfig_model::MenuId;
use kconfig_series::{Assignment, Expect, LinkReport, link_check, objects_for_arch};

use crate::view::{ClaimView, LinkCheckView, MissingView, Problem, Verdict};
use crate::workspace::{Place, Workspace};

impl Workspace {
    /// Evaluates all claims for an arch with the patches of a place.
    ///
    /// A claim starts from the values of its own case. Of the state's values
    /// only those count that the claim leaves to the user: the symbols that
    /// the conditions of its expectations name.
    pub(crate) fn claims(&mut self, place: &Place, arch: &str) -> Result<Vec<ClaimView>, Problem> {
        let scenario = self.scenario.clone();
        let counted = self.claimed_arch(arch).is_some_and(|arch| arch.counted);
        let mut views = Vec::new();
        for claim in &scenario.claims {
            let (Some(case), Some(mut values)) = (claim.case(arch), scenario.case_values(&claim.id, arch))
            else {
                continue;
            };
            for symbol in free_symbols(&case.expect) {
                if let Some(value) = place.state.values.get(&symbol) {
                    values.push(Assignment { symbol, value: value.clone() });
                }
            }
            let state = self.state_with(place.state.selection.clone(), arch, &values);
            let case_place = Place { state: state.clone(), ..place.clone() };
            let evaluation = self.evaluate(&case_place, arch)?;
            let in_menu = self.values_in_menu(&evaluation);
            let differing = case.check(in_menu.iter().map(|(name, _)| &**name), |name| {
                Some(lookup(&evaluation, name)).filter(|value| !value.is_empty())
            });
            let known = scenario
                .known_failure(arch, &claim.id)
                .filter(|known| self.is_applied(place, &known.from) && !differing.is_empty());
            let verdict = match (differing.is_empty(), known.is_some() || !counted) {
                (true, _) => Verdict::Pass,
                (false, true) => Verdict::Known,
                (false, false) => Verdict::Fail,
            };
            let word = match verdict {
                Verdict::Pass => "pass",
                Verdict::Fail => "fail",
                Verdict::Known => "fail (known)",
            };
            let missing = self.link_report(place, arch, &evaluation).0.missing;
            views.push(ClaimView {
                id: claim.id.clone(),
                title: claim.title.clone(),
                verdict,
                counted,
                text: format!("{word} {}: {}", claim.id, claim.title),
                differing: differing.into_iter().map(|d| (d.symbol, d.expected, d.actual)).collect(),
                reason: match known {
                    Some(known) => format!("{} Found: {}.", known.reason, known.found),
                    None if verdict == Verdict::Known => {
                        format!("The cover letter does not speak for {arch}.")
                    }
                    None => String::new(),
                },
                missing: missing.iter().map(ToString::to_string).collect(),
                state,
            });
        }
        Ok(views)
    }

    fn is_applied(&self, place: &Place, id: &str) -> bool {
        let patches = &self.snapshots.series().patches;
        place.selection.indices().iter().any(|&index| patches[index].id == id)
    }

    /// The symbols of the menu in view with their values as in .config; those
    /// that are not written, or n, have none.
    pub(crate) fn values_in_menu(&self, evaluation: &Evaluation) -> Vec<(String, String)> {
        let model = &evaluation.model;
        let menu = self.menu_in_view(model).unwrap_or(MenuId::ROOT);
        let mut values: Vec<(String, String)> = Vec::new();
        for symbol in model.menus_below(menu).filter_map(|menu| model.menu(menu).symbol) {
            if !model.symbol(symbol).is_choice() {
                let name = model.name(symbol);
                if !values.iter().any(|(seen, _)| seen == name) {
                    values.push((name.to_owned(), lookup(evaluation, name).to_owned()));
                }
            }
        }
        values
    }

    /// The link check of an evaluation, and what is wrong with its records.
    pub(crate) fn link_report(
        &self,
        place: &Place,
        arch: &str,
        evaluation: &Evaluation,
    ) -> (LinkReport, Vec<String>) {
        let srcarch = self.claimed_arch(arch).map_or(arch, |arch| &arch.srcarch);
        let (files, problems) = objects_for_arch(&place.snapshot.tree, srcarch);
        let report = link_check(&files, |name| lookup(evaluation, name));
        (report, problems.iter().map(ToString::to_string).collect())
    }

    pub(crate) fn link_check_view(
        &self,
        place: &Place,
        arch: &str,
        evaluation: &Evaluation,
    ) -> LinkCheckView {
        let (report, problems) = self.link_report(place, arch, evaluation);
        let missing = report.missing.iter().map(|missing| {
            let providers: Vec<String> = missing
                .providers
                .iter()
                .map(|provider| match &*provider.condition {
                    "" => provider.object.clone(),
                    condition => format!("{} if {condition}", provider.object),
                })
                .collect();
            let needed = match &*missing.needed_if {
                "" => "always needed".to_owned(),
                condition => format!("needed if {condition}"),
            };
            let provided = match providers.is_empty() {
                true => "provided by no recorded object".to_owned(),
                false => format!("provided by {}", providers.join(", or ")),
            };
            MissingView { text: missing.to_string(), detail: format!("{needed}; {provided}") }
        });
        LinkCheckView { summary: report.summary(), missing: missing.collect(), problems }
    }
}

/// The value of a symbol as a condition of a claim or an object reads it.
pub(crate) fn lookup<'e>(evaluation: &'e Evaluation, name: &str) -> &'e str {
    let Some(symbol) = evaluation.model.find(name) else { return "" };
    let value = evaluation.value(symbol);
    let is_tristate = evaluation.model.symbol(symbol).ty.is_tristate_like();
    if is_tristate && value.tri == Tristate::N || !is_tristate && !value.write {
        return "";
    }
    evaluation.text(symbol)
}

/// The symbols that the conditions of expectations name.
fn free_symbols(expect: &Expect) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for cond in expect.conds() {
        for name in cond.expr.symbols() {
            if !names.iter().any(|seen| seen == name) {
                names.push(name.to_owned());
            }
        }
    }
    names
}
