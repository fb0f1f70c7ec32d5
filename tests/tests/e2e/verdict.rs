//! What is wrong is said first, and each part of it opens its state.

use kconfig_tests::Result;
use kconfig_tests::browser::Page;
use kconfig_tests::small_tree::SmallTree;

use thirtyfour::Key;

use crate::READY;
use crate::hands::{checked, choose, has, says, with_tree};

/// What is wrong after the whole series.
const AFTER: &str = "After 14 patches: arm, arm64, riscv and x86_64 would not link in a case that the letter \
                     claims; 3 new warnings (x86_64, powerpc, loongarch); claims hold on 8 arches, powerpc fails \
                     3 as known.";

/// Waits until the verdict is this sentence; signs and line breaks do not count.
async fn verdict(page: &Page, wanted: &str) -> Result<()> {
    let plain = |text: &str| {
        let text: String = text.chars().filter(|c| !"⊘✗!≈".contains(*c)).collect();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    says(page, "region", "Verdict", |text| plain(text) == wanted).await?;
    Ok(())
}

#[tokio::test]
async fn the_first_thing_read_is_what_is_wrong() -> Result<()> {
    let Some(page) = Page::open("").await? else { return Ok(()) };
    page.status(READY).await?;
    verdict(&page, AFTER).await?;
    // Above all else but the heading, whole, at each size.
    for (width, height) in [(1440, 900), (1280, 720), (390, 844)] {
        page.viewport(width, height).await?;
        let first = "const box = document.querySelector('[aria-label=Verdict]').getBoundingClientRect(); \
                     const main = document.querySelector('main').getBoundingClientRect(); \
                     return box.top - main.top < 12 && box.top > 0 && box.bottom < innerHeight / 2";
        let is_first: bool = page.driver.execute(first, vec![]).await?.convert()?;
        assert!(is_first, "at {width}x{height}");
        page.screenshot(&format!("verdict-{width}")).await?;
    }
    page.viewport(1440, 900).await?;
    says(&page, "region", "Link check", |text| {
        text.contains("In this state nothing is missing")
            && text.contains("In another case on x86_64, 1 reference is missing.")
    })
    .await?;
    // A sign with words, also for who does not see it.
    has(&page, "tab", "arm64", "aria-description", "would not link").await?;
    has(&page, "tab", "powerpc", "aria-description", "a new warning").await?;
    assert_eq!(page.by_role("tab", "s390").await?.attr("aria-description").await?, None);
    let region = page.by_role("region", "Verdict").await?;
    page.by_role_in(&region, "button", "arm64").await?.click().await?;
    has(&page, "tab", "arm64", "aria-selected", "true").await?;
    says(&page, "region", "Link check", |text| text.contains("undefined crashk_res")).await?;
    // At another step it says what is wrong there.
    let steps = page.by_role("listbox", "Series step").await?;
    page.by_role_in(&steps, "option", "base").await?.click().await?;
    verdict(
        &page,
        "Before the series: claims 1-crash-dump, 2 and 3 fail on x86_64, arm64, arm, riscv, s390, mips, \
         loongarch and sh; powerpc fails 3 as known.",
    )
    .await?;
    assert_eq!(page.complaints().await?, Vec::<String>::new());
    Ok(())
}

#[tokio::test]
async fn what_does_not_link_is_never_green() -> Result<()> {
    let Some(page) = Page::open("").await? else { return Ok(()) };
    page.status(READY).await?;
    let name = "4 pass, 3 missing references, would not link, arm64 at 14";
    let cell = page.by_role("button", name).await?;
    let clean = page.by_role("button", "4 pass, s390 at 14").await?;
    assert_ne!(cell.css_value("background-color").await?, clean.css_value("background-color").await?);
    has(&page, "option", "14", "aria-description", "would not link on some arch").await?;
    has(&page, "option", "1", "aria-description", "a claim fails on some arch").await?;
    // The claim that passes there is not praised, and leads to what is missing.
    cell.send_keys(Key::Enter + "").await?;
    has(&page, "tab", "arm64", "aria-selected", "true").await?;
    let claim = says(&page, "region", "Claims", |text| text.contains("would not link")).await?;
    assert!(claim.contains("undefined crashk_low_res"), "{claim}");
    choose(&page, "Starting point", "Case 2: kexec").await?;
    says(&page, "region", "Link check", |text| {
        text.contains("In this state nothing is missing")
            && text.contains("In case 3 on arm64, 3 references are missing.")
    })
    .await?;
    Ok(())
}

#[tokio::test]
async fn a_tree_without_a_series_has_a_verdict_on_its_state() -> Result<()> {
    let tree = SmallTree::rich("verdict")?;
    let Some(page) = with_tree(&tree.tar("linux.tar.gz", &["linux"])?).await? else { return Ok(()) };
    verdict(&page, "Linux 6.12.3 on x86_64, alldefconfig: 1 answer of the toolchain unknown.").await?;
    // A value that another one takes away is asked for and not got.
    page.by_role("searchbox", "Search symbols").await?.send_keys("serves").await?;
    page.by_role("checkbox", "SERVES").await?.click().await?;
    checked(&page, "SERVES", "mixed").await?;
    page.by_role("checkbox", "SERVES").await?.click().await?;
    checked(&page, "SERVES", "true").await?;
    page.by_role("checkbox", "NEEDS_SERVES").await?.click().await?;
    checked(&page, "NEEDS_SERVES", "true").await?;
    page.by_role("checkbox", "SERVES").await?.click().await?;
    verdict(
        &page,
        "Linux 6.12.3 on x86_64, alldefconfig: 1 of 2 values not got (NEEDS_SERVES); 1 answer of the \
         toolchain unknown.",
    )
    .await?;
    let region = page.by_role("region", "Verdict").await?;
    page.by_role_in(&region, "button", "NEEDS_SERVES").await?.click().await?;
    says(&page, "region", "Symbol", |text| text.contains("NEEDS_SERVES")).await?;
    Ok(())
}
