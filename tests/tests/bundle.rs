//! `kconfig bundle` and `kconfig eval --bundle`, from outside.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;

use kconfig::Workspace;
use kconfig::bundle::{Bundle, Limits};
use kconfig::view::{Ask, State};
use kconfig_tests::Result;
use kconfig_tests::bins::bin;
use kconfig_tests::reference::{AS_REFERENCE, first_difference, reference, run};

/// The budget for a bundle of 6.12, in bytes.
const MOST_BYTES: u64 = 2_100_000;

fn folder(name: &str) -> Result<PathBuf> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bundle").join(name);
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// A tree that asks its compiler, its own script and the arch.
fn small_tree(folder: &Path) -> Result<()> {
    let files = [
        ("Makefile", "VERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 3\nEXTRAVERSION = -rc1\n"),
        (
            "Kconfig",
            "mainmenu \"$(ARCH) $(KERNELVERSION)\"\nsource \"init/Kconfig\"\nsource \"arch/$(SRCARCH)/Kconfig\"\n",
        ),
        (
            "init/Kconfig",
            "has := $(shell,$(CC) --version >/dev/null 2>&1 && echo y || echo n)\n\
             config HAS_CC\n\tdef_bool $(has)\n\n\
             config SAME_AGAIN\n\tdef_bool $(shell,echo $(has))\n\n\
             config WORDS\n\tstring\n\tdefault \"$(shell,$(srctree)/scripts/words.sh)\"\n\n\
             config NEEDS_CC\n\tbool \"needs\"\n\tdepends on HAS_CC\n\tdefault y\n\n\
             config ALONE\n\tdef_bool y\n",
        ),
        ("arch/x86/Kconfig", "config X86\n\tdef_bool y\n"),
        ("arch/arm64/Kconfig", "config ARM64\n\tdef_bool y\n"),
        ("arch/arm64/configs/tiny_defconfig", "# CONFIG_NEEDS_CC is not set\n"),
        ("init/main.c", "int main;\n"),
        ("scripts/words.sh", "#!/bin/sh\necho \"for $ARCH\"\n"),
    ];
    for (path, text) in files {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap_or(folder))?;
        std::fs::write(&path, text)?;
        #[cfg(unix)]
        if path.extension().is_some_and(|extension| extension == "sh") {
            use std::os::unix::fs::PermissionsExt as _;
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755))?;
        }
    }
    Ok(())
}

