//! `kconfig series`: a patch series on a tree, and what it does there.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use kconfig::bundle::{Bundle, kernel_version};
use kconfig::series::{Patch, Reading, Step, apply_series, kept_in, read, reversed_series};
use kconfig::tree::Vfs;
use lexopt::prelude::*;

use crate::eval::parse_set;
use crate::series_input::{Git, Named, is_range, read_argument};
use crate::series_letter::Letters;
use crate::series_state::{self, Tree};
use crate::series_sweep::{Answers, Effects, Wanted, sweep};
use crate::{bundle, series_audit, series_claims, series_json, series_markdown, series_text};

/// How the report is written.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Format {
    #[default]
    Text,
    Json,
    Markdown,
}

#[derive(Default)]
struct Options {
    wanted: Wanted,
    claims: Option<PathBuf>,
    /// The claims of the series' text are shown in place of the report.
    is_letter: bool,
    written_claims: Option<PathBuf>,
    profile: Option<String>,
    format: Format,
    inputs: Vec<String>,
    tree: Option<PathBuf>,
    bundle: Option<PathBuf>,
    git: Option<PathBuf>,
    is_reversed: bool,
    is_verbose: bool,
    /// Whether the link of one state is all that is wanted.
    is_link: bool,
    /// The address of the page in that link.
    page: Option<String>,
}

pub(crate) fn run(args: impl Iterator<Item = OsString>) -> Result<ExitCode, String> {
    let mut options = parse_args(args).map_err(|error| error.to_string())?;
    options.wanted.claims = options.claims.as_deref().map(series_claims::read).transpose()?;
    if options.is_letter {
        return letter(&options);
    }
    let (inputs, base, answers) = gather(&options)?;
    let reading = read_series(&inputs)?;
    let patches = patches(&reading, options.is_reversed);
    if let Some(n) = options.wanted.patch.filter(|n| !(1..=patches.len()).contains(n)) {
        return Err(format!("--patch {n}: the series has {} patches", patches.len()));
    }
    if options.is_link {
        return link(&options, &reading, &patches, Tree { files: base, answers });
    }
    let steps = apply_series(&base, &patches, kept_in(&base));
    let effects = sweep(trees(&base, &steps), &answers, &options.wanted)?;
    let version = base.get("Makefile").map(|makefile| kernel_version(makefile)).unwrap_or_default();
    let text = report(&options, &reading, &patches, &steps, &version, effects.as_ref());
    print!("{text}");
    let is_whole = |step: &Step| match step {
        Step::InTree => true,
        Step::Put(outcome) => outcome.is_whole(),
    };
    let promises = effects.map(|effects| effects.promises).unwrap_or_default();
    Ok(match (steps.iter().all(is_whole), promises.iter().any(|promise| !series_claims::is_kept(promise))) {
        (false, _) => ExitCode::from(2),
        (true, true) => ExitCode::FAILURE,
        (true, false) => ExitCode::SUCCESS,
    })
}

/// Reads the patches of a series; a series without one is refused.
fn read_series(inputs: &[Named]) -> Result<Reading, String> {
    let inputs: Vec<_> = inputs.iter().map(Named::as_input).collect();
    let reading = read(&inputs);
    if reading.patches.is_empty() {
        print_notes(&reading);
        return Err("no patch in what was given".to_owned());
    }
    Ok(reading)
}

fn print_notes(reading: &Reading) {
    for note in &reading.notes {
        eprintln!("note: {note}");
    }
}

/// Shows the claims of the series' text, and writes them into a file; needs no tree.
fn letter(options: &Options) -> Result<ExitCode, String> {
    let inputs = match (&*options.inputs, git_of(options)) {
        ([range], Some(git)) => vec![git.series(range)?],
        _ => read_arguments(&options.inputs)?,
    };
    let reading = read_series(&inputs)?;
    print_notes(&reading);
    let letters = Letters::read(&reading);
    if let Some(path) = &options.written_claims {
        letters.write(path)?;
    }
    print!("{}", if options.format == Format::Json { letters.json() } else { letters.text() });
    Ok(ExitCode::SUCCESS)
}

