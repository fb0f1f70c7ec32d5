//! A series on a tree, as the page looks at it.

use std::sync::Arc;

use kconfig::bundle::Bundle;
use kconfig::series::Input;
use kconfig::tree::Vfs;
use kconfig::view::{Ask, Compare, NoteKind, Selection, State, StateView};
use kconfig::{Workspace, state_config};

const INIT: &str = "\
config NET
\tbool \"networking support\"
\tdefault y

config DSA
\tbool \"switches\"
\tdepends on NET
";

fn bundle() -> Bundle {
    let mut files = Vfs::new();
    for (path, text) in [
        ("Makefile", "VERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 3\nEXTRAVERSION =\n"),
        ("Kconfig", "mainmenu \"test\"\nsource \"init/Kconfig\"\nsource \"arch/$(SRCARCH)/Kconfig\"\n"),
        ("init/Kconfig", INIT),
        ("arch/x86/Kconfig", "config X86\n\tdef_bool y\n"),
        ("arch/arm64/Kconfig", "config ARM64\n\tdef_bool y\n"),
        ("arch/arm64/configs/tiny_defconfig", "# CONFIG_NET is not set\n"),
    ] {
        files.insert(path, text.to_owned());
    }
    Bundle { files, profiles: Vec::new() }
}

/// Switches DSA on by default; then gives it to arm64 alone; then renames NET.
const MBOX: &str = "\
From 0000000000000000000000000000000000000001 Mon Sep 17 00:00:00 2001
From: A Developer <dev@example.org>
Date: Mon, 1 Jan 2024 00:00:00 +0000
Subject: [PATCH 1/3] dsa: switch on

Everybody wants it.
---
 init/Kconfig | 1 +

diff --git a/init/Kconfig b/init/Kconfig
--- a/init/Kconfig
+++ b/init/Kconfig
@@ -5,3 +5,4 @@ config NET
 config DSA
 \tbool \"switches\"
 \tdepends on NET
+\tdefault y
-- 
2.43.0

From 0000000000000000000000000000000000000002 Mon Sep 17 00:00:00 2001
From: A Developer <dev@example.org>
Subject: [PATCH 2/3] arm64: select NET_CORE

---
diff --git a/arch/arm64/Kconfig b/arch/arm64/Kconfig
--- a/arch/arm64/Kconfig
+++ b/arch/arm64/Kconfig
@@ -1,2 +1,6 @@
 config ARM64
 \tdef_bool y
+\tselect NET_CORE
+
+config NET_CORE
+\tbool
diff --git a/arch/arm64/arm.c b/arch/arm64/arm.c
--- a/arch/arm64/arm.c
+++ b/arch/arm64/arm.c
@@ -1 +1 @@
-a
+b
-- 
2.43.0

From 0000000000000000000000000000000000000003 Mon Sep 17 00:00:00 2001
From: A Developer <dev@example.org>
Subject: [PATCH 3/3] dsa: off again

---
diff --git a/init/Kconfig b/init/Kconfig
--- a/init/Kconfig
+++ b/init/Kconfig
@@ -6,3 +6,2 @@ config DSA
 \tbool \"switches\"
 \tdepends on NET
-\tdefault y
-- 
2.43.0
";

fn tree() -> Workspace {
    Workspace::open_tree("test", Arc::new(bundle())).expect("the tree opens")
}

fn with(mbox: &str) -> Workspace {
    let mut tree = tree();
    tree.put_series(&[Input { name: "mbox", bytes: mbox.as_bytes() }]).expect("the series is read");
    tree
}

fn state(arch: &str, selection: Selection) -> State {
    State { tree: "test".into(), arch: arch.into(), base: "alldef".into(), selection, ..State::default() }
}

fn up_to(id: &str) -> Selection {
    Selection::UpTo(id.into())
}

fn view(tree: &mut Workspace, state: &State) -> StateView {
    tree.view(state, &Ask::default()).expect("the state is shown")
}

