//! `kconfig series --link` and `kconfig replay`: a state of a series sent to somebody else.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use kconfig_tests::Result;
use kconfig_tests::bins::bin;
use kconfig_tests::patch_files::lay;

const KCONFIG: &str = "mainmenu \"Small\"\n\nconfig A\n\tbool \"a\"\n\nconfig B\n\tbool \"b\"\n\tdefault y\n\n\
config C\n\tbool \"c\"\n\nsource \"arch/$(SRCARCH)/Kconfig\"\n";

/// Lets B depend on A; a Makefile's hunk that no tree here has.
const SERIES: &str = "\
From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001
From: A Developer <dev@example.org>
Subject: [PATCH 1/2] small: let B depend on A
Message-ID: <1@example.org>

Why.
---
diff --git a/Kconfig b/Kconfig
--- a/Kconfig
+++ b/Kconfig
@@ -5,6 +5,7 @@ config A
 
 config B
 \tbool \"b\"
+\tdepends on A
 \tdefault y
 
 config C
diff --git a/lib/Makefile b/lib/Makefile
--- a/lib/Makefile
+++ b/lib/Makefile
@@ -1 +1 @@
-x
+y
From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001
From: A Developer <dev@example.org>
Subject: [PATCH 2/2] small: let C be there by default
Message-ID: <2@example.org>
In-Reply-To: <1@example.org>

Why.
---
diff --git a/Kconfig b/Kconfig
--- a/Kconfig
+++ b/Kconfig
@@ -11,4 +11,5 @@ config B
 
 config C
 \tbool \"c\"
+\tdefault y
 
";

/// What a program said: its status, standard output and standard error.
type Said = (Option<i32>, String, String);

struct Here {
    kconfig: PathBuf,
    folder: PathBuf,
}

impl Here {
    fn new(name: &str) -> Result<Self> {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("series-links").join(name);
        if folder.exists() {
            std::fs::remove_dir_all(&folder)?;
        }
        let here = Self { kconfig: bin("kconfig")?, folder };
        here.tree("linux", KCONFIG)?;
        std::fs::write(here.folder.join("mbox"), SERIES)?;
        Ok(here)
    }

    fn tree(&self, name: &str, kconfig: &str) -> Result<()> {
        let files = [
            ("Kconfig", kconfig),
            ("Makefile", "VERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 3\nEXTRAVERSION =\n"),
            ("lib/Makefile", "x\n"),
            ("arch/x86/Kconfig", "config X86\n\tdef_bool y\n"),
        ];
        lay(&self.folder.join(name), &files.into_iter().collect())
    }

    fn run(&self, arguments: &[&str], input: &str) -> Result<Said> {
        let mut command = Command::new(&self.kconfig);
        command.args(arguments).current_dir(&self.folder);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn()?;
        // A program that refuses its arguments reads nothing.
        let _ = child.stdin.take().ok_or("no standard input")?.write_all(input.as_bytes());
        let output = child.wait_with_output()?;
        Ok((output.status.code(), String::from_utf8(output.stdout)?, String::from_utf8(output.stderr)?))
    }

    /// The link or recipe of a state.
    fn sent(&self, more: &[&str]) -> Result<String> {
        let head = ["series", "mbox", "--tree", "linux", "--arch", "x86_64", "--link"];
        let (status, text, said) = self.run(&[&head, more].concat(), "")?;
        assert_eq!((status, &*said), (Some(0), ""), "{text}");
        Ok(text)
    }
}

fn mail(text: &str) -> String {
    let quoted: String = text.lines().map(|line| format!("> {line}\n")).collect();
    format!("Ann wrote:\n{quoted}\nI see the same.\n\n-- \nBen\n")
}

