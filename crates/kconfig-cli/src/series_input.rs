//! What `kconfig series` reads: files, standard input, a quilt series, git.

use std::io::{BufRead as _, BufReader, Read, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use kconfig::series::{Input, MAX_INPUT, is_kept};
use kconfig::tree::Vfs;

/// An input with the name that it is known by.
#[derive(Debug)]
pub(crate) struct Named {
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
}

impl Named {
    /// Lends it to the reading.
    pub(crate) fn as_input(&self) -> Input<'_> {
        Input { name: &self.name, bytes: &self.bytes }
    }
}

/// Tells whether an argument is a range of commits and no file; a path through `../`
/// is none, also where nothing is there.
pub(crate) fn is_range(argument: &str) -> bool {
    argument.contains("..") && !argument.contains("../") && !Path::new(argument).exists()
}

/// Reads an input, by one byte more than is looked at at most: the reading then says
/// that the input is too long.
fn read_bounded(input: impl Read) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    input.take(MAX_INPUT as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Reads what an argument names: `-`, a file, or a quilt series by its folder or by
/// its file `series`, with the patches that are in it.
pub(crate) fn read_argument(argument: &str) -> Result<Vec<Named>, String> {
    if argument == "-" {
        let bytes = read_bounded(std::io::stdin()).map_err(|error| format!("standard input: {error}"))?;
        return Ok(vec![Named { name: "standard input".into(), bytes }]);
    }
    let mut path = PathBuf::from(argument);
    if path.is_dir() {
        path.push("series");
        if !path.is_file() {
            return Err(format!("{argument}: a folder without the file series; name the patches themselves"));
        }
    }
    let read = |path: &Path| {
        let bytes = std::fs::File::open(path)
            .and_then(read_bounded)
            .map_err(|error| format!("{}: {error}", path.display()))?;
        Ok::<_, String>(Named { name: path.display().to_string(), bytes })
    };
    let mut inputs = vec![read(&path)?];
    if path.file_name().is_some_and(|name| name == "series") {
        let list = String::from_utf8_lossy(&inputs[0].bytes).into_owned();
        let names = list.lines().filter_map(|line| line.split('#').next()?.split_whitespace().next());
        // A patch that is not there is said by the reading.
        inputs.extend(names.filter_map(|name| read(&path.with_file_name(name)).ok()));
    }
    Ok(inputs)
}

/// A git repository that is asked and never changed.
pub(crate) struct Git {
    pub(crate) folder: PathBuf,
}

impl Git {
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("git");
        command.arg("-C").arg(&self.folder).args(arguments);
        command
    }

    fn output(&self, arguments: &[&str]) -> Result<Vec<u8>, String> {
        let output = self.command(arguments).output().map_err(|error| format!("git: {error}"))?;
        if !output.status.success() {
            // What follows the first line is how git is to be called.
            let error = String::from_utf8_lossy(&output.stderr);
            let error = error.lines().next().unwrap_or("failed");
            return Err(format!("git {} in {}: {error}", arguments[0], self.folder.display()));
        }
        Ok(output.stdout)
    }

    /// Gives a range as a mailbox.
    pub(crate) fn series(&self, range: &str) -> Result<Named, String> {
        let bytes = self.output(&[
            "format-patch",
            "--stdout",
            "--numbered",
            "--no-attach",
            "--no-ext-diff",
            "--no-textconv",
            "--src-prefix=a/",
            "--dst-prefix=b/",
            "--end-of-options",
            range,
        ])?;
        if bytes.is_empty() {
            return Err(format!("{range}: no commits"));
        }
        Ok(Named { name: range.to_owned(), bytes })
    }

    /// Gives the kept files of the commit that a range begins on.
    pub(crate) fn base(&self, range: &str) -> Result<Vfs, String> {
        let commits = self.output(&["rev-list", "--reverse", "--topo-order", "--end-of-options", range])?;
        let commits = String::from_utf8_lossy(&commits);
        let first = commits.lines().next().ok_or_else(|| format!("{range}: no commits"))?;
        let list = self.output(&["ls-tree", "-r", "-z", "--full-tree", &format!("{first}^")])?;
        let list = String::from_utf8_lossy(&list);
        let mut blobs: Vec<(&str, &str)> = Vec::new();
        for entry in list.split('\0') {
            let Some((about, path)) = entry.split_once('\t') else { continue };
            let mut about = about.split(' ');
            if let (Some("100644" | "100755"), Some("blob"), Some(id)) =
                (about.next(), about.next(), about.next())
            {
                if is_kept(path) {
                    blobs.push((id, path));
                }
            }
        }
        self.read_blobs(&blobs)
    }

    fn read_blobs(&self, blobs: &[(&str, &str)]) -> Result<Vfs, String> {
        let failed = |error: std::io::Error| format!("git cat-file: {error}");
        let mut command = self.command(&["cat-file", "--batch"]);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().map_err(failed)?;
        let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
        let ids: String = blobs.iter().map(|(id, _)| format!("{id}\n")).collect();
        // Git answers while it is asked: both at once, or both would wait.
        let asking =
            std::thread::spawn(move || stdin.map_or(Ok(()), |mut stdin| stdin.write_all(ids.as_bytes())));
        let mut files = Vfs::new();
        let mut answers = BufReader::new(stdout.ok_or("git cat-file: no output")?);
        for (_, path) in blobs {
            let mut head = String::new();
            answers.read_line(&mut head).map_err(failed)?;
            let size = head.split_whitespace().nth(2).and_then(|size| size.parse::<u64>().ok());
            let size = size.ok_or_else(|| format!("git cat-file: {path}: {}", head.trim()))?;
            let mut bytes = Vec::new();
            answers.by_ref().take(size).read_to_end(&mut bytes).map_err(failed)?;
            answers.read_exact(&mut [0]).map_err(failed)?;
            files.insert(path, String::from_utf8_lossy(&bytes).into_owned());
        }
        drop(answers);
        let asked = asking.join().map_err(|_| "git cat-file: could not be asked".to_owned())?;
        asked.map_err(failed)?;
        child.wait().map_err(failed)?;
        Ok(files)
    }
}
