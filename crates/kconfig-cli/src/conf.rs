//! `conf`: called as the kernel's build calls its own (conf.c).
//!
//! The modes that need no answers are here; another mode
//! ends with status 2 and says so.

use std::ffi::OsString;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use kconfig::tree::{
    Evaluation, MenuId, Model, ParseCache, Preset, Probabilities, Rand, Severity, Tristate, UserValues,
    conf_text, evaluate, is_changeable, line_of, load, parse_seed, read, rewrite_tristates,
    set_all_new_symbols, set_random_symbols, write_defconfig,
};

use crate::conf_files::{config_name, env, write_build_files, write_config};
use crate::disk::{DiskFiles, read_lossy};
use crate::shell::ShellHost;

/// What goes wrong ends the program with a text and a status.
pub(crate) struct Exit {
    text: String,
    status: u8,
}

impl Exit {
    pub(crate) fn error(text: impl Into<String>) -> Self {
        Self { text: text.into(), status: 1 }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    All(Preset),
    /// With the seed that was printed.
    Random(u32),
    Defconfig,
    OldDef,
    SaveDefconfig,
    ListNew,
    /// Turns all tristates of the first value into the second.
    Rewrite(Tristate, Tristate),
}

struct Options {
    mode: Mode,
    silent: bool,
    defconfig: String,
    kconfig: String,
}

/// The names of conf's other modes, for a clear answer.
const OTHER_MODES: [&str; 4] = ["oldaskconfig", "oldconfig", "syncconfig", "helpnewconfig"];

/// Runs `conf` with all its arguments, its own name first.
pub fn main(args: Vec<OsString>) -> ExitCode {
    let program = args.first().map_or("conf".into(), |name| name.to_string_lossy().into_owned());
    let result = parse_args(args.into_iter().skip(1), &program).and_then(|options| run(&options));
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(exit) => {
            let _ = std::io::stdout().flush();
            eprint!("{}", exit.text);
            ExitCode::from(exit.status)
        }
    }
}

fn parse_args(args: impl Iterator<Item = OsString>, program: &str) -> Result<Options, Exit> {
    use lexopt::prelude::*;
    let mut options =
        Options { mode: Mode::OldDef, silent: false, defconfig: String::new(), kconfig: String::new() };
    let mut mode = None;
    let mut parser = lexopt::Parser::from_args(args);
    let bad = |error: lexopt::Error| Exit::error(format!("{program}: {error}\n{}", usage(program)));
    while let Some(arg) = parser.next().map_err(bad)? {
        match arg {
            Short('h') | Long("help") => return Err(Exit::error(usage(program))),
            Short('s') | Long("silent") => options.silent = true,
            Long("olddefconfig") => mode = Some(Mode::OldDef),
            Long(name @ ("defconfig" | "savedefconfig")) => {
                mode = Some(if name == "defconfig" { Mode::Defconfig } else { Mode::SaveDefconfig });
                options.defconfig = parser.value().map_err(bad)?.to_string_lossy().into_owned();
            }
            Long("randconfig") => mode = Some(Mode::Random(random_seed())),
            Long("listnewconfig") => mode = Some(Mode::ListNew),
            Long("yes2modconfig") => mode = Some(Mode::Rewrite(Tristate::Y, Tristate::M)),
            Long("mod2yesconfig") => mode = Some(Mode::Rewrite(Tristate::M, Tristate::Y)),
            Long("mod2noconfig") => mode = Some(Mode::Rewrite(Tristate::M, Tristate::N)),
            Long(name) if name.ends_with("config") && Preset::parse(name).is_some() => {
                mode = Preset::parse(name).map(Mode::All);
            }
            Long(name) if OTHER_MODES.contains(&name) => {
                return Err(Exit { text: format!("{program}: --{name} is not supported yet\n"), status: 2 });
            }
            Value(path) => options.kconfig = path.to_string_lossy().into_owned(),
            other => return Err(bad(other.unexpected())),
        }
    }
    if options.kconfig.is_empty() {
        return Err(Exit::error(format!("{program}: Kconfig file missing\n{}", usage(program))));
    }
    match mode {
        Some(mode) => options.mode = mode,
        None => {
            let text = format!("{program}: oldaskconfig, the default mode, is not supported yet\n");
            return Err(Exit { text, status: 2 });
        }
    }
    Ok(options)
}

