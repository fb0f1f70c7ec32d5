//! The page starts, and asks for nothing more.

use std::time::Duration;

use kconfig_tests::Result;
use kconfig_tests::browser::Page;

use crate::READY;

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
