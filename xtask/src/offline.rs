//! The offline copy of a built site: what belongs to it.

use std::path::Path;

use sha2::{Digest, Sha256};

use crate::Result;

/// The script's place in the repository.
const SOURCE: &str = "www/offline/service_worker.js";

/// The script's place in the site: its folder is what it may keep.
const SCRIPT: &str = "service_worker.js";

/// Set where the build is one to publish; in another, files change all the time.
pub(crate) const VARIABLE: &str = "KCONFIG_OFFLINE";

/// Writes the script with the site's version and files.
pub(crate) fn write(site: &Path) -> Result<()> {
    let source = crate::cache::repository().join(SOURCE);
    let source =
        std::fs::read_to_string(&source).map_err(|error| format!("{}: {error}", source.display()))?;
    let files = if std::env::var_os(VARIABLE).is_some() { files(site)? } else { Vec::new() };
    std::fs::write(site.join(SCRIPT), script(&source, &files)?)?;
    Ok(())
}

/// Returns the site's files but for the trees, by name, sorted.
fn files(site: &Path) -> Result<Vec<(String, Vec<u8>)>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(site)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        // Trees are kept when they are opened; all else lies beside the page.
        if !entry.file_type()?.is_dir() && name != SCRIPT {
            files.push((name, std::fs::read(entry.path())?));
        }
    }
    files.sort();
    Ok(files)
}

fn script(source: &str, files: &[(String, Vec<u8>)]) -> Result<String> {
    let mut version = Sha256::new();
    // The script itself belongs to the version.
    version.update(source);
    let mut names = Vec::new();
    for (name, content) in files {
        if name.contains(['"', '\\', '\n']) {
            return Err(format!("{name:?} is no name for a file of the site").into());
        }
        version.update(name);
        version.update(Sha256::digest(content));
        names.push(format!("\n  \"{name}\","));
    }
    let version: String = version.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let names = if names.is_empty() { String::new() } else { names.concat() + "\n" };
    let script = source.replacen("@VERSION@", &version, 1).replacen("/*@FILES@*/", &names, 1);
    if script.contains("@FILES@") || !script.contains(&version) {
        return Err(format!("{SOURCE} has no place for version and files").into());
    }
    Ok(script)
}

#[cfg(test)]
mod tests {
    use super::script;

    #[test]
    fn the_version_is_that_of_the_files() {
        let source = "const VERSION = \"@VERSION@\";\nconst FILES = [/*@FILES@*/];\n";
        let of = |text: &str| script(source, &[("a.js".to_owned(), text.into())]).unwrap_or_default();
        assert_eq!(of("1"), of("1"));
        assert_ne!(of("1"), of("2"));
        assert!(of("1").contains("const FILES = [\n  \"a.js\",\n];"), "{}", of("1"));
        assert!(script(source, &[]).unwrap_or_default().contains("const FILES = [];"));
        assert!(script("no place", &[]).is_err());
        assert!(script(source, &[("\"".to_owned(), Vec::new())]).is_err());
    }
}
