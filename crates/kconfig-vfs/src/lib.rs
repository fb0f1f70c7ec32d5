//! The outside world as data: file texts, the environment, answers of the shell.
//!
//! The core never touches a disk or starts a process. It asks a [`Files`] for
//! the text of a path and a [`Host`] for everything else, and both can be
//! plain tables ([`Vfs`], [`RecordedHost`]). It knows nothing of Kconfig.
//!
//! Start with [`Vfs`]; [`fixture`] writes one down in a test.

mod fixture;
mod host;
mod probes;
mod vfs;

pub mod path;

pub use fixture::fixture;
pub use host::{Host, NoHost, ShellAnswer};
pub use probes::RecordedHost;
pub use vfs::{Files, Vfs};
