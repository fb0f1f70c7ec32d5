//! What a symbol can be set to, why it came out otherwise, and how many others
//! changed: the same words and numbers wherever they stand.

use std::sync::Arc;

use kconfig::Workspace;
use kconfig::bundle::Bundle;
use kconfig::tree::Vfs;
use kconfig::view::{Ask, ConfigAsk, LossKind, MenuAsk, MenuRow, State, StateView};

const PARTS: &str = "\
config MODULES
\tbool \"modules\"
\tmodules
\tdefault y

config BUS
\ttristate \"bus\"

config DEVICE
\ttristate \"device\"
\tdepends on BUS

config BOTH
\tbool \"both\"
\tdepends on BUS = y && OTHER

config OTHER
\tbool \"other\"

config PULLED
\ttristate \"pulled\"

config PULLER
\ttristate \"puller\"
\tselect PULLED

config COUNT
\tint \"count\"
\trange 1 10
\tdefault 4

config FREE
\tint \"free\"
\tdefault 4

config ADDRESS
\thex \"address\"
\trange 0x0 0xff
\tdefault 0x10

config NAME
\tstring \"name\"
\tdefault \"x\"

config SILENT
\tbool

choice
\tprompt \"one of\"

config FIRST
\tbool \"first\"

config SECOND
\tbool \"second\"

endchoice
";

/// What A changes: its own value, those that follow, and lines that only come or go.
const COUNTED: &str = "\
config A
\tbool \"a\"
\tselect B

config B
\tbool

config LINE_COMES
\tbool \"line\"
\tdepends on A

config LINE_GOES
\tbool \"line\"
\tdepends on !A

config NUMBER
\tint \"number\"
\tdepends on A
\tdefault 5

config CALLED_N
\tstring \"called n\"
\tdepends on A
\tdefault \"n\"

config GOES
\tbool \"goes\"
\tdepends on !A
\tdefault y

config TWICE
\tbool \"twice\"
\tdepends on A
\tdefault y

config TWICE
\tbool \"twice again\"
\tdepends on A

choice
\tprompt \"one of\"
\tdepends on A

config FIRST
\tbool \"first\"

config SECOND
\tbool \"second\"

endchoice
";

fn open(kconfig: &str) -> Workspace {
    let mut files = Vfs::new();
    for (path, text) in [
        ("Makefile", "VERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 3\nEXTRAVERSION =\n"),
        ("Kconfig", kconfig),
        ("arch/x86/Kconfig", ""),
    ] {
        files.insert(path, text.to_owned());
    }
    let bundle = Bundle { files, profiles: Vec::new() };
    Workspace::open_tree("linux", Arc::new(bundle)).expect("a tree")
}

/// The state with these values; the last one is in focus.
fn state(tree: &Workspace, values: &[(&str, &str)]) -> State {
    State {
        values: values.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect(),
        focus: values.last().map(|(name, _)| (*name).into()),
        ..tree.scenario().first.clone()
    }
}

fn view(tree: &mut Workspace, values: &[(&str, &str)]) -> StateView {
    let menu = MenuAsk { hidden: true, query: "/./".into(), count: 100, ..MenuAsk::default() };
    let ask = Ask { menu, config: ConfigAsk { is_whole: true, first: 0, count: 100 }, ..Ask::default() };
    let state = state(tree, values);
    tree.view(&state, &ask).expect("a view")
}

fn row<'a>(view: &'a StateView, symbol: &str) -> &'a MenuRow {
    view.menu.rows.iter().find(|row| row.symbol == symbol).expect("a row")
}

#[test]
fn a_value_that_cannot_be_is_refused_with_its_reason() {
    let mut tree = open(PARTS);
    let shown = view(&mut tree, &[("BUS", "m"), ("PULLER", "m"), ("PULLED", "y")]);
    let said = |symbol: &str, wanted: Option<&str>| row(&shown, symbol).refusal(wanted);
    let higher = "\"Why not higher\" in the panel Symbol has the chain.";
    assert_eq!(said("BOTH", None), format!("BOTH cannot be set: it needs BUS=y and OTHER. {higher}"));
    assert_eq!(said("BOTH", Some("y")), said("BOTH", None));
    assert_eq!(
        said("SILENT", Some("y")),
        format!("SILENT cannot be set: it has no prompt: only defaults and selects set it. {higher}")
    );
    assert_eq!(said("OTHER", Some("m")), "m is not possible for OTHER: it is bool.");
    assert_eq!(said("PULLED", Some("n")), "PULLED cannot be n: selected by PULLER.");
    assert_eq!(said("DEVICE", Some("y")), "DEVICE cannot be y: it needs BUS = m, so m is the most.");
    assert_eq!(said("COUNT", Some("abc")), "abc is no number: COUNT takes whole numbers from 1 to 10.");
    assert_eq!(said("FREE", Some("")), "An empty text is no number: FREE takes whole numbers.");
    assert_eq!(
        said("ADDRESS", Some("xyz")),
        "xyz is no number: ADDRESS takes hexadecimal numbers from 0x0 to 0xff."
    );
    assert_eq!(said("COUNT", Some(&"a".repeat(5000))).chars().count(), 40 + 1 + 54);
    // Selected to y, so that nothing of it can be changed.
    let shown = view(&mut tree, &[("PULLER", "y")]);
    let why = "\"Why\" in the panel Symbol has the chain.";
    assert_eq!(
        row(&shown, "PULLED").refusal(Some("n")),
        format!("PULLED cannot be n: selected by PULLER. {why}")
    );
    let shown = view(&mut tree, &[("MODULES", "n")]);
    assert_eq!(row(&shown, "BUS").refusal(Some("m")), "BUS cannot be m: there are no modules here.");
    // The panel says the same of the symbol in focus.
    let shown = view(&mut tree, &[("COUNT", "7")]);
    let panel = shown.symbol.as_ref().expect("in focus");
    assert_eq!(panel.refusal(Some("x")), row(&shown, "COUNT").refusal(Some("x")));
}

