//! What of a kernel tree Kconfig needs, as one file: a gzip tarball.
//!
//! Takes bytes and gives files, or the reverse; a tarball of a whole kernel, as
//! it is downloaded, can be read too. It touches no disk, does not know what
//! stands in the files, and keeps to limits, as what it reads comes from
//! anywhere.
//!
//! Start with [`read`] and [`write`].

mod error;
mod limits;
mod read;
mod wanted;
mod write;

pub use error::{ReadError, ReadErrorKind};
pub use limits::{Limits, Progress};
pub use read::read;
pub use wanted::{PROBES, is_wanted};
pub use write::{WriteError, write};