fn kconfig(arguments: &[&str]) -> Result<Output> {
    Ok(Command::new(bin("kconfig")?).args(arguments).output()?)
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap_or_default()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn a_bundle_holds_the_tree_and_its_answers() -> Result<()> {
    let folder = folder("small")?;
    let tree = folder.join("tree");
    small_tree(&tree)?;
    // Another place and other times: the same bytes.
    let copy = folder.join("another/place");
    small_tree(&copy)?;
    let (one, two) = (folder.join("one.tar.gz"), folder.join("two.tar.gz"));
    for (tree, file) in [(&tree, &one), (&copy, &two)] {
        let made =
            kconfig(&["bundle", text(tree), "-o", text(file), "--probes", "CC=gcc,NAME=mine,ARCH=all"])?;
        assert!(made.status.success(), "{}", stderr(&made));
        assert!(stderr(&made).contains("mine: arm64 (1 of 3), 3 commands"), "{}", stderr(&made));
    }
    assert!(std::fs::read(&one)? == std::fs::read(&two)?, "the bytes differ");
    // Nothing that was asked left anything in the tree.
    assert!(
        !std::fs::read_dir(&tree)?
            .flatten()
            .any(|entry| entry.file_name().to_string_lossy().starts_with('.'))
    );

    let eval = kconfig(&["eval", "--bundle", text(&one), "--arch", "arm64"])?;
    assert!(eval.status.success(), "{}", stderr(&eval));
    let config = stdout(&eval);
    for line in ["# arm64 6.12.3-rc1", "CONFIG_HAS_CC=y", "CONFIG_WORDS=\"for arm64\"", "CONFIG_NEEDS_CC=y"] {
        assert!(config.contains(line), "{line}: {config}");
    }
    let x86 = kconfig(&["eval", "--bundle", text(&one), "--arch", "x86_64"])?;
    assert!(stdout(&x86).contains("CONFIG_WORDS=\"for x86_64\""), "{}", stdout(&x86));
    let base = ["eval", "--bundle", text(&one), "--arch", "arm64", "--base", "defconfig:tiny_defconfig"];
    assert!(stdout(&kconfig(&base)?).contains("# CONFIG_NEEDS_CC is not set"));
    Ok(())
}

#[test]
fn an_arch_that_refuses_the_toolchain_is_left_out() -> Result<()> {
    let folder = folder("refused")?;
    let (tree, file) = (folder.join("tree"), folder.join("bundle.tar.gz"));
    small_tree(&tree)?;
    let refusing = "$(error-if,$(shell,test $(ARCH) = arm64 && echo y),not this one)\n";
    std::fs::write(tree.join("arch/arm64/Kconfig"), format!("{refusing}config ARM64\n\tdef_bool y\n"))?;
    let made = kconfig(&["bundle", text(&tree), "-o", text(&file), "--probes", "CC=gcc,NAME=mine,ARCH=all"])?;
    let said = stderr(&made);
    assert!(said.contains("mine: arm64 (1 of 3), left out, as the tree refuses it: not this one"), "{said}");
    assert!(said.contains("no toolchain was asked for arm64"), "{said}");
    // Where nobody answers, nobody refuses.
    let eval = kconfig(&["eval", "--bundle", text(&file), "--arch", "arm64"])?;
    assert!(stdout(&eval).contains("CONFIG_ARM64=y"), "{}", stderr(&eval));
    Ok(())
}

#[test]
fn a_link_about_a_tree_is_replayed_with_its_file() -> Result<()> {
    let folder = folder("replay")?;
    small_tree(&folder.join("tree"))?;
    let (tree, file) = (folder.join("tree"), folder.join("bundle.tar.gz"));
    kconfig(&["bundle", text(&tree), "-o", text(&file), "--probes", "CC=gcc,NAME=mine,ARCH=all"])?;
    let read = |_| ControlFlow::Continue(());
    let opened = Bundle::open(std::fs::File::open(&file)?, &Limits::default(), &mut { read });
    let bundle = opened.map_err(|problem| problem.message)?;
    let mut page = Workspace::open_tree("small", Arc::new(bundle)).map_err(|problem| problem.message)?;
    let values = [("NEEDS_CC".to_owned(), "n".to_owned())].into();
    let state = State { arch: "arm64".into(), values, ..page.scenario().first.clone() };
    let review = page.review_text(&state, "").map_err(|problem| problem.message)?;
    let link = page.view(&state, &Ask::default()).map_err(|problem| problem.message)?.link;

    let replayed = kconfig(&["replay", &link, "--bundle", text(&file)])?;
    assert!(replayed.status.success(), "{}", stderr(&replayed));
    assert_eq!(stdout(&replayed), review);
    assert!(stderr(&replayed).starts_with("MATCH"), "{}", stderr(&replayed));
    // Another tree under the same name, and none at all.
    std::fs::write(tree.join("init/Kconfig"), "config OTHER\n\tdef_bool y\n")?;
    kconfig(&["bundle", text(&tree), "-o", text(&file), "--probes", "CC=gcc,NAME=mine,ARCH=all"])?;
    let other = kconfig(&["replay", &link, "--bundle", text(&file)])?;
    assert_eq!(other.status.code(), Some(1));
    assert!(stderr(&other).starts_with("MISMATCH: the sender's tree"), "{}", stderr(&other));
    let without = kconfig(&["replay", &link])?;
    assert!(
        stderr(&without).contains("about the tree small: name its file with --bundle"),
        "{}",
        stderr(&without)
    );
    Ok(())
}

#[test]
fn what_nobody_asked_is_unknown_and_said() -> Result<()> {
    let folder = folder("unknown")?;
    small_tree(&folder.join("tree"))?;
    let file = folder.join("bundle.tar.gz");
    let tree = folder.join("tree");
    let made =
        kconfig(&["bundle", text(&tree), "-o", text(&file), "--probes", "CC=gcc,NAME=mine,ARCH=x86_64"])?;
    assert!(stderr(&made).contains("arm64"), "{}", stderr(&made));
    let eval = kconfig(&["eval", "--bundle", text(&file), "--arch", "arm64"])?;
    assert!(eval.status.success(), "{}", stderr(&eval));
    let said = stderr(&eval);
    let count = "3 definitions hang on that, 4 values may be others for it";
    // One line that counts, and the list only for who asks.
    assert!(said.contains(count) && said.contains("unknown on arm64"), "{said}");
    assert_eq!(said.trim_end().lines().count(), 1, "{said}");
    let verbose = kconfig(&["eval", "--bundle", text(&file), "--arch", "arm64", "--verbose"])?;
    let list = stderr(&verbose);
    assert!(list.contains("warning[unknown-shell-command]: no answer is recorded for `$("), "{list}");
    assert!(list.contains(&format!("{count}: HAS_CC SAME_AGAIN WORDS")), "{list}");
    assert_eq!(stdout(&verbose), stdout(&eval));
    assert!(stdout(&eval).contains("CONFIG_ALONE=y"), "{}", stdout(&eval));
    assert!(!stdout(&eval).contains("CONFIG_HAS_CC=y"), "{}", stdout(&eval));
    // A choice of a profile that is not there, and of none.
    let other = kconfig(&["eval", "--bundle", text(&file), "--arch", "arm64", "--profile", "mine"])?;
    assert_eq!(other.status.code(), Some(2));
    assert!(stderr(&other).contains("no profile mine for arm64"), "{}", stderr(&other));
    let none = kconfig(&["eval", "--bundle", text(&file), "--arch", "x86_64", "--profile", "unknown"])?;
    assert!(stderr(&none).contains("unknown on x86_64"), "{}", stderr(&none));
    let arch = kconfig(&["eval", "--bundle", text(&file), "--arch", "vax"])?;
    assert!(stderr(&arch).contains("Choose one of arm64, i386, x86_64."), "{}", stderr(&arch));
    Ok(())
}

#[test]
fn bad_input_has_its_message() -> Result<()> {
    let folder = folder("bad")?;
    small_tree(&folder.join("tree"))?;
    let (tree, file) = (folder.join("tree"), folder.join("bundle.tar.gz"));
    let bad = folder.join("bad");
    let refused = |bytes: &[u8], words: &str, help: &str| -> Result<()> {
        std::fs::write(&bad, bytes)?;
        let output = kconfig(&["eval", "--bundle", text(&bad), "--arch", "arm64"])?;
        let said = stderr(&output);
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(words) && said.contains(help), "{words}: {said}");
        assert!(output.stdout.is_empty());
        Ok(())
    };
    kconfig(&["bundle", text(&tree), "-o", text(&file), "--probes", "CC=gcc"])?;
    let whole = std::fs::read(&file)?;
    refused(&whole[..whole.len() / 2], "the archive is cut short", "Download or copy it again.")?;
    refused(b"config A\n", "neither gzip, xz nor tar", "kconfig bundle TREE")?;
    refused(b"\x28\xb5\x2f\xfd\0", "looks like zstd", "zstd -d")?;
    refused(b"\xfd7zXZ\0\0\0", "the archive is cut short", "Download or copy it again.")?;
    // Made by tar, as the world does.
    let tar = |arguments: &[&str]| -> Result<Vec<u8>> {
        let output = Command::new("tar").args(["-C", text(&tree), "-czf", "-"]).args(arguments).output()?;
        assert!(output.status.success(), "{}", stderr(&output));
        Ok(output.stdout)
    };
    refused(&tar(&["init/main.c"])?, "no Kconfig at its root, but init/main.c", "whole kernel")?;
    let outside = tar(&["-P", "Kconfig", "../tree/Makefile"])?;
    refused(&outside, "a path that leaves its folder, at \"../tree/Makefile\"", "do not trust")?;
    let huge = std::fs::File::create(folder.join("tree/Kconfig.huge"))?;
    huge.set_len(9 << 20)?;
    refused(&tar(&["Kconfig", "Kconfig.huge"])?, "the file is too large: 9437184", "kconfig bundle TREE")?;
    // As a kernel is downloaded: a folder around it. No answers: all unknown.
    std::fs::remove_file(folder.join("tree/Kconfig.huge"))?;
    let around = tar(&["--transform", "s,^,linux-6.12.3/,", "Kconfig", "Makefile", "init", "arch"])?;
    std::fs::write(&bad, around)?;
    let output = kconfig(&["eval", "--bundle", text(&bad), "--arch", "arm64"])?;
    assert!(output.status.success() && stdout(&output).contains("CONFIG_ARM64=y"), "{}", stderr(&output));
    // What is wrong with the Kconfig text or a .config is said, and the rest goes on.
    std::fs::write(
        tree.join("init/Kconfig"),
        "config OPEN\n\tbool \"open\n\tdefault y\nsource \"init/Kconfig\"\nconfig ON\n\tdef_bool y\n",
    )?;
    std::fs::write(&bad, tar(&["Kconfig", "Makefile", "init", "arch"])?)?;
    let garbage = folder.join("garbage.config");
    std::fs::write(&garbage, b"\xff\xfe\0 no config\n=\nCONFIG_=y\nCONFIG_ON\n")?;
    let output = kconfig(&["eval", "--bundle", text(&bad), "--arch", "arm64", "--base", text(&garbage)])?;
    let said = stderr(&output);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("init/Kconfig:2:") && said.contains("error[recursive-inclusion]"), "{said}");
    assert!(said.contains("garbage.config:"), "{said}");
    assert!(stdout(&output).contains("CONFIG_ON=y"), "{}", stdout(&output));
    Ok(())
}

