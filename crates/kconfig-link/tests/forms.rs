//! What mail and browsers make of links, by rule: every form at every position of
//! every golden link, in every place that a link stands in. What is sound is read
//! as it was written; what is not is refused, in the right words, and never read
//! as another state.

mod golden;

use kconfig_link::{Link, MAX_TEXT, decode, encode, find};
use proptest::prelude::*;

use golden::{GOLDEN, any_link, golden};

/// What is put between two letters.
const INSERTED: [&str; 27] = [
    " ", "   ", "\t", "\n", "\r\n", "\r", "\n\n", "\n    ", "\n> ", "\n>", "\n> > ", "\r\n>>> ", "\n| ",
    "\n> | > ", "\n: ", "\n> : ", "=\n", "=\r\n", "=\n> ", "=20\n", "\u{a0}", "\u{200b}", "\u{feff}",
    "\u{ad}", "\u{fffd}", "&nbsp;", "%20",
];

/// How the letters of a link are written otherwise.
const ENCODED: [fn(u8) -> String; 6] = [
    |byte| format!("%{byte:02X}"),
    |byte| format!("%{byte:02x}"),
    |byte| format!("%25{byte:02X}"),
    |byte| format!("={byte:02X}"),
    |byte| format!("&#{byte};"),
    |byte| format!("&#x{byte:x};"),
];

/// What is put before each line where a text is quoted.
const MARKS: [&str; 6] = ["> ", ">", "| ", ": ", "> | ", "  "];

/// What stands around a link, before and after it.
const AROUND: [(&str, &str); 20] = [
    ("", ""),
    ("https://example.org/kconfig/", ""),
    ("https://example.org/?q=a%20b&amp;r=1/2", "&amp;s=3"),
    ("<", ">"),
    ("<https://example.org/", ">."),
    ("(see ", ")"),
    ("[", "]"),
    ("\"", "\""),
    ("'", "',"),
    ("It is ", "."),
    ("It is ", "!"),
    ("Is it ", "?"),
    ("", "; "),
    ("", ", please"),
    ("", "\nRegards, Ann"),
    ("", "\n\n-- \nAnn"),
    ("[PATCH 1/14] x86: on 1/2 of them\n\n> 100% sure =3D #1 and 1/\n\n", "\n> see 1/14\nwhy?\n"),
    ("[the state](https://example.org/", ")"),
    ("<a href=\"https://example.org/", "\">here</a>"),
    ("http://a.example/safe?url=https%3A%2F%2Fb.example%2F", "&data=0123abcd"),
];

fn insert(text: &str, at: usize, what: &str) -> String {
    format!("{}{what}{}", &text[..at], &text[at..])
}

fn encode_at(text: &str, at: usize, how: fn(u8) -> String) -> String {
    let Some(letter) = text[at..].chars().next() else { return text.to_owned() };
    let encoded: String = letter.to_string().bytes().map(how).collect();
    format!("{}{encoded}{}", &text[..at], &text[at + letter.len_utf8()..])
}

fn encode_all(text: &str, how: fn(u8) -> String) -> String {
    text.bytes().map(how).collect()
}

fn wrap(text: &str, columns: usize, end: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let lines: Vec<String> = letters.chunks(columns).map(|line| line.iter().collect()).collect();
    lines.join(end)
}

fn quote(text: &str, depth: usize, mark: &str) -> String {
    let lines = text.lines().map(|line| format!("{}{line}\n", mark.repeat(depth)));
    lines.collect()
}

/// The golden links with their states.
fn links() -> impl Iterator<Item = (&'static str, Link)> {
    GOLDEN.into_iter().zip(golden())
}

/// Counts the texts that were tried.
#[derive(Default)]
struct Tried(usize);

impl Tried {
    fn is_read(&mut self, text: &str, link: &Link) {
        self.0 += 1;
        assert_eq!(decode(text).as_ref(), Ok(link), "{text:?}");
    }

    /// Gives the words, where the text is not read as it was written.
    fn is_refused(&mut self, text: &str, link: &Link) -> Option<String> {
        self.0 += 1;
        match decode(text) {
            Ok(read) => {
                assert_eq!(&read, link, "misread: {text:?}");
                None
            }
            Err(error) => Some(error.message),
        }
    }
}

#[test]
fn whatever_is_put_into_a_link_anywhere_is_taken_out() {
    let mut tried = Tried::default();
    for (text, link) in links() {
        for at in 0..=text.len() {
            for what in INSERTED {
                for (before, after) in AROUND {
                    tried.is_read(&format!("{before}{}{after}", insert(text, at, what)), &link);
                }
            }
        }
    }
    assert!(tried.0 > 100_000, "{}", tried.0);
}

