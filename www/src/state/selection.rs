//! Patches ticked and steps chosen: two ways to say the same.

use kconfig::view::{PatchInfo, Selection};

/// Returns the patches of the series itself, replacements left out.
pub fn series(patches: &[PatchInfo]) -> impl Iterator<Item = &PatchInfo> {
    patches.iter().filter(|patch| patch.replaces.is_none())
}

/// Returns the ids of the patches that a selection applies, in their order.
pub fn ticked(selection: &Selection, patches: &[PatchInfo]) -> Vec<String> {
    let n = match selection {
        Selection::Only(ids) => {
            return patches.iter().filter(|patch| ids.contains(&patch.id)).map(|p| p.id.clone()).collect();
        }
        _ => step(selection, patches),
    };
    series(patches).take(n).map(|patch| patch.id.clone()).collect()
}

/// Returns the selection of these patches, in its shortest form.
pub fn of_ticked(ids: &[String], patches: &[PatchInfo]) -> Selection {
    let in_order: Vec<&PatchInfo> = patches.iter().filter(|patch| ids.contains(&patch.id)).collect();
    let is_start_of_series = series(patches).zip(&in_order).all(|(a, b)| a.id == b.id)
        && in_order.len() <= series(patches).count();
    if is_start_of_series {
        of_step(in_order.len(), patches)
    } else {
        Selection::Only(in_order.into_iter().map(|patch| patch.id.clone()).collect())
    }
}

/// Ticks or unticks one patch; a patch and its replacement exclude each other.
pub fn tick(selection: &Selection, id: &str, on: bool, patches: &[PatchInfo]) -> Selection {
    let mut ids = ticked(selection, patches);
    if on {
        let replaced = patches.iter().find(|patch| patch.id == id).and_then(|patch| patch.replaces.clone());
        let rivals = patches.iter().filter(|patch| {
            patch.id != id
                && (Some(&patch.id) == replaced.as_ref()
                    || patch.replaces.as_deref() == Some(id)
                    || (replaced.is_some() && patch.replaces == replaced))
        });
        for rival in rivals {
            ids.retain(|ticked| *ticked != rival.id);
        }
        ids.push(id.to_owned());
    } else {
        ids.retain(|ticked| ticked != id);
    }
    of_ticked(&ids, patches)
}

/// Returns how many patches of the series lie behind: 0 is the base.
///
/// For a choice of patches it is the place of the last of them.
pub fn step(selection: &Selection, patches: &[PatchInfo]) -> usize {
    let place = |id: &String| series(patches).position(|patch| patch.id == *id).map_or(0, |at| at + 1);
    match selection {
        Selection::Base => 0,
        Selection::UpTo(id) => place(id),
        Selection::After => series(patches).count(),
        Selection::Only(ids) => {
            let original = |id: &String| {
                patches.iter().find(|patch| patch.id == *id).and_then(|patch| patch.replaces.clone())
            };
            ids.iter().map(|id| place(&original(id).unwrap_or_else(|| id.clone()))).max().unwrap_or(0)
        }
    }
}

/// Returns the selection of the series' first `n` patches.
pub fn of_step(n: usize, patches: &[PatchInfo]) -> Selection {
    let last = series(patches).count();
    match n {
        0 => Selection::Base,
        n if n >= last => Selection::After,
        n => series(patches).nth(n - 1).map_or(Selection::After, |patch| Selection::UpTo(patch.id.clone())),
    }
}

/// Says in words which patches are applied.
pub fn words(selection: &Selection, patches: &[PatchInfo]) -> String {
    match selection {
        Selection::Base => "base, no patch applied".to_owned(),
        Selection::UpTo(id) if series(patches).next().is_some_and(|first| first.id == *id) => {
            format!("patch {id} applied")
        }
        Selection::UpTo(id) => format!("patches up to {id} applied"),
        Selection::After => match series(patches).count() {
            1 => "the patch applied".to_owned(),
            n => format!("all {n} patches applied"),
        },
        Selection::Only(ids) if ids.len() == 1 => format!("only patch {} applied", ids.join(", ")),
        Selection::Only(ids) => format!("only patches {} applied", ids.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    fn patches() -> Vec<PatchInfo> {
        ["1", "2", "2m", "3"]
            .map(|id| PatchInfo {
                id: id.to_owned(),
                short: String::new(),
                subject: String::new(),
                replaces: id.strip_suffix('m').map(str::to_owned),
                files: Vec::new(),
                notes: Vec::new(),
            })
            .to_vec()
    }

    fn only(ids: &[&str]) -> Selection {
        Selection::Only(ids.iter().map(|id| (*id).to_owned()).collect())
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn a_start_of_the_series_is_a_step() {
        let all = patches();
        assert_eq!(tick(&Selection::Base, "1", true, &all), Selection::UpTo("1".to_owned()));
        assert_eq!(tick(&Selection::After, "3", false, &all), Selection::UpTo("2".to_owned()));
        assert_eq!(tick(&Selection::UpTo("1".to_owned()), "1", false, &all), Selection::Base);
        assert_eq!(tick(&only(&["1", "3"]), "2", true, &all), Selection::After);
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn a_replacement_takes_the_place_of_its_patch() {
        let all = patches();
        assert_eq!(tick(&Selection::After, "2m", true, &all), only(&["1", "2m", "3"]));
        assert_eq!(tick(&only(&["1", "2m", "3"]), "2", true, &all), Selection::After);
        assert_eq!(step(&only(&["2m"]), &all), 2);
    }
}
