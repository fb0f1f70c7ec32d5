//! The page's own tests: cargo runs them in a browser only.

use std::path::{Path, PathBuf};

use kconfig_tests::Result;

fn rust_files(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            rust_files(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    Ok(())
}

/// What has the plain attribute compiles there, and is never run.
#[test]
fn none_of_them_has_an_attribute_that_no_browser_runs() -> Result<()> {
    let www = Path::new(env!("CARGO_MANIFEST_DIR")).join("../www");
    let mut files = Vec::new();
    for folder in ["src", "tests"] {
        rust_files(&www.join(folder), &mut files)?;
    }
    let texts: Vec<(PathBuf, String)> = files
        .into_iter()
        .map(|file| Ok((file.clone(), std::fs::read_to_string(file)?)))
        .collect::<Result<_>>()?;
    assert!(texts.iter().any(|(_, text)| text.contains("#[wasm_bindgen_test(unsupported = test)]")));
    let plain: Vec<&PathBuf> =
        texts.iter().filter(|(_, text)| text.contains("#[test]")).map(|(file, _)| file).collect();
    assert!(plain.is_empty(), "{plain:?} have tests that are never run: use wasm_bindgen_test");
    Ok(())
}
