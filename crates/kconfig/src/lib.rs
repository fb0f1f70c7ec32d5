//! The facade: everything that a user interface needs, and the only crate it
//! may depend on.
//!
//! [`tree`] is the evaluator for one tree, as `conf` is, and [`bundle`] a tree in
//! one file, with what its shell commands answered; [`Workspace`] is a tree with a
//! series and claims on it, each of which may be none, on all its arches, and [`view`]
//! what it shows of a state; [`claims`] are what a series is said to do, [`sweep`]
//! compares two trees of an arch, and [`series_link`] sends a state of a series. It knows no files, no environment and no browser.

mod arches;
mod cell;
mod claims_file;
mod claims_view;
mod config_view;
mod graph_view;
mod links;
mod menu;
mod probe_file;
mod reason;
mod review;
mod scenario_file;
mod scenario_view;
mod state_config;
mod symbol_view;
mod tree_index;
mod tree_name;
mod verdict;
mod warnings;
mod workspace;
mod world;

pub mod bundle;
pub mod claims;
pub mod series;
pub mod series_link;
pub mod sweep;
pub mod tree;
pub mod view;

pub use links::{public_address, tree_of_link};
pub use review::wrap;
pub use scenario_file::{LoadedScenario, ScenarioError, load_scenario, parse_scenario};
pub use state_config::state_config;
pub use workspace::Workspace;
