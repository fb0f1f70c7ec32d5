//! `kconfig replay`: the review text of a link's state.

use std::ffi::OsString;
use std::io::Read as _;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use kconfig::series::{Patch, read};
use kconfig::series_link::{ReadLink, read_link};
use kconfig::view::{OpenedLink, Problem};
use kconfig::{Workspace, public_address, tree_of_link};
use lexopt::prelude::*;

use crate::bundle;
use crate::disk::read_lossy;
use crate::scenario::{open, problem_text};
use crate::series_input::{Named, read_argument};
use crate::series_state::{self, Tree};

struct Options {
    link: String,
    bundle: Option<PathBuf>,
    /// The folder of the tree that a series is put on.
    tree: Option<PathBuf>,
    /// The series that a recipe names.
    series: Vec<String>,
    /// The .config that the link's sender started from.
    config: Option<PathBuf>,
}

pub(crate) fn run(args: impl Iterator<Item = OsString>) -> Result<ExitCode, String> {
    let options = parse_args(args).map_err(|error| error.to_string())?;
    match read_link(&options.link) {
        Ok(link) if link.series.is_some() => return of_series(&options, &link),
        Err(problem) if options.tree.is_some() || !options.series.is_empty() => {
            return Err(series_state::refusal(&problem));
        }
        Ok(_) if options.tree.is_some() || !options.series.is_empty() => {
            return Err(
                "the link is of no series: it takes no --series, and its tree with --bundle FILE".into()
            );
        }
        _ => {}
    }
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

/// Puts the series of a link, or the one that its recipe names, on a tree.
fn of_series(options: &Options, link: &ReadLink) -> Result<ExitCode, String> {
    let tree = match (&options.bundle, &options.tree) {
        (Some(file), _) => Tree::of_bundle(bundle::open(file)?, link.state.profile.clone()),
        (None, Some(folder)) => Tree::of_folder(folder)?,
        (None, None) => return Err(series_state::which_tree(link)),
    };
    let given = options
        .config
        .as_ref()
        .map(|path| read_lossy(path).map_err(|error| format!("{}: {error}", path.display())));
    let given = given.transpose()?;
    let mut inputs = Vec::new();
    for argument in &options.series {
        inputs.extend(read_argument(argument)?);
    }
    let inputs: Vec<_> = inputs.iter().map(Named::as_input).collect();
    let reading = read(&inputs);
    if reading.patches.is_empty() && !inputs.is_empty() {
        return Err("--series: no patch in what was given".into());
    }
    let patches: Vec<Patch> = reading.patches.into_iter().map(|patch| patch.patch).collect();
    let fetched = Some(&*patches).filter(|patches| !patches.is_empty());
    let replayed = series_state::replay(&tree, link, fetched, given.as_deref())?;
    eprintln!("{}", replayed.notice);
    print!("{}", replayed.text);
    Ok(if replayed.is_match { ExitCode::SUCCESS } else { ExitCode::FAILURE })
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
    let (mut link, mut bundle, mut tree, mut config, mut series) = (None, None, None, None, Vec::new());
    let mut parser = lexopt::Parser::from_args(args);
    while let Some(arg) = parser.next()? {
        match arg {
            Long("bundle") => bundle = Some(parser.value()?.into()),
            Long("tree") => tree = Some(parser.value()?.into()),
            Long("series") => series.push(parser.value()?.string()?),
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
    if tree.is_some() && bundle.is_some() {
        return Err("only one of --tree DIR and --bundle FILE can be the tree".into());
    }
    Ok(Options { link, bundle, tree, series, config })
}
