//! A kernel's tree under states, as the page looks at it.

use std::sync::Arc;

use kconfig::Workspace;
use kconfig::bundle::{Bundle, Profile, Recorded};
use kconfig::tree::Vfs;
use kconfig::view::{ActiveRow, Ask, GivenAs, LossKind, MatrixAsk, MatrixView, MenuAsk, State, StateView};

const INIT: &str = "\
config MODULES
\tbool \"modules\"
\tmodules
\tdefault y

menu \"Networking\"

config NET
\tbool \"networking support\"
\thelp
\t  Sockets and the like.

config DSA
\ttristate \"switches\"
\tdepends on NET

config HIDDEN
\tbool \"hidden on most\"
\tdepends on BROKEN

endmenu

choice
\tprompt \"compression\"

config GZIP
\tbool \"gzip\"

config XZ
\tbool \"xz\"

endchoice

config HAS_CC
\tdef_bool $(shell,probe)

config NEEDS_CC
\tdef_bool HAS_CC
";

fn bundle() -> Bundle {
    let mut files = Vfs::new();
    for (path, text) in [
        ("Makefile", "VERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 3\nEXTRAVERSION =\n"),
        ("Kconfig", "mainmenu \"test\"\nsource \"init/Kconfig\"\nsource \"arch/$(SRCARCH)/Kconfig\"\n"),
        ("init/Kconfig", INIT),
        ("arch/x86/Kconfig", "config X86\n\tdef_bool y\n"),
        ("arch/arm64/Kconfig", "config ARM64\n\tdef_bool y\n"),
        ("arch/vax/Kconfig", "config VAX\n\tdef_bool y\n"),
        ("arch/arm64/configs/tiny_defconfig", "CONFIG_NET=y\nCONFIG_DSA=m\n"),
        ("arch/arm64/configs/debug.config", "CONFIG_NET=y\n"),
    ] {
        files.insert(path, text.to_owned());
    }
    let recorded =
        Recorded { env: Default::default(), answers: [("probe".into(), Some("y\n".into()))].into() };
    let profile =
        Profile { name: "gcc".into(), env: Default::default(), arches: [("x86_64".into(), recorded)].into() };
    Bundle { files, profiles: vec![profile] }
}

fn open() -> Workspace {
    Workspace::open_tree("test", Arc::new(bundle())).expect("the tree opens")
}

fn ask() -> Ask {
    let mut ask = Ask::default();
    (ask.menu.count, ask.config.count, ask.config.is_whole) = (100, 1000, true);
    ask
}

fn state(tree: &Workspace, arch: &str, base: &str, values: &[(&str, &str)]) -> State {
    let values = values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    State { arch: arch.into(), base: base.into(), values, ..tree.scenario().first.clone() }
}

fn view(tree: &mut Workspace, state: &State) -> StateView {
    tree.view(state, &ask()).expect("a view")
}

fn names(view: &StateView) -> Vec<&str> {
    view.menu.rows.iter().map(|row| if row.symbol.is_empty() { &*row.prompt } else { &*row.symbol }).collect()
}

#[test]
fn a_tree_says_what_it_has() {
    let tree = open();
    let info = tree.scenario();
    assert_eq!(info.title, "Linux 6.12.3");
    let of = |arches: &[kconfig::view::ArchInfo]| arches.iter().map(|it| it.name.clone()).collect::<Vec<_>>();
    assert_eq!(
        (of(&info.arches), of(&info.more_arches)),
        (vec!["x86_64".into(), "arm64".into()], vec!["i386".into(), "vax".into()])
    );
    assert_eq!(info.defconfigs["arm64"], ["tiny_defconfig"], "a fragment is no base");
    assert_eq!(info.profiles["x86_64"], ["gcc", "unknown"]);
    assert_eq!(info.profiles["arm64"], ["unknown"]);
}

