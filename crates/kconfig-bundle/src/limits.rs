//! How much is read of what comes from anywhere, and how far it is.

use std::cell::Cell;
use std::io::{self, Read};

/// The bounds of [`read`](crate::read()), in bytes but for `entries`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The whole archive, unpacked.
    pub unpacked: u64,
    /// One entry, needed or not.
    pub entry: u64,
    /// One file that is kept.
    pub file: u64,
    /// All files that are kept.
    pub kept: u64,
    /// The number of entries.
    pub entries: u64,
    /// How far back xz may look, which it claims as memory.
    pub dictionary: u64,
}

impl Default for Limits {
    /// Twice what a kernel of 2025 has, and more where that costs nothing; for
    /// xz what `xz -9` takes.
    fn default() -> Self {
        Self {
            unpacked: 4 << 30,
            entry: 256 << 20,
            file: 8 << 20,
            kept: 64 << 20,
            entries: 400_000,
            dictionary: 64 << 20,
        }
    }
}

/// How far the reading of an archive is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Bytes read of the input, as it is packed; where its size is known, that
    /// tells how much is left.
    pub packed: u64,
    /// Bytes read, unpacked.
    pub unpacked: u64,
    /// Entries seen.
    pub entries: u64,
    /// Files kept.
    pub kept: usize,
}

/// What is known of the unpacked bytes so far.
#[derive(Default)]
pub(crate) struct Meter {
    /// How many packed bytes they came from.
    pub(crate) packed: Cell<u64>,
    /// How many there were.
    pub(crate) unpacked: Cell<u64>,
    /// How many zeros they end with.
    pub(crate) zeros: Cell<u64>,
    /// Whether there were more than there may be.
    pub(crate) is_over: Cell<bool>,
    /// Whether the input itself could not be read.
    pub(crate) has_input_failed: Cell<bool>,
    /// Whether what unpacks the input could not.
    pub(crate) has_unpacking_failed: Cell<bool>,
}

/// A reader of the packed input that counts for a [`Meter`].
pub(crate) struct Counted<'m, R> {
    pub(crate) inner: R,
    pub(crate) meter: &'m Meter,
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer).inspect_err(|_| self.meter.has_input_failed.set(true))?;
        self.meter.packed.set(self.meter.packed.get() + n as u64);
        Ok(n)
    }
}

/// A reader that keeps a [`Meter`] and ends with an error at the limit.
pub(crate) struct Metered<'m, R> {
    pub(crate) inner: R,
    pub(crate) meter: &'m Meter,
    pub(crate) limit: u64,
}

impl<R: Read> Read for Metered<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer).inspect_err(|_| self.meter.has_unpacking_failed.set(true))?;
        let bytes = &buffer[..n.min(buffer.len())];
        let zeros = bytes.iter().rev().take_while(|byte| **byte == 0).count();
        let before = if zeros == bytes.len() { self.meter.zeros.get() } else { 0 };
        self.meter.zeros.set(before + zeros as u64);
        self.meter.unpacked.set(self.meter.unpacked.get() + n as u64);
        if self.meter.unpacked.get() > self.limit {
            self.meter.is_over.set(true);
            return Err(io::Error::other("the limit is reached"));
        }
        Ok(n)
    }
}
