//! The compiler and the linker, with a memory.
//!
//! A Kconfig tree asks some hundred shell commands about the toolchain, which
//! takes ten times as long as all else that a conf does. Below a folder that is
//! first on the PATH, this program stands under the names in [`TOOLS`]: it runs
//! the real tool the first time and repeats the answer after that. The commands
//! themselves are still run by the shell, and both confs see the same answers.

use std::ffi::{OsStr, OsString};
use std::io::{Read, Write};
use std::os::unix::fs::MetadataExt;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use sha2::{Digest, Sha256};

use crate::Result;

/// The tools whose answers depend on arguments, input and named files only, and
/// that write but to `-o`. Not objcopy: it changes files in place.
const TOOLS: &[&str] = &["gcc", "g++", "ld", "nm"];

/// Names the folder of the answers, for the tool.
pub(super) const ANSWERS: &str = "KCONFIG_PROBE_ANSWERS";

/// Names the PATH that has the real tools.
pub(super) const REAL_PATH: &str = "KCONFIG_PROBE_PATH";

/// Names, to our tests, the PATH that has the tools first: what cargo builds has no use
/// for a memory.
pub(super) const TOOLS_PATH: &str = "KCONFIG_PROBE_TOOLS";

/// Makes the folder of the tools; returns the variables with which a conf finds
/// them and they find what they need.
pub(super) fn prepare(programs: &Path, answers: &Path) -> Result<Vec<(String, OsString)>> {
    std::fs::create_dir_all(answers)?;
    std::fs::create_dir_all(programs)?;
    let this = std::env::current_exe()?;
    for tool in TOOLS {
        // Another comparison may be using them.
        let new = programs.join(format!("{tool}.{}", std::process::id()));
        std::os::unix::fs::symlink(&this, &new)?;
        std::fs::rename(new, programs.join(tool))?;
    }
    Ok(vec![
        ("PATH".to_owned(), crate::run::path_with(&[programs.to_owned()])?),
        (ANSWERS.to_owned(), answers.into()),
        (REAL_PATH.to_owned(), std::env::var_os("PATH").unwrap_or_default()),
    ])
}

/// Answers as one of the [`TOOLS`] when that is the name this was started by.
pub(crate) fn answer() -> Option<ExitCode> {
    let name = PathBuf::from(std::env::args_os().next()?);
    let tool = *TOOLS.iter().find(|tool| name.file_name() == Some(OsStr::new(tool)))?;
    let answers = PathBuf::from(std::env::var_os(ANSWERS)?);
    Some(match Question::of_this_process(tool).and_then(|question| question.answer(&answers)) {
        Ok(status) => ExitCode::from(status),
        Err(error) => {
            eprintln!("{tool}, asked through xtask: {error}");
            ExitCode::from(125)
        }
    })
}

/// How a tool was called.
struct Question {
    program: PathBuf,
    arguments: Vec<OsString>,
    /// The file after `-o`, unless it is a device or standard output.
    output: Option<PathBuf>,
    /// What there is on standard input, where the tool is told to read it.
    input: Option<Vec<u8>>,
}

/// What a tool did.
struct Answer {
    status: u8,
    /// Standard output, standard error, and the file after `-o`.
    texts: [Vec<u8>; 3],
}

impl Question {
    fn of_this_process(tool: &str) -> Result<Self> {
        let path = std::env::var_os(REAL_PATH).ok_or_else(|| format!("{REAL_PATH} is not set"))?;
        let program = std::env::split_paths(&path)
            .map(|folder| folder.join(tool))
            .find(|path| path.is_file())
            .ok_or("there is none")?;
        let arguments: Vec<_> = std::env::args_os().skip(1).collect();
        let output = arguments
            .iter()
            .skip_while(|argument| *argument != "-o")
            .nth(1)
            .filter(|output| *output != "-" && *output != "/dev/null")
            .map(PathBuf::from);
        // Where it does not read, the input belongs to whom conf talks to.
        let reads = arguments.windows(2).any(|pair| pair[0] != "-o" && pair[1] == "-")
            || arguments.first().is_some_and(|first| first == "-");
        let mut input = reads.then(Vec::new);
        if let Some(input) = &mut input {
            std::io::stdin().read_to_end(input)?;
        }
        Ok(Self { program, arguments, output, input })
    }

