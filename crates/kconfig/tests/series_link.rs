//! A state of a series as a link or a recipe, read back out of mails.

use std::sync::Arc;

use kconfig::bundle::{Bundle, tree_digest};
use kconfig::series::{Carried, Patch, apply_series, carry, is_carried, parse_mbox, read_carried};
use kconfig::series_link::{
    LinkOrRecipe, LinkSeries, MAX_MAIL_LINK, ReadLink, SeenHere, Sent, chosen_patches, link_or_recipe,
    read_link, series_digest, series_link,
};
use kconfig::tree::Vfs;
use kconfig::view::{Selection, State};
use kconfig::{Workspace, state_config, wrap};

const KCONFIG: &str = "mainmenu \"Small\"\n\nconfig MODULES\n\tdef_bool y\n\tmodules\n\nconfig A\n\tbool \"a\"\n\tdefault y\n\n\
config B\n\ttristate \"b\"\n\nsource \"arch/$(SRCARCH)/Kconfig\"\n";

fn files() -> Vfs {
    [
        ("Kconfig", KCONFIG),
        ("Makefile", "VERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 48\nEXTRAVERSION =\n"),
        ("arch/x86/Kconfig", "config X86\n\tdef_bool y\n\nconfig CC_HAS_IT\n\tdef_bool $(shell,probe)\n"),
        ("arch/x86/configs/some_defconfig", "# CONFIG_A is not set\nCONFIG_B=m\n"),
    ]
    .into_iter()
    .collect()
}

fn patches(n: usize) -> Vec<Patch> {
    let first = "From: a@example.org\nSubject: [PATCH] small: let B depend on A\n\n---\n--- a/Kconfig\n+++ b/Kconfig\n\
         @@ -11,4 +11,5 @@ config A\n config B\n \ttristate \"b\"\n+\tdepends on A\n \n source \"arch/$(SRCARCH)/Kconfig\"\n";
    let mut patches = parse_mbox(first).0;
    for number in 1..n {
        let noise: String =
            (0..40).map(|k| format!("+\t  {:x}\n", (number * 7919 + k) * 2_654_435_761)).collect();
        let text = format!(
            "--- /dev/null\n+++ b/lib/Kconfig.{number}\n@@ -0,0 +1,43 @@\n+config N{number}\n+\tbool \"n\"\n+\thelp\n{noise}"
        );
        patches.extend(parse_mbox(&text).0);
    }
    patches
}

fn state(selection: Selection) -> State {
    State {
        tree: "linux-6.12.48".into(),
        selection,
        arch: "x86_64".into(),
        base: "alldef".into(),
        values: [("B".to_owned(), "m".to_owned())].into(),
        focus: Some("B".into()),
        ..State::default()
    }
}

const ADDRESS: &str = "https://example.org/kconfig/";

fn sent<'a>(state: &'a State, series: &'a Carried) -> Sent<'a> {
    Sent {
        state,
        tree_title: "Linux 6.12.48",
        tree_digest: tree_digest(&files()),
        result_digest: 0x89ab_cdef,
        series,
        address: ADDRESS,
    }
}

/// What mail makes of a text.
fn mails(text: &str) -> Vec<String> {
    let quoted =
        |text: &str, mark: &str| -> String { text.lines().map(|line| format!("{mark}{line}\n")).collect() };
    let cut = |text: &str, columns: usize| -> String {
        let letters: Vec<char> = text.chars().collect();
        letters.chunks(columns).map(|line| format!("{}\n", line.iter().collect::<String>())).collect()
    };
    let mut flowed = String::new();
    wrap(&mut flowed, "", text);
    vec![
        text.to_owned(),
        quoted(text, "> "),
        quoted(&quoted(text, "> "), ">"),
        text.replace('\n', "\r\n"),
        quoted(&cut(text, 60), "> "),
        cut(text, 7),
        flowed,
        format!("Ann wrote:\n{}\nI see the same.\n\n-- \nBen\n", quoted(text, "> ")),
    ]
}

