//! Measures the page over a bundle: `page_bench BUNDLE`, called by
//! `cargo xtask bench --browser`, which names the built site in the environment.
//!
//! The page writes User Timing measures; this opens the bundle, uses the page as
//! a person does, and prints what the measures say as a Markdown table.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use kconfig_tests::browser::Page;
use kconfig_tests::{Result, role};

/// How often the bundle is opened.
const N_LOADS: usize = 5;

/// How many symbols are given another value for each base config.
const N_TOGGLES: usize = 150;

/// What is written into the search box, key by key.
const SEARCHES: &[&str] = &["kexec", "usb storage", "crdmp", "CONFIG_NET_"];

/// Collects what is too long for the main thread.
const WATCH: &str = "window.longTasks = []; new PerformanceObserver(list => { for (const task of list.getEntries()) \
    window.longTasks.push(task.duration); }).observe({ type: 'longtask', buffered: true });";

/// Takes the measures that are there, and forgets them.
const TAKE: &str = "const all = performance.getEntriesByType('measure').filter(it => it.name.startsWith('kconfig:'))\
    .map(it => [it.name, it.duration]); performance.clearMeasures(); return all;";

/// Clicks a checkbox that can be changed, somewhere in the long menu.
const TOGGLE: &str = "const grid = document.querySelector('.menu-grid');\
    const boxes = [...grid.querySelectorAll('[role=checkbox]:not([aria-disabled])')];\
    if (boxes.length) boxes[Math.floor(arguments[0] * boxes.length)].click();\
    return boxes.length;";

const SCROLL: &str = "const grid = document.querySelector('.menu-grid');\
    grid.scrollTop = arguments[0] * grid.scrollHeight;";

#[derive(Default)]
struct Measures(BTreeMap<String, Vec<f64>>);

impl Measures {
    async fn take(&mut self, page: &Page, prefix: &str) -> Result<()> {
        let taken: Vec<(String, f64)> = page.driver.execute(TAKE, vec![]).await?.convert()?;
        for (name, duration) in taken {
            self.0.entry(format!("{name}{prefix}")).or_default().push(duration);
        }
        Ok(())
    }

    fn print(&mut self) {
        println!("| | n | median | 95 % | most |\n|---|---|---|---|---|");
        for (name, values) in &mut self.0 {
            values.sort_by(f64::total_cmp);
            let at = |part: f64| values[((values.len() - 1) as f64 * part).round() as usize];
            println!(
                "| {name} | {} | {:.1} ms | {:.1} ms | {:.1} ms |",
                values.len(),
                at(0.5),
                at(0.95),
                at(1.0)
            );
        }
    }
}

async fn says(page: &Page, wanted: &str) -> Result<()> {
    let start = Instant::now();
    loop {
        let said = role::by_role_only(&page.driver, "status").await?.text().await.unwrap_or_default();
        if said.starts_with(wanted) {
            return Ok(());
        }
        if start.elapsed() > Duration::from_secs(60) {
            return Err(format!("the status says {said:?}, not {wanted:?}").into());
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Waits until the table has all arches.
async fn all_arches(page: &Page) -> Result<()> {
    let is_whole = "const note = document.querySelector('#pane-matrix .note');\
        return !!note && !note.textContent.includes('to come');";
    for _ in 0..1000 {
        if page.driver.execute(is_whole, vec![]).await?.convert::<bool>()? {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    Err("the table does not fill".into())
}

async fn choose(page: &Page, label: &str, option: &str) -> Result<()> {
    let list = page.by_role("combobox", label).await?;
    page.by_role_in(&list, "option", option).await?.click().await?;
    Ok(())
}

async fn search(page: &Page, text: &str) -> Result<()> {
    let search = page.by_role("searchbox", "Search symbols").await?;
    search.clear().await?;
    for key in text.chars() {
        search.send_keys(key.to_string()).await?;
        // As somebody types quickly.
        tokio::time::sleep(Duration::from_millis(60)).await;
    }
    Ok(())
}

async fn bench(bundle: &Path) -> Result<()> {
    let Some(page) = Page::open("").await? else { return Err("no built site".into()) };
    let mut measures = Measures::default();
    says(&page, "x86_64, all 14 patches").await?;
    for n in 0..N_LOADS {
        let file = page.by_role("button", "Open bundle or tarball").await?;
        file.send_keys(bundle.to_string_lossy()).await?;
        says(&page, "x86_64, alldefconfig").await?;
        all_arches(&page).await?;
        measures.take(&page, "").await?;
        if n + 1 < N_LOADS {
            choose(&page, "Tree", "Split crash out from kexec and clean up related config items").await?;
            says(&page, "The series is shown").await?;
        }
    }
    page.driver.execute(WATCH, vec![]).await?;
    let mut random = fastrand::Rng::with_seed(1);
    for base in ["alldefconfig", "allmodconfig"] {
        choose(&page, "Base config", base).await?;
        says(&page, &format!("{base}.")).await?;
        // All that there is to set: a menu of some thousand rows.
        search(&page, "/[a-z]/").await?;
        tokio::time::sleep(Duration::from_millis(300)).await;
        measures.take(&page, ", not counted").await?;
        for _ in 0..N_TOGGLES {
            page.driver.execute(SCROLL, vec![random.f64().into()]).await?;
            tokio::time::sleep(Duration::from_millis(60)).await;
            page.driver.execute(TOGGLE, vec![random.f64().into()]).await?;
            tokio::time::sleep(Duration::from_millis(150)).await;
        }
        measures.0.remove("kconfig:search, not counted");
        measures.take(&page, &format!(" ({base})")).await?;
        page.by_role("button", "Reset to default").await?.click().await?;
        search(&page, "").await?;
        measures.take(&page, ", not counted").await?;
        for text in SEARCHES {
            search(&page, text).await?;
        }
        measures.take(&page, &format!(" ({base})")).await?;
        search(&page, "").await?;
    }
    measures.0.retain(|name, _| !name.ends_with("not counted"));
    measures.print();
    let tasks: Vec<f64> = page.driver.execute("return window.longTasks", vec![]).await?.convert()?;
    let most = tasks.iter().copied().fold(0.0, f64::max);
    println!("\n{} tasks over 50 ms on the main thread; the longest {most:.0} ms", tasks.len());
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let bundle = std::env::args_os().nth(1).ok_or("page_bench BUNDLE")?;
    bench(Path::new(&bundle)).await
}
