//! The command line: bins `conf` and `kconfig`, and the outside world.
//!
//! The only crate that touches files, the environment, processes and standard
//! output; everything that it knows of Kconfig it asks the facade.
//!
//! Start with [`conf::main`] and [`cli::main`].

// First: its macros are those of all others.
#[macro_use]
mod output;

pub mod cli;
pub mod conf;
pub mod disk;
pub mod shell;

mod answer;
mod ask;
mod ask_choice;
mod bundle;
mod conf_args;
mod conf_files;
mod eval;
mod index;
mod record;
mod replay;
mod scenario;
mod series;
mod series_audit;
mod series_claims;
mod series_input;
mod series_json;
mod series_letter;
mod series_markdown;
mod series_state;
mod series_sweep;
mod series_text;
mod toolchain;
