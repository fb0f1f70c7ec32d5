//! What of a kernel tree Kconfig needs, as one file: a gzip tarball.
//!
//! Takes bytes and gives files, or the reverse; a tarball of a whole kernel, as
//! it is downloaded, can be read too, and so can a folder. It touches no disk, does not know what
//! stands in the files, and keeps to limits, as what it reads comes from
//! anywhere.
//!
//! Start with [`read`], [`Folder`] and [`write`].

mod collect;
mod error;
mod limits;
mod read;
mod wanted;
mod write;

pub use collect::Folder;
pub use error::{ReadError, ReadErrorKind};
pub use limits::{Limits, Progress};
pub use read::{read, read_in_steps};
pub use wanted::{PROBES, is_wanted, may_be_wanted};
pub use write::{WriteError, write, write_in_steps};
