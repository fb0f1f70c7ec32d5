//! `kconfig` on the command line, run as a user runs it.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use crate::Result;
use crate::bins::bin;

/// What a run of the program left.
pub struct Ran {
    /// The exit status; `None` where a signal ended the program.
    pub status: Option<i32>,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

/// Gives the program, built once for all tests of a file.
pub fn program() -> Result<&'static Path> {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    if PROGRAM.get().is_none() {
        let _ = PROGRAM.set(bin("kconfig")?);
    }
    Ok(PROGRAM.get().ok_or("not built")?)
}

/// Runs a command of the program in a folder.
pub fn kconfig(folder: &Path, arguments: &[&str], stdin: &str) -> Result<Ran> {
    let mut child = Command::new(program()?)
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    // A command that refuses its arguments reads nothing.
    let _ = child.stdin.take().ok_or("no input")?.write_all(stdin.as_bytes());
    let output = child.wait_with_output()?;
    let (stdout, stderr) = (String::from_utf8(output.stdout)?, String::from_utf8(output.stderr)?);
    Ok(Ran { status: output.status.code(), stdout, stderr })
}

/// Makes an empty folder for a test.
pub fn empty_folder(path: &Path) -> Result<()> {
    if path.exists() {
        std::fs::remove_dir_all(path)?;
    }
    Ok(std::fs::create_dir_all(path)?)
}
