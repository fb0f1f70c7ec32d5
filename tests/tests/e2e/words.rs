//! What the page says: what is kept, what is chosen, what a claim lacks.

use std::time::{Duration, Instant};

use kconfig_tests::browser::{Page, built_site};
use kconfig_tests::small_tree::{NAME, OPEN, SmallTree, site_with};
use kconfig_tests::{Result, role};
use thirtyfour::WebElement;

use crate::hands::{choose, push, says};
use crate::trees::{FILE, back, choose_file, choose_tree, n_trees};
use crate::{READY, items};

/// How long a change may take to be shown.
const PATIENCE: Duration = Duration::from_secs(10);

/// Whether an element is seen in its pane and its window, all of it.
async fn is_seen(page: &Page, element: &WebElement) -> Result<bool> {
    let script = "const it = arguments[0].getBoundingClientRect(); \
                  const pane = arguments[0].closest('.pane-body').getBoundingClientRect(); \
                  return it.height > 0 && it.top >= pane.top && it.bottom <= pane.bottom + 1";
    Ok(page.driver.execute(script, vec![element.to_json()?]).await?.convert()?)
}

#[tokio::test]
async fn what_a_claim_lacks_is_seen_without_scrolling() -> Result<()> {
    let Some(page) = Page::open("").await? else { return Ok(()) };
    page.status(READY).await?;
    page.viewport(1440, 900).await?;
    page.by_role("tab", "arm64").await?.click().await?;
    page.status_starts("arm64, ", PATIENCE).await?;
    choose(&page, "Starting point", "Case 3: kexec without kdump").await?;
    says(&page, "region", "Claims", |text| text.contains("Would not link in this case")).await?;
    let claims = items(&page, "Claims").await?;
    assert!(claims[0].contains("undefined crashk_res"), "{claims:?}");
    let region = page.by_role("region", "Claims").await?;
    let lines = region.query_all_lines().await?;
    assert!(!lines.is_empty());
    for line in lines {
        assert!(is_seen(&page, &line).await?, "{} is out of sight", line.text().await?);
    }
    Ok(())
}

/// The lines of missing references in a region.
trait Lines {
    async fn query_all_lines(&self) -> Result<Vec<WebElement>>;
}

impl Lines for WebElement {
    async fn query_all_lines(&self) -> Result<Vec<WebElement>> {
        let mut missing = Vec::new();
        for line in self.find_all(thirtyfour::By::Css("code")).await? {
            if line.text().await?.contains(": undefined ") {
                missing.push(line);
            }
        }
        Ok(missing)
    }
}

#[tokio::test]
async fn values_of_ones_own_are_no_starting_point() -> Result<()> {
    let Some(page) = Page::open("").await? else { return Ok(()) };
    page.status(READY).await?;
    let shown = async || -> Result<String> {
        let starts = page.by_role("combobox", "Starting point").await?;
        let script = "return arguments[0].selectedOptions[0].textContent";
        Ok(page.driver.execute(script, vec![starts.to_json()?]).await?.convert()?)
    };
    page.by_role("checkbox", "KEXEC").await?.click().await?;
    page.status_starts("KEXEC set to y", PATIENCE).await?;
    assert_eq!(shown().await?, "Own values");
    push(&page, "Clear values").await?;
    page.status_starts("User values cleared.", PATIENCE).await?;
    assert_ne!(shown().await?, "Own values");
    Ok(())
}

#[tokio::test]
async fn help_tells_of_a_kept_copy_only_where_there_is_one() -> Result<()> {
    let Some(built) = built_site() else { return Ok(()) };
    let tree = SmallTree::new("help")?;
    let site = tree.path("site");
    site_with(&built, &tree.bundle()?, &site)?;
    // As under `xtask serve`.
    std::fs::remove_file(site.join("service_worker.js"))?;
    let page = Page::open_site(&site, "/", "").await?;
    page.status(READY).await?;
    push(&page, "Help").await?;
    let help = page.by_role("dialog", "Help").await?.text().await?;
    for words in [
        "Verdict",
        "Lost values",
        "Open link",
        "Ctrl+Z",
        "⊘ would not link",
        "✗ a claim fails",
        "! a new warning",
        "≈ a claim fails as known",
    ] {
        assert!(help.contains(words), "{words}: {help}");
    }
    assert!(!help.contains("without a network"), "{help}");
    Ok(())
}

#[tokio::test]
async fn a_tree_forgotten_in_another_tab_is_said_in_plain_words() -> Result<()> {
    let Some(page) = Page::open("").await? else { return Ok(()) };
    let tree = SmallTree::new("forgotten")?;
    page.status(READY).await?;
    choose_file(&page, FILE, &tree.bundle()?).await?;
    page.status(OPEN).await?;
    page.by_role("button", "Forget this tree").await?;
    back(&page).await?;
    let first = page.driver.window().await?;
    // Another tab forgets the tree.
    let second = page.driver.new_tab().await?;
    page.driver.switch_to_window(second).await?;
    page.driver.goto(page.site.url()).await?;
    page.status(READY).await?;
    n_trees(&page, 1).await?;
    choose_tree(&page, NAME).await?;
    page.status(OPEN).await?;
    push(&page, "Forget this tree").await?;
    page.status(&format!("This browser keeps {NAME} no longer.")).await?;
    page.driver.switch_to_window(first).await?;
    n_trees(&page, 1).await?;
    choose_tree(&page, NAME).await?;
    page.status("The page still shows the state before.").await?;
    let alert = role::by_role_only(&page.driver, "alert").await?.text().await?;
    let words =
        format!("{NAME} is not kept in this browser any more: it was forgotten, perhaps in another tab.");
    assert!(alert.contains(&words), "{alert}");
    // It is not offered again.
    let start = Instant::now();
    while n_trees(&page, 0).await.is_err() {
        assert!(start.elapsed() < PATIENCE, "the tree is still offered");
    }
    assert_eq!(page.complaints().await?, Vec::<String>::new());
    Ok(())
}
