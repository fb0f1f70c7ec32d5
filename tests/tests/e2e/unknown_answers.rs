//! A tree whose toolchain nobody asked: what is unknown is one line, and can be
//! answered on every screen.

use kconfig_tests::browser::Page;
use kconfig_tests::small_tree::{OPEN, SmallTree};
use kconfig_tests::{Result, role};
use thirtyfour::By;

use crate::hands::{push, says};
use crate::trees::{FILE, choose_file};
use crate::{READY, items};

const ASKS: &str = "\
success = $(shell,{ $(1); } >/dev/null 2>&1 && echo y || echo n)
option = $(success,mkdir .tmp_$$; trap \"rm -rf .tmp_$$\" EXIT; cc -Werror $(1) -c -x c /dev/null -o .tmp_$$/out)

config HAS_FOO
\tdef_bool $(option,-mfoo-with-a-long-name=and-a-long-value-that-does-not-end-soon)

config HAS_BAR
\tdef_bool $(option,-mbar)

config HAS_CC
\tdef_bool $(shell,probe)
";

/// Opens the tree as a kernel is downloaded: without answers.
async fn open(name: &str) -> Result<Option<Page>> {
    let tree = SmallTree::new(name)?;
    tree.write("init/Kconfig", ASKS)?;
    let Some(page) = Page::open("").await? else { return Ok(None) };
    page.status(READY).await?;
    choose_file(&page, FILE, &tree.tar("linux.tar.gz", &["linux"])?).await?;
    page.status(OPEN).await?;
    page.by_role("button", "Save defconfig").await?;
    Ok(Some(page))
}

#[tokio::test]
async fn unknown_answers_are_one_folded_line() -> Result<()> {
    let Some(page) = open("unknown-line").await? else { return Ok(()) };
    let line = "3 answers of the toolchain are unknown on x86_64: what hangs on them is marked";
    let text = says(&page, "region", "Warnings", |text| text.contains(line)).await?;
    assert!(text.contains("1, all at base too"), "they count as one: {text}");
    assert!(!text.contains("trap"), "no text of a shell: {text}");
    let shown = items(&page, "Warnings").await?;
    assert_eq!(shown.len(), 1, "folded: {shown:?}");
    let region = page.by_role("region", "Warnings").await?;
    assert!(!region.text().await?.contains("-mbar"), "folded");
    // WebDriver has no role for what folds a text.
    let fold = region.find(By::Css("summary")).await?;
    assert!(fold.text().await?.contains(line));
    fold.scroll_into_view().await?;
    fold.click().await?;
    page.screenshot("unknown-answers").await?;
    let region = page.by_role("region", "Warnings").await?;
    let open = region.text().await?;
    assert!(open.contains("$(option,-mbar) init/Kconfig:8"), "{open}");
    push(&page, "Open the answers").await?;
    page.by_role("dialog", "What the tree asks the toolchain").await?;
    assert_eq!(page.complaints().await?, Vec::<String>::new());
    Ok(())
}

#[tokio::test]
async fn the_answers_are_seen_at_every_width() -> Result<()> {
    let Some(page) = open("unknown-width").await? else { return Ok(()) };
    push(&page, "Answers").await?;
    for width in [320, 390, 768, 1280] {
        page.viewport(width, 740).await?;
        let dialog = page.by_role("dialog", "What the tree asks the toolchain").await?;
        let table = page.by_role_in(&dialog, "table", "Commands").await?;
        let boxes = role::all_by_role(&page.driver, Some(&table), "combobox").await?;
        assert_eq!(boxes.len(), 3);
        for combobox in boxes {
            let rect = combobox.rect().await?;
            let is_in = rect.x >= 0.0 && rect.x + rect.width <= f64::from(width) && rect.width >= 40.0;
            assert!(is_in, "{rect:?} at {width}");
        }
        page.by_role_in(&table, "combobox", "Answer to $(option,-mbar)").await?;
        // Nothing of the dialog scrolls sideways.
        for element in [&dialog, &page.by_role_in(&dialog, "group", "Commands, scrollable").await?] {
            let size = |name: &'static str| async move {
                let text = element.prop(name).await?.unwrap_or_default();
                Ok::<u32, Box<dyn std::error::Error + Send + Sync>>(text.parse()?)
            };
            assert!(size("scrollWidth").await? <= size("clientWidth").await?, "at {width}");
        }
        page.screenshot(&format!("answers-{width}")).await?;
    }
    Ok(())
}