#[test]
fn a_value_that_is_not_got_has_its_reason_with_the_view_and_among_the_lost() {
    let mut tree = open(PARTS);
    let cases: &[(&[(&str, &str)], &str)] = &[
        (&[("COUNT", "99")], "its range is 1 to 10 here"),
        (&[("COUNT", "7")], ""),
        (&[("COUNT", "abc")], "it takes whole numbers from 1 to 10"),
        (&[("FREE", "abc")], "it takes whole numbers"),
        (&[("ADDRESS", "xyz")], "it takes hexadecimal numbers from 0x0 to 0xff"),
        (&[("NAME", "a \"b\" \\c")], ""),
        (&[("OTHER", "m")], "it takes n or y"),
        (&[("OTHER", "yes")], ""),
        (&[("BUS", "x")], "it takes n, m or y"),
        (&[("PULLER", "y"), ("PULLED", "n")], "selected by PULLER"),
        (&[("BUS", "m"), ("DEVICE", "y")], "it needs BUS = m, so m is the most"),
        (&[("BOTH", "y")], "it needs BUS=y and OTHER"),
        (&[("BOTH", "n")], ""),
        (&[("SILENT", "y")], "it has no prompt: default n"),
        (&[("MODULES", "n"), ("BUS", "m")], "there are no modules here"),
        (&[("SECOND", "y"), ("FIRST", "n")], ""),
    ];
    for (values, reason) in cases {
        let shown = view(&mut tree, values);
        let focus = shown.symbol.as_ref().expect("in focus");
        assert_eq!(focus.lost, *reason, "{values:?}");
        let losses = tree.losses(&shown.state).expect("losses");
        let listed = losses.rows.iter().find(|row| row.symbol == focus.name);
        assert_eq!(listed.map_or("", |row| &*row.reason), *reason, "{values:?}");
    }
    let given = state(&tree, &[("COUNT", "abc")]);
    let losses = tree.losses(&given).expect("losses");
    let row = losses.rows.first().expect("a text that is no value is listed");
    assert_eq!((&*row.asked, row.got.as_deref(), row.kind), ("abc", Some("4"), LossKind::Range));
}

#[test]
fn what_a_step_changed_is_what_differs_from_the_state_before() {
    let mut tree = open(COUNTED);
    let before = view(&mut tree, &[]);
    assert_eq!((before.n_different, before.n_not_set), (0, 0));
    let shown = view(&mut tree, &[("A", "y")]);
    let changes = shown.changes.expect("a state was shown");
    let names = |is_other: bool| -> Vec<&str> {
        let rows = shown.difference.iter().filter(|row| row.is_other == is_other);
        rows.map(|row| &*row.symbol).collect()
    };
    assert_eq!(names(true), ["A", "B", "NUMBER", "CALLED_N", "GOES", "TWICE", "FIRST"]);
    assert_eq!(names(false), ["LINE_COMES", "LINE_GOES", "SECOND"]);
    assert_eq!((changes.n, shown.n_different, shown.n_not_set), (7, 7, 3));
    let mut marked: Vec<&str> =
        shown.menu.rows.iter().filter(|row| row.changed_from.is_some()).map(|row| &*row.symbol).collect();
    marked.dedup();
    assert_eq!(marked, names(true), "the menu marks the same");
    let review = tree.review_text(&shown.state, "").expect("a review");
    assert!(review.contains("Different from the base config alone: 7\n"), "{review}");
    assert!(!review.contains("LINE_COMES"), "{review}");
    // Back again.
    assert_eq!(view(&mut tree, &[]).changes.map(|changes| changes.n), Some(7));
}

#[test]
fn more_than_are_listed_are_counted() {
    let mut kconfig = COUNTED.to_owned();
    for number in 0..700 {
        kconfig.push_str(&format!("config OF_A_{number}\n\tdef_bool A\n\n"));
    }
    let mut tree = open(&kconfig);
    view(&mut tree, &[]);
    let shown = view(&mut tree, &[("A", "y")]);
    assert_eq!(shown.difference.len(), 500);
    assert_eq!(shown.n_different, 707);
    assert_eq!(shown.changes.map(|changes| changes.n), Some(707));
}

#[test]
fn a_long_value_is_whole_in_config_and_short_in_sentences() {
    let mut tree = open(PARTS);
    let long = "ä".repeat(5000);
    let shown = view(&mut tree, &[("NAME", &long)]);
    assert!(shown.config.text.contains(&format!("CONFIG_NAME=\"{long}\"\n")));
    let symbol = shown.symbol.as_ref().expect("in focus");
    assert_eq!((symbol.value.len(), symbol.lost.as_str()), (long.len(), ""));
    assert_eq!(symbol.origin, format!("user {}…", "ä".repeat(60)));
    assert_eq!(row(&shown, "NAME").origin, symbol.origin);
    assert!(symbol.why.iter().all(|line| line.text.chars().count() < 200), "{:?}", symbol.why);
}

#[test]
fn a_limited_number_says_the_number() {
    let mut tree = open(PARTS);
    let shown = view(&mut tree, &[("COUNT", "99")]);
    let why: Vec<&str> = shown.symbol.iter().flat_map(|it| &it.why).map(|line| &*line.text).collect();
    assert_eq!(why, ["the user's COUNT=99 is limited to 10", "COUNT = 10: brought into its range"]);
}
