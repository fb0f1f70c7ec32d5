//! Lists of which a part is there, in windows of any height.

use std::fmt::Write as _;

use kconfig_tests::Result;
use kconfig_tests::browser::Page;
use thirtyfour::Key;

use crate::hands::{push, says, with_kconfig};

/// How many symbols there are.
const N: usize = 400;

/// A list: the words of its pane's tab, what scrolls, what holds the entries.
const LISTS: &[(&str, &str, &str)] = &[
    ("Menu", ".menu-grid", ".menu-grid > [role=rowgroup]"),
    (".config", ".config", ".config > pre"),
    ("Difference", ".difference", ".difference tbody"),
    ("Matrix", ".matrix-rows", ".matrix-rows tbody"),
];

/// Symbols of which the first one selects all others.
fn kconfig() -> Result<String> {
    let mut text = "config ALL\n\tbool \"all of them\"\n".to_owned();
    for number in 0..N {
        writeln!(text, "\tselect S_{number}")?;
    }
    for number in 0..N {
        writeln!(text, "\nconfig S_{number}\n\tbool \"number {number}\"")?;
    }
    Ok(text)
}

/// Opens these symbols, all of them y.
async fn with_all_set(name: &str) -> Result<Option<Page>> {
    let Some(page) = with_kconfig(name, &kconfig()?).await? else { return Ok(None) };
    page.by_role("checkbox", "ALL").await?.click().await?;
    says(&page, "region", "Difference", |text| text.contains("401")).await?;
    Ok(Some(page))
}

/// Scrolls to a part of the way, if it says one, lets the page follow, and tells by
/// how many pixels the entries miss the upper and the lower end of what is seen.
const MISSED: &str = r#"
const [outer, body, where, done] = arguments;
const list = document.querySelector(outer);
const later = time => new Promise(resolve => setTimeout(resolve, time));
(async () => {
    list.scrollIntoView();
    // The first time the height of an entry is a guess.
    for (let n = 0; n < 2; n++) {
        if (where !== null) list.scrollTop = where * (list.scrollHeight - list.clientHeight);
        await later(250);
    }
    const seen = list.getBoundingClientRect();
    const there = document.querySelector(body).getBoundingClientRect();
    done([there.top - seen.top, seen.top + list.clientTop + list.clientHeight - there.bottom, seen.height,
        list.scrollTop]);
})();
"#;

/// Tells whether the menu shows the row of a symbol, all of it, and where it is
/// long no room without a row.
const IS_SEEN: &str = r#"
const grid = document.querySelector('.menu-grid');
if (!grid) return false;
const seen = grid.getBoundingClientRect();
const rows = document.querySelector('.menu-grid > [role=rowgroup]').getBoundingClientRect();
const row = [...document.querySelectorAll('.menu-grid [role=row]')]
    .find(row => row.getAttribute('aria-label').includes(arguments[0] + ' = '))?.getBoundingClientRect();
return !!row && row.height > 0 && row.top >= seen.top - 1 && row.bottom <= seen.bottom + 1
    && (!grid.classList.contains('is-long') || rows.top <= seen.top + 8 && rows.bottom >= seen.bottom - 12);
"#;

