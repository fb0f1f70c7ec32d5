//! A web server for a folder, which remembers what it was asked for.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::Result;

/// How many bytes of an answer a slow line sends before another's turn.
const PART: usize = 1460;

/// Serves a folder on a free port of 127.0.0.1 until it is dropped.
///
/// It answers GET and HEAD with the file of that name, and below a prefix of
/// one's choice, so that a test sees the site as it is in a subfolder of a
/// server. What is not there is a 404, never the page.
#[derive(Debug)]
pub struct StaticSite {
    address: SocketAddr,
    prefix: String,
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

/// A slow line between the server and whoever asks.
///
/// Answers are compressed, and may be kept for ten minutes, as those of public servers. The browser's own way to slow the
/// network down does not reach what a worker loads.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    /// Bits in a second, for all answers together.
    pub bits_per_second: u32,
    /// How long a request and its answer are under way, added to each.
    pub latency: Duration,
}

#[derive(Debug)]
struct Shared {
    folder: PathBuf,
    line: Option<Line>,
    /// When the line has sent all that it was given.
    free: Mutex<Instant>,
    /// The compressed files of a slow line.
    packed: Mutex<HashMap<PathBuf, Arc<[u8]>>>,
    prefix: String,
    requests: Mutex<Vec<String>>,
    stop: AtomicBool,
}

impl StaticSite {
    /// Serves `folder` below `prefix`, such as `/` or `/some/folder/`.
    pub fn serve(folder: &Path, prefix: &str) -> Result<Self> {
        Self::serve_over(folder, prefix, None)
    }

    /// As [`StaticSite::serve`], over a slow line.
    pub fn serve_over(folder: &Path, prefix: &str, line: Option<Line>) -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared {
            folder: folder.to_owned(),
            line,
            free: Mutex::new(Instant::now()),
            packed: Mutex::default(),
            prefix: prefix.to_owned(),
            requests: Mutex::default(),
            stop: AtomicBool::new(false),
        });
        let thread = std::thread::spawn({
            let shared = Arc::clone(&shared);
            move || accept(&listener, &shared)
        });
        Ok(Self { address, prefix: prefix.to_owned(), shared, thread: Some(thread) })
    }

    /// Returns the address of the page.
    pub fn url(&self) -> String {
        format!("http://{}{}", self.address, self.prefix)
    }

    /// Returns the paths asked for until now, in order, query included.
    pub fn requests(&self) -> Vec<String> {
        self.shared.log().clone()
    }
}

impl StaticSite {
    /// Ends the server; from now on nobody listens there.
    pub fn stop(&mut self) {
        self.shared.stop.store(true, Ordering::Relaxed);
        // Wakes the thread from accept.
        drop(TcpStream::connect(self.address));
        if let Some(thread) = self.thread.take() {
            // A panic there has been printed there.
            drop(thread.join());
        }
    }
}

impl Drop for StaticSite {
    fn drop(&mut self) {
        self.stop();
    }
}

impl Shared {
    /// Gives a file as a slow line sends it; each is compressed once.
    fn packed(&self, path: PathBuf, body: &[u8]) -> std::io::Result<Arc<[u8]>> {
        let mut packed = self.packed.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(body) = packed.get(&path) {
            return Ok(body.clone());
        }
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(body)?;
        let body: Arc<[u8]> = encoder.finish()?.into();
        packed.insert(path, body.clone());
        Ok(body)
    }

    /// Waits until a slow line has sent as many bytes, after all that it was given
    /// before.
    fn wait_for_line(&self, n_bytes: usize) {
        let Some(line) = self.line else { return };
        let takes = Duration::from_secs_f64(n_bytes as f64 * 8.0 / f64::from(line.bits_per_second));
        let end = {
            let mut free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
            *free = (*free).max(Instant::now()) + takes;
            *free
        };
        std::thread::sleep(end.saturating_duration_since(Instant::now()));
    }

