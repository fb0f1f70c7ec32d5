//! What would not link, by its cause: the conditions that leave out what is needed.

use kconfig_series::MissingReference;

use crate::view::{Problem, Selection, State};
use crate::workspace::{Place, Workspace};

/// Link symbols that nothing built provides, for one cause.
pub(super) struct Cause {
    /// Who would provide them: object, condition; "" is always.
    pub(super) providers: Vec<(String, String)>,
    /// `VMCORE_INFO=n (kernel/Kconfig.kexec:6)`: the symbols of these conditions that
    /// are n, and where they are defined.
    pub(super) why: Vec<String>,
    /// The patch from which on the first of the references is missing, where that is
    /// known.
    pub(super) since: Option<String>,
    /// The functions that need them.
    pub(super) needs: Vec<Needs>,
}

/// A function that needs link symbols which are missing.
pub(super) struct Needs {
    /// The arches, in the order of the tabs.
    pub(super) arches: Vec<String>,
    /// How to see it on these arches: `--claim 3`.
    pub(super) how: String,
    /// The object.
    pub(super) object: String,
    /// Its function.
    pub(super) function: String,
    /// The link symbols.
    pub(super) symbols: Vec<String>,
    /// When they are needed; "" is always.
    pub(super) needed_if: String,
}

/// A reference that is missing on an arch, and how to see it.
struct Found<'a> {
    arch: &'a str,
    state: &'a State,
    how: &'a str,
    missing: &'a MissingReference,
}

impl Workspace {
    /// Collects what would not link at a place: in its own state, then in the cases
    /// of the letter and at the starting points, on the arches that it looks at.
    pub(super) fn causes_at(&mut self, place: &Place) -> Result<Vec<Cause>, Problem> {
        let mut causes: Vec<Cause> = Vec::new();
        for arch in self.arches_of(place) {
            let evaluation = self.evaluate(place, &arch)?;
            let own = self.link_report(place, &arch, &evaluation).0.missing;
            let state = State { arch: arch.clone(), ..place.state.clone() };
            let cell = self.cell(&place.selection, &arch)?;
            let mut seen: Vec<String> = Vec::new();
            let own = [(&state, how(&state), &own)].into_iter();
            let cases = cell.unlinked.iter().map(|it| (&it.state, it.how.clone(), &it.missing));
            for (state, how, missing) in own.chain(cases) {
                for missing in missing {
                    // The same reference is missing in many cases: the first one speaks.
                    if !seen.contains(&missing.to_string()) {
                        seen.push(missing.to_string());
                        let found = Found { arch: &arch, state, how: &how, missing };
                        self.add(&mut causes, &found)?;
                    }
                }
            }
        }
        Ok(causes)
    }

    /// Adds a reference to its cause, or begins one.
    fn add(&mut self, causes: &mut Vec<Cause>, found: &Found<'_>) -> Result<(), Problem> {
        let Found { arch, state, how, missing } = found;
        let providers: Vec<(String, String)> =
            missing.providers.iter().map(|it| (it.object.clone(), it.condition.clone())).collect();
        let at = match causes.iter().position(|cause| cause.providers == providers) {
            Some(at) => at,
            None => {
                let since = self.missing_since(arch, state, &missing.to_string())?;
                let why = self.why_not_provided(arch, state, &providers)?;
                causes.push(Cause { providers, why, since, needs: Vec::new() });
                causes.len() - 1
            }
        };
        let needs = &mut causes[at].needs;
        let is_it = |needs: &&mut Needs| {
            (&needs.object, &needs.function, &needs.needed_if)
                == (&missing.object, &missing.function, &missing.needed_if)
                && needs.how == *how
        };
        match needs.iter_mut().find(is_it) {
            Some(needs) => {
                if !needs.symbols.contains(&missing.symbol) {
                    needs.symbols.push(missing.symbol.clone());
                }
                if needs.arches.iter().all(|name| name != arch) {
                    needs.arches.push((*arch).to_owned());
                }
            }
            None => needs.push(Needs {
                arches: vec![(*arch).to_owned()],
                how: (*how).to_owned(),
                object: missing.object.clone(),
                function: missing.function.clone(),
                symbols: vec![missing.symbol.clone()],
                needed_if: missing.needed_if.clone(),
            }),
        }
        Ok(())
    }

    /// The first patch of the series from which on a reference is missing in a
    /// state's values up to the state's own step; none for other choices of patches.
    fn missing_since(&mut self, arch: &str, state: &State, text: &str) -> Result<Option<String>, Problem> {
        let place = self.place(state)?;
        if matches!(place.state.selection, Selection::Only(_)) {
            return Ok(None);
        }
        for step in (0..place.selection.indices().len()).rev() {
            let selection = self.snapshots.series().first(step);
            let before = State { selection: self.canonical(&selection), ..state.clone() };
            let before = self.place(&before)?;
            let evaluation = self.evaluate(&before, arch)?;
            let missing = self.link_report(&before, arch, &evaluation).0.missing;
            if !missing.iter().any(|missing| missing.to_string() == text) {
                let first = place.selection.indices()[step];
                return Ok(Some(self.snapshots.series().patches[first].id.clone()));
            }
        }
        Ok(None)
    }

    /// The symbols of the providers' conditions that are n, with their places.
    fn why_not_provided(
        &mut self,
        arch: &str,
        state: &State,
        providers: &[(String, String)],
    ) -> Result<Vec<String>, Problem> {
        let place = self.place(state)?;
        let evaluation = self.evaluate(&place, arch)?;
        let mut why: Vec<String> = Vec::new();
        for name in providers.iter().flat_map(|(_, condition)| names(condition)) {
            let model = &evaluation.model;
            let Some(symbol) = model.find(name) else { continue };
            let Some(&menu) = model.symbol(symbol).menus.first() else { continue };
            let is_n = crate::claims_view::lookup(&evaluation, name).is_empty();
            let (path, line) = model.path_line(model.menu(menu).location);
            let text = format!("{name}=n ({path}:{line})");
            if is_n && !why.contains(&text) {
                why.push(text);
            }
        }
        Ok(why)
    }
}

/// The options that set a state's values.
fn how(state: &State) -> String {
    let values: Vec<String> = state.values.iter().map(|(name, value)| format!("{name}:{value}")).collect();
    let mut options = Vec::new();
    if state.base != "alldef" {
        options.push(format!("--base {}", state.base));
    }
    if state.carried {
        options.push("--carried".to_owned());
    }
    if !values.is_empty() {
        options.push(format!("--set {}", values.join(",")));
    }
    options.join(" ")
}

/// The names in a condition.
fn names(condition: &str) -> impl Iterator<Item = &str> {
    condition
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .filter(|word| word.starts_with(|c: char| c.is_ascii_uppercase()))
}
