//! Lists of which a part is there, in windows of any height.

use std::fmt::Write as _;

use kconfig_tests::Result;
use kconfig_tests::small_tree::SmallTree;

use crate::hands::{says, with_tree};

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

/// Scrolls to a part of the way, lets the page follow, and tells by how many
/// pixels the entries miss the upper and the lower end of what is seen.
const MISSED: &str = r#"
const [outer, body, where, done] = arguments;
const list = document.querySelector(outer);
const later = time => new Promise(resolve => setTimeout(resolve, time));
(async () => {
    list.scrollIntoView();
    // The first time the height of an entry is a guess.
    for (let n = 0; n < 2; n++) {
        list.scrollTop = where * (list.scrollHeight - list.clientHeight);
        await later(250);
    }
    const seen = list.getBoundingClientRect();
    const there = document.querySelector(body).getBoundingClientRect();
    done([there.top - seen.top, seen.top + list.clientTop + list.clientHeight - there.bottom, seen.height,
        list.scrollTop]);
})();
"#;

#[tokio::test]
async fn what_is_there_fills_what_is_seen() -> Result<()> {
    let tree = SmallTree::new("tall")?;
    tree.write("init/Kconfig", &kconfig()?)?;
    let Some(page) = with_tree(&tree.bundle()?).await? else { return Ok(()) };
    page.by_role("checkbox", "ALL").await?.click().await?;
    says(&page, "region", "Difference", |text| text.contains("401")).await?;
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
                assert!(above < 60.0 && below < 20.0, "{what}");
                assert!(seen > 100.0 && seen < f64::from(height), "{what}");
                assert_eq!(scrolled > 0.0, place > 0.0, "{what}");
            }
        }
    }
    assert_eq!(page.complaints().await?, Vec::<String>::new());
    Ok(())
}
