//! What the page looks like: pictures to look at, and what can be checked of them.

use kconfig_tests::Result;
use kconfig_tests::browser::Page;

/// Waits until a region says something.
async fn says(page: &Page, region: &str, wanted: &str) -> Result<()> {
    let mut text = String::new();
    for _ in 0..100 {
        let region = page.by_role("region", region).await?;
        text = region.prop("textContent").await?.unwrap_or_default();
        if text.contains(wanted) {
            return Ok(());
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    Err(format!("{region} says {text}").into())
}

#[tokio::test]
async fn wide_and_narrow_light_and_dark() -> Result<()> {
    let Some(page) = Page::open("").await? else { return Ok(()) };
    let start = "arm64, as Arch Linux ARM configures it";
    let starts = page.by_role("combobox", "Starting point").await?;
    page.by_role_in(&starts, "option", start).await?.click().await?;
    page.viewport(1440, 900).await?;
    says(&page, "Link check", "undefined crashk_res").await?;
    for theme in ["Light", "Dark"] {
        page.viewport(1440, 900).await?;
        let themes = page.by_role("radiogroup", "Theme").await?;
        page.by_role_in(&themes, "radio", theme).await?.click().await?;
        let theme = theme.to_lowercase();
        page.screenshot(&format!("wide-{theme}")).await?;
        for (width, height) in [(320, 640), (768, 1024)] {
            page.viewport(width, height).await?;
            let overflow = page
                .driver
                .execute("return document.documentElement.scrollWidth - window.innerWidth", vec![])
                .await?;
            let overflow: i64 = overflow.convert()?;
            assert!(overflow <= 0, "{overflow} pixels too wide at {width}");
            page.screenshot(&format!("{width}-{theme}")).await?;
        }
    }
    page.viewport(1440, 1800).await?;
    page.by_role("tab", "All arches").await?.click().await?;
    page.by_role("table", "Matrix").await?;
    page.screenshot("all-arches").await?;
    Ok(())
}