/// The repository that is asked, where the series is a range of commits.
fn git_of(options: &Options) -> Option<Git> {
    let [range] = &*options.inputs else { return None };
    is_range(range).then(|| {
        let folder = options.git.as_ref().or(options.tree.as_ref());
        Git { folder: folder.cloned().unwrap_or_else(|| PathBuf::from(".")) }
    })
}

fn read_arguments(arguments: &[String]) -> Result<Vec<Named>, String> {
    let mut inputs = Vec::new();
    for argument in arguments {
        inputs.extend(read_argument(argument)?);
    }
    Ok(inputs)
}

/// Prints the link of one state, or its recipe.
fn link(options: &Options, reading: &Reading, patches: &[Patch], tree: Tree) -> Result<ExitCode, String> {
    let here = PathBuf::from(".");
    let file = options.bundle.as_ref().or(options.tree.as_ref()).or(options.git.as_ref()).unwrap_or(&here);
    let series = (reading.message_id(), patches);
    let page = options.page.as_deref().unwrap_or_default();
    let (text, is_whole) = series_state::link(&tree, file, series, &options.wanted, page)?;
    print!("{text}");
    Ok(if is_whole { ExitCode::SUCCESS } else { ExitCode::from(2) })
}

/// Gives the tree without a patch, then the trees after each.
fn trees(base: &Vfs, steps: &[Step]) -> Vec<Vfs> {
    let mut trees = vec![base.clone()];
    for step in steps {
        trees.push(match step {
            Step::InTree => trees[trees.len() - 1].clone(),
            Step::Put(outcome) => outcome.tree.clone(),
        });
    }
    trees
}

fn report(
    options: &Options,
    reading: &Reading,
    patches: &[Patch],
    steps: &[Step],
    version: &str,
    effects: Option<&Effects>,
) -> String {
    if options.format == Format::Text {
        let mut out = series_text::head(reading, version, options.is_reversed);
        for (n, (patch, step)) in (1..).zip(patches.iter().zip(steps)) {
            out.push('\n');
            out.push_str(&series_text::patch(patch, step, options.is_verbose));
            if let Some(of_patch) = effects.and_then(|effects| effects.of_patch(n)) {
                out.push_str(&series_text::effects(of_patch));
            }
            if let Some(of_patch) = effects.and_then(|effects| effects.audit_of_patch(n)) {
                out.push('\n');
                out.push_str(&series_audit::text(of_patch));
            }
        }
        out.push('\n');
        out.push_str(&series_text::sum(steps, version));
        if let Some(effects) = effects {
            out.push_str(&series_text::sum_of_effects(effects));
            if options.wanted.claims.is_some() {
                out.push('\n');
                out.push_str(&series_claims::text(&effects.promises));
            }
        }
        return out;
    }
    let named: Vec<(String, String, &Step)> = (1..)
        .zip(patches.iter().zip(steps))
        .map(|(n, (patch, step))| (n.to_string(), patch.name().to_owned(), step))
        .collect();
    match options.format {
        Format::Markdown => series_markdown::report(reading, version, &named, effects),
        _ => series_json::report(reading, version, &named, effects),
    }
}

fn patches(reading: &Reading, is_reversed: bool) -> Vec<Patch> {
    let patches: Vec<Patch> = reading.patches.iter().map(|patch| patch.patch.clone()).collect();
    if is_reversed { reversed_series(&patches) } else { patches }
}

/// Reads the series and the tree that it is put on; says who answers the tree.
fn gather(options: &Options) -> Result<(Vec<Named>, Vfs, Answers), String> {
    let recorded = |bundle: Bundle| {
        let Tree { files, answers } = Tree::of_bundle(bundle, options.profile.clone());
        (files, answers)
    };
    if let ([range], Some(git)) = (&*options.inputs, git_of(options)) {
        let inputs = vec![git.series(range)?];
        let (base, answers) = match &options.bundle {
            Some(file) => recorded(bundle::open(file)?),
            None => (git.base(range)?, machine(&git.folder)?),
        };
        return Ok((inputs, base, answers));
    }
    let inputs = read_arguments(&options.inputs)?;
    let (base, answers) = match (&options.bundle, &options.tree) {
        (Some(file), _) => recorded(bundle::open(file)?),
        (None, Some(folder)) => {
            let Tree { files, answers } = Tree::of_folder(folder)?;
            (files, answers)
        }
        (None, None) => return Err("one of --tree DIR and --bundle FILE is needed".to_owned()),
    };
    Ok((inputs, base, answers))
}

