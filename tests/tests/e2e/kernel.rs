//! A whole kernel in the page: what it saves is what the kernel's conf writes.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::mpsc;
use std::time::Duration;

use kconfig_tests::Result;
use kconfig_tests::bins::bin;
use kconfig_tests::browser::Page;
use kconfig_tests::reference::{Reference, first_difference, reference, run};

use crate::READY;
use crate::hands::{choose, downloads_folder, saved};
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

async fn choose_base(page: &Page, base: &str) -> Result<()> {
    choose(page, "Base config", base).await?;
    page.status_starts(&format!("{base}."), PATIENCE).await?;
    Ok(())
}

/// What conf writes for each arch and base config, in their order.
///
/// They are computed while the page computes its own, and remembered: most of
/// conf's time goes to asking the compiler.
fn written_by_conf(
    reference: Reference,
    memory: PathBuf,
    folder: PathBuf,
) -> mpsc::Receiver<Result<String, String>> {
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        for (arch, defconfig) in ARCHES {
            for base in bases(defconfig) {
                let mode = match base == *defconfig {
                    true => format!("--defconfig=arch/{}/configs/{defconfig}", folder_of(arch)),
                    false => format!("--{base}"),
                };
                let file = memory.join(format!("{arch}-{base}"));
                let written = std::fs::read_to_string(&file).or_else(|_| {
                    let run = run(&reference.conf, &reference.tree, arch, &mode, None, &folder)
                        .map_err(|error| error.to_string())?;
                    match run.config() {
                        "" => Err(format!("{arch} {base}: {}", run.stderr)),
                        config => Ok(config.to_owned()),
                    }
                });
                if let Ok(config) = &written {
                    // Where it cannot be kept, it is computed again.
                    drop(std::fs::write(&file, config));
                }
                if sender.send(written).is_err() {
                    return;
                }
            }
        }
    });
    receiver
}

/// A folder for what this conf writes of this tree with this compiler.
fn memory(reference: &Reference) -> Result<PathBuf> {
    let compiler = Command::new("gcc").arg("--version").output()?;
    let mut digest = crc32fast::Hasher::new();
    digest.update(&std::fs::read(&reference.conf)?);
    digest.update(&std::fs::read(reference.tree.join("Makefile"))?);
    digest.update(&compiler.stdout);
    let name = format!("conf-{:08x}", digest.finalize());
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("e2e").join(name);
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}

fn bases(defconfig: &str) -> [&str; 4] {
    ["alldefconfig", "allyesconfig", "allmodconfig", defconfig]
}

fn folder_of(arch: &str) -> &str {
    if arch == "x86_64" { "x86" } else { arch }
}

#[tokio::test]
async fn what_the_page_saves_is_what_conf_writes() -> Result<()> {
    let Some(reference) = reference() else { return Ok(()) };
    let Some(page) = Page::open("").await? else { return Ok(()) };
    let work = downloads_folder("kernel")?;
    let downloads = downloads_folder("kernel-downloads")?;
    let file = bundle(&reference, &work)?;
    page.status(READY).await?;
    page.save_to(&downloads).await?;
    choose_file(&page, "Open bundle or tarball", &file).await?;
    page.status_starts("Linux 6.12.", PATIENCE).await?;
    let memory = memory(&reference)?;
    let theirs = written_by_conf(reference, memory, work.join("conf"));
    let mut wrong = Vec::new();
    for (place, (arch, defconfig)) in ARCHES.iter().enumerate() {
        if place > 0 {
            choose_base(&page, "alldefconfig").await?;
            page.by_role("tab", arch).await?.click().await?;
            page.status_starts(&format!("{arch}, "), PATIENCE).await?;
        }
        for base in bases(defconfig) {
            // A tree and an arch start there.
            if base != "alldefconfig" {
                choose_base(&page, base).await?;
            }
            let ours = saved(&page, "Save .config", &downloads).await?;
            let theirs = theirs.recv()??;
            if ours != theirs {
                wrong.push(format!("{arch} {base}: {}", first_difference(&theirs, &ours)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(page.complaints().await?, Vec::<String>::new());
    Ok(())
}
