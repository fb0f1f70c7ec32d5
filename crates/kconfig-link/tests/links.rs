//! Links of every format, for ever: what was once sent must be read.

mod golden;

use kconfig_link::{decode, encode};
use proptest::prelude::*;

use golden::{GOLDEN, any_link, golden, reply};

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
        Err(("the link is of format 7; this page reads formats 1 and 2".into(), false))
    );
    assert_eq!(
        message("https://example.org/"),
        Err(("this is no link to a state: it has no `#1/` or `#2/` part".into(), false))
    );
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
    fn any_text_is_read_without_panic(text in "\\PC*", tail in "#1/[a-z:/+,~0-9%=&#; >\\n-]*") {
        let _ = decode(&text);
        let _ = decode(&tail);
        let _ = decode(&format!("{tail}{text}"));
    }
}
