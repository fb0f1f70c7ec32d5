//! What the page says: why something cannot be set, how many symbols changed, what
//! is kept; and that a long text leaves room for the rest.

use std::time::{Duration, Instant};

use kconfig_tests::browser::{Page, built_site};
use kconfig_tests::small_tree::{NAME, OPEN, SmallTree, site_with};
use kconfig_tests::{Result, role};
use thirtyfour::{Key, WebElement};

use crate::hands::{choose, downloads_folder, focused, key, press, push, rewrite, saved, says, with_kconfig};
use crate::trees::{FILE, back, choose_file, choose_tree, n_trees};
use crate::{READY, items};

/// How long a change may take to be shown.
const PATIENCE: Duration = Duration::from_secs(10);

/// Where the chain of a symbol that is n stands.
const HIGHER: &str = "\"Why not higher\" in the panel Symbol has the chain.";

/// Something of each kind that cannot be set, or not to everything.
const PARTS: &str = "\
config MODULES
\tbool \"Modules\"
\tmodules
\tdefault y

config BUS
\ttristate \"bus\"

config OTHER
\tbool \"other\"

config DEVICE
\ttristate \"device\"
\tdepends on BUS

config BOTH
\tbool \"both\"
\tdepends on BUS=y && OTHER

config PULLED
\ttristate \"pulled\"

config PULLER
\ttristate \"puller\"
\tselect PULLED

config COUNT
\tint \"count\"
\trange 1 10
\tdefault 4

config HIDDEN_COUNT
\tint \"hidden count\"
\tdepends on OTHER
\tdefault 4

config TITLE
\tstring \"title\"
\tdefault \"short\"
";

/// What A changes: seven symbols, and three lines that only come or go.
const COUNTED: &str = "\
config A
\tbool \"a\"
\tselect B

config B
\tbool

config LINE_COMES
\tbool \"line\"
\tdepends on A

config LINE_GOES
\tbool \"line\"
\tdepends on !A

config NUMBER
\tint \"number\"
\tdepends on A
\tdefault 5

config GOES
\tbool \"goes\"
\tdepends on !A
\tdefault y

config TWICE
\tbool \"twice\"
\tdepends on A
\tdefault y

config LATE
\tbool \"late\"
\tdefault y if A
\tdepends on A

choice
\tprompt \"one of\"
\tdepends on A

config FIRST
\tbool \"first\"

config SECOND
\tbool \"second\"

endchoice
";

/// Has all symbols listed, also those that conf would not ask for.
async fn list_all(page: &Page) -> Result<()> {
    page.by_role("checkbox", "Hidden symbols too").await?.click().await?;
    page.by_role("checkbox", "BOTH").await?;
    Ok(())
}

/// Goes to the row of a symbol.
async fn go_to(page: &Page, symbol: &str) -> Result<()> {
    let search = page.by_role("searchbox", "Search symbols").await?;
    search.clear().await?;
    search.send_keys(format!("/^{symbol}$/")).await?;
    says(page, "treegrid", "Menu", |text| text.contains(symbol)).await?;
    press(page, key(Key::Down)).await?;
    focused(page, |name| name.contains(&format!("{symbol} = "))).await?;
    Ok(())
}

#[tokio::test]
async fn a_row_that_cannot_be_set_says_why_by_mouse_and_by_keys() -> Result<()> {
    let Some(page) = with_kconfig("refused", PARTS).await? else { return Ok(()) };
    list_all(&page).await?;
    let both = format!("BOTH cannot be set: it needs BUS=y and OTHER. {HIGHER}");
    page.by_role("checkbox", "BOTH").await?.click().await?;
    page.status(&both).await?;
    // What the words point to is there.
    says(&page, "region", "Symbol", |text| text.contains("Why not higher") && text.contains("BOTH needs"))
        .await?;
    page.by_role("textbox", "HIDDEN_COUNT").await?.click().await?;
    page.status("HIDDEN_COUNT cannot be set: it needs OTHER.").await?;
    let space = " ".to_owned();
    let [delete, enter] = [key(Key::Delete), key(Key::Enter)];
    for pressed in ["y", "n", &space, &delete, &enter] {
        go_to(&page, "OTHER").await?;
        press(&page, &delete).await?;
        page.status("OTHER has no user value.").await?;
        go_to(&page, "BOTH").await?;
        press(&page, pressed).await?;
        page.status(&both).await.map_err(|error| format!("{pressed:?}: {error}"))?;
    }
    go_to(&page, "OTHER").await?;
    press(&page, "m").await?;
    page.status("m is not possible for OTHER: it is bool.").await?;
    go_to(&page, "PULLER").await?;
    press(&page, "m").await?;
    page.status("PULLER set to m on x86_64. 1 other symbol changed.").await?;
    go_to(&page, "PULLED").await?;
    press(&page, "n").await?;
    page.status("PULLED cannot be n: selected by PULLER.").await?;
    go_to(&page, "HIDDEN_COUNT").await?;
    press(&page, &enter).await?;
    page.status("HIDDEN_COUNT cannot be set: it needs OTHER.").await?;
    assert_eq!(page.complaints().await?, Vec::<String>::new());
    Ok(())
}

