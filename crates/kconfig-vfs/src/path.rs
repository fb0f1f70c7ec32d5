//! Paths within a tree: `/`-separated, relative, without `.` and `..`.

/// Cleans a path: drops empty and `.` parts and resolves `..`.
///
/// Returns `None` where `..` would leave the tree or the path is absolute.
pub fn normalize(path: &str) -> Option<String> {
    if path.starts_with('/') {
        return None;
    }
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// Gives the last part of a path.
pub fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::normalize;

    #[test]
    fn a_path_stays_in_the_tree() {
        assert_eq!(normalize("arch/../init//./Kconfig").as_deref(), Some("init/Kconfig"));
        assert_eq!(normalize("../Kconfig"), None);
        assert_eq!(normalize("/etc/passwd"), None);
    }
}
