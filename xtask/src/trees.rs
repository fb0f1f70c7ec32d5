//! The kernel trees that a site offers: its folder `trees`.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use sha2::{Digest, Sha256};

use crate::{Result, cache, oracle, run};

/// Names the folder with what is offered, for the hook of the build.
const VARIABLE: &str = "KCONFIG_TREES";

/// The folder's name in the site.
const FOLDER: &str = "trees";

/// The list's name in the folder.
const INDEX: &str = "index.json";

/// How the options are explained.
pub(crate) const OPTIONS: &str = "\
  --tree DIR     Offer the kernel tree in DIR: bundles it first, as `kconfig bundle` does
  --bundle FILE  Offer a bundle that is there
                 Both can be given several times
";

/// A tree that the page is to offer.
#[derive(Debug)]
pub(crate) enum Offer {
    /// A kernel's folder.
    Tree(PathBuf),
    /// A ready bundle.
    Bundle(PathBuf),
}

/// Lets a build offer trees: makes what is missing, and tells the hook.
pub(crate) fn offer(build: &mut Command, offers: &[Offer]) -> Result<()> {
    if offers.is_empty() {
        build.env_remove(VARIABLE);
        return Ok(());
    }
    let kconfig = oracle::ensure_kconfig()?;
    let cache = folder()?;
    let mut files = Vec::new();
    for offer in offers {
        files.push(match offer {
            Offer::Bundle(file) => file.clone(),
            Offer::Tree(tree) => bundled(&kconfig, tree, None, &cache)?,
        });
    }
    let folder = cache.join("offered");
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    run::run(Command::new(&kconfig).arg("index").arg("-o").arg(&folder).args(&files))?;
    build.env(VARIABLE, folder);
    Ok(())
}

/// Returns the bundle of a tree; `probes` says what of its toolchain is asked, as
/// `kconfig bundle` does.
pub(crate) fn bundle(tree: &Path, probes: Option<&str>) -> Result<PathBuf> {
    bundled(&oracle::ensure_kconfig()?, tree, probes, &folder()?)
}

/// Where bundles are kept.
fn folder() -> Result<PathBuf> {
    let folder = cache::root()?.join("trees");
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// Returns the bundle of a tree, made anew where something changed since.
fn bundled(kconfig: &Path, tree: &Path, probes: Option<&str>, cache: &Path) -> Result<PathBuf> {
    let tree = std::fs::canonicalize(tree).map_err(|error| format!("{}: {error}", tree.display()))?;
    let name = tree.file_name().unwrap_or(OsStr::new("linux")).to_string_lossy().into_owned();
    let folder = cache.join(stamp(kconfig, &tree, probes)?);
    let file = folder.join(format!("{name}.tar.gz"));
    if !file.exists() {
        std::fs::create_dir_all(&folder)?;
        let made = folder.join("made");
        run::step(&format!("bundling {}", tree.display()), "some seconds for each toolchain", || {
            let probes = probes.into_iter().flat_map(|probes| ["--probes", probes]);
            run::run(Command::new(kconfig).arg("bundle").arg(&tree).arg("-o").arg(&made).args(probes))
        })?;
        std::fs::rename(made, &file)?;
    }
    Ok(file)
}

/// What a bundle hangs on: the tree's files by size and time, who makes it, what
/// is asked and where compilers are looked for.
fn stamp(kconfig: &Path, tree: &Path, probes: Option<&str>) -> Result<String> {
    let mut hash = Sha256::new();
    hash.update(std::fs::read(kconfig)?);
    hash.update(std::env::var_os("PATH").unwrap_or_default().as_encoded_bytes());
    hash.update(probes.unwrap_or_default());
    hash.update(tree.as_os_str().as_encoded_bytes());
    let mut open = vec![tree.to_owned()];
    while let Some(folder) = open.pop() {
        let mut entries = std::fs::read_dir(&folder)
            .and_then(Iterator::collect::<std::io::Result<Vec<_>>>)
            .map_err(|error| format!("{}: {error}", folder.display()))?;
        entries.sort_by_key(std::fs::DirEntry::file_name);
        for entry in entries {
            let name = entry.file_name();
            if entry.file_type()?.is_dir() {
                if name != ".git" {
                    open.push(entry.path());
                }
            } else if may_matter(&entry.path()) {
                let about = entry.metadata()?;
                let time = about.modified()?.duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
                hash.update(entry.path().as_os_str().as_encoded_bytes());
                hash.update(format!(" {} {}\n", about.len(), time.as_nanos()));
            }
        }
    }
    Ok(hash.finalize().iter().take(12).map(|byte| format!("{byte:02x}")).collect())
}

/// Whether a bundle may have the file; more than it has is only slower.
fn may_matter(file: &Path) -> bool {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    name.starts_with("Kconfig")
        || name == "Makefile"
        || file.components().any(|part| part.as_os_str() == "configs")
}

/// Lays the folder of trees into a site that is being built.
pub(crate) fn lay_out(site: &Path) -> Result<()> {
    let to = site.join(FOLDER);
    std::fs::create_dir_all(&to)?;
    // A site always has a list: without one a browser would note that it is missing.
    std::fs::write(to.join(INDEX), "[]\n")?;
    if let Some(from) = std::env::var_os(VARIABLE) {
        for entry in std::fs::read_dir(from)? {
            let entry = entry?;
            std::fs::copy(entry.path(), to.join(entry.file_name()))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::may_matter;

    #[test]
    fn what_a_bundle_has_matters() {
        for path in ["/linux/Kconfig", "/linux/arch/arm/configs/defconfig", "/linux/Makefile"] {
            assert!(may_matter(path.as_ref()), "{path}");
        }
        assert!(!may_matter("/linux/init/main.c".as_ref()));
    }
}