async fn is_seen(page: &Page, symbol: &str, when: &str) -> Result<()> {
    for _ in 0..100 {
        if page.driver.execute(IS_SEEN, vec![symbol.into()]).await?.convert()? {
            return Ok(());
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    Err(format!("{symbol} is not seen {when}").into())
}

#[tokio::test]
async fn what_is_gone_to_is_seen() -> Result<()> {
    let Some(page) = with_all_set("far").await? else { return Ok(()) };
    let search = page.by_role("searchbox", "Search symbols").await?;
    search.send_keys("S_300").await?;
    says(&page, "treegrid", "Menu", |text| text.contains("S_300") && !text.contains("S_180")).await?;
    search.send_keys("" + Key::Enter).await?;
    is_seen(&page, "S_300", "when it is found").await?;
    search.send_keys("" + Key::Escape).await?;
    says(&page, "treegrid", "Menu", |text| text.contains("S_299")).await?;
    is_seen(&page, "S_300", "when nothing is looked for any more").await?;
    page.driver.execute("document.querySelector('.menu-grid').scrollTop = 0", vec![]).await?;
    is_seen(&page, "S_0", "after scrolling").await?;
    page.driver.execute("document.querySelector('.difference').scrollTop = 5000", vec![]).await?;
    push(&page, "S_180").await?;
    is_seen(&page, "S_180", "when another list leads to it").await?;
    page.reload().await?;
    is_seen(&page, "S_180", "when the page opens").await?;
    page.viewport(320, 640).await?;
    page.reload().await?;
    is_seen(&page, "S_180", "when a small page opens").await?;
    let top = page.driver.execute("return scrollY", vec![]).await?;
    assert_eq!(top.convert::<f64>()?, 0.0, "the head of a page is what opens");
    page.by_role("tab", "Difference").await?.click().await?;
    push(&page, "S_5").await?;
    page.by_role("tab", "Menu").await?.click().await?;
    is_seen(&page, "S_5", "when its pane is shown").await?;
    assert_eq!(page.complaints().await?, Vec::<String>::new());
    Ok(())
}

#[tokio::test]
async fn the_page_scrolls_to_the_first_symbol_in_focus() -> Result<()> {
    let Some(page) = with_kconfig("first", &kconfig()?).await? else { return Ok(()) };
    is_seen(&page, "ALL", "when the tree opens").await?;
    page.viewport(1280, 500).await?;
    page.by_role("checkbox", "All rows").await?.send_keys(" ").await?;
    says(&page, "table", "Matrix", |text| text.contains("S_3nn")).await?;
    push(&page, "S_3").await?;
    is_seen(&page, "S_3", "in the menu").await?;
    let below = "const row = document.querySelector('.menu-row.is-focus')?.getBoundingClientRect(); \
        return !!row && row.top >= 0 && row.bottom <= innerHeight";
    for _ in 0..40 {
        if page.driver.execute(below, vec![]).await?.convert()? {
            return Ok(());
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    Err("the row is not in the window".into())
}

#[tokio::test]
async fn what_is_there_fills_what_is_seen() -> Result<()> {
    let Some(page) = with_all_set("tall").await? else { return Ok(()) };
    page.by_role("radio", "Whole").await?.send_keys(" ").await?;
    page.by_role("checkbox", "All rows").await?.send_keys(" ").await?;
    says(&page, "table", "Matrix", |text| text.contains("S_0yy")).await?;
    for (width, height) in [(1280, 900), (1280, 3000), (600, 3000), (320, 640)] {
        page.viewport(width, height).await?;
        for (pane, outer, body) in LISTS {
            if width < 900 {
                page.by_role("tab", pane).await?.click().await?;
            }
            for place in [0.0, 0.31, 0.77, 1.0] {
                let arguments = vec![(*outer).into(), (*body).into(), place.into()];
                let answer = page.driver.execute_async(MISSED, arguments).await?;
                let [above, below, seen, scrolled]: [f64; 4] = answer.convert()?;
                let what = format!("{pane} at {place} of {width} x {height}: {above}, {below} of {seen}");
                // Headings and what is around the entries.
                assert!(above < if place > 0.0 { 1.0 } else { 60.0 } && below < 20.0, "{what}");
                assert!(seen > 100.0 && seen < f64::from(height), "{what}");
                assert_eq!(scrolled > 0.0, place > 0.0, "{what}");
            }
        }
    }
    // Another list stays where the one before was.
    page.viewport(1280, 900).await?;
    for (place, part) in [(Some(0.5), "Whole"), (None, "Menu")] {
        page.by_role("radio", part).await?.send_keys(" ").await?;
        says(&page, "region", "Resulting .config", |text| text.contains("CONFIG_")).await?;
        let arguments = vec![".config".into(), ".config > pre".into(), place.into()];
        let answer = page.driver.execute_async(MISSED, arguments).await?;
        let [above, below, _, scrolled]: [f64; 4] = answer.convert()?;
        let what = format!("{part}: {above}, {below} at {scrolled}");
        assert!(above < 1.0 && below < 20.0 && scrolled > 0.0, "{what}");
    }
    assert_eq!(page.complaints().await?, Vec::<String>::new());
    Ok(())
}
