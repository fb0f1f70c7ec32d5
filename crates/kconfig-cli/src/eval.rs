//! `kconfig eval`: one tree, one configuration.

use std::collections::HashMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use kconfig::bundle::{Bundle, arch_env, kernel_version, may_be_unknown, srcarch};
use kconfig::tree::{
    Diagnostic, Evaluation, Files as _, MenuId, Model, ParseCache, Preset, Semantics, Severity,
    UNKNOWN_COMMAND, UserValues, evaluate, load_as, read, render, set_all_new_symbols, write, write_menu,
};
use lexopt::prelude::*;

use crate::bundle;
use crate::disk::{TreeFiles, read_lossy};
use crate::shell::ShellHost;
use crate::toolchain::{OTHER_TOOLS, first_line};

struct Options {
    tree: Option<PathBuf>,
    bundle: Option<PathBuf>,
    profile: Option<String>,
    arch: String,
    base: String,
    set: Vec<(String, String)>,
    menu: Option<String>,
    output: Option<PathBuf>,
    semantics: Option<Semantics>,
    /// Whether each answer that is unknown is listed.
    is_verbose: bool,
}

/// Where the tree is.
enum Tree {
    Folder(PathBuf),
    Bundle(Bundle),
}

impl Tree {
    fn open(options: &Options) -> Result<Self, String> {
        if let Some(path) = &options.bundle {
            return Ok(Self::Bundle(bundle::open(path)?));
        }
        let folder = options.tree.as_deref().unwrap_or(Path::new("."));
        if !folder.join("Kconfig").is_file() {
            return Err(format!(
                "{}: no Kconfig file here; --tree names a kernel's folder",
                folder.display()
            ));
        }
        Ok(Self::Folder(std::fs::canonicalize(folder).map_err(|error| error.to_string())?))
    }

    fn read(&self, path: &str) -> Option<Arc<str>> {
        match self {
            Self::Folder(folder) => read_lossy(&folder.join(path)).ok(),
            Self::Bundle(bundle) => bundle.read(path),
        }
    }

    fn load(&self, options: &Options) -> Result<Model, String> {
        let from_makefile = || self.read("Makefile").and_then(|text| Semantics::from_makefile(&text));
        let semantics = options.semantics.or_else(from_makefile).unwrap_or_default();
        let mut cache = ParseCache::default();
        match self {
            Self::Folder(folder) => {
                let files = TreeFiles::new(folder.clone());
                let host = ShellHost::with(environment(folder, &options.arch), Some(folder.clone()));
                Ok(load_as(semantics, &files, &host, "Kconfig", &mut cache))
            }
            Self::Bundle(bundle) => {
                let host = bundle.host(&options.arch, options.profile.as_deref());
                let host = host.map_err(|problem| bundle::problem_text(&problem))?;
                Ok(load_as(semantics, bundle, &host, "Kconfig", &mut cache))
            }
        }
    }
}

