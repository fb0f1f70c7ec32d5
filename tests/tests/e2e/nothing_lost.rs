//! What a person did or loaded stays: undo, history, kept .config files, links that
//! wait for their tree.

use std::path::Path;
use std::time::Duration;

use kconfig_tests::browser::Page;
use kconfig_tests::small_tree::{NAME, SmallTree};
use kconfig_tests::{Result, role};
use thirtyfour::Key;

use crate::READY;
use crate::hands::{allow_clipboard, checked, choose, copied_link, has, key, press, push, says, with_tree};
use crate::trees::{FILE, choose_file};

/// How long a state may take to be shown.
const PATIENCE: Duration = Duration::from_secs(10);

/// A .config of the small tree with a line of each kind that is lost.
const CONFIG: &str = "CONFIG_ALONE=y\nCONFIG_COUNT=99\n# CONFIG_SERVES is not set\nCONFIG_NEEDS_SERVES=y\n\
                      CONFIG_NOWHERE=y\n";

/// Loads a .config from a file.
pub(crate) async fn load_text(page: &Page, file: &Path) -> Result<()> {
    push(page, "Load .config").await?;
    let dialog = page.by_role("dialog", "Load a .config, defconfig or fragment").await?;
    page.by_role_in(&dialog, "button", "From a file").await?.send_keys(file.to_string_lossy()).await?;
    let text = page.by_role_in(&dialog, "textbox", "or paste its lines").await?;
    for _ in 0..100 {
        if text.prop("value").await?.is_some_and(|text| !text.is_empty()) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    page.by_role_in(&dialog, "button", "Start from it").await?.click().await?;
    Ok(())
}

/// The rows of the table "Lost values", each as one line.
async fn rows(page: &Page) -> Result<Vec<String>> {
    let table = page.by_role("table", "Lost values").await?;
    let mut rows = Vec::new();
    for row in role::all_by_role(&page.driver, Some(&table), "row").await? {
        rows.push(row.text().await?.replace('\n', " "));
    }
    Ok(rows)
}

#[tokio::test]
async fn values_are_undone_and_done_again() -> Result<()> {
    let Some(page) = Page::open("").await? else { return Ok(()) };
    page.status(READY).await?;
    for symbol in ["KEXEC", "KEXEC_FILE"] {
        page.by_role("checkbox", symbol).await?.click().await?;
        checked(&page, symbol, "true").await?;
    }
    push(&page, "Undo").await?;
    checked(&page, "KEXEC_FILE", "false").await?;
    checked(&page, "KEXEC", "true").await?;
    page.status_starts("Undone: 1 user value.", PATIENCE).await?;
    press(&page, key(Key::Tab)).await?;
    let chord = |letter: &'static str, shift: bool| {
        let page = &page;
        async move {
            let mut chain = page.driver.action_chain().key_down(Key::Control);
            if shift {
                chain = chain.key_down(Key::Shift);
            }
            chain = chain.send_keys(letter);
            if shift {
                chain = chain.key_up(Key::Shift);
            }
            chain.key_up(Key::Control).perform().await
        }
    };
    chord("z", false).await?;
    checked(&page, "KEXEC", "false").await?;
    chord("z", false).await?;
    page.status("There is nothing to undo.").await?;
    chord("z", true).await?;
    checked(&page, "KEXEC", "true").await?;
    push(&page, "Redo").await?;
    checked(&page, "KEXEC_FILE", "true").await?;
    // A starting point is undone whole; an arch that was chosen since stays.
    choose(&page, "Starting point", "arm, as Alpine configures it").await?;
    has(&page, "tab", "arm", "aria-selected", "true").await?;
    push(&page, "Undo").await?;
    has(&page, "tab", "x86_64", "aria-selected", "true").await?;
    checked(&page, "KEXEC_FILE", "true").await?;
    Ok(())
}

#[tokio::test]
async fn each_jump_is_an_entry_and_the_title_says_the_state() -> Result<()> {
    let Some(page) = Page::open("").await? else { return Ok(()) };
    page.status(READY).await?;
    let title = |wanted: &'static str| {
        let page = &page;
        async move {
            for _ in 0..100 {
                if page.driver.title().await?.starts_with(wanted) {
                    return Ok(());
                }
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
            Err::<(), kconfig_tests::Error>(format!("the title is {}", page.driver.title().await?).into())
        }
    };
    title("CRASH_DUMP - x86_64, all 14 patches applied - Split crash out").await?;
    let menu = page.by_role("treegrid", "Menu").await?;
    let name = page.by_role_in(&menu, "row", "KEXEC_FILE = n, default n").await;
    let row = match name {
        Ok(row) => row,
        Err(_) => page.by_role("checkbox", "KEXEC_FILE").await?.parent().await?,
    };
    row.click().await?;
    title("KEXEC_FILE - x86_64").await?;
    page.by_role("tab", "arm64").await?.click().await?;
    title("KEXEC_FILE - arm64, all 14").await?;
    let steps = page.by_role("listbox", "Series step").await?;
    page.by_role_in(&steps, "option", "5").await?.click().await?;
    title("KEXEC_FILE - arm64, patches up to 5").await?;
    for wanted in ["KEXEC_FILE - arm64, all 14", "KEXEC_FILE - x86_64", "CRASH_DUMP - x86_64"] {
        page.back().await?;
        title(wanted).await?;
    }
    page.forward().await?;
    title("KEXEC_FILE - x86_64").await
}

