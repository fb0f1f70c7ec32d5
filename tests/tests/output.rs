//! Standard output and standard error that nobody reads, or that cannot be written.

use std::fs::OpenOptions;
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Output, Stdio};

use kconfig_tests::Result;
use kconfig_tests::bins::bin;
use kconfig_tests::command::{empty_folder, program};
use kconfig_tests::reference::{files_below, reference};

/// Where output goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sink {
    /// A file that takes all.
    Null,
    /// A pipe whose reader is gone.
    Unread,
    /// A full disk.
    Full,
}

impl Sink {
    fn open(self) -> Result<Stdio> {
        Ok(match self {
            Self::Null => Stdio::null(),
            Self::Full => OpenOptions::new().write(true).open("/dev/full")?.into(),
            Self::Unread => {
                let mut reader = Command::new("true").stdin(Stdio::piped()).spawn()?;
                let writer = reader.stdin.take().ok_or("no pipe")?;
                reader.wait()?;
                writer.into()
            }
        })
    }
}

/// Runs a program with no descriptor for standard output at all.
fn closed(program: &Path, arguments: &[&str], folder: &Path) -> Result<Output> {
    let mut command = Command::new("sh");
    command.args(["-c", "exec \"$@\" >&-", "sh"]).arg(program).args(arguments);
    Ok(command.current_dir(folder).stdin(Stdio::null()).output()?)
}

fn folder(name: &str) -> Result<PathBuf> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("output").join(name);
    empty_folder(&folder)?;
    Ok(folder)
}

const KCONFIG: &str = "mainmenu \"Small\"\n\nconfig A\n\tbool \"a\"\n\nconfig B\n\tint \"b\"\n\tdefault 3\n";

/// Makes a folder with a kernel's tree, a patch, a bundle and a link.
fn inputs(name: &str) -> Result<PathBuf> {
    let folder = folder(name)?;
    std::fs::create_dir_all(folder.join("tree/arch/x86"))?;
    std::fs::write(folder.join("tree/Kconfig"), KCONFIG)?;
    std::fs::write(folder.join("tree/Makefile"), "VERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 1\n")?;
    std::fs::write(folder.join("tree/arch/x86/Kconfig"), "")?;
    std::fs::write(
        folder.join("diff"),
        "--- a/Kconfig\n+++ b/Kconfig\n@@ -6,3 +6,3 @@\n config B\n \tint \"b\"\n-\tdefault 3\n+\tdefault 4\n",
    )?;
    let made = Command::new(program()?)
        .args(["bundle", "tree", "-o", "tree.tar.gz"])
        .current_dir(&folder)
        .output()?;
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    Ok(folder)
}

/// Each command, and whether it prints to standard output.
const COMMANDS: [(&[&str], bool); 14] = [
    (&["help"], true),
    (&[], false),
    (&["nothing"], false),
    (&["eval", "--tree", "tree", "--arch", "x86_64"], true),
    (&["eval", "--bundle", "tree.tar.gz", "--arch", "x86_64", "--verbose"], true),
    (&["bundle", "tree", "-o", "other.tar.gz"], false),
    (&["index", "-o", "site", "tree.tar.gz"], false),
    (&["scenario"], true),
    (&["scenario", "crash-kexec-split", "--arch", "x86_64"], true),
    (&["scenario", "crash-kexec-split", "--arch", "sh", "--each-step"], true),
    (&["series", "diff", "--tree", "tree"], true),
    (&["series", "diff", "--bundle", "tree.tar.gz", "--format", "json"], true),
    (&["series", "diff", "--letter-claims"], true),
    (&["replay", "no-link"], true),
];

