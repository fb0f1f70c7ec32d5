//! What holds of every configuration.

use std::collections::BTreeSet;
use std::sync::Arc;

use kconfig::sweep::{self, ArchEffect, Defined, Edge, Outcome, Side, ValueChange};
use kconfig::tree::{
    Layout, Model, NoHost, ParseCache, UserValues, evaluate, fixture, load, read, write, write_defconfig,
    write_menu,
};
use kconfig_tests::generate::generate;
use kconfig_tests::opening;
use proptest::prelude::*;

/// The opening scenario's tree on an arch.
fn model(srcarch: &str) -> Arc<Model> {
    opening::model(srcarch).expect("the opening scenario")
}

/// The names of a model's symbols.
fn names(model: &Model) -> Vec<String> {
    model
        .symbols()
        .filter(|(_, symbol)| !symbol.menus.is_empty() && !symbol.is_choice())
        .map(|(id, _)| model.name(id).to_owned())
        .collect()
}

fn set(model: &Arc<Model>, values: &[(prop::sample::Index, &str)]) -> UserValues {
    let names = names(model);
    let mut user = UserValues::new();
    for (index, value) in values {
        if let Some(symbol) = model.find(index.get(names.as_slice()).as_str()) {
            // Not every value is one of every type.
            let _ = user.set_text(model, symbol, value);
        }
    }
    user
}

fn back(model: &Arc<Model>, text: &str) -> UserValues {
    let mut user = UserValues::new();
    read(model, &mut user, text, ".config", "CONFIG_");
    user
}

fn any_values() -> impl Strategy<Value = Vec<(prop::sample::Index, &'static str)>> {
    let value = prop::sample::select(vec!["y", "n", "m", "16", "0x10"]);
    prop::collection::vec((any::<prop::sample::Index>(), value), 0..40)
}

fn any_arch() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["x86", "arm64", "arm", "riscv", "s390", "powerpc", "mips", "loongarch", "sh"])
}

/// What comes, goes and moves; seen from the other side where `is_mirrored`.
fn moved(effect: &ArchEffect, is_mirrored: bool) -> [BTreeSet<String>; 5] {
    let edges = |edges: &[Edge]| edges.iter().map(|edge| format!("{edge:?}")).collect::<BTreeSet<_>>();
    let values = effect.bases.iter().flat_map(|base| &base.effect.values);
    let value = |change: &ValueChange| {
        let (before, after) = (&change.before, &change.after);
        let (before, after) = if is_mirrored { (after, before) } else { (before, after) };
        format!("{} {before:?} {after:?}", change.symbol)
    };
    let names = |entries: &[Defined]| entries.iter().map(|entry| format!("{:?}", entry.subject)).collect();
    let tree = &effect.tree;
    let mut out = [
        names(&tree.definitions.added),
        names(&tree.definitions.removed),
        edges(&tree.edges.added),
        edges(&tree.edges.removed),
        values.map(value).collect(),
    ];
    if is_mirrored {
        out.swap(0, 1);
        out.swap(2, 3);
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read_as_the_same(arch in any_arch(), values in any_values()) {
        let model = model(arch);
        let once = write(&evaluate(model.clone(), set(&model, &values)), "CONFIG_");
        let twice = write(&evaluate(model.clone(), back(&model, &once)), "CONFIG_");
        prop_assert_eq!(once, twice);
    }

    #[test]
    fn a_defconfig_gives_the_whole_again(arch in any_arch(), values in any_values()) {
        let model = model(arch);
        // A .config of its own kind: only what can be set has a user value.
        let config = write(&evaluate(model.clone(), set(&model, &values)), "CONFIG_");
        let whole = evaluate(model.clone(), back(&model, &config));
        let least = write_defconfig(&whole, "CONFIG_");
        let again = evaluate(model.clone(), back(&model, &least));
        prop_assert_eq!(write(&whole, "CONFIG_"), write(&again, "CONFIG_"));
    }

    #[test]
    fn a_layout_that_is_kept_writes_each_menu(seed: u64) {
        let generated = generate(seed);
        let model = load(&fixture(&generated.fixture()), &NoHost, "Kconfig", &mut ParseCache::default());
        let model = Arc::new(model);
        let evaluation = evaluate(model.clone(), back(&model, &generated.config));
        let layout = Layout::new(&model);
        prop_assert_eq!(layout.write(&evaluation, "CONFIG_"), write(&evaluation, "CONFIG_"));
        for menu in model.menus.ids() {
            let (kept, walked) =
                (layout.write_menu(&evaluation, menu, "CONFIG_"), write_menu(&evaluation, menu, "CONFIG_"));
            prop_assert_eq!(kept, walked, "{:?}", model.prompt_text(menu));
        }
    }

    #[test]
    fn a_line_that_goes_and_comes_back_is_the_same_effect_mirrored(seed: u64, line: prop::sample::Index) {
        let generated = generate(seed);
        let whole = generated.fixture();
        let lines: Vec<&str> = whole.split_inclusive('\n').collect();
        let gone = line.index(lines.len());
        let less: String =
            lines.iter().enumerate().filter(|(index, _)| *index != gone).map(|(_, line)| *line).collect();
        let trees = [whole.as_str(), &less].map(|text| {
            let model = load(&fixture(text), &NoHost, "Kconfig", &mut ParseCache::default());
            let model = Arc::new(model);
            let user = back(&model, &generated.config);
            let outcomes = vec![(".config".to_owned(), Outcome::of(&evaluate(model.clone(), user)))];
            (model, outcomes)
        });
        let nowhere = BTreeSet::new();
        let side = |index: usize| {
            let (model, outcomes): &(Arc<Model>, Vec<_>) = &trees[index];
            Side { model, elsewhere: &nowhere, outcomes }
        };
        let none = ArchEffect::of("x86_64", side(0), side(0));
        prop_assert!(none.is_empty(), "{none:?}");
        let there = ArchEffect::of("x86_64", side(0), side(1));
        let back = ArchEffect::of("x86_64", side(1), side(0));
        prop_assert_eq!(moved(&there, false), moved(&back, true));
        prop_assert_eq!(there.is_empty(), back.is_empty());
        let text = sweep::text(&[there]);
        prop_assert!(text.ends_with('\n'));
    }

    #[test]
    fn any_text_is_read_as_a_config(text in "(# )?(CONFIG_[A-Z]{0,5}|[a-z ]{0,4})(=| is not set)?[\\PC]{0,8}\n{0,2}") {
        let model = model("x86");
        let user = back(&model, &text);
        evaluate(model, user);
    }
}
