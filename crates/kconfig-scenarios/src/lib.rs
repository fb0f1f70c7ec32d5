//! The scenarios of this repository, embedded as texts.
//!
//! Takes the folder `www/scenarios` when it is built and gives its files as
//! they stand. It understands none of them: the facade crate decodes
//! `scenario.toml`, the core reads trees and patches.
//!
//! Start with [`scenarios`].

/// One folder of `www/scenarios` that holds a `scenario.toml`.
#[derive(Clone, Copy, Debug)]
pub struct EmbeddedScenario {
    /// The folder's name.
    pub name: &'static str,
    /// Path below the folder, with `/`, and text; in path order, folder by folder.
    pub files: &'static [(&'static str, &'static str)],
}

impl EmbeddedScenario {
    /// Gives the text of a file.
    pub fn file(&self, path: &str) -> Option<&'static str> {
        self.files.iter().find(|(name, _)| *name == path).map(|(_, text)| *text)
    }
}

static SCENARIOS: &[EmbeddedScenario] = include!(concat!(env!("OUT_DIR"), "/scenarios.rs"));

/// Gives all scenarios, in the order of their names.
pub fn scenarios() -> &'static [EmbeddedScenario] {
    SCENARIOS
}

/// Finds a scenario by its name.
pub fn scenario(name: &str) -> Option<&'static EmbeddedScenario> {
    SCENARIOS.iter().find(|scenario| scenario.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scenario_has_its_tree_and_patches() {
        assert!(!scenarios().is_empty());
        for scenario in scenarios() {
            assert!(scenario.file("scenario.toml").is_some(), "{}", scenario.name);
            for part in ["tree/", "patches/"] {
                let has = scenario.files.iter().any(|(path, _)| path.starts_with(part));
                assert!(has, "{} has no {part}", scenario.name);
            }
        }
    }

    #[test]
    fn the_opening_scenario_is_there() {
        let opening = scenario("crash-kexec-split").unwrap();
        assert!(
            opening.file("tree/kernel/Kconfig.kexec").is_some_and(|text| text.contains("config KEXEC_CORE"))
        );
        assert!(scenario("no-such-series").is_none());
    }
}
