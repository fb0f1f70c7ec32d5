//! One conf, run in a folder of its own.

use std::ffi::OsString;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use sha2::{Digest, Sha256};

use super::arch::Arch;
use super::kernel::Oracle;
use super::plan::Case;
use super::probes;
use crate::{Result, cache, run};

/// In bytes, for each of the two outputs; a whole tree's help is 10 MB.
const MOST_OUTPUT: u64 = 100_000_000;

/// What surrounds every run: the tree and the variables that do not change.
pub(super) struct Surroundings {
    /// The kernel tree.
    pub(super) tree: PathBuf,
    /// What every conf finds in its environment.
    env: Vec<(String, OsString)>,
    /// What of it may change an answer, for the name of a remembered one.
    pub(super) toolchain: String,
}

/// What a run left, part by part: the status, the two outputs, each file.
pub(super) type Left = Vec<(String, Vec<u8>)>;

impl Surroundings {
    /// Finds the tools; their answers are remembered in the cache.
    ///
    /// The variables are those that the kernel's Makefile exports to conf and
    /// Kconfig files read; tests/src/reference.rs has the same.
    pub(super) fn new(oracle: &Oracle) -> Result<Self> {
        let line = |tool| -> Result<String> {
            let text = run::output(Command::new(tool).arg("--version").env("LC_ALL", "C"))?;
            Ok(text.lines().next().unwrap_or_default().to_owned())
        };
        let compiler = line("gcc")?;
        let toolchain = format!("{compiler}, {}", line("ld")?);
        // Of this checkout: they are this very program.
        let programs = cache::repository().join("target/oracle").join(oracle.version).join("bin");
        // gcc answers for the assembler too, which may change without it.
        let answers = format!("probes-{:x}", Sha256::digest(&toolchain));
        let mut env = probes::prepare(&programs, &cache::root()?.join("oracle").join(answers))?;
        let fixed = [
            ("KERNELVERSION", oracle.version),
            ("CC", "gcc"),
            ("LD", "ld"),
            ("HOSTCC", "gcc"),
            ("HOSTCXX", "g++"),
            ("NM", "nm"),
            ("OBJCOPY", "objcopy"),
            ("AR", "ar"),
            ("RUSTC", "false"),
            ("BINDGEN", "false"),
            ("PAHOLE", "false"),
            ("PYTHON3", "python3"),
            ("RUSTC_VERSION_TEXT", ""),
            ("CC_VERSION_TEXT", &*compiler),
        ];
        env.extend(fixed.map(|(name, value)| (name.to_owned(), value.into())));
        env.push(("srctree".to_owned(), oracle.tree.clone().into()));
        Ok(Self { tree: oracle.tree.clone(), env, toolchain })
    }

    /// The variables with which our tests' own runs of conf find the tools with a memory.
    pub(super) fn tools(&self) -> Vec<(String, OsString)> {
        let named = |(name, value): &(String, OsString)| {
            let name = match &**name {
                "PATH" => probes::TOOLS_PATH,
                probes::ANSWERS | probes::REAL_PATH => name,
                _ => return None,
            };
            Some((name.to_owned(), value.clone()))
        };
        self.env.iter().filter_map(named).collect()
    }

    /// A program that sees nothing but what conf sees on an arch.
    pub(super) fn command(&self, program: &Path, arch: &Arch) -> Command {
        let mut command = Command::new(program);
        command
            .env_clear()
            .envs(self.env.iter().map(|(name, value)| (name, value)))
            .envs(arch.env())
            .stdin(Stdio::null());
        command
    }

    /// Runs a case in a new folder; returns what each of its runs left.
    pub(super) fn run(&self, conf: &Path, case: &Case, folder: &Path) -> Result<Vec<Left>> {
        if folder.exists() {
            std::fs::remove_dir_all(folder)?;
        }
        std::fs::create_dir_all(folder)?;
        let mut all = Vec::new();
        for arguments in &case.runs {
            let mut command = self.command(conf, &case.arch);
            command
                .args(arguments)
                .arg("Kconfig")
                .current_dir(folder)
                .envs(case.env.iter().map(|(name, value)| (name, value)));
            let mut left =
                finish(&mut command).map_err(|error| format!("cannot run {}: {error}", conf.display()))?;
            files_below(folder, &mut left)?;
            all.push(left);
        }
        std::fs::remove_dir_all(folder)?;
        Ok(all)
    }
}

/// Runs a program to its end, or until it has said too much: some questions are
/// asked for ever where there is no input.
fn finish(command: &mut Command) -> std::io::Result<Left> {
    fn read(pipe: Option<impl Read>) -> std::io::Result<Vec<u8>> {
        let mut text = Vec::new();
        pipe.map(|pipe| pipe.take(MOST_OUTPUT).read_to_end(&mut text)).transpose()?;
        Ok(text)
    }
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    let (stdout, stderr) = std::thread::scope(|scope| {
        let stderr = scope.spawn(|| read(stderr));
        (read(stdout), stderr.join())
    });
    let stdout = stdout?;
    let stderr = stderr.map_err(|_| std::io::Error::other("the reader of stderr stopped"))??;
    let status = child.wait()?.to_string().into_bytes();
    Ok(vec![("status".to_owned(), status), ("stdout".to_owned(), stdout), ("stderr".to_owned(), stderr)])
}

/// Adds all files below a folder, by path; of the thousands of empty ones below
/// include/config, one part with their names.
fn files_below(folder: &Path, left: &mut Left) -> Result<()> {
    let mut empty = Vec::new();
    let mut files = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(path) = open.pop() {
        for entry in std::fs::read_dir(path)? {
            let entry = entry?;
            let path = entry.path();
            if entry.file_type()?.is_dir() {
                open.push(path);
                continue;
            }
            let name = path.strip_prefix(folder)?.display().to_string();
            if entry.metadata()?.len() == 0 {
                empty.push(name);
            } else {
                files.push((name, std::fs::read(&path)?));
            }
        }
    }
    files.sort();
    empty.sort();
    left.append(&mut files);
    left.push(("the names of the empty files".to_owned(), empty.join("\n").into_bytes()));
    Ok(())
}