#[test]
fn whatever_is_encoded_is_decoded() {
    let mut tried = Tried::default();
    for (text, link) in links() {
        for how in ENCODED {
            for (before, after) in AROUND {
                for at in 0..text.len() {
                    tried.is_read(&format!("{before}{}{after}", encode_at(text, at, how)), &link);
                }
                tried.is_read(&format!("{before}{}{after}", encode_all(text, how)), &link);
                tried.is_read(&encode_all(&format!("{before}{text}{after}"), how), &link);
            }
            let twice = encode_all(&encode_all(text, how), how);
            tried.is_read(&twice, &link);
            for columns in 1..76 {
                tried.is_read(&wrap(&twice, columns, "\n> "), &link);
            }
        }
    }
    assert!(tried.0 > 30_000, "{}", tried.0);
}

#[test]
fn a_link_that_is_wrapped_and_quoted_is_one_link() {
    let mut tried = Tried::default();
    for (text, link) in links() {
        for (before, after) in AROUND {
            for columns in 2..=text.len() {
                for end in ["\n", "=\r\n"] {
                    let wrapped = format!("{before}{}{after}", wrap(text, columns, end));
                    tried.is_read(&wrapped, &link);
                    for mark in MARKS {
                        for depth in 1..4 {
                            tried.is_read(&quote(&wrapped, depth, mark), &link);
                        }
                    }
                }
            }
        }
    }
    assert!(tried.0 > 100_000, "{}", tried.0);
}

#[test]
fn a_plus_that_became_a_blank_is_a_plus() {
    for (text, link) in links() {
        assert_eq!(decode(&text.replace('+', " ")), Ok(link));
    }
}

#[test]
fn a_cut_link_says_so_wherever_it_was_cut() {
    let mut tried = Tried::default();
    for (text, link) in links() {
        for (before, after) in AROUND {
            for at in 0..text.len() {
                let said = tried.is_refused(&format!("{before}{}{after}", &text[..at]), &link);
                let said = said.unwrap_or_else(|| panic!("{at} of {text} is read"));
                let wanted = if at < 3 { "this is no link" } else { "the link is cut" };
                // The mail of the patch series has `#1 and 1/` before the link.
                assert!(said.starts_with(wanted) || before.contains("PATCH"), "{at} of {text}: {said}");
                for what in ["\n> ", " ", "=\n"] {
                    let cut = insert(&text[..at], at / 2, what);
                    let said = tried.is_refused(&format!("{before}{cut}{after}"), &link);
                    assert!(said.is_some_and(|said| said.starts_with("th")), "{cut}");
                }
            }
        }
    }
    assert!(tried.0 > 20_000, "{}", tried.0);
}

#[test]
fn an_altered_link_says_so_wherever_it_was_altered() {
    let mut tried = Tried::default();
    for (text, link) in links() {
        for (before, after) in AROUND.into_iter().filter(|(before, _)| !before.contains("PATCH")) {
            for at in 0..text.len() {
                for letter in
                    ["x", "7", "0", "/", ":", ",", "-", "~", "(", "\"", "\u{e9}", "%", "=", "", "ab"]
                {
                    let altered = format!("{}{letter}{}", &text[..at], &text[at + 1..]);
                    if altered == text {
                        continue;
                    }
                    let said = tried.is_refused(&format!("{before}{altered}{after}"), &link);
                    let is_plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric());
                    let words = match said {
                        // Without `#`, but nothing else amiss.
                        None if at == 0 => continue,
                        None => panic!("{altered} is read"),
                        Some(words) => words,
                    };
                    let wanted: &[&str] = match at {
                        0..3 => &[
                            "this is no link",
                            "the link is of format",
                            "the link was altered",
                            "the link is damaged",
                            "the link is cut",
                        ],
                        _ if letter.len() == 1 && is_plain(letter) && is_plain(&text[at..=at]) => {
                            &["the link was altered", "the link is damaged"]
                        }
                        _ => &["the link was altered", "the link is damaged", "the link is cut"],
                    };
                    assert!(wanted.iter().any(|wanted| words.starts_with(wanted)), "{altered}: {words}");
                }
            }
        }
    }
    assert!(tried.0 > 50_000, "{}", tried.0);
}

