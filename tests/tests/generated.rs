//! Random trees through the kernel's conf and ours: no byte differs.
//!
//! `cargo xtask oracle --generated N --from SEED` runs it, and so does the step
//! `generated` of `cargo xtask test`, with fewer trees.

use std::path::{Path, PathBuf};

use kconfig_tests::Result;
use kconfig_tests::bins::bin;
use kconfig_tests::differential::{Differential, MODES, Mode, lay_out};
use kconfig_tests::generate::{Generated, generate, minimise};
use kconfig_tests::reference::reference;

/// Where no number is asked for.
const N_TREES: u64 = 60;

/// How many differing trees each worker makes smaller and shows.
const MOST_SHOWN: usize = 5;

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok()?.parse().ok()
}

/// A folder in memory where there is one: the runs take a millisecond each.
struct Work(PathBuf);

impl Work {
    fn new() -> Result<Self> {
        let memory = Path::new("/dev/shm");
        let parent = if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() };
        let folder = parent.join(format!("kconfig-generated-{}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        Ok(Self(folder))
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        // Memory that is lost until the next start, at worst.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[test]
fn no_generated_tree_differs() -> Result<()> {
    let Some(reference) = reference() else { return Ok(()) };
    let n_trees = number("KCONFIG_GENERATED").unwrap_or(N_TREES);
    let first = number("KCONFIG_GENERATED_FROM").unwrap_or(0);
    let (work, ours) = (Work::new()?, our_conf()?);
    let n_workers = std::thread::available_parallelism()?.get() as u64;
    let mut total = Tally::default();
    std::thread::scope(|scope| -> Result<()> {
        let mut workers = Vec::new();
        for worker in 0..n_workers {
            let differential = Differential {
                theirs: reference.conf.clone(),
                ours: ours.clone(),
                folder: work.0.join(worker.to_string()),
            };
            workers.push(scope.spawn(move || -> Result<Tally> {
                let mut tally = Tally::default();
                for seed in (first + worker..first + n_trees).step_by(n_workers as usize) {
                    compare(&differential, &generate(seed), &mut tally)?;
                }
                Ok(tally)
            }));
        }
        for worker in workers {
            total.add(worker.join().map_err(|_| "a worker stopped")??);
        }
        Ok(())
    })?;
    let Tally { n_trees, n_refused, n_runs, differing, .. } = &total;
    println!(
        "{n_trees} trees ({n_refused} that conf refuses), {n_runs} runs, {} identical, {} differing",
        n_runs - differing.len(),
        differing.len()
    );
    differing.iter().for_each(|(_, said)| println!("{said}"));
    assert!(differing.is_empty(), "{} of {n_runs} runs differ", differing.len());
    assert!(n_refused * 3 < *n_trees, "too many trees are refused to show much");
    Ok(())
}

#[derive(Default)]
struct Tally {
    n_trees: usize,
    /// Trees that conf ends at with an error.
    n_refused: usize,
    n_runs: usize,
    /// How many differences were made smaller and shown.
    n_shown: usize,
    /// The seed of each run that differs, and what is said of it.
    differing: Vec<(u64, String)>,
}

impl Tally {
    fn add(&mut self, other: Self) {
        self.n_trees += other.n_trees;
        self.n_refused += other.n_refused;
        self.n_runs += other.n_runs;
        self.differing.extend(other.differing);
    }
}

/// Ours as the release profile builds it where that is named: a test's is slow.
fn our_conf() -> Result<PathBuf> {
    std::env::var_os("KCONFIG_OUR_CONF").map_or_else(|| bin("conf"), |path| Ok(path.into()))
}

fn compare(differential: &Differential, generated: &Generated, tally: &mut Tally) -> Result<()> {
    differential.prepare(generated)?;
    tally.n_trees += 1;
    for (index, mode) in MODES.iter().enumerate() {
        tally.n_runs += 1;
        let (difference, status) = differential.difference(generated, mode)?;
        if let Some(difference) = difference {
            // Its other modes mostly show the same.
            let is_known = tally.differing.last().is_some_and(|(seed, _)| *seed == generated.seed);
            let said = if tally.n_shown < MOST_SHOWN && !is_known {
                tally.n_shown += 1;
                describe(differential, generated, mode, &difference)?
            } else {
                format!("seed {}, {}: {difference}", generated.seed, mode.arguments)
            };
            tally.differing.push((generated.seed, said));
            differential.prepare(generated)?;
        }
        // What all modes refuse need not be refused again.
        if index == 1 && status != Some(0) && !generated.env.iter().any(|(name, _)| *name == "KCONFIG_WERROR")
        {
            tally.n_refused += 1;
            break;
        }
    }
    Ok(())
}

/// Finds a smaller tree that differs as well, and writes it to a folder.
fn describe(differential: &Differential, whole: &Generated, mode: &Mode, said: &str) -> Result<String> {
    let status = differential.difference(whole, mode)?.1;
    // The same difference, but for where it stands.
    let kind = |said: &str| said.chars().filter(|c| !c.is_ascii_digit()).collect::<String>();
    let mut last = said.to_owned();
    let small = minimise(whole, |new| {
        let found = differential.prepare(new).and_then(|()| differential.difference(new, mode));
        match found {
            Ok((Some(found), found_status)) if kind(&found) == kind(said) && found_status == status => {
                last = found;
                true
            }
            _ => false,
        }
    });
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("generated-{}", whole.seed));
    lay_out(&small, &folder)?;
    let env: String = small.env.iter().map(|(name, value)| format!("{name}={value} ")).collect();
    let fragment = if mode.has_fragment { "KCONFIG_ALLCONFIG=../fragment " } else { "" };
    let config = if mode.has_config { "cp ../config .config && " } else { "" };
    let (seed, arguments, tree) = (whole.seed, mode.arguments, small.fixture());
    let folder = folder.display();
    Ok(format!(
        "seed {seed}, {arguments}: {said}\n  smallest: {last}\n  mkdir -p {folder}/run && cd {folder}/run && \
         {config}srctree=../tree ARCH=x86_64 SRCARCH=x86 {env}{fragment}conf {arguments} Kconfig < ../answers\n\
         {tree}",
    ))
}