/// The differences as `DSA: - -> y`.
fn difference(view: &StateView) -> Vec<String> {
    let text = |value: &Option<String>| value.clone().unwrap_or_else(|| "-".into());
    let rows = view.difference.iter();
    rows.map(|row| format!("{}: {} -> {}", row.symbol, text(&row.before), text(&row.after))).collect()
}

#[test]
fn each_step_has_its_own_values() {
    let mut tree = with(MBOX);
    let patches: Vec<(&str, &str)> =
        tree.scenario().patches.iter().map(|patch| (&*patch.id, &*patch.subject)).collect();
    assert_eq!(patches, [("1", "dsa: switch on"), ("2", "arm64: select NET_CORE"), ("3", "dsa: off again")]);
    let before = view(&mut tree, &state("arm64", Selection::Base));
    assert_eq!((before.step.as_str(), before.applied.len(), before.difference.len()), ("base", 0, 0));
    let first = view(&mut tree, &state("arm64", up_to("1")));
    assert_eq!((first.step.as_str(), difference(&first)), ("1", vec!["DSA: n -> y".to_owned()]));
    let second = view(&mut tree, &state("arm64", up_to("2")));
    assert_eq!(difference(&second), ["DSA: n -> y", "NET_CORE: - -> y"]);
    let last = view(&mut tree, &state("arm64", Selection::After));
    assert_eq!((last.step.as_str(), difference(&last)), ("after", vec!["NET_CORE: - -> y".to_owned()]));
    // The second patch does not touch x86; a choice that is the first patches is theirs.
    let only = view(&mut tree, &state("x86_64", Selection::Only(vec!["1".into(), "2".into()])));
    assert_eq!((only.step.as_str(), only.state.selection.clone()), ("2", up_to("2")));
    assert_eq!(difference(&only), ["DSA: n -> y"]);
    let only = view(&mut tree, &state("arm64", Selection::Only(vec!["2".into()])));
    assert_eq!(
        (only.applied.clone(), difference(&only)),
        (vec!["2".into()], vec!["NET_CORE: - -> y".into()])
    );
}

#[test]
fn changes_are_told_against_what_is_asked() {
    let mut tree = with(MBOX);
    let mut place = state("arm64", Selection::After);
    place.values.insert("DSA".into(), "y".into());
    let mut against = |compare| {
        let ask = Ask { compare, ..Ask::default() };
        difference(&tree.view(&place, &ask).expect("the state is shown"))
    };
    assert_eq!(against(Compare::Series), ["NET_CORE: - -> y"]);
    assert_eq!(against(Compare::Base), ["DSA: n -> y"]);
    assert_eq!(against(Compare::Patch), [""; 0]);
    place.values.clear();
    let ask = Ask { compare: Compare::Patch, ..Ask::default() };
    assert_eq!(difference(&tree.view(&place, &ask).expect("the state is shown")), ["DSA: y -> n"]);
}

#[test]
fn a_config_from_before_is_carried_over_the_series() {
    let mut tree = with(MBOX);
    let carried = |selection| State { carried: true, ..state("arm64", selection) };
    // The .config from before says that DSA is not set: the new default does not count.
    let first = view(&mut tree, &carried(up_to("1")));
    assert_eq!((difference(&first), first.state.carried), (vec![], true));
    // The command line evaluates the same once, for `kconfig replay`.
    let files: Vfs = tree
        .tree_files(&carried(up_to("1")))
        .unwrap()
        .iter()
        .map(|(path, text)| (path.as_str(), &**text))
        .collect();
    let host = bundle().host("arm64", None).unwrap();
    let once = state_config(&bundle().files, &files, &host, &carried(up_to("1")), None).unwrap();
    assert_eq!(once, tree.config(&carried(up_to("1"))).unwrap());
    assert_ne!(once, tree.config(&state("arm64", up_to("1"))).unwrap());
    // Without a series there is nothing to carry over.
    tree.take_series_off();
    assert!(!view(&mut tree, &carried(Selection::After)).state.carried);
}

