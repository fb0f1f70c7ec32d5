//! Answers, line by line from standard input, as C's `fgets` takes them
//! (`xfgets` in conf.c).

use std::io::{BufRead as _, IsTerminal as _, Read as _};

use kconfig::tree::{Lazy, conf_text};

/// How many bytes a line has at most (`PATH_MAX`, less the end of the string).
const MAX_LINE: u64 = 4095;

/// The answers, and where they come from.
pub(crate) struct Answers {
    /// The last line with its newline, if it had one.
    pub(crate) line: String,
    /// Whether there is nothing more to read (`feof`).
    pub(crate) is_at_end: bool,
    /// Whether a terminal echoes what is typed.
    pub(crate) is_terminal: bool,
    /// How many warnings came up so far.
    pub(crate) n_warnings: usize,
}

impl Answers {
    pub(crate) fn standard_input() -> Self {
        let is_terminal = std::io::stdin().is_terminal() && std::io::stdout().is_terminal();
        Self { line: String::new(), is_at_end: false, is_terminal, n_warnings: 0 }
    }

    /// Reads a line; at the end of the input it is `default`, and that is said.
    pub(crate) fn read(&mut self, default: &str) {
        let mut bytes = Vec::new();
        if !self.is_at_end {
            // What cannot be read is at its end.
            let _ = std::io::stdin().lock().take(MAX_LINE).read_until(b'\n', &mut bytes);
            self.is_at_end = !bytes.ends_with(b"\n") && (bytes.len() as u64) < MAX_LINE;
        }
        if bytes.is_empty() {
            eprintln!("\nError in reading or end of file.");
            default.clone_into(&mut self.line);
            return;
        }
        if let Some(end) = bytes.iter().position(|&byte| byte == 0) {
            bytes.truncate(end);
        }
        self.line = String::from_utf8_lossy(&bytes).into_owned();
    }

    /// The last line without the white space around it (`strip`).
    pub(crate) fn stripped(&self) -> &str {
        self.line.trim_matches(|c| matches!(c, ' ' | '\t'..='\r'))
    }

    /// Prints the warnings that came up since the last time.
    pub(crate) fn report(&mut self, lazy: &mut Lazy) {
        self.n_warnings += report(lazy);
    }
}

/// Prints the warnings that came up while evaluating; counts them.
pub(crate) fn report(lazy: &mut Lazy) -> usize {
    let diagnostics = lazy.take_diagnostics();
    for diagnostic in &diagnostics {
        eprint!("{}", conf_text(diagnostic, lazy.model()));
    }
    diagnostics.len()
}