#[test]
fn a_small_series_goes_in_the_link() {
    let carried = carry(&files(), Some("1@example.org"), &patches(1)).expect("it can be carried");
    let state = state(Selection::After);
    let sent = sent(&state, &carried);
    let LinkOrRecipe::Link(link) = link_or_recipe(&sent) else { panic!("it is short") };
    assert!(link.len() < 300, "{link}");
    assert_eq!(link, format!("{ADDRESS}{}", series_link(&sent)));
    let read = ReadLink {
        state: state.clone(),
        series: Some(LinkSeries::Carried(carried.clone())),
        tree_digest: sent.tree_digest,
        result_digest: 0x89ab_cdef,
        has_others: false,
    };
    for mail in mails(&format!("It is so:\n{link}\n")) {
        assert_eq!(read_link(&mail).as_ref(), Ok(&read), "{mail}");
    }
    let problem = read_link(&link[..link.len() - 30]).expect_err("it is cut");
    assert!(problem.message.starts_with("the link is cut"), "{}", problem.message);
    assert_eq!(problem.state.as_deref(), Some(&state));
}

#[test]
fn a_large_series_goes_as_a_recipe() {
    let id = format!("20260102030405.678-{}-dev@example.org", "1".repeat(60));
    let carried = carry(&files(), Some(&id), &patches(6)).expect("it can be carried");
    for selection in [
        Selection::After,
        Selection::Base,
        Selection::UpTo("2".into()),
        Selection::Only(vec!["1".into(), "3".into()]),
    ] {
        let state = state(selection);
        let sent = sent(&state, &carried);
        assert!(series_link(&sent).len() > MAX_MAIL_LINK);
        let LinkOrRecipe::Recipe(recipe) = link_or_recipe(&sent) else { panic!("it is long") };
        assert!(recipe.lines().all(|line| line.chars().count() <= 72), "{recipe}");
        let digest = series_digest(&carried);
        for word in
            ["Linux 6.12.48", "linux-6.12.48", &format!("{digest:08x}"), &format!("{:08x}", sent.tree_digest)]
        {
            assert!(recipe.contains(word), "{word}: {recipe}");
        }
        let series = Some(LinkSeries::Named { digest, message_id: Some(id.clone()) });
        for mail in mails(&recipe) {
            let read = read_link(&mail).expect("it is sound");
            assert_eq!((&read.state, &read.series), (&state, &series), "{mail}");
            assert_eq!((read.tree_digest, read.has_others), (sent.tree_digest, false));
        }
    }
}