#[test]
fn bases_values_and_what_they_change() {
    let mut tree = open();
    let first = state(&tree, "arm64", "tiny_defconfig", &[]);
    let shown = view(&mut tree, &first);
    assert!(shown.config.text.contains("CONFIG_DSA=m\n"), "{}", shown.config.text);
    assert!(shown.difference.is_empty() && shown.changes.is_none());

    let mut second = state(&tree, "arm64", "tiny_defconfig", &[("NET", "n")]);
    second.focus = Some("NET".into());
    let shown = view(&mut tree, &second);
    let changes = shown.changes.expect("the same arch");
    assert_eq!((changes.n, changes.has_focus), (2, true));
    let differing: Vec<&str> = shown.difference.iter().map(|row| &*row.symbol).collect();
    assert_eq!(differing, ["NET", "DSA"]);
    assert_eq!(shown.symbol.map(|symbol| symbol.value), Some("n".into()));

    let all = state(&tree, "x86_64", "allyes", &[]);
    assert!(view(&mut tree, &all).config.text.contains("CONFIG_DSA=y\n"));
    // By lot, and the same again.
    let by_lot = state(&tree, "x86_64", "rand-7", &[]);
    let (one, two) = (view(&mut tree, &by_lot).config, view(&mut open(), &by_lot).config);
    assert_eq!(one, two);
    // What an arch does not have: the first base.
    let other = state(&tree, "x86_64", "tiny_defconfig", &[]);
    assert_eq!(view(&mut tree, &other).state.base, "alldef");
}

#[test]
fn the_menu_opens_where_the_focus_is() {
    let mut tree = open();
    let mut state = state(&tree, "x86_64", "alldef", &[]);
    assert_eq!(names(&view(&mut tree, &state)), ["MODULES", "Networking", "compression"]);
    state.focus = Some("NET".into());
    let shown = view(&mut tree, &state);
    assert_eq!(names(&shown), ["MODULES", "Networking", "NET", "compression"]);
    assert_eq!((shown.menu.active, shown.menu.rows[2].parent, shown.menu.rows[2].level), (2, Some(1), 2));
    assert_eq!(shown.menu.rows[1].expanded, Some(true));
    // The menu around the symbol, and not more.
    let part = tree
        .look(&state, &Ask { config: kconfig::view::ConfigAsk { is_whole: false, ..ask().config }, ..ask() });
    assert_eq!(part.expect("a part").1.text, "# CONFIG_NET is not set\n");
    // What the person closes is closed.
    let key = shown.menu.rows[1].key.clone();
    let mut closed = ask();
    closed.menu.toggled.insert(key, false);
    assert_eq!(tree.look(&state, &closed).expect("a part").0.total, 3);
}

#[test]
fn a_search_finds_what_is_hidden_and_reads_help_texts() {
    let mut tree = open();
    let state = state(&tree, "x86_64", "alldef", &[]);
    let mut found = |query: &str, in_help| {
        let menu = MenuAsk { query: query.into(), in_help, ..ask().menu };
        let menu = tree.look(&state, &Ask { menu, ..ask() }).expect("a part").0;
        let rows = menu.rows.iter().filter(|row| !row.symbol.is_empty());
        (
            rows.map(|row| (row.symbol.clone(), row.reason.clone())).collect::<Vec<_>>(),
            menu.first_match,
            menu.is_broken,
        )
    };
    let (rows, first, _) = found("hidd", false);
    assert_eq!(rows, [("HIDDEN".to_owned(), "it needs BROKEN".to_owned())]);
    assert_eq!(first.map(|found| (found.row, found.symbol)), Some((1, "HIDDEN".into())));
    assert!(found("sockets", false).0.is_empty());
    assert_eq!(found("sockets", true).0.len(), 1);
    // NET is around DSA.
    assert_eq!(found("CONFIG_DSA", false).1.map(|found| found.symbol).as_deref(), Some("DSA"));
    assert_eq!(found("/^(xz|gzip)$/", false).0.len(), 2);
    let names = |rows: Vec<(String, String)>| rows.into_iter().map(|row| row.0).collect::<Vec<_>>();
    assert_eq!(names(found("/^gz.p$/", false).0), ["GZIP"], "by what it has besides signs");
    assert_eq!(names(found("/^zip/", false).0), [""; 0], "GZIP has it, and does not begin with it");
    assert_eq!(names(found("/d{1}s?a/", false).0), ["NET", "DSA"]);
    assert_eq!(found("gzp", false).0.len(), 1, "letter by letter");
    assert!(found("/(/", false).2);
}

