//! What a tree is called: in lists, where it is kept, in links.

/// What may follow the name of an archive.
const ENDINGS: &[&str] = &[".tar.gz", ".tgz", ".tar.xz", ".txz", ".tar"];

/// Words that tell no tree from another.
const COMMON: &[&str] = &[
    "linux", "kernel", "bundle", "tree", "source", "src", "download", "archive", "upload", "file", "master",
    "main", "torvalds", "tar", "gz",
];

/// The longest name: it stands in links.
const MAX: usize = 60;

/// Names a tree by the file or folder that it came from, or by its version where
/// the file says nothing more.
///
/// `linux-6.12.tar.xz` of version 6.12.48 is `linux-6.12.48`; `my-series` stays.
/// The name is made of the letters of a link, `A-Za-z0-9-._~`.
pub fn tree_name(file: &str, version: Option<&str>) -> String {
    let file = file.rsplit(['/', '\\']).find(|part| !part.is_empty()).unwrap_or_default();
    let lower = file.to_ascii_lowercase();
    let ending = ENDINGS.iter().find(|ending| lower.ends_with(**ending)).map_or(0, |ending| ending.len());
    let stem = file.get(..file.len() - ending).unwrap_or(file);
    match version {
        Some(version) if says_nothing(stem) => letters(&format!("linux-{version}")),
        _ => letters(stem),
    }
}

/// What a tree is called in sentences: `Linux 6.12.48`, or its name.
pub fn tree_title(name: &str, version: Option<&str>) -> String {
    version.map_or_else(|| name.to_owned(), |version| format!("Linux {version}"))
}

/// Whether a name has but common words and numbers of a version.
fn says_nothing(stem: &str) -> bool {
    stem.split(|c: char| !c.is_ascii_alphanumeric()).all(|word| {
        let word = word.to_ascii_lowercase();
        let is_number =
            word.len() <= 3 && word.trim_start_matches('v').bytes().all(|byte| byte.is_ascii_digit());
        is_number || COMMON.contains(&&*word)
    })
}

fn letters(text: &str) -> String {
    let mut name = String::new();
    for c in text.chars().take(MAX) {
        let is_letter = c.is_ascii_alphanumeric() || "._~-".contains(c);
        if is_letter {
            name.push(c);
        } else if !name.ends_with('-') {
            name.push('-');
        }
    }
    let name = name.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    if name.is_empty() { "tree".to_owned() } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::{tree_name, tree_title};

    #[test]
    fn a_file_that_says_something_names_the_tree() {
        for (file, version, name) in [
            ("linux-6.12.48.tar.xz", Some("6.12.48"), "linux-6.12.48"),
            ("linux-source-6.12.tar.xz", Some("6.12.48"), "linux-6.12.48"),
            ("bundle.tar.gz", Some("6.12.0-rc3"), "linux-6.12.0-rc3"),
            ("Download (1).TGZ", Some("6.1.0"), "linux-6.1.0"),
            ("v6.12.tar.gz", Some("6.12.0"), "linux-6.12.0"),
            ("", Some("6.1.0"), "linux-6.1.0"),
            ("bundle.tar.gz", None, "bundle"),
            ("linux-next-20260101.tar.gz", Some("6.19.0-rc3"), "linux-next-20260101"),
            ("crash kexec/series_v3/", Some("6.12.0"), "series_v3"),
            ("Kernel für Ärger.tar", Some("6.12.0"), "Kernel-f-r-rger"),
            ("..", None, "tree"),
        ] {
            assert_eq!(tree_name(file, version), name, "{file}");
        }
        assert_eq!(tree_title("a", Some("6.12.48")), "Linux 6.12.48");
        assert_eq!(tree_title("a", None), "a");
    }
}
