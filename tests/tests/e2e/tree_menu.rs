//! The menu of a kernel's tree: symbols are set, found, and seen on all arches.

use kconfig_tests::browser::Page;
use kconfig_tests::small_tree::SmallTree;
use kconfig_tests::{Result, role};
use thirtyfour::Key;

use crate::hands::{checked, choose, focused, key, press, press_until, push, rewrite, says, with_tree};

/// Opens a menu that is closed.
async fn open_menu(page: &Page, name: &str) -> Result<()> {
    let row = page.by_role("row", name).await?;
    if row.attr("aria-expanded").await?.as_deref() == Some("false") {
        row.click().await?;
        focused(page, |focus| focus == name).await?;
        press(page, key(Key::Right)).await?;
    }
    Ok(())
}

async fn search(page: &Page, words: &str) -> Result<()> {
    let search = page.by_role("searchbox", "Search symbols").await?;
    search.clear().await?;
    search.send_keys(words).await?;
    Ok(())
}

#[tokio::test]
async fn a_symbol_is_set_by_mouse_and_by_keys() -> Result<()> {
    let tree = SmallTree::rich("set")?;
    let Some(page) = with_tree(&tree.bundle()?).await? else { return Ok(()) };
    open_menu(&page, "Parcels").await?;
    page.by_role("checkbox", "SERVES").await?.click().await?;
    page.status("SERVES set to m on x86_64. Nothing else changed.").await?;
    checked(&page, "SERVES", "mixed").await?;
    // The row that was clicked takes the keys.
    press_until(&page, &key(Key::Tab), "row", "SERVES = ").await?;
    press(&page, "y").await?;
    page.status("SERVES set to y on x86_64. Nothing else changed.").await?;
    // What hangs on it has come below it.
    let row = focused(&page, |name| name.contains("SERVES = y")).await?;
    if row.attr("aria-expanded").await?.as_deref() == Some("false") {
        press(&page, key(Key::Right)).await?;
        page.by_role("checkbox", "NEEDS_SERVES").await?;
    }
    press(&page, key(Key::Down)).await?;
    focused(&page, |name| name.contains("NEEDS_SERVES = n")).await?;
    press(&page, " ").await?;
    checked(&page, "NEEDS_SERVES", "true").await?;
    press(&page, key(Key::Delete)).await?;
    checked(&page, "NEEDS_SERVES", "false").await?;
    press(&page, key(Key::Down)).await?;
    focused(&page, |name| name.contains("COUNT = 4")).await?;
    press(&page, key(Key::Enter)).await?;
    rewrite(&focused(&page, |name| name == "COUNT").await?, "7").await?;
    page.status("COUNT set to 7 on x86_64. Nothing else changed.").await?;
    says(&page, "region", "Difference", |text| text.contains("COUNT") && text.contains("SERVES")).await?;
    assert_eq!(page.complaints().await?, Vec::<String>::new());
    Ok(())
}

#[tokio::test]
async fn arches_are_gone_through_and_seen_together() -> Result<()> {
    let tree = SmallTree::rich("arches")?;
    let Some(page) = with_tree(&tree.bundle()?).await? else { return Ok(()) };
    checked(&page, "ON_X86", "true").await?;
    page.by_role("tab", "x86_64").await?.click().await?;
    press(&page, key(Key::Right)).await?;
    press_until(&page, &key(Key::Enter), "tab", "arm64").await?;
    page.status_starts("arm64, alldefconfig", std::time::Duration::from_secs(10)).await?;
    checked(&page, "ON_X86", "false").await?;
    choose(&page, "More arches", "i386").await?;
    page.status_starts("i386, alldefconfig", std::time::Duration::from_secs(10)).await?;
    checked(&page, "ON_X86", "true").await?;
    let tab = page.by_role("tab", "i386").await?;
    assert_eq!(tab.attr("aria-selected").await?.as_deref(), Some("true"));
    page.by_role("tab", "All arches").await?.click().await?;
    let differs = |text: &str| text.contains("x86_64") && text.contains("arm64") && text.contains("ON_X86");
    let matrix = says(&page, "table", "Matrix", differs).await?;
    assert!(!matrix.contains("MODULES"), "only what differs: {matrix}");
    page.by_role("checkbox", "All rows").await?.click().await?;
    says(&page, "table", "Matrix", |text| text.contains("MODULES")).await?;
    // It follows what is set.
    let before = says(&page, "table", "Matrix", |text| text.contains("USES_ANSWER")).await?;
    page.by_role("checkbox", "USES_ANSWER").await?.click().await?;
    says(&page, "table", "Matrix", |text| text != before).await?;
    push(&page, "ON_X86").await?;
    says(&page, "region", "Symbol", |text| text.contains("Only there")).await?;
    assert_eq!(page.complaints().await?, Vec::<String>::new());
    Ok(())
}

#[tokio::test]
async fn a_search_finds_what_is_hidden_and_says_why() -> Result<()> {
    let tree = SmallTree::rich("search")?;
    let Some(page) = with_tree(&tree.bundle()?).await? else { return Ok(()) };
    press(&page, "/").await?;
    focused(&page, |name| name == "Search symbols").await?;
    press(&page, "needs_serves").await?;
    let row = focused_row(&page, "NEEDS_SERVES = n").await?;
    assert!(row.contains("SERVES"), "the reason names what it hangs on: {row}");
    search(&page, "parcels over the wire").await?;
    says(&page, "treegrid", "Menu", |text| !text.contains("SERVES")).await?;
    page.by_role("checkbox", "Search help texts").await?.click().await?;
    says(&page, "treegrid", "Menu", |text| text.contains("SERVES")).await?;
    // A symbol without a prompt has no row before somebody asks for it.
    search(&page, "HAS_ANSWER").await?;
    focused_row(&page, "HAS_ANSWER = y").await?;
    search(&page, "/[/").await?;
    says(&page, "region", "Symbol", |_| true).await?;
    page.by_role("treegrid", "Menu").await?;
    assert_eq!(page.complaints().await?, Vec::<String>::new());
    Ok(())
}

/// What a row that is found says of itself.
async fn focused_row(page: &Page, name: &str) -> Result<String> {
    let menu = page.by_role("treegrid", "Menu").await?;
    says(page, "treegrid", "Menu", |text| text.contains(name.split(' ').next().unwrap_or(name))).await?;
    for row in role::all_by_role(&page.driver, Some(&menu), "row").await? {
        if role::computed_label(&page.driver, &row).await?.contains(name) {
            return Ok(row.text().await?);
        }
    }
    Err(format!("no row {name}").into())
}
