//! The page starts, and asks for nothing more.

use std::time::Duration;

use kconfig_tests::Result;
use kconfig_tests::browser::{Page, built_site};

use crate::READY;
use crate::offline::is_kept;

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

/// After the first shown state a page asks for its own files once, to keep them,
/// and for nothing else; what is done on the page is never seen on the network.
#[tokio::test]
async fn nothing_is_requested_after_the_first_shown_state() -> Result<()> {
    let Some(page) = Page::open("").await? else {
        return Ok(());
    };
    page.status(READY).await?;
    is_kept(&page).await?;
    let first = page.site.requests();
    let folder = built_site().unwrap_or_default();
    for path in &first {
        let file = path.trim_start_matches('/');
        let n = first.iter().filter(|other| *other == path).count();
        assert!(n <= 2 && (file.is_empty() || folder.join(file).is_file()), "{n} times {path}");
    }
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(page.site.requests(), first);
    // And the next visit, which has them.
    page.reload().await?;
    page.status(READY).await?;
    let again = page.site.requests();
    tokio::time::sleep(Duration::from_secs(1)).await;
    let end = page.site.requests();
    let asked =
        |from: usize| end[from..].iter().filter(|path| *path != "/service_worker.js").collect::<Vec<_>>();
    assert_eq!(asked(first.len()), ["/trees/index.json"]);
    assert_eq!(asked(again.len()), Vec::<&String>::new());
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