fn usage(program: &str) -> String {
    format!(
        "Usage: {program} [options] <kconfig-file>\n\
         \n\
         \x20 -h, --help          print this and exit\n\
         \x20 -s, --silent        do not say what was written\n\
         \x20 --olddefconfig      take .config, give new symbols their default\n\
         \x20 --defconfig <file>  start from <file>\n\
         \x20 --savedefconfig <file>  write what differs from the defaults to <file>\n\
         \x20 --listnewconfig     list the symbols that .config does not have\n\
         \x20 --yes2modconfig     turn y into m where it can be\n\
         \x20 --mod2yesconfig     turn m into y\n\
         \x20 --mod2noconfig      turn m into n\n\
         \x20 --alldefconfig      every symbol has its default\n\
         \x20 --allnoconfig       every question is answered with n\n\
         \x20 --allyesconfig      every question is answered with y\n\
         \x20 --allmodconfig      every question is answered with m where it can be\n\
         \x20 --randconfig        every question is answered by lot\n"
    )
}

fn run(options: &Options) -> Result<(), Exit> {
    let files = DiskFiles::with_fallback(env("srctree").map(PathBuf::from));
    let host = ShellHost::new();
    let model = load(&files, &host, &options.kconfig, &mut ParseCache::default());
    report_model(&model)?;

    let prefix = env("CONFIG_").unwrap_or_else(|| "CONFIG_".into());
    let mut user = UserValues::new();
    let mut n_warnings = 0;
    let mut load_config = |name: &str, user: &mut UserValues| -> bool {
        let Some(text) = files.locate(name).and_then(|path| read_lossy(&path).ok()) else { return false };
        let report = read(&model, user, &text, name, &prefix);
        for diagnostic in &report.diagnostics {
            eprint!("{}", conf_text(diagnostic, &model));
        }
        n_warnings += report.diagnostics.len();
        if env("KCONFIG_WARN_UNKNOWN_SYMBOLS").is_some() {
            for (unknown, line) in &report.unknown {
                eprintln!("{name}:{line}:warning: unknown symbol: {unknown}");
            }
            n_warnings += report.unknown.len();
        }
        true
    };
    match options.mode {
        Mode::Defconfig => {
            let name = &options.defconfig;
            if !load_config(name, &mut user) {
                let text = format!("***\n*** Can't find default configuration \"{name}\"!\n***\n");
                return Err(Exit::error(text));
            }
        }
        Mode::OldDef | Mode::SaveDefconfig | Mode::ListNew | Mode::Rewrite(..) => {
            let name = config_name();
            if !load_config(&name, &mut user) {
                let lists = env("KCONFIG_DEFCONFIG_LIST").unwrap_or_default();
                for name in lists.split_ascii_whitespace() {
                    if files.locate(name).is_some() {
                        message(options, &format!("using defaults found in {name}"));
                        load_config(name, &mut user);
                        break;
                    }
                }
            }
        }
        Mode::All(preset) => {
            if let Some(name) = env("KCONFIG_ALLCONFIG") {
                seed(preset.name(), &name, &mut |name| load_config(name, &mut user))?;
            }
        }
        Mode::Random(_) => {
            if let Some(name) = env("KCONFIG_ALLCONFIG") {
                seed("allrandomconfig", &name, &mut |name| load_config(name, &mut user))?;
            }
        }
    }
    let is_strict = env("KCONFIG_WERROR").is_some();
    if is_strict && n_warnings > 0 {
        return Err(Exit::error(""));
    }
    match options.mode {
        Mode::All(preset) => set_all_new_symbols(&model, &mut user, preset),
        Mode::Random(seed) => {
            let probabilities = Probabilities::parse(&env("KCONFIG_PROBABILITY").unwrap_or_default())
                .map_err(|_| Exit::error("KCONFIG_PROBABILITY: Numerical result out of range\n"))?;
            set_random_symbols(&model, &mut user, &mut Rand::new(seed), probabilities);
        }
        _ => {}
    }
    let mut evaluation = evaluate(Arc::new(model), user);
    if let Mode::Rewrite(from, to) = options.mode {
        let user = rewrite_tristates(&evaluation, from, to);
        evaluation = evaluate(evaluation.model.clone(), user);
    }
    for diagnostic in &evaluation.diagnostics {
        eprint!("{}", conf_text(diagnostic, &evaluation.model));
    }
    if is_strict && !evaluation.diagnostics.is_empty() {
        return Err(Exit::error(""));
    }
    match options.mode {
        Mode::ListNew => list_new(&evaluation, &prefix),
        Mode::SaveDefconfig => {
            let name = &options.defconfig;
            std::fs::write(name, write_defconfig(&evaluation, &prefix))
                .map_err(|_| Exit::error(format!("n*** Error while saving defconfig to: {name}\n\n")))?;
        }
        _ => {
            if let Some(text) = write_config(&evaluation, &prefix)? {
                message(options, &text);
            }
            // conf makes them where there are none, and says nothing if it
            // cannot: only syncconfig needs them.
            let _ = write_build_files(&evaluation, &prefix);
        }
    }
    Ok(())
}

