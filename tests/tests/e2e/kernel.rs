//! A whole kernel in the page: what it saves is what the kernel's conf writes.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use kconfig_tests::bins::bin;
use kconfig_tests::browser::Page;
use kconfig_tests::reference::{Reference, first_difference, reference, run};
use kconfig_tests::{Result, role};

use crate::READY;
use crate::trees::choose_file;

/// What the reference's environment says of tools, for the same answers.
const AS_REFERENCE: &str = "CC=gcc,LD=ld,ARCH=all,RUSTC=false,BINDGEN=false,PAHOLE=false,KERNELVERSION=6.12";

/// Each arch with one of the configs that stand in its tree.
const ARCHES: &[(&str, &str)] = &[
    ("x86_64", "x86_64_defconfig"),
    ("arm64", "defconfig"),
    ("arm", "multi_v7_defconfig"),
    ("riscv", "defconfig"),
    ("s390", "defconfig"),
    ("powerpc", "ppc64_defconfig"),
    ("mips", "malta_defconfig"),
    ("loongarch", "loongson3_defconfig"),
    ("sh", "se7724_defconfig"),
];

/// How long a kernel may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(120);

/// A folder for what the page saves, empty.
fn folder(name: &str) -> Result<PathBuf> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("e2e").join(name);
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}

fn bundle(reference: &Reference, folder: &Path) -> Result<PathBuf> {
    let file = folder.join("linux-6.12.tar.gz");
    let made = Command::new(bin("kconfig")?)
        .arg("bundle")
        .arg(&reference.tree)
        .arg("-o")
        .arg(&file)
        .args(["--probes", AS_REFERENCE])
        .output()?;
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    Ok(file)
}

/// Waits until the status starts with these words.
async fn status(page: &Page, wanted: &str) -> Result<String> {
    let start = Instant::now();
    loop {
        let said = role::by_role_only(&page.driver, "status").await?.text().await.unwrap_or_default();
        if said.starts_with(wanted) {
            return Ok(said);
        }
        if start.elapsed() > PATIENCE {
            return Err(format!("the status says {said:?}, not {wanted:?}").into());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Saves the .config, and takes the file away.
async fn saved(page: &Page, folder: &Path) -> Result<String> {
    page.by_role("button", "Save .config").await?.click().await?;
    let start = Instant::now();
    while start.elapsed() < PATIENCE {
        for entry in std::fs::read_dir(folder)?.flatten() {
            // While it is written, a file has another ending.
            if entry.path().extension().is_none_or(|extension| extension != "crdownload") {
                let text = std::fs::read_to_string(entry.path())?;
                if !text.is_empty() {
                    std::fs::remove_file(entry.path())?;
                    return Ok(text);
                }
            }
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    Err("nothing was saved".into())
}

async fn choose_base(page: &Page, base: &str) -> Result<()> {
    let bases = page.by_role("combobox", "Base config").await?;
    page.by_role_in(&bases, "option", base).await?.click().await?;
    Ok(())
}

#[tokio::test]
async fn what_the_page_saves_is_what_conf_writes() -> Result<()> {
    let Some(reference) = reference() else { return Ok(()) };
    let Some(page) = Page::open("").await? else { return Ok(()) };
    let work = folder("kernel")?;
    let downloads = folder("kernel-downloads")?;
    let file = bundle(&reference, &work)?;
    page.status(READY).await?;
    page.save_to(&downloads).await?;
    choose_file(&page, "Open bundle or tarball", &file).await?;
    status(&page, "x86_64, alldefconfig").await?;
    let mut wrong = Vec::new();
    for (arch, defconfig) in ARCHES {
        page.by_role("tab", arch).await?.click().await?;
        status(&page, &format!("{arch}, ")).await?;
        for base in ["alldefconfig", "allyesconfig", "allmodconfig", defconfig] {
            choose_base(&page, base).await?;
            status(&page, &format!("{base}.")).await?;
            let ours = saved(&page, &downloads).await?;
            let mode = if base == *defconfig {
                format!("--defconfig=arch/{}/configs/{defconfig}", folder_of(arch))
            } else {
                format!("--{base}")
            };
            let theirs = run(&reference.conf, &reference.tree, arch, &mode, None, &work.join("conf"))?;
            assert!(!theirs.config().is_empty(), "{arch} {base}: {}", theirs.stderr);
            if ours != theirs.config() {
                wrong.push(format!("{arch} {base}: {}", first_difference(theirs.config(), &ours)));
            }
        }
        choose_base(&page, "alldefconfig").await?;
        status(&page, "alldefconfig.").await?;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(page.complaints().await?, Vec::<String>::new());
    Ok(())
}

fn folder_of(arch: &str) -> &str {
    if arch == "x86_64" { "x86" } else { arch }
}
