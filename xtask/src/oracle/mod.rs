//! `oracle`: our conf against the kernel's own, over whole kernel trees.
//!
//! Nothing of the kernel is in the repository: [`kernel`] has its conf and tree
//! from Debian's packages. [`plan`] lists runs, [`compare`] does each with both,
//! in a [`sandbox`] where [`probes`] remembers what the toolchain says; what the
//! kernel's conf left is in [`memory`]. [`generated`] takes random trees instead,
//! [`series`] trees with patches. [`make`] and [`kernel_tests`] put ours in the place of
//! the kernel's.

mod arch;
mod compare;
pub(crate) mod generated;
mod kernel;
pub(crate) mod kernel_tests;
pub(crate) mod make;
mod memory;
mod plan;
mod probes;
mod report;
mod sandbox;
mod series;

pub(crate) use kernel::{Oracle, V6_1, V6_12, Version, ensure};
pub(crate) use probes::answer;
pub(crate) use report::Tally;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use crate::{Result, cache, run};
use kernel::{CONF_VARIABLE, TREE_VARIABLE, VERSIONS};
use plan::{Defconfigs, Selection};
use sandbox::Surroundings;

const HELP: &str = "\
Runs the kernel's conf and ours over kernel trees and compares all that they
leave: every file, standard output and error, the exit status.

Usage: cargo xtask oracle [OPTIONS]

What to run (a quick set where nothing is said):
  --full             All of the below: every preset, 20 seeds, defconfigs, fragments.
                     On all arches of 6.12 then also what patches move, by `kconfig
                     series` and by conf before and after: each of the tests' patches
                     on nine arches with four presets and a defconfig, in half an hour
  --modes MODE,...   alldefconfig, allnoconfig, allyesconfig, allmodconfig, and others
                     with empty input, or after an allmodconfig
  --seeds N          randconfig with the seeds 1 to N
  --defconfigs       Every defconfig of the tree: defconfig, then savedefconfig
  --fragments        Every *.config of the tree as KCONFIG_ALLCONFIG of alldefconfig
Where:
  --arches all|A,... The arches, as make's ARCH (all)
  --tree all|V,...   6.12 or 6.1, each with its own conf (6.12)
How:
  --jobs N           Runs at a time (the number of processors)
  --conf FILE        Our conf, instead of one that is built now
  --make             Instead: run the kernel's make with its own conf, then with ours
                     in its place, and compare the files that it leaves
  --generated N      Instead: N random trees, each in twenty ways; --from SEED to start
                     with that one. What differs is made small and kept in a folder
  --places           Print where the kernel's confs and trees are, fetched when missing

Ends with `N runs, N identical, N differing` (and after it `N patches, N comparisons,
N lines moved, N refused, N differing`), and status 1 when any differ. The
answers of the compiler and what the kernel's conf left are remembered in the
cache folder's `oracle`, which is safe to delete.
";

/// What the command line asks for.
struct Options {
    selection: Selection,
    versions: Vec<&'static Version>,
    jobs: usize,
    conf: Option<PathBuf>,
    /// And what patches move.
    series: bool,
    /// The kernel's make instead.
    make: bool,
    /// Generated trees instead.
    generated: Option<generated::Seeds>,
}

/// Runs `cargo xtask oracle`.
pub(crate) fn command(arguments: lexopt::Parser) -> Result<bool> {
    let Some(options) = parse(arguments)? else { return Ok(true) };
    if options.make {
        let differences = make::compare()?;
        differences.iter().for_each(|line| println!("{line}"));
        println!("{} files differ", differences.len());
        return Ok(differences.is_empty());
    }
    if let Some(seeds) = options.generated {
        return Ok(generated::command(seeds)?.status()?.success());
    }
    let conf = options.conf.map_or_else(our_conf, Ok)?;
    let start = Instant::now();
    let mut total = Tally::default();
    for version in options.versions {
        let oracle = ensure(version)?;
        let cases = plan::cases(&oracle.tree, &options.selection)?;
        total += compare::compare(&oracle, &conf, &cases, options.jobs)?;
    }
    println!(
        "{} runs, {} identical, {} differing, in {}",
        total.runs,
        total.identical,
        total.differing(),
        run::seconds(start.elapsed())
    );
    let is_same = !options.series || series::command()?.status()?.success();
    Ok(total.differing() == 0 && is_same)
}

/// Makes commands that see what conf sees on an arch, with the toolchain's
/// answers remembered.
pub(crate) fn in_conf_environment(oracle: &Oracle, arch: &str) -> Result<impl Fn(&Path) -> Command> {
    let surroundings = Surroundings::new(oracle)?;
    let arch = arch::all(&oracle.tree)?
        .into_iter()
        .find(|known| known.name == arch)
        .ok_or_else(|| format!("no arch `{arch}` in {}", oracle.tree.display()))?;
    Ok(move |program: &Path| surroundings.command(program, &arch))
}

