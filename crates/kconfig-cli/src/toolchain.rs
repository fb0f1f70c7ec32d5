//! Toolchains: which there are, what they can target, what make says of them.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, Stdio};

use kconfig::bundle::srcarch;

/// A toolchain to be asked, and the arches that it is asked for.
#[derive(Clone, Debug)]
pub(crate) struct Toolchain {
    /// What its answers are chosen by.
    pub(crate) name: String,
    /// What the kernel's make exports of it.
    pub(crate) env: BTreeMap<String, String>,
    /// Of the tree's arches, those that it can target or is told to.
    pub(crate) arches: Vec<String>,
}

/// The first part of a target triple, and the arches of a compiler for it.
const GCC_TARGETS: &[(&str, &[&str])] = &[
    ("x86_64", &["x86_64", "i386", "um"]),
    ("i686", &["i386"]),
    ("i586", &["i386"]),
    ("aarch64", &["arm64"]),
    ("arm", &["arm"]),
    ("powerpc", &["powerpc"]),
    ("powerpc64", &["powerpc"]),
    ("powerpc64le", &["powerpc"]),
    ("riscv64", &["riscv"]),
    ("riscv32", &["riscv"]),
    ("s390x", &["s390"]),
    ("mips", &["mips"]),
    ("mipsel", &["mips"]),
    ("mips64", &["mips"]),
    ("mips64el", &["mips"]),
    ("loongarch64", &["loongarch"]),
    ("sh4", &["sh"]),
    ("sparc", &["sparc"]),
    ("sparc64", &["sparc64"]),
    ("hppa", &["parisc"]),
    ("hppa64", &["parisc64"]),
    ("or1k", &["openrisc"]),
    ("arceb", &["arc"]),
];

/// The target that the kernel's scripts/Makefile.clang gives clang, by SRCARCH.
const CLANG_TARGETS: &[(&str, &str)] = &[
    ("arm", "arm-linux-gnueabi"),
    ("arm64", "aarch64-linux-gnu"),
    ("hexagon", "hexagon-linux-musl"),
    ("loongarch", "loongarch64-linux-gnusf"),
    ("m68k", "m68k-linux-gnu"),
    ("mips", "mipsel-linux-gnu"),
    ("powerpc", "powerpc64le-linux-gnu"),
    ("riscv", "riscv64-linux-gnu"),
    ("s390", "s390x-linux-gnu"),
    ("x86", "x86_64-linux-gnu"),
    ("um", "x86_64-linux-gnu"),
];

/// LLVM's linker.
const LLD: &str = "ld.lld";

/// What scripts/Makefile.clang adds on every arch.
const CLANG_FLAGS: &str = "-fintegrated-as -Werror=unknown-warning-option \
     -Werror=ignored-optimization-argument -Werror=option-ignored -Werror=unused-command-line-argument";

/// The first line that a program prints, "" where there is none.
pub(crate) fn first_line(program: &str, arg: &str) -> String {
    let output = Command::new(program).arg(arg).env("LC_ALL", "C").stderr(Stdio::null()).output().ok();
    let text = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
    text.lines().next().unwrap_or_default().to_owned()
}

impl Toolchain {
    /// Reads `CC=...,LD=...,ARCH=...`; any other variable of make may stand there.
    ///
    /// `ARCH` is `all`, or arches with `+` between them; without it the
    /// toolchain is asked for what it can target.
    pub(crate) fn parse(text: &str, tree_arches: &[String]) -> Result<Self, String> {
        let mut given = BTreeMap::new();
        for item in text.split(',').filter(|item| !item.is_empty()) {
            let (name, value) = item
                .split_once('=')
                .filter(|(name, _)| !name.is_empty())
                .ok_or_else(|| format!("--probes {item}: expected VARIABLE=value"))?;
            given.insert(name.to_owned(), value.to_owned());
        }
        let arch = given.remove("ARCH");
        let name = given.remove("NAME");
        let mut toolchain = Self::new(given)?;
        toolchain.arches = match arch.as_deref() {
            None => toolchain.targets(tree_arches)?,
            Some("all") => tree_arches.to_vec(),
            Some(names) => names.split('+').map(str::to_owned).collect(),
        };
        if let Some(name) = name {
            toolchain.name = name;
        }
        Ok(toolchain)
    }

