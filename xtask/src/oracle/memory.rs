//! What the kernel's conf left, remembered outside the repository.
//!
//! Digests do: where ours differ, conf is run again to see the line.

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::kernel::Oracle;
use super::plan::Case;
use super::sandbox::{Left, Surroundings};
use crate::{Result, cache};

/// A digest of each part that a run left; the order is the parts'.
pub(super) type Digests = Vec<(String, String)>;

/// The remembered runs of one conf on one tree.
pub(super) struct Memory {
    folder: PathBuf,
    /// What every run depends on.
    base: String,
}

impl Memory {
    /// Opens the memory; reads conf and what the tree has of Kconfig and of the
    /// scripts that it runs.
    pub(super) fn open(oracle: &Oracle, surroundings: &Surroundings) -> Result<Self> {
        let mut hash = Sha256::new();
        hash.update(std::fs::read(&oracle.conf)?);
        let mut files = Vec::new();
        let mut open = vec![oracle.tree.clone()];
        while let Some(folder) = open.pop() {
            for entry in std::fs::read_dir(folder)? {
                let entry = entry?;
                let name = entry.file_name();
                let name = name.to_string_lossy();
                if entry.file_type()?.is_dir() {
                    open.push(entry.path());
                } else if name.starts_with("Kconfig") || name.ends_with(".sh") {
                    files.push(entry.path());
                }
            }
        }
        files.sort();
        for path in files {
            hash.update(path.as_os_str().as_encoded_bytes());
            hash.update(std::fs::read(path)?);
        }
        let base = format!("1 {:x} {} {}", hash.finalize(), surroundings.toolchain, oracle.version);
        let folder = cache::root()?.join("oracle").join(format!("runs-{}", oracle.version));
        std::fs::create_dir_all(&folder)?;
        Ok(Self { folder, base })
    }

    /// Returns what the case's runs left, if that is known.
    pub(super) fn recall(&self, place: &Path) -> Option<Vec<Digests>> {
        let text = std::fs::read_to_string(place).ok()?;
        let mut all = Vec::new();
        for line in text.lines() {
            match line.split_once(' ') {
                None => all.push(Digests::new()),
                Some((digest, part)) => all.last_mut()?.push((part.to_owned(), digest.to_owned())),
            }
        }
        Some(all)
    }

    /// Remembers what the case's runs left.
    pub(super) fn keep(&self, place: &Path, runs: &[Digests]) -> Result<()> {
        let mut text = String::new();
        for digests in runs {
            text.push_str("run\n");
            for (part, digest) in digests {
                text.push_str(&format!("{digest} {part}\n"));
            }
        }
        // Interrupted between the two, it is not known.
        let part = place.with_extension(std::process::id().to_string());
        std::fs::write(&part, text)?;
        std::fs::rename(part, place)?;
        Ok(())
    }

    /// Returns the place of a case, which names all that it depends on.
    pub(super) fn place(&self, case: &Case, tree: &Path) -> Result<PathBuf> {
        let mut hash = Sha256::new();
        hash.update(format!("{}\n{:?} {:?} {:?}\n", self.base, case.arch.env(), case.runs, case.env));
        if let Some(input) = &case.input {
            hash.update(std::fs::read(tree.join(input))?);
        }
        Ok(self.folder.join(format!("{:x}", hash.finalize())))
    }
}

/// Returns the digests of what a run left.
pub(super) fn digests(left: &Left) -> Digests {
    left.iter().map(|(part, text)| (part.clone(), format!("{:x}", Sha256::digest(text)))).collect()
}
