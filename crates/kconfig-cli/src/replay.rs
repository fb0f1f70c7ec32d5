//! `kconfig replay`: the review text of a link's state.

use std::ffi::OsString;
use std::io::Read as _;
use std::process::ExitCode;

use crate::scenario::{open, problem_text};

pub(crate) fn run(mut args: impl Iterator<Item = OsString>) -> Result<ExitCode, String> {
    let (Some(link), None) = (args.next(), args.next()) else {
        return Err("replay takes one link, in quotes, or `-`".into());
    };
    let mut link = link.to_string_lossy().into_owned();
    if link == "-" {
        link.clear();
        std::io::stdin().read_to_string(&mut link).map_err(|error| format!("standard input: {error}"))?;
    }
    // The link names its scenario; a damaged one is read with the first.
    let fallback = kconfig_scenarios::scenarios().first().map_or("", |scenario| scenario.name);
    let name = kconfig_scenarios::scenarios()
        .iter()
        .map(|scenario| scenario.name)
        .find(|name| link.contains(&format!("1/{name}")))
        .unwrap_or(fallback);
    let mut workspace = open(name)?;
    let opened = workspace.open_link(&link);
    eprintln!("{}", opened.notice);
    let text = workspace.review_text(&opened.state).map_err(|problem| problem_text(&problem))?;
    print!("{text}");
    Ok(if opened.is_sound { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
