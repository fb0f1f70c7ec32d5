//! A patch made of a file that somebody edited.

use similar::{Algorithm, TextDiff};

use crate::mail::parse_mbox;
use crate::patch::Patch;

/// How many lines of context stand around a change, as in `diff -u`.
const CONTEXT: usize = 3;

/// Writes the difference of two texts of a file as a unified diff; "" where they are the
/// same.
pub fn diff_text(path: &str, before: &str, after: &str) -> String {
    let mut config = TextDiff::configure();
    // Long texts that have little in common are not worth the shortest diff.
    config.algorithm(Algorithm::Patience);
    let diff = config.diff_lines(before, after);
    diff.unified_diff().context_radius(CONTEXT).header(&format!("a/{path}"), &format!("b/{path}")).to_string()
}

/// Makes a patch of texts that somebody edited: path, text before, text after. Nothing
/// where no text differs.
pub fn edited(subject: &str, files: &[(String, String, String)]) -> Option<Patch> {
    let diffs = files.iter().map(|(path, before, after)| diff_text(path, before, after));
    let (mut patches, _) = parse_mbox(&diffs.collect::<String>());
    let mut files = Vec::new();
    patches.iter_mut().for_each(|patch| files.append(&mut patch.files));
    (!files.is_empty()).then(|| Patch { subject: subject.to_owned(), files, ..Patch::default() })
}

#[cfg(test)]
mod tests {
    use kconfig_vfs::Vfs;

    use super::*;
    use crate::apply::apply;

    #[test]
    fn an_edit_goes_on_what_was_edited() {
        let before = "config A\n\tbool\n\nconfig B\n\tbool\n";
        for after in [
            "config A\n\tbool\n\tdefault y\n\nconfig B\n\tbool\n",
            "config A\n\tbool\n\nconfig B\n\tbool",
            "",
            "@@ -1 +1 @@\n--- a\n+++ b\n-- \n",
            "config A\n\tbool\n\nconfig B\n\tbool\n\n\n",
        ] {
            let tree: Vfs = [("init/Kconfig", before), ("arch/Kconfig", before)].into_iter().collect();
            let files = ["init/Kconfig", "arch/Kconfig"]
                .map(|path| (path.to_owned(), before.to_owned(), after.to_owned()));
            let patch = edited("Edited", &files).unwrap();
            let applied = apply(&tree, &patch).unwrap();
            for path in ["init/Kconfig", "arch/Kconfig"] {
                assert_eq!(applied.tree.get(path).map_or("", |text| text), after, "{path}");
            }
        }
        assert_eq!(edited("Edited", &[("a".into(), before.into(), before.into())]), None);
    }
}
