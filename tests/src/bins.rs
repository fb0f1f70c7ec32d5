//! Our own programs, built and found.

use std::path::PathBuf;
use std::process::Command;

use crate::Result;

/// Builds a bin of kconfig-cli and gives its path.
pub fn bin(name: &str) -> Result<PathBuf> {
    let output = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--package", "kconfig-cli", "--bin", name, "--message-format=json"])
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
        .output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    let messages = String::from_utf8(output.stdout)?;
    let mut executables = messages.lines().filter_map(|line| {
        let message: serde_json::Value = serde_json::from_str(line).ok()?;
        let path = PathBuf::from(message.get("executable")?.as_str()?);
        (path.file_stem()?.to_str()? == name).then_some(path)
    });
    executables.next_back().ok_or_else(|| format!("cargo built no `{name}`").into())
}
