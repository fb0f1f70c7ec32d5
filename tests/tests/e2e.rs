//! The built site as people meet it: in a real browser, found by role and name.

use std::time::Duration;

use kconfig_tests::Result;
use kconfig_tests::browser::Page;

const READY: &str = "x86_64, all 14 patches applied. 4 claims pass.";

#[tokio::test]
async fn the_page_starts_and_its_worker_answers() -> Result<()> {
    let Some(page) = Page::open("").await? else {
        return Ok(());
    };
    page.by_role("heading", "Kconfig Playground").await?;
    page.status(READY).await?;
    page.screenshot("start").await?;
    assert_eq!(page.complaints().await?, Vec::<String>::new());
    Ok(())
}

#[tokio::test]
async fn nothing_is_requested_after_the_first_shown_state() -> Result<()> {
    let Some(page) = Page::open("").await? else {
        return Ok(());
    };
    page.status(READY).await?;
    let before = page.site.requests();
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(page.site.requests(), before);
    Ok(())
}

#[tokio::test]
async fn the_site_works_in_a_subfolder() -> Result<()> {
    let Some(page) = Page::open_below("/some/folder/", "").await? else {
        return Ok(());
    };
    page.status(READY).await?;
    for request in page.site.requests() {
        assert!(request.starts_with("/some/folder/"), "{request}");
    }
    assert_eq!(page.complaints().await?, Vec::<String>::new());
    Ok(())
}
