//! Measures the page over a bundle, and with a series on it: `page_bench BUNDLE [MBOX]`, called by
//! `cargo xtask bench --browser`, which names the built site in the environment; or
//! only how sites start: `page_bench --starts SITE...`.
//!
//! The page writes User Timing measures; this opens the bundle, uses the page as
//! a person does, and prints what the measures say as Markdown tables. It finds
//! things by their elements: whoever asks Chromium for roles has it compute them
//! at each change from then on.

mod measures;
mod memory;
mod starts;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use kconfig_tests::Result;
use kconfig_tests::browser::Page;
use thirtyfour::{By, Key};

use measures::Measures;

/// How many browsers open the bundle, each without anything remembered.
const N_BROWSERS: usize = 5;

/// How many more are started, only to look at that.
const N_STARTS: usize = 20;

/// How often each opens it again.
const N_AGAIN: usize = 1;

/// How many symbols are given another value for each base config.
const N_TOGGLES: usize = 150;

/// What is written into the search box, key by key.
const SEARCHES: &[&str] = &["kexec", "usb storage", "crdmp", "CONFIG_NET_", "/^usb.*host/"];

/// Scrolls the long menu to somewhere, clicks a checkbox there that can be
/// changed, and waits until the matrix has what follows from it. Says whether
/// there was one.
const TOGGLE: &str = r#"
const [where, which, done] = arguments;
const later = time => new Promise(resolve => setTimeout(resolve, time));
(async () => {
    const grid = document.querySelector('.menu-grid');
    grid.scrollTop = where * (grid.scrollHeight - grid.clientHeight);
    await later(120);
    const boxes = [...grid.querySelectorAll('[role=checkbox]:not([aria-disabled])')];
    if (!boxes.length) return done(false);
    const count = () => performance.getEntriesByName('kconfig:matrix', 'measure').length;
    const before = count();
    boxes[Math.floor(which * boxes.length)].click();
    for (let n = 0; n < 100 && count() === before; n++) await later(10);
    await later(60);
    done(true);
})();
"#;

/// Takes all user values back.
const RESET: &str = "[...document.querySelectorAll('.chips button')]\
    .find(it => it.textContent === 'Clear values')?.click()";

/// Tells whether the table of all arches is filled.
const IS_WHOLE: &str = "const note = document.querySelector('#pane-matrix .note');\
    return !!note && !note.textContent.includes('to come');";

