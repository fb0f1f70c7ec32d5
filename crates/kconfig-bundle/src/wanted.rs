//! Which files of a kernel tree Kconfig needs.

/// The file of a bundle that holds the recorded answers of the shell.
pub const PROBES: &str = "kconfig-probes.json";

/// Tells whether Kconfig needs a file, by its path below the root of the tree.
///
/// That is every `Kconfig*`, the configs of the arches and of kernel/configs,
/// and the Makefile, which has the version. The kernel's own tests of Kconfig
/// are small trees that nothing sources.
pub fn is_wanted(path: &str) -> bool {
    let name = kconfig_vfs::path::file_name(path);
    if name.starts_with("Kconfig") {
        return !path.starts_with("scripts/kconfig/tests/");
    }
    let mut parts = path.split('/');
    match (parts.next(), parts.next(), parts.next()) {
        (Some("Makefile" | PROBES), None, None) => true,
        (Some("kernel"), Some("configs"), Some(_)) => true,
        (Some("arch"), Some(_), Some("configs")) => parts.next().is_some(),
        _ => false,
    }
}

/// As [`is_wanted`], where the tree may be in a folder of the same archive.
pub fn may_be_wanted(path: &str) -> bool {
    is_wanted(path) || path.split_once('/').is_some_and(|(_, rest)| is_wanted(rest))
}

#[cfg(test)]
mod tests {
    use super::is_wanted;

    #[test]
    fn configs_and_kconfig_files_are_wanted() {
        for path in [
            "Kconfig",
            "Makefile",
            "kconfig-probes.json",
            "arch/x86/Kconfig.cpu",
            "scripts/Kconfig.include",
            "arch/arm64/configs/defconfig",
            "arch/powerpc/configs/44x/bamboo_defconfig",
            "kernel/configs/tiny.config",
        ] {
            assert!(is_wanted(path), "{path}");
        }
        for path in
            ["init/main.c", "arch/x86/Makefile", "arch/x86/configs", "scripts/kconfig/tests/choice/Kconfig"]
        {
            assert!(!is_wanted(path), "{path}");
        }
    }
}
