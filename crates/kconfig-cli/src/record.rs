//! Recording what a tree's shell commands answer.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use kconfig::bundle::{Bundle, Profile, Recorded, SRCTREE, arch_env, kernel_version};
use kconfig::tree::{Host, ParseCache, ShellAnswer, load_as};

use crate::toolchain::Toolchain;

/// Asks a toolchain on each of its arches what the tree asks there.
///
/// `told` hears of each arch: how many commands it asks, or the words with which
/// the tree refuses the toolchain there (`$(error-if,...)`). Such an arch is left
/// out: nothing could be evaluated with its answers.
pub(crate) fn record(
    bundle: &Bundle,
    tree: &Path,
    toolchain: &Toolchain,
    cache: &mut ParseCache,
    told: &mut dyn FnMut(&str, Result<usize, &str>),
) -> Result<Profile, String> {
    let folder = Scratch::new(tree)?;
    let mut env = toolchain.env.clone();
    if let Some(makefile) = bundle.files.get("Makefile") {
        env.entry("KERNELVERSION".into()).or_insert_with(|| kernel_version(makefile));
    }
    env.insert("srctree".into(), SRCTREE.into());
    let mut profile = Profile { name: toolchain.name.clone(), env, arches: BTreeMap::new() };
    let shared = RefCell::default();
    for arch in &toolchain.arches {
        let mut arch_only: BTreeMap<String, String> =
            arch_env(arch).into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        arch_only.extend(toolchain.arch_env(arch));
        let mut env = profile.env.clone();
        env.extend(arch_only.clone());
        let host = Recorder { folder: &folder.path, env, shared: &shared, answers: RefCell::default() };
        let model = load_as(bundle.semantics().unwrap_or_default(), bundle, &host, "Kconfig", cache);
        if let Some(refusal) = model.diagnostics.iter().find(|it| it.code == "preprocessor-error") {
            told(arch, Err(&refusal.message));
            continue;
        }
        let answers = host.answers.into_inner();
        told(arch, Ok(answers.len()));
        profile.arches.insert(arch.clone(), Recorded { env: arch_only, answers });
    }
    Ok(profile)
}

/// A folder that shows the tree and may be written to, as compilers do there.
struct Scratch {
    path: PathBuf,
}

impl Scratch {
    fn new(tree: &Path) -> Result<Self, String> {
        let path = std::env::temp_dir().join(format!("kconfig-bundle-{}", std::process::id()));
        let made = || -> std::io::Result<()> {
            std::fs::create_dir(&path)?;
            for entry in std::fs::read_dir(tree)? {
                let entry = entry?;
                #[cfg(unix)]
                std::os::unix::fs::symlink(entry.path(), path.join(entry.file_name()))?;
            }
            Ok(())
        };
        made().map_err(|error| format!("{}: {error}", path.display()))?;
        Ok(Self { path })
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // Links go, what they name stays.
        let _ = std::fs::remove_dir_all(&self.path);
    }
}

struct Recorder<'a> {
    folder: &'a Path,
    env: BTreeMap<String, String>,
    /// Answers that hold on all arches.
    shared: &'a RefCell<BTreeMap<String, Option<String>>>,
    answers: RefCell<BTreeMap<String, Option<String>>>,
}

impl Recorder<'_> {
    /// Runs a command with nothing of this machine's environment but the PATH,
    /// so that the answers are those of the toolchain alone.
    fn run(&self, command: &str) -> Option<String> {
        let output = Command::new("/bin/sh")
            .arg("-c")
            .arg(command)
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .envs(std::env::var_os("HOME").map(|home| ("HOME", home)))
            .env("LC_ALL", "C")
            .envs(&self.env)
            .current_dir(self.folder)
            .stdin(Stdio::null())
            .stderr(Stdio::null())
            .output();
        // What the shell could not be asked is not known.
        output.ok().map(|output| String::from_utf8_lossy(&output.stdout).into_owned())
    }
}

impl Host for Recorder<'_> {
    fn env(&self, name: &str) -> Option<String> {
        self.env.get(name).cloned()
    }

    fn shell(&self, command: &str) -> ShellAnswer {
        let known = self.answers.borrow().get(command).cloned();
        let answer = known.unwrap_or_else(|| {
            // A script of the tree may look at the arch; a compiler does not.
            let is_shared = !command.contains("./") && !command.contains("ARCH");
            let before = is_shared.then(|| self.shared.borrow().get(command).cloned()).flatten();
            let answer = before.unwrap_or_else(|| self.run(command));
            if is_shared {
                self.shared.borrow_mut().insert(command.to_owned(), answer.clone());
            }
            self.answers.borrow_mut().insert(command.to_owned(), answer.clone());
            answer
        });
        answer.map_or(ShellAnswer::Unknown, ShellAnswer::Output)
    }
}
