//! Edits one after the other give what evaluating at once gives.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use kconfig::tree::{
    Files, Incremental, Model, NoHost, ParseCache, Preset, RecordedHost, SymbolId, UserValues, Vfs, evaluate,
    fixture, is_changeable, load, read, set_all_new_symbols,
};
use kconfig_tests::generate::generate;
use kconfig_tests::opening;
use kconfig_tests::reference::reference;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, TestRng, TestRunner};

/// One of the user's edits: a symbol by its index, and a value; without one
/// its value is taken back.
type Edit = (prop::sample::Index, Option<&'static str>);

fn any_edit() -> impl Strategy<Value = Edit> {
    let value = prop::sample::select(vec![Some("y"), Some("n"), Some("m"), Some("7"), Some("0x10"), None]);
    (any::<prop::sample::Index>(), value)
}

/// The symbols that have a definition.
fn defined(model: &Model) -> Vec<SymbolId> {
    let symbols = model.symbols().filter(|(_, symbol)| !symbol.menus.is_empty() && !symbol.is_choice());
    symbols.map(|(id, _)| id).collect()
}

/// Fails where an evaluation after edits is not what its user values give.
fn assert_is_as_batch(incremental: &Incremental) {
    let ours = incremental.evaluation();
    let model = &ours.model;
    let batch = evaluate(model.clone(), ours.user.clone());
    for (symbol, _) in model.symbols() {
        assert_eq!(ours.value(symbol), batch.value(symbol), "{}", model.name(symbol));
        assert_eq!(ours.text(symbol), batch.text(symbol), "{}", model.name(symbol));
    }
    assert_eq!(ours.diagnostics, batch.diagnostics);
    assert_eq!(ours.modules(), batch.modules());
}

/// Makes an edit and checks that the delta says what has changed; returns how
/// much that is.
fn edit(incremental: &mut Incremental, symbol: SymbolId, value: Option<&str>) -> usize {
    let before = incremental.evaluation().clone();
    let delta = match value {
        Some(text) => incremental.set_text(symbol, text).unwrap_or_default(),
        None => incremental.clear(symbol),
    };
    let after = incremental.evaluation();
    for (symbol, _) in before.model.symbols() {
        let is_changed =
            before.value(symbol) != after.value(symbol) || before.text(symbol) != after.text(symbol);
        assert_eq!(is_changed, delta.contains(&symbol), "{}", before.model.name(symbol));
    }
    delta.len()
}

fn small(text: &str) -> Arc<Model> {
    let tree: Vfs = [("Kconfig", text)].into_iter().collect();
    Arc::new(load(&tree, &NoHost, "Kconfig", &mut ParseCache::default()))
}

const SMALL: &str = "\
config MODULES
\tbool \"modules\"
\tmodules
config A
\tbool \"a\"
config B
\ttristate \"b\"
\tdepends on A
\tselect C
config C
\ttristate
\tdepends on D
config D
\tbool \"d\"
choice
\tprompt \"which\"
config E
\tbool \"e\"
config F
\tbool \"f\" if A
endchoice
config G
\tstring \"g\"
\tdefault \"x\"
config H
\tstring
\tdefault G
config I
\tbool
\tdefault y if H = \"z\"
";

#[test]
fn an_edit_changes_what_follows_from_it() {
    let model = small(SMALL);
    assert_eq!(model.diagnostics, []);
    let mut incremental = Incremental::new(model.clone(), UserValues::new());
    let mut step = |name: &str, text: &str| {
        let symbol = model.find(name).expect("a symbol");
        let delta = incremental.set_text(symbol, text).expect("a value");
        assert_is_as_batch(&incremental);
        let names: Vec<&str> = delta.iter().map(|&symbol| model.name(symbol)).collect();
        (names.join(" "), incremental.evaluation().diagnostics.len())
    };
    let is = |names: &str, n_warnings| (names.to_owned(), n_warnings);
    assert_eq!(step("A", "y"), is("A B F", 0));
    assert_eq!(step("A", "y"), is("", 0));
    assert_eq!(step("B", "y"), is("B C", 1));
    assert_eq!(step("D", "y"), is("C D", 0));
    assert_eq!(step("F", "y"), is("E F", 0));
    assert_eq!(step("G", "w"), is("G H", 0));
    // The text of G's value stands where it stood; H and I see it all the same.
    assert_eq!(step("G", "z"), is("G H I", 0));
    assert_eq!(step("MODULES", "y"), is("MODULES", 0));
    assert_eq!(step("B", "m"), is("B C", 0));
    assert_eq!(step("A", "n"), is("A B C E F", 0));
}

#[test]
fn a_tree_with_a_cycle_is_evaluated_at_once() {
    let model = small("config A\n\tbool \"a\"\n\tdepends on B\nconfig B\n\tbool \"b\"\n\tdepends on A\n");
    assert_eq!(model.diagnostics[0].code, "recursive-dependency");
    let a = model.find("A").expect("a symbol");
    let mut incremental = Incremental::new(model, UserValues::new());
    edit(&mut incremental, a, Some("y"));
    assert_is_as_batch(&incremental);
}

#[test]
fn a_choice_may_have_a_text_for_a_member() {
    let tree = fixture(
        "choice\n\tprompt \"one\"\nconfig A\n\tbool \"a\"\nconfig T\n\tstring \"t\"\nconfig B\n\tbool \"b\"\nendchoice\n",
    );
    let model = Arc::new(load(&tree, &RecordedHost::default(), "Kconfig", &mut ParseCache::default()));
    let mut incremental = Incremental::new(model.clone(), UserValues::new());
    for (name, value) in [("T", "x"), ("B", "n"), ("A", "n"), ("T", "x"), ("B", "y"), ("T", "7"), ("A", "y")]
    {
        let symbol = model.find(name).expect("a symbol");
        incremental.set_text(symbol, value).expect("a value");
        assert_is_as_batch(&incremental);
    }
}

proptest! {
    #![proptest_config(Config { failure_persistence: None, ..Config::default() })]

    #[test]
    fn edits_of_the_scenario(
        arch in prop::sample::select(vec!["x86", "arm64", "powerpc", "mips", "sh"]),
        edits in prop::collection::vec(any_edit(), 1..20),
    ) {
        let model = opening::model(arch).expect("the opening scenario");
        let symbols = defined(&model);
        let mut incremental = Incremental::new(model, UserValues::new());
        for (index, value) in edits {
            edit(&mut incremental, *index.get(&symbols), value);
        }
        assert_is_as_batch(&incremental);
    }

    #[test]
    fn edits_of_generated_trees(seed: u64, edits in prop::collection::vec(any_edit(), 1..30)) {
        let generated = generate(seed);
        let model = load(&fixture(&generated.fixture()), &NoHost, "Kconfig", &mut ParseCache::default());
        let model = Arc::new(model);
        let symbols = defined(&model);
        prop_assume!(!symbols.is_empty());
        let mut user = UserValues::new();
        read(&model, &mut user, &generated.config, ".config", "CONFIG_");
        let mut incremental = Incremental::new(model, user);
        for (index, value) in edits {
            edit(&mut incremental, *index.get(&symbols), value);
            assert_is_as_batch(&incremental);
        }
    }

    #[test]
    fn all_values_replaced(edits in prop::collection::vec(any_edit(), 1..20)) {
        let model = small(SMALL);
        let symbols = defined(&model);
        let mut incremental = Incremental::new(model.clone(), UserValues::new());
        let mut user = UserValues::new();
        for (index, value) in edits {
            let _ = user.set_text(&model, *index.get(&symbols), value.unwrap_or("n"));
            incremental.set_user(user.clone());
            assert_is_as_batch(&incremental);
        }
    }
}

/// Files of a real tree.
struct Tree(PathBuf);

impl Files for Tree {
    fn read(&self, path: &str) -> Option<Arc<str>> {
        let bytes = std::fs::read(self.0.join(Path::new(path))).ok()?;
        Some(String::from_utf8_lossy(&bytes).into())
    }
}

#[test]
fn edits_of_a_real_tree() {
    let Some(reference) = reference() else { return };
    let mut runner =
        TestRunner::new_with_rng(Config::default(), TestRng::deterministic_rng(Default::default()));
    for (arch, srcarch) in [("x86_64", "x86"), ("arm64", "arm64")] {
        let env = [("ARCH", arch), ("SRCARCH", srcarch)].map(|(name, value)| (name.into(), value.into()));
        // No compiler is asked: what it would say is as good as any value.
        let host = RecordedHost { env: env.into(), shell: Default::default() };
        let files = Tree(reference.tree.clone());
        let model = Arc::new(load(&files, &host, "Kconfig", &mut ParseCache::default()));
        assert!(model.n_symbols() > 10_000);
        for preset in [Preset::AllDef, Preset::AllMod] {
            let mut user = UserValues::new();
            set_all_new_symbols(&model, &mut user, preset);
            let mut incremental = Incremental::new(model.clone(), user);
            let mut n_changed = 0;
            for _ in 0..24 {
                let edits = prop::collection::vec(any_edit(), 20).new_tree(&mut runner).expect("edits");
                // Most symbols cannot be changed, and an edit of them does nothing.
                let evaluation = incremental.evaluation();
                let mut symbols = defined(&model);
                symbols.retain(|&symbol| is_changeable(evaluation, symbol));
                for (index, value) in edits.current() {
                    n_changed += edit(&mut incremental, *index.get(&symbols), value);
                }
                assert_is_as_batch(&incremental);
            }
            assert!(n_changed > 300, "edits that change nothing show nothing: {n_changed}");
        }
    }
}