/// Compares the quick set of some versions.
pub(crate) fn quick(versions: &[&Version]) -> Result<Tally> {
    let conf = our_conf()?;
    let mut total = Tally::default();
    for version in versions {
        let oracle = ensure(version)?;
        let cases = plan::cases(&oracle.tree, &Selection::quick())?;
        total += compare::compare(&oracle, &conf, &cases, processors())?;
    }
    Ok(total)
}

/// Builds our conf, as it is meant to be used.
pub(crate) fn our_conf() -> Result<PathBuf> {
    build_release(&["--bin", "conf"])?;
    Ok(release_folder().join("conf"))
}

/// Builds our kconfig, as it is meant to be used.
pub(crate) fn ensure_kconfig() -> Result<PathBuf> {
    build_release(&["--bin", "kconfig"])?;
    Ok(release_folder().join("kconfig"))
}

/// Builds the example that measures one tree within one process.
pub(crate) fn our_measure() -> Result<PathBuf> {
    build_release(&["--example", "measure"])?;
    Ok(release_folder().join("examples/measure"))
}

fn build_release(target: &[&str]) -> Result<()> {
    run::run(run::cargo().args(["build", "--quiet", "--release", "--package", "kconfig-cli"]).args(target))
}

/// Where cargo leaves release builds.
fn release_folder() -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| "target".into(), PathBuf::from);
    cache::repository().join(target).join("release")
}

fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// Reads the command line; `None` when it asked for something to be printed,
/// which is done.
fn parse(mut arguments: lexopt::Parser) -> Result<Option<Options>> {
    use lexopt::prelude::*;

    let mut selection = Selection::default();
    let mut versions = vec![&V6_12];
    let mut jobs = processors();
    let mut conf = None;
    let (mut full, mut make) = (false, false);
    let mut seeds = generated::Seeds::default();
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("full") => full = true,
            Long("modes") => selection.modes = Selection::read_modes(&arguments.value()?.string()?)?,
            Long("seeds") => selection.seeds = arguments.value()?.parse()?,
            Long("defconfigs") => selection.defconfigs = Defconfigs::All,
            Long("fragments") => selection.fragments = true,
            Long("arches") => {
                let names = arguments.value()?.string()?;
                selection.arches =
                    if names == "all" { vec![] } else { names.split(',').map(str::to_owned).collect() };
            }
            Long("tree") => versions = read_versions(&arguments.value()?.string()?)?,
            Long("jobs") => jobs = arguments.value()?.parse::<usize>()?.max(1),
            Long("conf") => conf = Some(std::path::absolute(PathBuf::from(arguments.value()?))?),
            Long("make") => make = true,
            Long("generated") => seeds.trees = Some(arguments.value()?.parse()?),
            Long("from") => seeds.first = Some(arguments.value()?.parse()?),
            Long("places") => {
                print_places()?;
                return Ok(None);
            }
            Long("help") | Short('h') => {
                print!("{HELP}");
                return Ok(None);
            }
            other => return Err(other.unexpected().into()),
        }
    }
    let generated = (seeds != generated::Seeds::default()).then_some(seeds);
    let arches = std::mem::take(&mut selection.arches);
    let series = full && arches.is_empty() && versions.contains(&&V6_12);
    let chosen = if full {
        Selection::full()
    } else if selection == Selection::default() {
        Selection::quick()
    } else {
        selection
    };
    let selection = Selection { arches, ..chosen };
    Ok(Some(Options { selection, versions, jobs, conf, series, make, generated }))
}

fn read_versions(text: &str) -> Result<Vec<&'static Version>> {
    if text == "all" {
        return Ok(VERSIONS.iter().collect());
    }
    let version = |name: &str| VERSIONS.iter().find(|version| version.name == name);
    text.split(',')
        .map(|name| version(name).ok_or_else(|| format!("no tree `{name}`; there are 6.12 and 6.1").into()))
        .collect()
}

fn print_places() -> Result<()> {
    for (name, place) in variables()? {
        println!("{name}={}", place.display());
    }
    Ok(())
}

/// The variables that name the confs and trees to our tests; those of other
/// versions than 6.12 end in the version.
pub(crate) fn variables() -> Result<Vec<(String, PathBuf)>> {
    let mut variables = Vec::new();
    for version in VERSIONS {
        let Oracle { conf, tree, .. } = ensure(version)?;
        let suffix =
            if *version == V6_12 { String::new() } else { format!("_{}", version.name.replace('.', "_")) };
        variables.push((format!("{CONF_VARIABLE}{suffix}"), conf));
        variables.push((format!("{TREE_VARIABLE}{suffix}"), tree));
    }
    Ok(variables)
}

/// The variables that name programs to our tests: our kconfig as it is meant to be
/// used, and for runs of conf the toolchain with a memory.
pub(crate) fn programs() -> Result<Vec<(String, OsString)>> {
    let mut variables = Surroundings::new(&ensure(&V6_12)?)?.tools();
    variables.push(("KCONFIG_OUR_KCONFIG".to_owned(), ensure_kconfig()?.into()));
    Ok(variables)
}
