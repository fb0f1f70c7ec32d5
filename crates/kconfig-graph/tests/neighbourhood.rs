//! What is shown around a symbol that has more neighbours than there is room for.

use std::fmt::Write as _;
use std::sync::Arc;

use kconfig_eval::{Evaluation, UserValues, evaluate};
use kconfig_graph::{LeftOut, MAX_SYMBOLS, Neighbourhood, RelationKind, Relations, neighbourhood};
use kconfig_model::{ParseCache, load};
use kconfig_vfs::{NoHost, Vfs};

/// A hub with so many dependents, 3 needs, 2 that it selects and 4 selectors.
///
/// The dependents stand first: by the order of definition alone they would be all
/// that is shown. `FAR` is what a need needs.
fn hub(n_dependents: usize) -> String {
    let mut text = String::new();
    for n in 0..n_dependents {
        let _ = writeln!(text, "config USER_{n}\n\tbool \"user\"\n\tdepends on HUB");
    }
    for n in 0..4 {
        let value = if n == 3 { "y" } else { "n" };
        let _ = writeln!(text, "config SELECTOR_{n}\n\tdef_bool {value}\n\tselect HUB");
    }
    text += "\
config HUB
\tbool \"hub\"
\tdepends on NEED_0 && NEED_1 && NEED_2
\tselect HELP_0
\timply HELP_1
config FAR
\tdef_bool y
config NEED_0
\tdef_bool y
\tdepends on FAR
config NEED_1
\tbool \"not met\"
config NEED_2
\tdef_bool y
config HELP_0
\tbool
config HELP_1
\tbool \"implied\"
";
    text
}

fn evaluated(text: String) -> Evaluation {
    let mut files = Vfs::new();
    files.insert("Kconfig", text);
    let model = load(&files, &NoHost, "Kconfig", &mut ParseCache::default());
    evaluate(Arc::new(model), UserValues::new())
}

fn around(evaluation: &Evaluation, focus: &str, radius: usize) -> Neighbourhood {
    let focus = evaluation.model.find(focus).expect("a symbol");
    neighbourhood(evaluation, &Relations::new(&evaluation.model), focus, radius)
}

fn names(evaluation: &Evaluation, around: &Neighbourhood) -> Vec<String> {
    around.symbols.iter().map(|&symbol| evaluation.model.name(symbol).to_owned()).collect()
}

#[test]
fn what_a_hub_needs_comes_before_what_depends_on_it() {
    let evaluation = evaluated(hub(60));
    let around = around(&evaluation, "HUB", 2);
    let names = names(&evaluation, &around);
    // The need that is not met is first, the selector that fires before the others.
    let first = [
        "HUB",
        "NEED_1",
        "NEED_0",
        "NEED_2",
        "HELP_0",
        "HELP_1",
        "SELECTOR_3",
        "SELECTOR_0",
        "SELECTOR_1",
        "SELECTOR_2",
        "USER_0",
        "USER_1",
    ];
    assert_eq!(names[..first.len()], first);
    assert_eq!(names.len(), MAX_SYMBOLS);
    // 40 are shown: the hub, 9 others, and 30 of the 60.
    assert_eq!(around.left_out, LeftOut { dependents: 30, ..LeftOut::default() });
    assert!(!names.contains(&"FAR".to_owned()), "direct neighbours come first");
}

#[test]
fn with_room_what_a_need_needs_is_shown_and_nothing_is_left_out() {
    let evaluation = evaluated(hub(5));
    let around = around(&evaluation, "HUB", 2);
    assert_eq!(names(&evaluation, &around).last().map(String::as_str), Some("FAR"));
    assert_eq!(around.left_out, LeftOut::default());
    assert_eq!(around.symbols.len(), 1 + 9 + 5 + 1);
}

#[test]
fn each_kind_that_is_left_out_is_counted() {
    let mut text = String::from("config HUB\n\tbool \"hub\"\n");
    for n in 0..30 {
        let _ = writeln!(text, "\tdepends on NEED_{n}\n\tselect HELP_{n}\n\tdefault FROM_{n}");
    }
    for n in 0..30 {
        for name in ["NEED", "HELP", "FROM"] {
            let _ = writeln!(text, "config {name}_{n}\n\tbool \"{name}\"");
        }
        let _ = writeln!(text, "config SELECTOR_{n}\n\tbool \"selects\"\n\tselect HUB");
        let _ = writeln!(text, "config USER_{n}\n\tbool \"depends\"\n\tdepends on HUB");
        let _ = writeln!(text, "config TAKER_{n}\n\tbool \"takes\"\n\tdefault HUB");
    }
    let evaluation = evaluated(text);
    let around = around(&evaluation, "HUB", 2);
    // No edge but those to the needs has an effect; then it is needs, selects, defaults.
    let left_out =
        LeftOut { needs: 0, selects: 21, defaults: 30, selected_by: 30, dependents: 30, default_of: 30 };
    assert_eq!(around.left_out, left_out);
}

#[test]
fn edges_come_in_the_order_of_the_symbols() {
    let evaluation = evaluated(hub(60));
    let around = around(&evaluation, "HUB", 2);
    let place = |symbol| around.symbols.iter().position(|it| *it == symbol).expect("shown");
    let later: Vec<usize> = around.edges.iter().map(|&(from, to, ..)| place(from).max(place(to))).collect();
    assert!(later.is_sorted(), "{later:?}");
    assert_eq!(around.edges[0].2, RelationKind::Depends);
    assert_eq!(around.edges.len(), MAX_SYMBOLS - 1);
}

#[test]
fn a_symbol_alone_has_no_neighbours() {
    let evaluation = evaluated("config ALONE\n\tbool \"alone\"\n".to_owned());
    let around = around(&evaluation, "ALONE", 2);
    assert_eq!((names(&evaluation, &around), around.edges.len()), (vec!["ALONE".to_owned()], 0));
    assert_eq!(around.left_out, LeftOut::default());
}
