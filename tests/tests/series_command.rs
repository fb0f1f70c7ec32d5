//! `kconfig series`: a series from files, standard input and git on a small tree.

use std::path::{Path, PathBuf};
use std::process::Command;

use kconfig::claims::{ClaimArch, Claims, write_claims};
use kconfig::load_scenario;
use kconfig_tests::Result;
use kconfig_tests::command::{self, Ran, empty_folder, program};

const KCONFIG: &str = "mainmenu \"Small\"\n\nconfig A\n\tbool \"a\"\n\nconfig B\n\tbool \"b\"\n\nconfig C\n\tbool \"c\"\n\nconfig D\n\tbool \"d\"\n";

/// Changes the default of B, and a file that is not looked at.
const FIRST: &str = "\
From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001
From: A Developer <dev@example.org>
Subject: [PATCH v2 1/2] small: let B depend on A
Message-ID: <1@example.org>
In-Reply-To: <0@example.org>

Why.
---
diff --git a/Kconfig b/Kconfig
--- a/Kconfig
+++ b/Kconfig
@@ -5,6 +5,7 @@ config A
 
 config B
 \tbool \"b\"
+\tdepends on A
 
 config C
 \tbool \"c\"
diff --git a/main.c b/main.c
--- a/main.c
+++ b/main.c
@@ -1 +1 @@
-x
+y
";

const SECOND: &str = "\
From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001
From: A Developer <dev@example.org>
Subject: [PATCH v2 2/2] small: two changes, of which one does not apply
Message-ID: <2@example.org>
In-Reply-To: <0@example.org>

Why.
---
diff --git a/Kconfig b/Kconfig
--- a/Kconfig
+++ b/Kconfig
@@ -3,4 +3,4 @@ mainmenu
 config A
-\tbool \"other\"
+\tbool \"another\"
 
 config B
@@ -11,3 +12,4 @@ config C
 
 config D
 \tbool \"d\"
+\tdefault y
";

const LETTER: &str = "\
From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001
From: A Developer <dev@example.org>
Subject: [PATCH v2 0/2] A small series
Message-ID: <0@example.org>

What it is for.

base-commit: 0123456789012345678901234567890123456789
";

fn kconfig(folder: &Path, arguments: &[&str], stdin: &str) -> Result<Ran> {
    let ran = command::kconfig(folder, &[&["series"], arguments].concat(), stdin)?;
    if !arguments.contains(&"--format") {
        for line in ran.stdout.lines() {
            assert!(line.chars().count() <= 72, "{line}");
        }
    }
    Ok(ran)
}

/// Makes a folder with a small tree in it.
fn folder(name: &str) -> Result<PathBuf> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("series_command").join(name);
    empty_folder(&folder)?;
    std::fs::create_dir(folder.join("tree"))?;
    std::fs::write(folder.join("tree/Kconfig"), KCONFIG)?;
    std::fs::write(
        folder.join("tree/Makefile"),
        "VERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 1\nEXTRAVERSION =\n",
    )?;
    std::fs::write(folder.join("tree/main.c"), "x\n")?;
    Ok(folder)
}

#[test]
fn a_mailbox_is_put_on_a_tree() -> Result<()> {
    let folder = folder("mailbox")?;
    std::fs::write(folder.join("mbox"), [SECOND, LETTER, FIRST].join("\n"))?;
    let ran = kconfig(&folder, &["mbox", "--tree", "tree", "--verbose"], "")?;
    assert_eq!(ran.status, Some(2), "{}", ran.stderr);
    assert_eq!(
        ran.stdout,
        "\
A small series
  version 2, 2 patches
  from A Developer <dev@example.org>
  Message-ID 0@example.org
  made on commit 0123456789012345678901234567890123456789; the tree is
    6.12.1

[PATCH v2 1/2] small: let B depend on A
  Kconfig: applied
  1 file not looked at
    main.c

[PATCH v2 2/2] small: two changes, of which one does not apply
  Kconfig: 1 of 2 hunks not applied
    hunk 1 does not apply: @@ -3,4 +3,4 @@ mainmenu
      wanted (-), and what is at line 3 (+):
       config A
      -        bool \"other\"
      +        bool \"a\"

       config B
    hunk 2 applied at line 12, 1 line further down

In sum: 2 patches in 2 files: 2 hunks applied, 1 at another line, 1 not
  applied; 1 file not looked at.
The tree with the series is
  without hunk 1 of Kconfig
"
    );
    assert_eq!(std::fs::read_to_string(folder.join("tree/Kconfig"))?, KCONFIG);
    let first = kconfig(&folder, &["-", "--tree", "tree"], FIRST)?;
    assert_eq!(first.status, Some(0), "{}", first.stderr);
    assert!(first.stdout.contains("note: patch 2 of 2 is missing"), "{}", first.stdout);
    Ok(())
}

