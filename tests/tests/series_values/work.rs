//! Copies of a tree that patches are put on, and work on all processors.

use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use kconfig_tests::edits::Changed;
use kconfig_tests::{Error, Result};

/// Puts a patch on a copy of the tree, or takes it off.
pub(crate) fn put(tree: &Path, changed: &Changed, original: Option<&Path>) -> Result<()> {
    for (path, text) in changed {
        let text = match original.map(|original| original.join(path)) {
            Some(file) => file.is_file().then(|| std::fs::read(file)).transpose()?,
            None => text.as_ref().map(|text| text.as_bytes().to_vec()),
        };
        let file = tree.join(path);
        std::fs::create_dir_all(file.parent().unwrap_or(tree))?;
        match text {
            Some(text) => std::fs::write(file, text)?,
            None => std::fs::remove_file(file)?,
        }
    }
    Ok(())
}

/// Copies a tree, so that its files can be edited.
pub(crate) fn copy(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        match std::fs::metadata(entry.path()) {
            Ok(data) if data.is_dir() => copy(&entry.path(), &target)?,
            Ok(_) => drop(std::fs::copy(entry.path(), target)?),
            // A link into what is not here.
            Err(_) => {}
        }
    }
    Ok(())
}

/// Does a work for each item, on all processors; the work is told which of them.
pub(crate) fn in_parallel<T: Sync, R: Send>(
    items: &[T],
    work: impl Fn(usize, &T) -> Result<R> + Sync,
) -> Result<Vec<R>> {
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, R)>> = Mutex::default();
    let one = |worker: usize| -> Result<()> {
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(index) else { return Ok(()) };
            let result = work(worker, item)?;
            done.lock().map_err(|_| "another work failed")?.push((index, result));
        }
    };
    std::thread::scope(|scope| -> Result<()> {
        let n = std::thread::available_parallelism().map_or(1, usize::from);
        let one = &one;
        let workers: Vec<_> = (0..n).map(|worker| scope.spawn(move || one(worker))).collect();
        workers.into_iter().try_for_each(|worker| worker.join().map_err(|_| Error::from("a work failed"))?)
    })?;
    let mut done = done.into_inner().map_err(|_| "a work failed")?;
    done.sort_by_key(|(index, _)| *index);
    Ok(done.into_iter().map(|(_, result)| result).collect())
}
