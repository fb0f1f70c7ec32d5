//! What is done to this repository beyond `cargo build`: serve the page, build
//! the site, run every check.
//!
//! Start at [`COMMANDS`] for the commands; [`tools`] and [`cache`] say what is
//! installed and where. Nothing here is part of the product.

mod apt;
mod bench;
mod browser;
mod budget;
mod cache;
mod dist;
mod fuzz;
mod offline;
mod oracle;
mod public;
mod run;
mod seal;
mod serve;
mod test;
mod tools;
mod trees;

use std::process::ExitCode;

const HELP: &str = "\
The project's own commands.

Usage: cargo xtask <COMMAND>

Commands:
  serve [--tree DIR] ...   Build the page quickly and serve it on http://127.0.0.1:8080/, and
                           offer kernel trees; `cargo xtask serve --help` says more
  dist [--public-url URL] [--tree DIR] ...
                           Build the optimised site into dist/ and hold it to its size budgets;
                           the page's links start with URL
  test [--only STEP,...]   Run every check; `cargo xtask test --help` lists the steps
  oracle [--full] ...      Run the kernel's own conf and ours over the kernel's Kconfig trees
                           and compare what they leave; `cargo xtask oracle --help` says more
  bench [--arch ARCH] ...  Measure the kernel's own conf and ours, side by side; with --browser
                           the page over a whole kernel
  fuzz [--seconds N] ...   Run the fuzz targets; `cargo xtask fuzz --help` says more
  seal                     Write the Content-Security-Policy and the public address into a
                           built page (trunk calls this)
  help                     Print this text

What the commands need and do not find is installed into
$XDG_CACHE_HOME/kconfig-playground (or ~/.cache/kconfig-playground), outside
the repository:
  tools/trunk-VERSION, tools/wasm-bindgen-VERSION   built with `cargo install`, once
  tools/cargo-fuzz-VERSION                          built with `cargo install`, once
  tools/binaryen-VERSION                            wasm-opt, only where npm is present
  tools/axe-core-VERSION                            what the e2e tests ask, by npm
  linux-6.12, conf-6.12, linux-6.1, conf-6.1        the kernel's Kconfig trees and their confs
  tools/pytest-VERSION                              where python3 has no pytest
  tools/kconfiglib-VERSION                          what `bench --browser` compares with
  trees                                             bundles of the trees that were offered
  oracle                                            what compiler and conf have answered
On Debian as root, `test` also installs chromium and chromium-driver with apt-get,
and for the kernel's make flex and bison; `bench` installs valgrind.
";

type Result<T, E = Box<dyn std::error::Error>> = std::result::Result<T, E>;

/// A command's name and what runs it; false means that a check failed and has
/// said so.
type Entry = (&'static str, fn(lexopt::Parser) -> Result<bool>);

const COMMANDS: &[Entry] = &[
    ("serve", serve::command),
    ("dist", dist::command),
    ("test", test::command),
    ("oracle", oracle::command),
    ("fuzz", fuzz::command),
    ("bench", bench::command),
    ("seal", seal::command),
];

fn main() -> ExitCode {
    // The oracle's runs find this program under a compiler's name.
    if let Some(code) = oracle::answer() {
        return code;
    }
    match dispatch() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch() -> Result<bool> {
    use lexopt::prelude::*;

    let mut arguments = lexopt::Parser::from_env();
    let name = match arguments.next()? {
        Some(Value(name)) => name.string()?,
        Some(Long("help") | Short('h')) | None => "help".to_owned(),
        Some(other) => return Err(other.unexpected().into()),
    };
    if name == "help" {
        print!("{HELP}");
        return Ok(true);
    }
    let Some((_, command)) = COMMANDS.iter().find(|(known, _)| *known == name) else {
        return Err(format!("no command `{name}`; see `cargo xtask help`").into());
    };
    std::env::set_current_dir(cache::repository())?;
    command(arguments)
}
