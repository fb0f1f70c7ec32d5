//! A tarball to files: what Kconfig needs of it, within limits.

use std::io::{self, BufRead, BufReader, Read};
use std::ops::ControlFlow;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use flate2::bufread::MultiGzDecoder;
use kconfig_vfs::Vfs;
use lzma_rust2::XzReader;
use tar::{Archive, Entry, EntryType, PaxExtensions};

use crate::collect::{Collection, within};
use crate::error::{ReadError, ReadErrorKind};
use crate::limits::{Counted, Limits, Meter, Metered, Progress};

/// How often progress is told, in unpacked bytes: in a browser that is some
/// milliseconds of work.
const STEP: u64 = 256 << 10;

/// How much is read at once.
const CHUNK: usize = 64 << 10;

/// The longest extension of an entry: its name, where that is long.
const MAX_EXTENSION: u64 = 64 << 10;

/// Two blocks of zeros end a tarball; some writers leave one out.
const MIN_END: u64 = 512;

/// What xz takes beside its dictionary, in KiB; a bound, as it is little.
const XZ_OVERHEAD: u64 = 256;

/// Reads a .tar.gz, .tar.xz or .tar and keeps what Kconfig needs, by its path in
/// the tree.
///
/// The tree may be the archive's only folder, as in a kernel's tarball. Links
/// are left out: no Kconfig file of the kernel is one. Bytes that are not UTF-8
/// become U+FFFD.
///
/// # Errors
/// What is wrong with the archive, or that `on_progress` wants no more of it.
pub fn read(
    input: impl Read,
    limits: &Limits,
    on_progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Vfs, ReadError> {
    at_once(read_in_steps(input, limits, async |progress| on_progress(progress)))
}

/// As [`read`], but waits for what `on_progress` waits for: a thread that has
/// more to do can do it there.
///
/// # Errors
/// As [`read`].
pub async fn read_in_steps(
    input: impl Read,
    limits: &Limits,
    on_progress: impl AsyncFnMut(Progress) -> ControlFlow<()>,
) -> Result<Vfs, ReadError> {
    let meter = Meter::default();
    let mut input = BufReader::with_capacity(CHUNK, Counted { inner: input, meter: &meter });
    let start = match input.fill_buf() {
        Ok(start) => start,
        Err(error) => {
            return Err(ReadError { kind: ReadErrorKind::Input(error.to_string()), entry: None, at: 0 });
        }
    };
    let (is_gzip, is_xz) = (start.starts_with(b"\x1f\x8b"), start.starts_with(b"\xfd7zXZ\0"));
    let mut reading = Reading {
        meter: &meter,
        foreign: foreign(start),
        entry: None,
        collection: Collection::new(limits),
        limits,
        on_progress,
        told: 0,
        chunk: vec![0; CHUNK],
    };
    let memory = u32::try_from(limits.dictionary / 1024 + XZ_OVERHEAD).unwrap_or(u32::MAX - 1);
    // One type for all: the code below is large, and the page's worker small.
    let unpacked: &mut dyn Read = match (is_gzip, is_xz) {
        (true, _) => &mut MultiGzDecoder::new(input),
        (_, true) => &mut XzReader::new_mem_limit(input, true, memory),
        _ => &mut input,
    };
    let result = reading.run(unpacked).await;
    // One limit may show as an error of another kind.
    result.map_err(|kind| {
        let size = meter.unpacked.get();
        let kind = if meter.is_over.get() {
            ReadErrorKind::TooLarge { what: "the archive", size, limit: limits.unpacked }
        } else {
            kind
        };
        ReadError { kind, entry: reading.entry.take(), at: size }
    })
}

/// Runs what never waits to its end.
pub(crate) fn at_once<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return output;
        }
    }
}

/// Names some formats that are not ours by how they start.
fn foreign(start: &[u8]) -> Option<&'static str> {
    const STARTS: [(&[u8], &str); 4] = [
        (b"BZh", "bzip2"),
        (b"\x28\xb5\x2f\xfd", "zstd"),
        (b"PK\x03\x04", "zip"),
        (b"!<arch>", "a Debian package"),
    ];
    STARTS.iter().find(|(bytes, _)| start.starts_with(bytes)).map(|(_, name)| *name)
}

struct Reading<'a, F> {
    limits: &'a Limits,
    meter: &'a Meter,
    /// What the input looks like if it is no tarball.
    foreign: Option<&'static str>,
    /// The entry that is being read.
    entry: Option<String>,
    collection: Collection,
    on_progress: F,
    /// How far it was when it was told last.
    told: u64,
    chunk: Vec<u8>,
}