#[test]
fn the_recipe_says_what_to_do() {
    let carried = carry(&files(), Some("1@example.org"), &patches(6)).expect("it can be carried");
    let state = state(Selection::UpTo("2".into()));
    let sent = Sent { tree_digest: 0x0123_4567, ..sent(&state, &carried) };
    let LinkOrRecipe::Recipe(recipe) = link_or_recipe(&sent) else { panic!("it is long") };
    let head = recipe.split("#2/").next().unwrap_or_default();
    expect_test::expect![[r#"
        A state of Kconfig Playground, whose link is too long for a mail.
        Tree:
          Linux 6.12.48, as linux-6.12.48, digest 01234567
        Series:
          Message-ID: <1@example.org>
          digest e4e44fb2, up to patch 2 of 6
        Open the tree with the series at https://example.org/kconfig/ and paste
        this mail there, or give it to
          kconfig replay - --tree DIR --series FILE
    "#]]
    .assert_eq(head);
}

#[test]
fn what_differs_is_said() {
    let carried = carry(&files(), None, &patches(1)).expect("it can be carried");
    let read = ReadLink {
        state: state(Selection::After),
        series: Some(LinkSeries::Named { digest: 2, message_id: None }),
        tree_digest: 1,
        result_digest: 3,
        has_others: false,
    };
    let compare = |tree_digest, series_digest, result_digest| {
        read.compare(&SeenHere { tree_digest, series_digest, result_digest })
    };
    assert_eq!(compare(1, 2, 3), (true, "MATCH: this is what the sender saw.".to_owned()));
    for (here, words) in [
        (
            (9, 2, 3),
            ["another version of this one (digest 00000001, here 00000009)", "sender's all the same"],
        ),
        (
            (9, 8, 7),
            ["another version of this one (digest 00000001, here 00000009)", "another one than the sender's"],
        ),
        (
            (1, 8, 7),
            ["another one than this (digest 00000002, here 00000008)", "another one than the sender's"],
        ),
        ((1, 2, 7), ["MISMATCH", "The same tree gives another .config here"]),
    ] {
        let (is_match, said) = compare(here.0, here.1, here.2);
        assert!(
            !is_match && said.starts_with("MISMATCH: ") && words.iter().all(|word| said.contains(word)),
            "{said}"
        );
    }
    assert_eq!(read_carried(&carried.text), Ok(carried));
}

#[test]
fn patches_are_chosen_by_their_numbers() {
    let ids = |ids: &[&str]| Selection::Only(ids.iter().map(|id| (*id).to_owned()).collect());
    assert_eq!(chosen_patches(&Selection::After, 3), Ok(vec![0, 1, 2]));
    assert_eq!(chosen_patches(&Selection::Base, 3), Ok(vec![]));
    assert_eq!(chosen_patches(&Selection::UpTo("2".into()), 3), Ok(vec![0, 1]));
    assert_eq!(chosen_patches(&ids(&["3", "1", "3"]), 3), Ok(vec![0, 2]));
    for bad in ["0", "4", "01", "x", "", "-1"] {
        assert_eq!(chosen_patches(&ids(&["1", bad]), 3), Err(bad.to_owned()));
    }
}

#[test]
fn the_config_of_a_state_is_what_a_kernel_shows() {
    let carried = carry(&files(), None, &patches(1)).expect("it can be carried");
    let steps = apply_series(&files(), &carried.patches, is_carried);
    let Some(kconfig::series::Step::Put(outcome)) = steps.last() else { panic!("it goes on") };
    let mut bundle = Bundle { files: outcome.tree.clone(), ..Bundle::default() };
    let mut tree = Workspace::open_tree("linux-6.12.48", Arc::new(bundle.clone())).expect("it is a tree");
    let host = bundle.host("x86_64", None).expect("it has the arch");
    let mut seen = Vec::new();
    let given = "CONFIG_B=m\n";
    let given_base = tree.keep("b", given);
    for base in ["alldef", "allno", "allmod", "allyes", "some_defconfig", "rand-7", &given_base] {
        for value in ["n", "m", "y"] {
            let mut state = state(Selection::After);
            state.base = base.to_owned();
            state.values =
                [("B", value), ("A", "y")].map(|(name, value)| (name.to_owned(), value.to_owned())).into();
            for answer in ["", "y", "?"] {
                state.answers = tree
                    .answers(&state)
                    .expect("the tree asks")
                    .iter()
                    .filter(|_| !answer.is_empty())
                    .map(|row| (row.key.clone(), answer.to_owned()))
                    .collect();
                let theirs = tree.config(&state).expect("it is shown");
                assert_eq!(
                    state_config(&bundle.files, &bundle.files, &host, &state, Some(given)),
                    Ok(theirs.clone()),
                    "{state:?}"
                );
                seen.push(theirs);
            }
        }
    }
    seen.sort();
    seen.dedup();
    assert!(seen.len() > 5, "{}", seen.len());
    let lacking = State { base: "file-01234567".into(), ..state(Selection::After) };
    let problem =
        state_config(&bundle.files, &bundle.files, &host, &lacking, None).expect_err("it is not here");
    assert!(problem.message.contains("file-01234567"), "{}", problem.message);
    bundle.files.insert("Kconfig", "config A\n\tnonsense here\n");
    let problem = state_config(&bundle.files, &bundle.files, &host, &state(Selection::After), None)
        .expect_err("it is broken");
    assert!(problem.message.starts_with("conf would stop"), "{}", problem.message);
    // A link that brings a series puts it on the tree.
    let link = series_link(&sent(&state(Selection::After), &carried));
    assert!(tree.open_link(&link).is_read);
    assert_eq!(tree.scenario().patches.len(), carried.patches.len());
}
