//! `kconfig replay`: the review text of a link's state.

use std::ffi::OsString;
use std::io::Read as _;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use kconfig::view::{OpenedLink, Problem};
use kconfig::{Workspace, public_address, tree_of_link};
use lexopt::prelude::*;

use crate::bundle;
use crate::disk::read_lossy;
use crate::scenario::{open, problem_text};

struct Options {
    link: String,
    bundle: Option<PathBuf>,
    /// The .config that the link's sender started from.
    config: Option<PathBuf>,
}

pub(crate) fn run(args: impl Iterator<Item = OsString>) -> Result<ExitCode, String> {
    let options = parse_args(args).map_err(|error| error.to_string())?;
    let name = tree_of_link(&options.link);
    let is_scenario = |name: &String| kconfig_scenarios::scenario(name).is_some();
    let (opened, text) = match (&options.bundle, name.filter(|name| !is_scenario(name))) {
        (Some(bundle), Some(name)) => of_tree(&options, &name, bundle)?,
        (None, Some(name)) => {
            return Err(format!("the link is about the tree {name}: name its file with --bundle FILE"));
        }
        (_, None) => of_scenario(&options.link)?,
    };
    let instead = if opened.is_read { "" } else { " Below is the state that its tree opens with." };
    eprintln!("{}{instead}", opened.notice);
    print!("{}", text.map_err(|problem| problem_text(&problem))?);
    Ok(if opened.is_sound { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

type Replayed = (OpenedLink, Result<String, Problem>);

fn of_scenario(link: &str) -> Result<Replayed, String> {
    // A link that is too damaged to name one is read with the first.
    let fallback = kconfig_scenarios::scenarios().first().map_or("", |scenario| scenario.name);
    let mut workspace = open(&tree_of_link(link).unwrap_or_else(|| fallback.to_owned()))?;
    let opened = workspace.open_link(link);
    let text = workspace.review_text(&opened.state, public_address(link));
    Ok((opened, text))
}

fn of_tree(options: &Options, name: &str, file: &std::path::Path) -> Result<Replayed, String> {
    let bundle = Arc::new(bundle::open(file)?);
    let mut tree = Workspace::open_tree(name, bundle).map_err(|problem| problem_text(&problem))?;
    if let Some(path) = &options.config {
        let text = read_lossy(path).map_err(|error| format!("{}: {error}", path.display()))?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        tree.keep(&name, &text);
    }
    let opened = tree.open_link(&options.link);
    let text = tree.review_text(&opened.state, public_address(&options.link));
    Ok((opened, text))
}

fn parse_args(args: impl Iterator<Item = OsString>) -> Result<Options, lexopt::Error> {
    let (mut link, mut bundle, mut config) = (None, None, None);
    let mut parser = lexopt::Parser::from_args(args);
    while let Some(arg) = parser.next()? {
        match arg {
            Long("bundle") => bundle = Some(parser.value()?.into()),
            Long("config") => config = Some(parser.value()?.into()),
            Value(text) if link.is_none() => link = Some(text.string()?),
            other => return Err(other.unexpected()),
        }
    }
    let mut link = link.ok_or("replay takes one link or mail, in quotes, or `-`")?;
    if link == "-" {
        let mut mail = Vec::new();
        std::io::stdin().read_to_end(&mut mail).map_err(|error| format!("standard input: {error}"))?;
        // A mail may be of any character set; a link is ASCII.
        link = String::from_utf8_lossy(&mail).into_owned();
    }
    Ok(Options { link, bundle, config })
}