/// Prints the symbols that the user could set and did not (`check_conf`).
fn list_new(evaluation: &Evaluation, prefix: &str) {
    let model = &evaluation.model;
    let mut open = vec![MenuId::ROOT];
    while let Some(menu) = open.pop() {
        if !evaluation.is_menu_visible(menu) {
            continue;
        }
        if let Some(symbol) = model.menu(menu).symbol {
            if evaluation.user_value(symbol).is_none() && is_changeable(evaluation, symbol) {
                let line = line_of(evaluation, symbol, prefix);
                match line.strip_suffix(" is not set\n").and_then(|line| line.strip_prefix("# ")) {
                    Some(name) => println!("{name}=n"),
                    None => print!("{line}"),
                }
            }
        }
        let mut children: Vec<MenuId> = model.children(menu).collect();
        children.reverse();
        open.append(&mut children);
    }
}

/// Prints what is wrong with the tree; ends the program if conf would.
fn report_model(model: &Model) -> Result<(), Exit> {
    let mut has_errors = false;
    for diagnostic in &model.diagnostics {
        let text = conf_text(diagnostic, model);
        match diagnostic.severity {
            Severity::Note => print!("{text}"),
            Severity::Warning | Severity::Error => eprint!("{text}"),
        }
        has_errors |= diagnostic.severity == Severity::Error;
    }
    if has_errors { Err(Exit::error("")) } else { Ok(()) }
}

/// Reads the seed of an all*config (`KCONFIG_ALLCONFIG`).
fn seed(target: &str, name: &str, load: &mut dyn FnMut(&str) -> bool) -> Result<(), Exit> {
    if !matches!(name, "" | "1") {
        return if load(name) {
            Ok(())
        } else {
            Err(Exit::error(format!("*** Can't read seed configuration \"{name}\"!\n")))
        };
    }
    let own = format!("{}.config", target.trim_end_matches("config"));
    if load(&own) || load("all.config") {
        return Ok(());
    }
    let text = format!("*** KCONFIG_ALLCONFIG set, but no \"{own}\" or \"all.config\" file found\n");
    Err(Exit::error(text))
}

/// Gives the seed of randconfig, which is the time's where `KCONFIG_SEED` names
/// none, and prints it (`set_randconfig_seed`).
fn random_seed() -> u32 {
    let seed = env("KCONFIG_SEED").as_deref().and_then(parse_seed).unwrap_or_else(|| {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        // Neither factor may be 0.
        (now.as_secs() as u32).wrapping_add(1).wrapping_mul(now.subsec_micros() + 1)
    });
    println!("KCONFIG_SEED=0x{seed:X}");
    seed
}

fn message(options: &Options, text: &str) {
    if !options.silent {
        println!("#\n# {text}\n#");
    }
}