#[test]
fn rows_come_as_they_are_asked_for() {
    let mut tree = open();
    let state = state(&tree, "x86_64", "alldef", &[]);
    let menu = MenuAsk { hidden: true, count: 2, first: 1, ..MenuAsk::default() };
    let at = |menu: &MenuAsk, tree: &mut Workspace| {
        let menu = tree.look(&state, &Ask { menu: menu.clone(), ..ask() }).expect("a part").0;
        (menu.first, menu.rows.len(), menu.active, menu.total)
    };
    assert_eq!(at(&menu, &mut tree), (1, 2, 0, 6));
    let end = MenuAsk { active: ActiveRow::At(5), follows: true, ..menu.clone() };
    assert_eq!(at(&end, &mut tree), (4, 2, 5, 6), "the row that was gone to is there");
    let far = MenuAsk { first: 99, active: ActiveRow::At(99), ..menu };
    assert_eq!(at(&far, &mut tree), (4, 2, 5, 6));
}

/// A tree with texts, and with a symbol that is defined at two places.
fn open_varied() -> Workspace {
    let mut bundle = bundle();
    let more = "\
config X86
\tdef_bool y

config NAME
\tstring \"name\"
\tdefault \"x\"

config COPY
\tstring
\tdefault NAME

comment \"without a network\"
\tdepends on !NET

menu \"More\"
\tvisible if NET

config DSA
\ttristate \"switches again\"

config LAST
\tbool \"last\"
\tdefault y

endmenu
";
    bundle.files.insert("arch/x86/Kconfig", more.to_owned());
    Workspace::open_tree("test", Arc::new(bundle)).expect("the tree opens")
}

/// Numbers by lot, the same ones each time.
struct Lot(u64);

impl Lot {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n
    }

    fn of<T: Clone>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())].clone()
    }
}

/// Does one thing that a person does at the page.
fn change(lot: &mut Lot, state: &mut State, ask: &mut Ask, keys: &[String]) {
    match lot.below(14) {
        0 => state.arch = lot.of(&["x86_64", "arm64"]).into(),
        1 => state.base = lot.of(&["alldef", "allyes", "rand-7", "tiny_defconfig"]).into(),
        2 => state.profile = lot.of(&[None, Some("unknown".into())]),
        3 => state.focus = lot.of(&[None, Some("NET"), Some("DSA"), Some("HIDDEN")]).map(str::to_owned),
        4 => ask.menu.in_help = !ask.menu.in_help,
        5 => ask.menu.hidden = !ask.menu.hidden,
        6 => ask.menu.only_series = lot.below(8) == 0,
        7 => ask.config.is_whole = !ask.config.is_whole,
        8 => drop(ask.menu.toggled.insert(lot.of(keys), lot.below(2) == 0)),
        9 => {
            let at_key = ActiveRow::Key(lot.of(keys));
            (ask.menu.active, ask.menu.follows) =
                (lot.of(&[ActiveRow::Focus, ActiveRow::At(3), at_key]), lot.below(2) == 0);
            (ask.menu.first, ask.menu.count) = lot.of(&[(0, 100), (0, 2), (2, 3)]);
        }
        10 => drop(ask.menu.query.pop()),
        11 => {
            ask.menu.query =
                lot.of(&["", "n", "ds", "sockets", "gz", "hdn", "/./", "/(/", "/g.ip/", "hid on"]).into()
        }
        12 => ask.menu.query.push(lot.of(&['d', 'n', 'z', 'p'])),
        _ => {
            let name = lot.of(&["NET", "DSA", "XZ", "GZIP", "MODULES", "HIDDEN", "NAME", "COPY"]);
            match lot.of(&[None, Some("y"), Some("m"), Some("n"), Some("text")]) {
                Some(value) => drop(state.values.insert(name.into(), value.into())),
                None => drop(state.values.remove(name)),
            }
        }
    }
}

