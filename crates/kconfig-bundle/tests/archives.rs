//! Archives as they come: whole, of a kernel, cut, bad.

use std::cell::Cell;
use std::io::Write as _;
use std::ops::ControlFlow;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use kconfig_bundle::{Folder, Limits, ReadError, ReadErrorKind, read, read_in_steps, write};
use proptest::prelude::*;

const FILES: &[(&str, &str)] = &[
    ("Kconfig", "config A\n\tdef_bool y\n"),
    ("Makefile", "VERSION = 6\nPATCHLEVEL = 12\n"),
    ("arch/arm64/configs/defconfig", "CONFIG_A=y\n"),
];

fn bundle() -> Vec<u8> {
    write(FILES.iter().map(|(path, text)| (*path, text.as_bytes()))).expect("it can be packed")
}

fn open(bytes: &[u8]) -> Result<kconfig_vfs::Vfs, ReadError> {
    read(bytes, &Limits::default(), &mut |_| ControlFlow::Continue(()))
}

fn header(path: &str, size: u64) -> tar::Header {
    let mut header = tar::Header::new_gnu();
    // Written directly: the library refuses to write what is to be refused.
    header.as_old_mut().name[..path.len()].copy_from_slice(path.as_bytes());
    header.set_size(size);
    header.set_entry_type(tar::EntryType::Regular);
    header.set_mode(0o644);
    header.set_cksum();
    header
}

fn tar_of(entries: &[(&str, &str)]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (path, text) in entries {
        bytes.extend_from_slice(header(path, text.len() as u64).as_bytes());
        bytes.extend_from_slice(text.as_bytes());
        bytes.resize(bytes.len().next_multiple_of(512), 0);
    }
    bytes.resize(bytes.len() + 1024, 0);
    bytes
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).expect("a Vec takes all");
    encoder.finish().expect("a Vec takes all")
}

fn xz(bytes: &[u8]) -> Vec<u8> {
    let mut encoder =
        lzma_rust2::XzWriter::new(Vec::new(), lzma_rust2::XzOptions::with_preset(1)).expect("a preset");
    encoder.write_all(bytes).expect("a Vec takes all");
    encoder.finish().expect("a Vec takes all")
}

#[test]
fn what_was_packed_comes_out_and_twice_the_same() {
    let bytes = bundle();
    assert_eq!(bytes, bundle());
    let files = open(&bytes).expect("it is whole");
    assert_eq!(files, FILES.iter().copied().collect());
}

#[test]
fn a_tarball_of_a_kernel_has_a_folder_around_it() {
    let long = format!("linux-6.12/drivers/{}/Kconfig", "x".repeat(200));
    let mut builder = tar::Builder::new(Vec::new());
    for (path, text) in [
        ("linux-6.12/Kconfig", "config A\n"),
        ("linux-6.12/Makefile", "VERSION = 6\n"),
        ("linux-6.12/init/main.c", "int main;\n"),
        ("linux-6.12/init/Kconfig", "config B\n"),
        ("linux-6.12/init/Makefile", "obj-y\n"),
        (&*long, "config C\n"),
    ] {
        let mut header = header("", text.len() as u64);
        builder.append_data(&mut header, path, text.as_bytes()).expect("it fits");
    }
    let plain = builder.into_inner().expect("a Vec takes all");
    for bytes in [plain.clone(), gzip(&plain), xz(&plain)] {
        let files = open(&bytes).expect("it is whole");
        let paths: Vec<&str> = files.iter().map(|(path, _)| path).collect();
        assert_eq!(paths, ["Kconfig", "Makefile", long.trim_start_matches("linux-6.12/"), "init/Kconfig"]);
    }
}

#[test]
fn what_is_wrong_is_said() {
    let kind = |bytes: &[u8]| open(bytes).expect_err("it is bad");
    let whole = bundle();
    for end in [2, 10, 30, whole.len() / 2, whole.len() - 4] {
        assert_eq!(kind(&whole[..end]).kind, ReadErrorKind::CutShort, "{end}");
    }
    let plain = tar_of(FILES);
    assert_eq!(kind(&plain[..700]).kind, ReadErrorKind::CutShort);
    assert_eq!(kind(&plain[..1024]).kind, ReadErrorKind::CutShort);
    assert_eq!(kind(b"").kind, ReadErrorKind::CutShort);
    let packed = xz(&plain);
    for end in [6, 10, 20, packed.len() / 2, packed.len() - 4] {
        assert_eq!(kind(&packed[..end]).kind, ReadErrorKind::CutShort, "{end}");
    }
    let error = kind(b"\xfd7zXZ\0 and so on").kind;
    assert!(matches!(error, ReadErrorKind::Damaged(_)), "{error:?}");
    assert_eq!(kind(b"\x28\xb5\x2f\xfd so on").kind, ReadErrorKind::NotAnArchive(Some("zstd")));
    assert_eq!(kind(&b"config A\n\tbool\n".repeat(100)).kind, ReadErrorKind::NotAnArchive(None));
    assert_eq!(kind(&gzip(&b"config A\n".repeat(100))).kind, ReadErrorKind::NotAnArchive(None));
    let error = kind(&tar_of(&[("Kconfig", "a"), ("../etc/passwd", "b")]));
    assert_eq!((error.kind, error.entry.as_deref()), (ReadErrorKind::UnsafePath, Some("../etc/passwd")));
    assert_eq!(kind(&tar_of(&[("/etc/passwd", "b")])).kind, ReadErrorKind::UnsafePath);
    let error = kind(&gzip(&tar_of(&[("hello-2.12/README", "hi"), ("hello-2.12/Makefile", "all:")])));
    assert_eq!(
        error.to_string(),
        "this is not a kernel tree: it has no Kconfig at its root, but hello-2.12/README, hello-2.12/Makefile"
    );
}

