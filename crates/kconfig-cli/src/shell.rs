//! The real environment and the real shell.

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use kconfig::tree::{Host, ShellAnswer};

/// Asks this machine: its environment, with overrides, and `/bin/sh`.
///
/// A command is run once; a tree asks the same one many times.
#[derive(Default)]
pub struct ShellHost {
    env: HashMap<String, String>,
    cwd: Option<PathBuf>,
    answers: RefCell<HashMap<String, String>>,
}

impl ShellHost {
    /// Asks with the environment as it is.
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks with some variables set, and commands run in `cwd`.
    pub fn with(env: HashMap<String, String>, cwd: Option<PathBuf>) -> Self {
        Self { env, cwd, answers: RefCell::default() }
    }

    fn run(&self, command: &str) -> String {
        let mut shell = Command::new("/bin/sh");
        shell.arg("-c").arg(command).envs(&self.env).stdin(Stdio::inherit()).stderr(Stdio::inherit());
        if let Some(cwd) = &self.cwd {
            shell.current_dir(cwd);
        }
        match shell.stdout(Stdio::piped()).output() {
            Ok(output) => String::from_utf8_lossy(&output.stdout).into_owned(),
            Err(error) => {
                eprintln!("{command}: {error}");
                String::new()
            }
        }
    }
}

impl Host for ShellHost {
    fn env(&self, name: &str) -> Option<String> {
        match self.env.get(name) {
            Some(value) => Some(value.clone()),
            None => std::env::var(name).ok(),
        }
    }

    fn shell(&self, command: &str) -> ShellAnswer {
        if let Some(answer) = self.answers.borrow().get(command) {
            return ShellAnswer::Output(answer.clone());
        }
        let answer = self.run(command);
        self.answers.borrow_mut().insert(command.to_owned(), answer.clone());
        ShellAnswer::Output(answer)
    }
}
