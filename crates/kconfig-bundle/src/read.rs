//! A tarball to files: what Kconfig needs of it, within limits.

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Read};
use std::ops::ControlFlow;

use flate2::bufread::MultiGzDecoder;
use kconfig_vfs::Vfs;
use tar::{Archive, Entry, EntryType, PaxExtensions};

use crate::error::{ReadError, ReadErrorKind};
use crate::limits::{Limits, Meter, Metered, Progress};
use crate::wanted::is_wanted;

/// How often progress is told, in unpacked bytes.
const STEP: u64 = 1 << 20;

/// The longest extension of an entry: its name, where that is long.
const MAX_EXTENSION: u64 = 64 << 10;

/// How many names an error shows.
const N_SHOWN: usize = 3;

/// Two blocks of zeros end a tarball; some writers leave one out.
const MIN_END: u64 = 512;

/// Reads a .tar.gz or .tar and keeps what Kconfig needs, by its path in the tree.
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
    let mut input = BufReader::with_capacity(64 << 10, input);
    let (is_gzip, foreign) = match input.fill_buf() {
        Ok(start) => (start.starts_with(b"\x1f\x8b"), foreign(start)),
        Err(error) => {
            return Err(ReadError { kind: ReadErrorKind::Damaged(error.to_string()), entry: None, at: 0 });
        }
    };
    let meter = Meter::default();
    let mut reading = Reading { foreign, ..Reading::new(limits, &meter) };
    let result = if is_gzip {
        reading.run(MultiGzDecoder::new(input), on_progress)
    } else {
        reading.run(input, on_progress)
    };
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

/// Names some formats that are not ours by how they start.
fn foreign(start: &[u8]) -> Option<&'static str> {
    const STARTS: [(&[u8], &str); 5] = [
        (b"\xfd7zXZ\0", "xz"),
        (b"BZh", "bzip2"),
        (b"\x28\xb5\x2f\xfd", "zstd"),
        (b"PK\x03\x04", "zip"),
        (b"!<arch>", "a Debian package"),
    ];
    STARTS.iter().find(|(bytes, _)| start.starts_with(bytes)).map(|(_, name)| *name)
}

struct Reading<'a> {
    limits: &'a Limits,
    meter: &'a Meter,
    /// What the input looks like if it is no tarball.
    foreign: Option<&'static str>,
    /// The entry that is being read.
    entry: Option<String>,
    n_entries: u64,
    /// Some first names, for an error.
    shown: Vec<String>,
    /// What may be needed, by its path in the archive.
    kept: BTreeMap<String, Vec<u8>>,
    n_kept_bytes: u64,
}

impl<'a> Reading<'a> {
    fn new(limits: &'a Limits, meter: &'a Meter) -> Self {
        Self {
            limits,
            meter,
            foreign: None,
            entry: None,
            n_entries: 0,
            shown: Vec::new(),
            kept: BTreeMap::new(),
            n_kept_bytes: 0,
        }
    }

