//! On small screens, and on large ones at 200 %: what was opened is seen.

use kconfig_tests::browser::Page;
use kconfig_tests::small_tree::SmallTree;
use kconfig_tests::{Result, role};
use thirtyfour::{Key, WebElement};

use crate::READY;
use crate::hands::{checked, choose, focused, has, key, load, press, push, says, with_tree};
use crate::looks::fits;

/// A phone, a window of 1280 by 720 at 200 %, and the narrowest that has to do.
const SIZES: [(u32, u32); 3] = [(390, 844), (640, 360), (320, 640)];

/// Whether the whole element is seen: in the window, in what scrolls around it, above
/// the status.
async fn is_seen(page: &Page, element: &WebElement) -> Result<bool> {
    let script = "
        const one = arguments[0].getBoundingClientRect();
        let [top, bottom] = [0, document.querySelector('[role=status]').closest('footer').getBoundingClientRect().top];
        let [left, right] = [0, innerWidth];
        for (let at = arguments[0].parentElement; at; at = at.parentElement) {
            const way = getComputedStyle(at), around = at.getBoundingClientRect();
            if (way.overflowY !== 'visible') [top, bottom] = [Math.max(top, around.top), Math.min(bottom, around.bottom)];
            if (way.overflowX !== 'visible') [left, right] = [Math.max(left, around.left), Math.min(right, around.right)];
        }
        return one.height > 0 && one.top >= top && one.bottom <= bottom && one.left >= left && one.right <= right";
    Ok(page.driver.execute(script, vec![element.to_json()?]).await?.convert()?)
}

/// The names of the rows of the menu that are seen whole.
async fn rows_seen(page: &Page) -> Result<Vec<String>> {
    let menu = page.by_role("treegrid", "Menu").await?;
    let mut seen = Vec::new();
    for row in role::all_by_role(&page.driver, Some(&menu), "row").await? {
        if is_seen(page, &row).await? {
            seen.push(role::computed_label(&page.driver, &row).await?);
        }
    }
    Ok(seen)
}

/// The tab of this pane is the one chosen.
async fn shows(page: &Page, pane: &str) -> Result<()> {
    has(page, "tab", pane, "aria-selected", "true").await
}

#[tokio::test]
async fn a_row_of_the_menu_is_seen_at_once() -> Result<()> {
    let Some(page) = Page::open("").await? else { return Ok(()) };
    for (width, height) in SIZES {
        page.viewport(width, height).await?;
        page.reload().await?;
        page.status(READY).await?;
        says(&page, "region", "Verdict", |text| text.contains("would not link")).await?;
        let size = format!("{width}x{height}");
        let verdict = page.by_role("region", "Verdict").await?;
        assert!(is_seen(&page, &verdict).await?, "the verdict at {size}");
        assert!(!rows_seen(&page).await?.is_empty(), "a row at {size}");
        let scrolled: i64 = page.driver.execute("return scrollY", vec![]).await?.convert()?;
        assert_eq!(scrolled, 0, "{size}");
        fits(&page, &size).await?;
        page.screenshot(&format!("small-{size}")).await?;
    }
    Ok(())
}

#[tokio::test]
async fn the_controls_fold_and_say_what_is_chosen() -> Result<()> {
    let Some(page) = Page::open("").await? else { return Ok(()) };
    page.status(READY).await?;
    page.by_role("combobox", "Starting point").await?;
    page.viewport(390, 844).await?;
    for gone in ["combobox", "listbox", "group"] {
        let left = role::all_by_role(&page.driver, None, gone).await?;
        for one in left {
            let name = role::computed_label(&page.driver, &one).await?;
            assert!(!["Tree", "Starting point", "Series step", "Patches"].contains(&&*name), "{gone} {name}");
        }
    }
    let words = "all 14 patches applied, alldefconfig, no values";
    let button = page.by_role("button", words).await?;
    assert_eq!(button.attr("aria-expanded").await?.as_deref(), Some("false"));
    push(&page, words).await?;
    has(&page, "button", words, "aria-expanded", "true").await?;
    choose(&page, "Base config", "allnoconfig").await?;
    page.by_role("button", "all 14 patches applied, allnoconfig, no values").await?;
    fits(&page, "the controls").await?;
    push(&page, "all 14 patches applied, allnoconfig, no values").await?;
    push(&page, "Tools").await?;
    page.by_role("radiogroup", "Theme").await?;
    page.by_role("button", "Copy link").await?;
    fits(&page, "the tools").await?;
    Ok(())
}