#[tokio::test]
async fn a_loaded_config_is_kept_with_its_tree_until_it_is_forgotten() -> Result<()> {
    let tree = SmallTree::rich("kept-config")?;
    let Some(page) = with_tree(&tree.bundle()?).await? else { return Ok(()) };
    page.by_role("button", "Forget this tree").await?;
    load_text(&page, &tree.file("distro.config", CONFIG.as_bytes())?).await?;
    let shown = [
        "Symbol Asked Got Why",
        "NEEDS_SERVES y absent it needs SERVES=y",
        "COUNT 99 10 its range is 1 to 10 here",
        "NOWHERE y absent no Kconfig file of x86_64 defines it",
    ];
    says(&page, "table", "Lost values", |text| text.contains("NOWHERE")).await?;
    assert_eq!(rows(&page).await?, shown);
    says(&page, "region", "Verdict", |text| text.contains("3 of its 5 lines came out otherwise")).await?;
    page.reload().await?;
    says(&page, "table", "Lost values", |text| text.contains("NOWHERE")).await?;
    assert_eq!(rows(&page).await?, shown);
    let base = page.by_role("combobox", "Base config").await?;
    page.by_role_in(&base, "option", "distro.config").await?;
    // A symbol of the table opens; the filter counts.
    let table = page.by_role("table", "Lost values").await?;
    page.by_role_in(&table, "button", "COUNT").await?.send_keys(Key::Enter + "").await?;
    says(&page, "region", "Symbol", |text| text.contains("COUNT") && text.contains("How many")).await?;
    page.by_role("searchbox", "Filter lost values").await?.send_keys("range").await?;
    says(&page, "region", "Lost values", |text| text.contains("1 found; 3 of 5")).await?;
    // The table belongs to its arch and base.
    page.by_role("tab", "arm64").await?.click().await?;
    let filter = page.by_role("searchbox", "Filter lost values").await?;
    filter.send_keys(Key::Control + "a").await?;
    filter.send_keys(Key::Delete + "").await?;
    says(&page, "table", "Lost values", |text| text.contains("no Kconfig file of arm64 defines it")).await?;
    choose(&page, "Base config", "alldefconfig").await?;
    page.status_starts("alldefconfig.", PATIENCE).await?;
    let regions = role::all_by_role(&page.driver, None, "table").await?;
    for table in regions {
        assert_ne!(role::computed_label(&page.driver, &table).await?, "Lost values");
    }
    choose(&page, "Base config", "distro.config").await?;
    says(&page, "table", "Lost values", |text| text.contains("NOWHERE")).await?;
    push(&page, "Forget this .config").await?;
    page.status_starts("alldefconfig.", PATIENCE).await?;
    page.reload().await?;
    page.by_role("button", "Save defconfig").await?;
    let base = page.by_role("combobox", "Base config").await?;
    assert!(!base.text().await?.contains("distro.config"));
    assert_eq!(page.complaints().await?, Vec::<String>::new());
    Ok(())
}

#[tokio::test]
async fn a_link_waits_for_its_tree() -> Result<()> {
    let tree = SmallTree::rich("waits")?;
    let bundle = tree.bundle()?;
    let Some(page) = with_tree(&bundle).await? else { return Ok(()) };
    allow_clipboard(&page).await?;
    page.by_role("tab", "arm64").await?.click().await?;
    page.by_role("checkbox", "ON_X86").await?.click().await?;
    page.status("ON_X86 set to y on arm64. Nothing else changed.").await?;
    push(&page, "Copy link").await?;
    let link = copied_link(&page).await?;
    // Somebody else, whose file has another name.
    let Some(other) = Page::open("").await? else { return Ok(()) };
    let fragment = link.split_once('#').map_or("", |(_, fragment)| fragment);
    other.driver.goto(format!("{}#{fragment}", other.site.url())).await?;
    other.reload().await?;
    let alert = role::by_role_only(&other.driver, "alert").await?.text().await?;
    assert!(alert.contains(NAME) && alert.contains("Until then the address keeps it."), "{alert}");
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(other.driver.current_url().await?.as_str().ends_with(fragment), "the address stays");
    let renamed = tree.path("my-own-build.tar.gz");
    std::fs::copy(&bundle, &renamed)?;
    choose_file(&other, FILE, &renamed).await?;
    has(&other, "tab", "arm64", "aria-selected", "true").await?;
    checked(&other, "ON_X86", "true").await?;
    let note = role::by_role_only(&other.driver, "note").await?.text().await?;
    assert!(note.contains("MATCH: this is what the sender saw."), "{note}");
    assert_eq!(other.complaints().await?, Vec::<String>::new());
    Ok(())
}
