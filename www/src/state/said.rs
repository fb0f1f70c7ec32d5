//! The sentences of the page's one status line.

use kconfig::view::{ALL_ARCHES, ScenarioView, StateView, Verdict, cut};

use super::selection;

/// How many characters of a value are said.
const MAX_VALUE: usize = 40;

/// How many characters of a file's name the title has.
const MAX_NAME: usize = 60;

/// What the person at the page did last, for the sentence that answers it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// Nothing worth a sentence, such as a change of focus.
    Quiet,
    /// Opened the page, a link, or went back or forward.
    Opened,
    /// Gave a symbol a value, or took it back.
    Set(String, Option<String>),
    /// Chose a starting point; its title and text.
    Start(String, String),
    /// Chose patches.
    Patches,
    /// Chose an arch.
    Arch,
    /// Chose another base config, or whether base's .config is carried.
    Base,
    /// Took back all values.
    Reset,
    /// Gave a .config, a defconfig or a fragment.
    Given,
    /// Put a series of this title on the tree, or took it off.
    Series(Option<String>),
    /// Undid a change of values (true), or did it again.
    Undone(bool),
}

/// Returns what to say now that `now` is shown; none for silence.
pub fn sentence(cause: &Cause, scenario: &ScenarioView, now: &StateView) -> Option<String> {
    let patches = || selection::words(&now.state.selection, &scenario.patches);
    let place = || format!("{}, {}", place(now), ground(scenario, now));
    Some(match cause {
        Cause::Quiet => return None,
        Cause::Opened => format!("{}. {}", place(), verdicts(now)),
        Cause::Set(symbol, value) => set(symbol, value.as_deref(), now),
        Cause::Start(title, text) => format!("{title}. {text} {}.", place()),
        Cause::Patches => {
            format!("{}. {} {}", capital(&patches()), changed(now, false), verdicts(now))
        }
        Cause::Arch => format!("{}. {}", place(), verdicts(now)),
        Cause::Base => {
            let carried = if now.state.carried { ", base's .config carried" } else { "" };
            format!("{}{carried}. {}", base_label(&now.state.base, scenario), changed(now, false))
        }
        Cause::Series(_) if scenario.patches.last().is_some_and(|patch| patch.id == super::edit::EDIT) => {
            format!("The edit is the last patch. {} {}", place(), changed(now, false))
        }
        Cause::Series(Some(title)) => {
            let n = count(selection::series(&scenario.patches).count(), "patch", "patches");
            format!("{} is on the tree: {n}. {}", cut(title, MAX_NAME), place())
        }
        Cause::Series(None) => format!("The series is off the tree. {}", place()),
        Cause::Given => format!("The file is read. {}", changed(now, false)),
        Cause::Reset => format!("User values cleared. {}", changed(now, false)),
        Cause::Undone(true) => format!("Undone: {}. {}", values(now), changed(now, false)),
        Cause::Undone(false) => format!("Done again: {}. {}", values(now), changed(now, false)),
    })
}

/// Returns what a base config is called: a preset by its make target, another
/// one by its file.
pub fn base_label(base: &str, scenario: &ScenarioView) -> String {
    let given = scenario.given.iter().find(|given| given.base == base);
    given.map_or_else(|| kconfig::view::base_label(base), |given| given.name.clone())
}

/// Returns the title of the document: `CRASH_DUMP - arm64, patches up to 5 applied -
/// Split crash out ...`.
pub fn title(scenario: &ScenarioView, now: &StateView) -> String {
    let symbol = now.symbol.as_ref().map(|symbol| symbol.name.clone());
    let ground = ground(scenario, now);
    let parts = [symbol, Some(format!("{}, {ground}", place(now))), Some(scenario.title.clone())];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    format!("{} - Kconfig Playground", parts.join(" - "))
}

/// What a state stands on: the base config of a kernel's tree, the patches of a series.
fn ground(scenario: &ScenarioView, now: &StateView) -> String {
    let base = cut(&base_label(&now.state.base, scenario), MAX_NAME);
    let base = (scenario.is_kernel() || !scenario.has_patches()).then_some(base);
    let patches = || selection::words(&now.state.selection, &scenario.patches);
    let patches = scenario.has_patches().then(patches);
    base.into_iter().chain(patches).collect::<Vec<_>>().join(", ")
}

/// `no user values`, `1 user value`.
fn values(now: &StateView) -> String {
    match now.state.values.len() {
        0 => "no user values".to_owned(),
        n => count(n, "user value", "user values"),
    }
}

fn place(now: &StateView) -> String {
    if now.state.arch == ALL_ARCHES { "all arches".to_owned() } else { now.state.arch.clone() }
}

/// `KEXEC_FILE set to y on arm64. 4 other symbols changed.`
fn set(symbol: &str, wanted: Option<&str>, now: &StateView) -> String {
    let place = place(now);
    let shown = now.symbol.as_ref().filter(|shown| shown.name == symbol);
    let value = cut(shown.map_or("n", |shown| &shown.value), MAX_VALUE);
    let done = match (wanted.map(|wanted| cut(wanted, MAX_VALUE)), shown) {
        (None, _) => format!("{symbol} has no user value on {place}, and is {value}."),
        (Some(wanted), None) => format!("{symbol} set to {wanted} on {place}, which does not define it."),
        (Some(wanted), Some(shown)) if shown.lost.is_empty() => {
            format!("{symbol} set to {wanted} on {place}.")
        }
        (Some(wanted), Some(shown)) => {
            format!("{symbol} set to {wanted} on {place}, but is {value}: {}.", shown.lost)
        }
    };
    format!("{done} {}", changed(now, true))
}

/// Says how many symbols the step changed, that in focus left out; the pane Difference
/// counts alike.
fn changed(now: &StateView, is_other: bool) -> String {
    let Some(changes) = now.changes else {
        return String::new();
    };
    let n = changes.n - u32::from(is_other && changes.has_focus);
    let other = if is_other { " other" } else { "" };
    match n {
        0 if is_other => "Nothing else changed.".to_owned(),
        0 => "No symbol changed.".to_owned(),
        1 => format!("1{other} symbol changed."),
        n => format!("{n}{other} symbols changed."),
    }
}

/// Says how claims, link check and warnings stand.
fn verdicts(now: &StateView) -> String {
    let count = |verdict| now.claims.iter().filter(|claim| claim.verdict == verdict).count();
    let mut parts = Vec::new();
    let claims = [
        (Verdict::Pass, "pass", "passes"),
        (Verdict::Fail, "fail", "fails"),
        (Verdict::Known, "known", "known"),
    ];
    for (verdict, many, one) in claims {
        match (count(verdict), verdict) {
            (0, _) => {}
            (n, Verdict::Known) => parts.push(format!("{n} known to fail")),
            (1, _) => parts.push(format!("1 claim {one}")),
            (n, _) => parts.push(format!("{n} claims {many}")),
        }
    }
    match now.link_check.missing.len() {
        0 => {}
        1 => parts.push("1 reference is missing".to_owned()),
        n => parts.push(format!("{n} references are missing")),
    }
    if parts.is_empty() { String::new() } else { format!("{}.", parts.join(", ")) }
}

/// `1 symbol`, `2 symbols`.
pub fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map(|first| [first.to_ascii_uppercase()].into_iter().chain(letters).collect())
        .unwrap_or_default()
}
