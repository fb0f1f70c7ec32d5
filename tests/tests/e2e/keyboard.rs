//! By keyboard: few stops on the way to the menu, and the focus always on something.

use std::time::Duration;

use kconfig_tests::browser::Page;
use kconfig_tests::small_tree::SmallTree;
use kconfig_tests::{Result, role};
use thirtyfour::Key;

use crate::READY;
use crate::hands::{checked, focused, key, load, press, press_until, push, says, with_tree};

/// The most stops of Tab from the page's start to the search of the menu.
const MOST: usize = 10;

/// Presses Tab from the start of the page to the menu's search; returns the stops.
async fn stops(page: &Page) -> Result<Vec<String>> {
    let mut stops = Vec::new();
    while stops.len() < 30 {
        press(page, key(Key::Tab)).await?;
        let active = page.driver.active_element().await?;
        let role = role::computed_role(&page.driver, &active).await?;
        stops.push(format!("{role} {}", role::computed_label(&page.driver, &active).await?));
        if role == "searchbox" {
            return Ok(stops);
        }
    }
    Err(format!("Tab never comes to the menu: {stops:?}").into())
}

/// What has the focus, and that it is something, once the page had time to lose it.
async fn is_on_something(page: &Page, after: &str) -> Result<String> {
    tokio::time::sleep(Duration::from_millis(300)).await;
    let active = page.driver.active_element().await?;
    let tag = active.tag_name().await?;
    assert_ne!(tag, "body", "after {after} the focus is on nothing");
    Ok(format!("{tag} {}", role::computed_label(&page.driver, &active).await?))
}

/// Puts the focus on a button and presses Enter.
async fn enter(page: &Page, button: &str) -> Result<()> {
    page.by_role("button", button).await?.focus().await?;
    press(page, key(Key::Enter)).await
}

#[tokio::test]
async fn few_stops_lead_to_the_menu_and_a_link_skips_them() -> Result<()> {
    let Some(page) = Page::open("").await? else { return Ok(()) };
    page.status(READY).await?;
    says(&page, "region", "Verdict", |text| text.contains("would not link")).await?;
    let series = stops(&page).await?;
    assert!(series.len() <= MOST, "{series:?}");
    assert_eq!(series[0], "link Skip to the menu");
    page.reload().await?;
    page.status(READY).await?;
    let address = page.driver.current_url().await?;
    press(&page, key(Key::Tab)).await?;
    let skip = page.by_role("link", "Skip to the menu").await?;
    let place = skip.rect().await?;
    assert!(place.y >= 0.0, "it is seen while it has the focus: {place:?}");
    press(&page, key(Key::Enter)).await?;
    focused(&page, |name| name == "Search symbols").await?;
    assert_eq!(page.driver.current_url().await?, address, "the fragment is the state's");
    Ok(())
}

#[tokio::test]
async fn few_stops_in_a_tree_too() -> Result<()> {
    let tree = SmallTree::rich("stops")?;
    let Some(page) = with_tree(&tree.bundle()?).await? else { return Ok(()) };
    // The focus is where the file was chosen: on from the start of the page.
    page.driver.execute("document.querySelector('a').focus()", vec![]).await?;
    let stops = stops(&page).await?;
    assert!(stops.len() < MOST, "{stops:?}");
    Ok(())
}

#[tokio::test]
async fn a_list_of_checkboxes_is_one_stop() -> Result<()> {
    let Some(page) = Page::open("").await? else { return Ok(()) };
    page.status(READY).await?;
    let tab = key(Key::Tab);
    press_until(&page, &tab, "checkbox", "1 ").await?;
    press(&page, key(Key::Right)).await?;
    focused(&page, |name| name.starts_with("2 ")).await?;
    press(&page, key(Key::End)).await?;
    focused(&page, |name| name.starts_with("14 ")).await?;
    press(&page, " ").await?;
    page.status_starts("Patches up to 13 applied", Duration::from_secs(10)).await?;
    let last = focused(&page, |name| name.starts_with("14 ")).await?;
    assert!(!last.is_selected().await?);
    press(&page, &tab).await?;
    focused(&page, |name| name == "x86_64").await?;
    // Back to the box that one left.
    page.driver.action_chain().key_down(Key::Shift).send_keys(Key::Tab).key_up(Key::Shift).perform().await?;
    focused(&page, |name| name.starts_with("14 ")).await?;
    press_until(&page, &tab, "checkbox", "Only what the series is about").await?;
    press(&page, key(Key::Right)).await?;
    focused(&page, |name| name == "Search help texts").await?;
    Ok(())
}

#[tokio::test]
async fn the_top_is_a_toolbar() -> Result<()> {
    let Some(page) = Page::open("").await? else { return Ok(()) };
    page.status(READY).await?;
    press(&page, key(Key::Tab)).await?;
    press(&page, key(Key::Tab)).await?;
    let right = key(Key::Right);
    for name in ["Copy link", "Copy as review text", "Open link", "Light", "Dark"] {
        press(&page, &right).await?;
        focused(&page, |now| now == name).await?;
    }
    let system = page.by_role("radio", "System").await?;
    assert_eq!(system.attr("aria-checked").await?.as_deref(), Some("true"), "arrow keys only move");
    press(&page, " ").await?;
    assert_eq!(system.attr("aria-checked").await?.as_deref(), Some("false"));
    press(&page, &right).await?;
    press(&page, &right).await?;
    focused(&page, |now| now == "Help").await?;
    press(&page, &right).await?;
    focused(&page, |now| now.contains("[PATCH")).await?;
    Ok(())
}

