//! Bytes from where a browser has them: files, and the site itself.

use std::io::{self, Read};

use js_sys::{Array, Promise, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, Blob, FileReaderSync, RequestInit, Response, WorkerGlobalScope};

use super::store::words;

/// How much of a file is in memory at a time.
const SLICE: f64 = 1_048_576.0;

/// Returns what the worker's thread has as its own.
pub(super) fn worker_scope() -> WorkerGlobalScope {
    js_sys::global().unchecked_into()
}

/// Reads a file slice by slice, as only a worker can.
pub(super) struct BlobReader {
    blob: Blob,
    reader: FileReaderSync,
    /// Where the next slice starts.
    at: f64,
    slice: Vec<u8>,
    /// How much of the slice was read.
    used: usize,
}

impl BlobReader {
    pub(super) fn new(blob: &Blob) -> io::Result<Self> {
        let reader = FileReaderSync::new().map_err(failed)?;
        Ok(Self { blob: blob.clone(), reader, at: 0.0, slice: Vec::new(), used: 0 })
    }

    /// Reads a small file whole.
    pub(super) fn all(mut self) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

impl Read for BlobReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.used == self.slice.len() {
            let end = (self.at + SLICE).min(self.blob.size());
            if end <= self.at {
                return Ok(0);
            }
            let slice = self.blob.slice_with_f64_and_f64(self.at, end).map_err(failed)?;
            let bytes = self.reader.read_as_array_buffer(&slice).map_err(failed)?;
            self.slice = Uint8Array::new(&bytes).to_vec();
            self.used = 0;
            self.at = end;
        }
        let rest = self.slice.get(self.used..).unwrap_or_default();
        let n = rest.len().min(buffer.len());
        if let (Some(to), Some(from)) = (buffer.get_mut(..n), rest.get(..n)) {
            to.copy_from_slice(from);
        }
        self.used += n;
        Ok(n)
    }
}

/// Reads some small files at the same time: the browser takes its time for each.
pub(super) async fn read_all<'a>(files: impl Iterator<Item = &'a Blob>) -> io::Result<Vec<Vec<u8>>> {
    let buffers = Array::from_iter(files.map(Blob::array_buffer));
    let buffers: Array = JsFuture::from(Promise::all(&buffers)).await.map_err(failed)?.unchecked_into();
    Ok(buffers.iter().map(|buffer| Uint8Array::new(&buffer).to_vec()).collect())
}

fn failed(error: JsValue) -> io::Error {
    io::Error::other(words(&error))
}

/// Asks the site for one of its files, relative to the worker's own.
pub(super) async fn fetch(path: &str, signal: Option<&AbortSignal>) -> Result<Response, String> {
    let options = RequestInit::new();
    options.set_signal(signal);
    let asked = worker_scope().fetch_with_str_and_init(path, &options);
    let response: Response = JsFuture::from(asked).await.map_err(|error| words(&error))?.unchecked_into();
    if response.ok() { Ok(response) } else { Err(format!("the server answers {}", response.status())) }
}

/// Asks the site for one of its files, as bytes.
pub(super) async fn fetch_blob(path: &str, signal: &AbortSignal) -> Result<Blob, String> {
    let blob = fetch(path, Some(signal)).await?.blob().map_err(|error| words(&error))?;
    Ok(JsFuture::from(blob).await.map_err(|error| words(&error))?.unchecked_into())
}
