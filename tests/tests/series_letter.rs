//! `kconfig series --letter-claims`: claims out of the text of a series, into a file,
//! and held against the tree.

use std::path::{Path, PathBuf};

use kconfig::claims::{Expect, Expected, parse_claims};
use kconfig::load_scenario;
use kconfig_tests::Result;
use kconfig_tests::command::{Ran, empty_folder, kconfig};
use kconfig_tests::opening::LETTER;

/// A patch that adds B, and says so in its message.
const PATCH: &str = "\
From: A Developer <dev@example.org>
Subject: [PATCH 1/1] small: add B
Message-ID: <1@example.org>
In-Reply-To: <0@example.org>

With CONFIG_A enabled on arm64:

CONFIG_B=y

What is written as CONFIG_B=3 (a number) is refused:
CONFIG_B=3 (a number)

Before and after:
CONFIG_B: n -> y
---
--- a/Kconfig
+++ b/Kconfig
@@ -1,2 +1,5 @@
 config A
 \tbool \"a\"
+
+config B
+\tdef_bool A
";

fn series(folder: &Path, arguments: &[&str], stdin: &str) -> Result<Ran> {
    kconfig(folder, &[&["series"], arguments].concat(), stdin)
}

fn folder(name: &str) -> Result<PathBuf> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("series_letter").join(name);
    empty_folder(&folder)?;
    Ok(folder)
}

#[test]
fn claims_are_shown_with_the_lines_that_say_them() -> Result<()> {
    let folder = folder("shown")?;
    let ran = series(&folder, &["-", "--letter-claims"], PATCH)?;
    assert_eq!(
        ran.stdout,
        "\
small: add B
  3 claims in the text of the series, to be confirmed

Patch 1, in standard input: small: add B
- patch1-1: With CONFIG_A enabled on arm64
    after patch 1, on arm64, with A=y:
    includes B=y
      3: CONFIG_B=y
- patch1-2: Before and after
    before the series, on every arch:
    includes B=n
      9: CONFIG_B: n -> y
- patch1-3: Before and after
    after patch 1, on every arch:
    includes B=y
      9: CONFIG_B: n -> y
- line 6 is not read: the value is not y, m, n, a number or a string, or
  text follows it
      6: CONFIG_B=3 (a number)
- line 5 is not read: a value in running text
      5: What is written as CONFIG_B=3 (a number) is refused:
",
        "{}",
        ran.stderr
    );
    assert_eq!((ran.status, &*ran.stderr), (Some(0), ""));
    let ran = series(&folder, &["-", "--letter-claims", "--format", "json"], PATCH)?;
    let report: serde_json::Value = serde_json::from_str(&ran.stdout)?;
    let letter = &report["letters"][0];
    assert_eq!((&letter["patch"], &letter["input"]), (&1.into(), &"standard input".into()));
    assert_eq!(
        letter["offered"][0],
        serde_json::json!({
            "id": "patch1-1",
            "title": "With CONFIG_A enabled on arm64",
            "text": "With CONFIG_A enabled on arm64:",
            "arches": ["arm64"],
            "except": [],
            "step": "1",
            "set": ["A=y"],
            "menu": null,
            "includes": ["B=y"],
            "doubts": [],
            "lines": [{ "line": 3, "text": "CONFIG_B=y" }],
        })
    );
    assert_eq!(letter["offered"][1]["step"], "base");
    assert_eq!(letter["unread"][0]["text"], "CONFIG_B=3 (a number)");
    Ok(())
}

