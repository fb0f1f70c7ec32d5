//! Files of a tree on disk.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use kconfig::tree::Files;

/// Reads a path as it is, else below a root, as `zconf_fopen` (lexer.l) does
/// with `srctree`.
pub struct DiskFiles {
    root: Option<PathBuf>,
}

impl DiskFiles {
    /// Looks below `root` for what is not in the current folder.
    pub fn with_fallback(root: Option<PathBuf>) -> Self {
        Self { root }
    }

    /// Finds the file that a path stands for.
    pub fn locate(&self, path: &str) -> Option<PathBuf> {
        let direct = Path::new(path);
        if direct.exists() {
            return Some(direct.to_owned());
        }
        let below = self.root.as_ref()?.join(path);
        (!direct.is_absolute() && below.exists()).then_some(below)
    }
}

impl Files for DiskFiles {
    fn read(&self, path: &str) -> Option<Arc<str>> {
        // To open it tells whether it is there: no need to ask before.
        match (read_lossy(Path::new(path)), &self.root) {
            (Ok(text), _) => Some(text),
            (Err(error), Some(root)) if error.kind() == ErrorKind::NotFound && !path.starts_with('/') => {
                read_lossy(&root.join(path)).ok()
            }
            _ => None,
        }
    }
}

/// Files below one folder and nowhere else.
pub struct TreeFiles {
    root: PathBuf,
}

impl TreeFiles {
    /// Reads below `root`.
    pub fn new(root: PathBuf) -> Self {
        Self { root }
    }
}

impl Files for TreeFiles {
    fn read(&self, path: &str) -> Option<Arc<str>> {
        read_lossy(&self.root.join(path)).ok()
    }
}

/// Reads a text; bytes that are not UTF-8 become U+FFFD.
pub fn read_lossy(path: &Path) -> std::io::Result<Arc<str>> {
    let bytes = std::fs::read(path)?;
    Ok(match String::from_utf8(bytes) {
        Ok(text) => text.into(),
        Err(error) => String::from_utf8_lossy(error.as_bytes()).into(),
    })
}
