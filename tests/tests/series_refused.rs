//! `kconfig series` with input that is damaged, of another kind, or too much: each with
//! its words, in little time, and the tree as it was.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::GzEncoder;
use kconfig_tests::Result;
use kconfig_tests::command::{Ran, empty_folder, kconfig};

const KCONFIG: &str = "mainmenu \"Small\"\n\nconfig A\n\tbool \"a\"\n\nconfig B\n\tbool \"b\"\n";

/// How long the program may take; two seconds where it is optimised, which a test's is not.
const LONGEST: Duration = Duration::from_secs(30);

const HUNK: &str = "@@ -5,3 +5,4 @@ config A\n \n config B\n \tbool \"b\"\n+\tdepends on A\n";

/// A mail with a diff of a file.
fn mail(id: u32, subject: &str, path: &str) -> String {
    format!(
        "From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001\n\
         From: A Developer <dev@example.org>\nSubject: [PATCH 1/1] {subject}\n\
         Message-ID: <{id}@example.org>\n\nWhy.\n---\n--- a/{path}\n+++ b/{path}\n{HUNK}"
    )
}

fn folder(name: &str) -> Result<PathBuf> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("series_refused").join(name);
    empty_folder(&folder)?;
    std::fs::create_dir(folder.join("tree"))?;
    std::fs::write(folder.join("tree/Kconfig"), KCONFIG)?;
    Ok(folder)
}

/// Runs `kconfig series`; the tree has to stay, and all has to be done soon.
fn series(folder: &Path, arguments: &[&str], stdin: &str) -> Result<Ran> {
    let start = Instant::now();
    let ran = kconfig(folder, &[&["series"], arguments].concat(), stdin)?;
    assert!(start.elapsed() < LONGEST, "{arguments:?}: {:?}", start.elapsed());
    assert_eq!(std::fs::read_to_string(folder.join("tree/Kconfig"))?, KCONFIG);
    assert!(!ran.stderr.contains("panicked"), "{}", ran.stderr);
    Ok(ran)
}

#[test]
fn a_series_that_does_not_fit_is_said_to_be_so() -> Result<()> {
    let folder = folder("fit")?;
    let cut = mail(1, "x", "Kconfig");
    let cut = &cut[..cut.len() - "+\tdepends on A\n".len()];
    let binary = mail(1, "x", "Kconfig").replace(
        &format!("--- a/Kconfig\n+++ b/Kconfig\n{HUNK}"),
        "diff --git a/Kconfig b/Kconfig\nindex 0..1\nGIT binary patch\nliteral 5\nMcmZQzU|?W\n\n\
         diff --git a/logo.png b/logo.png\nindex 0..1\nGIT binary patch\nliteral 5\nMcmZQzU|?W\n\n",
    );
    let two = mail(1, "x", "Kconfig") + "\n" + mail(9, "other", "Kconfig").as_str();
    for (input, status, expected) in [
        (
            mail(1, "x", "drivers/none/Kconfig"),
            2,
            &[
                "drivers/none/Kconfig: does not apply: the tree has no such file\n",
                "\nNothing of the series fits: it seems to be made for another tree.\n",
            ][..],
        ),
        (
            cut.to_owned(),
            2,
            &[
                "note: standard input:14: the text ends inside the hunk @@ -5,3 +5,4 @@",
                "it has not as many lines as it says: the patch was cut or changed\n",
                "\nThe tree with the series is\n  without hunk 1 of Kconfig\n",
            ],
        ),
        (
            binary,
            2,
            &[
                "Kconfig: does not apply: a binary change, which cannot be put on a\n",
                "  1 file not looked at, 1 of them binary\n",
            ],
        ),
        (
            two,
            0,
            &["note: another series is left out: \"other\" (1 patch); give its mails\n    alone to see it\n"],
        ),
        (
            mail(1, "x", "../Kconfig"),
            2,
            &["../Kconfig: does not apply: the path is absolute or has `..`; a patch\n"],
        ),
    ] {
        let ran = series(&folder, &["-", "--tree", "tree"], &input)?;
        assert_eq!(ran.status, Some(status), "{}{}", ran.stdout, ran.stderr);
        expected.iter().for_each(|words| assert!(ran.stdout.contains(words), "{words}: {}", ran.stdout));
    }
    Ok(())
}