#[test]
fn a_claim_is_refused_before_it_is_believed() {
    let ten_gigabytes = 10 << 30;
    for path in ["Kconfig", "init/main.c"] {
        let mut bytes = header(path, ten_gigabytes).as_bytes().to_vec();
        bytes.resize(4096, 0);
        let error = open(&bytes).expect_err("it is too large");
        assert!(
            matches!(error.kind, ReadErrorKind::TooLarge { size, .. } if size == ten_gigabytes),
            "{error}"
        );
        assert!(!error.help().is_empty());
    }
    let limits = Limits { unpacked: 2000, ..Limits::default() };
    let error =
        read(&bundle()[..], &limits, &mut |_| ControlFlow::Continue(())).expect_err("it is too large");
    assert!(matches!(error.kind, ReadErrorKind::TooLarge { what: "the archive", .. }), "{error}");
    let mut name = header("././@LongLink", ten_gigabytes);
    name.set_entry_type(tar::EntryType::GNULongName);
    name.set_cksum();
    let error = open(name.as_bytes()).expect_err("it is too large");
    assert!(matches!(error.kind, ReadErrorKind::TooLarge { what: "an entry's name", .. }), "{error}");
}

#[test]
fn reading_can_be_stopped() {
    let large = "x".repeat(3 << 20);
    let bytes = tar_of(&[("Kconfig", "a"), ("init/main.c", &large), ("init/Kconfig", "b")]);
    let mut n_told = 0;
    let error = read(&bytes[..], &Limits::default(), &mut |progress| {
        n_told += 1;
        assert!((1..3 << 20).contains(&progress.unpacked));
        assert_eq!(progress.packed, progress.unpacked.next_multiple_of(64 << 10));
        ControlFlow::Break(())
    });
    assert_eq!(error.expect_err("it was stopped").kind, ReadErrorKind::Cancelled);
    assert_eq!(n_told, 1);
}

#[test]
fn a_reader_in_steps_waits_in_between() {
    let large = "x".repeat(3 << 20);
    let bytes = xz(&tar_of(&[("Kconfig", "a"), ("init/main.c", &large), ("init/Kconfig", "b")]));
    let (n_told, mut n_polled) = (Cell::new(0), 0);
    let limits = Limits::default();
    let reading = read_in_steps(&bytes[..], &limits, async |_| {
        n_told.set(n_told.get() + 1);
        let mut is_ready = false;
        std::future::poll_fn(|_| match std::mem::replace(&mut is_ready, true) {
            false => Poll::Pending,
            true => Poll::Ready(ControlFlow::Continue(())),
        })
        .await
    });
    let mut reading = pin!(reading);
    let files = loop {
        n_polled += 1;
        if let Poll::Ready(files) = reading.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            break files.expect("it is whole");
        }
    };
    assert_eq!(files.iter().count(), 2);
    assert!((10..=14).contains(&n_told.get()), "{}", n_told.get());
    assert_eq!(n_polled, n_told.get() + 1);
}

#[test]
fn a_dictionary_is_bounded() {
    let bytes = xz(&tar_of(FILES));
    let limits = Limits { dictionary: 64 << 10, ..Limits::default() };
    let error = read(&bytes[..], &limits, &mut |_| ControlFlow::Continue(())).expect_err("it is too large");
    assert_eq!(error.kind, ReadErrorKind::Dictionary { limit: 64 << 10 });
}

#[test]
fn a_folder_is_read_as_an_archive_is() {
    let limits = Limits { file: 100, kept: 150, ..Limits::default() };
    for around in ["", "linux/"] {
        let mut folder = Folder::new(&limits);
        let not_needed = || panic!("nobody asks for this file");
        folder.add(&format!("{around}init/main.c"), 4 << 20, not_needed).expect("it is not needed");
        for (path, text) in FILES {
            folder
                .add(&format!("{around}{path}"), text.len() as u64, || Ok(text.as_bytes().to_vec()))
                .expect("it fits");
        }
        assert_eq!((folder.progress().entries, folder.progress().kept), (4, 3));
        assert_eq!(folder.finish().expect("a tree"), FILES.iter().copied().collect());
    }
    let mut folder = Folder::new(&limits);
    let kind = |result: Result<(), ReadError>| result.expect_err("it is bad").kind;
    let gone = || Err(std::io::Error::other("it is gone"));
    assert_eq!(kind(folder.add("Kconfig", 9, gone)), ReadErrorKind::Input("it is gone".into()));
    assert_eq!(kind(folder.add("../Kconfig", 9, || Ok(vec![]))), ReadErrorKind::UnsafePath);
    assert!(matches!(
        kind(folder.add("Kconfig", 101, || Ok(vec![]))),
        ReadErrorKind::TooLarge { what: "the file", .. }
    ));
    let mut folder = Folder::new(&limits);
    folder.add("README", 9, || Ok(vec![])).expect("it is not needed");
    let error = folder.finish().expect_err("no Kconfig");
    assert_eq!(error.kind, ReadErrorKind::NotATree(vec!["README".into()]));
}

proptest! {
    #[test]
    fn bad_bytes_are_errors_or_files(at in 0usize..4000, byte: u8, end in 0usize..4000, packing in 0..3) {
        let mut bytes = match packing {
            0 => tar_of(FILES),
            1 => bundle(),
            _ => xz(&tar_of(FILES)),
        };
        let n = bytes.len();
        bytes[at % n] ^= byte;
        let _ = open(&bytes);
        bytes.truncate(end % n);
        let _ = open(&bytes);
    }
}
