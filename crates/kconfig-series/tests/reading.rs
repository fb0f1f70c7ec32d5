//! A series read from what mail programs, lists and git make of it.

use expect_test::{Expect, expect};
use flate2::{Compression, read::GzEncoder};
use kconfig_series::{Input, Reading, Way, apply_kept, is_kept, read};
use std::io::Read as _;

fn diff(from: &str, to: &str) -> String {
    format!("diff --git a/Kconfig b/Kconfig\n--- a/Kconfig\n+++ b/Kconfig\n@@ -1 +1 @@\n-{from}\n+{to}\n")
}

/// A mail with a subject, an id, and the id that it answers, or "".
fn mail(subject: &str, id: &str, answers: &str, text: &str) -> String {
    let answers = if answers.is_empty() { String::new() } else { format!("In-Reply-To: <{answers}>\n") };
    format!(
        "From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001\nFrom: A <a@example.org>\n\
         Subject: {subject}\nDate: Wed, 24 Jan 2024 05:12:54 +0000\nMessage-ID: <{id}>\n{answers}\n{text}\n"
    )
}

fn patch(subject: &str, id: &str, answers: &str) -> String {
    mail(subject, id, answers, &format!("Why.\n---\n Kconfig | 2 +-\n\n{}-- \n2.43.0\n", diff("a", id)))
}

fn read_one(bytes: &[u8]) -> Reading {
    read(&[Input { name: "mbox", bytes }])
}

fn summary(reading: &Reading) -> String {
    let mut text = format!("{} v{} of {:?}\n", reading.title(), reading.version, reading.of);
    if let Some(cover) = &reading.cover {
        text.push_str(&format!("cover {:?} {:?}\n", cover.message_id, cover.body));
    }
    for patch in &reading.patches {
        let lines = patch.patch.files.iter().flat_map(|file| &file.hunks).flat_map(|hunk| &hunk.lines);
        let lines: Vec<&str> = lines.map(|line| line.text.trim_end()).collect();
        text.push_str(&format!("{:?} {}: {lines:?}\n", patch.tag.number, patch.patch.subject));
    }
    for note in &reading.notes {
        text.push_str(&format!("note: {note}\n"));
    }
    text
}

fn check(reading: &Reading, expected: Expect) {
    expected.assert_eq(&summary(reading));
}

