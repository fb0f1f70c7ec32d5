//! Texts as they are shown.

/// Cuts a text for showing: its first `n` characters and `…`, or all of it where it
/// has no more.
///
/// A value may have thousands of letters, and no name beside it could be read.
pub fn cut(text: &str, n: usize) -> String {
    match text.char_indices().nth(n) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_between_characters() {
        assert_eq!(cut("abc", 3), "abc");
        assert_eq!(cut("äöüß", 3), "äöü…");
        assert_eq!(cut("", 3), "");
        assert_eq!(cut("abc", 0), "…");
    }
}
