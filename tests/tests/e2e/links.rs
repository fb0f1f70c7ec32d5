//! Links that are pasted, and links that are copied.

use std::path::{Path, PathBuf};
use std::process::Command;

use kconfig::Workspace;
use kconfig::view::Ask;
use kconfig_tests::browser::{Page, built_site};
use kconfig_tests::{Result, role};
use thirtyfour::Key;

use crate::hands::{allow_clipboard, checked, copied, copied_link, gone, has, push};
use crate::{READY, items};

/// The button and the text box for a link that does not come by the address bar.
const OPEN: &str = "Open link";
const TEXT: &str = "Paste a link or a mail with one";

/// What the page says of a link that is read as it was written.
const MATCH: &str = "MATCH: this is what the sender saw.";

/// The link to what the reply to the letter says of arm64.
fn reply_link() -> Result<String> {
    let scenario = kconfig_scenarios::scenario("crash-kexec-split").ok_or("no scenario")?;
    let mut workspace = Workspace::open(scenario.name, scenario.files).map_err(|problem| problem.message)?;
    let start = workspace.scenario().starts.iter().find(|start| start.id == "reply-arm64").cloned();
    let state = start.and_then(|start| start.states.first().cloned()).ok_or("no reply-arm64")?;
    Ok(workspace.view(&state, &Ask::default()).map_err(|problem| problem.message)?.link)
}

/// A mail that quotes a mail with a link, wrapped and quoted twice.
fn mail(link: &str) -> String {
    let letters: Vec<char> = format!("<https://example.org/kconfig/{link}>").chars().collect();
    let lines: Vec<String> = letters.chunks(50).map(|line| line.iter().collect()).collect();
    format!("Ann wrote:\n> > To see the same: 1/14 and\n> > {}\n> Regards\nSo I do.\n", lines.join("\n> > "))
}

/// Puts a text into the dialog; all at once, as a paste does.
async fn fill(page: &Page, text: &str) -> Result<()> {
    push(page, OPEN).await?;
    let textbox = page.by_role("textbox", TEXT).await?;
    page.driver.execute("arguments[0].value = arguments[1]", vec![textbox.to_json()?, text.into()]).await?;
    Ok(())
}

