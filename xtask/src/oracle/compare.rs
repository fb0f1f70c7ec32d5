//! Runs both confs over a list of cases and says what differs.

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::kernel::Oracle;
use super::memory::{Digests, Memory, digests};
use super::plan::Case;
use super::report::{Report, Tally};
use super::sandbox::{Left, Surroundings};
use crate::Result;

/// Compares our conf with the kernel's on all cases, `jobs` at a time; prints
/// a line for each arch and for each difference.
pub(super) fn compare(oracle: &Oracle, ours: &Path, cases: &[Case], jobs: usize) -> Result<Tally> {
    let surroundings = Surroundings::new(oracle)?;
    let memory = Memory::open(oracle, &surroundings)?;
    let comparison = Comparison { oracle, ours, surroundings, memory };
    let work = Work::new()?;
    let report = Mutex::new(Report::new(oracle.version, cases));
    let next = AtomicUsize::new(0);
    let worker = |number: usize| -> Result<(), String> {
        let folder = work.0.join(number.to_string());
        while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
            let compared = comparison.case(case, &folder).map_err(|error| {
                // The others need not go on.
                next.store(cases.len(), Ordering::Relaxed);
                format!("{}: {error}", case.name())
            })?;
            if let Ok(mut report) = report.lock() {
                report.add(case, &compared);
            }
        }
        Ok(())
    };
    std::thread::scope(|scope| {
        let worker = &worker;
        let threads: Vec<_> = (0..jobs).map(|number| scope.spawn(move || worker(number))).collect();
        threads.into_iter().try_for_each(|thread| match thread.join() {
            Ok(result) => result,
            Err(_) => Err("a worker stopped".to_owned()),
        })
    })?;
    let report = report.into_inner().map_err(|_| "a worker stopped while it reported")?;
    Ok(report.total)
}

struct Comparison<'a> {
    oracle: &'a Oracle,
    ours: &'a Path,
    surroundings: Surroundings,
    memory: Memory,
}

/// How a case's runs went: for each, what differs, or nothing.
pub(super) type Compared = Vec<Vec<String>>;

impl Comparison<'_> {
    fn case(&self, case: &Case, folder: &Path) -> Result<Compared> {
        let ours = self.surroundings.run(self.ours, case, folder)?;
        let our_digests: Vec<Digests> = ours.iter().map(digests).collect();
        let place = self.memory.place(case, &self.surroundings.tree)?;
        if self.memory.recall(&place).is_some_and(|theirs| theirs == our_digests) {
            return Ok(vec![Vec::new(); ours.len()]);
        }
        // Not known, or known to differ: then the texts say where.
        let theirs = self.surroundings.run(&self.oracle.conf, case, folder)?;
        let their_digests: Vec<Digests> = theirs.iter().map(digests).collect();
        self.memory.keep(&place, &their_digests)?;
        Ok(theirs.iter().zip(&ours).map(|(theirs, ours)| differences(theirs, ours)).collect())
    }
}

/// Says what of a run differs, a line for each part.
fn differences(theirs: &Left, ours: &Left) -> Vec<String> {
    let find = |left: &Left, part: &str| {
        left.iter().find(|(name, _)| name == part).map(|(_, text)| String::from_utf8_lossy(text).into_owned())
    };
    let mut parts: Vec<&str> = theirs.iter().chain(ours).map(|(part, _)| &**part).collect();
    parts.sort_unstable();
    parts.dedup();
    let mut said = Vec::new();
    for part in parts {
        let what = match (find(theirs, part), find(ours, part)) {
            (Some(their), Some(our)) if their == our => continue,
            (Some(their), Some(our)) => first_difference(&their, &our),
            (Some(_), None) => "only conf's".to_owned(),
            (None, Some(_)) => "only ours".to_owned(),
            (None, None) => continue,
        };
        said.push(format!("{part}: {what}"));
    }
    said
}

/// Shows the first line that differs.
fn first_difference(theirs: &str, ours: &str) -> String {
    let (mut theirs, mut ours) = (theirs.split('\n'), ours.split('\n'));
    for number in 1.. {
        match (theirs.next(), ours.next()) {
            (None, None) => break,
            (their, our) if their != our => {
                let show = |line: Option<&str>| line.map_or("nothing".to_owned(), |line| format!("{line:?}"));
                return format!("line {number}: conf has {}, ours {}", show(their), show(our));
            }
            _ => {}
        }
    }
    "bytes that are no text differ".to_owned()
}

/// The folder that the confs run in, gone afterwards.
///
/// In memory where that is possible: each run makes and removes some thousand
/// files, which on a disk can take longer than all else.
struct Work(PathBuf);

impl Work {
    fn new() -> Result<Self> {
        const PREFIX: &str = "kconfig-oracle-";
        let memory = Path::new("/dev/shm");
        let parent = if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() };
        // What a comparison that was interrupted has left.
        for entry in std::fs::read_dir(&parent)?.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if let Some(process) = name.strip_prefix(PREFIX)
                && !Path::new("/proc").join(process).exists()
            {
                std::fs::remove_dir_all(entry.path())?;
            }
        }
        let folder = parent.join(format!("{PREFIX}{}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        Ok(Self(folder))
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        // The next comparison tries again.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::differences;

    fn left(parts: &[(&str, &str)]) -> super::Left {
        parts.iter().map(|(part, text)| ((*part).to_owned(), text.as_bytes().to_vec())).collect()
    }

    #[test]
    fn says_the_first_line_of_each_part() {
        let theirs = left(&[("stdout", "a\nb\n"), (".config", "x\n"), ("gone", "")]);
        let ours = left(&[("stdout", "a\nc\n"), (".config", "x\n"), ("new", "")]);
        let said = differences(&theirs, &ours);
        assert_eq!(
            said,
            ["gone: only conf's", "new: only ours", "stdout: line 2: conf has \"b\", ours \"c\""]
        );
        assert!(differences(&theirs, &theirs).is_empty());
    }
}