#[test]
fn what_is_kept_between_answers_is_never_seen() {
    let mut lot = Lot(1);
    let mut tree = open_varied();
    let (mut state, mut ask) = (state(&tree, "x86_64", "alldef", &[]), ask());
    let all = Ask { menu: MenuAsk { hidden: true, query: "/./".into(), ..ask.menu.clone() }, ..ask.clone() };
    let rows = tree.look(&state, &all).expect("a part").0.rows;
    let keys: Vec<String> = rows.into_iter().map(|row| row.key).collect();
    let mut last: Option<(State, String)> = None;
    for step in 0..1500 {
        for _ in 0..=lot.below(3) {
            change(&mut lot, &mut state, &mut ask, &keys);
        }
        let mut fresh = open_varied();
        let at = format!("step {step}: {state:?} {ask:?}");
        match lot.below(4) {
            0 => assert_eq!(tree.look(&state, &ask), fresh.look(&state, &ask), "{at}"),
            1 => assert_eq!(tree.matrix(&state, &ask).map(drop), Ok(()), "{at}"),
            _ => {
                let view = tree.view(&state, &ask).expect("a view");
                let expected = fresh.view(&state, &ask).expect("a view");
                assert_eq!(StateView { changes: None, ..view.clone() }, expected, "{at}");
                let config = fresh.config(&state).expect("text");
                // Another arch is not compared.
                let is_same = |last: &State| last.arch == view.state.arch;
                if let (Some((_, before)), Some(changes)) =
                    (last.as_ref().filter(|(last, _)| is_same(last)), &view.changes)
                {
                    assert_eq!(changes.n as usize, n_other_lines(before, &config), "{at}");
                }
                assert!(view.changes.is_none() || last.is_some_and(|(last, _)| is_same(&last)), "{at}");
                last = Some((view.state, config));
            }
        }
    }
}

/// Counts the symbols to which two .config files give different values.
fn n_other_lines(before: &str, now: &str) -> usize {
    let lines = |text: &str| -> std::collections::BTreeMap<String, String> {
        let lines = text.lines().filter_map(|line| line.strip_prefix("CONFIG_")?.split_once('='));
        lines.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    };
    let (before, now) = (lines(before), lines(now));
    let names: std::collections::BTreeSet<&String> = before.keys().chain(now.keys()).collect();
    names.into_iter().filter(|&name| before.get(name) != now.get(name)).count()
}

#[test]
fn an_answer_that_nobody_recorded_marks_what_hangs_on_it() {
    let mut tree = open();
    let marks = |tree: &mut Workspace, arch: &str| {
        let mut all = ask();
        all.menu.hidden = true;
        let state = state(tree, arch, "alldef", &[]);
        let menu = tree.look(&state, &all).expect("a part").0;
        menu.rows.iter().filter(|row| row.is_unknown).map(|row| row.symbol.clone()).collect::<Vec<_>>()
    };
    assert_eq!(marks(&mut tree, "x86_64"), [""; 0]);
    assert_eq!(marks(&mut tree, "arm64"), ["HAS_CC", "NEEDS_CC"]);
    let state = State { profile: Some("unknown".into()), ..state(&tree, "x86_64", "alldef", &[]) };
    let shown = view(&mut tree, &state);
    assert!(!shown.config.text.contains("CONFIG_HAS_CC=y"));
    // The person says what nobody recorded.
    let rows = tree.answers(&state).expect("rows");
    assert_eq!((rows.len(), &*rows[0].command, rows[0].now.as_deref()), (1, "probe", None));
    let said = State { answers: [(rows[0].key.clone(), "y".to_owned())].into(), ..state.clone() };
    let shown_said = view(&mut tree, &said);
    assert!(shown_said.config.text.contains("CONFIG_HAS_CC=y"));
    let opened = tree.open_link(&shown_said.link);
    assert_eq!((opened.state.answers, opened.is_sound), (said.answers, true));
    // It is part of the link.
    let opened = tree.open_link(&shown.link);
    assert_eq!(
        (opened.state.profile.as_deref(), opened.is_sound),
        (Some("unknown"), true),
        "{}",
        opened.notice
    );
}

