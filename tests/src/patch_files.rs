//! Patch files, as GNU patch and diff read and write them.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use kconfig::series::{Patch, is_kept};
use kconfig::tree::Vfs;

use crate::Result;

/// What GNU patch says of each file's hunks: number, and offset and fuzz if the
/// hunk went on. A hunk that fits at its line is not said.
pub type Said = BTreeMap<String, BTreeMap<usize, Option<(i64, usize)>>>;

/// Tells whether the program is there; says so where it is not.
pub fn has(program: &str) -> bool {
    let found = Command::new(program).arg("--version").stdout(Stdio::null()).status().is_ok();
    if !found {
        eprintln!("skipped: there is no {program}");
    }
    found
}

/// Lists the real patch files, by name; says so and gives `None` where there are none.
pub fn real_patches() -> Result<Option<Vec<PathBuf>>> {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/series");
    let Ok(entries) = std::fs::read_dir(&shared) else {
        eprintln!("skipped: there is no {}", shared.display());
        return Ok(None);
    };
    let mut paths: Vec<PathBuf> = entries.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    paths.retain(|path| path.extension().is_some_and(|end| end == "patch"));
    paths.sort();
    Ok(Some(paths))
}

/// Writes files below a folder.
///
/// # Errors
/// A file cannot be written.
pub fn lay(folder: &Path, files: &Vfs) -> Result<()> {
    for (path, text) in files.iter() {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap_or(folder))?;
        std::fs::write(path, text.as_bytes())?;
    }
    Ok(())
}

/// Reads back what is below a folder, without what patch lays beside it.
///
/// # Errors
/// A file cannot be read.
pub fn collect(folder: &Path) -> Result<Vfs> {
    let mut files = Vfs::new();
    let mut open = vec![folder.to_owned()];
    while let Some(path) = open.pop() {
        for entry in std::fs::read_dir(path)? {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_none_or(|end| end != "rej") {
                let name = path.strip_prefix(folder)?.display().to_string();
                files.insert(&name, String::from_utf8_lossy(&std::fs::read(&path)?).into_owned());
            }
        }
    }
    Ok(files)
}

/// Runs `patch -p1 -F2` in a folder. `-f` keeps it from asking, and from leaving out a
/// whole file because its first hunk is there already.
///
/// # Errors
/// There is no patch, or it says what is not understood.
pub fn gnu_patch(folder: &Path, diff: &str) -> Result<Said> {
    let file = folder.with_extension("diff");
    std::fs::write(&file, diff)?;
    let output = Command::new("patch")
        .args(["-p1", "-F2", "-f", "--no-backup-if-mismatch", "-i"])
        .arg(&file)
        .current_dir(folder)
        .env("LC_ALL", "C")
        .output()?;
    let mut said = Said::new();
    let mut file = String::new();
    for line in String::from_utf8(output.stdout)?.lines() {
        if let Some(path) = line.strip_prefix("patching file ") {
            file = path.split(" (").next().unwrap_or(path).trim_matches('\'').to_owned();
            said.entry(file.clone()).or_default();
        } else if let Some(hunk) = line.strip_prefix("Hunk #") {
            let number: usize = hunk.split(' ').next().unwrap_or("").parse()?;
            let after =
                |word: &str| hunk.split_once(word).and_then(|(_, rest)| rest.split([' ', '.', ')']).next());
            let placed = hunk.contains("succeeded").then(|| {
                let offset = after("(offset ").and_then(|n| n.parse().ok()).unwrap_or(0);
                (offset, after("with fuzz ").and_then(|n| n.parse().ok()).unwrap_or(0))
            });
            said.entry(file.clone()).or_default().insert(number, placed);
        }
    }
    Ok(said)
}

/// The parts of one mail's diff that are about kept files, as they stand.
pub fn kept_text(mail: &str) -> String {
    let parts = mail.split("\ndiff --git ").skip(1);
    let kept = parts.filter(|part| {
        let path = part.lines().next().and_then(|line| line.rsplit_once(" b/")).map(|(_, path)| path);
        path.is_some_and(is_kept)
    });
    let mut text = String::new();
    for part in kept {
        let part = part.split("\n-- \n").next().unwrap_or(part);
        let _ = writeln!(text, "diff --git {}", part.trim_end_matches('\n'));
    }
    text
}

/// The mails of a file of `git format-patch`.
pub fn mails(text: &str) -> Vec<&str> {
    let mut starts: Vec<usize> = text.match_indices("\nFrom ").map(|(at, _)| at + 1).collect();
    starts.retain(|&at| text[at..].lines().next().is_some_and(|line| line.ends_with(" 00:00:00 2001")));
    starts.insert(0, 0);
    starts.push(text.len());
    starts.windows(2).map(|pair| &text[pair[0]..pair[1]]).collect()
}

/// Gives the files of a tree that patches name.
pub fn named(tree: &Path, patches: &[Patch]) -> Vfs {
    let mut files = Vfs::new();
    let names = patches.iter().flat_map(|patch| &patch.files).flat_map(|file| [&file.old, &file.new]);
    for path in names.flatten().filter(|path| is_kept(path)) {
        if let Ok(bytes) = std::fs::read(tree.join(path)) {
            files.insert(path, String::from_utf8_lossy(&bytes).into_owned());
        }
    }
    files
}

/// Writes what differs between two texts of a file as `diff -u` does; `None` is no
/// file.
///
/// # Errors
/// There is no diff, or a file cannot be written.
pub fn unified(folder: &Path, path: &str, texts: [Option<&str>; 2]) -> Result<String> {
    let sides = ["old", "new"].map(|side| folder.join(side));
    for (side, text) in sides.iter().zip(texts) {
        std::fs::write(side, text.unwrap_or_default())?;
    }
    let label = |side: &str, text: Option<&str>| match text {
        Some(_) => format!("{side}/{path}"),
        None => "/dev/null".to_owned(),
    };
    let output = Command::new("diff")
        .arg("-u")
        .args(["--label", &label("a", texts[0]), "--label", &label("b", texts[1])])
        .args(sides)
        .output()?;
    Ok(String::from_utf8(output.stdout)?)
}
