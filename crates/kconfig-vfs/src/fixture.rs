//! Several files in one string, for tests.

use crate::vfs::Vfs;

/// Splits a text into files at lines of the form `#- path`.
///
/// Text before the first such line is the file `Kconfig`.
pub fn fixture(text: &str) -> Vfs {
    let mut vfs = Vfs::new();
    let mut path = "Kconfig";
    let mut body = String::new();
    for line in text.split_inclusive('\n') {
        match line.strip_prefix("#- ") {
            Some(next) => {
                if !body.is_empty() {
                    vfs.insert(path, std::mem::take(&mut body));
                }
                path = next.trim();
            }
            None => body.push_str(line),
        }
    }
    if !body.is_empty() {
        vfs.insert(path, body);
    }
    vfs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fixture_is_a_tree() {
        let vfs = fixture("config A\n#- init/Kconfig\nconfig B\n");
        assert_eq!(vfs.get("Kconfig").map(|text| &**text), Some("config A\n"));
        assert_eq!(vfs.get("init/Kconfig").map(|text| &**text), Some("config B\n"));
    }
}
