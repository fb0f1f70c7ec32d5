//! A menu of thousands of rows, of which a part is there.

use std::fmt::Write as _;
use std::time::Duration;

use kconfig_tests::Result;
use kconfig_tests::browser::Page;
use thirtyfour::{Key, WebElement};

use crate::hands::{focused, has, key, press, says, with_kconfig};

/// How many symbols stand on the outermost level.
const N: usize = 3000;

/// How many are in the menu behind them.
const N_LAST: usize = 500;

fn kconfig() -> Result<String> {
    let mut text = "menu \"Tools\"\n\n".to_owned();
    for (name, n, end) in
        [("TOOL", 5, "endmenu\n\n"), ("S", N, "menu \"Last\"\n\n"), ("LAST", N_LAST, "endmenu\n")]
    {
        for number in 0..n {
            writeln!(text, "config {name}_{number}\n\tbool \"number {number} of {name}\"\n")?;
        }
        text.push_str(end);
    }
    Ok(text)
}

/// Waits until the row of a symbol has the focus; its level, number of siblings
/// and place among them.
async fn at(page: &Page, symbol: &str) -> Result<[Option<String>; 3]> {
    let wanted = format!("{symbol} = n");
    let row = focused(page, |name| name.contains(&wanted)).await?;
    place(&row).await
}

async fn place(row: &WebElement) -> Result<[Option<String>; 3]> {
    Ok([row.attr("aria-level").await?, row.attr("aria-setsize").await?, row.attr("aria-posinset").await?])
}

fn numbers(level: usize, siblings: usize, position: usize) -> [Option<String>; 3] {
    [level, siblings, position].map(|number| Some(number.to_string()))
}

async fn rowcount(page: &Page, wanted: usize) -> Result<()> {
    has(page, "treegrid", "Menu", "aria-rowcount", &wanted.to_string()).await
}

#[tokio::test]
async fn keys_reach_every_row_of_a_long_menu() -> Result<()> {
    let Some(page) = with_kconfig("long", &kconfig()?).await? else { return Ok(()) };
    rowcount(&page, N + 2).await?;
    page.by_role("row", "Tools").await?.click().await?;
    press(&page, key(Key::Right)).await?;
    rowcount(&page, N + 2 + 5).await?;
    press(&page, key(Key::Down)).await?;
    assert_eq!(at(&page, "TOOL_0").await?, numbers(2, 5, 1));
    press(&page, key(Key::PageDown)).await?;
    // Ten further: past the four tools that are left.
    assert_eq!(at(&page, "S_5").await?, numbers(1, N + 2, 7));
    press(&page, key(Key::End)).await?;
    let last = focused(&page, |name| name == "Last").await?;
    assert_eq!(place(&last).await?, numbers(1, N + 2, N + 2));
    press(&page, key(Key::Right)).await?;
    rowcount(&page, N + 2 + 5 + N_LAST).await?;
    press(&page, key(Key::End)).await?;
    assert_eq!(at(&page, &format!("LAST_{}", N_LAST - 1)).await?, numbers(2, N_LAST, N_LAST));
    // Its parent is far outside of what is there.
    press(&page, key(Key::Left)).await?;
    focused(&page, |name| name == "Last").await?;
    press(&page, key(Key::Up)).await?;
    assert_eq!(at(&page, &format!("S_{}", N - 1)).await?, numbers(1, N + 2, N + 1));
    press(&page, key(Key::Home)).await?;
    focused(&page, |name| name == "Tools").await?;
    press(&page, key(Key::Left)).await?;
    rowcount(&page, N + 2 + N_LAST).await?;
    assert_eq!(page.complaints().await?, Vec::<String>::new());
    Ok(())
}

#[tokio::test]
async fn the_wheel_leaves_the_keys_where_they_were() -> Result<()> {
    let Some(page) = with_kconfig("wheel", &kconfig()?).await? else { return Ok(()) };
    page.by_role("row", "Tools").await?.click().await?;
    press(&page, key(Key::Down)).await?;
    at(&page, "S_0").await?;
    let menu = page.by_role("treegrid", "Menu").await?.rect().await?;
    let (x, y) = ((menu.x + menu.width / 2.0) as i64, (menu.y + 60.0) as i64);
    for _ in 0..20 {
        page.wheel(x, y, 1500).await?;
    }
    // Rows from afar are there, and the row of the focus is not.
    page_has(&page, 200).await?;
    stands_still(&page).await?;
    press(&page, key(Key::Down)).await?;
    assert_eq!(at(&page, "S_1").await?, numbers(1, N + 2, 3));
    press(&page, "y").await?;
    page.status("S_1 set to y on x86_64. Nothing else changed.").await?;
    assert_eq!(page.complaints().await?, Vec::<String>::new());
    Ok(())
}

#[tokio::test]
async fn the_matrix_has_its_last_rows_when_it_is_scrolled_there() -> Result<()> {
    let Some(page) = with_kconfig("matrix", &kconfig()?).await? else { return Ok(()) };
    page.by_role("checkbox", "All rows").await?.send_keys(" ").await?;
    // The first thousand that are listed, and the row of the arches.
    has(&page, "table", "Matrix", "aria-rowcount", "1001").await?;
    says(&page, "table", "Matrix", |text| text.contains("S_0nn") && !text.contains("S_999nn")).await?;
    let down = "const it = document.querySelector('.matrix-rows'); it.scrollTop = it.scrollHeight";
    for _ in 0..3 {
        // The first time the rows' height is a guess.
        page.driver.execute(down, vec![]).await?;
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    says(&page, "table", "Matrix", |text| text.contains("S_999nn") && !text.contains("S_0nn")).await?;
    const LAST: &str = "return [...document.querySelectorAll('.matrix tbody tr')].pop().ariaRowIndex";
    let last: String = page.driver.execute(LAST, vec![]).await?.convert()?;
    assert_eq!(last, "1001");
    assert_eq!(page.complaints().await?, Vec::<String>::new());
    Ok(())
}

/// Waits until the menu has stopped turning: who turns the wheel on is taken at
/// their word.
async fn stands_still(page: &Page) -> Result<()> {
    const TOP: &str = "return document.querySelector('[role=treegrid]').scrollTop";
    let mut before = f64::NAN;
    for _ in 0..100 {
        let top: f64 = page.driver.execute(TOP, vec![]).await?.convert()?;
        if top == before {
            return Ok(());
        }
        before = top;
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
    Err(format!("the menu is at {before} and goes on").into())
}

/// Waits until rows are there that stand behind this one.
async fn page_has(page: &Page, behind: usize) -> Result<()> {
    const FIRST: &str = "return Number(document.querySelector('[role=rowgroup] [role=row]').ariaPosInSet)";
    let mut first = 0;
    for _ in 0..200 {
        first = page.driver.execute(FIRST, vec![]).await?.convert::<usize>().unwrap_or_default();
        if first > behind {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    Err(format!("the first row that is there is {first}").into())
}
