//! What a scenario is, for an interface.

use kconfig_series::{Scenario, Series, Start, StepName};

use crate::view::{ArchInfo, PatchInfo, ScenarioView, Selection, StartInfo, State};
use crate::workspace::state_with;

pub(crate) fn scenario_view(scenario: &Scenario, series: &Series) -> ScenarioView {
    let arches = scenario
        .arches
        .iter()
        .map(|arch| ArchInfo { name: arch.name.clone(), counted: arch.counted })
        .collect();
    let patches = scenario
        .patches
        .iter()
        .zip(&series.patches)
        .map(|(patch, parsed)| PatchInfo {
            id: patch.id.clone(),
            short: patch.short.clone(),
            subject: patch.subject.clone(),
            replaces: patch.replaces.clone(),
            files: parsed.patch.files.iter().map(|file| file.path().to_owned()).collect(),
            notes: Vec::new(),
        })
        .collect();
    let starts: Vec<StartInfo> = scenario.starts.iter().map(|start| start_info(scenario, start)).collect();
    let first_arch = scenario.arches.first().map_or("", |arch| &arch.name);
    let first = starts
        .first()
        .and_then(|start| start.states.first().cloned())
        .unwrap_or_else(|| state_with(scenario, Selection::After, first_arch, &[]));
    ScenarioView {
        name: scenario.name.clone(),
        title: scenario.title.clone(),
        description: scenario.description.clone(),
        author: scenario.author.clone(),
        date: scenario.date.clone(),
        version: scenario.version.clone(),
        cover_letter: scenario.cover_letter.clone(),
        menu: scenario.menu.clone(),
        arches,
        more_arches: Vec::new(),
        defconfigs: Default::default(),
        given: Vec::new(),
        profiles: Default::default(),
        patches,
        series: None,
        has_claims: !scenario.claims.is_empty(),
        starts,
        first: State { values: Default::default(), ..first },
    }
}

fn start_info(scenario: &Scenario, start: &Start) -> StartInfo {
    let selection = match &start.step {
        StepName::Base => Selection::Base,
        StepName::After => Selection::After,
        StepName::UpTo(id) => Selection::UpTo(id.clone()),
        StepName::Only(ids) => Selection::Only(ids.clone()),
    };
    let states = start.arches.iter().filter_map(|arch| {
        let values = scenario.start_values(start, arch)?;
        Some(state_with(scenario, selection.clone(), arch, &values))
    });
    StartInfo {
        id: start.id.clone(),
        group: start.group.clone(),
        title: start.title.clone(),
        text: start.text.clone(),
        states: states.collect(),
        regions: start.regions.iter().map(|region| region.name().to_owned()).collect(),
    }
}