#[test]
fn a_patch_that_needs_another_one_says_so() {
    let mut tree = with(MBOX);
    let only = state("arm64", Selection::Only(vec!["3".into()]));
    let problem = tree.view(&only, &Ask::default()).unwrap_err();
    assert_eq!(problem.message, "Hunk 1 of init/Kconfig does not apply, in the patch \"dsa: off again\".");
    let unknown = state("arm64", up_to("9"));
    let problem = tree.view(&unknown, &Ask::default()).unwrap_err();
    assert_eq!(problem.message, "These patches cannot be applied: no patch `9` in the series.");
}

#[test]
fn what_does_not_go_on_is_left_out_and_said() {
    let mbox = MBOX.replace(" \tdepends on NET\n-\tdefault y", " \tdepends on OTHER\n-\tdefault OTHER");
    let mut tree = with(&mbox);
    let notes = &tree.scenario().patches[2].notes;
    assert_eq!(notes[0].kind, NoteKind::LeftOut);
    assert_eq!(notes[0].text, "without hunk 1 of init/Kconfig: wanted (-), and what is at line 6 (+):");
    assert!(notes[0].lines.contains(&"-\tdefault OTHER".to_owned()), "{:?}", notes[0].lines);
    let second = &tree.scenario().patches[1].notes;
    assert_eq!((second[0].kind, second[0].text.as_str()), (NoteKind::PassedOver, "1 file is not looked at"));
    assert_eq!(second[0].lines, ["arch/arm64/arm.c"]);
    let last = view(&mut tree, &state("arm64", Selection::After));
    assert_eq!(difference(&last), ["DSA: n -> y", "NET_CORE: - -> y"]);
}

#[test]
fn another_series_takes_its_place_and_comes_off() {
    let mut tree = with(MBOX);
    view(&mut tree, &state("arm64", Selection::After));
    let text = "--- a/init/Kconfig\n+++ b/init/Kconfig\n@@ -1,4 +1,3 @@\n config NET\n \tbool \"networking support\"\n-\tdefault y\n \n";
    tree.put_series(&[Input { name: "a.diff", bytes: text.as_bytes() }]).expect("the diff is read");
    let after = view(&mut tree, &state("arm64", Selection::After));
    assert_eq!(difference(&after), ["NET: y -> n", "DSA: n -> -"]);
    // What is no series changes nothing.
    let problem = tree.put_series(&[Input { name: "x", bytes: b"hello" }]).unwrap_err();
    assert_eq!(problem.message, "There is no patch in what was given.");
    assert_eq!(tree.scenario().patches.len(), 1);
    tree.take_series_off();
    assert_eq!((tree.scenario().patches.len(), tree.scenario().series.is_none()), (0, true));
    assert_eq!(difference(&view(&mut tree, &state("arm64", Selection::After))), [""; 0]);
}

#[test]
fn a_broken_step_is_a_problem_of_that_step_alone() {
    let text = "--- a/init/Kconfig\n+++ b/init/Kconfig\n@@ -1,4 +1,5 @@\n config NET\n \tbool \"networking support\"\n \tdefault y\n+\tnonsense\n \n";
    let mut tree = with(text);
    let problem = tree.view(&state("arm64", Selection::After), &Ask::default()).unwrap_err();
    assert_eq!(problem.message, "conf would stop at the Kconfig files of arm64.");
    assert!(problem.details[0].starts_with("init/Kconfig:4"), "{:?}", problem.details);
    assert_eq!(difference(&view(&mut tree, &state("arm64", Selection::Base))), [""; 0]);
}

