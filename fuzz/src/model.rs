//! A tree, the user's values, edits.

use std::sync::Arc;

use kconfig::tree::{
    Evaluation, Incremental, Model, ParseCache, Preset, RecordedHost, SymbolId, UserValues,
    auto_conf, autoconf_h, conf_text, evaluate, fixture, load, origin_text, read, render,
    set_all_new_symbols, transcript, why, why_not, write, write_defconfig,
};

/// Loads a tree of several files (`#- path` starts another one), evaluates it
/// with the values in its file `.config`, edits it, writes it.
pub fn model(text: &str) {
    let tree = fixture(text);
    let shell = [("echo y", "y\n"), ("echo sub", "sub\n")];
    let shell = shell.map(|(command, said)| (command.to_owned(), said.to_owned()));
    let env = [("ARCH".to_owned(), "x86_64".to_owned())];
    let host = RecordedHost { env: env.into(), shell: shell.into() };
    let mut cache = ParseCache::default();
    let model = Arc::new(load(&tree, &host, "Kconfig", &mut cache));
    let said = transcript(model.semantics, &tree, &host, "Kconfig");
    assert!(!said.is_refused || model.n_parse_diagnostics > 0);
    let mut user = UserValues::new();
    let config = tree.get(".config").map_or("", |config| &**config);
    let report = read(&model, &mut user, config, ".config", "CONFIG_");
    for diagnostic in model.diagnostics.iter().chain(&report.diagnostics) {
        conf_text(diagnostic, &model);
        render(diagnostic, &*model);
    }
    let evaluation = evaluate(model.clone(), user.clone());
    describe(&evaluation);
    edit(&model, user, config);
    for preset in [Preset::AllYes, Preset::AllMod] {
        let mut user = UserValues::new();
        set_all_new_symbols(&model, &mut user, preset);
        evaluate(model.clone(), user);
    }
}

fn symbols(model: &Model) -> Vec<SymbolId> {
    let symbols = model.symbols().filter(|(_, symbol)| !symbol.menus.is_empty() && !symbol.is_choice());
    symbols.map(|(symbol, _)| symbol).collect()
}

/// What is written can be read, and all can be explained.
fn describe(evaluation: &Evaluation) {
    let model = &evaluation.model;
    write_defconfig(evaluation, "CONFIG_");
    auto_conf(evaluation, "CONFIG_");
    autoconf_h(evaluation, "CONFIG_");
    for symbol in symbols(model).into_iter().take(20) {
        why(evaluation, symbol);
        why_not(evaluation, symbol);
        origin_text(evaluation, symbol);
    }
    // Not always what it was: a range whose ends are the wrong way round moves a
    // number each time.
    let mut user = UserValues::new();
    read(model, &mut user, &write(evaluation, "CONFIG_"), ".config", "CONFIG_");
    evaluate(model.clone(), user);
}

/// Edits one after the other give what evaluating at once gives.
fn edit(model: &Arc<Model>, user: UserValues, config: &str) {
    let symbols = symbols(model);
    if symbols.is_empty() {
        return;
    }
    let mut incremental = Incremental::new(model.clone(), user);
    let values = ["y", "n", "m", "7", "0x10"];
    // The text of the .config is as good a source of edits as any.
    for (step, byte) in config.bytes().chain(*b"kconfig").take(24).enumerate() {
        let symbol = symbols[(usize::from(byte) * 31 + step) % symbols.len()];
        match values.get(usize::from(byte) % (values.len() + 1)) {
            Some(value) => drop(incremental.set_text(symbol, value)),
            None => drop(incremental.clear(symbol)),
        }
    }
    let ours = incremental.evaluation();
    let batch = evaluate(model.clone(), ours.user.clone());
    for (symbol, _) in model.symbols() {
        assert_eq!(ours.value(symbol), batch.value(symbol), "{}", model.name(symbol));
        assert_eq!(ours.text(symbol), batch.text(symbol), "{}", model.name(symbol));
    }
    assert_eq!(ours.diagnostics, batch.diagnostics);
}