#[tokio::test]
async fn the_focus_never_falls_to_the_body() -> Result<()> {
    let Some(page) = Page::open("").await? else { return Ok(()) };
    page.status(READY).await?;
    let menu = page.by_role("treegrid", "Menu").await?;
    for symbol in ["KEXEC", "KEXEC_FILE"] {
        page.by_role_in(&menu, "checkbox", symbol).await?.click().await?;
        page.status_starts(&format!("{symbol} set to y"), Duration::from_secs(10)).await?;
    }
    enter(&page, "Clear KEXEC").await?;
    checked(&page, "KEXEC", "false").await?;
    let at = is_on_something(&page, "a value that is taken back").await?;
    assert!(at.contains("KEXEC_FILE=y"), "beside the chip that went: {at}");
    enter(&page, "Clear values").await?;
    page.status_starts("User values cleared", Duration::from_secs(10)).await?;
    let at = is_on_something(&page, "Clear values").await?;
    assert_eq!(at, "button Undo");
    // A link of the verdict goes away with the step it speaks of.
    let verdict = page.by_role("region", "Verdict").await?;
    page.by_role_in(&verdict, "button", "riscv").await?.focus().await?;
    press(&page, "[").await?;
    page.status_starts("Patches up to 13 applied", Duration::from_secs(10)).await?;
    is_on_something(&page, "a step back from a link of the verdict").await?;
    press(&page, "]").await?;
    says(&page, "region", "Verdict", |text| text.contains("After 14 patches: ⊘")).await?;
    let verdict = page.by_role("region", "Verdict").await?;
    page.by_role_in(&verdict, "button", "arm64").await?.focus().await?;
    press(&page, key(Key::Enter)).await?;
    page.status_starts("arm64", Duration::from_secs(10)).await?;
    is_on_something(&page, "a link of the verdict").await?;
    // Another step and another arch draw anew what was there.
    for (role, name) in [("option", "3"), ("tab", "All arches"), ("tab", "s390")] {
        page.by_role(role, name).await?.click().await?;
        is_on_something(&page, name).await?;
    }
    Ok(())
}

#[tokio::test]
async fn the_focus_stays_on_the_page_when_a_notice_goes() -> Result<()> {
    let tree = SmallTree::rich("notices")?;
    let Some(page) = with_tree(&tree.bundle()?).await? else { return Ok(()) };
    load(&page, "CONFIG_SERVES=m\n", "Start from it").await?;
    page.status_starts("The file is read.", Duration::from_secs(10)).await?;
    enter(&page, "Forget this .config").await?;
    let at = is_on_something(&page, "Forget this .config").await?;
    assert!(at.contains("Toolchain"), "{at}");
    load(&page, "<html>404 Not Found</html>\n", "Start from it").await?;
    enter(&page, "Back to what is shown").await?;
    is_on_something(&page, "Back to what is shown").await?;
    let broken = tree.file("broken.tar.gz", b"no tarball")?;
    crate::trees::choose_file(&page, crate::trees::FILE, &broken).await?;
    enter(&page, "Dismiss").await?;
    is_on_something(&page, "Dismiss").await?;
    enter(&page, "Forget this tree").await?;
    is_on_something(&page, "Forget this tree").await?;
    push(&page, "Open link").await?;
    press(&page, key(Key::Escape)).await?;
    let at = is_on_something(&page, "a dialog").await?;
    assert_eq!(at, "button Open link");
    Ok(())
}

#[tokio::test]
async fn a_symbol_in_why_leads_to_its_heading() -> Result<()> {
    let Some(page) = Page::open("").await? else { return Ok(()) };
    page.status(READY).await?;
    let panel = page.by_role("region", "Symbol").await?;
    let before = page.by_role_in(&panel, "heading", "CRASH_DUMP").await?;
    assert_eq!(before.text().await?, "CRASH_DUMP");
    page.by_role_in(&panel, "button", "KEXEC_CORE").await?.focus().await?;
    press(&page, key(Key::Enter)).await?;
    page.by_role_in(&panel, "heading", "KEXEC_CORE").await?;
    assert_eq!(is_on_something(&page, "Enter in Why").await?, "h2 KEXEC_CORE");
    // Tab goes on behind the heading, in the new panel.
    press(&page, key(Key::Tab)).await?;
    let inside = "return !!document.activeElement.closest('#pane-symbol')";
    assert!(page.driver.execute(inside, vec![]).await?.convert::<bool>()?);
    // From the menu the focus stays in the menu.
    press(&page, "/").await?;
    press_until(&page, &key(Key::Down), "row", "").await?;
    press(&page, key(Key::Home)).await?;
    press_until(&page, &key(Key::Down), "row", "KEXEC_JUMP = ").await?;
    press(&page, key(Key::Enter)).await?;
    let panel = page.by_role("region", "Symbol").await?;
    page.by_role_in(&panel, "heading", "KEXEC_JUMP").await?;
    let at = is_on_something(&page, "Enter in the menu").await?;
    assert!(at.contains("KEXEC_JUMP = "), "{at}");
    Ok(())
}
