//! The pinned tools that build the site, installed when missing.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{Result, cache, run};

/// The target the page is built for.
pub(crate) const WASM: &str = "wasm32-unknown-unknown";

/// 0.22 refuses rustc 1.95.
const TRUNK: &str = "0.21.14";

const CARGO_FUZZ: &str = "0.13.2";

const BINARYEN: &str = "132.0.0";

const AXE: &str = "4.14.1";

/// What trunk is run with.
pub(crate) struct Tools {
    /// The trunk program.
    pub(crate) trunk: PathBuf,
    /// The folder of `wasm-bindgen` and `wasm-bindgen-test-runner`.
    pub(crate) wasm_bindgen: PathBuf,
}

impl Tools {
    /// Finds the tools, installing those that are missing.
    pub(crate) fn ensure() -> Result<Self> {
        ensure_target()?;
        let wasm_bindgen = ensure_wasm_bindgen()?;
        let trunk = ensure_crate(&Crate {
            program: "trunk",
            package: "trunk",
            version: TRUNK,
            features: &["--no-default-features", "--features", "rustls"],
            about: "about 5 minutes on two cores, once",
        })?
        .join("trunk");
        // trunk keeps cargo from the network as well.
        run::run(run::cargo().args(["fetch", "--quiet", "--locked"]))?;
        Ok(Self { trunk, wasm_bindgen })
    }

    /// Returns trunk, ready to be told what to do; `more` goes on its PATH too.
    pub(crate) fn trunk(&self, more: Option<PathBuf>) -> Result<Command> {
        let folders: Vec<_> = more.into_iter().chain([self.wasm_bindgen.clone()]).collect();
        let mut command = Command::new(&self.trunk);
        command
            .env("PATH", run::path_with(&folders)?)
            .env("TRUNK_SKIP_VERSION_CHECK", "true")
            // trunk takes NO_COLOR for a boolean and refuses NO_COLOR=1.
            .env_remove("NO_COLOR");
        Ok(command)
    }
}

/// Adds the wasm32 target when rustc does not have it.
pub(crate) fn ensure_target() -> Result<()> {
    let libraries = run::output(Command::new("rustc").args(["--print", "target-libdir", "--target", WASM]))?;
    if Path::new(libraries.trim()).is_dir() {
        return Ok(());
    }
    if run::find("rustup").is_none() {
        return Err(format!("rustc has no {WASM} target, and there is no rustup to add it").into());
    }
    run::step(&format!("adding the {WASM} target"), "some seconds", || {
        run::run(Command::new("rustup").args(["target", "add", WASM]))
    })
}

/// Installs the wasm-bindgen programs of the version in Cargo.lock.
pub(crate) fn ensure_wasm_bindgen() -> Result<PathBuf> {
    let lock = std::fs::read_to_string("Cargo.lock")?;
    let version = locked_version(&lock, "wasm-bindgen").ok_or("Cargo.lock does not name wasm-bindgen")?;
    ensure_crate(&Crate {
        program: "wasm-bindgen",
        package: "wasm-bindgen-cli",
        version,
        features: &[],
        about: "about 2 minutes on two cores, once",
    })
}

/// Installs cargo-fuzz; returns its folder.
pub(crate) fn ensure_cargo_fuzz() -> Result<PathBuf> {
    ensure_crate(&Crate {
        program: "cargo-fuzz",
        package: "cargo-fuzz",
        version: CARGO_FUZZ,
        features: &[],
        about: "about a minute on two cores, once",
    })
}

/// Installs binaryen's wasm-opt where npm is present; returns its folder.
pub(crate) fn ensure_wasm_opt() -> Result<Option<PathBuf>> {
    if let Some(found) = run::find("wasm-opt") {
        return Ok(found.parent().map(Path::to_owned));
    }
    let folder = cache::tool("binaryen", BINARYEN)?;
    let programs = folder.join("node_modules").join(".bin");
    if programs.join("wasm-opt").exists() {
        return Ok(Some(programs));
    }
    let is_there = npm_install("binaryen", BINARYEN, &folder, "half a minute, once")?;
    Ok(is_there.then_some(programs))
}

