//! What axe-core has against the page: nothing, on any screen.

use kconfig_tests::Result;
use kconfig_tests::browser::Page;
use kconfig_tests::small_tree::SmallTree;
use thirtyfour::Key;

use crate::hands::{choose, key, load, press, push, says, with_tree};
use crate::looks::{dialog_name, fits, theme};
use crate::series::{MBOX, open_series};

/// Names axe-core's script, which `cargo xtask test` installs.
const SCRIPT: &str = "KCONFIG_AXE";

/// Asks axe-core about all that is shown, once colours have stopped changing; the answer
/// is a line for each element.
const ASK: &str = "
const done = arguments[0];
const still = Promise.allSettled(document.getAnimations().map((one) => one.finished));
still.then(() => axe.run(document, { resultTypes: ['violations'] })).then(
    (found) => done(found.violations.flatMap((one) =>
        one.nodes.map((node) => `${one.id}: ${node.target.join(' ')}: ${node.failureSummary}`))),
    (error) => done([String(error)]),
);";

/// Puts axe-core into the page; false where nobody says where it is.
async fn has_axe(page: &Page) -> Result<bool> {
    let Some(script) = std::env::var_os(SCRIPT) else {
        eprintln!("skipped: {SCRIPT} does not name axe-core's script (`cargo xtask test` does)");
        return Ok(false);
    };
    page.driver.execute(std::fs::read_to_string(script)?, vec![]).await?;
    Ok(true)
}

/// Fails with what axe-core finds.
async fn is_clean(page: &Page, screen: &str) -> Result<()> {
    let found: Vec<String> = page.driver.execute_async(ASK, vec![]).await?.convert()?;
    assert!(found.is_empty(), "{screen}: {}", found.join("\n"));
    Ok(())
}

/// Looks at each pane that has a tab.
async fn panes_are_clean(page: &Page, colours: &str) -> Result<()> {
    let tabs = page.by_role("tablist", "Panes").await?;
    for tab in kconfig_tests::role::all_by_role(&page.driver, Some(&tabs), "tab").await? {
        let name = kconfig_tests::role::computed_label(&page.driver, &tab).await?;
        tab.click().await?;
        is_clean(page, &format!("{name} at 390, {colours}")).await?;
    }
    Ok(())
}

#[tokio::test]
async fn the_series_wide_and_narrow() -> Result<()> {
    let Some(page) = Page::open("").await? else { return Ok(()) };
    if !has_axe(&page).await? {
        return Ok(());
    }
    choose(&page, "Starting point", "arm64, as Arch Linux ARM configures it").await?;
    says(&page, "region", "Link check", |text| text.contains("undefined crashk_res")).await?;
    for colours in ["Light", "Dark"] {
        page.viewport(1280, 900).await?;
        theme(&page, colours).await?;
        is_clean(&page, &format!("wide, {colours}")).await?;
        page.viewport(390, 844).await?;
        is_clean(&page, &format!("390, {colours}")).await?;
        push(&page, "Tools").await?;
        is_clean(&page, &format!("tools at 390, {colours}")).await?;
        push(&page, "Tools").await?;
        panes_are_clean(&page, colours).await?;
    }
    page.viewport(1280, 900).await?;
    for dialog in ["Open link", "Help"] {
        push(&page, dialog).await?;
        page.by_role("dialog", if dialog == "Help" { dialog } else { "Open a link" }).await?;
        is_clean(&page, dialog).await?;
        press(&page, key(Key::Escape)).await?;
    }
    page.by_role("tab", "All arches").await?.click().await?;
    page.by_role("table", "Matrix").await?;
    is_clean(&page, "all arches").await
}

#[tokio::test]
async fn a_tree_with_lost_values_and_its_dialogs() -> Result<()> {
    let tree = SmallTree::rich("axe")?;
    let Some(page) = with_tree(&tree.bundle()?).await? else { return Ok(()) };
    if !has_axe(&page).await? {
        return Ok(());
    }
    load(&page, "CONFIG_COUNT=99\nCONFIG_SERVES=m\nCONFIG_NEEDS_SERVES=y\n", "Start from it").await?;
    page.by_role("table", "Lost values").await?;
    for colours in ["Light", "Dark"] {
        page.viewport(1280, 900).await?;
        theme(&page, colours).await?;
        is_clean(&page, &format!("a tree, {colours}")).await?;
        for dialog in ["Answers", "Load .config", "Help"] {
            push(&page, dialog).await?;
            page.by_role("dialog", dialog_name(dialog)).await?;
            is_clean(&page, &format!("{dialog}, {colours}")).await?;
            press(&page, key(Key::Escape)).await?;
        }
        page.viewport(390, 844).await?;
        panes_are_clean(&page, colours).await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_series_on_a_tree_and_its_dialogs() -> Result<()> {
    let tree = SmallTree::rich("axe-series")?;
    let Some(page) = with_tree(&tree.bundle()?).await? else { return Ok(()) };
    if !has_axe(&page).await? {
        return Ok(());
    }
    open_series(&page, MBOX).await?;
    says(&page, "region", "Patches", |text| text.contains("alldefconfig: x86_64 arm64")).await?;
    push(&page, "2 arm64: alone no more").await?;
    says(&page, "region", "Diff", |text| text.contains("CARRIER")).await?;
    for colours in ["Light", "Dark"] {
        theme(&page, colours).await?;
        is_clean(&page, &format!("a series, {colours}")).await?;
    }
    for (button, dialog) in [
        ("Open series", "Open a series"),
        ("Edit Kconfig", "Edit a Kconfig file"),
        ("Look at claims", "Claims"),
    ] {
        push(&page, button).await?;
        let shown = page.by_role("dialog", dialog).await?;
        is_clean(&page, dialog).await?;
        page.by_role_in(&shown, "button", "Cancel").await?.click().await?;
    }
    page.viewport(390, 844).await?;
    panes_are_clean(&page, "dark").await?;
    page.viewport(320, 700).await?;
    page.by_role("tab", "Patches").await?.click().await?;
    says(&page, "region", "Patches", |text| text.contains("parcels")).await?;
    fits(&page, "a series at 320").await
}