#[test]
fn a_quilt_series_is_put_on_a_bundle() -> Result<()> {
    let folder = folder("quilt")?;
    std::fs::create_dir(folder.join("patches"))?;
    std::fs::write(folder.join("patches/series"), "b.patch\na.patch\n")?;
    let diff = |from: &str, to: &str| {
        format!(
            "--- a/Kconfig\n+++ b/Kconfig\n@@ -4,3 +4,3 @@\n-\tbool \"{from}\"\n+\tbool \"{to}\"\n \n config B\n"
        )
    };
    std::fs::write(folder.join("patches/b.patch"), diff("a", "b"))?;
    std::fs::write(folder.join("patches/a.patch"), diff("b", "c"))?;
    let made = Command::new(program()?)
        .args(["bundle", "tree", "-o", "small.tar.gz"])
        .current_dir(&folder)
        .output()?;
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    for input in ["patches", "patches/series"] {
        let ran = kconfig(&folder, &[input, "--bundle", "small.tar.gz"], "")?;
        assert_eq!(ran.status, Some(0), "{}{}", ran.stdout, ran.stderr);
        assert!(ran.stdout.contains("In sum: 2 patches in 2 files: 2 hunks applied."), "{}", ran.stdout);
        let order = ran.stdout.find("\nb.patch").zip(ran.stdout.find("\na.patch"));
        assert!(order.is_some_and(|(b, a)| b < a), "{}", ran.stdout);
    }
    Ok(())
}

#[test]
fn commits_are_put_on_the_tree_that_git_has() -> Result<()> {
    if Command::new("git").arg("--version").output().is_err() {
        eprintln!("skipped: there is no git");
        return Ok(());
    }
    let folder = folder("git")?;
    let tree = folder.join("tree");
    let git = |arguments: &[&str]| -> Result<String> {
        let output = Command::new("git")
            .args(["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"])
            .args(arguments)
            .current_dir(&tree)
            .output()?;
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        Ok(String::from_utf8(output.stdout)?)
    };
    git(&["init", "--quiet"])?;
    git(&["add", "."])?;
    git(&["commit", "--quiet", "-m", "base"])?;
    for (name, text) in [("one", "\nconfig E\n\tbool \"e\"\n"), ("two", "\nconfig F\n\tbool \"f\"\n")] {
        let path = tree.join("Kconfig");
        std::fs::write(&path, format!("{}{text}", std::fs::read_to_string(&path)?))?;
        git(&["commit", "--quiet", "-a", "-m", name])?;
    }
    // What lies in the folder does not count, and stays.
    std::fs::write(tree.join("Kconfig"), "changed\n")?;
    let ran = kconfig(&folder, &["HEAD~2..HEAD", "--tree", "tree"], "")?;
    assert_eq!(ran.status, Some(0), "{}{}", ran.stdout, ran.stderr);
    assert!(ran.stdout.contains("[PATCH 1/2] one\n  Kconfig: applied\n"), "{}", ran.stdout);
    assert!(ran.stdout.contains("In sum: 2 patches in 2 files: 2 hunks applied."), "{}", ran.stdout);
    assert_eq!(std::fs::read_to_string(tree.join("Kconfig"))?, "changed\n");
    assert_eq!(git(&["status", "--short"])?, " M Kconfig\n");
    // On the tree that has them already, they are found, and come off.
    git(&["checkout", "--quiet", "Kconfig"])?;
    std::fs::write(folder.join("mbox"), git(&["format-patch", "--stdout", "HEAD~2..HEAD"])?)?;
    let there = kconfig(&folder, &["mbox", "--tree", "tree"], "")?;
    assert_eq!(there.status, Some(0));
    assert!(
        there.stdout.contains("2 patches are in 6.12.1 already; --reverse takes a series off."),
        "{}",
        there.stdout
    );
    let off = kconfig(&folder, &["mbox", "--tree", "tree", "--reverse"], "")?;
    assert_eq!(off.status, Some(0));
    assert!(off.stdout.contains("In sum: 2 patches in 2 files: 2 hunks applied."), "{}", off.stdout);
    let none = kconfig(&folder, &["HEAD..HEAD", "--git", "tree"], "")?;
    assert_eq!(
        (none.status, &*none.stderr),
        (Some(2), "kconfig: HEAD..HEAD: no commits\nTry `kconfig help`.\n")
    );
    Ok(())
}

