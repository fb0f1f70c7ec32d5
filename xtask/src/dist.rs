//! `dist`: the static site, optimised.

use std::path::Path;

use crate::tools::{self, Tools};
use crate::trees::{self, Offer};
use crate::{Result, budget, offline, public, run};

/// Where the site is built, relative to the repository.
pub(crate) const SITE: &str = "dist";

const HELP: &str = "\
Builds the optimised static site into dist/ and holds it to its size budgets.
All its addresses are relative: copy the folder to any path of any server.

Usage: cargo xtask dist [--public-url URL] [--tree DIR]... [--bundle FILE]...

Options:
";

/// Runs `cargo xtask dist`.
pub(crate) fn command(mut arguments: lexopt::Parser) -> Result<bool> {
    use lexopt::prelude::*;

    let (mut public_url, mut offers) = (None, Vec::new());
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("public-url") => public_url = Some(public::address(&arguments.value()?.string()?)?),
            Long("tree") => offers.push(Offer::Tree(arguments.value()?.into())),
            Long("bundle") => offers.push(Offer::Bundle(arguments.value()?.into())),
            Long("help") | Short('h') => {
                print!("{HELP}{}{}", public::OPTION, trees::OPTIONS);
                return Ok(true);
            }
            other => return Err(other.unexpected().into()),
        }
    }
    build(&offers, public_url.as_deref())
}

/// Builds the site; false when it is over a budget.
pub(crate) fn build(offers: &[Offer], public_url: Option<&str>) -> Result<bool> {
    let tools = Tools::ensure()?;
    let wasm_opt = tools::ensure_wasm_opt()?;
    if wasm_opt.is_none() {
        eprintln!("==> no wasm-opt and no Node.js to install it with: the site will be larger");
    }
    // trunk calls wasm-opt in release builds only.
    let release = wasm_opt.is_some();
    run::step("building the site", "about 2 minutes the first time, half a minute after", || {
        let mut trunk = tools.trunk(wasm_opt)?;
        public::tell(&mut trunk, public_url);
        trees::offer(&mut trunk, offers)?;
        trunk.env(offline::VARIABLE, "1");
        run::run(
            trunk
                .args(["build", "--offline", "--cargo-profile", "site"])
                .args(["--dist", SITE])
                .arg(format!("--release={release}")),
        )
    })?;
    budget::check(Path::new(SITE))
}
