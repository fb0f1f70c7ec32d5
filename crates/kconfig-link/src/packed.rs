//! A series in few letters: deflated, with the dictionary of format 2, as base64url.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use flate2::{Compress, Compression, Decompress, FlushCompress, FlushDecompress, Status};

use crate::dictionary::DICTIONARY;

/// The longest text of a series in a link, in bytes: 256 KiB.
///
/// A link whose series unpacks to more is refused when so much is unpacked.
pub const MAX_SERIES: usize = 256 * 1024;

/// By how many bytes room is made for what comes out of a codec.
const STEP: usize = 4 * 1024;

/// Packs a text.
///
/// The dictionary is compressed first and what comes out is left out: the text behind it
/// then refers to it.
pub(crate) fn pack(text: &str) -> String {
    let mut deflate = Compress::new(Compression::best(), false);
    let mut head = Vec::new();
    run_deflate(&mut deflate, DICTIONARY.as_bytes(), &mut head, FlushCompress::Sync);
    let mut packed = Vec::new();
    run_deflate(&mut deflate, text.as_bytes(), &mut packed, FlushCompress::Finish);
    URL_SAFE_NO_PAD.encode(packed)
}

fn run_deflate(deflate: &mut Compress, input: &[u8], out: &mut Vec<u8>, flush: FlushCompress) {
    let start = deflate.total_in();
    loop {
        out.reserve(STEP);
        let taken = usize::try_from(deflate.total_in() - start).unwrap_or(usize::MAX);
        let rest = input.get(taken..).unwrap_or_default();
        let status = deflate.compress_vec(rest, out, flush);
        // Room that is left over says that nothing more is to come.
        match status {
            Ok(Status::StreamEnd) | Err(_) => return,
            Ok(_) if out.len() < out.capacity() => return,
            Ok(_) => {}
        }
    }
}

/// Unpacks a text.
///
/// # Errors
/// Says what is wrong, one sentence without its full stop.
pub(crate) fn unpack(packed: &str) -> Result<String, String> {
    let damaged = || "the series in the link is damaged: it cannot be unpacked".to_owned();
    let packed = URL_SAFE_NO_PAD.decode(packed).map_err(|_| damaged())?;
    let mut inflate = Decompress::new(false);
    let mut out = Vec::with_capacity(DICTIONARY.len());
    inflate
        .decompress_vec(&stored(DICTIONARY.as_bytes()), &mut out, FlushDecompress::Sync)
        .map_err(|_| damaged())?;
    let (n_in, mut text) = (inflate.total_in(), Vec::new());
    loop {
        text.reserve(STEP);
        let (taken, had) = (inflate.total_in() - n_in, text.len());
        let rest = packed.get(usize::try_from(taken).unwrap_or(usize::MAX)..).unwrap_or_default();
        let status = inflate.decompress_vec(rest, &mut text, FlushDecompress::Sync).map_err(|_| damaged())?;
        if text.len() > MAX_SERIES {
            return Err(format!(
                "the series in the link is too long: it unpacks to more than {MAX_SERIES} bytes"
            ));
        }
        let is_all = inflate.total_in() - n_in == packed.len() as u64;
        match status {
            Status::StreamEnd if is_all => return String::from_utf8(text).map_err(|_| damaged()),
            Status::StreamEnd => return Err(damaged()),
            // Nothing came of it: the stream is cut.
            _ if text.len() == had && (is_all || inflate.total_in() - n_in == taken) => return Err(damaged()),
            _ => {}
        }
    }
}

/// Bytes as a block of deflate that stores them, and has others behind it.
fn stored(bytes: &[u8]) -> Vec<u8> {
    let len = u16::try_from(bytes.len()).unwrap_or(u16::MAX);
    let [low, high] = len.to_le_bytes();
    let mut block = vec![0, low, high, !low, !high];
    block.extend_from_slice(&bytes[..usize::from(len)]);
    block
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Deflates without the dictionary.
    fn deflated(parts: &[(&[u8], usize)]) -> String {
        let mut deflate = Compress::new(Compression::best(), false);
        let mut out = Vec::new();
        for (bytes, times) in parts {
            for _ in 0..*times {
                run_deflate(&mut deflate, bytes, &mut out, FlushCompress::None);
            }
        }
        run_deflate(&mut deflate, b"", &mut out, FlushCompress::Finish);
        URL_SAFE_NO_PAD.encode(out)
    }

    #[test]
    fn what_is_packed_is_unpacked() {
        let long = "config A\n\tbool \"b\"\n".repeat(12_000);
        let noise: String =
            (0..40_000_u32).map(|n| format!("{:x}", n.wrapping_mul(2_654_435_761))).take(30_000).collect();
        for text in ["", "a", "#one\n:Kconfig\n@1\n-a\n+b\n", &long, &noise[..MAX_SERIES.min(noise.len())]] {
            let packed = pack(text);
            assert_eq!(unpack(&packed).as_deref(), Ok(text));
            assert_eq!(pack(text), packed);
        }
        assert_eq!(unpack(&pack(&"x".repeat(MAX_SERIES))).map(|text| text.len()), Ok(MAX_SERIES));
        assert!(unpack(&pack(&"x".repeat(MAX_SERIES + 1))).is_err());
    }

    #[test]
    fn the_dictionary_makes_small_texts_smaller() {
        let text = "#x86: select a symbol\n:arch/x86/Kconfig\n@77\n \tselect HAVE_X\n+\tselect HAVE_Y\n";
        let plain = deflated(&[(text.as_bytes(), 1)]).len();
        assert!(pack(text).len() * 4 < plain * 3, "{} of {plain}", pack(text).len());
        // A stored block has a length of two bytes, and a match goes 32 KiB back.
        assert!(DICTIONARY.len() < 32 * 1024 - 300);
    }

    #[test]
    fn what_unpacks_to_too_much_is_refused_before_it_is_unpacked() {
        // 1 GB of zeroes.
        let bomb = deflated(&[(&[0; 1 << 20], 1_000)]);
        assert!(bomb.len() < 1_500_000, "{}", bomb.len());
        let said = unpack(&bomb).expect_err("it is too long");
        assert_eq!(said, "the series in the link is too long: it unpacks to more than 262144 bytes");
    }

    #[test]
    fn a_sound_link_with_such_a_series_says_so_and_keeps_its_state() {
        let bomb = deflated(&[(&[0; 1 << 20], 50)]);
        let mut text = format!("2/t/arm/alldef/A:y/z{bomb}/0123456789abcdef");
        text.push_str(&format!("{:08x}", crc32fast::hash(text.as_bytes())));
        let error = crate::find(&format!("> see #{text}.")).expect_err("it is too long");
        assert_eq!(error.message, "the series in the link is too long: it unpacks to more than 262144 bytes");
        let partial = error.partial.expect("the state can be read");
        assert_eq!((&*partial.tree, partial.values.len(), partial.series), ("t", 1, None));
    }

    #[test]
    fn what_is_damaged_is_refused() {
        let packed = pack("#one\n:Kconfig\n@1\n-a\n+b\n");
        for end in 0..packed.len() {
            assert!(unpack(&packed[..end]).is_err(), "{end}");
        }
        assert!(unpack(&format!("{packed}AAAA")).is_err());
        assert!(unpack("????").is_err());
        assert!(unpack(&deflated(&[(b"\xff", 1)])).is_err());
    }
}
