//! A whole kernel in the page: what it saves is what the kernel's conf writes.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::mpsc;
use std::time::Duration;

use kconfig_tests::Result;
use kconfig_tests::bins::bin;
use kconfig_tests::browser::Page;
use kconfig_tests::reference::{AS_REFERENCE, Reference, first_difference, reference, run};

use crate::READY;
use crate::hands::{allow_clipboard, choose, copied, copied_link, downloads_folder, has, push, saved, says};
use crate::nothing_lost::load_text;
use crate::trees::choose_file;

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

fn bundle(reference: &Reference, folder: &Path, arches: &str) -> Result<PathBuf> {
    let file = folder.join("linux-6.12.tar.gz");
    let made = Command::new(bin("kconfig")?)
        .arg("bundle")
        .arg(&reference.tree)
        .arg("-o")
        .arg(&file)
        .args(["--probes", AS_REFERENCE, "--arches", arches])
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
    let arches: Vec<&str> = ARCHES.iter().map(|(arch, _)| *arch).collect();
    let file = bundle(&reference, &work, &arches.join(","))?;
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

/// The .config that the reply's arm64 build started from.
const CONFIG: &str = "archlinuxarm-aarch64-6.2.10.config";

/// What the pane of lost values and the verdict say of it.
async fn lost(page: &Page) -> Result<(String, String)> {
    let note = says(page, "region", "Lost values", |text| text.contains(CONFIG)).await?;
    let verdict = says(page, "region", "Verdict", |text| text.contains(CONFIG)).await?;
    // The rows come and go as the table scrolls: what stands above them does not.
    Ok((note.split("SymbolAsked").next().unwrap_or_default().to_owned(), verdict))
}

#[tokio::test]
async fn a_distributions_config_is_the_same_again_after_a_reload_and_by_a_link() -> Result<()> {
    let Some(reference) = reference() else { return Ok(()) };
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data").join(CONFIG);
    // A browser takes no path with `..` in it.
    let Ok(shared) = shared.canonicalize() else {
        eprintln!("skipped: there is no {}", shared.display());
        return Ok(());
    };
    let Some(page) = Page::open("").await? else { return Ok(()) };
    let work = downloads_folder("kernel-config")?;
    let downloads = downloads_folder("kernel-config-downloads")?;
    let file = bundle(&reference, &work, "arm64")?;
    let text = std::fs::read_to_string(&shared)?;
    let theirs =
        run(&reference.conf, &reference.tree, "arm64", "--olddefconfig", Some(&text), &work.join("conf"))?;
    page.status(READY).await?;
    allow_clipboard(&page).await?;
    page.save_to(&downloads).await?;
    choose_file(&page, "Open bundle or tarball", &file).await?;
    page.status_starts("Linux 6.12.", PATIENCE).await?;
    page.by_role("tab", "arm64").await?.click().await?;
    page.status_starts("arm64, ", PATIENCE).await?;
    load_text(&page, &shared).await?;
    let before = lost(&page).await?;
    assert!(
        before.0.contains("Dropped by a dependency") && before.0.contains("Unknown here"),
        "{}",
        before.0
    );
    assert_eq!(
        first_difference(theirs.config(), &saved(&page, "Save .config", &downloads).await?),
        "no line differs"
    );
    push(&page, "Copy link").await?;
    let link = copied_link(&page).await?;
    // The review text is that of the command line, also out of a quoted mail.
    push(&page, "Copy as review text").await?;
    let mut review = String::new();
    for _ in 0..200 {
        review = copied(&page).await?;
        if review.contains("Asked for and not got") {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(review.lines().count() < 40, "{review}");
    let quoted: String = review.lines().map(|line| format!("> {line}\n")).collect();
    for link in [link.as_str(), &quoted] {
        let replayed = Command::new(bin("kconfig")?)
            .args(["replay", link, "--bundle"])
            .arg(&file)
            .arg("--config")
            .arg(&shared)
            .output()?;
        assert!(replayed.status.success(), "{}", String::from_utf8_lossy(&replayed.stderr));
        assert_eq!(String::from_utf8(replayed.stdout)?, review);
    }
    page.by_role("button", "Forget this tree").await?;
    page.reload().await?;
    assert_eq!(lost(&page).await?, before);
    // Somebody else has the bundle, and gets the .config from the sender.
    let Some(other) = Page::open(link.split_once('#').map_or("", |(_, fragment)| fragment)).await? else {
        return Ok(());
    };
    let fragment = &link[link.find('#').unwrap_or_default()..];
    other.driver.goto(format!("{}{fragment}", other.site.url())).await?;
    other.reload().await?;
    choose_file(&other, "Open bundle or tarball", &file).await?;
    says(&other, "alert", "", |text| text.contains("The link starts from a .config that its sender loaded"))
        .await?;
    load_text(&other, &shared).await?;
    has(&other, "tab", "arm64", "aria-selected", "true").await?;
    says(&other, "note", "", |text| text.contains("MATCH: this is what the sender saw.")).await?;
    assert_eq!(lost(&other).await?, before);
    Ok(())
}