#[test]
fn the_first_of_two_links_is_taken_and_the_other_is_not_forgotten() {
    for (first, link) in links() {
        for (second, other) in links() {
            for between in [" ", "\n", "\n> ", ", or https://example.org/", ">\n\nand <"] {
                let found = find(&format!("see {first}{between}{second}")).expect("both are sound");
                assert_eq!(
                    (&found.link, found.has_others),
                    (&link, link != other),
                    "{first}{between}{second}"
                );
            }
            // One that is damaged does not hide the other.
            let damaged = first.replacen("/al", "/el", 1).replacen("/ar", "/er", 1).replacen("/ri", "/ro", 1);
            let found = find(&format!("{damaged}\n{second}")).map(|found| (found.link, found.has_others));
            assert_eq!(found, Ok((other, false)), "{damaged}\n{second}");
        }
    }
}

#[test]
fn what_could_be_read_of_a_cut_link_is_given() {
    let partial = |text: &str| decode(text).expect_err("it is cut").partial;
    let [reply, .., series, _, digest] = golden();
    let whole =
        partial("#1/crash-kexec-split:5/arm64/alldef/CRASH_DUMP:n,KEXEC_F").expect("a value is whole");
    assert_eq!(whole.values, reply.values[..1]);
    let base = partial("#1/crash-kexec-split:5/arm64/alldef/CRASH_D").expect("the base is whole");
    assert_eq!((&base.arches, &base.base, base.values.len()), (&reply.arches, &reply.base, 0));
    // Of a series nothing is shown that is not whole; the state before it is.
    for (link, text) in [(&series, GOLDEN[4]), (&digest, GOLDEN[6])] {
        let at = text.rfind('/').and_then(|at| text[..at].rfind('/')).expect("a series and a check");
        for end in at + 1..text.len() {
            let state = partial(&text[..end]).expect("the state is whole");
            let shown =
                Link { tree_digest: 0, result_digest: 0, series: state.series.clone(), ..link.clone() };
            assert_eq!((*state).clone(), shown, "{}", &text[..end]);
            assert!(state.series.is_none(), "{}", &text[..end]);
        }
    }
    // The text after it is no part of it.
    let mail = "> #1/crash-kexec-split:5/arm64/alldef/CRASH_DUM\n> P:n\nRegards,\nAnn";
    assert_eq!(partial(mail).expect("a value is whole").values, reply.values[..1]);
}

#[test]
fn a_text_that_is_all_starts_is_read_in_good_time() {
    // A link of the longest form, again and again: quadratic work would take hours.
    for piece in [
        "1/",
        "#1/",
        "#1/a/a/a/S:n,",
        "/000000000000000000000000#1",
        "%31/",
        "% ",
        "&#49;/",
        "=\n",
        "#1\n/\n",
        "#2/",
        "#2/a/a/-/zAAAA/",
        "2/000000000000000000000000/",
    ] {
        let text = piece.repeat(MAX_TEXT / piece.len());
        assert!(decode(&text).is_err());
    }
    let said = decode(&" ".repeat(MAX_TEXT + 1)).expect_err("it is too long").message;
    assert_eq!(said, "the text is 1048577 bytes long; 1048576 is the most that is searched for a link");
    let said = decode(&format!("#1/{}", "a".repeat(200_000))).expect_err("it is too long").message;
    assert_eq!(said, "the link is 200002 letters long; 131072 is the most that is read");
}

/// A form that changes nothing of what a text says, and where.
fn form() -> impl Strategy<Value = (usize, usize, prop::sample::Index)> {
    (0..4_usize, any::<usize>(), any::<prop::sample::Index>())
}

fn apply(text: &str, (kind, which, at): (usize, usize, prop::sample::Index)) -> String {
    let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    // Quoted-printable writes a `=` that is there as `=3D`: it puts none behind one.
    let at = Some(at.get(&ends)).filter(|at| !text[..**at].ends_with('=')).unwrap_or(&0);
    match kind {
        0 => insert(text, *at, INSERTED[which % INSERTED.len()]),
        1 => encode_at(text, *at, ENCODED[which % ENCODED.len()]),
        2 => encode_all(text, ENCODED[which % ENCODED.len()]),
        _ => quote(text, 1 + which % 5, MARKS[which % MARKS.len()]),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn two_forms_of_any_link_are_undone(
        link in any_link(), first in form(), second in form(), around in any::<prop::sample::Index>(),
    ) {
        let (before, after) = around.get(&AROUND);
        let text = format!("{before}{}{after}", apply(&apply(&encode(&link), first), second));
        prop_assert_eq!(decode(&text), Ok(link), "{:?}", text);
    }
}
