//! What the page says of its own times, and how that is printed.

use std::collections::BTreeMap;

use kconfig_tests::Result;
use kconfig_tests::browser::Page;

/// Collects what is too long for the main thread.
const WATCH: &str = "window.longTasks = []; new PerformanceObserver(list => { for (const task of list.getEntries()) \
    window.longTasks.push(task.duration); }).observe({ type: 'longtask', buffered: true });";

/// Takes the measures and the long tasks that are there, and forgets them.
const TAKE: &str = "const all = performance.getEntriesByType('measure').filter(it => it.name.startsWith('kconfig:'))\
    .map(it => [it.name, it.duration]); performance.clearMeasures();\
    return [all, window.longTasks.splice(0)];";

/// Times by what they are of, in milliseconds.
#[derive(Default)]
pub(crate) struct Measures {
    times: BTreeMap<String, Vec<f64>>,
    /// The long tasks of the main thread, by what was done meanwhile.
    long: BTreeMap<String, Vec<f64>>,
}

impl Measures {
    /// Begins to look at a page that was just opened.
    pub(crate) async fn watch(page: &Page) -> Result<()> {
        page.driver.execute(WATCH, vec![]).await?;
        Ok(())
    }

    /// Takes what there is; `wanted` are the measures that count, and `of` says
    /// what they are of.
    pub(crate) async fn take(&mut self, page: &Page, wanted: &[&str], of: &str) -> Result<()> {
        type Taken = (Vec<(String, f64)>, Vec<f64>);
        let (times, long): Taken = page.driver.execute(TAKE, vec![]).await?.convert()?;
        for (name, time) in times {
            if wanted.contains(&name.as_str()) {
                self.times.entry(format!("{name}, {of}")).or_default().push(time);
            }
        }
        self.long.entry(of.to_owned()).or_default().extend(long);
        Ok(())
    }

    /// Writes two tables in Markdown.
    pub(crate) fn print(&mut self) {
        println!("| | n | median | 95th percentile | longest |\n|---|---|---|---|---|");
        for (name, times) in &mut self.times {
            times.sort_by(f64::total_cmp);
            let at = |part: f64| {
                let place = ((times.len().saturating_sub(1)) as f64 * part).round();
                times.get(place as usize).copied().unwrap_or(f64::NAN)
            };
            let (median, most, longest) = (at(0.5), at(0.95), at(1.0));
            println!("| {name} | {} | {median:.1} ms | {most:.1} ms | {longest:.1} ms |", times.len());
        }
        println!("\n| main thread | tasks over 50 ms | longest |\n|---|---|---|");
        for (of, tasks) in &self.long {
            let longest = tasks.iter().copied().fold(0.0, f64::max);
            println!("| {of} | {} | {longest:.0} ms |", tasks.len());
        }
    }
}