    fn log(&self) -> std::sync::MutexGuard<'_, Vec<String>> {
        // A list of strings is whole even if its holder panicked.
        self.requests.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn accept(listener: &TcpListener, shared: &Arc<Shared>) {
    for stream in listener.incoming() {
        if shared.stop.load(Ordering::Relaxed) {
            return;
        }
        let Ok(stream) = stream else { continue };
        let shared = Arc::clone(shared);
        // A browser that goes away in mid-answer is none of our concern.
        std::thread::spawn(move || drop(answer(stream, &shared)));
    }
}

/// Answers one request and closes the connection.
fn answer(mut stream: TcpStream, shared: &Shared) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    // Browsers open connections ahead of time, and ask nothing on some.
    let Some(first) = lines.next() else {
        return Ok(());
    };
    let first = first?;
    for line in lines {
        if line?.is_empty() {
            break;
        }
    }
    let mut words = first.split(' ');
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    shared.log().push(target.to_owned());
    let file = file_of(target, shared);
    let (status, kind, body, path) = match file.and_then(|file| Some((std::fs::read(&file).ok()?, file))) {
        Some((body, file)) => ("200 OK", media_type(&file), body, Some(file)),
        None => ("404 Not Found", "text/plain; charset=utf-8", b"Not found\n".to_vec(), None),
    };
    let (body, headers) = match (shared.line, path) {
        (Some(line), Some(path)) => {
            std::thread::sleep(line.latency);
            let headers = "Content-Encoding: gzip\r\nCache-Control: max-age=600\r\n";
            (shared.packed(path, &body)?.to_vec(), headers)
        }
        _ => (body, "Cache-Control: no-store\r\n"),
    };
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n{headers}\
         X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n",
        body.len()
    )?;
    if method != "HEAD" {
        for part in body.chunks(PART) {
            shared.wait_for_line(part.len());
            stream.write_all(part)?;
        }
    }
    stream.flush()
}

/// Returns the file that a request's target names; none outside the folder.
fn file_of(target: &str, shared: &Shared) -> Option<PathBuf> {
    let path = target.split(['?', '#']).next()?;
    let relative = Path::new(path.strip_prefix(&shared.prefix)?);
    let below = relative.components().all(|part| matches!(part, Component::Normal(_)));
    if !below {
        return None;
    }
    let file = shared.folder.join(relative);
    Some(if file.is_dir() { file.join("index.html") } else { file })
}

fn media_type(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("json") => "application/json",
        Some("webmanifest") => "application/manifest+json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("txt" | "md") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpStream;
    use std::path::Path;
    use std::time::{Duration, Instant};

    use super::{Line, StaticSite};

    fn get(site: &StaticSite, target: &str) -> String {
        let mut text = String::new();
        let mut stream = TcpStream::connect(site.address).unwrap();
        write!(stream, "GET {target} HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
        stream.read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn a_slow_line_compresses_and_takes_its_time() {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let line = Line { bits_per_second: 100_000, latency: Duration::from_millis(20) };
        let site = StaticSite::serve_over(here, "/", Some(line)).unwrap();
        let start = Instant::now();
        let mut stream = TcpStream::connect(site.address).unwrap();
        write!(stream, "GET /src/static_site.rs HTTP/1.1\r\n\r\n").unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let at = answer.windows(4).position(|part| part == b"\r\n\r\n").unwrap() + 4;
        let takes = (answer.len() - at) as f64 * 8.0 / 100_000.0 + 0.02;
        assert!(start.elapsed().as_secs_f64() >= takes, "{takes} s");
        let mut text = String::new();
        flate2::read::GzDecoder::new(&answer[at..]).read_to_string(&mut text).unwrap();
        assert!(text.starts_with("//! A web server"));
    }

    #[test]
    fn serves_files_below_its_prefix_and_nothing_else() {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let site = StaticSite::serve(here, "/a/b/").unwrap();
        assert!(get(&site, "/a/b/Cargo.toml?x").contains("kconfig-tests"));
        for missing in ["/Cargo.toml", "/a/b/../tests/Cargo.toml", "/a/b//etc/hosts"] {
            assert!(get(&site, missing).starts_with("HTTP/1.1 404"), "{missing}");
        }
        assert_eq!(site.requests().len(), 4);
        assert_eq!(site.requests()[0], "/a/b/Cargo.toml?x");
    }
}