/// The tools of this machine, started in a tree's folder.
fn machine(folder: &Path) -> Result<Answers, String> {
    let folder = std::fs::canonicalize(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    Ok(Answers::Machine(folder))
}

fn parse_format(format: &str) -> Result<Format, lexopt::Error> {
    match format {
        "text" => Ok(Format::Text),
        "json" => Ok(Format::Json),
        "markdown" => Ok(Format::Markdown),
        other => Err(format!("--format {other}: expected text, json or markdown").into()),
    }
}

/// Splits a list at its commas.
fn parse_list(text: &str) -> Vec<String> {
    text.split(',').filter(|item| !item.is_empty()).map(str::to_owned).collect()
}

fn parse_args(args: impl Iterator<Item = OsString>) -> Result<Options, lexopt::Error> {
    let mut options = Options::default();
    let mut parser = lexopt::Parser::from_args(args);
    while let Some(arg) = parser.next()? {
        match arg {
            Long("tree") => options.tree = Some(parser.value()?.into()),
            Long("bundle") => options.bundle = Some(parser.value()?.into()),
            Long("git") => options.git = Some(parser.value()?.into()),
            Long("arch") => options.wanted.arches = parse_list(&parser.value()?.string()?),
            Long("base") => options.wanted.bases.extend(parse_list(&parser.value()?.string()?)),
            Long("set") => options.wanted.values.append(&mut parse_set(&parser.value()?.string()?)?),
            Long("patch") => options.wanted.patch = Some(parser.value()?.parse()?),
            Long("claims") => options.claims = Some(parser.value()?.into()),
            Long("letter-claims") => options.is_letter = true,
            Long("write-claims") => {
                options.written_claims = Some(parser.value()?.into());
                options.is_letter = true;
            }
            Long("audit") => options.wanted.is_audit = true,
            Long("profile") => options.profile = Some(parser.value()?.string()?),
            Long("format") => options.format = parse_format(&parser.value()?.string()?)?,
            Long("reverse") => options.is_reversed = true,
            Long("verbose") => options.is_verbose = true,
            Long("link") => options.is_link = true,
            Long("page") => options.page = Some(parser.value()?.string()?),
            Value(input) => options.inputs.push(input.string()?),
            other => return Err(other.unexpected()),
        }
    }
    check_options(&options)?;
    Ok(options)
}

/// Refuses options that are not for one another.
fn check_options(options: &Options) -> Result<(), lexopt::Error> {
    if options.inputs.is_empty() {
        return Err("which series? A mailbox, mails, diffs, `-` or REV..REV".into());
    }
    if options.tree.is_some() && options.bundle.is_some() {
        return Err("only one of --tree DIR and --bundle FILE can be the tree".into());
    }
    if options.claims.is_some() && (options.wanted.patch.is_some() || options.is_reversed) {
        return Err("--claims is about the whole series: not with --patch or --reverse".into());
    }
    if options.is_letter && (options.claims.is_some() || options.format == Format::Markdown) {
        return Err("--letter-claims and --write-claims read the series' text alone: not with --claims or --format markdown".into());
    }
    if options.is_link
        && (options.claims.is_some()
            || options.wanted.is_audit
            || options.is_reversed
            || options.format != Format::Text)
    {
        return Err("--link prints a link alone: not with --claims, --audit, --reverse or --format".into());
    }
    if options.page.is_some() && !options.is_link {
        return Err("--page is for --link: the address that the link starts with".into());
    }
    if options.profile.is_some() && options.bundle.is_none() {
        return Err("--profile is for --bundle: a folder is asked with this machine's tools".into());
    }
    let n_ranges = options.inputs.iter().filter(|input| is_range(input)).count();
    if n_ranges > 0 && options.inputs.len() > 1 {
        return Err("REV..REV stands alone: one range and nothing else".into());
    }
    if options.git.is_some() && n_ranges == 0 {
        return Err("--git is for REV..REV".into());
    }
    Ok(())
}