#[test]
fn bad_input_is_refused_with_words() -> Result<()> {
    let folder = folder("bad")?;
    let out = "--- a/../Kconfig\n+++ b/../Kconfig\n@@ -1 +1 @@\n-a\n+b\n";
    let ran = kconfig(&folder, &["-", "--tree", "tree"], out)?;
    assert_eq!(ran.status, Some(2));
    let text = "../Kconfig: does not apply: the path is absolute or has `..`; a patch";
    assert!(ran.stdout.contains(text), "{}", ran.stdout);
    for (arguments, stdin, expected) in [
        (
            &["-", "--tree", "tree"][..],
            "hello\n",
            "note: standard input is neither a mail nor a diff\nkconfig: no patch in what was given\n",
        ),
        (&["--tree", "tree"], "", "kconfig: which series? A mailbox, mails, diffs, `-` or REV..REV\n"),
        (&["-"], FIRST, "kconfig: one of --tree DIR and --bundle FILE is needed\n"),
        (&["-", "--tree", "."], FIRST, "kconfig: .: no Kconfig file here; --tree names a kernel's folder\n"),
        (
            &["tree", "--tree", "tree"],
            "",
            "kconfig: tree: a folder without the file series; name the patches themselves\n",
        ),
        (&["-", "--tree", "tree", "--git", "tree"], FIRST, "kconfig: --git is for REV..REV\n"),
    ] {
        let ran = kconfig(&folder, arguments, stdin)?;
        assert_eq!(ran.status, Some(2));
        assert!(ran.stderr.starts_with(expected), "{arguments:?}: {}", ran.stderr);
    }
    Ok(())
}

/// Makes a folder with a tree of two arches, and a patch that lets B depend on A and
/// turns A on for arm64.
fn two_arches(name: &str) -> Result<PathBuf> {
    let folder = folder(name)?;
    let kconfig = format!("{KCONFIG}\nsource \"arch/$(SRCARCH)/Kconfig\"\n");
    std::fs::write(folder.join("tree/Kconfig"), kconfig)?;
    for (arch, symbol) in [("x86", "X86"), ("arm64", "ARM64")] {
        let folder = folder.join("tree/arch").join(arch);
        std::fs::create_dir_all(folder.join("configs"))?;
        std::fs::write(folder.join("Kconfig"), format!("config {symbol}\n\tdef_bool y\n"))?;
        std::fs::write(folder.join("configs/b_defconfig"), "CONFIG_B=y\n")?;
    }
    let arm64 = "diff --git a/arch/arm64/Kconfig b/arch/arm64/Kconfig\n--- a/arch/arm64/Kconfig\n\
                 +++ b/arch/arm64/Kconfig\n@@ -1,2 +1,3 @@\n config ARM64\n \tdef_bool y\n+\tselect A\n";
    let second = format!(
        "From: A Developer <dev@example.org>\nSubject: [PATCH v2 2/2] arm64: select A\n\nWhy.\n---\n{arm64}"
    );
    std::fs::write(folder.join("mbox"), format!("{FIRST}\nFrom x Mon Sep 17 00:00:00 2001\n{second}"))?;
    Ok(folder)
}