#[test]
fn numbers_order_a_series_and_the_letter_is_kept() {
    let letter = "What it is for.\n\nMore.\n-- \n2.43\n\nbase-commit: 0123abc\nprerequisite-patch-id: 77\nprerequisite-patch-id: 88\n";
    let text = [
        patch("[PATCH v2 2/2] two", "2", "0"),
        mail("[PATCH v2 0/2] A series", "0", "", letter),
        mail("Re: [PATCH v2 1/2] one", "9", "1", "> diff --git a/x b/x\nlooks good\n"),
        patch("[PATCH v2 1/2] one", "1", "0"),
    ]
    .concat();
    let reading = read_one(text.as_bytes());
    assert_eq!(reading.base_commit.as_deref(), Some("0123abc"));
    assert_eq!(reading.prerequisites, ["77", "88"]);
    check(
        &reading,
        expect![[r#"
        A series v2 of Some(2)
        cover Some("0") "What it is for.\n\nMore."
        Some(1) one: ["a", "1"]
        Some(2) two: ["a", "2"]
        note: 1 reply is passed over
    "#]],
    );
    // A CRLF mailbox, and a compressed one, are the same.
    assert_eq!(summary(&read_one(text.replace('\n', "\r\n").as_bytes())), summary(&reading));
    let mut packed = Vec::new();
    GzEncoder::new(text.as_bytes(), Compression::default()).read_to_end(&mut packed).unwrap();
    assert_eq!(read_one(&packed), reading);
    let cut = summary(&read_one(&packed[..packed.len() - 30]));
    assert!(cut.contains("note: mbox is damaged or cut: it cannot be inflated to its end"), "{cut}");
}

#[test]
fn the_newest_version_counts_and_what_is_missing_is_said() {
    let text = [
        mail("[PATCH 0/3] A series", "10", "", "Old.\n"),
        patch("[PATCH 1/3] one", "11", "10"),
        patch("[PATCH 2/3] two", "12", "10"),
        patch("[PATCH 3/3] three", "13", "10"),
        mail("[PATCH v3 0/4] A better series", "30", "10", "New.\n"),
        patch("[PATCH v3 3/4] three", "33", "30"),
        patch("[PATCH v3 1/4] one", "31", "30"),
        patch("[PATCH v3 1/4] one", "31", "30"),
    ];
    check(
        &read_one(text.concat().as_bytes()),
        expect![[r#"
        A better series v3 of Some(4)
        cover Some("30") "New."
        Some(1) one: ["a", "31"]
        Some(3) three: ["a", "33"]
        note: "one" is there twice; the first one counts
        note: version 1 (3 patches) is left out, as version 3 is there
        note: patches 2 and 4 of 4 are missing
    "#]],
    );
}

#[test]
fn two_series_in_one_mailbox_are_told() {
    let text = [
        patch("[PATCH 1/2] a: one", "a1", ""),
        patch("[PATCH 2/2] a: two", "a2", "a1"),
        patch("[PATCH 1/2] b: one", "b1", ""),
        patch("[PATCH 2/2] b: two", "b2", "b1"),
        patch("[PATCH] c", "c", ""),
    ];
    check(
        &read_one(text.concat().as_bytes()),
        expect![[r#"
        a: one v1 of Some(2)
        Some(1) a: one: ["a", "a1"]
        Some(2) a: two: ["a", "a2"]
        note: another series is left out: "b: one" (2 patches); give its mails alone to see it
        note: another series is left out: "c" (1 patch); give its mails alone to see it
    "#]],
    );
}

#[test]
fn a_list_archive_puts_its_own_headers_first() {
    let own = "From mboxrd@z Thu Jan  1 00:00:00 1970\nReturn-Path: <x@example.org>\nReceived: from a\n\tby b\nX-Spam: \n\tno\n";
    let plain = [patch("[PATCH 1/2] one", "1", ""), patch("[PATCH 2/2] two", "2", "1")];
    let archived =
        plain.each_ref().map(|mail| mail.split_once('\n').map(|(_, mail)| format!("{own}{mail}\n")).unwrap());
    let (plain, archived) = (read_one(plain.concat().as_bytes()), read_one(archived.concat().as_bytes()));
    assert_eq!(summary(&archived), summary(&plain));
    assert_eq!(archived.patches.len(), 2);
}

#[test]
fn several_files_are_one_series() {
    let mails = [patch("[PATCH 2/2] two", "2", ""), patch("[PATCH 1/2] one", "1", "")];
    let inputs = [
        Input { name: "0002-two.patch", bytes: mails[0].as_bytes() },
        Input { name: "0001-one.patch", bytes: mails[1].as_bytes() },
    ];
    check(
        &read(&inputs),
        expect![[r#"
        one v1 of Some(2)
        Some(1) one: ["a", "1"]
        Some(2) two: ["a", "2"]
    "#]],
    );
}

#[test]
fn quilt_gives_the_order() {
    let (first, second) = (diff("a", "b"), format!("Index: linux/Kconfig\n=====\n{}", diff("b", "c")));
    let described =
        format!("From: B <b@example.org>\nSubject: said by a header\n\nWhy.\n\n{}", diff("c", "d"));
    let inputs = [
        Input { name: "patches/one.patch", bytes: first.as_bytes() },
        Input { name: "patches/three.patch", bytes: described.as_bytes() },
        Input {
            name: "patches/series",
            bytes: b"# comment\ntwo.patch -p1\none.patch # x\n\nthree.patch\nfour.patch\n",
        },
        Input { name: "patches/two.patch", bytes: second.as_bytes() },
        Input { name: "patches/README", bytes: b"x" },
    ];
    check(
        &read(&inputs),
        expect![[r#"
        two.patch v1 of None
        None two.patch: ["b", "c"]
        None one.patch: ["a", "b"]
        None said by a header: ["c", "d"]
        note: the file series names four.patch, which was not given
        note: patches/README is left out, as the file series does not name it
    "#]],
    );
}

#[test]
fn mail_programs_are_undone() {
    let heads = "From: =?UTF-8?Q?J=C3=B6rg?= <j@example.org>\nSubject: =?utf-8?q?=5BPATCH_1/1=5D_gr=C3=BC?=\n =?utf-8?q?n?=\nMIME-Version: 1.0\n";
    let quoted = format!(
        "{heads}Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\nGr=C3=BC=\n=C3=9Fe\n---\n{}",
        diff("a =3D 1", "b=20=").replace("b=20=\n", "b=\nb\n")
    );
    let reading = read_one(quoted.as_bytes());
    assert_eq!(reading.patches[0].patch.author.as_deref(), Some("J\u{f6}rg <j@example.org>"));
    assert_eq!(reading.patches[0].patch.body, "Gr\u{fc}\u{df}e");
    check(
        &reading,
        expect![[r#"
        grün v1 of Some(1)
        Some(1) grün: ["a = 1", "bb"]
    "#]],
    );
    let base64 = format!(
        "{heads}Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\nV2h5LgotLS0KZGlmZiAtLWdpdCBhL0tjb25maWcgYi9LY29uZmlnCi0tLSBhL0tjb25maWcKKysr\nIGIvS2NvbmZpZwpAQCAtMSArMSBAQAotYQorYgo=\n"
    );
    check(
        &read_one(base64.as_bytes()),
        expect![[r#"
        grün v1 of Some(1)
        Some(1) grün: ["a", "b"]
    "#]],
    );
    let flowed = format!(
        "{heads}Content-Type: text/plain; charset=utf-8; format=flowed\n\nWhy it \nis.\n---\n{}",
        "diff --git a/Kconfig b/Kconfig\n--- a/Kconfig\n+++ b/Kconfig\n@@ -1,2 +1,2 @@\n  same\n-a\n+b is a \nlong line\n"
    );
    check(
        &read_one(flowed.as_bytes()),
        expect![[r#"
        grün v1 of Some(1)
        Some(1) grün: ["same", "a", "b is a long line"]
    "#]],
    );
}

#[test]
fn attached_patches_are_read() {
    let part = |kind: &str, text: &str| format!("--BOUND\nContent-Type: {kind}\n\n{text}\n");
    let heads = "From: a@example.org\nSubject: see attached\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"BOUND\"\n\n";
    let whole = [
        heads,
        &part("text/plain", "Hello."),
        &part("text/html", "<p>Hello.</p>"),
        &part("text/x-patch; name=\"0001.patch\"", &patch("[PATCH 1/2] one", "1", "")),
        &part("application/octet-stream; name=\"0002.patch\"", &patch("[PATCH 2/2] two", "2", "")),
        "--BOUND--\n",
    ];
    check(
        &read_one(whole.concat().as_bytes()),
        expect![[r#"
        one v1 of Some(2)
        Some(1) one: ["a", "1"]
        Some(2) two: ["a", "2"]
        note: the mail "see attached" in mbox has no patch and is left out
    "#]],
    );
    let bare = [heads, &part("text/plain", "Hello."), &part("text/x-diff", &diff("a", "b")), "--BOUND--\n"];
    check(
        &read_one(bare.concat().as_bytes()),
        expect![[r#"
        see attached v1 of None
        None see attached: ["a", "b"]
    "#]],
    );
    let digest = [heads, &part("message/rfc822", &patch("[PATCH] one", "1", "")), "--BOUND--\n"];
    check(
        &read_one(digest.concat().as_bytes()),
        expect![[r#"
        one v1 of None
        None one: ["a", "1"]
        note: the mail "see attached" in mbox has no patch and is left out
    "#]],
    );
}

#[test]
fn scissors_footers_and_quoted_from_lines_go() {
    let text = mail(
        "Re: [PATCH] old",
        "1",
        "0",
        &format!(
            "I would do it so:\n\n-- >8 --\nFrom: B <b@example.org>\nSubject: [PATCH] new\n\nWhy.\n>From here on.\n---\n{}-- \n2.43\n_______________________________________________\nlist mailing list\nlist@example.org\n",
            diff("a", "b")
        ),
    );
    let reading = read_one(text.as_bytes());
    assert_eq!(reading.patches[0].patch.author.as_deref(), Some("B <b@example.org>"));
    assert_eq!(reading.patches[0].patch.body, "Why.\nFrom here on.");
    check(
        &reading,
        expect![[r#"
        new v1 of None
        None new: ["a", "b"]
    "#]],
    );
}

#[test]
fn a_diff_needs_no_mail() {
    check(
        &read_one(diff("a", "b").as_bytes()),
        expect![[r#"
        mbox v1 of None
        None mbox: ["a", "b"]
    "#]],
    );
    let below = format!("From: a@example.org\nDate: today\nSubject: [PATCH] x\n\n{}", diff("a", "b"));
    check(
        &read_one(below.as_bytes()),
        expect![[r#"
        x v1 of None
        None x: ["a", "b"]
    "#]],
    );
}

#[test]
fn bad_input_is_said() {
    let said = |bytes: &[u8]| summary(&read_one(bytes));
    check(
        &read_one(b"hello\nworld\n"),
        expect![[r#"
         v0 of None
        note: mbox is neither a mail nor a diff
    "#]],
    );
    check(
        &read_one(b""),
        expect![[r#"
         v0 of None
        note: mbox is empty
    "#]],
    );
    check(
        &read_one(b"\0\x01\xff\xfe\0"),
        expect![[r#"
         v0 of None
        note: mbox is neither a mail nor a diff
    "#]],
    );
    check(
        &read_one(mail("[PATCH] x", "1", "", "Forgot it.\n").as_bytes()),
        expect![[r#"
         v0 of None
        note: the mail "x" in mbox has no patch and is left out
    "#]],
    );
    let whole = patch("[PATCH] x", "1", "");
    let cut = &whole[..whole.find("\n+1").unwrap()];
    check(
        &read_one(cut.as_bytes()),
        expect![[r#"
        x v1 of None
        None x: ["a"]
        note: mbox:16: the text ends inside the hunk @@ -1 +1 @@
    "#]],
    );
    // Half a hunk is not applied.
    let tree = [("Kconfig", "a\n")].into_iter().collect();
    let outcome = apply_kept(&tree, &read_one(cut.as_bytes()).patches[0].patch, is_kept);
    assert_eq!(outcome.tree, tree);
    let missing: Vec<String> = outcome.missing().iter().map(ToString::to_string).collect();
    assert_eq!(missing, ["without hunk 1 of Kconfig"]);
    let latin = patch("[PATCH] x", "1", "").replace("-a\n", "-\u{e9}\n");
    let latin: Vec<u8> = latin.chars().map(|c| c as u8).collect();
    check(
        &read_one(&latin),
        expect![[r#"
        x v1 of None
        None x: ["�", "1"]
        note: "x" has bytes in Kconfig that are no UTF-8; each counts as U+FFFD, in the tree too
    "#]],
    );
    let many = format!("From: a\n{}\n{}", "X-A: b\n".repeat(10_000), diff("a", "b"));
    assert!(
        said(many.as_bytes()).contains("its headers have more than 2000 lines"),
        "{}",
        said(many.as_bytes())
    );
    let mut deep = String::from("From: a@example.org\n");
    for n in 0..5_000 {
        deep.push_str(&format!("Content-Type: multipart/mixed; boundary=\"b{n}\"\n\n--b{n}\n"));
    }
    assert!(said(deep.as_bytes()).contains("more than 50 of its parts hold parts or mails"));
    let deep = format!("From: a@example.org\n{}", "Content-Type:\n message/rfc822\n\n".repeat(100_000));
    assert!(said(deep.as_bytes()).contains("more than 50 of its parts hold parts or mails"));
    let mut bomb = Vec::new();
    GzEncoder::new(std::io::repeat(b'a').take(1 << 30), Compression::fast()).read_to_end(&mut bomb).unwrap();
    assert!(said(&bomb).contains("mbox is left out: it inflates to more than 64 MiB"));
    let long = vec![b'\n'; 100_000_000];
    assert!(said(&long).contains("mbox is left out: no more than 64 MiB are read"));
}

#[test]
fn every_prefix_is_read_without_panic() {
    let text = [
        mail("[PATCH 0/2] s", "0", "", "Letter.\n"),
        mail(
            "=?utf-8?q?=5BPATCH_1/2=5D_x?=",
            "1",
            "0",
            &format!("-- >8 --\nSubject: y\n\n{}", diff("a", "b")),
        ),
        patch("[PATCH 2/2] two", "2", "0").replace("Why.", ">From x\nbase-commit: 1"),
    ]
    .concat();
    for end in 0..text.len() {
        read_one(&text.as_bytes()[..end]);
    }
}

/// A small generator of numbers below a bound, the same in each run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n.max(1)
    }
}

#[test]
fn damaged_mail_is_read_and_what_goes_on_comes_off() {
    let tree = [("Kconfig", "a\nb\nc\nd\ne\n"), ("fs/Kconfig", "x\n")].into_iter().collect();
    let hunks = "diff --git a/Kconfig b/Kconfig\n--- a/Kconfig\n+++ b/Kconfig\n@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n@@ -4,2 +4,3 @@ x\n d\n e\n+f\n";
    let files = "diff --git a/fs/Kconfig b/mm/Kconfig\nsimilarity index 90%\nrename from fs/Kconfig\nrename to mm/Kconfig\n--- a/fs/Kconfig\n+++ b/mm/Kconfig\n@@ -1 +1 @@\n-x\n+y\n";
    let encoded = "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=B\n\n--B\nContent-Transfer-Encoding: quoted-printable\n\na=3D\n--B\nContent-Type: message/rfc822\n\nSubject: y\n\nz\n--B--\n";
    let whole = [
        mail("[PATCH v2 0/2] letter", "0", "", encoded),
        mail("[PATCH v2 1/2] x", "1", "0", &format!("-- >8 --\nSubject: y\n\n---\n{hunks}")),
        mail("[PATCH v2 2/2] x", "2", "0", files),
    ]
    .concat();
    let mut numbers = Numbers(1);
    let (mut n_whole, mut n_off, mut n_partly) = (0, 0, 0);
    for _ in 0..4_000 {
        let mut bytes = whole.clone().into_bytes();
        for _ in 0..numbers.below(6) {
            let (from, to) = (numbers.below(bytes.len()), numbers.below(bytes.len()));
            match numbers.below(4) {
                0 => bytes[from] = numbers.below(256) as u8,
                1 => drop(bytes.drain(from.min(to)..from.max(to).min(from.min(to) + 40))),
                2 => {
                    let copy = bytes[from.min(to)..from.max(to)].to_vec();
                    bytes.splice(to..to, copy);
                }
                _ => bytes.insert(from, b"\n->+ \\@"[numbers.below(7)]),
            }
            bytes.truncate(20_000);
        }
        for patch in read_one(&bytes).patches {
            let outcome = apply_kept(&tree, &patch.patch, is_kept);
            let is_copy = patch.patch.files.iter().any(|file| file.copy);
            if outcome.is_whole() && outcome.way == Way::Git && !is_copy {
                let off = apply_kept(&outcome.tree, &patch.patch.reversed(), is_kept);
                if off.way == Way::Git {
                    assert_eq!(off.tree, tree, "{}", String::from_utf8_lossy(&bytes));
                    n_off += 1;
                }
                n_whole += 1;
            } else {
                n_partly += 1;
            }
        }
    }
    // Few patches go on and not off: those whose damage made hunks overlap.
    assert!(n_off > 1_000 && n_off * 100 > n_whole * 95 && n_partly > 300, "{n_whole} {n_off} {n_partly}");
}
