//! What the page says of a kernel's tree.

use std::collections::BTreeMap;

use crate::bundle::{Bundle, NO_PROFILE, arches_together, kernel_version};
use crate::view::{ArchInfo, ScenarioView, Selection, State};
use crate::world::base::defconfigs;

/// What the page says of a tree.
pub(super) fn info(name: &str, bundle: &Bundle) -> ScenarioView {
    let version = bundle.files.get("Makefile").map_or(String::new(), |makefile| kernel_version(makefile));
    let all = bundle.arches();
    let arch_info = |name: &str| ArchInfo { name: name.to_owned(), counted: true };
    let together = arches_together(&all);
    let is_more = |name: &&String| !together.contains(name);
    let more: Vec<ArchInfo> = all.iter().filter(is_more).map(|name| arch_info(name)).collect();
    let arches: Vec<ArchInfo> = together.iter().map(|name| arch_info(name)).collect();
    let defconfigs = all.iter().map(|arch| (arch.clone(), defconfigs(&bundle.files, arch))).collect();
    let profiles = all.iter().map(|arch| {
        let names = bundle.profiles_for(arch).map(|profile| profile.name.clone());
        (arch.clone(), names.chain([NO_PROFILE.to_owned()]).collect())
    });
    let first = State {
        tree: name.to_owned(),
        selection: Selection::After,
        arch: arches.first().map_or(String::new(), |arch| arch.name.clone()),
        base: "alldef".to_owned(),
        carried: false,
        values: BTreeMap::new(),
        focus: None,
        profile: None,
        answers: BTreeMap::new(),
    };
    ScenarioView {
        name: name.to_owned(),
        title: format!("Linux {version}"),
        arches,
        more_arches: more,
        defconfigs,
        profiles: profiles.collect(),
        first,
        ..ScenarioView::default()
    }
}