#[tokio::test]
async fn a_value_that_is_not_got_says_the_reason_and_a_text_that_is_none_is_refused() -> Result<()> {
    let Some(page) = with_kconfig("not-got", PARTS).await? else { return Ok(()) };
    rewrite(&page.by_role("textbox", "COUNT").await?, "99").await?;
    page.status("COUNT set to 99 on x86_64, but is 10: its range is 1 to 10 here. Nothing else changed.")
        .await?;
    says(&page, "region", "Symbol", |text| text.contains("the user's COUNT=99 is limited to 10")).await?;
    let refused = "abc is no number: COUNT takes whole numbers from 1 to 10.";
    for name in ["COUNT", "Value of COUNT"] {
        rewrite(&page.by_role("textbox", name).await?, "7").await?;
        page.status_starts("COUNT set to 7 on x86_64.", PATIENCE).await?;
        rewrite(&page.by_role("textbox", name).await?, "abc").await?;
        page.status(refused).await?;
        let value = page.by_role("textbox", name).await?.prop("value").await?;
        assert_eq!(value.as_deref(), Some("7"), "the old value stays");
        rewrite(&page.by_role("textbox", name).await?, "6").await?;
        page.status_starts("COUNT set to 6 on x86_64.", PATIENCE).await?;
    }
    page.by_role("button", "Clear COUNT").await?.click().await?;
    page.status_starts("COUNT has no user value on x86_64, and is 4.", PATIENCE).await?;
    assert_eq!(page.complaints().await?, Vec::<String>::new());
    Ok(())
}

#[tokio::test]
async fn a_value_of_any_length_leaves_room_for_the_rest() -> Result<()> {
    let Some(page) = with_kconfig("long", PARTS).await? else { return Ok(()) };
    let downloads = downloads_folder("long")?;
    page.save_to(&downloads).await?;
    let long = "x".repeat(5000);
    rewrite(&page.by_role("textbox", "TITLE").await?, &long).await?;
    let said = page.status_starts("TITLE set to xxx", PATIENCE).await?;
    assert_eq!(said, format!("TITLE set to {}… on x86_64. Nothing else changed.", "x".repeat(40)));
    let whole = page.by_role("textbox", "Value of TITLE").await?.prop("value").await?;
    assert_eq!(whole.as_deref(), Some(&*long));
    let config = saved(&page, "Save .config", &downloads).await?;
    assert!(config.contains(&format!("CONFIG_TITLE=\"{long}\"\n")), "{} bytes", config.len());
    page.by_role("tab", "All arches").await?.click().await?;
    page.status_starts("all arches", PATIENCE).await?;
    page.by_role("checkbox", "All rows").await?.click().await?;
    says(&page, "table", "Matrix", |text| text.contains("TITLE")).await?;
    says(&page, "region", "Difference", |text| text.contains("TITLE")).await?;
    // Nothing but the .config and the text box has it whole.
    let script = "const all = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT); \
                  const long = []; while (all.nextNode()) { const node = all.currentNode; \
                  const most = node.parentElement.tagName === 'title' ? 201 : 99; \
                  if (node.data.includes('x'.repeat(most)) && !node.parentElement.closest('#pane-config')) \
                  long.push(node.parentElement.getAttribute('class') ?? node.parentElement.tagName); } \
                  for (const element of document.querySelectorAll('[title], [aria-label]')) \
                  for (const name of ['title', 'aria-label']) \
                  if ((element.getAttribute(name) ?? '').length > 250) long.push(name + ' of ' + element.textContent.slice(0, 40)); \
                  if (document.title.length > 200) long.push('document'); return long;";
    let long: Vec<String> = page.driver.execute(script, vec![]).await?.convert()?;
    assert_eq!(long, Vec::<String>::new());
    let wide = "return document.documentElement.scrollWidth - window.innerWidth";
    let wide: i64 = page.driver.execute(wide, vec![]).await?.convert()?;
    assert!(wide <= 0, "{wide} pixels too wide");
    assert_eq!(page.complaints().await?, Vec::<String>::new());
    Ok(())
}

#[tokio::test]
async fn the_same_change_has_the_same_number_everywhere() -> Result<()> {
    let Some(page) = with_kconfig("counted", COUNTED).await? else { return Ok(()) };
    page.by_role("checkbox", "A").await?.click().await?;
    page.status("A set to y on x86_64. 6 other symbols changed.").await?;
    says(&page, "region", "Difference", |text| {
        text.contains("base config alone -> with user values: 7 symbols differ, 3 lines \"is not set\" only")
    })
    .await?;
    let region = page.by_role("region", "Difference").await?;
    let signs = "return [...arguments[0].querySelectorAll('tbody .sign')].map(it => it.textContent)";
    let signs: Vec<String> = page.driver.execute(signs, vec![region.to_json()?]).await?.convert()?;
    assert_eq!(signs.iter().filter(|sign| !sign.is_empty()).count(), 7, "{signs:?}");
    // All rows, also those of what is closed.
    page.by_role("searchbox", "Search symbols").await?.send_keys("/./").await?;
    page.by_role("checkbox", "SECOND").await?;
    let mut marked = 0;
    let menu = page.by_role("treegrid", "Menu").await?;
    for row in role::all_by_role(&page.driver, Some(&menu), "row").await? {
        marked += usize::from(role::computed_label(&page.driver, &row).await?.contains("at base"));
    }
    assert_eq!(marked, 7);
    push(&page, "Undo").await?;
    page.status_starts("Undone: no user values. 7 symbols changed.", PATIENCE).await?;
    assert_eq!(page.complaints().await?, Vec::<String>::new());
    Ok(())
}

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
