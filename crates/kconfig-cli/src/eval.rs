//! `kconfig eval`: one tree, one configuration.

use std::collections::HashMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::sync::Arc;

use kconfig::tree::{
    Evaluation, Files as _, MenuId, Model, ParseCache, Preset, Semantics, Severity, UserValues, evaluate,
    load_as, read, render, set_all_new_symbols, write, write_menu,
};
use lexopt::prelude::*;

use crate::disk::{TreeFiles, read_lossy};
use crate::shell::ShellHost;

struct Options {
    tree: PathBuf,
    arch: String,
    base: String,
    set: Vec<(String, String)>,
    menu: Option<String>,
    output: Option<PathBuf>,
    semantics: Option<Semantics>,
}

pub(crate) fn run(args: impl Iterator<Item = OsString>) -> Result<ExitCode, String> {
    let options = parse_args(args).map_err(|error| error.to_string())?;
    let files = TreeFiles::new(options.tree.clone());
    if files.read("Kconfig").is_none() {
        return Err(format!(
            "{}: no Kconfig file here; --tree names a kernel's folder",
            options.tree.display()
        ));
    }
    let srctree = std::fs::canonicalize(&options.tree).map_err(|error| error.to_string())?;
    let srctree_makefile = srctree.join("Makefile");
    let host = ShellHost::with(environment(&srctree, &options.arch), Some(srctree));
    let makefile = || read_lossy(&srctree_makefile).ok().and_then(|text| Semantics::from_makefile(&text));
    let semantics = options.semantics.or_else(makefile).unwrap_or_default();
    let model = Arc::new(load_as(semantics, &files, &host, "Kconfig", &mut ParseCache::default()));
    let has_errors = report(&model);
    let mut user = UserValues::new();
    apply_base(&options, &model, &mut user)?;
    for (name, value) in &options.set {
        let symbol = model.find(name).ok_or_else(|| format!("--set {name}: the tree has no such symbol"))?;
        user.set_text(&model, symbol, value).map_err(|_| {
            format!("--set {name}:{value}: not a value of a {}", model.symbol(symbol).ty.name())
        })?;
    }
    if let Some(preset) = Preset::parse(&options.base) {
        set_all_new_symbols(&model, &mut user, preset);
    }
    let evaluation = evaluate(model.clone(), user);
    for diagnostic in &evaluation.diagnostics {
        eprint!("{}", render(diagnostic, &*model));
    }
    let text = output_text(&options, &evaluation)?;
    match &options.output {
        None => print!("{text}"),
        Some(path) => {
            std::fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))?;
        }
    }
    Ok(if has_errors { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn parse_args(args: impl Iterator<Item = OsString>) -> Result<Options, lexopt::Error> {
    let mut options = Options {
        tree: PathBuf::new(),
        arch: String::new(),
        base: "alldef".into(),
        set: Vec::new(),
        menu: None,
        output: None,
        semantics: None,
    };
    let mut parser = lexopt::Parser::from_args(args);
    while let Some(arg) = parser.next()? {
        match arg {
            Long("tree") => options.tree = parser.value()?.into(),
            Long("arch") => options.arch = parser.value()?.string()?,
            Long("base") => options.base = parser.value()?.string()?,
            Long("set") => options.set.append(&mut parse_set(&parser.value()?.string()?)?),
            Long("menu") => options.menu = Some(parser.value()?.string()?),
            Long("semantics") => {
                let version = parser.value()?.string()?;
                let semantics = Semantics::from_version(&version)
                    .ok_or_else(|| format!("--semantics {version}: expected a version such as 6.1"))?;
                options.semantics = Some(semantics);
            }
            Short('o') | Long("output") => options.output = Some(parser.value()?.into()),
            other => return Err(other.unexpected()),
        }
    }
    if options.tree.as_os_str().is_empty() {
        return Err("--tree DIR is missing".into());
    }
    if options.arch.is_empty() {
        return Err("--arch ARCH is missing".into());
    }
    Ok(options)
}

/// Reads `SYM:v,SYM:v`.
pub(crate) fn parse_set(text: &str) -> Result<Vec<(String, String)>, lexopt::Error> {
    text.split(',')
        .filter(|item| !item.is_empty())
        .map(|item| match item.split_once(':') {
            Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
            _ => Err(format!("--set {item}: expected SYM:value").into()),
        })
        .collect()
}

/// The folder below arch/ that belongs to an ARCH (the kernel's Makefile).
pub(crate) fn srcarch(arch: &str) -> &str {
    match arch {
        "x86_64" | "i386" => "x86",
        "sparc32" | "sparc64" => "sparc",
        "parisc64" => "parisc",
        other => other,
    }
}

/// What the kernel's Makefile exports before it calls conf, where the
/// environment does not say otherwise.
fn environment(srctree: &Path, arch: &str) -> HashMap<String, String> {
    let mut env = HashMap::new();
    let mut set = |name: &str, value: String| {
        if std::env::var_os(name).is_none() {
            env.insert(name.to_owned(), value);
        }
    };
    let cc = std::env::var("CC").unwrap_or_else(|_| "gcc".into());
    let first_line = |command: &str, arg: &str| {
        let output = Command::new(command).arg(arg).output().ok();
        let text =
            output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
        text.lines().next().unwrap_or_default().to_owned()
    };
    set("CC_VERSION_TEXT", first_line(&cc, "--version"));
    set("CC", cc);
    for (name, value) in [
        ("LD", "ld"),
        ("HOSTCC", "gcc"),
        ("HOSTCXX", "g++"),
        ("NM", "nm"),
        ("OBJCOPY", "objcopy"),
        ("AR", "ar"),
        ("RUSTC", "rustc"),
        ("BINDGEN", "bindgen"),
        ("PAHOLE", "pahole"),
        ("PYTHON3", "python3"),
        ("RUSTC_VERSION_TEXT", ""),
    ] {
        set(name, value.into());
    }
    set("KERNELVERSION", kernel_version(srctree));
    env.insert("ARCH".into(), arch.into());
    env.insert("SRCARCH".into(), srcarch(arch).into());
    env.insert("srctree".into(), srctree.display().to_string());
    env
}

/// VERSION.PATCHLEVEL.SUBLEVEL of the tree's Makefile.
fn kernel_version(srctree: &Path) -> String {
    let makefile = read_lossy(&srctree.join("Makefile")).unwrap_or_else(|_| "".into());
    let field = |name: &str| {
        let line = makefile.lines().find_map(|line| line.strip_prefix(name)?.trim().strip_prefix('='));
        line.map(str::trim).unwrap_or_default().to_owned()
    };
    format!("{}.{}.{}{}", field("VERSION"), field("PATCHLEVEL"), field("SUBLEVEL"), field("EXTRAVERSION"))
}

fn report(model: &Model) -> bool {
    let mut has_errors = false;
    for diagnostic in model.diagnostics.iter().filter(|diagnostic| diagnostic.severity != Severity::Note) {
        eprint!("{}", render(diagnostic, model));
        has_errors |= diagnostic.severity == Severity::Error;
    }
    has_errors
}

fn apply_base(options: &Options, model: &Model, user: &mut UserValues) -> Result<(), String> {
    if Preset::parse(&options.base).is_some() {
        return Ok(());
    }
    let path = match options.base.strip_prefix("defconfig:") {
        Some(name) => options.tree.join("arch").join(srcarch(&options.arch)).join("configs").join(name),
        None => PathBuf::from(&options.base),
    };
    let text = read_lossy(&path).map_err(|error| {
        format!(
            "--base {}: {error} ({}); expected alldef, allno, allyes, allmod, defconfig:NAME or a file",
            options.base,
            path.display()
        )
    })?;
    let report = read(model, user, &text, &path.display().to_string(), "CONFIG_");
    for diagnostic in &report.diagnostics {
        eprint!("{}", diagnostic.conf_text.as_deref().unwrap_or(&diagnostic.message));
    }
    for (name, line) in &report.unknown {
        eprintln!("{}:{line}: note: {name} is no symbol of this tree; the line is dropped", path.display());
    }
    Ok(())
}

fn output_text(options: &Options, evaluation: &Evaluation) -> Result<String, String> {
    let Some(title) = &options.menu else { return Ok(write(evaluation, "CONFIG_")) };
    let model = &evaluation.model;
    let menu = model
        .menus_below(MenuId::ROOT)
        .find(|&menu| model.prompt_text(menu) == Some(title) && model.menu(menu).list.is_some())
        .ok_or_else(|| format!("--menu \"{title}\": the tree has no menu of this title"))?;
    Ok(write_menu(evaluation, menu, "CONFIG_"))
}
