//! `kconfig index`: the bundles that a site offers, as its folder `trees`.

use std::ffi::OsString;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::process::ExitCode;

use kconfig::bundle::{Bundle, Limits, TreeEntry, write_index};
use lexopt::prelude::*;

use crate::bundle::problem_text;

pub(crate) fn run(args: impl Iterator<Item = OsString>) -> Result<ExitCode, String> {
    let (folder, files) = parse_args(args).map_err(|error| error.to_string())?;
    std::fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut entries: Vec<TreeEntry> = Vec::new();
    for file in files {
        let said = |words: String| format!("{}: {words}", file.display());
        let bytes = std::fs::read(&file).map_err(|error| said(error.to_string()))?;
        let bundle = Bundle::open(&bytes[..], &Limits::default(), &mut |_| ControlFlow::Continue(()))
            .map_err(|problem| said(problem_text(&problem)))?;
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let entry = TreeEntry::new(&name, &bytes, &bundle);
        if entries.iter().any(|other| other.name == entry.name) {
            return Err(said(format!("two bundles are named {}; rename the file", entry.name)));
        }
        let to = folder.join(&entry.file);
        std::fs::write(&to, bytes).map_err(|error| format!("{}: {error}", to.display()))?;
        eprintln!("{}: {}, {} bytes, crc32 {}", entry.name, entry.title, entry.bytes, entry.crc32);
        entries.push(entry);
    }
    let list = folder.join("index.json");
    std::fs::write(&list, write_index(&entries)?).map_err(|error| format!("{}: {error}", list.display()))?;
    Ok(ExitCode::SUCCESS)
}

fn parse_args(args: impl Iterator<Item = OsString>) -> Result<(PathBuf, Vec<PathBuf>), lexopt::Error> {
    let (mut folder, mut files) = (None, Vec::new());
    let mut parser = lexopt::Parser::from_args(args);
    while let Some(arg) = parser.next()? {
        match arg {
            Short('o') | Long("output") => folder = Some(parser.value()?.into()),
            Value(file) => files.push(file.into()),
            other => return Err(other.unexpected()),
        }
    }
    Ok((folder.ok_or("-o FOLDER is missing")?, files))
}
