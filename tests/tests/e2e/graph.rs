//! The dependency graph: what is in it, and what is seen of it.

use kconfig_tests::browser::Page;
use kconfig_tests::{Result, role};
use thirtyfour::WebElement;

use crate::hands::{push, says, with_kconfig};

/// A hub that needs two, selects one, and has more dependents than can be shown.
fn hub(n_dependents: usize) -> String {
    let mut text = String::from("config HUB\n\tbool \"hub\"\n\tdefault y\n");
    text += "\tdepends on FIRST_NEED && SECOND_NEED\n\tselect HELPER\n";
    text += "config FIRST_NEED\n\tbool \"first\"\n\tdefault y\nconfig SECOND_NEED\n\tdef_bool y\n";
    text += "config HELPER\n\tbool\nconfig SELECTOR\n\tbool \"selector\"\n\tselect HUB\n";
    text += "config LONG\n\tstring \"long\"\n\tdefault \"one two three four five six seven\"\n";
    for n in 0..n_dependents {
        text += &format!("config USER_{n}\n\tbool \"user\"\n\tdepends on HUB\n");
    }
    text
}

/// Puts a symbol in focus.
async fn focus(page: &Page, symbol: &str) -> Result<WebElement> {
    let search = page.by_role("searchbox", "Search symbols").await?;
    search.send_keys(symbol).await?;
    says(page, "treegrid", "Menu", |text| text.contains(symbol) && !text.contains("Modules")).await?;
    search.send_keys(crate::hands::key(thirtyfour::Key::Enter)).await?;
    says(page, "region", "Symbol", |text| text.contains(symbol)).await?;
    page.by_role("region", "Dependency graph").await
}

/// The names of the region's buttons that are symbols with their values.
async fn nodes(page: &Page, region: &WebElement) -> Result<Vec<(String, WebElement)>> {
    let mut nodes = Vec::new();
    for button in role::all_by_role(&page.driver, Some(region), "button").await? {
        let name = role::computed_label(&page.driver, &button).await?;
        if name.contains(" = ") {
            nodes.push((name, button));
        }
    }
    Ok(nodes)
}

/// Checks that every node lies within the drawing's window.
async fn all_are_seen(page: &Page, symbol: &str) -> Result<usize> {
    let region = page.by_role("region", "Dependency graph").await?;
    let window = page.by_role_in(&region, "group", &format!("Graph around {symbol}")).await?.rect().await?;
    let nodes = nodes(page, &region).await?;
    for (name, node) in &nodes {
        let rect = node.rect().await?;
        let is_in = rect.x >= window.x
            && rect.y >= window.y
            && rect.x + rect.width <= window.x + window.width
            && rect.y + rect.height <= window.y + window.height;
        if !is_in {
            return Err(format!("{name} at {rect:?} is out of {window:?}").into());
        }
    }
    Ok(nodes.len())
}

#[tokio::test]
async fn what_a_hub_needs_is_shown_and_what_is_left_out_is_said() -> Result<()> {
    let Some(page) = with_kconfig("graph-hub", &hub(60)).await? else { return Ok(()) };
    let region = focus(&page, "HUB").await?;
    for name in ["HUB = y", "FIRST_NEED = y", "SECOND_NEED = y", "HELPER = y", "SELECTOR = n", "USER_0 = n"] {
        page.by_role_in(&region, "button", name).await?;
    }
    // 40 with the hub, what it needs and selects, and its selector: 35 users of 60.
    let left_out = "25 symbols that depend on it are left out.";
    says(&page, "region", "Dependency graph", |text| text.contains(left_out)).await?;
    let drawn: Vec<String> = nodes(&page, &region).await?.into_iter().map(|(name, _)| name).collect();
    assert_eq!(drawn.len(), 40);
    page.screenshot("graph-hub").await?;

    // The list has the same, in the same order.
    page.by_role_in(&region, "radio", "List").await?.click().await?;
    let list = page.by_role_in(&region, "group", "Relations").await?;
    let mut listed: Vec<String> = Vec::new();
    for button in role::all_by_role(&page.driver, Some(&list), "button").await? {
        let name = role::computed_label(&page.driver, &button).await?;
        if !listed.contains(&name) {
            listed.push(name);
        }
    }
    let drawn: Vec<&str> = drawn.iter().filter_map(|name| name.split(' ').next()).collect();
    assert_eq!(listed, drawn);
    says(&page, "region", "Dependency graph", |text| text.contains(left_out)).await?;
    page.screenshot("graph-hub-list").await?;
    Ok(())
}

#[tokio::test]
async fn the_drawing_fits_its_pane_whatever_its_size() -> Result<()> {
    let Some(page) = with_kconfig("graph-fit", &hub(3)).await? else { return Ok(()) };
    focus(&page, "HUB").await?;
    assert_eq!(all_are_seen(&page, "HUB").await?, 8);
    page.viewport(1500, 1100).await?;
    assert_eq!(all_are_seen(&page, "HUB").await?, 8);
    page.viewport(1100, 700).await?;
    assert_eq!(all_are_seen(&page, "HUB").await?, 8);

    // Another drawing, of another size.
    let region = page.by_role("region", "Dependency graph").await?;
    page.by_role_in(&region, "button", "SELECTOR = n").await?.click().await?;
    says(&page, "region", "Symbol", |text| text.contains("SELECTOR")).await?;
    let n = all_are_seen(&page, "SELECTOR").await?;
    assert!(n > 1, "{n}");
    Ok(())
}

#[tokio::test]
async fn on_a_small_screen_the_drawing_fits_when_its_tab_is_shown() -> Result<()> {
    let Some(page) = with_kconfig("graph-small", &hub(1)).await? else { return Ok(()) };
    focus(&page, "FIRST_NEED").await?;
    page.viewport(800, 900).await?;
    page.by_role("tab", "Graph").await?.click().await?;
    assert!(all_are_seen(&page, "FIRST_NEED").await? > 1);
    page.screenshot("graph-small").await?;
    Ok(())
}

#[tokio::test]
async fn a_long_value_is_cut_and_whole_in_its_title() -> Result<()> {
    let Some(page) = with_kconfig("graph-long", &hub(1)).await? else { return Ok(()) };
    let region = focus(&page, "LONG").await?;
    let name = "LONG = one two three four five …";
    let node = page.by_role_in(&region, "button", name).await?;
    assert!(node.rect().await?.width < 300.0);
    let whole = "LONG = one two three four five six seven";
    assert_eq!(page.description("button", name).await?, whole);
    Ok(())
}

#[tokio::test]
async fn the_person_s_view_stays_when_the_pane_changes() -> Result<()> {
    let Some(page) = with_kconfig("graph-moved", &hub(3)).await? else { return Ok(()) };
    let region = focus(&page, "HUB").await?;
    for _ in 0..8 {
        push(&page, "Zoom in").await?;
    }
    let width = async || -> Result<f64> {
        let region = page.by_role("region", "Dependency graph").await?;
        Ok(page.by_role_in(&region, "button", "HUB = y").await?.rect().await?.width)
    };
    let before = width().await?;
    page.viewport(1500, 1100).await?;
    assert!((width().await? - before).abs() < 2.0, "the scale stays");
    page.by_role_in(&region, "button", "Fit").await?.click().await?;
    assert_eq!(all_are_seen(&page, "HUB").await?, 8);
    Ok(())
}
