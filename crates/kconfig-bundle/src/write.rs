//! Files to a tarball: the same files give the same bytes.

use std::fmt;
use std::io::Write as _;

use flate2::{Compression, GzBuilder};
use tar::{Builder, EntryType, Header};

use crate::read::at_once;

/// Tells which file does not fit into a tarball.
#[derive(Debug)]
pub struct WriteError {
    /// Its path.
    pub path: String,
    /// The words of the library.
    pub reason: std::io::Error,
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} cannot be packed: {}", self.path, self.reason)
    }
}

impl std::error::Error for WriteError {}

/// gzip's number for a system that is not known.
const NO_SYSTEM: u8 = 255;

/// Packs files, by path, as an ordinary .tar.gz.
///
/// Sorted, owned by nobody, of no time and no system: nothing but the files
/// shows in the bytes.
///
/// # Errors
/// A path that tar has no place for, such as one with `..`.
pub fn write<'a>(files: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Result<Vec<u8>, WriteError> {
    at_once(write_in_steps(files, async || {}))
}

/// As [`write`], but waits after each file for what `on_step` waits for.
///
/// # Errors
/// As [`write`].
pub async fn write_in_steps<'a>(
    files: impl IntoIterator<Item = (&'a str, &'a [u8])>,
    mut on_step: impl AsyncFnMut(),
) -> Result<Vec<u8>, WriteError> {
    let mut files: Vec<_> = files.into_iter().collect();
    files.sort_unstable();
    let failed = |path: &str| {
        let path = path.to_owned();
        move |reason| WriteError { path, reason }
    };
    let gzip = GzBuilder::new().mtime(0).operating_system(NO_SYSTEM);
    let mut builder = Builder::new(gzip.write(Vec::new(), Compression::best()));
    for (path, bytes) in files {
        let mut header = Header::new_ustar();
        header.set_entry_type(EntryType::Regular);
        header.set_mode(0o644);
        header.set_size(bytes.len() as u64);
        header.set_mtime(0);
        header.set_uid(0);
        header.set_gid(0);
        builder.append_data(&mut header, path, bytes).map_err(failed(path))?;
        on_step().await;
    }
    let mut gzip = builder.into_inner().map_err(failed("the end"))?;
    gzip.flush().map_err(failed("the end"))?;
    gzip.finish().map_err(failed("the end"))
}
