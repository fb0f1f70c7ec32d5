//! Which files of a kernel a patch is looked at for.

use kconfig_vfs::{Vfs, path};

/// Tells whether a file has to do with the configuration: Kconfig files, the
/// configs of the arches and of kernel/configs, Makefiles and Kbuild files, and
/// `Objects` files, which record what objects need of each other.
///
/// The kernel's own tests of Kconfig are small trees that nothing sources.
pub fn is_kept(path: &str) -> bool {
    let name = path::file_name(path);
    if name.starts_with("Kconfig") {
        return !path.starts_with("scripts/kconfig/tests/");
    }
    name == "Objects" || is_makefile(path) || {
        let mut parts = path.split('/');
        match (parts.next(), parts.next(), parts.next()) {
            (Some("kernel"), Some("configs"), Some(_)) => true,
            (Some("arch"), Some(_), Some("configs")) => parts.next().is_some(),
            _ => false,
        }
    }
}

fn is_makefile(path: &str) -> bool {
    let name = path::file_name(path);
    name.starts_with("Makefile") || name.starts_with("Kbuild")
}

/// Tells whether a link carries what a series changes in a file: the kept files without
/// the Makefiles and Kbuild files below the root. Kconfig reads of them all but the
/// version in the top Makefile, and a bundle has no other.
pub fn is_carried(path: &str) -> bool {
    is_kept(path) && (path == "Makefile" || !is_makefile(path))
}

/// Tells which files of a patch are looked at on a tree: as [`is_kept`], but
/// without Makefiles below the root where the tree has none, as in a bundle.
pub fn kept_in(tree: &Vfs) -> impl Fn(&str) -> bool + use<> {
    let has_makefiles = tree.iter().any(|(path, _)| path.contains('/') && is_makefile(path));
    move |path| is_kept(path) && (has_makefiles || !path.contains('/') || !is_makefile(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_the_configuration_are_kept() {
        for path in [
            "Kconfig",
            "Makefile",
            "init/Kconfig.debug",
            "drivers/hid/Makefile",
            "arch/x86/Makefile_32.cpu",
            "arch/arm/Kbuild",
            "kernel/Objects",
            "Kbuild",
            "arch/arm64/configs/defconfig",
            "arch/powerpc/configs/44x/bamboo_defconfig",
            "kernel/configs/tiny.config",
        ] {
            assert!(is_kept(path), "{path}");
        }
        for path in ["init/main.c", "arch/x86/configs", "scripts/kconfig/tests/choice/Kconfig", "configs/x"] {
            assert!(!is_kept(path), "{path}");
        }
    }

    #[test]
    fn a_tree_without_makefiles_is_asked_for_none() {
        let bundle: Vfs = [("Kconfig", ""), ("Makefile", ""), ("init/Kconfig", "")].into_iter().collect();
        assert!(kept_in(&bundle)("Makefile") && kept_in(&bundle)("fs/Kconfig"));
        assert!(!kept_in(&bundle)("fs/Makefile") && !kept_in(&bundle)("fs/Kbuild"));
        let whole: Vfs = [("Kconfig", ""), ("fs/Makefile", "")].into_iter().collect();
        assert!(kept_in(&whole)("mm/Makefile"));
    }
}
