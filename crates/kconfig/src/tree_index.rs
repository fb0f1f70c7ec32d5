//! `trees/index.json`: the bundles that a site offers.

use serde::{Deserialize, Serialize};

use crate::bundle::{Bundle, digest};
use crate::tree_name::{tree_name, tree_title};

/// A bundle that a site offers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TreeEntry {
    /// Its name.
    pub name: String,
    /// What it is called in sentences, such as `Linux 6.12.48`.
    pub title: String,
    /// Its file in the folder `trees`.
    pub file: String,
    /// The file's size.
    pub bytes: u32,
    /// The file's checksum, in eight hexadecimal digits.
    pub crc32: String,
}

impl TreeEntry {
    /// Describes a bundle; `file` is what its file is called now.
    pub fn new(file: &str, bytes: &[u8], bundle: &Bundle) -> Self {
        let version = bundle.version();
        let name = tree_name(file, version.as_deref());
        Self {
            title: tree_title(&name, version.as_deref()),
            file: format!("{name}.tar.gz"),
            name,
            bytes: u32::try_from(bytes.len()).unwrap_or(u32::MAX),
            crc32: format!("{:08x}", digest(bytes)),
        }
    }

    /// Tells whether bytes are those of the bundle, as far as it can be told.
    pub fn is_of(&self, digest: u32) -> bool {
        self.crc32 == format!("{digest:08x}")
    }
}

/// Writes the list.
///
/// # Errors
/// Words about what cannot be written.
pub fn write_index(entries: &[TreeEntry]) -> Result<String, String> {
    serde_json::to_string_pretty(entries).map(|json| json + "\n").map_err(|error| error.to_string())
}

/// Reads the list.
///
/// # Errors
/// Words about what is wrong with it.
pub fn read_index(text: &str) -> Result<Vec<TreeEntry>, String> {
    serde_json::from_str(text).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::{TreeEntry, read_index, write_index};
    use crate::bundle::Bundle;

    #[test]
    fn a_list_is_read_as_it_was_written() {
        let makefile = "VERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 48\nEXTRAVERSION =\n";
        let files = [("Kconfig", "config A\n"), ("Makefile", makefile)].into_iter().collect();
        let bundle = Bundle { files, profiles: Vec::new() };
        let entry = TreeEntry::new("linux.tar.gz", b"123456789", &bundle);
        assert_eq!((&*entry.name, &*entry.title), ("linux-6.12.48", "Linux 6.12.48"));
        assert_eq!((&*entry.file, entry.bytes, &*entry.crc32), ("linux-6.12.48.tar.gz", 9, "cbf43926"));
        assert!(entry.is_of(0xcbf4_3926));
        let text = write_index(std::slice::from_ref(&entry)).expect("it is text");
        assert_eq!(read_index(&text), Ok(vec![entry]));
        assert_eq!(read_index("[]"), Ok(vec![]));
        assert!(read_index("<html>").is_err());
    }
}