#[test]
fn what_the_base_config_sets_is_not_called_the_users() {
    let mut tree = open();
    let base = State { focus: Some("DSA".into()), ..state(&tree, "arm64", "tiny_defconfig", &[]) };
    let row = |view: &StateView, name: &str| {
        let row = view.menu.rows.iter().find(|row| row.symbol == name).expect("a row");
        (row.origin.clone(), row.user.clone())
    };
    let shown = view(&mut tree, &base);
    assert_eq!(row(&shown, "NET"), ("base config y".to_owned(), None));
    assert_eq!(row(&shown, "DSA"), ("base config m".to_owned(), None));
    let symbol = shown.symbol.expect("a symbol in focus");
    assert_eq!((&*symbol.origin, symbol.user), ("base config m", None));
    assert_eq!(symbol.why[0].text, "DSA = m: the base config sets it");
    // What the person sets is, also where it is the same.
    let own = State { values: [("NET".to_owned(), "y".to_owned())].into(), ..base.clone() };
    assert_eq!(row(&view(&mut tree, &own), "NET"), ("user y".to_owned(), Some("y".to_owned())));
    let own = State { values: [("NET".to_owned(), "n".to_owned())].into(), ..base };
    let shown = view(&mut tree, &own);
    assert_eq!(row(&shown, "NET"), ("user n".to_owned(), Some("n".to_owned())));
    let symbol = shown.symbol.expect("a symbol in focus");
    assert!(
        symbol.why.iter().any(|line| line.text.starts_with("the base config's DSA=m ")),
        "{:?}",
        symbol.why
    );
}

#[test]
fn the_matrix_fills_arch_by_arch() {
    let mut tree = open();
    let state = state(&tree, "arm64", "alldef", &[("NET", "y")]);
    view(&mut tree, &state);
    let ask = |query: &str, all, first, count| Ask {
        menu: MenuAsk { query: query.into(), ..MenuAsk::default() },
        matrix: MatrixAsk { all, first, count },
        ..Ask::default()
    };
    let names =
        |matrix: &MatrixView| -> Vec<String> { matrix.rows.iter().map(|row| row.symbol.clone()).collect() };
    let matrix = tree.matrix(&state, &ask("net", true, 0, 10)).expect("a matrix");
    // The first arch is there since the tree was opened.
    assert_eq!((matrix.arches.len(), matrix.n_missing), (2, 0));
    assert_eq!((names(&matrix), matrix.n_symbols), (vec!["NET".to_owned()], 1));
    assert_eq!(tree.matrix(&state, &ask("net", false, 0, 10)).expect("a matrix").total, 0);
    let matrix = tree.matrix(&state, &ask("arm64", false, 0, 10)).expect("a matrix");
    assert_eq!((&*matrix.rows[0].values.join(","), matrix.rows[0].differs), (",y", true));
    // A part of them, and the last ones where there are fewer than thought.
    let whole = tree.matrix(&state, &ask("/./", true, 0, 100)).expect("a matrix");
    assert!(whole.total > 3 && whole.total as usize == whole.rows.len());
    let part = tree.matrix(&state, &ask("/./", true, 1, 2)).expect("a matrix");
    assert_eq!((part.first, part.total, names(&part)), (1, whole.total, names(&whole)[1..3].to_vec()));
    let end = tree.matrix(&state, &ask("/./", true, 99, 2)).expect("a matrix");
    assert_eq!((end.first, &end.rows[..]), (whole.total - 2, &whole.rows[whole.rows.len() - 2..]));
    assert_eq!(tree.next_arch(&state), None);
}

