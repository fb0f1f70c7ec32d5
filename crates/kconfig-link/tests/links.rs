//! Links of every format, for ever: what was once sent must be read.

use kconfig_link::{Link, Patches, decode, encode};
use proptest::prelude::*;

fn reply() -> Link {
    Link {
        tree: "crash-kexec-split".into(),
        patches: Patches::UpTo("5".into()),
        arches: vec!["arm64".into()],
        base: "alldef".into(),
        carried: false,
        profile: None,
        answers: Vec::new(),
        values: vec![("CRASH_DUMP".into(), "n".into()), ("KEXEC_FILE".into(), "y".into())],
        focus: Some("CRASH_DUMP".into()),
        tree_digest: 0x0123_4567,
        result_digest: 0x89ab_cdef,
    }
}

/// The golden links. A line here is never changed, only added.
const GOLDEN: [&str; 4] = [
    "#1/crash-kexec-split:5/arm64/alldef/CRASH_DUMP:n,KEXEC_FILE:y/~CRASH_DUMP/0123456789abcdefb91fb5cd",
    "#1/crash-kexec-split/all/alldef+carried/-/0000000000000000abc45740",
    "#1/t:p1,2,6m/arm64+arm/alldef/S:a~20b~2fc,T:/0000000100000002b861a259",
    "#1/linux-6.12.48/riscv/rand-7+by:gcc-12.2.0+said:0123abcd:~3f,89abcdef:y/-/00000000000000009b1c1e79",
];

fn golden() -> [Link; 4] {
    let all = Link {
        tree: "crash-kexec-split".into(),
        arches: vec!["all".into()],
        base: "alldef".into(),
        carried: true,
        ..Link::default()
    };
    let some = Link {
        tree: "t".into(),
        patches: Patches::Only(vec!["1".into(), "2".into(), "6m".into()]),
        arches: vec!["arm64".into(), "arm".into()],
        base: "alldef".into(),
        values: vec![("S".into(), "a b/c".into()), ("T".into(), String::new())],
        tree_digest: 1,
        result_digest: 2,
        ..Link::default()
    };
    let tree = Link {
        tree: "linux-6.12.48".into(),
        arches: vec!["riscv".into()],
        base: "rand-7".into(),
        profile: Some("gcc-12.2.0".into()),
        answers: vec![("0123abcd".into(), "?".into()), ("89abcdef".into(), "y".into())],
        ..Link::default()
    };
    [reply(), all, some, tree]
}

#[test]
fn golden_links_are_read_and_written() {
    for (text, link) in GOLDEN.iter().zip(golden()) {
        assert_eq!(encode(&link), *text);
        assert_eq!(decode(text).as_ref(), Ok(&link));
    }
}

#[test]
fn mail_is_undone() {
    let link = GOLDEN[0];
    let (head, tail) = link.split_at(40);
    let address = "https://example.org/kconfig/";
    for text in [
        format!("<{address}{link}>"),
        format!("{address}{link}."),
        format!("> > {address}{head}\n> > {tail}"),
        format!("  {address}{head}  \n  {tail}\n\n"),
        format!("see ({address}{link}), please"),
        link.trim_start_matches('#').to_owned(),
    ] {
        assert_eq!(decode(&text).as_ref(), Ok(&reply()), "{text}");
    }
}

#[test]
fn a_damaged_link_says_how() {
    let message = |text: &str| decode(text).map_err(|error| (error.message, error.partial.is_some()));
    let cut = "the link is cut: its checksum at the end is missing or too short";
    let altered = "the link was altered: its checksum does not fit what it says";
    assert_eq!(message(&GOLDEN[0][..GOLDEN[0].len() - 3]), Err((cut.into(), true)));
    assert_eq!(message("#1/crash-kexec-split:5/arm64/alldef/CRASH_DUMP:n"), Err((cut.into(), true)));
    assert_eq!(message("#1/crash-kexec-split:5/arm"), Err((cut.into(), false)));
    assert_eq!(message(&GOLDEN[0].replace(":n,", ":y,")), Err((altered.into(), true)));
    assert_eq!(
        message("#7/whatever"),
        Err(("the link is of format 7; this page reads format 1".into(), false))
    );
    assert_eq!(
        message("https://example.org/"),
        Err(("this is no link to a state: it has no `#1/` part".into(), false))
    );
}

fn any_link() -> impl Strategy<Value = Link> {
    let patches = prop_oneof![
        Just(Patches::All),
        Just(Patches::None),
        "[0-9]{1,2}m?".prop_map(Patches::UpTo),
        prop::collection::vec("[0-9]{1,2}m?", 1..4).prop_map(Patches::Only),
    ];
    let values = prop::collection::vec(("[A-Z0-9_]{1,12}", "\\PC{0,12}"), 0..6);
    let head =
        ("[a-z][a-z-]{0,12}", patches, prop::collection::vec("[a-z][a-z0-9_]{0,8}", 1..4), any::<bool>());
    let toolchain =
        (prop::option::of("[a-z0-9.-]{1,9}"), prop::collection::vec(("[0-9a-f]{8}", "\\PC{1,4}"), 0..3));
    (head, toolchain, values, prop::option::of("[A-Z0-9_]{1,12}"), any::<u32>(), any::<u32>()).prop_map(
        |(
            (tree, patches, arches, carried),
            (profile, answers),
            values,
            focus,
            tree_digest,
            result_digest,
        )| Link {
            tree,
            patches,
            arches,
            base: "alldef".into(),
            carried,
            profile,
            answers,
            values,
            focus,
            tree_digest,
            result_digest,
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read(link in any_link()) {
        let text = encode(&link);
        prop_assert_eq!(decode(&text), Ok(link));
        prop_assert!(text.ends_with(|c: char| c.is_ascii_alphanumeric()));
        prop_assert!(text[1..].bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~/:,+".contains(&byte)));
    }

    #[test]
    fn one_changed_letter_is_noticed(link in any_link(), at in any::<prop::sample::Index>()) {
        let text = encode(&link);
        let body = text.len();
        let at = 3 + at.index(body - 3);
        let mut bytes = text.clone().into_bytes();
        bytes[at] = if bytes[at] == b'x' { b'w' } else { b'x' };
        let changed = String::from_utf8(bytes).unwrap_or_default();
        prop_assert!(decode(&changed).is_err());
    }

    #[test]
    fn any_text_is_read_without_panic(text in "\\PC*", tail in "#1/[a-z:/+,~0-9-]*") {
        let _ = decode(&text);
        let _ = decode(&tail);
    }
}