#[test]
fn a_written_file_is_never_overwritten_and_is_checked() -> Result<()> {
    let folder = folder("written")?;
    std::fs::create_dir_all(folder.join("tree/arch/arm64"))?;
    std::fs::write(folder.join("tree/Kconfig"), "config A\n\tbool \"a\"\n")?;
    std::fs::write(folder.join("tree/arch/arm64/Kconfig"), "")?;
    let write = ["-", "--write-claims", "claims.toml"];
    let ran = series(&folder, &write, PATCH)?;
    assert_eq!(ran.status, Some(0), "{}", ran.stderr);
    let written = std::fs::read_to_string(folder.join("claims.toml"))?;
    assert_eq!(parse_claims("claims.toml", &written)?.claims.len(), 3);
    let ran = series(&folder, &write, PATCH)?;
    let expected =
        "kconfig: claims.toml: is there already, and may have been edited; remove it or name another\n";
    assert!(ran.status == Some(2) && ran.stderr.starts_with(expected), "{}", ran.stderr);
    assert_eq!(std::fs::read_to_string(folder.join("claims.toml"))?, written);
    // As it stands: A is not set for the change, so that B does not become y.
    let ran = series(&folder, &["-", "--tree", "tree", "--claims", "claims.toml"], PATCH)?;
    let expected = "
Claims: 2 of 3 cases hold.
- patch1-3 fails on arm64 after 1 patch, alldefconfig: Before and after
    B is n, expected y
";
    assert!(ran.stdout.ends_with(expected) && ran.status == Some(1), "{}", ran.stdout);
    for (arguments, stdin, expected) in [
        (
            &["-", "--write-claims", "none.toml"][..],
            "--- a/Kconfig\n+++ b/Kconfig\n@@ -1 +1 @@\n-a\n+b\n",
            "kconfig: none.toml: not written, as the text of the series claims nothing\n",
        ),
        (&["-", "--letter-claims", "--claims", "claims.toml"], PATCH, "kconfig: --letter-claims and --write"),
        (&["-", "--letter-claims"], "", "note: standard input is empty\n"),
    ] {
        let ran = series(&folder, arguments, stdin)?;
        assert!(ran.status == Some(2) && ran.stderr.starts_with(expected), "{arguments:?}: {}", ran.stderr);
    }
    assert!(!folder.join("none.toml").exists());
    Ok(())
}

/// The three cases of the opening letter, read out of its text, are those of the
/// scenario, and hold on its tree with what the scenario sets first.
#[test]
fn the_opening_letter_gives_the_opening_claims() -> Result<()> {
    let embedded = kconfig_scenarios::scenario("crash-kexec-split").ok_or("no scenario")?;
    let scenario = load_scenario(embedded.files.iter().copied())?.scenario;
    let folder = folder("opening")?;
    for (path, text) in embedded.files {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().ok_or("no folder")?)?;
        std::fs::write(path, text)?;
    }
    let head = format!(
        "From: A Developer <dev@example.org>\nSubject: [PATCH v3 00/14] {}\nMessage-ID: <{}>\n\n",
        scenario.title, scenario.cover_letter
    );
    std::fs::write(folder.join("cover.eml"), head + LETTER)?;
    let own = scenario.patches.iter().filter(|patch| patch.replaces.is_none());
    let inputs: Vec<&str> = ["cover.eml"].into_iter().chain(own.map(|patch| &*patch.file)).collect();
    let ran = series(&folder, &[&inputs, &["--write-claims", "claims.toml"][..]].concat(), "")?;
    assert_eq!(ran.status, Some(0), "{}", ran.stderr);
    let text = std::fs::read_to_string(folder.join("claims.toml"))?;
    let read = parse_claims("claims.toml", &text)?;
    // The scenario has one claim more, which is not of the letter's cases.
    assert_eq!(read.claims.iter().map(|claim| &*claim.id).collect::<Vec<_>>(), ["1", "2", "3"]);
    for claim in &read.claims {
        let theirs = scenario.claim(&claim.id).and_then(|claim| claim.case("x86_64")).ok_or("no case")?;
        let case = claim.case("x86_64").ok_or("no case")?;
        assert_eq!(case.set, theirs.set, "{}", claim.id);
        let (Expect::Exactly { menu, values }, Expect::Exactly { values: theirs, .. }) =
            (&case.expect, &theirs.expect)
        else {
            return Err(claim.id.clone().into());
        };
        assert_eq!(menu.as_deref(), Some(&*scenario.menu));
        // The letter's config has nothing that the conditions of the others need.
        let theirs: Vec<&Expected> = theirs.iter().filter(|entry| entry.cond.is_none()).collect();
        assert_eq!(values.iter().collect::<Vec<_>>(), theirs, "{}", claim.id);
    }
    let start = scenario.arches.iter().find(|arch| arch.name == "x86_64").ok_or("no arch")?;
    let start: Vec<String> = start.start.iter().map(|set| format!("\"{set}\"")).collect();
    let arch = format!("[[arch]]\nname = \"x86_64\"\nstart = [{}]\n\n", start.join(", "));
    std::fs::write(folder.join("claims.toml"), arch + text.as_str())?;
    let ran = series(&folder, &[&inputs, &["--tree", "tree", "--claims", "claims.toml"][..]].concat(), "")?;
    assert!(ran.stdout.ends_with("\nClaims: 3 of 3 cases hold.\n"), "{}", ran.stdout);
    assert_eq!(ran.status, Some(0), "{}", ran.stderr);
    Ok(())
}
