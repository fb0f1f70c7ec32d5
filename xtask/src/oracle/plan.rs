//! Which runs there are.

use std::path::{Path, PathBuf};

use super::arch::{self, Arch};
use crate::Result;

/// The modes that need no input, in the order of conf's own help.
pub(super) const PRESETS: &[&str] = &["alldefconfig", "allnoconfig", "allyesconfig", "allmodconfig"];

/// Modes that can be asked for beside those; their input is empty.
const MORE_MODES: &[&str] = &["olddefconfig", "listnewconfig", "helpnewconfig"];

/// Modes that change the .config that is there: that of allmodconfig.
const CHANGES: &[&str] = &["yes2modconfig", "mod2yesconfig", "mod2noconfig"];

/// What to compare.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Selection {
    /// Names of arches; all where there are none.
    pub(super) arches: Vec<String>,
    /// Modes without input, for each arch.
    pub(super) modes: Vec<String>,
    /// Numbers of seeds for randconfig, for each arch.
    pub(super) seeds: u32,
    /// Which of the files that are called `*defconfig`.
    pub(super) defconfigs: Defconfigs,
    /// Each file `*.config`, given to alldefconfig as KCONFIG_ALLCONFIG.
    pub(super) fragments: bool,
}

/// How many of the defconfigs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Defconfigs {
    #[default]
    None,
    /// The first of each arch.
    One,
    All,
}

impl Selection {
    /// Some of everything, in a minute.
    pub(super) fn quick() -> Self {
        let modes = ["alldefconfig", "allmodconfig"].map(str::to_owned).to_vec();
        Self { modes, defconfigs: Defconfigs::One, ..Self::default() }
    }

    /// Everything.
    pub(super) fn full() -> Self {
        Self {
            modes: PRESETS.iter().map(|mode| (*mode).to_owned()).collect(),
            seeds: 20,
            defconfigs: Defconfigs::All,
            fragments: true,
            ..Self::default()
        }
    }

    /// Reads names of modes.
    pub(super) fn read_modes(text: &str) -> Result<Vec<String>> {
        let known = || PRESETS.iter().chain(MORE_MODES).chain(CHANGES);
        let mode = |name: &str| {
            known().find(|mode| **mode == name).map(|mode| (*mode).to_owned()).ok_or_else(|| {
                let known: Vec<_> = known().copied().collect();
                format!("no mode `{name}`; there are {}", known.join(", ")).into()
            })
        };
        text.split(',').map(mode).collect()
    }
}

/// Runs of conf one after the other in the same folder.
#[derive(Debug)]
pub(super) struct Case {
    /// The arch.
    pub(super) arch: Arch,
    /// What it is counted under: the mode, or `fragment`.
    pub(super) kind: String,
    /// What tells it from the others of its arch and kind: a seed, a file.
    pub(super) detail: String,
    /// conf's arguments for each run, without the root file.
    pub(super) runs: Vec<Vec<String>>,
    /// Variables beside those that are always set.
    pub(super) env: Vec<(&'static str, String)>,
    /// The file that the runs read, below the tree.
    pub(super) input: Option<PathBuf>,
}

/// Lists the cases for a tree, arch by arch.
pub(super) fn cases(tree: &Path, selection: &Selection) -> Result<Vec<Case>> {
    let arches = arch::all(tree)?;
    for name in &selection.arches {
        if !arches.iter().any(|arch| arch.name == *name) {
            let known: Vec<_> = arches.iter().map(|arch| &*arch.name).collect();
            return Err(
                format!("no arch `{name}` in {}; there are {}", tree.display(), known.join(", ")).into()
            );
        }
    }
    let wanted = |name: &String| selection.arches.is_empty() || selection.arches.contains(name);
    let mut cases = Vec::new();
    for arch in arches.into_iter().filter(|arch| wanted(&arch.name)) {
        for mode in &selection.modes {
            let mut case = Case::new(&arch, mode, "");
            if CHANGES.contains(&&**mode) {
                case.runs.insert(0, vec!["--allmodconfig".to_owned()]);
            }
            cases.push(case);
        }
        for seed in 1..=selection.seeds {
            let env = vec![("KCONFIG_SEED", seed.to_string())];
            cases.push(Case { env, ..Case::new(&arch, "randconfig", &format!("seed {seed}")) });
        }
    }
    cases.extend(of_files(tree, selection)?.into_iter().filter(|case| wanted(&case.arch.name)));
    // Stable: within an arch the order above.
    cases.sort_by(|a, b| a.arch.name.cmp(&b.arch.name));
    Ok(cases)
}

/// Lists the cases that a tree has files for.
fn of_files(tree: &Path, selection: &Selection) -> Result<Vec<Case>> {
    let mut cases: Vec<Case> = Vec::new();
    if selection.defconfigs == Defconfigs::None && !selection.fragments {
        return Ok(cases);
    }
    for (arch, path) in config_files(tree)? {
        let full = tree.join(&path).display().to_string();
        let detail = path.display().to_string();
        let input = Some(path);
        if detail.ends_with("defconfig") {
            let known = |case: &Case| case.arch == arch && case.kind == "defconfig";
            match selection.defconfigs {
                Defconfigs::None => continue,
                Defconfigs::One if cases.iter().any(known) => continue,
                Defconfigs::One | Defconfigs::All => {}
            }
            let save = vec!["--savedefconfig=defconfig".to_owned()];
            let runs = vec![vec![format!("--defconfig={full}")], save];
            cases.push(Case { runs, input, ..Case::new(&arch, "defconfig", &detail) });
        } else if selection.fragments {
            let runs = vec![vec!["--alldefconfig".to_owned()]];
            let env = vec![("KCONFIG_ALLCONFIG", full)];
            cases.push(Case { runs, env, input, ..Case::new(&arch, "fragment", &detail) });
        }
    }
    Ok(cases)
}

/// Lists the files below `arch/*/configs`, and those for any arch below
/// `kernel/configs`, with their arches.
fn config_files(tree: &Path) -> Result<Vec<(Arch, PathBuf)>> {
    let mut open = vec![(PathBuf::from("kernel/configs"), "x86".to_owned())];
    for entry in std::fs::read_dir(tree.join("arch"))? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        open.push((Path::new("arch").join(&name).join("configs"), name));
    }
    let mut files = Vec::new();
    while let Some((folder, arch)) = open.pop() {
        let Ok(entries) = std::fs::read_dir(tree.join(&folder)) else { continue };
        for entry in entries {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = folder.join(&name);
            if entry.file_type()?.is_dir() {
                open.push((path, arch.clone()));
            } else if name.ends_with("defconfig") || name.ends_with(".config") {
                files.push((Arch::of_config(&arch, &name), path));
            }
        }
    }
    files.sort_by(|a, b| a.1.cmp(&b.1));
    Ok(files)
}

impl Case {
    fn new(arch: &Arch, kind: &str, detail: &str) -> Self {
        Self {
            arch: arch.clone(),
            kind: kind.to_owned(),
            detail: detail.to_owned(),
            runs: vec![vec![format!("--{kind}")]],
            env: Vec::new(),
            input: None,
        }
    }

    /// Returns the case's name for people.
    pub(super) fn name(&self) -> String {
        let words = [&*self.arch.name, &*self.kind, &*self.detail];
        words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
    }
}