/// Waits until the browser says yes.
async fn until(page: &Page, script: &str) -> Result<()> {
    let start = Instant::now();
    while !page.driver.execute(script, vec![]).await?.convert::<bool>()? {
        if start.elapsed() > Duration::from_secs(60) {
            return Err(format!("the page does not come to {script}").into());
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    Ok(())
}

async fn says(page: &Page, wanted: &str) -> Result<()> {
    let wanted = serde_json::to_string(wanted)?;
    until(page, &format!("return document.querySelector('.status')?.textContent.includes({wanted}) ?? false"))
        .await
}

/// Chooses an option by its text, in the one list that has it.
async fn choose(page: &Page, option: &str) -> Result<()> {
    let option = serde_json::to_string(option)?;
    let script = format!(
        "const it = [...document.querySelectorAll('select option')].find(it => it.textContent.trim() === {option}); \
         it.parentElement.value = it.value; \
         it.parentElement.dispatchEvent(new Event('change', {{ bubbles: true }}))"
    );
    page.driver.execute(script, vec![]).await?;
    Ok(())
}

async fn search(page: &Page, text: &str) -> Result<()> {
    let search = page.driver.find(By::Css("input[type=search]")).await?;
    // `clear` alone tells the page nothing.
    search.send_keys(Key::Escape + "").await?;
    for key in text.chars() {
        page.write_letter(key).await?;
    }
    Ok(())
}

/// Opens the bundle and waits for all its arches.
async fn open(page: &Page, bundle: &Path) -> Result<()> {
    // As a click does, so that the same file can be chosen again.
    let forget = "for (const it of document.querySelectorAll('input[type=file]')) it.value = ''";
    page.driver.execute(forget, vec![]).await?;
    let file = page.driver.find(By::Css("input[type=file]")).await?;
    file.send_keys(bundle.to_string_lossy()).await?;
    let is_loaded = "return performance.getEntriesByName('kconfig:load', 'measure').length > 0";
    until(page, is_loaded).await?;
    until(page, IS_WHOLE).await?;
    tokio::time::sleep(Duration::from_millis(300)).await;
    Ok(())
}

/// Starts a browser, and waits until the page is at rest.
async fn start(measures: &mut Measures) -> Result<Page> {
    let Some(page) = Page::open("").await? else { return Err("no built site".into()) };
    says(&page, "all 14 patches").await?;
    // The worker may do what it does when nobody asks.
    tokio::time::sleep(Duration::from_secs(2)).await;
    Measures::watch(&page).await?;
    let of = format!("start of the page, {} times", N_STARTS + N_BROWSERS);
    measures.take(&page, &["kconfig:first", "kconfig:verdict"], &of).await?;
    Ok(page)
}

/// Opens the bundle in a browser that has just been started, then again; leaves
/// it open.
async fn openings(bundle: &Path, measures: &mut Measures) -> Result<Page> {
    let page = start(measures).await?;
    open(&page, bundle).await?;
    measures.take(&page, &["kconfig:load", "kconfig:elaborate"], "first opening").await?;
    for _ in 0..N_AGAIN {
        let series = "Split crash out from kexec and clean up related config items";
        choose(&page, series).await?;
        says(&page, "The series is shown").await?;
        tokio::time::sleep(Duration::from_millis(300)).await;
        measures.take(&page, &[], "back to the series").await?;
        open(&page, bundle).await?;
        measures.take(&page, &["kconfig:load", "kconfig:elaborate"], "opened again").await?;
    }
    Ok(page)
}

/// Puts a series on the tree, walks through its steps and gives symbols other values on
/// one; `series` is a mailbox. Steps are told apart by whether the arch reads what the
/// patch touches.
async fn with_series(page: &Page, series: &Path, measures: &mut Measures) -> Result<()> {
    measures.take(page, &[], "before the series").await?;
    let script = "const data = new DataTransfer(); data.setData('text/plain', arguments[0]); \
        document.activeElement?.blur(); \
        document.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }))";
    page.driver.execute(script, vec![std::fs::read_to_string(series)?.into()]).await?;
    let is_done = "return performance.getEntriesByName('kconfig:sweep', 'measure').length > 0";
    until(page, is_done).await?;
    measures.take(page, &["kconfig:series", "kconfig:sweep"], "a series pasted").await?;
    let n = "return document.querySelectorAll('[id^=step-]').length";
    let n: u32 = page.driver.execute(n, vec![]).await?.convert()?;
    // Up and down: the second time trees and models may be there.
    for place in (0..n).chain((0..n.saturating_sub(1)).rev()) {
        let click = format!("document.querySelector('#step-{place}').click()");
        page.driver.execute(&click, vec![]).await?;
        let is_there = format!(
            "return document.querySelector('#step-{place}')?.getAttribute('aria-selected') === 'true' \
             && performance.getEntriesByName('kconfig:step', 'measure').length > 0"
        );
        until(page, &is_there).await?;
        tokio::time::sleep(Duration::from_millis(100)).await;
        measures.take(page, &["kconfig:step"], "a step of the series").await?;
    }
    page.driver.execute("document.querySelector('[id^=step-]:last-of-type').click()", vec![]).await?;
    tokio::time::sleep(Duration::from_secs(1)).await;
    search(page, "/./").await?;
    until(page, IS_WHOLE).await?;
    tokio::time::sleep(Duration::from_secs(1)).await;
    measures.take(page, &[], "a step of the series").await?;
    let mut random = fastrand::Rng::with_seed(2);
    for _ in 0..N_TOGGLES {
        let random = vec![random.f64().into(), random.f64().into()];
        page.driver.execute_async(TOGGLE, random).await?;
    }
    measures.take(page, &["kconfig:toggle"], "alldefconfig, on a series").await
}

async fn bench(bundle: &Path, series: Option<&Path>) -> Result<()> {
    let mut measures = Measures::default();
    for _ in 0..N_STARTS {
        start(&mut measures).await?;
    }
    for _ in 1..N_BROWSERS {
        openings(bundle, &mut measures).await?;
    }
    let page = openings(bundle, &mut measures).await?;
    let mut random = fastrand::Rng::with_seed(1);
    for base in ["allmodconfig", "alldefconfig"] {
        choose(&page, base).await?;
        says(&page, &format!("{base}.")).await?;
        until(&page, IS_WHOLE).await?;
        // Lists all that there is: a menu of some ten thousand rows.
        search(&page, "/./").await?;
        tokio::time::sleep(Duration::from_secs(1)).await;
        measures.take(&page, &[], "base config").await?;
        let mut n = 0;
        // Where nothing can be changed, it looks elsewhere.
        for _ in 0..N_TOGGLES * 10 {
            let random = vec![random.f64().into(), random.f64().into()];
            let is_done: bool = page.driver.execute_async(TOGGLE, random).await?.convert()?;
            n += usize::from(is_done);
            if n == N_TOGGLES {
                break;
            }
        }
        measures.take(&page, &["kconfig:toggle", "kconfig:matrix", "kconfig:graph"], base).await?;
        page.driver.execute(RESET, vec![]).await?;
        search(&page, "").await?;
        tokio::time::sleep(Duration::from_millis(500)).await;
        measures.take(&page, &[], base).await?;
        for text in SEARCHES {
            search(&page, text).await?;
        }
        measures.take(&page, &["kconfig:search"], base).await?;
        search(&page, "").await?;
    }
    if let Some(series) = series {
        with_series(&page, series, &mut measures).await?;
    }
    measures.print();
    memory::print(&memory::memory(&page).await?);
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let mut arguments = std::env::args_os().skip(1);
    let first = arguments.next().ok_or("page_bench BUNDLE, or page_bench --starts SITE...")?;
    if first == "--starts" {
        return starts::measure(&arguments.map(PathBuf::from).collect::<Vec<_>>()).await;
    }
    let series = arguments.next().map(PathBuf::from);
    bench(Path::new(&first), series.as_deref()).await
}
