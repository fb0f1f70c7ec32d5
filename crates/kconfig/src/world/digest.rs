//! What tells one tree from another.

use std::sync::Arc;

use kconfig_bundle::is_wanted;
use kconfig_vfs::Vfs;

/// Gives the digest of a tree: of the paths and texts of what Kconfig needs of it.
///
/// A folder with all its Makefiles and a bundle made of it have the same.
pub(crate) fn tree_digest(files: &Vfs) -> u32 {
    digest(files.iter().filter(|(path, _)| is_wanted(path)))
}

/// Gives the digest of some files: of their paths and texts.
pub(crate) fn digest<'a>(files: impl Iterator<Item = (&'a str, &'a Arc<str>)>) -> u32 {
    let mut digest = crc32fast::Hasher::new();
    for (path, text) in files {
        for part in [path.as_bytes(), &[0], text.as_bytes(), &[0]] {
            digest.update(part);
        }
    }
    digest.finalize()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_kconfig_needs_counts() {
        let digest = |files: &[(&str, &str)]| tree_digest(&files.iter().copied().collect());
        let bundle = digest(&[("Kconfig", "a"), ("Makefile", "m")]);
        assert_eq!(digest(&[("Kconfig", "a"), ("Makefile", "m"), ("lib/Makefile", "x")]), bundle);
        assert_ne!(digest(&[("Kconfig", "a"), ("Makefile", "n")]), bundle);
        assert_ne!(digest(&[("Kconfig", "a"), ("Kconfig.b", ""), ("Makefile", "m")]), bundle);
    }
}