#[test]
fn each_patch_is_said_on_each_arch() -> Result<()> {
    let folder = two_arches("arches")?;
    let bases = ["--base", "alldef,defconfig:b_defconfig"];
    let ran = kconfig(&folder, &[&["mbox", "--tree", "tree"], &bases[..]].concat(), "")?;
    assert_eq!(ran.status, Some(0), "{}", ran.stderr);
    let expected = "\
small: let B depend on A
  version 2, 2 patches
  from A Developer <dev@example.org>
  Message-ID 1@example.org
  made on no commit that it names; the tree is 6.12.1

[PATCH v2 1/2] small: let B depend on A
  Kconfig: applied
  1 file not looked at

x86_64 arm64:
B (Kconfig:6):
  + depends on A (Kconfig:6)
Edges:
  + B depends on A
alldef:
-B n
Newly hidden: B
defconfig:b_defconfig:
-B y
Newly hidden: B

[PATCH v2 2/2] arm64: select A
  arch/arm64/Kconfig: applied

arm64:
ARM64 (arch/arm64/Kconfig:1):
  + select A (arch/arm64/Kconfig:3)
Edges:
  + ARM64 selects A
alldef:
 A n -> y
+B n
Newly visible: B
defconfig:b_defconfig:
 A n -> y
+B y
Newly visible: B
";
    assert!(ran.stdout.starts_with(expected), "{}", ran.stdout);
    let sum = "\nLooked at: x86_64 arm64; alldef defconfig:b_defconfig.\n";
    assert!(ran.stdout.ends_with(sum), "{}", ran.stdout);
    Ok(())
}

#[test]
fn json_has_the_changes_of_the_series_and_of_each_patch() -> Result<()> {
    let folder = two_arches("json")?;
    let arguments = ["mbox", "--tree", "tree", "--format", "json", "--arch", "arm64", "--set", "C:y"];
    let ran = kconfig(&folder, &arguments, "")?;
    let report: serde_json::Value = serde_json::from_str(&ran.stdout)?;
    let change = |symbol: &str, before: Option<&str>, after: Option<&str>| serde_json::json!({ "arch": "arm64", "base": "alldef", "symbol": symbol, "before": before, "after": after });
    assert_eq!(report["changes"], serde_json::json!([change("A", Some("n"), Some("y"))]));
    assert_eq!(report["patches"][0]["changes"], serde_json::json!([change("B", Some("n"), None)]));
    let second = serde_json::json!([change("A", Some("n"), Some("y")), change("B", None, Some("n"))]);
    assert_eq!(report["patches"][1]["changes"], second);
    assert_eq!(report["patches"][1]["id"], "2");
    assert_eq!(report["patches"][0]["left_out"], serde_json::json!(["main.c"]));
    // One patch alone is the same as in the series.
    let one = kconfig(&folder, &[&arguments[..], &["--patch", "2"]].concat(), "")?;
    let one: serde_json::Value = serde_json::from_str(&one.stdout)?;
    assert_eq!(one["patches"][1], report["patches"][1]);
    assert_eq!(one["changes"], second);
    assert_eq!(one["patches"][0]["is_looked_at"], false);
    Ok(())
}

#[test]
fn markdown_counts_and_folds() -> Result<()> {
    let folder = two_arches("markdown")?;
    let ran = Command::new(program()?)
        .args(["series", "mbox", "--tree", "tree", "--format", "markdown"])
        .current_dir(&folder)
        .output()?;
    let text = String::from_utf8(ran.stdout)?;
    for line in [
        "| 1 | small: let B depend on A | yes | +0 -0 ~1 | 1 | 0 |",
        "| 2 | arm64: select A | yes | +0 -0 ~1 | 2 | 0 |",
        "| all together | | | +0 -0 ~2 | 2 | 0 |",
        "<details><summary>2: arm64: select A</summary>",
    ] {
        assert!(text.lines().any(|other| other == line), "{line}\n{text}");
    }
    Ok(())
}