#[test]
fn a_bundle_of_the_kernel_gives_what_conf_gives() -> Result<()> {
    let Some(reference) = reference() else { return Ok(()) };
    let folder = folder("kernel")?;
    let file = folder.join("linux.tar.gz");
    let made = kconfig(&["bundle", text(&reference.tree), "-o", text(&file), "--probes", AS_REFERENCE])?;
    assert!(made.status.success(), "{}", stderr(&made));
    let size = std::fs::metadata(&file)?.len();
    assert!(size <= MOST_BYTES, "{size} bytes, where {MOST_BYTES} are the budget");
    for arch in ["x86_64", "arm64"] {
        for preset in ["alldef", "allmod"] {
            let mode = format!("--{preset}config");
            let theirs = run(&reference.conf, &reference.tree, arch, &mode, None, &folder.join("conf"))?;
            let ours = kconfig(&["eval", "--bundle", text(&file), "--arch", arch, "--base", preset])?;
            let config = stdout(&ours);
            assert!(!config.is_empty(), "{}", stderr(&ours));
            assert!(
                config == theirs.config(),
                "{arch} {preset}: {}",
                first_difference(theirs.config(), &config)
            );
            assert!(!stderr(&ours).contains("unknown on"), "{}", stderr(&ours));
        }
    }
    Ok(())
}