#[test]
fn a_sweep_says_of_each_patch_what_it_does_on_each_arch() {
    let mut tree = with(MBOX);
    let mut sweep = tree.sweep(&state("arm64", Selection::After)).expect("it starts");
    assert_eq!((sweep.view().done, sweep.view().total), (0, 8));
    while sweep.step() {}
    let view = sweep.view();
    assert_eq!((view.done, view.arches.join(" ").as_str()), (8, "arm64 x86_64"));
    let counts = |row: &kconfig::view::EffectRow| {
        let values: Vec<String> = row.values.iter().map(|(arch, n)| format!("{arch} {n}")).collect();
        format!("{}: +{} -{} ~{}, {}", row.id, row.n_added, row.n_removed, row.n_changed, values.join(", "))
    };
    let rows: Vec<String> = view.patches.iter().chain([&view.sum]).map(counts).collect();
    assert_eq!(
        rows,
        [
            "1: +0 -0 ~1, arm64 1, x86_64 1",
            "2: +1 -0 ~1, arm64 1",
            "3: +0 -0 ~1, arm64 1, x86_64 1",
            ": +1 -0 ~1, arm64 1"
        ]
    );
    let groups = sweep.effect("2");
    assert_eq!((groups.len(), groups[0].arches.join(" ").as_str()), (1, "arm64"));
    assert!(groups[0].text.contains("Added: NET_CORE (arch/arm64/Kconfig:5)"), "{}", groups[0].text);
    assert!(groups[0].text.contains("+NET_CORE y"), "{}", groups[0].text);
    assert_eq!(groups[0].symbols, ["ARM64", "NET_CORE"]);
}

#[test]
fn an_edited_file_is_a_last_patch() {
    let mut tree = with(MBOX);
    assert!(tree.kconfig_files(&state("arm64", Selection::After)).unwrap().contains(&"init/Kconfig".into()));
    let text = tree.file_text("arch/arm64/Kconfig").expect("it is there");
    tree.edit_file("arch/arm64/Kconfig", &text.replace("\tselect NET_CORE\n", "")).expect("it is taken");
    let edited = view(&mut tree, &state("arm64", Selection::After));
    assert_eq!((edited.applied.join(" ").as_str(), difference(&edited).len()), ("1 2 3 edit", 0));
    let before = view(&mut tree, &state("arm64", up_to("3")));
    assert_eq!(difference(&before), ["NET_CORE: - -> y"]);
    // Another file is edited too; the first stays.
    let init = tree.file_text("init/Kconfig").unwrap();
    tree.edit_file("init/Kconfig", &init.replacen("default y", "default n", 1)).unwrap();
    let edited = view(&mut tree, &state("arm64", Selection::After));
    assert_eq!(difference(&edited), ["NET: y -> n", "DSA: n -> -"]);
    let diff = tree.edit_diff().unwrap();
    assert!(diff.contains("--- a/init/Kconfig\n+++ b/init/Kconfig\n@@ -1,6 +1,6 @@"), "{diff}");
    assert!(diff.contains("-\tselect NET_CORE\n"), "{diff}");
    // The diff is a series of its own on the same tree.
    let mut other = with(&format!("{MBOX}\nFrom: A <a@b>\nSubject: [PATCH 4/4] edit\n\n---\n{diff}"));
    let same = view(&mut other, &state("arm64", Selection::After));
    assert_eq!(difference(&same), difference(&edited));
    // Edited back, the patch is gone; nothing but the tree's files can be edited.
    tree.edit_file("init/Kconfig", &init).unwrap();
    tree.edit_file("arch/arm64/Kconfig", &text).unwrap();
    assert_eq!(tree.scenario().patches.len(), 3);
    assert_eq!(tree.edit_diff().unwrap(), "");
    assert_eq!(
        tree.edit_file("../etc/passwd", "x").unwrap_err().message,
        "The tree has no file ../etc/passwd."
    );
}

