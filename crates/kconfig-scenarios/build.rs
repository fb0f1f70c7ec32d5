//! Writes a table of every file below `www/scenarios`, for `include_str!`.

#![allow(clippy::disallowed_methods, clippy::disallowed_macros)]

use std::error::Error;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let root = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../../www/scenarios").canonicalize()?;
    // A folder here means all that is in it: files that come and go as well.
    println!("cargo::rerun-if-changed={}", root.display());
    println!("cargo::rerun-if-changed=build.rs");
    let mut table = String::from("&[\n");
    for scenario in entries(&root)? {
        if !scenario.join("scenario.toml").is_file() {
            continue;
        }
        let name = scenario.file_name().unwrap_or_default().to_string_lossy().into_owned();
        writeln!(table, "EmbeddedScenario {{ name: {name:?}, files: &[")?;
        let mut files = Vec::new();
        walk(&scenario, &mut files)?;
        for file in files {
            let parts = file.strip_prefix(&scenario)?.components();
            let path = parts.map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
            let at = file.to_string_lossy();
            writeln!(table, "({path:?}, include_str!({at:?})),")?;
        }
        table.push_str("] },\n");
    }
    table.push_str("]\n");
    fs::write(Path::new(&env::var("OUT_DIR")?).join("scenarios.rs"), table)?;
    Ok(())
}

/// The entries of a folder in the order of their names, without hidden ones.
fn entries(folder: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut entries =
        fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>, Box<dyn Error>>>()?;
    entries.retain(|path| !path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.')));
    entries.sort();
    Ok(entries)
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
    for path in entries(folder)? {
        if path.is_dir() { walk(&path, files)? } else { files.push(path) }
    }
    Ok(())
}
