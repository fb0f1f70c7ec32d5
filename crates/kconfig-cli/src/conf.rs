//! `conf`: called as the kernel's build calls its own (`main` in conf.c).
//!
//! Values are computed when conf computes them and not before, so that its
//! warnings come as often and in the same order.

use std::ffi::OsString;
use std::io::Write as _;
use std::mem::ManuallyDrop;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use kconfig::tree::{
    Lazy, MenuId, Model, ParseCache, Probabilities, Rand, Semantics, Severity, SymbolId, Transcript,
    UserValue, UserValues, conf_text, load_as, read, set_all_new_symbols, set_random_symbols, transcript,
    write_defconfig,
};

use crate::answer::report;
use crate::ask::{Ask, Topic};
use crate::conf_args::{self, Mode, Options};
use crate::conf_files::{check_config, config_name, env, reads_auto_conf, write_build_files, write_config};
use crate::disk::{DiskFiles, read_lossy};
use crate::output;
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

    /// Ends the program where nobody reads its output any more, as SIGPIPE ends conf.
    pub(crate) fn if_unread() -> Result<(), Self> {
        output::ended_by_pipe().map_or(Ok(()), |status| Err(Self { text: String::new(), status }))
    }
}

/// Runs `conf` with all its arguments, its own name first.
pub fn main(args: Vec<OsString>) -> ExitCode {
    let mut args = args.into_iter().map(|arg| arg.to_string_lossy().into_owned());
    let program = args.next().unwrap_or_else(|| "conf".into());
    let result = conf_args::parse(args, &program).and_then(|options| run(&options));
    let status = match result {
        Ok(()) => 0,
        Err(exit) => {
            eprint!("{}", exit.text);
            exit.status
        }
    };
    // As C's `exit` does; the kernel's conf does not look whether it could.
    output::flush();
    ExitCode::from(output::ended_by_pipe().unwrap_or(status))
}

/// What reading .config files has found.
struct Configs<'a> {
    options: &'a Options,
    files: &'a DiskFiles,
    prefix: &'a str,
    user: UserValues,
    /// In the file that was read last (`conf_warnings`).
    n_warnings: usize,
    /// Whether .config is not what conf would write (`conf_changed`).
    is_changed: bool,
}

impl Configs<'_> {
    /// Reads a file, if it is there (`conf_read_simple`).
    fn read(&mut self, model: &Model, name: &str) -> bool {
        let Some(path) = self.files.locate(name) else { return false };
        // A folder can be opened, and has no lines.
        let text = read_lossy(&path).unwrap_or_default();
        self.user = UserValues::new();
        let report = read(model, &mut self.user, &text, name, self.prefix);
        self.n_warnings = report.diagnostics.len();
        self.is_changed |= !report.unknown.is_empty();
        let mut lines: Vec<_> =
            report.diagnostics.iter().map(|diagnostic| conf_text(diagnostic, model)).collect();
        if env("KCONFIG_WARN_UNKNOWN_SYMBOLS").is_some() {
            self.n_warnings += report.unknown.len();
            for (unknown, line) in &report.unknown {
                lines.push(format!("{name}:{line}:warning: unknown symbol: {unknown}\n"));
            }
            lines.sort_by_key(|line| line_number(line, name));
        }
        eprint!("{}", lines.concat());
        true
    }

    /// Reads .config, or the first of the files that stand in for it.
    fn read_config(&mut self, model: &Model) -> bool {
        if self.read(model, &config_name()) {
            return true;
        }
        self.is_changed = true;
        let lists = env("KCONFIG_DEFCONFIG_LIST").unwrap_or_default();
        let found = lists.split_ascii_whitespace().find(|name| self.files.locate(name).is_some());
        found.is_some_and(|name| {
            message(self.options, &format!("using defaults found in {name}"));
            self.read(model, name)
        })
    }

    /// Reads what an all*config or randconfig starts from
    /// (`KCONFIG_ALLCONFIG`).
    fn read_seed(&mut self, model: &Model, target: &str) -> Result<(), Exit> {
        let Some(name) = env("KCONFIG_ALLCONFIG") else { return Ok(()) };
        if !matches!(&*name, "" | "1") {
            return if self.read(model, &name) {
                Ok(())
            } else {
                Err(Exit::error(format!("*** Can't read seed configuration \"{name}\"!\n")))
            };
        }
        let own = format!("{}.config", target.trim_end_matches("config"));
        if self.read(model, &own) || self.read(model, "all.config") {
            return Ok(());
        }
        let text = format!("*** KCONFIG_ALLCONFIG set, but no \"{own}\" or \"all.config\" file found\n");
        Err(Exit::error(text))
    }
}

