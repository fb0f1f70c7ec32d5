//! The kernel's own conf, and ours, run side by side.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Result;

/// The kernel's conf and a kernel tree.
pub struct Reference {
    /// scripts/kconfig/conf
    pub conf: PathBuf,
    /// A tree with its Kconfig files.
    pub tree: PathBuf,
}

/// What [`run`] says of tools, as `kconfig bundle --probes` takes it: the same answers.
pub const AS_REFERENCE: &str =
    "CC=gcc,LD=ld,ARCH=all,RUSTC=false,BINDGEN=false,PAHOLE=false,KERNELVERSION=6.12";

/// What the compiler and the linker need where `cargo xtask` gives them a memory.
const MEMORY: [&str; 2] = ["KCONFIG_PROBE_ANSWERS", "KCONFIG_PROBE_PATH"];

/// What a run left.
#[derive(Debug, PartialEq, Eq)]
pub struct Run {
    /// The exit status.
    pub status: Option<i32>,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
    /// All files below the folder, by path: .config, include/config/auto.conf
    /// and so on.
    pub files: BTreeMap<String, String>,
}

impl Run {
    /// The .config, or "".
    pub fn config(&self) -> &str {
        self.files.get(".config").map_or("", String::as_str)
    }
}

/// Finds the reference that `cargo xtask test` names in the environment; says
/// so and gives `None` where there is none.
pub fn reference() -> Option<Reference> {
    let variable = |name| std::env::var_os(name).map(PathBuf::from);
    let found = variable("KCONFIG_ORACLE_CONF").zip(variable("KCONFIG_ORACLE_TREE"));
    if found.is_none() {
        eprintln!("skipped: KCONFIG_ORACLE_CONF and KCONFIG_ORACLE_TREE are not set");
    }
    found.map(|(conf, tree)| Reference { conf, tree })
}

/// Finds the reference of 6.1, likewise.
pub fn reference_6_1() -> Option<Reference> {
    let variable = |name| std::env::var_os(name).map(PathBuf::from);
    let found = variable("KCONFIG_ORACLE_CONF_6_1").zip(variable("KCONFIG_ORACLE_TREE_6_1"));
    if found.is_none() {
        eprintln!("skipped: KCONFIG_ORACLE_CONF_6_1 and KCONFIG_ORACLE_TREE_6_1 are not set");
    }
    found.map(|(conf, tree)| Reference { conf, tree })
}

/// What a run finds.
#[derive(Clone, Copy, Default)]
pub struct Given<'a> {
    /// The .config to start from.
    pub seed: Option<&'a str>,
    /// Further files, by path.
    pub files: &'a [(&'a str, &'a str)],
    /// Variables beside those that are always set.
    pub env: &'a [(&'a str, &'a str)],
    /// What there is to read on standard input.
    pub stdin: &'a str,
}

/// Runs a conf in a folder of its own with a .config to start from.
pub fn run(
    conf: &Path,
    tree: &Path,
    arch: &str,
    mode: &str,
    seed: Option<&str>,
    folder: &Path,
) -> Result<Run> {
    run_given(conf, tree, arch, mode, &Given { seed, ..Given::default() }, folder)
}

/// Runs a conf in a folder of its own.
///
/// The environment is the same for every program: what the kernel's Makefile
/// exports, with the host's compiler, which `cargo xtask` gives a memory of its answers.
pub fn run_given(
    conf: &Path,
    tree: &Path,
    arch: &str,
    mode: &str,
    given: &Given<'_>,
    folder: &Path,
) -> Result<Run> {
    if folder.exists() {
        std::fs::remove_dir_all(folder)?;
    }
    std::fs::create_dir_all(folder)?;
    for (path, text) in given.seed.map(|seed| (".config", seed)).iter().chain(given.files) {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap_or(folder))?;
        std::fs::write(path, text)?;
    }
    let stdin = folder.with_extension("stdin");
    std::fs::write(&stdin, given.stdin)?;
    let version = Command::new("gcc").arg("--version").output()?;
    let version = String::from_utf8(version.stdout)?;
    let variable = std::env::var_os::<&str>;
    let srcarch = if arch == "x86_64" { "x86" } else { arch };
    let output = Command::new(conf)
        .args(mode.split(' '))
        .arg("Kconfig")
        .current_dir(folder)
        .env_clear()
        .env("PATH", variable("KCONFIG_PROBE_TOOLS").or_else(|| variable("PATH")).unwrap_or_default())
        .envs(MEMORY.iter().filter_map(|name| Some((*name, variable(name)?))))
        .env("srctree", tree)
        .envs([("ARCH", arch), ("SRCARCH", srcarch), ("KERNELVERSION", "6.12")])
        .envs([("CC", "gcc"), ("LD", "ld"), ("HOSTCC", "gcc"), ("HOSTCXX", "g++"), ("NM", "nm")])
        .envs([("OBJCOPY", "objcopy"), ("AR", "ar"), ("RUSTC", "false"), ("BINDGEN", "false")])
        .envs([("PAHOLE", "false"), ("PYTHON3", "python3"), ("RUSTC_VERSION_TEXT", "")])
        .env("CC_VERSION_TEXT", version.lines().next().unwrap_or_default())
        .envs(given.env.iter().copied())
        .stdin(std::fs::File::open(stdin)?)
        .output()?;
    Ok(Run {
        status: output.status.code(),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        files: files_below(folder)?,
    })
}

/// Reads all files below a folder, by path.
pub fn files_below(folder: &Path) -> Result<BTreeMap<String, String>> {
    let mut files = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(path) = open.pop() {
        for entry in std::fs::read_dir(path)? {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder)?.display().to_string();
                files.insert(name, String::from_utf8_lossy(&std::fs::read(&path)?).into_owned());
            }
        }
    }
    Ok(files)
}

/// Names the first line that differs, for a message.
pub fn first_difference(theirs: &str, ours: &str) -> String {
    let (mut theirs, mut ours) = (theirs.lines(), ours.lines());
    for number in 1.. {
        match (theirs.next(), ours.next()) {
            (None, None) => break,
            (their, our) if their != our => {
                return format!("line {number}: conf has {their:?}, ours has {our:?}");
            }
            _ => {}
        }
    }
    "no line differs".to_owned()
}
