//! The sentences of the page's one status line.

use std::collections::BTreeMap;

use kconfig::view::{ALL_ARCHES, ScenarioView, StateView, Verdict};

use super::selection;

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
}

/// Returns what to say now that `now` is shown; none for silence.
pub fn sentence(
    cause: &Cause,
    scenario: &ScenarioView,
    before: Option<&StateView>,
    now: &StateView,
) -> Option<String> {
    let place = || place(now);
    let patches = || selection::words(&now.state.selection, &scenario.patches);
    Some(match cause {
        Cause::Quiet => return None,
        Cause::Opened => format!("{}, {}. {}", place(), patches(), verdicts(now)),
        Cause::Set(symbol, value) => set(symbol, value.as_deref(), before, now),
        Cause::Start(title, text) => format!("{title}. {text} {}, {}.", place(), patches()),
        Cause::Patches => {
            format!("{}. {} {}", capital(&patches()), changed(before, now, None), verdicts(now))
        }
        Cause::Arch => format!("{}, {}. {}", place(), patches(), verdicts(now)),
        Cause::Base => {
            let carried = if now.state.carried { ", base's .config carried" } else { "" };
            format!("{}config{carried}. {}", now.state.base, changed(before, now, None))
        }
        Cause::Reset => format!("User values cleared. {}", changed(before, now, None)),
    })
}

fn place(now: &StateView) -> String {
    if now.state.arch == ALL_ARCHES { "all arches".to_owned() } else { now.state.arch.clone() }
}

/// `KEXEC_FILE set to y on arm64. 4 other symbols changed.`
fn set(symbol: &str, wanted: Option<&str>, before: Option<&StateView>, now: &StateView) -> String {
    let place = place(now);
    let values = values(&now.config);
    let value = values.get(symbol).copied().unwrap_or("n");
    let unquoted = value.trim_matches('"');
    let done = match wanted {
        None => format!("{symbol} has no user value on {place}, and is {value}."),
        Some(wanted) if wanted == value || wanted == unquoted => {
            format!("{symbol} set to {wanted} on {place}.")
        }
        Some(wanted) => format!("{symbol} set to {wanted} on {place}, and is {value} all the same."),
    };
    format!("{done} {}", changed(before, now, Some(symbol)))
}

/// Says how many symbols changed, one of them left out.
fn changed(before: Option<&StateView>, now: &StateView, but: Option<&str>) -> String {
    let Some(before) = before else {
        return String::new();
    };
    let (old, new) = (values(&before.config), values(&now.config));
    let n_gone = old.keys().filter(|name| !new.contains_key(*name)).count();
    let n_other = new.iter().filter(|(name, value)| old.get(*name) != Some(*value)).count();
    let itself = but.is_some_and(|name| old.get(name) != new.get(name));
    let n = n_gone + n_other - usize::from(itself);
    let other = if but.is_some() { " other" } else { "" };
    match n {
        0 if but.is_some() => "Nothing else changed.".to_owned(),
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

/// Returns the values that a .config writes; a symbol that it says is not set
/// is `n`, which is what an absent one is, and so both are left out.
pub fn values(config: &str) -> BTreeMap<&str, &str> {
    config.lines().filter_map(|line| line.strip_prefix("CONFIG_")?.split_once('=')).collect()
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::values;

    #[test]
    fn not_set_and_absent_are_the_same() {
        let config = "# Linux\nCONFIG_A=y\n# CONFIG_B is not set\nCONFIG_C=\"x=y\"\n";
        assert_eq!(values(config).into_iter().collect::<Vec<_>>(), [("A", "y"), ("C", "\"x=y\"")]);
    }
}
