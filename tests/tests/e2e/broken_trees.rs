//! Trees that conf would stop at: what is wrong is said, the state before stays.

use kconfig_tests::browser::Page;
use kconfig_tests::small_tree::SmallTree;
use kconfig_tests::{Result, role};
use thirtyfour::Key;

use crate::hands::{checked, focused, gone, key, press, push, says, with_tree};
use crate::trees::{FILE, choose_file};

/// What the one alert says.
async fn alert(page: &Page) -> Result<String> {
    page.status("The page still shows the state before.").await?;
    Ok(role::by_role_only(&page.driver, "alert").await?.text().await?)
}

#[tokio::test]
async fn a_tree_that_conf_stops_at_is_not_opened() -> Result<()> {
    let good = SmallTree::rich("before-broken")?;
    let Some(page) = with_tree(&good.bundle()?).await? else { return Ok(()) };
    let cases = [
        ("syntax", "config A\n\tbool \"a\"\n\tdepends A\n", &["init/Kconfig:3"][..]),
        ("recursive", "source \"init/Kconfig\"\n", &["init/Kconfig:1: init/Kconfig includes itself"][..]),
        ("missing", "source \"init/Nowhere\"\n", &["init/Nowhere"][..]),
    ];
    for (name, text, words) in cases {
        let tree = SmallTree::new(name)?;
        tree.write("init/Kconfig", text)?;
        choose_file(&page, FILE, &tree.tar("linux.tar.gz", &["linux"])?).await?;
        let said = alert(&page).await?;
        assert!(said.contains("conf would stop at the Kconfig files of x86_64."), "{name}: {said}");
        assert!(words.iter().all(|word| said.contains(word)), "{name}: {said}");
        // What was there is there, and works.
        let before = page.by_role("checkbox", "ON_X86").await?.attr("aria-checked").await?;
        page.by_role("checkbox", "ON_X86").await?.click().await?;
        let now = if before.as_deref() == Some("true") { "false" } else { "true" };
        checked(&page, "ON_X86", now).await?;
        push(&page, "Dismiss").await?;
    }
    assert_eq!(page.complaints().await?, Vec::<String>::new());
    Ok(())
}

#[tokio::test]
async fn an_arch_that_conf_stops_at_leaves_the_others() -> Result<()> {
    let tree = SmallTree::rich("one-broken")?;
    tree.write("arch/arm64/Kconfig", "config ARM64\n\tdef_bool y\n\nsource \"arch/arm64/Kconfig\"\n")?;
    let Some(page) = with_tree(&tree.tar("linux.tar.gz", &["linux"])?).await? else { return Ok(()) };
    page.by_role("tab", "arm64").await?.click().await?;
    let said = alert(&page).await?;
    assert!(said.contains("conf would stop at the Kconfig files of arm64."), "{said}");
    assert!(said.contains("arch/arm64/Kconfig:4"), "{said}");
    // The menu is still that of the arch before, and can be gone through.
    let row = page.by_role("row", "Parcels").await?;
    row.click().await?;
    press(&page, key(Key::Right)).await?;
    press(&page, key(Key::Down)).await?;
    focused(&page, |name| name.contains("ALONE = y")).await?;
    push(&page, "Back to what is shown").await?;
    let tab = page.by_role("tab", "x86_64").await?;
    assert_eq!(tab.attr("aria-selected").await?.as_deref(), Some("true"));
    page.by_role("checkbox", "ON_X86").await?.click().await?;
    checked(&page, "ON_X86", "false").await?;
    // All arches are those that can be had.
    page.by_role("tab", "All arches").await?.click().await?;
    says(&page, "table", "Matrix", |text| text.contains("x86_64")).await?;
    gone(&page, "alert").await?;
    assert_eq!(page.complaints().await?, Vec::<String>::new());
    Ok(())
}
