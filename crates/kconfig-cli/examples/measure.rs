//! Measures one tree within one process, for `cargo xtask bench`.
//!
//! Called as conf is, with the root file as its argument and the kernel's
//! variables in the environment. Prints `name value` lines: times in
//! microseconds, sizes in kilobytes.

use std::hint::black_box;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use kconfig::tree::{
    Incremental, Model, ParseCache, Preset, SymbolId, UserValues, assignable, evaluate, load,
    set_all_new_symbols, write,
};
use kconfig_cli::disk::DiskFiles;
use kconfig_cli::shell::ShellHost;

/// How often each phase runs; the median counts.
const N_RUNS: usize = 15;

fn main() {
    let root = std::env::args().nth(1).unwrap_or_else(|| "Kconfig".to_owned());
    let files = DiskFiles::with_fallback(std::env::var_os("srctree").map(PathBuf::from));
    // Its answers are kept: the probes count in the first run only.
    let host = ShellHost::new();
    let model = Arc::new(load(&files, &host, &root, &mut ParseCache::default()));
    report("symbols", model.n_symbols());
    report("menus", model.menus.len());
    report("properties", model.properties.len());
    report("conditions", model.exprs.len());
    report("files", model.files.len());
    report("lines", model.files.iter().map(|file| file.text.lines().count()).sum::<usize>());
    report("bytes", model.files.iter().map(|file| file.text.len()).sum::<usize>());

    let user = preset(&model, Preset::AllDef);
    report("parse", median(|| load(&files, &host, &root, &mut ParseCache::default())));
    report("evaluate", median(|| evaluate(model.clone(), user.clone())));
    let evaluation = evaluate(model.clone(), user.clone());
    report("write", median(|| write(&evaluation, "CONFIG_")));
    report("peak", peak());

    report("prepare-edits", median(|| Incremental::new(model.clone(), user.clone())));
    for base in [Preset::AllDef, Preset::AllMod] {
        let mut toggles = toggle_all(Incremental::new(model.clone(), preset(&model, base)));
        toggles.sort_unstable();
        report(&format!("{}-toggles", base.name()), toggles.len());
        for percent in [50, 95, 99, 100] {
            let index = (toggles.len() * percent / 100).min(toggles.len() - 1);
            println!("{}-toggle-{percent} {:.1}", base.name(), toggles[index].as_nanos() as f64 / 1000.0);
        }
    }
}

fn report(name: &str, value: impl std::fmt::Display) {
    println!("{name} {value}");
}

fn preset(model: &Model, preset: Preset) -> UserValues {
    let mut user = UserValues::new();
    set_all_new_symbols(model, &mut user, preset);
    user
}

fn median<T>(mut run: impl FnMut() -> T) -> u128 {
    let mut times: Vec<Duration> = (0..N_RUNS)
        .map(|_| {
            let start = Instant::now();
            let result = black_box(run());
            let time = start.elapsed();
            drop(result);
            time
        })
        .collect();
    times.sort_unstable();
    times[N_RUNS / 2].as_micros()
}

/// Sets each bool and tristate that the user can change to its next value, and
/// back; gives the time of each change.
fn toggle_all(mut incremental: Incremental) -> Vec<Duration> {
    let model = incremental.evaluation().model.clone();
    let start = incremental.evaluation().user.clone();
    let mut times = Vec::new();
    let symbols: Vec<SymbolId> = model.symbols().map(|(symbol, _)| symbol).collect();
    for symbol in symbols {
        let evaluation = incremental.evaluation();
        let before = evaluation.value(symbol).tri;
        let values = assignable(evaluation, symbol);
        if values.len() < 2 || model.symbol(symbol).is_choice() {
            continue;
        }
        let at = values.iter().position(|&value| value == before).unwrap_or(0);
        let other = values[(at + 1) % values.len()];
        for value in [other, before] {
            let start = Instant::now();
            let delta = incremental.set_text(symbol, value.as_str());
            times.push(start.elapsed());
            let _ = black_box(delta);
        }
        // As it was, also where that was a default or is hidden by now.
        incremental.set_user(start.clone());
        debug_assert!(incremental.evaluation().value(symbol).tri == before);
    }
    times
}

/// The most memory that this process had, in kilobytes.
fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_ascii_whitespace().next()).unwrap_or("unknown").to_owned()
}