    fn run(
        &mut self,
        input: impl Read,
        on_progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Vfs, ReadErrorKind> {
        let mut archive =
            Archive::new(Metered { inner: input, meter: self.meter, limit: self.limits.unpacked });
        let entries = archive.entries().map_err(|error| self.kind_of(&error))?;
        let mut told = 0;
        let mut long_name = None;
        // Raw: the library would read names of any length into memory.
        for entry in entries.raw(true) {
            let mut entry = entry.map_err(|error| self.kind_of(&error))?;
            long_name = self.read_entry(&mut entry, long_name)?;
            let unpacked = self.meter.unpacked.get();
            if unpacked >= told + STEP {
                told = unpacked;
                let progress = Progress { unpacked, entries: self.n_entries, kept: self.kept.len() };
                if on_progress(progress).is_break() {
                    return Err(ReadErrorKind::Cancelled);
                }
            }
            if long_name.is_none() {
                self.entry = None;
            }
        }
        // What comes behind the last entry tells whether it was the last.
        io::copy(&mut archive.into_inner(), &mut io::sink()).map_err(|error| self.kind_of(&error))?;
        if self.meter.zeros.get() < MIN_END {
            return Err(match self.foreign {
                Some(_) => ReadErrorKind::NotAnArchive(self.foreign),
                None if self.n_entries == 0 && self.meter.unpacked.get() > 0 => {
                    ReadErrorKind::NotAnArchive(None)
                }
                None => ReadErrorKind::CutShort,
            });
        }
        self.tree()
    }

    fn kind_of(&self, error: &io::Error) -> ReadErrorKind {
        let words = error.to_string();
        // The library says an early end with an error of its own making.
        if error.kind() == io::ErrorKind::UnexpectedEof || words.contains("unexpected EOF") {
            return if self.n_entries == 0 && self.foreign.is_some() {
                ReadErrorKind::NotAnArchive(self.foreign)
            } else {
                ReadErrorKind::CutShort
            };
        }
        if self.n_entries == 0 {
            ReadErrorKind::NotAnArchive(self.foreign)
        } else {
            ReadErrorKind::Damaged(words)
        }
    }

    /// Reads an entry; returns the name that it gives the next one.
    fn read_entry(
        &mut self,
        entry: &mut Entry<'_, impl Read>,
        long_name: Option<String>,
    ) -> Result<Option<String>, ReadErrorKind> {
        let limits = self.limits;
        let too_large = |what, size, limit| Err(ReadErrorKind::TooLarge { what, size, limit });
        self.n_entries += 1;
        if self.n_entries > limits.entries {
            return too_large("the number of entries", self.n_entries, limits.entries);
        }
        let ty = entry.header().entry_type();
        let size = entry.size();
        let is_name = matches!(ty, EntryType::GNULongName | EntryType::XHeader);
        let is_other = matches!(ty, EntryType::GNULongLink | EntryType::XGlobalHeader | EntryType::GNUSparse);
        if is_name || is_other {
            if size > MAX_EXTENSION {
                return too_large("an entry's name", size, MAX_EXTENSION);
            }
            if is_other {
                return Ok(long_name);
            }
            let bytes = self.bytes(entry, size)?;
            let name = if ty == EntryType::XHeader { pax_path(&bytes) } else { Some(c_string(&bytes)) };
            return Ok(name.or(long_name));
        }
        let path = long_name.unwrap_or_else(|| String::from_utf8_lossy(&entry.path_bytes()).into_owned());
        self.entry = Some(path.clone());
        if path.starts_with('/') || path.split('/').any(|part| part == "..") {
            return Err(ReadErrorKind::UnsafePath);
        }
        if size > limits.entry {
            return too_large("the entry", size, limits.entry);
        }
        let Some(path) = kconfig_vfs::path::normalize(&path).filter(|path| !path.is_empty()) else {
            return Ok(None);
        };
        if self.shown.len() < N_SHOWN {
            self.shown.push(path.clone());
        }
        let is_needed = is_wanted(&path) || path.split_once('/').is_some_and(|(_, rest)| is_wanted(rest));
        if !matches!(ty, EntryType::Regular | EntryType::Continuous) || !is_needed {
            return Ok(None);
        }
        if size > limits.file {
            return too_large("the file", size, limits.file);
        }
        self.n_kept_bytes += size;
        if self.n_kept_bytes > limits.kept {
            return too_large("all that Kconfig needs", self.n_kept_bytes, limits.kept);
        }
        let bytes = self.bytes(entry, size)?;
        self.kept.insert(path, bytes);
        Ok(None)
    }

    fn bytes(&self, entry: &mut Entry<'_, impl Read>, size: u64) -> Result<Vec<u8>, ReadErrorKind> {
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).map_err(|error| self.kind_of(&error))?;
        if bytes.len() as u64 == size { Ok(bytes) } else { Err(ReadErrorKind::CutShort) }
    }

    /// Finds the tree's root and takes the files below it.
    fn tree(&mut self) -> Result<Vfs, ReadErrorKind> {
        let kept = std::mem::take(&mut self.kept);
        let root = if kept.contains_key("Kconfig") {
            String::new()
        } else {
            let mut roots = kept.keys().filter_map(|path| path.strip_suffix("/Kconfig"));
            let top =
                roots.find(|root| !root.contains('/') && kept.contains_key(&format!("{root}/Makefile")));
            match top {
                Some(root) => format!("{root}/"),
                None => return Err(ReadErrorKind::NotATree(std::mem::take(&mut self.shown))),
            }
        };
        let mut vfs = Vfs::new();
        for (path, bytes) in kept {
            let Some(path) = path.strip_prefix(&root).filter(|path| is_wanted(path)) else { continue };
            let text = String::from_utf8(bytes)
                .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
            vfs.insert(path, text);
        }
        Ok(vfs)
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
