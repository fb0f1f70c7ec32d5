//! conf's arguments, read as `getopt_long` of glibc reads them.
//!
//! An unknown option is told of and passed over, a long one may be cut short,
//! and options may follow the file: scripts that call conf rely on any of it.

use std::time::{SystemTime, UNIX_EPOCH};

use kconfig::tree::{Preset, Semantics, Tristate, parse_seed};

use crate::ask::Topic;
use crate::conf::Exit;
use crate::conf_files::env;

/// What conf is to do (`enum input_mode`).
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Questions, or lists of what they would be.
    Ask(Topic),
    All(Preset),
    /// With the seed that was printed.
    Random(u32),
    Defconfig,
    OldDef,
    SaveDefconfig,
    /// Turns all tristates of the first value into the second.
    Rewrite(Tristate, Tristate),
}

/// The arguments.
pub(crate) struct Options {
    pub(crate) mode: Mode,
    /// Whether conf says nothing of what it wrote.
    pub(crate) is_silent: bool,
    /// Whether there was a --syncconfig, be it with another mode after it.
    pub(crate) is_sync: bool,
    /// The file of --defconfig or --savedefconfig.
    pub(crate) defconfig: String,
    pub(crate) kconfig: String,
    /// The rules to go by, where they are named.
    pub(crate) semantics: Option<Semantics>,
}

/// The long options, in the order in which ambiguity names them; the flag says
/// whether a value follows.
const LONG: [(&str, bool); 18] = [
    ("help", false),
    ("silent", false),
    ("oldaskconfig", false),
    ("oldconfig", false),
    ("syncconfig", false),
    ("defconfig", true),
    ("savedefconfig", true),
    ("allnoconfig", false),
    ("allyesconfig", false),
    ("allmodconfig", false),
    ("alldefconfig", false),
    ("randconfig", false),
    ("listnewconfig", false),
    ("helpnewconfig", false),
    ("olddefconfig", false),
    ("yes2modconfig", false),
    ("mod2yesconfig", false),
    ("mod2noconfig", false),
];

/// Reads the arguments without the program's name.
pub(crate) fn parse(args: impl Iterator<Item = String>, program: &str) -> Result<Options, Exit> {
    let mut options = Options {
        mode: Mode::Ask(Topic::All),
        is_silent: false,
        is_sync: false,
        defconfig: String::new(),
        kconfig: String::new(),
        semantics: None,
    };
    let mut files = Vec::new();
    let mut args = args;
    while let Some(arg) = args.next() {
        if arg == "--" {
            files.extend(args.by_ref());
        } else if arg == "--semantics" || arg.starts_with("--semantics=") {
            // An option of ours, by its whole name only: what may be cut short
            // is as with the kernel's own.
            let value = arg.split_once('=').map(|(_, value)| value.to_owned()).or_else(|| args.next());
            let version = value.unwrap_or_default();
            options.semantics = Some(Semantics::from_version(&version).ok_or_else(|| {
                Exit::error(format!("{program}: --semantics '{version}': expected a version such as 6.1\n"))
            })?);
        } else if let Some(long) = arg.strip_prefix("--") {
            match find_long(long) {
                Ok((name, value)) => {
                    let value = match value {
                        None if takes_value(name) => args.next(),
                        value => value.map(str::to_owned),
                    };
                    if takes_value(name) && value.is_none() {
                        eprintln!("{program}: option '--{name}' requires an argument");
                        continue;
                    }
                    options.set(name, value, program)?;
                }
                Err(problem) => eprintln!("{program}: {problem}"),
            }
        } else if let Some(letters) = arg.strip_prefix('-').filter(|letters| !letters.is_empty()) {
            for letter in letters.chars() {
                match letter {
                    'h' => options.set("help", None, program)?,
                    's' => options.set("silent", None, program)?,
                    _ => eprintln!("{program}: invalid option -- '{letter}'"),
                }
            }
        } else {
            files.push(arg);
        }
    }
    match files.into_iter().next() {
        Some(file) => options.kconfig = file,
        None => {
            eprintln!("{program}: Kconfig file missing");
            return Err(usage(program));
        }
    }
    Ok(options)
}

fn takes_value(name: &str) -> bool {
    LONG.contains(&(name, true))
}

