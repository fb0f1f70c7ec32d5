//! What a reviewer does: choose an arch, set symbols, read, send a link.

use kconfig_tests::Result;
use kconfig_tests::bins::bin;
use kconfig_tests::browser::Page;
use thirtyfour::Key;

use crate::hands::{allow_clipboard, checked, copied, copied_link, key, open_anew, press, press_until};
use crate::{READY, items, missing};

/// Case 3 of the letter on arm64: the claim passes, and the build does not link.
const MISSING: [&str; 3] = [
    "drivers/of/kexec.o: of_kexec_alloc_and_setup_fdt: undefined crashk_low_res",
    "drivers/of/kexec.o: of_kexec_alloc_and_setup_fdt: undefined crashk_res",
    "kernel/kexec_file.o: kexec_walk_memblock: undefined crashk_res",
];

/// Reads what a reviewer reads at the end, wherever they came from.
async fn read_case_3(page: &Page) -> Result<()> {
    checked(page, "KEXEC_FILE", "true").await?;
    checked(page, "CRASH_DUMP", "false").await?;
    let claims = items(page, "Claims").await?;
    assert_eq!(claims.len(), 4);
    assert!(claims.iter().all(|claim| claim.to_lowercase().contains("pass")), "{claims:?}");
    assert_eq!(missing(page).await?, MISSING);
    let summary = page.by_role("region", "Link check").await?.text().await?;
    assert!(summary.contains("recorded objects, not a full link"), "{summary}");
    let config = page.by_role("region", "Resulting .config").await?.text().await?;
    assert!(config.contains("CONFIG_KEXEC_FILE=y"), "{config}");
    Ok(())
}

#[tokio::test]
async fn a_box_that_cannot_be_changed_says_why() -> Result<()> {
    let Some(page) = Page::open("").await? else { return Ok(()) };
    page.status(READY).await?;
    // Also where it is not shown: the row is not the one in focus.
    page.by_role("checkbox", "CRASH_RESERVE").await?;
    assert_eq!(
        page.description("checkbox", "CRASH_RESERVE").await?,
        "default n it has no prompt: only defaults and selects set it"
    );
    assert_eq!(page.description("checkbox", "KEXEC").await?, "default n");
    Ok(())
}

#[tokio::test]
async fn set_read_copy_and_find_the_same_again() -> Result<()> {
    let Some(page) = Page::open("").await? else { return Ok(()) };
    page.status(READY).await?;
    allow_clipboard(&page).await?;
    page.by_role("tab", "arm64").await?.click().await?;
    let menu = page.by_role("treegrid", "Menu").await?;
    page.by_role_in(&menu, "checkbox", "KEXEC_FILE").await?.click().await?;
    page.status("KEXEC_FILE set to y on arm64. 9 other symbols changed.").await.or_else(said_change)?;
    let crash_dump = checked(&page, "CRASH_DUMP", "true").await?;
    // The menu scrolls; a click goes where the row was when it was looked for.
    crash_dump.scroll_into_view().await?;
    crash_dump.click().await?;
    checked(&page, "CRASH_DUMP", "false").await?;
    read_case_3(&page).await?;
    page.screenshot("case-3-arm64").await?;
    page.by_role("button", "Copy link").await?.click().await?;
    let link = copied_link(&page).await?;
    open_anew(&page, &link).await?;
    page.by_role("treegrid", "Menu").await?;
    read_case_3(&page).await?;
    let tab = page.by_role("tab", "arm64").await?;
    assert_eq!(tab.attr("aria-selected").await?.as_deref(), Some("true"));
    assert_eq!(page.complaints().await?, Vec::<String>::new());
    Ok(())
}