#[test]
fn what_is_not_there_is_said() -> Result<()> {
    let folder = two_arches("not-there")?;
    for (arguments, expected) in [
        (&["--arch", "vax"][..], "kconfig: --arch vax: the tree has arm64, i386, x86_64\n"),
        (&["--patch", "3"], "kconfig: --patch 3: the series has 2 patches\n"),
        (&["--format", "html"], "kconfig: --format html: expected text, json or markdown\n"),
        (&["--base", "defconfig:none"], "kconfig: --base defconfig:none: no arch that is looked at has it"),
        (&["--base", "all"], "kconfig: --base all: "),
        (&["--profile", "gcc"], "kconfig: --profile is for --bundle"),
        (&["--set", "NONE:y"], "kconfig: --set NONE: no tree of the series has such a symbol\n"),
    ] {
        let ran = kconfig(&folder, &[&["mbox", "--tree", "tree"], arguments].concat(), "")?;
        assert_eq!(ran.status, Some(2), "{arguments:?}");
        assert!(ran.stderr.starts_with(expected), "{arguments:?}: {}", ran.stderr);
    }
    let none = kconfig(&folder, &["mbox", "--tree", "tree", "--arch", "none"], "")?;
    assert!(none.stdout.contains("In sum: 2 patches") && !none.stdout.contains("Edges"), "{}", none.stdout);
    Ok(())
}

/// Renames C, and lets D depend on A.
const RENAME: &str = "\
diff --git a/Kconfig b/Kconfig
--- a/Kconfig
+++ b/Kconfig
@@ -7,8 +7,9 @@ config B
 \tbool \"b\"
 
-config C
+config CC
 \tbool \"c\"
 
 config D
 \tbool \"d\"
+\tdepends on A
 
";

#[test]
fn an_audit_names_what_configs_lose() -> Result<()> {
    let folder = two_arches("audit")?;
    std::fs::write(folder.join("tree/arch/x86/configs/c_defconfig"), "CONFIG_C=y\nCONFIG_D=y\n")?;
    std::fs::write(folder.join("my.config"), "CONFIG_A=y\n# CONFIG_C is not set\nCONFIG_D=y\n")?;
    std::fs::write(folder.join("diff"), RENAME)?;
    let arguments = ["diff", "--tree", "tree", "--audit", "--base", "my.config"];
    let ran = kconfig(&folder, &arguments, "")?;
    let expected = "
Lost settings, of 5 configs on 2 arches:
C is CC now (Kconfig:9); 3 configs ask for C:
  arm64: my.config
  x86_64: c_defconfig my.config
  This keeps them, with `default C` in config CC (Linux 6.18 and newer):
    config C
    \tbool
    \ttransitional
    \thelp
    \t  Gives CC its value in old .config files.
D=y is without a line in .config now in 1 config:
  x86_64: c_defconfig
New questions of make oldconfig:
  CC in 5 configs
";
    assert!(ran.stdout.contains(expected), "{}", ran.stdout);
    let json = kconfig(&folder, &[&arguments[..], &["--format", "json"]].concat(), "")?;
    let report: serde_json::Value = serde_json::from_str(&json.stdout)?;
    let c_defconfig = &report["patches"][0]["audit"][0]["configs"][1];
    let lost = serde_json::json!([{ "symbol": "D", "asked": "y", "before": "y", "after": null }]);
    assert_eq!((&c_defconfig["config"], &c_defconfig["lost"]), (&serde_json::json!("c_defconfig"), &lost));
    Ok(())
}