#[test]
fn an_edit_needs_no_series_and_can_be_taken_back() {
    let mut tree = tree();
    let text = tree.file_text("init/Kconfig").unwrap();
    tree.edit_file("init/Kconfig", &format!("{text}\tdefault y\n")).unwrap();
    assert_eq!(tree.scenario().series.as_ref().map(|series| series.title.as_str()), Some("Edited here"));
    assert_eq!(difference(&view(&mut tree, &state("x86_64", Selection::After))), ["DSA: n -> y"]);
    tree.take_edit_back();
    assert!(tree.scenario().series.is_none() && tree.scenario().patches.is_empty());
    assert_eq!(difference(&view(&mut tree, &state("x86_64", Selection::After))), [""; 0]);
}

#[test]
fn a_link_brings_the_series_along() {
    let mut tree = with(MBOX);
    let text = tree.file_text("init/Kconfig").unwrap();
    tree.edit_file("init/Kconfig", &format!("{text}\tdefault y\n")).unwrap();
    for selection in [Selection::Base, up_to("2"), Selection::After, Selection::Only(vec!["edit".into()])] {
        let mut sent = state("arm64", selection);
        sent.values.insert("NET".into(), "y".into());
        let shown = view(&mut tree, &sent);
        assert!(shown.link.starts_with("#2/test"), "{}", shown.link);
        assert_eq!((shown.recipe.as_str(), shown.link_problem.as_str()), ("", ""));
        // Another page has the tree and no series; and a mail has quoted the link.
        let mut other = crate::tree();
        let opened = other.open_link(&format!("> {}\n", shown.link));
        assert_eq!(opened.notice, "MATCH: this is what the sender saw.");
        let there = view(&mut other, &opened.state);
        assert_eq!((difference(&there), there.link), (difference(&shown), shown.link));
        assert_eq!(other.scenario().patches.len(), 4);
        // The sender's page has the series already, and what was edited stays what it is.
        let link = view(&mut tree, &sent).link;
        let again = tree.open_link(&link);
        assert_eq!((again.is_sound, again.state.selection), (true, shown.state.selection));
    }
}

#[test]
fn a_link_for_another_tree_says_what_differs() {
    let mut tree = with(MBOX);
    let link = view(&mut tree, &state("arm64", Selection::After)).link;
    let mut files = bundle();
    files.files.insert("init/Kconfig", INIT.replace("networking", "other"));
    let mut other = Workspace::open_tree("test", Arc::new(files)).unwrap();
    let opened = other.open_link(&link);
    assert!(opened.notice.starts_with("MISMATCH: The sender's tree is another version"), "{}", opened.notice);
    assert!(opened.is_read && !opened.is_sound);
}

#[test]
fn claims_are_offered_by_the_letter_and_held_on_each_arch() {
    let letter = "From: A <a@b>\nSubject: [PATCH 0/3] net: parcels\nMessage-ID: <l@b>\n\n\
        After the series:\n\n  CONFIG_NET=y\n  CONFIG_NET_CORE=y\n\n";
    let mut tree = with(&format!("From 0 Mon Sep 17 00:00:00 2001\n{letter}\n{MBOX}"));
    let series = tree.scenario().series.clone().expect("a series is there");
    assert!(series.offered.contains("# cover letter, lines 3 to 4"), "{}", series.offered);
    assert!(tree.set_claims("nonsense").unwrap_err().message.starts_with("The claims cannot be read: "));
    tree.set_claims(&series.offered).expect("what is offered is read");
    let mut sweep = tree.sweep(&state("arm64", Selection::After)).expect("it starts");
    while sweep.step() {}
    let rows = sweep.view().claims;
    let text: Vec<String> = rows
        .iter()
        .map(|row| format!("{} {:?} {} on {}", row.id, row.verdict, row.why.join("; "), row.arches.join(" ")))
        .collect();
    assert_eq!(text, ["1 Holds  on arm64", "1 Fails NET_CORE is n, expected y on x86_64"]);
    tree.set_claims("").expect("claims can be taken away");
    assert_eq!(tree.scenario().series.as_ref().map(|series| series.claims.clone()), Some(String::new()));
}
