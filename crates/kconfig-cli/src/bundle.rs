//! `kconfig bundle`: a kernel tree as one file.

use std::ffi::OsString;
use std::fs::File;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use kconfig::bundle::{Bundle, Limits, is_wanted};
use kconfig::tree::{ParseCache, Vfs};
use kconfig::view::Problem;
use lexopt::prelude::*;

use crate::disk::read_lossy;
use crate::record;
use crate::toolchain::Toolchain;

struct Options {
    tree: PathBuf,
    output: PathBuf,
    probes: Vec<String>,
    arches: Option<Vec<String>>,
}

pub(crate) fn run(args: impl Iterator<Item = OsString>) -> Result<ExitCode, String> {
    let options = parse_args(args).map_err(|error| error.to_string())?;
    let start = Instant::now();
    let tree = std::fs::canonicalize(&options.tree)
        .map_err(|error| format!("{}: {error}", options.tree.display()))?;
    let mut bundle = Bundle { files: files_of(&tree, is_wanted)?, profiles: Vec::new() };
    if bundle.files.get("Kconfig").is_none() {
        return Err(format!("{}: no Kconfig file here; TREE is a kernel's folder", options.tree.display()));
    }
    eprintln!("{} files of Kconfig", bundle.files.len());
    let all = bundle.arches();
    let wanted = options.arches.clone().unwrap_or_else(|| all.clone());
    if let Some(arch) = wanted.iter().find(|arch| !all.contains(arch)) {
        return Err(format!("--arches {arch}: the tree has {}", all.join(", ")));
    }
    let toolchains = if options.probes.is_empty() {
        Toolchain::find(&wanted, &std::env::var_os("PATH").unwrap_or_default())
    } else {
        options.probes.iter().map(|text| Toolchain::parse(text, &wanted)).collect::<Result<_, _>>()?
    };
    let mut cache = ParseCache::default();
    for toolchain in &toolchains {
        if let Some(arch) = toolchain.arches.iter().find(|arch| !all.contains(arch)) {
            return Err(format!("--probes ARCH={arch}: the tree has {}", all.join(", ")));
        }
        if bundle.profiles.iter().any(|profile| profile.name == toolchain.name) {
            return Err(format!("--probes: two are named {}; give one a NAME=", toolchain.name));
        }
        let n = toolchain.arches.len();
        let mut done = 0;
        let profile = record::record(&bundle, &tree, toolchain, &mut cache, &mut |arch, asked| {
            done += 1;
            let what = match asked {
                Ok(n_commands) => format!("{n_commands} commands"),
                Err(refusal) => format!("left out, as the tree refuses it: {refusal}"),
            };
            eprintln!("{}: {arch} ({done} of {n}), {what}", toolchain.name);
        })?;
        if !profile.arches.is_empty() {
            bundle.profiles.push(profile);
        }
    }
    let without: Vec<&str> =
        wanted.iter().map(String::as_str).filter(|arch| bundle.profiles_for(arch).next().is_none()).collect();
    if !without.is_empty() {
        eprintln!("no toolchain was asked for {}: what hangs on its answers is unknown", without.join(", "));
    }
    let bytes = bundle.pack()?;
    std::fs::write(&options.output, &bytes)
        .map_err(|error| format!("{}: {error}", options.output.display()))?;
    eprintln!(
        "{}: {} bytes, crc32 {:08x}, {:.1} s",
        options.output.display(),
        bytes.len(),
        kconfig::bundle::digest(&bytes),
        start.elapsed().as_secs_f64()
    );
    Ok(ExitCode::SUCCESS)
}

fn parse_args(args: impl Iterator<Item = OsString>) -> Result<Options, lexopt::Error> {
    let mut options =
        Options { tree: PathBuf::new(), output: PathBuf::new(), probes: Vec::new(), arches: None };
    let mut parser = lexopt::Parser::from_args(args);
    while let Some(arg) = parser.next()? {
        match arg {
            Short('o') | Long("output") => options.output = parser.value()?.into(),
            Long("probes") => options.probes.push(parser.value()?.string()?),
            Long("arches") => {
                options.arches = Some(parser.value()?.string()?.split(',').map(str::to_owned).collect());
            }
            Value(tree) if options.tree.as_os_str().is_empty() => options.tree = tree.into(),
            other => return Err(other.unexpected()),
        }
    }
    if options.tree.as_os_str().is_empty() {
        return Err("TREE is missing: the folder of a kernel".into());
    }
    if options.output.as_os_str().is_empty() {
        return Err("-o FILE.tar.gz is missing".into());
    }
    Ok(options)
}

/// Reads the wanted files of a tree; links to folders are not followed.
pub(crate) fn files_of(tree: &Path, is_wanted: impl Fn(&str) -> bool) -> Result<Vfs, String> {
    let mut files = Vfs::new();
    let mut open = vec![String::new()];
    while let Some(folder) = open.pop() {
        let path = tree.join(&folder);
        let entries = std::fs::read_dir(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        for entry in entries {
            let entry = entry.map_err(|error| format!("{}: {error}", path.display()))?;
            let Ok(name) = entry.file_name().into_string() else { continue };
            let below = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
            if entry.file_type().is_ok_and(|ty| ty.is_dir()) {
                if name != ".git" {
                    open.push(below);
                }
            } else if is_wanted(&below) {
                let path = entry.path();
                files.insert(
                    &below,
                    read_lossy(&path).map_err(|error| format!("{}: {error}", path.display()))?,
                );
            }
        }
    }
    Ok(files)
}

/// Opens a bundle or a kernel's tarball from disk.
pub(crate) fn open(path: &Path) -> Result<Bundle, String> {
    let file = File::open(path).map_err(|error| format!("{}: {error}", path.display()))?;
    Bundle::open(file, &Limits::default(), &mut |_| ControlFlow::Continue(()))
        .map_err(|problem| format!("{}: {}", path.display(), problem_text(&problem)))
}

/// A problem as the command line says it.
pub(crate) fn problem_text(problem: &Problem) -> String {
    let Problem { message, details, help } = problem;
    let mut text = message.clone();
    for line in details.iter().chain((!help.is_empty()).then_some(help)) {
        text.push('\n');
        text.push_str(line);
    }
    text
}
