//! Placeholder.

mod scenario_file;

pub use scenario_file::{LoadedScenario, ScenarioError, load_scenario, parse_scenario};
