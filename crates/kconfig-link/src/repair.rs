//! Undoing what mail and browsers do to a text: quote marks, line breaks,
//! invisible letters, encodings.
//!
//! No letter of a link is lost: what is dropped or decoded here has none, except
//! for what a [`Way`] says.

/// How many times an encoding of an encoding is undone.
const MAX_LAYERS: usize = 5;

/// How what can be read in two ways is read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Way {
    /// Whether a colon with nothing or a blank behind it, and the `- ` that a
    /// signature puts before a dash, are quote marks where a line starts with
    /// them, as `>` and `|` always are.
    pub(crate) takes_all_marks: bool,
    /// Whether a `=` that ends a line only joins it to the next, also where a
    /// hexadecimal digit follows.
    pub(crate) takes_soft_breaks: bool,
}

/// Gives the text decoded, without quote marks and invisible letters.
///
/// Of white space one blank is left, or one line break, or two where a paragraph
/// ends or the quote marks change.
pub(crate) fn repair(text: &str, way: Way) -> String {
    let mut text = joined(text, way);
    for _ in 0..MAX_LAYERS {
        match decoded(&text) {
            Some(decoded) => text = joined(&decoded, way),
            None => break,
        }
    }
    text
}

fn joined(text: &str, way: Way) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = None;
    for line in text.lines().flat_map(|line| line.split('\r')) {
        let body = without_marks(line, way);
        let mark = line.strip_suffix(body).unwrap_or_default();
        let may_be_hex = body.is_empty() || body.starts_with(|c: char| c.is_ascii_hexdigit());
        if out.ends_with('=') && (way.takes_soft_breaks || !may_be_hex) {
            // A soft line break of quoted-printable.
            out.pop();
        }
        if let Some(before) = before.replace(mark) {
            let is_break = body.is_empty() || !visible(before).eq(visible(mark));
            for _ in 0..=usize::from(is_break) {
                if !out.ends_with("\n\n") {
                    out.push('\n');
                }
            }
        }
        for (n, word) in body.split(is_blank).filter(|word| !word.is_empty()).enumerate() {
            if n > 0 {
                out.push(' ');
            }
            out.extend(word.chars().filter(|&c| !is_invisible(c)));
        }
    }
    out
}

fn without_marks(line: &str, way: Way) -> &str {
    let mut rest = line;
    loop {
        let after = rest.trim_start_matches(|c| matches!(c, '>' | '|') || is_blank(c) || is_invisible(c));
        let colon = after.strip_prefix(':').filter(|more| {
            let more = more.trim_start_matches(is_invisible);
            more.is_empty() || more.starts_with(is_blank) || more == "="
        });
        let dash = after.strip_prefix("- ").filter(|more| more.starts_with('-'));
        match colon.or(dash).filter(|_| way.takes_all_marks) {
            Some(more) => rest = more,
            None => return after,
        }
    }
}

fn visible(mark: &str) -> impl Iterator<Item = char> {
    mark.chars().filter(|&c| !is_blank(c) && !is_invisible(c))
}

/// White space, and what a no-break space of another character set was read as.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || c == char::REPLACEMENT_CHARACTER
}

/// What is not seen, and the backslash before a letter that Markdown would take.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\\')
}

/// Undoes one layer of `%7E`, `=7E` and `&#126;`, also where a line break is in
/// it; none where nothing is encoded.
fn decoded(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let (mut at, mut is_changed) = (0, false);
    while let Some(&byte) = bytes.get(at) {
        let after = &bytes[at + 1..];
        let escape = match byte {
            b'%' | b'=' => hex_pair(after),
            b'&' => entity(after),
            _ => None,
        };
        is_changed |= escape.is_some();
        let (value, len) = escape.unwrap_or((byte, 0));
        out.push(value);
        at += 1 + len;
    }
    is_changed.then(|| String::from_utf8_lossy(&out).into_owned())
}

/// The bytes that are no gap, each with the length up to its end.
fn solid(bytes: &[u8]) -> impl Iterator<Item = (usize, u8)> {
    (1..).zip(bytes.iter().copied()).filter(|(_, byte)| !matches!(byte, b' ' | b'\n'))
}

fn hex_pair(after: &[u8]) -> Option<(u8, usize)> {
    let mut digits = solid(after);
    let ((_, high), (len, low)) = (digits.next()?, digits.next()?);
    let value = |byte: u8| char::from(byte).to_digit(16);
    let byte = u8::try_from(value(high)? * 16 + value(low)?).ok()?;
    Some((byte, len))
}

/// Reads what HTML writes for a letter of a link, a bracket around one or a blank
/// in it.
fn entity(after: &[u8]) -> Option<(u8, usize)> {
    let mut name = String::new();
    for (len, byte) in solid(after).take(8) {
        if byte != b';' {
            name.push(char::from(byte));
            continue;
        }
        let code = match name.strip_prefix('#') {
            Some(code) => match code.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => code.parse().ok()?,
            },
            None => u32::from(match &*name {
                "amp" => b'&',
                "lt" => b'<',
                "gt" => b'>',
                "quot" => b'"',
                "nbsp" | "shy" => b' ',
                _ => return None,
            }),
        };
        // Beyond ASCII: a no-break space, a soft hyphen or the like.
        return Some((u8::try_from(code).ok().filter(u8::is_ascii).unwrap_or(b' '), len));
    }
    None
}
