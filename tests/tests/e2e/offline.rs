//! The page without its server, and the way out.

use std::time::Duration;

use kconfig_tests::Result;
use kconfig_tests::browser::Page;
use kconfig_tests::small_tree::{NAME, OPEN};

use crate::READY;
use crate::trees::{choose_tree, n_trees, offered};

/// Waits until the browser has all of the site.
pub(crate) async fn is_kept(page: &Page) -> Result<()> {
    let script = "const done = arguments[0]; navigator.serviceWorker.ready.then((it) => { \
                  const isDone = () => !it.installing && !it.waiting && it.active.state === 'activated'; \
                  const look = () => isDone() ? done(true) : setTimeout(look, 20); look(); });";
    page.driver.execute_async(script, vec![]).await?;
    Ok(())
}

/// What the browser keeps of this site: caches and registrations.
async fn kept(page: &Page) -> Result<(Vec<String>, u64)> {
    let script = "const done = arguments[0]; (async () => [await caches.keys(), \
                  (await navigator.serviceWorker.getRegistrations()).length])().then(done);";
    Ok(page.driver.execute_async(script, vec![]).await?.convert()?)
}

#[tokio::test]
async fn the_page_opens_without_its_server() -> Result<()> {
    let Some((mut page, _tree)) = offered("offline", "/some/folder/", |_| Ok(())).await? else {
        return Ok(());
    };
    choose_tree(&page, NAME).await?;
    page.status(OPEN).await?;
    page.by_role("button", "Forget this tree").await?;
    is_kept(&page).await?;
    page.site.stop();
    page.reload().await?;
    // The address says which tree was shown, and the opened tree is kept.
    page.status("x86_64, alldefconfig.").await?;
    // What the site offers is known from before.
    n_trees(&page, 1).await?;
    assert_eq!(page.complaints().await?, Vec::<String>::new());
    Ok(())
}

/// What the page says of itself to search engines: no state changes it.
async fn description(page: &Page) -> Result<String> {
    let script = "return document.querySelector('meta[name=description]').content";
    Ok(page.driver.execute(script, vec![]).await?.convert()?)
}

#[tokio::test]
async fn another_version_of_the_site_is_there_at_the_next_load() -> Result<()> {
    let Some((page, tree)) = offered("version", "/", |_| Ok(())).await? else { return Ok(()) };
    let site = tree.path("site");
    is_kept(&page).await?;
    let (before, _) = kept(&page).await?;
    assert_eq!(before.len(), 1, "{before:?}");
    // Another description, and the version that goes with it.
    let [index, script] = [site.join("index.html"), site.join("service_worker.js")];
    let html = std::fs::read_to_string(&index)?.replace("A complete Linux Kconfig evaluator", "Newer");
    std::fs::write(index, html)?;
    let text = std::fs::read_to_string(&script)?;
    std::fs::write(script, text.replacen("const VERSION = \"", "const VERSION = \"0", 1))?;
    // The load that finds it is still of the version before.
    page.reload().await?;
    page.status(READY).await?;
    assert!(!description(&page).await?.starts_with("Newer"));
    for _ in 0..100 {
        if kept(&page).await?.0.len() == 2 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    is_kept(&page).await?;
    page.reload().await?;
    page.status(READY).await?;
    assert!(description(&page).await?.starts_with("Newer"));
    Ok(())
}

#[tokio::test]
async fn the_way_out_leaves_nothing() -> Result<()> {
    let Some(mut page) = Page::open("").await? else { return Ok(()) };
    page.status(READY).await?;
    is_kept(&page).await?;
    let (caches, registrations) = kept(&page).await?;
    assert_eq!((caches.len(), registrations), (1, 1), "{caches:?}");
    page.by_role("button", "Help").await?.click().await?;
    page.by_role("link", "Open it without the kept copy, and remove that").await?.click().await?;
    page.status(READY).await?;
    let mut left = kept(&page).await?;
    for _ in 0..100 {
        if left == (Vec::new(), 0) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
        left = kept(&page).await?;
    }
    assert_eq!(left, (Vec::new(), 0));
    page.site.stop();
    assert!(page.driver.goto(page.site.url()).await.is_err(), "nobody has the page any more");
    Ok(())
}
