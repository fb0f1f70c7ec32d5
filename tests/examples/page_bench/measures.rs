//! What the page says of its own times, and how that is printed.

use std::collections::BTreeMap;

use kconfig_tests::Result;
use kconfig_tests::browser::Page;

/// Collects what is too long for the main thread, and the frames that it was in.
const WATCH: &str = "window.long = []; for (const type of ['longtask', 'long-animation-frame']) \
    new PerformanceObserver(list => window.long.push(...list.getEntries())).observe({ type, buffered: true });";

/// Takes the measures and the long tasks that are there, and forgets them.
///
/// With each task comes what the browser says of its frame: when it began, in
/// milliseconds since the page was asked for, which scripts ran in it, and when
/// styles and layout began.
const TAKE: &str = r#"
const all = performance.getEntriesByType('measure').filter(it => it.name.startsWith('kconfig:'))
    .map(it => [it.name, it.duration]);
performance.clearMeasures();
const long = window.long.splice(0);
const end = it => it.startTime + it.duration;
const tasks = long.filter(it => it.entryType === 'longtask').map(task => {
    const frame = long.find(it => it.entryType === 'long-animation-frame'
        && it.startTime < end(task) && task.startTime < end(it));
    const said = frame?.scripts.map(it => `${it.invoker} ${Math.round(it.duration)} ms`) ?? [];
    if (frame?.styleAndLayoutStart)
        said.push(`styles and layout from ${Math.round(frame.styleAndLayoutStart)} ms`);
    return [task.duration, `at ${Math.round(task.startTime)} ms: ${said.join(', ') || 'nothing is said'}`];
});
return [all, tasks];
"#;

/// Times by what they are of, in milliseconds.
#[derive(Default)]
pub(crate) struct Measures {
    times: BTreeMap<String, Vec<f64>>,
    /// The long tasks of the main thread and what they were, by what was done
    /// meanwhile.
    long: BTreeMap<String, Vec<(f64, String)>>,
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
        type Taken = (Vec<(String, f64)>, Vec<(f64, String)>);
        let (times, long): Taken = page.driver.execute(TAKE, vec![]).await?.convert()?;
        for (name, time) in times {
            if wanted.contains(&name.as_str()) {
                self.times.entry(format!("{name}, {of}")).or_default().push(time);
            }
        }
        self.long.entry(of.to_owned()).or_default().extend(long);
        Ok(())
    }

    /// Writes two tables in Markdown, and what the long tasks were.
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
            let longest = tasks.iter().map(|(time, _)| *time).fold(0.0, f64::max);
            println!("| {of} | {} | {longest:.0} ms |", tasks.len());
        }
        println!();
        for (of, tasks) in &self.long {
            for (time, what) in tasks {
                println!("{of}: {time:.0} ms {what}");
            }
        }
    }
}