#[test]
fn claims_are_held_against_each_arch() -> Result<()> {
    let folder = two_arches("claims")?;
    let claims = "[[claim]]\nid = \"b\"\ntitle = \"B needs A\"\n\
        [[claim.case]]\nset = [\"B=y\"]\nexcludes = [\"B\"]\n\
        [[claim.case]]\nstep = \"1\"\nset = [\"A=y\", \"B=y\"]\nincludes = [\"B=y\"]\n\
        [[claim.case]]\narches = [\"arm64\"]\nstep = \"7\"\nset = []\nincludes = [\"A=y\"]\n";
    std::fs::write(folder.join("claims.toml"), claims)?;
    let ran = kconfig(&folder, &["mbox", "--tree", "tree", "--claims", "claims.toml"], "")?;
    let expected = "
Claims: 3 of 5 cases hold.
- b cannot be looked at on arm64 after 0 patches, alldefconfig: B needs
  A
    the series has no patch 7
- b fails on arm64 after 2 patches, alldefconfig, with B=y: B needs A
    B is y, expected n
";
    assert!(ran.stdout.ends_with(expected), "{}", ran.stdout);
    assert_eq!(ran.status, Some(1), "{}", ran.stderr);
    // What nobody looked at is no pass.
    let unknown = "[[claim]]\nid = \"a\"\ntitle = \"A\"\n[[claim.case]]\nstep = \"7\"\nset = []\nincludes = [\"A=y\"]\n";
    std::fs::write(folder.join("claims.toml"), unknown)?;
    let with = |more: &[&str]| {
        kconfig(&folder, &[&["mbox", "--tree", "tree", "--claims", "claims.toml"], more].concat(), "")
    };
    assert_eq!(with(&[])?.status, Some(1));
    let none = with(&["--arch", "none"])?;
    assert_eq!(
        (none.status, none.stderr.lines().next()),
        (Some(2), Some("kconfig: --claims: there is no arch to hold them against"))
    );
    std::fs::write(folder.join("claims.toml"), unknown.replace("step", "arches = [\"arm64\"]\nstep"))?;
    let other = with(&["--arch", "x86_64"])?;
    assert_eq!(
        (other.status, other.stderr.lines().next()),
        (Some(2), Some("kconfig: --claims: no case is about x86_64"))
    );
    std::fs::write(folder.join("claims.toml"), "[[claim]]\nid = 1\n")?;
    let ran = kconfig(&folder, &["mbox", "--tree", "tree", "--claims", "claims.toml"], "")?;
    assert!(ran.stderr.starts_with("kconfig: claims.toml:2: expected a string"), "{}", ran.stderr);
    Ok(())
}

/// The opening scenario is a tree, patches and claims that anyone could have: the same
/// claims fail, and the misspelt symbol is found.
#[test]
fn the_opening_series_says_the_same_as_files() -> Result<()> {
    let embedded = kconfig_scenarios::scenario("crash-kexec-split").ok_or("no scenario")?;
    let scenario = load_scenario(embedded.files.iter().copied())?.scenario;
    let folder = folder("opening")?;
    let mut arguments = Vec::new();
    for (path, text) in embedded.files {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().ok_or("no folder")?)?;
        std::fs::write(path, text)?;
    }
    let own = scenario.patches.iter().filter(|patch| patch.replaces.is_none());
    arguments.extend(own.map(|patch| patch.file.clone()));
    let claims = Claims {
        bases: vec![scenario.base_config.clone()],
        menu: Some(scenario.menu.clone()),
        arches: scenario
            .arches
            .iter()
            .map(|arch| ClaimArch { name: arch.name.clone(), start: arch.start.clone() })
            .collect(),
        claims: scenario.claims.clone(),
    };
    std::fs::write(folder.join("claims.toml"), write_claims(&claims))?;
    let mut arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    arguments.extend(["--tree", "tree", "--claims", "claims.toml", "--format", "json"]);
    let ran = kconfig(&folder, &arguments, "")?;
    assert_eq!(ran.status, Some(1), "{}", ran.stderr);
    let report: serde_json::Value = serde_json::from_str(&ran.stdout)?;
    let cases = report["claims"].as_array().ok_or("no claims")?;
    assert_eq!(cases.len(), scenario.claims.len() * scenario.arches.len());
    let broken = cases.iter().filter(|case| case["outcome"]["is"] != "kept");
    let broken: Vec<(&str, &str)> =
        broken.filter_map(|case| Some((case["arch"].as_str()?, case["claim"].as_str()?))).collect();
    let known = scenario.known_failures.iter();
    let known: Vec<(&str, &str)> =
        known.flat_map(|it| it.claims.iter().map(|claim| (it.arch.as_str(), claim.as_str()))).collect();
    assert!(!known.is_empty());
    assert_eq!(broken, known);
    let first = report["patches"][0]["definitions"].to_string();
    assert!(first.contains(r#""CRASH_RESEERVE""#), "{first}");
    Ok(())
}