#[test]
fn no_command_panics_where_output_cannot_be_written() -> Result<()> {
    let folder = inputs("commands")?;
    for (arguments, prints) in COMMANDS {
        let run = |stdout: Sink, stderr: Stdio| -> Result<Output> {
            let mut command = Command::new(program()?);
            command.args(arguments).current_dir(&folder).stdin(Stdio::null());
            Ok(command.stdout(stdout.open()?).stderr(stderr).spawn()?.wait_with_output()?)
        };
        // But for how long something took.
        let words = |output: &Output| {
            let text = String::from_utf8_lossy(&output.stderr).into_owned();
            text.lines()
                .map(|line| line.rsplit_once(", ").map_or(line, |it| it.0).to_owned() + "\n")
                .collect::<String>()
        };
        let plain = run(Sink::Null, Stdio::piped())?;
        let unread = run(Sink::Unread, Stdio::piped())?;
        assert_eq!(unread.status, plain.status, "{arguments:?}: {}", words(&unread));
        assert_eq!(words(&unread), words(&plain), "{arguments:?}");
        let none = closed(program()?, arguments, &folder)?;
        assert_eq!((none.status, words(&none)), (plain.status, words(&plain)), "{arguments:?}");
        let full = run(Sink::Full, Stdio::piped())?;
        let expected = "kconfig: standard output: No space left on device";
        assert_eq!(words(&full).contains(expected), prints, "{arguments:?}: {}", words(&full));
        let status = if prints { Some(2) } else { plain.status.code() };
        assert_eq!(full.status.code(), status, "{arguments:?}");
        for sink in [Sink::Unread, Sink::Full] {
            let untold = run(Sink::Null, sink.open()?)?;
            assert_eq!(untold.status, plain.status, "{arguments:?}, standard error {sink:?}");
        }
    }
    Ok(())
}

/// The status as a shell gives it: a signal is 128 and its number.
fn of_shell(status: ExitStatus) -> Option<i32> {
    status.code().or(status.signal().map(|signal| 128 + signal))
}

/// conf's statuses and files, where nobody reads or the disk of the output is full.
#[test]
fn conf_ends_as_the_kernels_does() -> Result<()> {
    let Some(reference) = reference() else { return Ok(()) };
    let ours = bin("conf")?;
    let folder = folder("conf")?;
    let many: String = (0..400).map(|n| format!("\nconfig NUMBER_{n}\n\tbool \"number {n}\"\n")).collect();
    let mut n_ended = 0;
    for (kconfig, arguments) in [
        (KCONFIG.to_owned(), &["--alldefconfig", "Kconfig"][..]),
        (KCONFIG.to_owned(), &["-s", "--alldefconfig", "Kconfig"]),
        (KCONFIG.to_owned(), &["--olddefconfig", "Kconfig"]),
        (KCONFIG.to_owned(), &["--oldaskconfig", "Kconfig"]),
        (KCONFIG.to_owned(), &["--oldconfig", "Kconfig"]),
        (KCONFIG.to_owned(), &["--syncconfig", "Kconfig"]),
        (KCONFIG.to_owned(), &["--listnewconfig", "Kconfig"]),
        (KCONFIG.to_owned(), &["--helpnewconfig", "Kconfig"]),
        (KCONFIG.to_owned(), &["--savedefconfig", "def", "Kconfig"]),
        (format!("{KCONFIG}{many}"), &["--listnewconfig", "Kconfig"]),
        (format!("{KCONFIG}{many}"), &["--oldconfig", "Kconfig"]),
        (format!("{KCONFIG}\n$(info,{})\n", "x".repeat(10_000)), &["--alldefconfig", "Kconfig"]),
        ("config\n".to_owned(), &["--alldefconfig", "Kconfig"]),
    ] {
        let run = |conf: &Path, sink: Option<Sink>| -> Result<_> {
            let folder = folder.join("run");
            empty_folder(&folder)?;
            std::fs::write(folder.join("Kconfig"), &kconfig)?;
            let status = match sink {
                None => closed(conf, arguments, &folder)?.status,
                Some(sink) => {
                    let mut command = Command::new(conf);
                    command.args(arguments).current_dir(&folder).stdin(Stdio::null());
                    command.stdout(sink.open()?).stderr(Stdio::null()).status()?
                }
            };
            Ok((of_shell(status), files_below(&folder)?))
        };
        for sink in [Some(Sink::Null), Some(Sink::Unread), Some(Sink::Full), None] {
            let theirs = run(&reference.conf, sink)?;
            let ours = run(&ours, sink)?;
            assert_eq!(ours.0, theirs.0, "{arguments:?}, standard output {sink:?}");
            assert!(ours.1 == theirs.1, "{arguments:?}, standard output {sink:?}: other files");
            n_ended += usize::from(theirs.0 == Some(141));
        }
    }
    assert!(n_ended >= 5, "conf was ended by a signal {n_ended} times");
    Ok(())
}