    /// Names the question: two that get the same answer have the same name.
    fn name(&self) -> Result<String> {
        let mut hash = Sha256::new();
        let mut add = |kind: &str, bytes: &[u8]| {
            hash.update(format!("{kind} {}\n", bytes.len()));
            hash.update(bytes);
        };
        let program = self.program.canonicalize()?;
        let metadata = program.metadata()?;
        add("program", program.as_os_str().as_encoded_bytes());
        add("changed", format!("{} {}", metadata.len(), metadata.mtime()).as_bytes());
        for argument in &self.arguments {
            let path = Path::new(argument);
            if self.output.as_deref() == Some(path) {
                add("output", b"");
            } else if path.is_file() {
                // Files have names of their own for each process.
                add("file", &std::fs::read(path)?);
            } else {
                add("argument", argument.as_encoded_bytes());
            }
        }
        add("input", self.input.as_deref().unwrap_or_default());
        Ok(format!("{:x}", hash.finalize()))
    }

    fn answer(&self, answers: &Path) -> Result<u8> {
        let place = answers.join(self.name()?);
        let answer = match std::fs::read(&place).ok().and_then(|bytes| Answer::decode(&bytes)) {
            Some(answer) => {
                if let Some(output) = self.output.as_ref().filter(|_| answer.status == 0) {
                    std::fs::write(output, &answer.texts[2])?;
                }
                answer
            }
            None => {
                let answer = self.ask()?;
                // Others may ask the same at the same time: a whole file or none.
                let part = place.with_extension(std::process::id().to_string());
                std::fs::write(&part, answer.encode())?;
                std::fs::rename(part, place)?;
                answer
            }
        };
        let [stdout, stderr, _] = &answer.texts;
        // A reader such as `head` may have gone, which is not our trouble.
        let _ = std::io::stdout().write_all(stdout);
        let _ = std::io::stderr().write_all(stderr);
        Ok(answer.status)
    }

    fn ask(&self) -> Result<Answer> {
        let mut child = Command::new(&self.program)
            .args(&self.arguments)
            .env("PATH", std::env::var_os(REAL_PATH).unwrap_or_default())
            .stdin(if self.input.is_some() { Stdio::piped() } else { Stdio::null() })
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        if let (Some(mut stdin), Some(input)) = (child.stdin.take(), &self.input) {
            // Some lines; a compiler that refuses its arguments reads none.
            let _ = stdin.write_all(input);
        }
        let done = child.wait_with_output()?;
        let written = match &self.output {
            Some(output) if done.status.success() && output.is_file() => std::fs::read(output)?,
            _ => Vec::new(),
        };
        let status = done.status.code().or_else(|| done.status.signal().map(|signal| 128 + signal));
        let status = u8::try_from(status.unwrap_or(255))?;
        Ok(Answer { status, texts: [done.stdout, done.stderr, written] })
    }
}

impl Answer {
    fn encode(&self) -> Vec<u8> {
        let lengths = self.texts.each_ref().map(|text| text.len().to_string()).join(" ");
        let mut bytes = format!("{} {lengths}\n", self.status).into_bytes();
        self.texts.iter().for_each(|text| bytes.extend_from_slice(text));
        bytes
    }

    fn decode(bytes: &[u8]) -> Option<Self> {
        let end = bytes.iter().position(|byte| *byte == b'\n')?;
        let mut numbers = std::str::from_utf8(&bytes[..end]).ok()?.split(' ');
        let status = numbers.next()?.parse().ok()?;
        let mut rest = &bytes[end + 1..];
        let mut texts = [const { Vec::new() }; 3];
        for text in &mut texts {
            let (here, after) = rest.split_at_checked(numbers.next()?.parse().ok()?)?;
            *text = here.to_owned();
            rest = after;
        }
        rest.is_empty().then_some(Self { status, texts })
    }
}

#[cfg(test)]
mod tests {
    use super::Answer;

    #[test]
    fn an_answer_is_read_back_whole_or_not_at_all() {
        let answer = Answer { status: 1, texts: [b"a\nb".to_vec(), Vec::new(), b"\x7fELF".to_vec()] };
        let bytes = answer.encode();
        let again = Answer::decode(&bytes).expect("it is whole");
        assert_eq!((again.status, again.texts), (answer.status, answer.texts));
        assert!(Answer::decode(&bytes[..bytes.len() - 1]).is_none());
    }
}