/// Installs axe-core, which tells what keeps people from using a page; returns its
/// script.
pub(crate) fn ensure_axe() -> Result<PathBuf> {
    let folder = cache::tool("axe-core", AXE)?;
    let script = folder.join("node_modules").join("axe-core").join("axe.min.js");
    if script.exists() || npm_install("axe-core", AXE, &folder, "some seconds, once")? {
        return Ok(script);
    }
    Err("there is no Node.js with npm to install axe-core with (Debian: apt-get install npm)".into())
}

/// Installs a package of npm into a folder of the cache; false where there is no npm.
fn npm_install(package: &str, version: &str, folder: &Path, about: &str) -> Result<bool> {
    if run::find("node").is_none() || run::find("npm").is_none() {
        return Ok(false);
    }
    std::fs::create_dir_all(folder)?;
    run::step(&format!("installing {package} {version} with npm"), about, || {
        run::run(
            Command::new("npm")
                .args(["install", "--no-audit", "--no-fund", "--loglevel=error"])
                .arg("--prefix")
                .arg(folder)
                .arg(format!("{package}@{version}")),
        )
    })?;
    Ok(true)
}

struct Crate<'a> {
    program: &'a str,
    package: &'a str,
    version: &'a str,
    features: &'a [&'a str],
    about: &'a str,
}

/// Returns the folder that holds the program, of exactly this version.
fn ensure_crate(wanted: &Crate<'_>) -> Result<PathBuf> {
    let Crate { program, package, version, .. } = *wanted;
    let root = cache::tool(program, version)?;
    let programs = root.join("bin");
    if programs.join(program).exists() {
        return Ok(programs);
    }
    if let Some(folder) = installed(program, version) {
        return Ok(folder);
    }
    if run::find("cargo-binstall").is_some() {
        let fetched =
            run::step(&format!("fetching {package} {version} with cargo binstall"), "some seconds", || {
                run::run(
                    run::cargo()
                        .args(["binstall", "--no-confirm", "--root"])
                        .arg(&root)
                        .arg(format!("{package}@{version}")),
                )
            });
        match fetched {
            Ok(()) => return Ok(programs),
            Err(error) => eprintln!("{error}; building it instead"),
        }
    }
    let what = format!("building {package} {version} into {}", root.display());
    run::step(&what, wanted.about, || {
        run::run(
            run::cargo()
                .args(["install", "--locked", package, "--version", version])
                .args(wanted.features)
                .arg("--root")
                .arg(&root)
                // It runs for a second at a time: build it quickly.
                .env("CARGO_PROFILE_RELEASE_LTO", "off")
                .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
                .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
                .env("CARGO_PROFILE_RELEASE_DEBUG", "false"),
        )
    })?;
    Ok(programs)
}

/// Returns the folder of a program on the PATH that is of this version.
fn installed(program: &str, version: &str) -> Option<PathBuf> {
    let path = run::find(program)?;
    let said = run::output(Command::new(OsString::from(&path)).arg("--version")).ok()?;
    if said.split_whitespace().nth(1) != Some(version) {
        return None;
    }
    path.parent().map(Path::to_owned)
}

/// Returns the version of a package in the text of a Cargo.lock.
fn locked_version<'lock>(lock: &'lock str, package: &str) -> Option<&'lock str> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    lines.next()?;
    lines.next()?.strip_prefix("version = \"")?.strip_suffix('"')
}

#[cfg(test)]
mod tests {
    use super::locked_version;

    #[test]
    fn reads_the_version_of_exactly_the_package() {
        let lock = "[[package]]\nname = \"wasm-bindgen-shared\"\nversion = \"1.0.0\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.126\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen"), Some("0.2.126"));
        assert_eq!(locked_version(lock, "yew"), None);
    }
}
