//! `kconfig series`: a patch series on a tree, as text.

use std::ffi::OsString;
use std::io::{ErrorKind, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use kconfig::bundle::kernel_version;
use kconfig::series::{Patch, Reading, Step, apply_series, is_kept, kept_in, read, reversed_series};
use kconfig::tree::Vfs;
use lexopt::prelude::*;

use crate::bundle;
use crate::series_input::{Git, Named, is_range, read_argument};
use crate::series_text;

#[derive(Default)]
struct Options {
    inputs: Vec<String>,
    tree: Option<PathBuf>,
    bundle: Option<PathBuf>,
    git: Option<PathBuf>,
    is_reversed: bool,
    is_verbose: bool,
}

pub(crate) fn run(args: impl Iterator<Item = OsString>) -> Result<ExitCode, String> {
    let options = parse_args(args).map_err(|error| error.to_string())?;
    let (inputs, base) = gather(&options)?;
    let inputs: Vec<_> = inputs.iter().map(Named::as_input).collect();
    let reading = read(&inputs);
    if reading.patches.is_empty() {
        for note in &reading.notes {
            eprintln!("note: {note}");
        }
        return Err("no patch in what was given".to_owned());
    }
    let patches = patches(&reading, options.is_reversed);
    let steps = apply_series(&base, &patches, kept_in(&base));
    let version = base.get("Makefile").map(|makefile| kernel_version(makefile)).unwrap_or_default();
    let mut text = series_text::head(&reading, &version, options.is_reversed);
    for (patch, step) in patches.iter().zip(&steps) {
        text.push('\n');
        text.push_str(&series_text::patch(patch, step, options.is_verbose));
    }
    text.push('\n');
    text.push_str(&series_text::sum(&steps, &version));
    // A pager may be closed before it has read all.
    match std::io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            return Err(format!("standard output: {error}"));
        }
        _ => {}
    }
    let is_whole = |step: &Step| match step {
        Step::InTree => true,
        Step::Put(outcome) => outcome.is_whole(),
    };
    Ok(if steps.iter().all(is_whole) { ExitCode::SUCCESS } else { ExitCode::from(2) })
}

fn patches(reading: &Reading, is_reversed: bool) -> Vec<Patch> {
    let patches: Vec<Patch> = reading.patches.iter().map(|patch| patch.patch.clone()).collect();
    if is_reversed { reversed_series(&patches) } else { patches }
}

/// Reads the series and the tree that it is put on.
fn gather(options: &Options) -> Result<(Vec<Named>, Vfs), String> {
    if let [range] = &*options.inputs {
        if is_range(range) {
            let folder = options.git.as_ref().or(options.tree.as_ref());
            let git = Git { folder: folder.cloned().unwrap_or_else(|| PathBuf::from(".")) };
            let inputs = vec![git.series(range)?];
            let base = match &options.bundle {
                Some(file) => bundle::open(file)?.files,
                None => git.base(range)?,
            };
            return Ok((inputs, base));
        }
    }
    let mut inputs = Vec::new();
    for input in &options.inputs {
        inputs.extend(read_argument(input)?);
    }
    let base = match (&options.bundle, &options.tree) {
        (Some(file), _) => bundle::open(file)?.files,
        (None, Some(folder)) if folder.join("Kconfig").is_file() => bundle::files_of(folder, is_kept)?,
        (None, Some(folder)) => {
            return Err(format!(
                "{}: no Kconfig file here; --tree names a kernel's folder",
                folder.display()
            ));
        }
        (None, None) => return Err("one of --tree DIR and --bundle FILE is needed".to_owned()),
    };
    Ok((inputs, base))
}

fn parse_args(args: impl Iterator<Item = OsString>) -> Result<Options, lexopt::Error> {
    let mut options = Options::default();
    let mut parser = lexopt::Parser::from_args(args);
    while let Some(arg) = parser.next()? {
        match arg {
            Long("tree") => options.tree = Some(parser.value()?.into()),
            Long("bundle") => options.bundle = Some(parser.value()?.into()),
            Long("git") => options.git = Some(parser.value()?.into()),
            Long("reverse") => options.is_reversed = true,
            Long("verbose") => options.is_verbose = true,
            Value(input) => options.inputs.push(input.string()?),
            other => return Err(other.unexpected()),
        }
    }
    if options.inputs.is_empty() {
        return Err("which series? A mailbox, mails, diffs, `-` or REV..REV".into());
    }
    if options.tree.is_some() && options.bundle.is_some() {
        return Err("only one of --tree DIR and --bundle FILE can be the tree".into());
    }
    let n_ranges = options.inputs.iter().filter(|input| is_range(input)).count();
    if n_ranges > 0 && options.inputs.len() > 1 {
        return Err("REV..REV stands alone: one range and nothing else".into());
    }
    if options.git.is_some() && n_ranges == 0 {
        return Err("--git is for REV..REV".into());
    }
    Ok(options)
}