#[test]
fn a_given_config_is_a_base_and_a_fragment_adds_values() {
    let mut tree = open();
    let first = state(&tree, "x86_64", "alldef", &[("XZ", "y")]);
    let text = "CONFIG_NET=y\nCONFIG_DSA=y\nCONFIG_HIDDEN=y\nCONFIG_GONE=y\nCONFIG_X86=maybe\n";
    let given = tree.give(&first, "distro.config", text, GivenAs::Config).expect("a .config");
    assert!(given.base.starts_with("file-") && given.values.is_empty());
    let losses = tree.losses(&given).expect("a table");
    assert_eq!((losses.file.as_deref(), losses.n_lines), (Some("distro.config"), 5));
    let rows: Vec<_> =
        losses.rows.iter().map(|row| (&*row.symbol, &*row.asked, row.kind, &*row.reason)).collect();
    assert_eq!(
        rows,
        [
            ("HIDDEN", "y", LossKind::Dependency, "it needs BROKEN"),
            ("X86", "maybe", LossKind::Computed, "it has no prompt: default y"),
            ("GONE", "y", LossKind::Unknown, "no Kconfig file of x86_64 defines it"),
        ]
    );
    assert_eq!(losses.messages, ["line:5:warning: symbol value 'maybe' invalid for X86"]);
    // The table belongs to its arch and base.
    let on_arm64 = tree.losses(&State { arch: "arm64".into(), ..given.clone() }).expect("a table");
    assert!(on_arm64.rows.iter().any(|row| row.symbol == "X86" && row.kind == LossKind::Unknown));
    let preset = tree.losses(&State { base: "alldef".into(), ..given.clone() }).expect("a table");
    assert_eq!((preset.file, preset.rows.len()), (None, 0));
    let verdict = tree.verdict(&given).expect("a verdict").sentence();
    assert!(verdict.contains("on x86_64, distro.config: 3 of its 5 lines came out otherwise"), "{verdict}");
    assert!(view(&mut tree, &given).config.text.contains("CONFIG_DSA=y\n"));

    // Whoever has not got the file is told so; who loads it sees the same.
    let link = view(&mut tree, &given).link;
    let opened = open().open_link(&link);
    assert!(
        !opened.is_sound && opened.notice.contains("Ask its sender for the .config"),
        "{}",
        opened.notice
    );
    assert!(tree.open_link(&link).is_sound);

    // A file that is forgotten is no base any more; one that is kept again is.
    tree.forget(&given.base);
    assert!(tree.scenario().given.is_empty() && !tree.open_link(&link).is_sound);
    assert_eq!(tree.keep("distro.config", text), given.base);
    assert!(tree.open_link(&link).is_sound);

    let fragment = "CONFIG_NET=y\nCONFIG_NOWHERE=y\n";
    let given = tree.give(&first, "net.config", fragment, GivenAs::Fragment).expect("a fragment");
    assert_eq!((given.base.as_str(), given.values.len()), ("alldef", 3));
    let losses = tree.losses(&given).expect("a table");
    assert!(losses.rows.iter().any(|row| row.is_own && row.symbol == "NOWHERE"), "{losses:?}");

    let garbage = tree.give(&first, "", "\u{1}\u{2}PNG\n\nnothing", GivenAs::Config).expect_err("garbage");
    assert!(garbage.message.contains("No line"), "{garbage:?}");
}

#[test]
fn what_is_written_is_read_again() {
    let mut tree = open();
    let state = state(&tree, "arm64", "allmod", &[("XZ", "y")]);
    let (config, defconfig) = (tree.config(&state).expect("text"), tree.defconfig(&state).expect("text"));
    for text in [&config, &defconfig] {
        let given = tree.give(&state, "", text, GivenAs::Config).expect("a .config");
        assert_eq!(tree.config(&given).as_ref(), Ok(&config));
    }
    assert!(defconfig.len() < config.len());
    let review = tree.review_text(&state, "").expect("text");
    let is_narrow = |line: &str| line.chars().count() <= 72 || line.starts_with("#1/");
    assert!(review.lines().all(is_narrow), "{review}");
    assert!(review.contains("XZ: n -> y (user y)") || review.contains("XZ: absent -> y"), "{review}");
}

#[test]
fn what_conf_would_stop_at_is_a_problem() {
    let mut broken = bundle();
    broken.files.insert("arch/x86/Kconfig", "config X86\n\tdef_bool y\n\tdepends\n".to_owned());
    let problem = Workspace::open_tree("test", Arc::new(broken)).err().expect("a problem");
    assert!(problem.details.iter().any(|line| line.starts_with("arch/x86/Kconfig:3")), "{problem:?}");

    let mut endless = bundle();
    endless.files.insert("arch/arm64/Kconfig", "source \"arch/arm64/Kconfig\"\n".to_owned());
    let mut tree = Workspace::open_tree("test", Arc::new(endless)).expect("x86_64 is sound");
    let state = state(&tree, "arm64", "alldef", &[]);
    let problem = tree.view(&state, &ask()).expect_err("a problem");
    assert!(problem.details.join("\n").contains("arch/arm64/Kconfig"), "{problem:?}");
    // The arch that is sound still answers, and the table goes without the other.
    let sound = State { arch: "x86_64".into(), ..state.clone() };
    assert!(tree.view(&sound, &ask()).is_ok());
    assert_eq!(tree.next_arch(&sound).as_deref(), Some("arm64"));
    tree.load_arch(&sound, "arm64");
    assert_eq!(tree.next_arch(&sound), None);
    let nowhere = State { tree: "other".into(), ..state };
    assert!(tree.view(&nowhere, &ask()).is_err_and(|problem| problem.help.contains("test is open")));
}

