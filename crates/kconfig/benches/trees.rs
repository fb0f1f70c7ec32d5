//! How the cost of parsing, evaluating and editing grows with a tree.
//!
//! `cargo bench -p kconfig`. Trees of 1,000 to 64,000 symbols are made here; the
//! real one is measured too where KCONFIG_ORACLE_TREE names it, without a
//! compiler to ask.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::Arc;

use divan::{Bencher, counter::ItemsCount};
use kconfig::tree::{
    Files, Incremental, Model, NoHost, ParseCache, Preset, RecordedHost, SymbolId, UserValues, Vfs,
    assignable, evaluate, load, set_all_new_symbols,
};

const SIZES: [usize; 4] = [1_000, 4_000, 16_000, 64_000];

fn main() {
    divan::main();
}

/// A tree of `n_symbols` that is shaped as the kernel's: files of a hundred
/// entries below menus, most with a condition, some with a select or a default,
/// each with a help text.
fn generated(n_symbols: usize) -> Vfs {
    let mut tree = Vfs::new();
    let mut root = String::from("mainmenu \"generated\"\nconfig MODULES\n\tbool \"modules\"\n\tmodules\n");
    for file in 0..n_symbols.div_ceil(100) {
        let mut text =
            format!("menuconfig DIR{file}\n\tbool \"directory {file}\"\n\tdefault y\n\nif DIR{file}\n\n");
        for entry in 0..100 {
            let number = file * 100 + entry;
            let _ = writeln!(text, "config S{number}\n\ttristate \"symbol {number}\"");
            // Back by 1 to 97, so that chains cross files.
            let other = number.saturating_sub(1 + number * 31 % 97);
            match number % 5 {
                0 => {}
                1 => drop(writeln!(text, "\tdepends on S{other} || !DIR{}", file / 2)),
                2 => drop(writeln!(text, "\tdepends on S{other}\n\tdefault m if DIR{}", file / 3)),
                3 => drop(writeln!(text, "\tselect S{} if S{other}", number + 2)),
                _ => drop(writeln!(text, "\tdefault y")),
            }
            let _ = writeln!(
                text,
                "\thelp\n\t  Says what number {number} is for, over some\n\t  lines, as help texts do.\n"
            );
        }
        text.push_str("endif\n");
        tree.insert(&format!("dir{file}/Kconfig"), text);
        let _ = writeln!(root, "source \"dir{file}/Kconfig\"");
    }
    tree.insert("Kconfig", root);
    tree
}

fn model(files: &dyn Files) -> Arc<Model> {
    Arc::new(load(files, &NoHost, "Kconfig", &mut ParseCache::default()))
}

fn alldef(model: &Model) -> UserValues {
    let mut user = UserValues::new();
    set_all_new_symbols(model, &mut user, Preset::AllDef);
    user
}

/// Symbols that can be changed, some hundred of them, from all over the tree.
fn changeable(incremental: &Incremental) -> Vec<SymbolId> {
    let evaluation = incremental.evaluation();
    let symbols = evaluation.model.symbols().map(|(symbol, _)| symbol);
    let all: Vec<SymbolId> = symbols.filter(|&symbol| assignable(evaluation, symbol).len() > 1).collect();
    all.iter().copied().step_by((all.len() / 200).max(1)).collect()
}

/// Changes one symbol after the other, round and round.
fn toggle(bencher: Bencher<'_, '_>, model: Arc<Model>) {
    let user = alldef(&model);
    let mut incremental = Incremental::new(model, user);
    let symbols = changeable(&incremental);
    let mut next = 0;
    bencher.bench_local(|| {
        let symbol = symbols[next % symbols.len()];
        next += 1;
        let text = if incremental.evaluation().text(symbol) == "y" { "n" } else { "y" };
        incremental.set_text(symbol, text)
    });
}

#[divan::bench(args = SIZES, sample_count = 10)]
fn parse_generated(bencher: Bencher<'_, '_>, n_symbols: usize) {
    let tree = generated(n_symbols);
    bencher.counter(ItemsCount::new(n_symbols)).bench(|| model(&tree));
}

#[divan::bench(args = SIZES, sample_count = 10)]
fn batch_generated(bencher: Bencher<'_, '_>, n_symbols: usize) {
    let model = model(&generated(n_symbols));
    let user = alldef(&model);
    bencher.counter(ItemsCount::new(n_symbols)).bench(|| evaluate(model.clone(), user.clone()));
}

#[divan::bench(args = SIZES)]
fn toggle_generated(bencher: Bencher<'_, '_>, n_symbols: usize) {
    toggle(bencher, model(&generated(n_symbols)));
}

/// Files of the real tree.
struct Disk(PathBuf);

impl Files for Disk {
    fn read(&self, path: &str) -> Option<Arc<str>> {
        let bytes = std::fs::read(self.0.join(path)).ok()?;
        Some(String::from_utf8_lossy(&bytes).into())
    }
}

fn has_real() -> bool {
    std::env::var_os("KCONFIG_ORACLE_TREE").is_some()
}

/// The real tree on x86_64, all of it in memory.
fn real() -> Option<impl Fn() -> Arc<Model>> {
    let disk = Disk(std::env::var_os("KCONFIG_ORACLE_TREE")?.into());
    let env = [("ARCH", "x86_64"), ("SRCARCH", "x86")].map(|(name, value)| (name.into(), value.into()));
    let host = RecordedHost { env: env.into(), shell: Default::default() };
    let on_disk = load(&disk, &host, "Kconfig", &mut ParseCache::default());
    let mut tree = Vfs::new();
    for file in on_disk.files.iter() {
        tree.insert(&file.path, file.text.clone());
    }
    Some(move || Arc::new(load(&tree, &host, "Kconfig", &mut ParseCache::default())))
}

#[divan::bench(sample_count = 10, ignore = !has_real())]
fn parse_real(bencher: Bencher<'_, '_>) {
    if let Some(real) = real() {
        bencher.bench_local(real);
    }
}

#[divan::bench(sample_count = 10, ignore = !has_real())]
fn batch_real(bencher: Bencher<'_, '_>) {
    if let Some(model) = real().map(|real| real()) {
        let user = alldef(&model);
        bencher.bench(|| evaluate(model.clone(), user.clone()));
    }
}

#[divan::bench(ignore = !has_real())]
fn toggle_real(bencher: Bencher<'_, '_>) {
    if let Some(model) = real().map(|real| real()) {
        toggle(bencher, model);
    }
}
