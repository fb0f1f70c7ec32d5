//! The arches of a tree, as the kernel's Makefile sets their variables.

use std::path::Path;

use crate::Result;

/// What make is given as `ARCH=`, and what follows from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Arch {
    /// `ARCH`; no two arches of a tree share it, but for user mode's defconfigs.
    pub(super) name: String,
    /// `SRCARCH`: the folder below arch.
    pub(super) folder: String,
    /// `SUBARCH`: the machine below user mode.
    pub(super) machine: Option<String>,
}

/// Makefile, "Additional ARCH settings": names that are not folders. sh64 is
/// there too, but no Kconfig file asks for it.
const ALIASES: &[(&str, &str)] =
    &[("i386", "x86"), ("x86_64", "x86"), ("sparc64", "sparc"), ("parisc64", "parisc")];

impl Arch {
    fn new(name: &str) -> Self {
        let alias = ALIASES.iter().find(|(alias, _)| *alias == name);
        Self {
            name: name.to_owned(),
            folder: alias.map_or(name, |(_, folder)| folder).to_owned(),
            machine: (name == "um").then(|| "x86_64".to_owned()),
        }
    }

    /// Returns the arch that a file below the folder's `configs` is for.
    pub(super) fn of_config(folder: &str, file: &str) -> Self {
        let name = file.strip_suffix("_defconfig").unwrap_or(file);
        let name = match folder {
            "um" => return Self { machine: Some(name.to_owned()), ..Self::new("um") },
            "x86" if name == "i386" => name,
            "x86" => "x86_64",
            "sparc" if name == "sparc64" => name,
            "parisc" if name == "generic-64bit" => "parisc64",
            _ => folder,
        };
        Self::new(name)
    }

    /// Returns what differs between arches in a conf's environment.
    pub(super) fn env(&self) -> Vec<(&'static str, &str)> {
        let mut env = vec![("ARCH", &*self.name), ("SRCARCH", &*self.folder)];
        if let Some(machine) = &self.machine {
            // arch/um/Makefile
            let header = ALIASES.iter().find(|(alias, _)| alias == machine).map_or(&**machine, |(_, f)| f);
            env.extend([("SUBARCH", &**machine), ("HEADER_ARCH", header)]);
        }
        env
    }
}

/// Lists a tree's arches by name: folders below arch with a Kconfig file, and
/// the names that the Makefile knows beside.
pub(super) fn all(tree: &Path) -> Result<Vec<Arch>> {
    let mut folders = Vec::new();
    for entry in std::fs::read_dir(tree.join("arch"))? {
        let entry = entry?;
        if entry.path().join("Kconfig").is_file() {
            folders.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    let mut names: Vec<&str> = folders.iter().map(String::as_str).filter(|name| *name != "x86").collect();
    names.extend(
        ALIASES.iter().filter(|(_, folder)| folders.iter().any(|f| f == folder)).map(|(name, _)| name),
    );
    names.sort_unstable();
    Ok(names.into_iter().map(Arch::new).collect())
}

#[cfg(test)]
mod tests {
    use super::Arch;

    #[test]
    fn a_defconfig_has_the_arch_that_make_gives_it() {
        let name = |folder, file| Arch::of_config(folder, file).name;
        assert_eq!(name("x86", "i386_defconfig"), "i386");
        assert_eq!(name("x86", "tiny.config"), "x86_64");
        assert_eq!(name("sparc", "sparc32_defconfig"), "sparc");
        assert_eq!(name("sparc", "sparc64_defconfig"), "sparc64");
        assert_eq!(name("arm64", "defconfig"), "arm64");
        let um = Arch::of_config("um", "i386_defconfig");
        let env = [("ARCH", "um"), ("SRCARCH", "um"), ("SUBARCH", "i386"), ("HEADER_ARCH", "x86")];
        assert_eq!(um.env(), env);
    }
}
