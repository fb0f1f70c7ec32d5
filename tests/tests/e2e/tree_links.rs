//! Links to a state of a tree, and the browser's back and forward.

use std::time::Duration;

use kconfig_tests::Result;
use kconfig_tests::browser::Page;
use kconfig_tests::role;
use kconfig_tests::small_tree::{NAME, OPEN, SmallTree};

use crate::hands::{allow_clipboard, checked, copied_link, has, open_anew, push, with_tree};
use crate::trees::{back, choose_tree};

/// How long a state may take to be shown.
const PATIENCE: Duration = Duration::from_secs(10);

/// Waits until this arch's tab is chosen.
async fn on_arch(page: &Page, arch: &str) -> Result<()> {
    has(page, "tab", arch, "aria-selected", "true").await
}

#[tokio::test]
async fn a_link_opens_the_kept_tree_and_shows_the_same() -> Result<()> {
    let tree = SmallTree::rich("link")?;
    let Some(page) = with_tree(&tree.bundle()?).await? else { return Ok(()) };
    allow_clipboard(&page).await?;
    page.by_role("button", "Forget this tree").await?;
    page.by_role("tab", "arm64").await?.click().await?;
    page.status_starts("arm64, ", PATIENCE).await?;
    page.by_role("checkbox", "ON_X86").await?.click().await?;
    page.status("ON_X86 set to y on arm64. Nothing else changed.").await?;
    push(&page, "Copy link").await?;
    let link = copied_link(&page).await?;
    assert!(link.contains(NAME), "{link}");
    open_anew(&page, &link).await?;
    on_arch(&page, "arm64").await?;
    checked(&page, "ON_X86", "true").await?;
    let note = role::by_role_only(&page.driver, "note").await?.text().await?;
    assert!(note.contains("MATCH: this is what the sender saw."), "{note}");
    let shown = page.by_role("combobox", "Tree").await?.prop("value").await?;
    assert_eq!(shown.as_deref(), Some(NAME));
    // Where the tree is nowhere, what to do about it is said.
    push(&page, "Forget this tree").await?;
    page.status(&format!("This browser keeps {NAME} no longer.")).await?;
    open_anew(&page, &link).await?;
    let alert = role::by_role_only(&page.driver, "alert").await?.text().await?;
    assert!(alert.contains(NAME), "{alert}");
    assert!(alert.contains("Open bundle or tarball"), "{alert}");
    page.by_role("treegrid", "Menu").await?;
    assert_eq!(page.complaints().await?, Vec::<String>::new());
    Ok(())
}

#[tokio::test]
async fn back_and_forward_lead_through_arches_and_trees() -> Result<()> {
    let tree = SmallTree::rich("back")?;
    let Some(page) = with_tree(&tree.bundle()?).await? else { return Ok(()) };
    page.by_role("button", "Forget this tree").await?;
    page.by_role("tab", "arm64").await?.click().await?;
    page.status_starts("arm64, ", PATIENCE).await?;
    page.by_role("checkbox", "ON_X86").await?.click().await?;
    checked(&page, "ON_X86", "true").await?;
    page.back().await?;
    on_arch(&page, "x86_64").await?;
    page.forward().await?;
    on_arch(&page, "arm64").await?;
    checked(&page, "ON_X86", "true").await?;
    // To the series and on, by its name and by the browser's buttons.
    back(&page).await?;
    page.by_role("listbox", "Series step").await?;
    choose_tree(&page, NAME).await?;
    page.status(OPEN).await?;
    on_arch(&page, "x86_64").await?;
    page.back().await?;
    page.by_role("listbox", "Series step").await?;
    page.back().await?;
    on_arch(&page, "arm64").await?;
    checked(&page, "ON_X86", "true").await?;
    assert_eq!(page.complaints().await?, Vec::<String>::new());
    Ok(())
}
