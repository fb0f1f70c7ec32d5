//! What holds of every configuration.

use std::sync::Arc;

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
    fn any_text_is_read_as_a_config(text in "(# )?(CONFIG_[A-Z]{0,5}|[a-z ]{0,4})(=| is not set)?[\\PC]{0,8}\n{0,2}") {
        let model = model("x86");
        let user = back(&model, &text);
        evaluate(model, user);
    }
}