/// Waits for the words about a link.
async fn told(page: &Page, role: &str, wanted: &str) -> Result<()> {
    let mut text = String::new();
    for _ in 0..100 {
        text = role::by_role_only(&page.driver, role).await?.text().await.unwrap_or_default();
        if text.contains(wanted) {
            return Ok(());
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    Err(format!("the {role} says {text:?}, not {wanted:?}").into())
}

/// Waits until the page shows the state of [`reply_link`].
async fn reply_is_shown(page: &Page) -> Result<()> {
    has(page, "tab", "arm64", "aria-selected", "true").await?;
    checked(page, "KEXEC_FILE", "true").await?;
    checked(page, "CRASH_DUMP", "false").await?;
    assert_eq!(items(page, "Link check").await?.len(), 3);
    Ok(())
}

#[tokio::test]
async fn a_mail_with_a_link_is_opened_and_back_leads_to_where_it_was_pasted() -> Result<()> {
    let Some(page) = Page::open("").await? else { return Ok(()) };
    page.status(READY).await?;
    // Without a text the dialog stays and says why.
    push(&page, OPEN).await?;
    push(&page, "Open").await?;
    told(&page, "alert", "There is no text to find a link in.").await?;
    push(&page, "Cancel").await?;
    gone(&page, "dialog").await?;
    fill(&page, &mail(&reply_link()?)).await?;
    push(&page, "Open").await?;
    gone(&page, "dialog").await?;
    reply_is_shown(&page).await?;
    told(&page, "note", MATCH).await?;
    page.back().await?;
    has(&page, "tab", "x86_64", "aria-selected", "true").await?;
    page.forward().await?;
    reply_is_shown(&page).await?;
    assert_eq!(page.complaints().await?, Vec::<String>::new());
    Ok(())
}

#[tokio::test]
async fn a_damaged_link_is_refused_in_words_and_nothing_is_lost() -> Result<()> {
    let Some(page) = Page::open("").await? else { return Ok(()) };
    page.status(READY).await?;
    page.by_role("tab", "riscv").await?.click().await?;
    page.status_starts("riscv, ", std::time::Duration::from_secs(10)).await?;
    let link = reply_link()?;
    for (text, words) in [
        (
            mail(&link[..20]),
            "the link is cut: its checksum at the end is missing or too short. The page stays as it is.",
        ),
        (
            mail(&link.replace("#1/", "#7/")),
            "the link is of format 7; this page reads formats 1 and 2. The page stays",
        ),
        (
            mail("").replace("1/14", "all"),
            "this is no link to a state: it has no `#1/` or `#2/` part. The page stays as it is.",
        ),
    ] {
        fill(&page, &text).await?;
        push(&page, "Open").await?;
        told(&page, "alert", words).await?;
        has(&page, "tab", "riscv", "aria-selected", "true").await?;
        push(&page, "Dismiss").await?;
        gone(&page, "alert").await?;
    }
    // As much as can be read is shown, with a way back.
    fill(&page, &mail(&link[..link.len() - 3])).await?;
    push(&page, "Open").await?;
    told(&page, "alert", "Take care: the link is cut").await?;
    reply_is_shown(&page).await?;
    page.back().await?;
    has(&page, "tab", "riscv", "aria-selected", "true").await
}

#[tokio::test]
async fn a_link_pasted_on_the_page_is_opened_and_one_in_a_text_box_is_not() -> Result<()> {
    let Some(page) = Page::open("").await? else { return Ok(()) };
    page.status(READY).await?;
    allow_clipboard(&page).await?;
    let script = "navigator.clipboard.writeText(arguments[0]).then(arguments[1])";
    page.driver.execute_async(script, vec![mail(&reply_link()?).into()]).await?;
    let search = page.by_role("searchbox", "Search symbols").await?;
    search.send_keys(Key::Control + "v").await?;
    assert!(search.prop("value").await?.is_some_and(|text| text.contains("#1/")), "the text is in the box");
    // It takes the search away, as a person would.
    search.send_keys(Key::Escape + "").await?;
    has(&page, "tab", "x86_64", "aria-selected", "true").await?;
    page.by_role("tab", "x86_64").await?.click().await?;
    // Held down: a chain of letters lets go of each before the next.
    let paste = page.driver.action_chain().key_down(Key::Control).send_keys("v").key_up(Key::Control);
    paste.perform().await?;
    reply_is_shown(&page).await?;
    told(&page, "note", MATCH).await?;
    assert_eq!(page.complaints().await?, Vec::<String>::new());
    Ok(())
}

#[tokio::test]
async fn a_link_of_a_page_that_runs_here_is_said_to_work_only_here() -> Result<()> {
    let Some(page) = Page::open("").await? else { return Ok(()) };
    page.status(READY).await?;
    allow_clipboard(&page).await?;
    push(&page, "Copy link").await?;
    let said = page.status_starts("Link copied. ", std::time::Duration::from_secs(10)).await?;
    assert!(said.contains("It works only on this machine"), "{said}");
    assert!(said.contains("cargo xtask dist --public-url"), "{said}");
    let link = copied(&page).await?;
    assert!(link.starts_with(&format!("{}#1/", page.site.url())), "{link}");
    Ok(())
}

/// A copy of the site, built with a public address: with what the build's hook
/// writes last.
fn public_site(site: &Path, url: &str) -> Result<PathBuf> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("e2e-public");
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    std::fs::create_dir_all(&folder)?;
    for entry in std::fs::read_dir(site)? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            std::fs::copy(entry.path(), folder.join(entry.file_name()))?;
        }
    }
    let output = Command::new(env!("CARGO"))
        .args(["xtask", "seal"])
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
        .envs([("KCONFIG_PUBLIC_URL", url), ("KCONFIG_OFFLINE", "1")])
        .env("TRUNK_STAGING_DIR", &folder)
        .output()?;
    if output.status.success() { Ok(folder) } else { Err(String::from_utf8_lossy(&output.stderr).into()) }
}

#[tokio::test]
async fn a_site_with_a_public_address_copies_that() -> Result<()> {
    let Some(site) = built_site() else { return Ok(()) };
    let folder = public_site(&site, "https://example.org/kconfig/")?;
    let page = Page::open_site(&folder, "/", "").await?;
    page.status(READY).await?;
    allow_clipboard(&page).await?;
    push(&page, "Copy link").await?;
    let link = copied_link(&page).await?;
    assert!(link.starts_with("https://example.org/kconfig/#1/crash-kexec-split/x86_64/"), "{link}");
    page.status("Link copied.").await?;
    assert_eq!(page.complaints().await?, Vec::<String>::new());
    Ok(())
}