#[tokio::test]
async fn a_tap_on_a_row_shows_its_symbol() -> Result<()> {
    let Some(page) = Page::open("").await? else { return Ok(()) };
    page.viewport(390, 844).await?;
    page.status(READY).await?;
    let seen = rows_seen(&page).await?;
    assert!(seen.iter().any(|name| name.contains("CRASH_DUMP = n")), "{seen:?}");
    for way in ["tap", "Enter"] {
        shows(&page, "Menu").await?;
        let name = rows_seen(&page).await?.into_iter().find(|name| name.contains("KEXEC_JUMP = n"));
        let row = page.by_role("row", &name.ok_or("the row is not seen")?).await?;
        match way {
            "tap" => row.click().await?,
            _ => {
                row.focus().await?;
                press(&page, key(Key::Enter)).await?;
            }
        }
        shows(&page, "Symbol").await?;
        let heading = focused(&page, |name| name == "KEXEC_JUMP").await?;
        assert!(is_seen(&page, &heading).await?, "{way}");
        page.by_role("tab", "Menu").await?.click().await?;
    }
    // A box that can be changed changes its value, and one stays; what keeps another from
    // it is shown.
    page.by_role("checkbox", "KEXEC_FILE").await?.click().await?;
    checked(&page, "KEXEC_FILE", "true").await?;
    shows(&page, "Menu").await?;
    page.by_role("checkbox", "KEXEC_JUMP").await?.click().await?;
    shows(&page, "Symbol").await?;
    page.by_role("tab", "Menu").await?.click().await?;
    // On a wide page all is seen anyway.
    page.viewport(1280, 900).await?;
    let name = rows_seen(&page).await?.into_iter().find(|name| name.contains("KEXEC_JUMP"));
    page.by_role("row", &name.ok_or("no row")?).await?.click().await?;
    let work = page.driver.execute("return document.querySelector('.work').dataset.shown", vec![]).await?;
    assert_eq!(work.convert::<String>()?, "menu");
    Ok(())
}

#[tokio::test]
async fn what_is_opened_elsewhere_is_seen() -> Result<()> {
    let Some(page) = Page::open("").await? else { return Ok(()) };
    page.viewport(390, 844).await?;
    page.status(READY).await?;
    says(&page, "region", "Verdict", |text| text.contains("would not link")).await?;
    // A link of the verdict: a case that would not link.
    let verdict = page.by_role("region", "Verdict").await?;
    page.by_role_in(&verdict, "button", "arm64").await?.click().await?;
    shows(&page, "Link check").await?;
    has(&page, "tab", "arm64", "aria-selected", "true").await?;
    let text = says(&page, "region", "Link check", |text| text.contains("undefined")).await?;
    assert!(text.contains("crashk_res"), "{text}");
    focused(&page, |name| name == "Link check").await?;
    // A claim that passes.
    page.by_role("tab", "Claims").await?.click().await?;
    push(&page, "Open case 1 on arm64").await?;
    focused(&page, |name| name == "Claims").await?;
    shows(&page, "Claims").await?;
    // The table starts at the present step, also where it was hidden before.
    page.by_role("tab", "By arch").await?.click().await?;
    let table = page.by_role("table", "Claims by arch").await?;
    let here = page.by_role_in(&table, "columnheader", "14").await?;
    assert!(is_seen(&page, &here).await?, "the present step is not in sight");
    let mut cell = None;
    for button in role::all_by_role(&page.driver, Some(&table), "button").await? {
        let name = role::computed_label(&page.driver, &button).await?;
        if name.contains("missing reference") && name.ends_with("riscv at 14") {
            cell = Some(button);
        }
    }
    cell.ok_or("no such cell")?.click().await?;
    shows(&page, "Link check").await?;
    says(&page, "region", "Link check", |text| text.contains("undefined")).await?;
    // A symbol in a table.
    page.by_role("tab", "All arches").await?.click().await?;
    page.by_role("tab", "Matrix").await?.click().await?;
    let table = page.by_role("table", "Matrix").await?;
    page.by_role_in(&table, "button", "KEXEC_FILE").await?.click().await?;
    focused(&page, |name| name == "KEXEC_FILE").await?;
    shows(&page, "Symbol").await
}

#[tokio::test]
async fn lost_values_have_a_pane_and_a_mark() -> Result<()> {
    let tree = SmallTree::rich("small-losses")?;
    let Some(page) = with_tree(&tree.bundle()?).await? else { return Ok(()) };
    load(&page, "CONFIG_COUNT=99\nCONFIG_SERVES=m\nCONFIG_NEEDS_SERVES=y\n", "Start from it").await?;
    page.by_role("table", "Lost values").await?;
    page.viewport(390, 844).await?;
    let tab = page.by_role("tab", "Lost values").await?;
    assert_eq!(tab.attr("aria-description").await?.as_deref(), Some("needs a look"));
    tab.click().await?;
    let table = page.by_role("table", "Lost values").await?;
    page.by_role_in(&table, "button", "COUNT").await?.click().await?;
    focused(&page, |name| name == "COUNT").await?;
    shows(&page, "Symbol").await
}