/// The line that a warning about a file is about.
fn line_number(warning: &str, name: &str) -> usize {
    let line = warning.get(name.len() + 1..).unwrap_or_default().split(':').next();
    line.and_then(|line| line.parse().ok()).unwrap_or(0)
}

fn run(options: &Options) -> Result<(), Exit> {
    let files = DiskFiles::with_fallback(env("srctree").map(PathBuf::from));
    let semantics = options.semantics.unwrap_or_else(tree_semantics);
    // One host for both readings: a command is run once.
    let host = ShellHost::new();
    let model = load_as(semantics, &files, &host, &options.kconfig, &mut ParseCache::default());
    if model.n_parse_diagnostics > 0 {
        report_transcript(&transcript(semantics, &files, &host, &options.kconfig))?;
    }
    report_model(&model)?;
    let prefix = env("CONFIG_").unwrap_or_else(|| "CONFIG_".into());
    let mut configs = Configs {
        options,
        files: &files,
        prefix: &prefix,
        user: UserValues::new(),
        n_warnings: 0,
        is_changed: false,
    };
    let is_read = match options.mode {
        Mode::Defconfig => {
            let name = &options.defconfig;
            if !configs.read(&model, name) {
                let text = format!("***\n*** Can't find default configuration \"{name}\"!\n***\n");
                return Err(Exit::error(text));
            }
            true
        }
        Mode::All(preset) => {
            configs.read_seed(&model, preset.name())?;
            set_all_new_symbols(&model, &mut configs.user, preset);
            false
        }
        Mode::Random(_) => {
            configs.read_seed(&model, "allrandomconfig")?;
            false
        }
        _ => configs.read_config(&model),
    };
    let Configs { mut user, n_warnings, mut is_changed, .. } = configs;
    let is_strict = env("KCONFIG_WERROR").is_some();
    let check = |n_warnings: usize| if is_strict && n_warnings > 0 { Err(Exit::error("")) } else { Ok(()) };
    let mut rand = Rand::new(0);
    if let Mode::Random(seed) = options.mode {
        check(n_warnings)?;
        let probabilities = Probabilities::parse(&env("KCONFIG_PROBABILITY").unwrap_or_default())
            .map_err(|_| Exit::error("KCONFIG_PROBABILITY: Numerical result out of range\n"))?;
        rand = Rand::new(seed);
        set_random_symbols(&model, &mut user, &mut rand, probabilities);
    }
    let table = model.table_order().to_vec();
    let mut lazy = Lazy::new(Arc::new(model), user);
    if is_read {
        is_changed |= read_changes(&mut lazy, &table) || n_warnings > 0;
    }
    let mut n_unmet = report(&mut lazy);
    check(n_warnings)?;
    let mut keeps_config = false;
    if options.is_sync && env("KCONFIG_NOSILENTUPDATE").is_some_and(|value| !value.is_empty()) {
        if is_changed {
            return Err(Exit::error("\n*** The configuration requires explicit update.\n\n"));
        }
        keeps_config = true;
    }
    let mut lists_only = false;
    match options.mode {
        Mode::Ask(topic) => {
            lists_only = matches!(topic, Topic::ListNew | Topic::HelpNew);
            let mut ask = Ask::new(&mut lazy, &prefix, topic);
            let n_asked = ask.run()?;
            is_changed |= ask.has_changed();
            n_unmet += n_asked;
        }
        Mode::Rewrite(from, to) => {
            lazy.rewrite(from, to);
            is_changed = true;
        }
        Mode::Defconfig => {
            lazy.invalidate();
            if semantics.presets_by_table() {
                lazy.settle_choices(&table);
            }
            is_changed = true;
        }
        // With the presets everything was taken back already.
        Mode::All(_) => {
            if semantics.presets_by_table() {
                lazy.settle_choices(&table);
            }
            is_changed = true;
        }
        Mode::Random(_) => {
            if semantics.presets_by_table() {
                lazy.randomize_choices(&table, &mut rand);
            }
            is_changed = true;
        }
        Mode::OldDef | Mode::SaveDefconfig => {}
    }
    n_unmet += report(&mut lazy);
    check(n_unmet)?;
    Exit::if_unread()?;
    if options.mode == Mode::SaveDefconfig {
        let name = &options.defconfig;
        let failed = |_| Exit::error(format!("n*** Error while saving defconfig to: {name}\n\n"));
        // As conf_write_defconfig does: without a file it computes nothing.
        let mut file = std::fs::File::create(name).map_err(failed)?;
        lazy.invalidate();
        compute_for_writing(&mut lazy);
        report(&mut lazy);
        let text = write_defconfig(&lazy.finish(), &prefix);
        return file.write_all(text.as_bytes()).map_err(failed);
    }
    if lists_only {
        return Ok(());
    }
    if !keeps_config {
        check_config()?;
        if !is_changed {
            lazy.invalidate();
        }
        compute_for_writing(&mut lazy);
        report(&mut lazy);
    }
    for &symbol in &table {
        lazy.calc(symbol);
    }
    report(&mut lazy);
    let is_again = semantics.recomputes_for_touching() && reads_auto_conf(options.is_sync, &files);
    let again = is_again.then(|| lazy.clone());
    // What conf holds goes with its process; to take it apart costs more than
    // to write the files.
    let mut evaluation = ManuallyDrop::new(lazy.finish());
    if !keeps_config {
        let text = write_config(&evaluation, &prefix)?;
        message(options, &text);
    }
    if let Some(mut lazy) = again {
        lazy.invalidate();
        table.iter().for_each(|&symbol| lazy.calc(symbol));
        evaluation = ManuallyDrop::new(lazy.finish());
    }
    // conf makes them where there are none, and says nothing if it cannot: only
    // syncconfig needs them.
    match write_build_files(&evaluation, &prefix, options.is_sync, &files) {
        Err(_) if options.is_sync => Err(Exit::error("\n*** Error during sync of the configuration.\n\n")),
        _ => Ok(()),
    }
}