#[test]
fn what_is_no_series_is_said_to_be_none() -> Result<()> {
    let folder = folder("none")?;
    let headers: String = (0..10_000).map(|n| format!("X-Header-{n}: x\n")).collect();
    let headers =
        format!("From: A <a@example.org>\nSubject: x\n{headers}\n--- a/Kconfig\n+++ b/Kconfig\n{HUNK}");
    let hello = "From: A <a@example.org>\nSubject: hello\nMessage-ID: <1@example.org>\n\nHello.\n";
    std::fs::write(folder.join("empty"), "")?;
    let none = "kconfig: no patch in what was given\nTry `kconfig help`.\n";
    for (argument, stdin, expected) in [
        (
            "-",
            &*headers,
            "note: standard input:1: a mail is left out: its headers have more than 2000 lines\n",
        ),
        ("-", hello, "note: the mail \"hello\" in standard input has no patch and is left out\n"),
        ("empty", "", "note: empty is empty\n"),
    ] {
        let ran = series(&folder, &[argument, "--tree", "tree"], stdin)?;
        assert_eq!((ran.status, ran.stderr), (Some(2), format!("{expected}{none}")));
    }
    for (arguments, expected) in [
        (&["../none..mbox", "--tree", "tree"][..], "kconfig: ../none..mbox: No such file or directory"),
        (&["a..b", "--git", "/"], "kconfig: git format-patch in /: fatal: not a git repository"),
    ] {
        let ran = series(&folder, arguments, "")?;
        assert!(ran.status == Some(2) && ran.stderr.starts_with(expected), "{}", ran.stderr);
        assert_eq!(ran.stderr.lines().count(), 2, "{}", ran.stderr);
    }
    Ok(())
}

#[test]
fn what_is_too_much_is_left_out_in_little_time() -> Result<()> {
    let folder = folder("much")?;
    let write = |name: &str, n_bytes: usize, piece: &[u8]| -> Result<()> {
        let mut file = std::io::BufWriter::new(std::fs::File::create(folder.join(name))?);
        for _ in 0..n_bytes.div_ceil(piece.len()) {
            file.write_all(piece)?;
        }
        Ok(file.flush()?)
    };
    let one = mail(1, "x", "Kconfig") + "a line of a mail\n".repeat(100).as_str();
    write("mails", 100_000_000, one.as_bytes())?;
    // As many lines as a patch of this length can have.
    write("lines", 60_000_000, (mail(1, "x", "Kconfig") + "\n".repeat(60_000).as_str()).as_bytes())?;
    // 2 GB of zeros: a .gz may have many members.
    let mut gz = GzEncoder::new(Vec::new(), Compression::best());
    gz.write_all(&vec![0; 1 << 20])?;
    std::fs::write(folder.join("zeros.gz"), gz.finish()?.repeat(2048))?;
    for (input, expected) in [
        (
            "mails",
            "note: mails is left out: no more than 64 MiB are read; give the mails of one series alone\n",
        ),
        ("zeros.gz", "note: zeros.gz is left out: it inflates to more than 64 MiB\n"),
        ("/dev/zero", "note: /dev/zero is left out: no more than 64 MiB are read"),
    ] {
        let ran = series(&folder, &[input, "--tree", "tree"], "")?;
        assert!(ran.status == Some(2) && ran.stderr.starts_with(expected), "{input}: {}", ran.stderr);
    }
    let ran = series(&folder, &["lines", "--tree", "tree"], "")?;
    assert_eq!(ran.stdout.matches("left out from here on").count(), 1, "{}", ran.stdout);
    std::fs::remove_dir_all(folder)?;
    Ok(())
}