impl<F: AsyncFnMut(Progress) -> ControlFlow<()>> Reading<'_, F> {
    async fn run(&mut self, input: &mut dyn Read) -> Result<Vfs, ReadErrorKind> {
        let mut archive =
            Archive::new(Metered { inner: input, meter: self.meter, limit: self.limits.unpacked });
        let entries = archive.entries().map_err(|error| self.kind_of(&error))?;
        let mut long_name = None;
        // Raw: the library would read names of any length into memory.
        for entry in entries.raw(true) {
            let mut entry = entry.map_err(|error| self.kind_of(&error))?;
            long_name = self.read_entry(&mut entry, long_name).await?;
            if long_name.is_none() {
                self.entry = None;
            }
        }
        // What comes behind the last entry tells whether it was the last.
        let mut rest = archive.into_inner();
        self.drain(&mut rest, None).await?;
        if self.meter.zeros.get() < MIN_END {
            return Err(match self.foreign {
                Some(_) => ReadErrorKind::NotAnArchive(self.foreign),
                None if self.collection.n_entries() == 0 && self.meter.unpacked.get() > 0 => {
                    ReadErrorKind::NotAnArchive(None)
                }
                None => ReadErrorKind::CutShort,
            });
        }
        std::mem::replace(&mut self.collection, Collection::new(self.limits)).tree()
    }

    fn kind_of(&self, error: &io::Error) -> ReadErrorKind {
        let words = error.to_string();
        if self.meter.has_input_failed.get() {
            return ReadErrorKind::Input(words);
        }
        // The library says an early end with an error of its own making.
        if error.kind() == io::ErrorKind::UnexpectedEof || words.contains("unexpected EOF") {
            return if self.collection.n_entries() == 0 && self.foreign.is_some() {
                ReadErrorKind::NotAnArchive(self.foreign)
            } else {
                ReadErrorKind::CutShort
            };
        }
        // Only xz asks for more memory than it gets.
        if error.kind() == io::ErrorKind::OutOfMemory {
            return ReadErrorKind::Dictionary { limit: self.limits.dictionary };
        }
        if self.collection.n_entries() == 0 && !self.meter.has_unpacking_failed.get() {
            ReadErrorKind::NotAnArchive(self.foreign)
        } else {
            ReadErrorKind::Damaged(words)
        }
    }

    /// Reads an entry; returns the name that it gives the next one.
    async fn read_entry(
        &mut self,
        entry: &mut Entry<'_, impl Read>,
        long_name: Option<String>,
    ) -> Result<Option<String>, ReadErrorKind> {
        self.collection.count()?;
        let ty = entry.header().entry_type();
        let size = entry.size();
        let is_name = matches!(ty, EntryType::GNULongName | EntryType::XHeader);
        let is_other = matches!(ty, EntryType::GNULongLink | EntryType::XGlobalHeader | EntryType::GNUSparse);
        if is_name || is_other {
            within("an entry's name", size, MAX_EXTENSION)?;
            if is_other {
                return Ok(long_name);
            }
            let bytes = self.bytes(entry, size).await?;
            let name = if ty == EntryType::XHeader { pax_path(&bytes) } else { Some(c_string(&bytes)) };
            return Ok(name.or(long_name));
        }
        let path = long_name.unwrap_or_else(|| String::from_utf8_lossy(&entry.path_bytes()).into_owned());
        self.entry = Some(path.clone());
        let is_file = matches!(ty, EntryType::Regular | EntryType::Continuous);
        match self.collection.admit(&path, size, is_file)? {
            Some(path) => {
                let bytes = self.bytes(entry, size).await?;
                self.collection.keep(path, bytes);
            }
            None => self.drain(entry, None).await?,
        }
        Ok(None)
    }

    async fn bytes(&mut self, entry: &mut Entry<'_, impl Read>, size: u64) -> Result<Vec<u8>, ReadErrorKind> {
        let mut bytes = Vec::new();
        self.drain(entry, Some(&mut bytes)).await?;
        if bytes.len() as u64 == size { Ok(bytes) } else { Err(ReadErrorKind::CutShort) }
    }

    /// Reads to the end, step by step.
    async fn drain(
        &mut self,
        input: &mut dyn Read,
        mut bytes: Option<&mut Vec<u8>>,
    ) -> Result<(), ReadErrorKind> {
        loop {
            let n = match input.read(&mut self.chunk) {
                Ok(n) => n,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(self.kind_of(&error)),
            };
            if let (Some(bytes), Some(read)) = (&mut bytes, self.chunk.get(..n)) {
                bytes.extend_from_slice(read);
            }
            self.step().await?;
            if n == 0 {
                return Ok(());
            }
        }
    }

    /// Tells progress where it is time to.
    async fn step(&mut self) -> Result<(), ReadErrorKind> {
        let unpacked = self.meter.unpacked.get();
        if unpacked < self.told + STEP {
            return Ok(());
        }
        self.told = unpacked;
        let progress = Progress {
            packed: self.meter.packed.get(),
            unpacked,
            entries: self.collection.n_entries(),
            kept: self.collection.n_kept(),
        };
        match (self.on_progress)(progress).await {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(ReadErrorKind::Cancelled),
        }
    }
}

/// The path that a pax extension gives the next entry.
fn pax_path(bytes: &[u8]) -> Option<String> {
    let found =
        PaxExtensions::new(bytes).filter_map(Result::ok).find(|extension| extension.key() == Ok("path"))?;
    Some(String::from_utf8_lossy(found.value_bytes()).into_owned())
}

/// A name of GNU tar: up to its zero.
fn c_string(bytes: &[u8]) -> String {
    let end = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
    String::from_utf8_lossy(&bytes[..end]).into_owned()
}
