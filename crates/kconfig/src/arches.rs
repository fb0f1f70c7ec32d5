//! The arches of a kernel tree, as its Makefile sets their variables.

/// Makefile, "Additional ARCH settings": names that are not folders.
const ALIASES: &[(&str, &str)] =
    &[("i386", "x86"), ("x86_64", "x86"), ("sparc32", "sparc"), ("sparc64", "sparc"), ("parisc64", "parisc")];

/// The machine that user mode runs on where nothing else is said.
const USER_MODE_MACHINE: &str = "x86_64";

/// The folder below arch/ that belongs to an ARCH (`SRCARCH`).
pub fn srcarch(arch: &str) -> &str {
    ALIASES.iter().find(|(alias, _)| *alias == arch).map_or(arch, |(_, folder)| folder)
}

/// The arches that are looked at first, in the order of their tabs.
const TOGETHER: &[&str] = &["x86_64", "arm64", "arm", "riscv", "s390", "powerpc", "mips", "loongarch", "sh"];

/// Picks of a tree's arches those that are looked at together where nobody says which;
/// all of a tree that has none of these.
pub fn arches_together(all: &[String]) -> Vec<String> {
    let is_there = |name: &&&str| all.iter().any(|arch| arch == **name);
    let together: Vec<String> = TOGETHER.iter().filter(is_there).map(|name| (*name).to_owned()).collect();
    if together.is_empty() { all.to_vec() } else { together }
}

/// What the kernel's Makefile tells Kconfig about an arch: `ARCH`, `SRCARCH`
/// and, for user mode, the machine below it.
pub fn arch_env(arch: &str) -> Vec<(&'static str, &str)> {
    let mut env = vec![("ARCH", arch), ("SRCARCH", srcarch(arch))];
    if arch == "um" {
        env.extend([("SUBARCH", USER_MODE_MACHINE), ("HEADER_ARCH", srcarch(USER_MODE_MACHINE))]);
    }
    env
}

/// Lists the arches of a tree by the paths of its files: what has an
/// arch/*/Kconfig, under each name that it is asked for by.
pub fn arches<'a>(paths: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut arches: Vec<String> = Vec::new();
    for path in paths {
        let folder = path.strip_prefix("arch/").and_then(|rest| rest.strip_suffix("/Kconfig"));
        let Some(folder) = folder.filter(|folder| !folder.contains('/')) else { continue };
        // Nobody asks for x86, and sparc32 is sparc.
        arches.extend((folder != "x86").then(|| folder.to_owned()));
        let aliases = ALIASES.iter().filter(|(alias, of)| *of == folder && *alias != "sparc32");
        arches.extend(aliases.map(|(alias, _)| (*alias).to_owned()));
    }
    arches.sort_unstable();
    arches.dedup();
    arches
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arch_has_its_folder_and_its_names() {
        let paths = ["arch/Kconfig", "arch/um/Kconfig", "arch/x86/Kconfig", "arch/x86/um/Kconfig"];
        assert_eq!(arches(paths), ["i386", "um", "x86_64"]);
        assert_eq!(arch_env("i386"), [("ARCH", "i386"), ("SRCARCH", "x86")]);
        assert_eq!(arch_env("um")[2..], [("SUBARCH", "x86_64"), ("HEADER_ARCH", "x86")]);
    }
}
