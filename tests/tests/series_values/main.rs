//! The lines of .config that `kconfig series` moves on a kernel's tree, symbol by
//! symbol, against the kernel's conf on the tree before and after; and what `--audit`
//! says that a renamed symbol loses.
//!
//! A share of all arches and base configs for each patch; all of them where
//! `KCONFIG_EVERYTHING` is set, as `cargo xtask oracle --full` does.

mod audit;
mod bench;
mod made;
mod work;

use std::collections::{BTreeMap, BTreeSet};

use kconfig_tests::Result;
use kconfig_tests::effects::difference;
use kconfig_tests::patch_files::{has, real_patches};
use kconfig_tests::reference::{Run, reference};
use serde_json::Value;

use bench::{Bench, Prepared};
use made::{Does, MADE};
use work::{copy, in_parallel, put};

/// The arches, each with one of its defconfigs.
const ARCHES: [(&str, &str); 9] = [
    ("x86_64", "x86_64_defconfig"),
    ("arm64", "defconfig"),
    ("s390", "defconfig"),
    ("arm", "multi_v7_defconfig"),
    ("riscv", "defconfig"),
    ("powerpc", "ppc64_defconfig"),
    ("mips", "malta_defconfig"),
    ("loongarch", "loongson3_defconfig"),
    ("sh", "titan_defconfig"),
];

/// The base configs: conf's presets, and what stands for the arch's defconfig.
const BASES: [&str; 5] = ["alldef", "allno", "allyes", "allmod", DEFCONFIG];

const DEFCONFIG: &str = "defconfig";

/// The fewest patches made on the spot that have to move a line.
const FEWEST_MOVING: usize = 9;

/// An arch and a base config, by their places.
type Pair = (usize, usize);

/// What a comparison found.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Found {
    /// As many lines moved.
    Moved(usize),
    Refused,
}

/// A comparison, with what it found or the lines that differ.
type Compared = (Pair, Result<Found, String>);

/// How the program calls a base config.
fn called((arch, base): Pair) -> String {
    match BASES[base] {
        DEFCONFIG => format!("{DEFCONFIG}:{}", ARCHES[arch].1),
        preset => preset.to_owned(),
    }
}

/// By symbol: the value before and after.
type Moved = BTreeMap<String, [Option<String>; 2]>;

/// The lines that the program says move on an arch under a base config.
fn said(report: &Value, pair: Pair) -> Result<Moved> {
    let value = |value: &Value| value.as_str().map(str::to_owned);
    let (arch, base) = (ARCHES[pair.0].0, called(pair));
    let mut moved = Moved::new();
    for change in report["changes"].as_array().ok_or("no changes")? {
        if change["arch"] == arch && change["base"] == *base {
            let symbol = value(&change["symbol"]).ok_or("no symbol")?;
            let both = [value(&change["before"]), value(&change["after"])];
            assert!(moved.insert(symbol, both).is_none(), "{change} stands twice");
        }
    }
    Ok(moved)
}

/// Tells whether the program says that conf stops at the tree of an arch.
fn is_refused(report: &Value, arch: &str) -> Result<bool> {
    let warnings = report["warnings"].as_array().ok_or("no warnings")?;
    Ok(warnings.iter().any(|warning| {
        let arches = warning["arches"].as_array();
        let is_new_error = warning["is_new"] == true && warning["is_error"] == true;
        is_new_error && warning["base"].is_null() && arches.is_some_and(|all| all.iter().any(|it| it == arch))
    }))
}

/// A value as the program says it: a string without quotes and backslashes.
fn plain(value: &str) -> String {
    let Some(inner) = value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) else {
        return value.to_owned();
    };
    let mut out = String::new();
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        out.extend(if c == '\\' { chars.next() } else { Some(c) });
    }
    out
}

/// Holds what the program says against two runs of conf.
fn compare(report: &Value, pair: Pair, before: &Run, after: &Run) -> Result<Found, String> {
    assert_eq!(before.status, Some(0), "conf stops at the tree itself: {}", before.stderr);
    let stops = after.status != Some(0);
    let ours = said(report, pair).map_err(|error| error.to_string())?;
    let is_refused = is_refused(report, ARCHES[pair.0].0).map_err(|error| error.to_string())?;
    if is_refused != stops {
        return Err(format!(
            "conf ends with {:?}, refused by ours: {is_refused}\n{}",
            after.status, after.stderr
        ));
    }
    let mut theirs = Moved::new();
    if !stops {
        for (symbol, both) in difference(before.config(), after.config()) {
            theirs.insert(symbol, both.map(|value| value.as_deref().map(plain)));
        }
    }
    if ours == theirs {
        return Ok(if stops { Found::Refused } else { Found::Moved(theirs.len()) });
    }
    let names: BTreeSet<&String> = ours.keys().chain(theirs.keys()).collect();
    let differing = names.into_iter().filter(|name| ours.get(*name) != theirs.get(*name));
    let lines =
        differing.map(|name| format!("  {name}: conf {:?}, ours {:?}\n", theirs.get(name), ours.get(name)));
    Err(lines.take(20).collect())
}