#[tokio::test]
async fn the_review_text_is_that_of_the_command_line() -> Result<()> {
    let Some(page) = Page::open("").await? else { return Ok(()) };
    page.status(READY).await?;
    allow_clipboard(&page).await?;
    let starts = page.by_role("combobox", "Starting point").await?;
    page.by_role_in(&starts, "option", "arm, as Alpine configures it").await?.click().await?;
    checked(&page, "KEXEC", "true").await?;
    page.by_role("button", "Copy link").await?.click().await?;
    let link = copied_link(&page).await?;
    page.by_role("button", "Copy as review text").await?.click().await?;
    let mut text = String::new();
    for _ in 0..100 {
        text = copied(&page).await?;
        if text.contains("Claims of the cover letter") {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    let replayed = std::process::Command::new(bin("kconfig")?).args(["replay", &link]).output()?;
    assert!(replayed.status.success(), "{}", String::from_utf8_lossy(&replayed.stderr));
    assert_eq!(text, String::from_utf8(replayed.stdout)?);
    assert!(text.contains("vmcoreinfo_append_str"));
    Ok(())
}

/// The status names what was set; how many others followed is not of interest.
fn said_change(error: kconfig_tests::Error) -> Result<()> {
    if error.to_string().contains("KEXEC_FILE set to y on arm64. ") { Ok(()) } else { Err(error) }
}

#[tokio::test]
async fn the_same_by_keyboard_alone() -> Result<()> {
    let Some(page) = Page::open("").await? else { return Ok(()) };
    page.status(READY).await?;
    allow_clipboard(&page).await?;
    let tab_key = key(Key::Tab);
    let down = key(Key::Down);
    press_until(&page, &tab_key, "tab", "x86_64").await?;
    press(&page, key(Key::Right)).await?;
    press_until(&page, &key(Key::Enter), "tab", "arm64").await?;
    // Into the menu, and down to the symbols.
    press_until(&page, &tab_key, "searchbox", "Search symbols").await?;
    press_until(&page, &tab_key, "row", "").await?;
    press(&page, key(Key::Home)).await?;
    press_until(&page, &down, "row", "KEXEC_FILE = ").await?;
    press(&page, "y").await?;
    checked(&page, "KEXEC_FILE", "true").await?;
    press_until(&page, &down, "row", "CRASH_DUMP = ").await?;
    press(&page, "n").await?;
    checked(&page, "CRASH_DUMP", "false").await?;
    read_case_3(&page).await?;
    // On through the page and around to its start again.
    press_until(&page, &tab_key, "link", "Skip to the menu").await?;
    press(&page, &tab_key).await?;
    press_until(&page, &key(Key::Right), "button", "Copy link").await?;
    press(&page, key(Key::Enter)).await?;
    let link = copied_link(&page).await?;
    open_anew(&page, &link).await?;
    page.by_role("treegrid", "Menu").await?;
    read_case_3(&page).await
}

#[tokio::test]
async fn every_start_that_others_found_shows_what_they_found() -> Result<()> {
    let Some(page) = Page::open("").await? else { return Ok(()) };
    page.status(READY).await?;
    let found = [
        (
            "powerpc: CRASH_DUMP without kexec",
            "Warnings",
            "unmet direct dependencies detected for CRASH_DUMP",
        ),
        ("powerpc: CRASH_DUMP without kexec", "Claims", "CRASH_DUMP: expected n, is y"),
        ("x86: a misspelt symbol", "Warnings", "did you mean CRASH_RESERVE?"),
        ("loongarch: a symbol that has gone", "Warnings", "CRASH_CORE was removed by patch 2"),
        ("powerpc: a default that nobody asked for", "Difference", "default y"),
        ("powerpc: and from patch 8 an n does not help", "Difference", "selected by ARCH_SELECTS_KEXEC"),
        ("x86_64: patch 6 alone, as in 6.6.70", "Link check", "undefined machine_crash_shutdown"),
    ];
    for (start, region, wanted) in found {
        let starts = page.by_role("combobox", "Starting point").await?;
        page.by_role_in(&starts, "option", start).await?.click().await?;
        let mut text = String::new();
        for _ in 0..100 {
            text = page.by_role("region", region).await?.prop("textContent").await?.unwrap_or_default();
            if text.contains(wanted) {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        assert!(text.contains(wanted), "{start}: {region} says {text}");
    }
    Ok(())
}

#[tokio::test]
async fn the_robots_case_says_why_not() -> Result<()> {
    let Some(page) = Page::open("").await? else { return Ok(()) };
    page.status(READY).await?;
    let starts = page.by_role("combobox", "Starting point").await?;
    page.by_role_in(&starts, "option", "arm without an MMU").await?.click().await?;
    checked(&page, "CRASH_DUMP", "true").await?;
    let steps = page.by_role("listbox", "Series step").await?;
    page.by_role_in(&steps, "option", "14").await?.click().await?;
    let checkbox = checked(&page, "CRASH_DUMP", "false").await?;
    assert_eq!(checkbox.attr("aria-disabled").await?.as_deref(), Some("true"));
    let mut text = String::new();
    for _ in 0..100 {
        // All of it, also what is scrolled out of sight.
        text = page.by_role("region", "Symbol").await?.prop("textContent").await?.unwrap_or_default();
        if text.contains("KEXEC_CORE has no prompt") {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    for line in ["CRASH_DUMP needs KEXEC_CORE = n", "KEXEC needs ARCH_SUPPORTS_KEXEC = n", "MMU = n"] {
        assert!(text.contains(line), "{line}: {text}");
    }
    Ok(())
}
