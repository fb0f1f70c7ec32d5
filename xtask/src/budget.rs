//! How large the site may be on the wire.

use std::io::Write;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::Result;

/// A part of the site that has a budget.
struct Budget {
    what: &'static str,
    prefix: &'static str,
    suffix: &'static str,
    /// The most bytes its files may have together after gzip.
    bytes: usize,
}

#[rustfmt::skip]
const BUDGETS: &[Budget] = &[
    Budget { what: "app wasm", prefix: "app", suffix: ".wasm", bytes: 360_000 },
    Budget { what: "worker wasm", prefix: "worker", suffix: ".wasm", bytes: 850_000 },
    Budget { what: "JavaScript", prefix: "", suffix: ".js", bytes: 30_000 },
    Budget { what: "CSS", prefix: "", suffix: ".css", bytes: 18_000 },
];

/// Prints a table of sizes against budgets; false when one is exceeded.
pub(crate) fn check(site: &Path) -> Result<bool> {
    let files = files_below(site)?;
    let mut within = true;
    println!("{:<12} {:>10} {:>10} {:>10}", "", "bytes", "gzip", "budget");
    for budget in BUDGETS {
        let (mut raw, mut packed) = (0, 0);
        for (name, content) in &files {
            if name.starts_with(budget.prefix) && name.ends_with(budget.suffix) {
                raw += content.len();
                packed += gzip_size(content)?;
            }
        }
        let verdict = if packed == 0 {
            "missing"
        } else if packed > budget.bytes {
            "over budget"
        } else {
            "ok"
        };
        within &= verdict == "ok";
        println!("{:<12} {raw:>10} {packed:>10} {:>10}  {verdict}", budget.what, budget.bytes);
    }
    Ok(within)
}

/// Returns the names and contents of all files below a folder.
fn files_below(folder: &Path) -> Result<Vec<(String, Vec<u8>)>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                folders.push(entry.path());
            } else {
                let name = entry.file_name().to_string_lossy().into_owned();
                files.push((name, std::fs::read(entry.path())?));
            }
        }
    }
    Ok(files)
}

fn gzip_size(content: &[u8]) -> Result<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content)?;
    Ok(encoder.finish()?.len())
}
