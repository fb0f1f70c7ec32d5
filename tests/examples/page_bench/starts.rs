//! How long it takes from the page's address to its first rows, of one site or of
//! several in turn, at once and over a slow line on a slow processor.

use std::path::{Path, PathBuf};
use std::time::Duration;

use kconfig_tests::Result;
use kconfig_tests::browser::Page;
use kconfig_tests::static_site::{Line, StaticSite};
use serde_json::json;

/// How often each site is started, each time in a browser of its own.
const N_STARTS: usize = 12;

/// How often over the slow line.
const N_SLOW_STARTS: usize = 5;

/// 10 Mbit/s with 40 ms under way.
const SLOW: Line = Line { bits_per_second: 10_000_000, latency: Duration::from_millis(40) };

/// How many times slower the slow processor is.
const SLOWDOWN: u32 = 4;

/// Notes when the first row of the menu is in the document.
const WATCH: &str = "new MutationObserver((_, watch) => {
    if (!document.querySelector('.menu-row')) return;
    watch.disconnect();
    window.firstRow = performance.now();
}).observe(document, { childList: true, subtree: true })";

/// Measures the sites in turn, and prints a table of medians.
pub(crate) async fn measure(sites: &[PathBuf]) -> Result<()> {
    println!("| first row of the menu | n | median | longest |\n|---|---|---|---|");
    for (of, n, line) in [("", N_STARTS, None), (", slow", N_SLOW_STARTS, Some(SLOW))] {
        let mut times = vec![Vec::new(); sites.len()];
        for round in 0..n {
            for turn in 0..sites.len() {
                let at = (round + turn) % sites.len();
                times[at].push(first_row(&sites[at], line).await?);
            }
        }
        for (site, times) in sites.iter().zip(&mut times) {
            times.sort_by(f64::total_cmp);
            let (median, longest) = (times[times.len() / 2], times[times.len() - 1]);
            println!("| {}{of} | {n} | {median:.0} ms | {longest:.0} ms |", site.display());
        }
    }
    println!(
        "\nslow: {} Mbit/s, {} ms, compressed; the page's processor {SLOWDOWN} times slower",
        SLOW.bits_per_second / 1_000_000,
        SLOW.latency.as_millis()
    );
    Ok(())
}

/// Starts a site in a new browser; returns the time to its first row, in
/// milliseconds since its address was asked for.
async fn first_row(site: &Path, line: Option<Line>) -> Result<f64> {
    let page = Page::beside(StaticSite::serve_over(site, "/", line)?).await?;
    page.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": WATCH })).await?;
    if line.is_some() {
        page.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": SLOWDOWN })).await?;
    }
    page.driver.goto(page.site.url()).await?;
    super::until(&page, "return !!window.firstRow").await?;
    Ok(page.driver.execute("return window.firstRow", vec![]).await?.convert()?)
}