/// A tree with nothing but this Kconfig.
fn tree_of(text: &str) -> Workspace {
    let mut bundle = bundle();
    bundle.files.insert("init/Kconfig", text.to_owned());
    Workspace::open_tree("test", Arc::new(bundle)).expect("the tree opens")
}

#[test]
fn the_graph_of_a_hub_says_what_it_leaves_out() {
    let mut text = String::new();
    for n in 0..60 {
        text += &format!("config USER_{n}\n\tbool \"user\"\n\tdepends on HUB\n");
    }
    text += "config HUB\n\tbool \"hub\"\n\tdepends on NEED\n\tselect HELPER\n";
    text += "config NEED\n\tbool \"need\"\nconfig HELPER\n\tbool\n";
    text += "config SELECTOR\n\tbool \"selector\"\n\tselect HUB\n";
    let mut tree = tree_of(&text);
    let state = State { focus: Some("HUB".into()), ..state(&tree, "arm64", "alldefconfig", &[]) };
    let graph = tree.graph(&state).expect("a graph");
    let names: Vec<&str> = graph.nodes.iter().map(|node| node.symbol.as_str()).collect();
    assert_eq!(names[..5], ["HUB", "NEED", "HELPER", "SELECTOR", "USER_0"]);
    assert_eq!(graph.left_out, "24 symbols that depend on it are left out.");
    assert_eq!(graph.edges[0].title, "HUB depends on NEED");
    assert!(graph.nodes[0].is_focus);
}

#[test]
fn a_long_value_is_cut_in_the_graph() {
    let long = "a value that is longer than what one can draw";
    let mut tree = tree_of(&format!("config NAME\n\tstring \"name\"\n\tdefault \"{long}\"\n"));
    let state = State { focus: Some("NAME".into()), ..state(&tree, "arm64", "alldefconfig", &[]) };
    let graph = tree.graph(&state).expect("a graph");
    assert_eq!(graph.nodes[0].label, "NAME = a value that is longer t…");
    assert_eq!(graph.nodes[0].value, long);
    assert!(graph.nodes[0].width < 300.0, "{}", graph.nodes[0].width);
    assert_eq!(graph.left_out, "");
}

const WORDS: &str = "\
config DEBUG_SPINLOCK
\tbool \"Spinlock debugging\"
\thelp
\t  Catches what is not released.

config CRASH_DUMP
\tbool \"Dumps of a crash\"

config DUMP_STACK
\tbool \"Traces\"
\thelp
\t  After a crash.

config KEXEC_FILE
\tbool \"From a file\"

config KEXEC_FILE
\tbool

config SHADOW
\tbool \"crash shadow\"
\tdepends on ELSEWHERE_ONLY
";

/// What a search gives of a tree of [`WORDS`].
fn searched(query: &str, in_help: bool) -> kconfig::view::MenuView {
    let mut tree = tree_of(WORDS);
    let state = state(&tree, "x86_64", "alldef", &[]);
    let menu = MenuAsk { query: query.into(), in_help, ..ask().menu };
    tree.look(&state, &Ask { menu, ..ask() }).expect("a part").0
}

/// The names that a search finds.
fn found(query: &str, in_help: bool) -> Vec<String> {
    searched(query, in_help).rows.into_iter().map(|row| row.symbol).collect()
}

#[test]
fn words_are_found_in_any_order_and_phrases_as_they_are() {
    assert_eq!(found("spinlock debugging", false), ["DEBUG_SPINLOCK"]);
    assert_eq!(found("debugging SPINLOCK", false), ["DEBUG_SPINLOCK"]);
    assert_eq!(found("dump crash", false), ["CRASH_DUMP"]);
    assert_eq!(found("crash dump", true), ["CRASH_DUMP", "DUMP_STACK"], "one in the name, one in the help");
    assert_eq!(found("\"crash dump\"", true), ["CRASH_DUMP"], "a name has _ for a blank");
    assert_eq!(found("\"dumps of\" crash", false), ["CRASH_DUMP"]);
    assert_eq!(found("\"of dumps\"", false), [""; 0]);
    assert_eq!(found("\"crash dump", true), ["CRASH_DUMP"], "a quote that is still to be closed");
    assert_eq!(found("CONFIG_CRASH CONFIG_DUMP", false), ["CRASH_DUMP"]);
    assert_eq!(found("spinlock parcels", true), [""; 0]);
}

