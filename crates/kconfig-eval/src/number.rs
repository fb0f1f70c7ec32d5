//! Numbers as the C library reads them (`strtoll` and `strtoull`).

/// What `strtoll` or `strtoull` made of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Parsed {
    /// The value; the bits of an unsigned one for base 16.
    pub(crate) value: i64,
    /// How many bytes it took; 0 where there was no number.
    pub(crate) len: usize,
    /// Whether it did not fit and was cut to the nearest end.
    pub(crate) overflowed: bool,
}

/// Reads a signed number at the start of a text; base 0 finds out by prefix.
pub(crate) fn parse_signed(text: &str, base: u32) -> Parsed {
    let (negative, magnitude, len, overflowed) = parse(text, base);
    let limit = if negative { 1u64 << 63 } else { (1u64 << 63) - 1 };
    let overflowed = overflowed || magnitude > limit;
    let magnitude = if overflowed { limit } else { magnitude };
    let value = if negative { (magnitude as i64).wrapping_neg() } else { magnitude as i64 };
    Parsed { value, len, overflowed }
}

/// Reads an unsigned number at the start of a text.
pub(crate) fn parse_unsigned(text: &str, base: u32) -> Parsed {
    let (negative, magnitude, len, overflowed) = parse(text, base);
    let bits = if overflowed { u64::MAX } else { magnitude } as i64;
    let value = if negative && !overflowed { bits.wrapping_neg() } else { bits };
    Parsed { value, len, overflowed }
}

fn parse(text: &str, base: u32) -> (bool, u64, usize, bool) {
    let bytes = text.as_bytes();
    let mut at = bytes.iter().take_while(|byte| byte.is_ascii_whitespace() || **byte == 0x0b).count();
    let negative = bytes.get(at) == Some(&b'-');
    if matches!(bytes.get(at), Some(b'-' | b'+')) {
        at += 1;
    }
    let has_prefix = bytes.get(at) == Some(&b'0')
        && matches!(bytes.get(at + 1), Some(b'x' | b'X'))
        && bytes.get(at + 2).is_some_and(u8::is_ascii_hexdigit);
    let base = match base {
        0 if has_prefix => 16,
        0 if bytes.get(at) == Some(&b'0') => 8,
        0 => 10,
        base => base,
    };
    if base == 16 && has_prefix {
        at += 2;
    }
    let start = at;
    let (mut magnitude, mut overflowed) = (0u64, false);
    while let Some(digit) = bytes.get(at).and_then(|&byte| (byte as char).to_digit(base)) {
        match magnitude.checked_mul(u64::from(base)).and_then(|m| m.checked_add(u64::from(digit))) {
            Some(next) => magnitude = next,
            None => overflowed = true,
        }
        at += 1;
    }
    (negative, magnitude, if at == start { 0 } else { at }, overflowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_in_c() {
        let signed = |text, base| parse_signed(text, base).value;
        assert_eq!(signed("0x10", 0), 16);
        assert_eq!(signed("010", 0), 8);
        assert_eq!(signed("-12x", 10), -12);
        assert_eq!(signed("ff", 16), 255);
        assert_eq!(parse_signed("x", 10), Parsed { value: 0, len: 0, overflowed: false });
        assert_eq!(parse_signed("0x", 0).len, 1);
        assert!(parse_signed("9223372036854775808", 10).overflowed);
        assert_eq!(signed("-9223372036854775808", 10), i64::MIN);
        assert_eq!(parse_unsigned("0xffffffffffffffff", 16).value, -1);
    }
}