    /// Finds the host's gcc, the cross compilers and clang on a PATH.
    pub(crate) fn find(tree_arches: &[String], path: &OsStr) -> Vec<Self> {
        let mut compilers = vec!["gcc".to_owned()];
        let mut cross = Vec::new();
        for folder in std::env::split_paths(path) {
            let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
            cross.extend(entries.filter_map(|entry| {
                let name = entry.file_name().into_string().ok()?;
                name.strip_suffix("-gcc").is_some_and(|triple| triple.contains('-')).then_some(name)
            }));
        }
        cross.sort_unstable();
        compilers.append(&mut cross);
        compilers.push("clang".to_owned());
        let mut found: Vec<Self> = Vec::new();
        for compiler in compilers {
            let env = [("CC".to_owned(), compiler.clone())].into_iter().collect();
            let Ok(mut toolchain) = Self::new(env) else { continue };
            toolchain.arches = toolchain.targets(tree_arches).unwrap_or_default();
            // The host's compiler stands there under its long name too.
            let is_new = |arch: &String| {
                !found.iter().any(|other| {
                    other.arches.contains(arch)
                        && other.env.get("CC_VERSION_TEXT").map(|text| after_word(text))
                            == toolchain.env.get("CC_VERSION_TEXT").map(|text| after_word(text))
                })
            };
            if toolchain.arches.iter().any(is_new) {
                found.push(toolchain);
            }
        }
        found
    }

    /// Completes what make exports for a compiler.
    fn new(mut env: BTreeMap<String, String>) -> Result<Self, String> {
        let cc = env.entry("CC".into()).or_insert_with(|| "gcc".into()).clone();
        let text = first_line(&cc, "--version");
        if text.is_empty() {
            return Err(format!("--probes CC={cc}: it cannot be run, or says no version"));
        }
        let tools = Path::new(&cc).file_name().map(|name| name.to_string_lossy().into_owned());
        let tools = tools.unwrap_or_default();
        let cross = cc.strip_suffix("-gcc").map(|prefix| format!("{prefix}-")).unwrap_or_default();
        env.entry("CC_VERSION_TEXT".into()).or_insert_with(|| text.clone());
        let rustc = env.get("RUSTC").map_or("rustc", String::as_str).to_owned();
        env.entry("RUSTC_VERSION_TEXT".into()).or_insert_with(|| first_line(&rustc, "--version"));
        // Make's LLVM=1: a clang for many targets needs a linker for them.
        if tools.starts_with("clang") && !first_line(LLD, "--version").is_empty() {
            env.entry("LD".into()).or_insert_with(|| LLD.into());
        }
        for (name, value) in [("LD", "ld"), ("NM", "nm"), ("OBJCOPY", "objcopy"), ("AR", "ar")] {
            env.entry(name.into()).or_insert_with(|| format!("{cross}{value}"));
        }
        for (name, value) in OTHER_TOOLS {
            env.entry((*name).into()).or_insert_with(|| (*value).to_owned());
        }
        let version = text
            .split_whitespace()
            .rfind(|word| word.starts_with(|c: char| c.is_ascii_digit()) && word.contains('.'))
            .unwrap_or("unknown-version");
        Ok(Self { name: format!("{tools}-{version}"), env, arches: Vec::new() })
    }

    fn is_clang(&self) -> bool {
        self.env.get("CC_VERSION_TEXT").is_some_and(|text| text.contains("clang version"))
    }

    /// The tree's arches that the compiler can target.
    fn targets(&self, tree_arches: &[String]) -> Result<Vec<String>, String> {
        let cc = self.env.get("CC").map_or("gcc", String::as_str);
        let triple = first_line(cc, "-dumpmachine");
        let machine = triple.split('-').next().unwrap_or_default();
        let known = GCC_TARGETS.iter().find(|(name, _)| *name == machine);
        let can = |arch: &&String| {
            if self.is_clang() {
                return CLANG_TARGETS.iter().any(|(folder, _)| *folder == srcarch(arch));
            }
            known.map_or(machine == arch.as_str(), |(_, arches)| arches.contains(&arch.as_str()))
        };
        Ok(tree_arches.iter().filter(can).cloned().collect())
    }

    /// What make exports for one arch beside the toolchain's own.
    pub(crate) fn arch_env(&self, arch: &str) -> BTreeMap<String, String> {
        let mut env = BTreeMap::new();
        if self.is_clang() && !self.env.contains_key("CLANG_FLAGS") {
            if let Some((_, target)) = CLANG_TARGETS.iter().find(|(folder, _)| *folder == srcarch(arch)) {
                env.insert("CLANG_FLAGS".to_owned(), format!("--target={target} {CLANG_FLAGS}"));
            }
        }
        env
    }
}

/// What the kernel's make calls tools that do not depend on the target.
pub(crate) const OTHER_TOOLS: &[(&str, &str)] = &[
    ("HOSTCC", "gcc"),
    ("HOSTCXX", "g++"),
    ("RUSTC", "rustc"),
    ("BINDGEN", "bindgen"),
    ("PAHOLE", "pahole"),
    ("PYTHON3", "python3"),
];

/// What a version text says behind the name that the program was called by.
fn after_word(text: &str) -> &str {
    text.split_once(' ').map_or(text, |(_, rest)| rest)
}