/// Finds a long option by its name or the start of one, with its value; or says
/// what is wrong with it.
fn find_long(arg: &str) -> Result<(&'static str, Option<&str>), String> {
    let (name, value) = arg.split_once('=').map_or((arg, None), |(name, value)| (name, Some(value)));
    let exact = LONG.iter().filter(|(long, _)| *long == name);
    let found: Vec<_> = match exact.clone().count() {
        0 => LONG.iter().filter(|(long, _)| long.starts_with(name)).collect(),
        _ => exact.collect(),
    };
    match found[..] {
        [] => Err(format!("unrecognized option '--{arg}'")),
        [&(long, takes_value)] => match value {
            Some(_) if !takes_value => Err(format!("option '--{long}' doesn't allow an argument")),
            value => Ok((long, value)),
        },
        _ => {
            let names: Vec<String> = found.iter().map(|(long, _)| format!(" '--{long}'")).collect();
            Err(format!("option '--{arg}' is ambiguous; possibilities:{}", names.concat()))
        }
    }
}

impl Options {
    fn set(&mut self, name: &str, value: Option<String>, program: &str) -> Result<(), Exit> {
        let rewrite = |from, to| Mode::Rewrite(from, to);
        self.mode = match name {
            "help" => return Err(usage(program)),
            "silent" => {
                self.is_silent = true;
                return Ok(());
            }
            "oldaskconfig" => Mode::Ask(Topic::All),
            "oldconfig" => Mode::Ask(Topic::New),
            "syncconfig" => {
                // It is a part of the build, which says enough.
                self.is_silent = true;
                self.is_sync = true;
                Mode::Ask(Topic::New)
            }
            "listnewconfig" => Mode::Ask(Topic::ListNew),
            "helpnewconfig" => Mode::Ask(Topic::HelpNew),
            "defconfig" | "savedefconfig" => {
                self.defconfig = value.unwrap_or_default();
                if name == "defconfig" { Mode::Defconfig } else { Mode::SaveDefconfig }
            }
            "randconfig" => Mode::Random(random_seed()),
            "yes2modconfig" => rewrite(Tristate::Y, Tristate::M),
            "mod2yesconfig" => rewrite(Tristate::M, Tristate::Y),
            "mod2noconfig" => rewrite(Tristate::M, Tristate::N),
            name => Preset::parse(name).map_or(Mode::OldDef, Mode::All),
        };
        Ok(())
    }
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

/// Prints how to call it, which ends conf with status 1 even where it was asked
/// for.
fn usage(program: &str) -> Exit {
    print!(
        "Usage: {program} [options] <kconfig-file>\n\
         \n\
         \x20 -h, --help          print this and exit\n\
         \x20 -s, --silent        do not say what was written\n\
         \x20 --oldaskconfig      ask everything, also what .config answers (the default)\n\
         \x20 --oldconfig         take .config, ask for new symbols\n\
         \x20 --syncconfig        the same, and write what the build reads\n\
         \x20 --olddefconfig      take .config, give new symbols their default\n\
         \x20 --defconfig <file>  start from <file>\n\
         \x20 --savedefconfig <file>  write what differs from the defaults to <file>\n\
         \x20 --listnewconfig     list the symbols that .config does not have\n\
         \x20 --helpnewconfig     print their help\n\
         \x20 --yes2modconfig     turn y into m where it can be\n\
         \x20 --mod2yesconfig     turn m into y\n\
         \x20 --mod2noconfig      turn m into n\n\
         \x20 --alldefconfig      every symbol has its default\n\
         \x20 --allnoconfig       every question is answered with n\n\
         \x20 --allyesconfig      every question is answered with y\n\
         \x20 --allmodconfig      every question is answered with m where it can be\n\
         \x20 --randconfig        every question is answered by lot\n\
         \x20 --semantics <version>  the kernel whose rules hold; else the tree's\n"
    );
    Exit::error("")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_options_are_found_by_their_start() {
        assert_eq!(find_long("rand"), Ok(("randconfig", None)));
        assert_eq!(find_long("def=x=y"), Ok(("defconfig", Some("x=y"))));
        assert_eq!(
            find_long("old"),
            Err(
                "option '--old' is ambiguous; possibilities: '--oldaskconfig' '--oldconfig' '--olddefconfig'"
                    .into()
            )
        );
        assert_eq!(find_long("silent=1"), Err("option '--silent' doesn't allow an argument".into()));
    }
}
