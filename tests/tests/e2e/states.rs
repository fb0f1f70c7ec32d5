//! What the page says about a state, found by role and accessible name.

use kconfig_tests::browser::Page;
use kconfig_tests::{Result, role};

use crate::hands::{choose, gone};
use crate::{READY, items, missing};

#[tokio::test]
async fn a_starting_point_shows_what_the_reply_found() -> Result<()> {
    let Some(page) = Page::open("").await? else {
        return Ok(());
    };
    page.status(READY).await?;
    choose(&page, "Starting point", "arm64, as Arch Linux ARM configures it").await?;
    page.status(
        "arm64, as Arch Linux ARM configures it. PROC_KCORE keeps VMCORE_INFO, and nothing keeps \
         CRASH_RESERVE. arm64, all 14 patches applied.",
    )
    .await?;
    assert_eq!(
        missing(&page).await?,
        [
            "drivers/of/kexec.o: of_kexec_alloc_and_setup_fdt: undefined crashk_low_res",
            "drivers/of/kexec.o: of_kexec_alloc_and_setup_fdt: undefined crashk_res",
            "kernel/kexec_file.o: kexec_walk_memblock: undefined crashk_res",
        ]
    );
    let steps = page.by_role("listbox", "Series step").await?;
    page.by_role_in(&steps, "option", "4").await?.click().await?;
    page.by_role("region", "Link check").await?;
    page.status("Patches up to 4 applied. 2 symbols changed. 1 claim passes, 3 claims fail.").await?;
    assert_eq!(items(&page, "Link check").await?, Vec::<String>::new());
    // The step was a jump: back leads to where it started.
    page.back().await?;
    page.status("arm64, all 14 patches applied. 4 claims pass, 3 references are missing.").await?;
    assert_eq!(items(&page, "Link check").await?.len(), 3);
    assert_eq!(page.complaints().await?, Vec::<String>::new());
    Ok(())
}

#[tokio::test]
async fn patches_that_do_not_apply_leave_the_state_before_on_screen() -> Result<()> {
    let Some(page) = Page::open("").await? else {
        return Ok(());
    };
    page.status(READY).await?;
    let patches = page.by_role("group", "Patches").await?;
    let first = "1 kexec: split crashkernel reservation code out";
    let tick = page.by_role_in(&patches, "checkbox", first).await?;
    tick.click().await?;
    page.status("The page still shows the state before.").await?;
    let alert = role::by_role_only(&page.driver, "alert").await?.text().await?;
    assert!(alert.starts_with("Hunk 1 of "), "{alert}");
    assert!(!tick.is_selected().await?, "the controls keep what was asked for");
    assert!(!items(&page, "Claims").await?.is_empty());
    page.by_role("button", "Back to what is shown").await?.click().await?;
    page.by_role("checkbox", first).await?;
    gone(&page, "alert").await?;
    assert!(tick.is_selected().await?);
    Ok(())
}

#[tokio::test]
async fn a_replacement_unticks_what_it_replaces() -> Result<()> {
    let Some(page) = Page::open("").await? else {
        return Ok(());
    };
    page.status(READY).await?;
    page.by_role("checkbox", "6m x86, merged form").await?.click().await?;
    page.status(
        "Only patches 1, 2, 3, 4, 5, 6m, 7, 8, 9, 10, 11, 12, 13, 14 applied. No symbol changed. 4 claims pass.",
    )
    .await?;
    assert!(!page.by_role("checkbox", "6 x86").await?.is_selected().await?);
    Ok(())
}

#[tokio::test]
async fn an_altered_link_says_so_and_still_shows_the_scenario() -> Result<()> {
    let Some(page) = Page::open("#1/crash-kexec-split/arm64/alldef/KEXEC_FILE:y/0").await? else {
        return Ok(());
    };
    let alert = role::by_role_only(&page.driver, "alert").await?.text().await?;
    assert!(alert.contains("link"), "{alert}");
    page.by_role("treegrid", "Menu").await?;
    Ok(())
}
