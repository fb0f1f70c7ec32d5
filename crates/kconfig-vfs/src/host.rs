//! What a Kconfig tree asks of the machine it is read on.

/// The answer to a `$(shell,...)` command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ShellAnswer {
    /// Standard output of the command, as it came: up to 4095 bytes of it
    /// count, and the newlines are the preprocessor's to fold.
    Output(String),
    /// Nobody ran the command: the value is not known.
    Unknown,
}

/// The environment and the shell, as a tree's preprocessor sees them.
pub trait Host {
    /// Returns an environment variable, or `None` where it is unset.
    fn env(&self, name: &str) -> Option<String>;
    /// Runs, or looks up, a shell command.
    fn shell(&self, command: &str) -> ShellAnswer;
}

/// A host with an empty environment that knows no command.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoHost;

impl Host for NoHost {
    fn env(&self, _name: &str) -> Option<String> {
        None
    }
    fn shell(&self, _command: &str) -> ShellAnswer {
        ShellAnswer::Unknown
    }
}
