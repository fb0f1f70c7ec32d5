//! The search: words, phrases, near names, and how what was found is said.

use kconfig_tests::Result;
use kconfig_tests::browser::Page;
use thirtyfour::Key;

use crate::READY;
use crate::hands::{focused, has, key, press, says, with_kconfig};

const WORDS: &str = "\
config MODULES
\tbool \"Modules\"

config DEBUG_SPINLOCK
\tbool \"Spinlock debugging\"
\thelp
\t  Catches what is not released.

config TWICE
\tbool \"Parcel of one kind\"
\tdepends on !MODULES

config TWICE
\tbool \"Parcel of another kind\"
\tdepends on MODULES

config HIDDEN
\tbool \"Parcel out of sight\"
\tdepends on NOT_HERE_AT_ALL
";

/// Writes into the search box in place of what it has.
async fn search(page: &Page, words: &str) -> Result<()> {
    let search = page.by_role("searchbox", "Search symbols").await?;
    search.send_keys(Key::Control + "a").await?;
    search.send_keys(words).await?;
    Ok(())
}

/// Waits until the search has found these names and not those, and has been said
/// aloud.
async fn finds(page: &Page, words: &str, names: &[&str], not: &[&str], said: &str) -> Result<()> {
    search(page, words).await?;
    let is_it = |text: &str| {
        names.iter().all(|name| text.contains(name)) && !not.iter().any(|name| text.contains(name))
    };
    says(page, "treegrid", "Menu", is_it).await?;
    page.status(said).await?;
    let found = page.description("searchbox", "Search symbols").await?;
    assert!(said.to_lowercase().starts_with(found.trim_end_matches('.').to_lowercase().as_str()), "{found}");
    Ok(())
}

#[tokio::test]
async fn words_are_found_in_any_order_and_symbols_are_counted() -> Result<()> {
    let Some(page) = with_kconfig("search-words", WORDS).await? else { return Ok(()) };
    let one = "1 symbol in names and prompts.";
    finds(&page, "debugging spinlock", &["DEBUG_SPINLOCK"], &["TWICE"], one).await?;
    // Three rows, one of a symbol that another arch may ask for.
    let two = "2 symbols in names and prompts, 1 of them hidden.";
    finds(&page, "parcel", &["TWICE", "HIDDEN"], &["SPINLOCK"], two).await?;
    has(&page, "treegrid", "Menu", "aria-rowcount", "3").await?;
    let one = "1 symbol in names and prompts, hidden.";
    finds(&page, "\"out of sight\"", &["HIDDEN"], &["TWICE"], one).await?;
    let none = "No symbol has \"sight of out\" in its name or prompt.";
    finds(&page, "\"sight of out\"", &[], &["HIDDEN"], none).await?;
    assert_eq!(page.complaints().await?, Vec::<String>::new());
    Ok(())
}

#[tokio::test]
async fn what_else_could_be_is_offered() -> Result<()> {
    let Some(page) = with_kconfig("search-else", WORDS).await? else { return Ok(()) };
    let none = "No symbol has \"released\" in its name or prompt.";
    finds(&page, "released", &[], &["SPINLOCK"], none).await?;
    page.by_role("button", "Search help texts too").await?.click().await?;
    says(&page, "treegrid", "Menu", |text| text.contains("DEBUG_SPINLOCK")).await?;
    page.status("1 symbol in names, prompts and help texts.").await?;
    assert!(page.by_role("checkbox", "Search help texts").await?.is_selected().await?);

    // A name that only another arch defines is said, and cannot be gone to.
    let near = "No symbol has \"not_here_at_lal\" in its name, prompt or help text. Near: NOT_HERE_AT_ALL.";
    search(&page, "not_here_at_lal").await?;
    page.status(near).await?;
    let group = says(&page, "group", "What else could be", |text| text.contains("NOT_HERE_AT_ALL")).await?;
    assert!(group.contains("(not defined here)"), "{group}");
    Ok(())
}

#[tokio::test]
async fn a_mistyped_name_leads_to_the_symbol() -> Result<()> {
    let Some(page) = Page::open("").await? else { return Ok(()) };
    page.status(READY).await?;
    press(&page, "/").await?;
    focused(&page, |name| name == "Search symbols").await?;
    search(&page, "kexec_fiel").await?;
    let said = "No symbol has \"kexec_fiel\" in its name or prompt. Near: KEXEC_FILE.";
    page.status(said).await?;
    page.screenshot("search-near").await?;
    page.by_role("button", "KEXEC_FILE").await?.click().await?;
    says(&page, "treegrid", "Menu", |text| text.contains("KEXEC_FILE")).await?;
    page.by_role("checkbox", "KEXEC_FILE").await?;
    assert_eq!(page.complaints().await?, Vec::<String>::new());
    Ok(())
}

#[tokio::test]
async fn a_phrase_and_its_words_find_a_name() -> Result<()> {
    let Some(page) = Page::open("").await? else { return Ok(()) };
    page.status(READY).await?;
    for words in ["\"crash dump\"", "dump crash"] {
        search(&page, words).await?;
        says(&page, "treegrid", "Menu", |text| text.contains("CRASH_DUMP")).await?;
        page.by_role("checkbox", "CRASH_DUMP").await?;
        says(&page, "treegrid", "Menu", |text| !text.contains("KEXEC_JUMP")).await?;
    }
    let said = page.status_starts("2 symbols", std::time::Duration::from_secs(5)).await?;
    // What was searched is no longer said where the person goes on.
    search(&page, "kexec").await?;
    says(&page, "treegrid", "Menu", |text| text.contains("KEXEC_SIG")).await?;
    press(&page, key(Key::Down)).await?;
    focused(&page, |name| name != "Search symbols").await?;
    tokio::time::sleep(std::time::Duration::from_millis(800)).await;
    assert_eq!(page.status_starts("", std::time::Duration::ZERO).await?, said);
    Ok(())
}
