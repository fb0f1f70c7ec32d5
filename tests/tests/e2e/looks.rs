//! What the page looks like: pictures to look at, and what can be checked of them.

use kconfig_tests::browser::Page;
use kconfig_tests::small_tree::SmallTree;
use kconfig_tests::{Result, role};
use thirtyfour::Key;

use crate::hands::{key, press, push, says, with_tree};
use crate::trees::{FILE, choose_file};

/// Nothing is wider than the window.
pub(crate) async fn fits(page: &Page, what: &str) -> Result<()> {
    let overflow = page
        .driver
        .execute("return document.documentElement.scrollWidth - window.innerWidth", vec![])
        .await?;
    let overflow: i64 = overflow.convert()?;
    assert!(overflow <= 0, "{overflow} pixels too wide: {what}");
    Ok(())
}

/// Chooses a theme.
pub(crate) async fn theme(page: &Page, theme: &str) -> Result<()> {
    let themes = page.by_role("radiogroup", "Theme").await?;
    page.by_role_in(&themes, "radio", theme).await?.click().await?;
    Ok(())
}

#[tokio::test]
async fn wide_and_narrow_light_and_dark() -> Result<()> {
    let Some(page) = Page::open("").await? else { return Ok(()) };
    let start = "arm64, as Arch Linux ARM configures it";
    let starts = page.by_role("combobox", "Starting point").await?;
    page.by_role_in(&starts, "option", start).await?.click().await?;
    page.viewport(1440, 900).await?;
    says(&page, "region", "Link check", |text| text.contains("undefined crashk_res")).await?;
    for colours in ["Light", "Dark"] {
        page.viewport(1440, 900).await?;
        theme(&page, colours).await?;
        page.screenshot(&format!("wide-{colours}")).await?;
        for (width, height) in [(320, 640), (768, 1024)] {
            page.viewport(width, height).await?;
            fits(&page, &format!("the series at {width}")).await?;
            page.screenshot(&format!("{width}-{colours}")).await?;
        }
    }
    page.viewport(1440, 1800).await?;
    page.by_role("tab", "All arches").await?.click().await?;
    page.by_role("table", "Matrix").await?;
    page.screenshot("all-arches").await?;
    Ok(())
}

#[tokio::test]
async fn a_tree_and_its_dialogs_wide_and_narrow_light_and_dark() -> Result<()> {
    let tree = SmallTree::rich("looks")?;
    let Some(page) = with_tree(&tree.tar("linux.tar.gz", &["linux"])?).await? else { return Ok(()) };
    let dialogs = ["Answers", "Load .config", "Help"];
    for colours in ["Light", "Dark"] {
        page.viewport(1440, 900).await?;
        theme(&page, colours).await?;
        for (width, height) in [(1440, 900), (768, 1024), (320, 640)] {
            page.viewport(width, height).await?;
            fits(&page, &format!("the tree at {width}")).await?;
            page.screenshot(&format!("tree-{width}-{colours}")).await?;
            if width < 900 {
                unfold(&page).await?;
                fits(&page, &format!("all of the tree at {width}")).await?;
            }
            for dialog in dialogs {
                if width < 1000 && dialog == "Load .config" {
                    page.by_role("tab", ".config").await?.click().await?;
                }
                push(&page, dialog).await?;
                page.by_role("dialog", dialog_name(dialog)).await?;
                fits(&page, &format!("{dialog} at {width}")).await?;
                page.screenshot(&format!("tree-{width}-{colours}-{dialog}")).await?;
                press(&page, key(Key::Escape)).await?;
            }
            if width < 1000 {
                page.by_role("tab", "Menu").await?.click().await?;
            }
        }
    }
    page.viewport(320, 640).await?;
    choose_file(&page, FILE, &tree.large_tar("large.tar", 40)?).await?;
    page.by_role("progressbar", "Reading large.tar").await?;
    fits(&page, "an opening").await?;
    page.screenshot("tree-320-opening").await?;
    push(&page, "Cancel").await?;
    Ok(())
}

/// Unfolds what is folded above the menu of a small screen, if it still is.
async fn unfold(page: &Page) -> Result<()> {
    for button in role::all_by_role(&page.driver, None, "button").await? {
        let name = role::computed_label(&page.driver, &button).await?;
        let is_closed = button.attr("aria-expanded").await?.as_deref() == Some("false");
        if is_closed && (name == "Tools" || name.ends_with("values")) {
            button.click().await?;
        }
    }
    Ok(())
}

/// What the dialog of a button is called.
pub(crate) fn dialog_name(button: &str) -> &str {
    match button {
        "Answers" => "What the tree asks the toolchain",
        "Load .config" => "Load a .config, defconfig or fragment",
        other => other,
    }
}
