//! Standard output and standard error: the one way to both.
//!
//! std's `print!` and `eprint!` panic where nobody reads any more (`| head`) or a disk
//! is full. The macros here have the same names and shadow them in this crate, so that
//! no command can forget: a reader that is gone is no error, whatever else cannot be
//! written is said at the end, by [`finish`].

use std::fmt::Arguments;
use std::io::{ErrorKind, IsTerminal as _, Write as _};
use std::process::ExitCode;
use std::sync::{Mutex, MutexGuard, PoisonError};

macro_rules! print {
    ($($part:tt)*) => { $crate::output::print(format_args!($($part)*)) };
}

macro_rules! println {
    ($($part:tt)*) => { $crate::output::print(format_args!("{}\n", format_args!($($part)*))) };
}

macro_rules! eprint {
    ($($part:tt)*) => { $crate::output::complain(format_args!($($part)*)) };
}

macro_rules! eprintln {
    ($($part:tt)*) => { $crate::output::complain(format_args!("{}\n", format_args!($($part)*))) };
}

/// How many bytes wait before they are written: as C's standard output to a pipe. What
/// conf has written of its files when a reader is found gone hangs on it.
const BUFFER: usize = 4096;

/// The status of a program that SIGPIPE ended, as a shell gives it.
const BY_SIGPIPE: u8 = 128 + 13;

/// What of standard output waits, and what went wrong with the rest.
struct Output {
    waiting: Vec<u8>,
    problem: Option<(ErrorKind, String)>,
}

static OUTPUT: Mutex<Output> = Mutex::new(Output { waiting: Vec::new(), problem: None });

fn output() -> MutexGuard<'static, Output> {
    OUTPUT.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Output {
    /// Writes what waits; after a failure nothing is tried again.
    fn flush(&mut self) {
        let text = std::mem::take(&mut self.waiting);
        if text.is_empty() || self.problem.is_some() {
            return;
        }
        let mut stdout = std::io::stdout().lock();
        if let Err(error) = stdout.write_all(&text).and_then(|()| stdout.flush()) {
            self.problem = Some((error.kind(), error.to_string()));
        }
    }
}

/// Prints a text to standard output.
pub(crate) fn print(text: Arguments<'_>) {
    print_bytes(text.to_string().as_bytes());
}

/// Prints bytes to standard output, a terminal's line by line.
pub(crate) fn print_bytes(bytes: &[u8]) {
    let mut output = output();
    output.waiting.extend_from_slice(bytes);
    let is_line = output.waiting.ends_with(b"\n");
    if output.waiting.len() >= BUFFER || (is_line && std::io::stdout().is_terminal()) {
        output.flush();
    }
}

/// Prints a text to standard error.
pub(crate) fn complain(text: Arguments<'_>) {
    complain_bytes(text.to_string().as_bytes());
}

/// Prints bytes to standard error; where they cannot be written, there is nobody to tell.
pub(crate) fn complain_bytes(bytes: &[u8]) {
    let _ = std::io::stderr().write_all(bytes);
}

/// Writes what waits of standard output.
pub(crate) fn flush() {
    output().flush();
}

/// The status of a program that ends because nobody reads its standard output; `None`
/// while there is no such failure.
pub(crate) fn ended_by_pipe() -> Option<u8> {
    let is_pipe = matches!(output().problem, Some((ErrorKind::BrokenPipe, _)));
    is_pipe.then_some(BY_SIGPIPE)
}

/// Writes what waits of standard output; gives the status of the command, or, where the
/// output cannot be written, says so and gives 2.
///
/// A reader that is gone has read what it wanted.
pub(crate) fn finish(status: ExitCode) -> ExitCode {
    let mut output = output();
    output.flush();
    match &output.problem {
        Some((kind, text)) if *kind != ErrorKind::BrokenPipe => {
            eprintln!("kconfig: standard output: {text}");
            ExitCode::from(2)
        }
        _ => status,
    }
}
