//! Nesting as deep as anyone likes gives values, natively and in the browser,
//! where stacks are small: `www/tests/deep.rs` runs this too.

use std::sync::Arc;

use kconfig::tree::{Incremental, Model, NoHost, ParseCache, UserValues, Vfs, evaluate, load, write};

fn model(tree: &Vfs) -> Arc<Model> {
    let model = load(tree, &NoHost, "Kconfig", &mut ParseCache::default());
    assert_eq!(model.diagnostics, []);
    Arc::new(model)
}

fn config(tree: &Vfs) -> String {
    let model = model(tree);
    let config = write(&evaluate(model.clone(), UserValues::new()), "CONFIG_");
    let incremental = Incremental::new(model, UserValues::new());
    assert_eq!(write(incremental.evaluation(), "CONFIG_"), config);
    config
}

/// B is A in so many parentheses.
fn parentheses(n: usize) -> Vfs {
    let (open, close) = ("(".repeat(n), ")".repeat(n));
    let text = format!("config A\n\tdef_bool y\n\nconfig B\n\tdef_bool {open}A{close}\n");
    [("Kconfig", &*text)].into_iter().collect()
}

/// Each file brings in the next.
fn sources(n: usize) -> Vfs {
    let mut tree = Vfs::new();
    for i in 0..n {
        let path = if i == 0 { "Kconfig".to_owned() } else { format!("Kconfig.{i}") };
        let next = if i + 1 < n { format!("\nsource \"Kconfig.{}\"\n", i + 1) } else { String::new() };
        tree.insert(&path, format!("config S{i}\n\tdef_bool y\n{next}"));
    }
    tree
}

// tests/tests/oracle.rs has the kernel's conf say the same of the first ones.
#[cfg_attr(not(target_arch = "wasm32"), test)]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
fn ten_thousand_parentheses() {
    for n in [9_990, 10_000] {
        assert!(config(&parentheses(n)).ends_with("CONFIG_A=y\nCONFIG_B=y\n"));
    }
}

#[cfg_attr(not(target_arch = "wasm32"), test)]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
fn a_thousand_sources() {
    assert_eq!(config(&sources(1_000)).matches("=y\n").count(), 1_000);
}

#[cfg_attr(not(target_arch = "wasm32"), test)]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
fn a_million_parentheses() {
    assert!(config(&parentheses(1_000_000)).ends_with("CONFIG_A=y\nCONFIG_B=y\n"));
}

#[cfg_attr(not(target_arch = "wasm32"), test)]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
fn twenty_thousand_sources() {
    assert_eq!(config(&sources(20_000)).matches("=y\n").count(), 20_000);
}