/// The rules of the kernel that is in `$srctree`, else the default ones.
fn tree_semantics() -> Semantics {
    let makefile = PathBuf::from(env("srctree").unwrap_or_default()).join("Makefile");
    read_lossy(&makefile).ok().and_then(|text| Semantics::from_makefile(&text)).unwrap_or_default()
}

/// Computes all values after .config was read, and tells whether it is not what
/// conf would write (`conf_read`).
fn read_changes(lazy: &mut Lazy, table: &[SymbolId]) -> bool {
    let is_changed = compute_all(lazy, table);
    if lazy.model().semantics.drops_stale_values() {
        return lazy.drop_stale_values(table, is_changed);
    }
    is_changed
}

/// Computes all values after .config was read, and tells whether it has others.
fn compute_all(lazy: &mut Lazy, table: &[SymbolId]) -> bool {
    let model = lazy.model().clone();
    let mut is_changed = false;
    for &symbol in table {
        lazy.calc(symbol);
        if model.symbol(symbol).is_choice() {
            continue;
        }
        let value = lazy.value(symbol);
        is_changed |= match lazy.user().get(symbol) {
            Some(_) if !value.write => true,
            Some(UserValue::Tri(tri)) => *tri != value.tri,
            Some(UserValue::Text(text)) => **text != *lazy.text(symbol),
            None => value.write,
        };
    }
    is_changed
}

/// Computes values in the order in which .config and defconfigs are written.
fn compute_for_writing(lazy: &mut Lazy) {
    let model = lazy.model().clone();
    for menu in model.menus_below(MenuId::ROOT) {
        match model.menu(menu).symbol {
            None => {
                lazy.is_menu_visible(menu);
            }
            Some(symbol) if !model.symbol(symbol).is_choice() => lazy.calc(symbol),
            Some(_) => {}
        }
    }
}

/// Prints what conf says while it reads the tree; ends the program if conf
/// would.
fn report_transcript(transcript: &Transcript) -> Result<(), Exit> {
    for said in &transcript.said {
        match said.is_info {
            true => output::print_bytes(&said.text),
            false => output::complain_bytes(&said.text),
        }
    }
    if transcript.is_refused { Err(Exit::error("")) } else { Ok(()) }
}

/// Prints what is wrong with the tree as a whole; ends the program if conf
/// would.
fn report_model(model: &Model) -> Result<(), Exit> {
    let mut has_errors = false;
    for diagnostic in &model.diagnostics[model.n_parse_diagnostics..] {
        let text = conf_text(diagnostic, model);
        match diagnostic.severity {
            Severity::Note => print!("{text}"),
            Severity::Warning | Severity::Error => eprint!("{text}"),
        }
        has_errors |= diagnostic.severity == Severity::Error;
    }
    if has_errors { Err(Exit::error("")) } else { Ok(()) }
}

fn message(options: &Options, text: &str) {
    if !options.is_silent {
        println!("#\n# {text}\n#");
    }
}
