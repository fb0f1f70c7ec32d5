//! What a person does at the page, and looks for until it is there.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use kconfig_tests::browser::Page;
use kconfig_tests::small_tree::{OPEN, SmallTree};
use kconfig_tests::{Result, role};
use thirtyfour::{Key, WebElement};

use crate::READY;
use crate::trees::{FILE, choose_file};

/// How long something may take to appear.
const PATIENCE: Duration = Duration::from_secs(10);

/// Waits until a checkbox of the menu has this state.
pub(crate) async fn checked(page: &Page, symbol: &str, wanted: &str) -> Result<WebElement> {
    let mut state = None;
    for _ in 0..100 {
        let checkbox = page.by_role("checkbox", symbol).await?;
        state = checkbox.attr("aria-checked").await?;
        if state.as_deref() == Some(wanted) {
            return Ok(checkbox);
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    Err(format!("{symbol} is {state:?}, not {wanted}").into())
}

/// What the clipboard has.
pub(crate) async fn copied(page: &Page) -> Result<String> {
    let answer =
        page.driver.execute_async("navigator.clipboard.readText().then(arguments[0])", vec![]).await?;
    Ok(answer.convert()?)
}

/// Lets the test read the clipboard, and the page write it.
pub(crate) async fn allow_clipboard(page: &Page) -> Result<()> {
    page.grant("clipboard-read").await?;
    page.grant("clipboard-write").await
}

/// Opens an address in a window of its own, in front of the others.
pub(crate) async fn open_anew(page: &Page, address: &str) -> Result<()> {
    let window = page.driver.new_window().await?;
    page.driver.switch_to_window(window).await?;
    page.driver.goto(address).await?;
    Ok(())
}

/// Waits until the clipboard has a link.
pub(crate) async fn copied_link(page: &Page) -> Result<String> {
    for _ in 0..100 {
        let text = copied(page).await?;
        if text.contains("#1/") || text.contains("#2/") {
            return Ok(text);
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    Err("no link was copied".into())
}

/// A key as the text that stands for it.
pub(crate) fn key(key: Key) -> String {
    key.value().to_string()
}

/// Presses keys wherever the focus is.
pub(crate) async fn press(page: &Page, keys: impl AsRef<str>) -> Result<()> {
    page.driver.action_chain().send_keys(keys.as_ref()).perform().await?;
    Ok(())
}

/// Presses a key until the focus is on an element of this role and name.
pub(crate) async fn press_until(page: &Page, key: &str, wanted_role: &str, wanted_name: &str) -> Result<()> {
    let mut seen = Vec::new();
    for _ in 0..120 {
        let active = page.driver.active_element().await?;
        let found = role::computed_role(&page.driver, &active).await?;
        let name = role::computed_label(&page.driver, &active).await?;
        if found == wanted_role && name.contains(wanted_name) {
            return Ok(());
        }
        seen.push(format!("{found} {name}"));
        press(page, key).await?;
    }
    Err(format!("the focus never came to {wanted_role} {wanted_name}: {seen:?}").into())
}

/// Writes into a text box in place of what it has.
pub(crate) async fn rewrite(textbox: &WebElement, text: &str) -> Result<()> {
    textbox.send_keys(Key::Control + "a").await?;
    textbox.send_keys(format!("{text}{}", key(Key::Enter))).await?;
    Ok(())
}

/// Chooses an option of a native combobox by its text.
pub(crate) async fn choose(page: &Page, combobox: &str, option: &str) -> Result<()> {
    let combobox = page.by_role("combobox", combobox).await?;
    page.by_role_in(&combobox, "option", option).await?.click().await?;
    Ok(())
}

/// Opens the page and in it a tree from a file; none where there is no site.
pub(crate) async fn with_tree(file: &Path) -> Result<Option<Page>> {
    let Some(page) = Page::open("").await? else { return Ok(None) };
    page.status(READY).await?;
    choose_file(&page, FILE, file).await?;
    page.status(OPEN).await?;
    page.by_role("button", "Save defconfig").await?;
    Ok(Some(page))
}

/// Opens the page and in it a small tree of this Kconfig.
pub(crate) async fn with_kconfig(name: &str, text: &str) -> Result<Option<Page>> {
    let tree = SmallTree::new(name)?;
    tree.write("init/Kconfig", text)?;
    with_tree(&tree.bundle()?).await
}

/// Pastes a text into the dialog of "Load .config".
pub(crate) async fn load(page: &Page, text: &str, button: &str) -> Result<()> {
    push(page, "Load .config").await?;
    let dialog = page.by_role("dialog", "Load a .config, defconfig or fragment").await?;
    page.by_role_in(&dialog, "textbox", "or paste its lines").await?.send_keys(text).await?;
    page.by_role_in(&dialog, "button", button).await?.click().await?;
    Ok(())
}

/// Clicks a button.
pub(crate) async fn push(page: &Page, button: &str) -> Result<()> {
    let button = page.by_role("button", button).await?;
    // To the middle: the status covers what the browser brings to the edge.
    button.scroll_into_view().await?;
    button.click().await?;
    Ok(())
}

/// Waits until the text of the element of this role and name, all of it, also
/// what is scrolled out of sight, is as wanted.
pub(crate) async fn says(
    page: &Page,
    role: &str,
    name: &str,
    is_it: impl Fn(&str) -> bool,
) -> Result<String> {
    let start = Instant::now();
    loop {
        let element = page.by_role(role, name).await?;
        let text = element.prop("textContent").await.ok().flatten().unwrap_or_default();
        if is_it(&text) {
            return Ok(text);
        }
        if start.elapsed() > PATIENCE {
            return Err(format!("{role} {name} says {text}").into());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Waits until the element of this role and name has this attribute.
pub(crate) async fn has(page: &Page, role: &str, name: &str, attribute: &str, wanted: &str) -> Result<()> {
    let start = Instant::now();
    loop {
        let now = page.by_role(role, name).await?.attr(attribute).await?;
        if now.as_deref() == Some(wanted) {
            return Ok(());
        }
        if start.elapsed() > PATIENCE {
            return Err(format!("{attribute} of {role} {name} is {now:?}, not {wanted}").into());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Waits until there is no element of this role: the status may be drawn a task
/// before what it speaks of.
pub(crate) async fn gone(page: &Page, role: &str) -> Result<()> {
    let start = Instant::now();
    while !role::all_by_role(&page.driver, None, role).await?.is_empty() {
        if start.elapsed() > PATIENCE {
            return Err(format!("there still is a {role}").into());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    Ok(())
}

/// Waits until the focus is on an element whose name is as wanted.
pub(crate) async fn focused(page: &Page, is_it: impl Fn(&str) -> bool) -> Result<WebElement> {
    let start = Instant::now();
    let mut name = String::new();
    while start.elapsed() < PATIENCE {
        // A row that goes away takes its element with it.
        if let Ok(active) = page.driver.active_element().await {
            name = role::computed_label(&page.driver, &active).await.unwrap_or_default();
            if is_it(&name) {
                return Ok(active);
            }
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    Err(format!("the focus is on {name}").into())
}

/// A folder for what the page saves, empty.
pub(crate) fn downloads_folder(name: &str) -> Result<PathBuf> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("e2e").join(name);
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// Saves by a button, and takes the file away.
pub(crate) async fn saved(page: &Page, button: &str, folder: &Path) -> Result<String> {
    push(page, button).await?;
    let start = Instant::now();
    while start.elapsed() < 6 * PATIENCE {
        for entry in std::fs::read_dir(folder)?.flatten() {
            // While it is written, a file has another ending.
            if entry.path().extension().is_none_or(|extension| extension != "crdownload") {
                let text = std::fs::read_to_string(entry.path())?;
                if !text.is_empty() {
                    std::fs::remove_file(entry.path())?;
                    return Ok(text);
                }
            }
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    Err("nothing was saved".into())
}