#[test]
fn a_search_counts_symbols_and_says_what_it_did() {
    let file = searched("kexec_file", false);
    assert_eq!((file.total, file.n_symbols, file.n_hidden), (2, 1, 0), "two definitions are one symbol");
    let crash = searched("crash", false);
    assert_eq!((crash.n_symbols, crash.n_hidden), (2, 1));
    let what = crash.searched.expect("a search");
    assert_eq!((what.query.as_str(), what.in_help, what.by_letters), ("crash", false, false));
    assert!(searched("dbgspn", false).searched.expect("a search").by_letters);
    assert_eq!(searched("", false).searched, None);
    // Without a search too.
    let mut tree = tree_of(WORDS);
    let state = state(&tree, "x86_64", "alldef", &[]);
    let mut all = ask();
    all.menu.hidden = true;
    let listed = tree.look(&state, &all).expect("a part").0;
    assert_eq!((listed.total, listed.n_symbols), (7, 6), "X86 among them");
}

#[test]
fn where_nothing_is_found_near_names_are_there() {
    let near = |query: &str| {
        let menu = searched(query, false);
        assert_eq!(menu.total, 0, "{query}");
        menu.near.into_iter().map(|near| (near.symbol, near.is_defined)).collect::<Vec<_>>()
    };
    assert_eq!(near("kexec_fiel"), [("KEXEC_FILE".to_owned(), true)]);
    assert_eq!(near("crahs dump"), [("CRASH_DUMP".to_owned(), true)]);
    assert_eq!(near("elsewhere_onyl"), [("ELSEWHERE_ONLY".to_owned(), false)]);
    assert_eq!(near("something else"), []);
    assert_eq!(near("/kexec_fiel/"), []);
    assert_eq!(searched("kexec_file", false).near, []);
}

#[test]
fn unknown_answers_are_one_warning_told_by_their_calls() {
    let text = "\
success = $(shell,{ $(1); } >/dev/null 2>&1 && echo y || echo n)
option = $(success,cc -Werror $(1))

config FOO
\tdef_bool $(option,-mfoo)

config FOO_AGAIN
\tdef_bool $(option,-mfoo)

config BAR
\tdef_bool $(option,-mbar)

config HAS_CC
\tdef_bool $(shell,probe)
";
    let mut tree = tree_of(text);
    let state = state(&tree, "arm64", "alldef", &[]);
    let warnings = view(&mut tree, &state).warnings;
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    let said = "3 answers of the toolchain are unknown on arm64: what hangs on them is marked";
    assert_eq!((warnings[0].text.as_str(), warnings[0].is_new), (said, false));
    let items: Vec<(&str, &str)> =
        warnings[0].items.iter().map(|item| (item.text.as_str(), item.place.as_str())).collect();
    let expected = [
        ("$(option,-mfoo)", "init/Kconfig:5"),
        ("$(option,-mbar)", "init/Kconfig:11"),
        ("$(shell,probe)", "init/Kconfig:14"),
    ];
    assert_eq!(items, expected);

    // The answers have the same.
    let rows = tree.answers(&state).expect("the answers");
    let calls: Vec<(&str, &str, &str)> =
        rows.iter().map(|row| (row.call.as_str(), row.command.as_str(), row.place.as_str())).collect();
    let expected = [
        ("$(option,-mfoo)", "cc -Werror -mfoo;", "init/Kconfig:5"),
        ("$(option,-mbar)", "cc -Werror -mbar;", "init/Kconfig:11"),
        ("", "probe", "init/Kconfig:14"),
    ];
    assert_eq!(calls.len(), 3);
    for ((call, command, place), (wanted, part, at)) in calls.into_iter().zip(expected) {
        assert_eq!((call, place), (wanted, at));
        assert!(command.contains(part.trim_end_matches(';')), "{command}");
    }
}
