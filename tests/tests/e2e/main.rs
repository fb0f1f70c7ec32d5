//! The built site as people meet it: in a real browser, found by role and name.

mod axe;
mod broken_trees;
mod flow;
mod graph;
mod hands;
mod kernel;
mod keyboard;
mod links;
mod long_lists;
mod long_menu;
mod looks;
mod nothing_lost;
mod offline;
mod search;
mod series;
mod small_screens;
mod start;
mod states;
mod tree_config;
mod tree_links;
mod tree_menu;
mod trees;
mod unknown_answers;
mod verdict;
mod words;

use kconfig_tests::browser::Page;
use kconfig_tests::{Result, role};

/// What the page says when it has started.
const READY: &str = "x86_64, all 14 patches applied. 4 claims pass.";

/// Returns the texts of a region's list items.
async fn items(page: &Page, region: &str) -> Result<Vec<String>> {
    let region = page.by_role("region", region).await?;
    let mut texts = Vec::new();
    for item in role::all_by_role(&page.driver, Some(&region), "listitem").await? {
        texts.push(item.text().await?);
    }
    Ok(texts)
}

/// Returns the missing references of the link check, in order, without who needs them.
async fn missing(page: &Page) -> Result<Vec<String>> {
    let items = items(page, "Link check").await?;
    let mut missing: Vec<String> =
        items.iter().map(|item| item.lines().next().unwrap_or_default().to_owned()).collect();
    missing.sort();
    Ok(missing)
}