pub(crate) fn run(args: impl Iterator<Item = OsString>) -> Result<ExitCode, String> {
    let options = parse_args(args).map_err(|error| error.to_string())?;
    let tree = Tree::open(&options)?;
    let model = Arc::new(tree.load(&options)?);
    let has_errors = report(&model, options.is_verbose);
    let mut user = UserValues::new();
    apply_base(&options, &tree, &model, &mut user)?;
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
    tell_unknown(&model, &options);
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
        tree: None,
        bundle: None,
        profile: None,
        arch: String::new(),
        base: "alldef".into(),
        set: Vec::new(),
        menu: None,
        output: None,
        semantics: None,
        is_verbose: false,
    };
    let mut parser = lexopt::Parser::from_args(args);
    while let Some(arg) = parser.next()? {
        match arg {
            Long("tree") => options.tree = Some(parser.value()?.into()),
            Long("bundle") => options.bundle = Some(parser.value()?.into()),
            Long("profile") => options.profile = Some(parser.value()?.string()?),
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
            Long("verbose") => options.is_verbose = true,
            Short('o') | Long("output") => options.output = Some(parser.value()?.into()),
            other => return Err(other.unexpected()),
        }
    }
    if options.tree.is_some() == options.bundle.is_some() {
        return Err("one of --tree DIR and --bundle FILE is needed".into());
    }
    if options.profile.is_some() && options.bundle.is_none() {
        return Err("--profile is for --bundle: a folder is asked with this machine's tools".into());
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

/// What the kernel's Makefile exports before it calls conf, where the
/// environment does not say otherwise.
pub(crate) fn environment(srctree: &Path, arch: &str) -> HashMap<String, String> {
    let mut env = HashMap::new();
    let mut set = |name: &str, value: String| {
        if std::env::var_os(name).is_none() {
            env.insert(name.to_owned(), value);
        }
    };
    let cc = std::env::var("CC").unwrap_or_else(|_| "gcc".into());
    set("CC_VERSION_TEXT", first_line(&cc, "--version"));
    set("CC", cc);
    for (name, value) in [("LD", "ld"), ("NM", "nm"), ("OBJCOPY", "objcopy"), ("AR", "ar")] {
        set(name, value.into());
    }
    for (name, value) in OTHER_TOOLS {
        set(name, (*value).into());
    }
    set("RUSTC_VERSION_TEXT", "".into());
    let makefile = read_lossy(&srctree.join("Makefile")).unwrap_or_else(|_| "".into());
    set("KERNELVERSION", kernel_version(&makefile));
    env.extend(arch_env(arch).into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())));
    env.insert("srctree".into(), srctree.display().to_string());
    env
}

/// Says how many values are guesses: no answer is invented in silence.
fn tell_unknown(model: &Model, options: &Options) {
    let n_unknown = model.shell_calls.iter().filter(|call| !call.is_known).count();
    if n_unknown == 0 {
        return;
    }
    let answers = if n_unknown == 1 { "answer of the toolchain is" } else { "answers of the toolchain are" };
    let names: Vec<&str> = model.unknown_symbols.iter().map(|&symbol| model.name(symbol)).collect();
    let n_reached = may_be_unknown(model).map_or("many".to_owned(), |reached| reached.len().to_string());
    let list = if options.is_verbose { names.join(" ") } else { "--verbose lists them".to_owned() };
    eprintln!(
        "note: {n_unknown} {answers} unknown on {}; {} definitions hang on that, {n_reached} values may be others for it: {list}",
        options.arch,
        names.len(),
    );
}

fn report(model: &Model, is_verbose: bool) -> bool {
    let is_told = |diagnostic: &&Diagnostic| {
        diagnostic.severity != Severity::Note && (is_verbose || diagnostic.code != UNKNOWN_COMMAND)
    };
    let mut has_errors = false;
    for diagnostic in model.diagnostics.iter().filter(is_told) {
        eprint!("{}", render(diagnostic, model));
        has_errors |= diagnostic.severity == Severity::Error;
    }
    has_errors
}

fn apply_base(options: &Options, tree: &Tree, model: &Model, user: &mut UserValues) -> Result<(), String> {
    if Preset::parse(&options.base).is_some() {
        return Ok(());
    }
    let expected = "expected alldef, allno, allyes, allmod, defconfig:NAME or a file";
    let (path, text) = match options.base.strip_prefix("defconfig:") {
        Some(name) => {
            let path = format!("arch/{}/configs/{name}", srcarch(&options.arch));
            let text = tree
                .read(&path)
                .ok_or_else(|| format!("--base {}: the tree has no {path}; {expected}", options.base))?;
            (PathBuf::from(path), text)
        }
        None => {
            let path = PathBuf::from(&options.base);
            let text =
                read_lossy(&path).map_err(|error| format!("--base {}: {error}; {expected}", options.base))?;
            (path, text)
        }
    };
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