#[test]
fn a_link_gives_the_same_somewhere_else() -> Result<()> {
    let here = Here::new("same")?;
    for (more, got) in [
        (
            &["--set", "C:n,B:y"][..],
            &["B: asked for y, got no line", "C: asked for n, got n", "2 of 2 patches"][..],
        ),
        (&["--patch", "1", "--set", "A:y"], &["A: asked for y, got y", "1 of 2 patches"]),
        (&["--base", "allyes", "--page", "https://example.org/"], &["2 of 2 patches"]),
    ] {
        let link = here.sent(more)?;
        assert!(link.contains("#2/linux-6.12.3") && link.len() < 400, "{link}");
        let (status, text, said) = here.run(&["replay", "-", "--tree", "linux"], &mail(&link))?;
        assert_eq!((status, &*said), (Some(0), "MATCH: this is what the sender saw.\n"), "{text}");
        for part in got {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert!(text.lines().all(|line| line.chars().count() <= 72), "{text}");
    }
    // A bundle has the digest of the folder that it was made of.
    let (status, _, said) = here.run(&["bundle", "linux", "-o", "linux.tar.gz"], "")?;
    assert_eq!(status, Some(0), "{said}");
    let link = here.sent(&[])?;
    let (status, _, said) = here.run(&["replay", link.trim(), "--bundle", "linux.tar.gz"], "")?;
    assert_eq!((status, &*said), (Some(0), "MATCH: this is what the sender saw.\n"));
    let series = ["series", "mbox", "--bundle", "linux.tar.gz", "--arch", "x86_64", "--link"];
    assert_eq!(here.run(&series, "")?.1, link);
    Ok(())
}

#[test]
fn what_differs_from_the_senders_is_said() -> Result<()> {
    let here = Here::new("other")?;
    let link = here.sent(&["--set", "A:y"])?;
    let replay = |tree: &str| here.run(&["replay", link.trim(), "--tree", tree], "");
    here.tree("with-help", &KCONFIG.replace("\tbool \"a\"\n", "\tbool \"a\"\n\thelp\n\t  It is a.\n"))?;
    let (status, text, said) = replay("with-help")?;
    assert_eq!(status, Some(1), "{text}");
    assert!(
        said.starts_with("MISMATCH: The sender's tree is another version of this one (digest "),
        "{said}"
    );
    assert!(said.ends_with("The .config is the sender's all the same.\n"), "{said}");
    // A series that does not apply to the tree that is open.
    here.tree("another", "config A\n\tbool \"a\"\n\nsource \"arch/$(SRCARCH)/Kconfig\"\n")?;
    let (status, text, said) = replay("another")?;
    assert_eq!(status, Some(1), "{text}");
    assert!(said.ends_with("The .config is another one than the sender's.\n"), "{said}");
    assert!(text.contains("1 of 1 hunk not applied"), "{text}");
    let (status, _, said) = here.run(&["replay", link.trim()], "")?;
    assert_eq!(status, Some(2));
    assert!(said.contains("a series on the tree linux-6.12.3 (digest "), "{said}");
    assert!(said.contains("name it with --tree DIR or --bundle FILE"), "{said}");
    for (link, tree, words) in [
        (&link[..link.len() - 9], "linux", "the link is cut: its checksum"),
        (&*link.replace("A:y", "A:n"), "linux", "the link was altered"),
        (link.trim(), "nowhere", "nowhere: no Kconfig file here"),
    ] {
        let (status, text, said) = here.run(&["replay", link, "--tree", tree], "")?;
        assert_eq!((status, &*text), (Some(2), ""), "{said}");
        assert!(said.contains(words), "{words}: {said}");
    }
    Ok(())
}

#[test]
fn a_recipe_needs_its_series() -> Result<()> {
    let here = Here::new("recipe")?;
    let noise: String = (0..120_u32).map(|n| format!("+\t  {:x}\n", n.wrapping_mul(2_654_435_761))).collect();
    let new = format!(
        "diff --git a/mm/Kconfig b/mm/Kconfig\nnew file mode 100644\n--- /dev/null\n+++ b/mm/Kconfig\n@@ -0,0 +1,123 @@\n+config D\n+\tbool \"d\"\n+\thelp\n{noise}"
    );
    std::fs::write(here.folder.join("mbox"), format!("{SERIES}{new}"))?;
    let recipe = here.sent(&["--patch", "1"])?;
    assert!(recipe.lines().all(|line| line.chars().count() <= 72), "{recipe}");
    assert!(recipe.contains("Message-ID: <1@example.org>"), "{recipe}");
    assert!(recipe.contains("up to patch 1 of 2"), "{recipe}");
    let mail = mail(&recipe);
    let (status, _, said) = here.run(&["replay", "-", "--tree", "linux"], &mail)?;
    assert_eq!(status, Some(2));
    assert!(said.contains("fetch the one with the Message-ID <1@example.org>"), "{said}");
    let replay = ["replay", "-", "--tree", "linux", "--series"];
    let (status, text, said) = here.run(&[&replay[..], &["mbox"]].concat(), &mail)?;
    assert_eq!((status, &*said), (Some(0), "MATCH: this is what the sender saw.\n"), "{text}");
    std::fs::write(here.folder.join("other"), SERIES)?;
    let (status, _, said) = here.run(&[&replay[..], &["other"]].concat(), &mail)?;
    assert_eq!(status, Some(1));
    assert!(said.starts_with("MISMATCH: The sender's series is another one than this (digest "), "{said}");
    // A link that brings its series along takes none.
    std::fs::write(here.folder.join("mbox"), SERIES)?;
    let link = here.sent(&[])?;
    let (status, _, said) = here.run(&[&replay[..], &["mbox"]].concat(), &link)?;
    assert_eq!(status, Some(2));
    assert!(said.contains("this link brings its series along"), "{said}");
    Ok(())
}

#[test]
fn a_link_is_about_one_state() -> Result<()> {
    let here = Here::new("one")?;
    let head = ["series", "mbox", "--tree", "linux", "--link"];
    for (more, words) in [
        (&["--arch", "all"][..], "needs one --arch"),
        (&[], "needs one --arch"),
        (&["--arch", "x86_64", "--base", "alldef,allno"], "not with more than one --base"),
        (&["--arch", "vax"], "the state is on vax; the tree has i386, x86_64"),
        (&["--arch", "x86_64", "--base", "defconfig:x_defconfig"], "x_defconfig, which is not here"),
        (&["--arch", "x86_64", "--set", "E:y"], "--set E: no tree of the series has such a symbol"),
        (&["--arch", "x86_64", "--audit"], "not with --claims, --audit, --reverse or --format"),
    ] {
        let (status, text, said) = here.run(&[&head, more].concat(), "")?;
        assert_eq!((status, &*text), (Some(2), ""), "{said}");
        assert!(said.contains(words), "{words}: {said}");
    }
    let (_, _, said) = here.run(&["series", "mbox", "--tree", "linux", "--page", "x"], "")?;
    assert!(said.contains("--page is for --link"), "{said}");
    let (status, _, said) =
        here.run(&["replay", "#1/linux-6.12.3/x86_64/alldef/-/0", "--tree", "linux"], "")?;
    assert_eq!(status, Some(2), "{said}");
    Ok(())
}