/// Compares each patch under its pairs; gives what each comparison found.
fn compare_all(bench: &Bench, patches: &[Prepared]) -> Result<Vec<Vec<Compared>>> {
    let tree = &bench.reference.tree;
    let jobs: Vec<(&Prepared, Vec<Pair>)> =
        patches.iter().enumerate().map(|(index, patch)| (patch, bench.pairs(index))).collect();
    let pairs: BTreeSet<Pair> = jobs.iter().flat_map(|(_, pairs)| pairs).copied().collect();
    let pairs: Vec<Pair> = pairs.into_iter().collect();
    let worker_folder = |worker: usize| bench.folder.join(format!("worker-{worker}"));
    let before =
        in_parallel(&pairs, |worker, pair| bench.conf(tree, *pair, &worker_folder(worker).join("conf")))?;
    let before: BTreeMap<Pair, Run> = pairs.into_iter().zip(before).collect();
    in_parallel(&jobs, |worker, (patch, pairs)| {
        let copied = worker_folder(worker).join("tree");
        if !copied.exists() {
            copy(tree, &copied)?;
        }
        put(&copied, &patch.changed, None)?;
        let report = bench.report(patch, pairs)?;
        let mut all = Vec::new();
        for pair in pairs {
            let after = bench.conf(&copied, *pair, &worker_folder(worker).join("conf"))?;
            all.push((*pair, compare(&report, *pair, &before[pair], &after)));
        }
        put(&copied, &patch.changed, Some(tree))?;
        // All of them take half an hour: who waits sees how far it is.
        let moved = all.iter().map(|(_, found)| if let Ok(Found::Moved(n)) = found { *n } else { 0 });
        let differing = all.iter().filter(|(_, found)| found.is_err()).count();
        let lines: usize = moved.sum();
        eprintln!("{}: {} comparisons, {lines} lines moved, {differing} differing", patch.name, all.len());
        Ok(all)
    })
}

/// What all comparisons found.
#[derive(Default)]
struct Tally {
    n: usize,
    n_lines: usize,
    n_refused: usize,
    /// The patches made on the spot that move a line.
    n_moving: usize,
    differing: Vec<String>,
}

impl Tally {
    /// Counts the comparisons of a patch.
    fn add(&mut self, patch: &Prepared, found: &[Compared]) {
        let mut lines = 0;
        for (pair, found) in found {
            self.n += 1;
            match found {
                Ok(Found::Moved(moved)) => lines += moved,
                Ok(Found::Refused) => self.n_refused += 1,
                Err(text) => {
                    let place = format!("{} {}", ARCHES[pair.0].0, called(*pair));
                    self.differing.push(format!("{} {place}:\n{text}", patch.name));
                }
            }
        }
        self.n_lines += lines;
        let Some(made) = patch.made else { return };
        self.n_moving += usize::from(lines > 0);
        let shown = found.iter().find(|(pair, _)| *pair == made.shows).map(|(_, found)| found);
        let does = match shown {
            Some(Ok(Found::Refused)) => Some(Does::Refuse),
            Some(Ok(Found::Moved(1..))) => Some(Does::Move),
            _ => None,
        };
        if does.as_ref() != Some(&made.does) {
            self.differing.push(format!("{} does not do there what it is made for\n", patch.name));
        }
    }
}

/// Real patch files, and patches that are made on the spot.
#[test]
fn a_series_moves_the_lines_that_conf_moves() -> Result<()> {
    let Some(reference) = reference().filter(|_| has("diff")) else { return Ok(()) };
    let bench = Bench::new(reference)?;
    let mut patches = MADE.iter().map(|made| bench.made(made)).collect::<Result<Vec<_>>>()?;
    for path in real_patches()?.filter(|_| has("patch")).unwrap_or_default() {
        patches.push(bench.real(&path)?);
    }
    let found = compare_all(&bench, &patches)?;
    let mut tally = Tally::default();
    patches.iter().zip(&found).for_each(|(patch, found)| tally.add(patch, found));
    let Tally { n, n_lines, n_refused, n_moving, differing } = tally;
    eprintln!(
        "{} patches, {n} comparisons, {n_lines} lines moved, {n_refused} refused, {} differing",
        patches.len(),
        differing.len()
    );
    assert!(differing.is_empty(), "{}", differing.concat());
    assert!(n_moving >= FEWEST_MOVING, "only {n_moving} of the patches made here move a line");
    let pairs = || found.iter().flatten().map(|(pair, _)| pair);
    let arches: BTreeSet<usize> = pairs().map(|pair| pair.0).collect();
    let bases: BTreeSet<usize> = pairs().map(|pair| pair.1).collect();
    assert_eq!((arches.len(), bases.len()), (ARCHES.len(), BASES.len()), "one is not looked at");
    Ok(())
}
