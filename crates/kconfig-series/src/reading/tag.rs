//! What the brackets of a subject say: `[RFC PATCH v3 05/14]`.

/// What the brackets of a subject say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tag {
    /// The version, from 1.
    pub version: u32,
    /// The patch's number; 0 is the cover letter.
    pub number: Option<u32>,
    /// How many patches there are, the cover letter not counted.
    pub of: Option<u32>,
    /// The mail says that it is a patch.
    pub is_patch: bool,
}

impl Default for Tag {
    fn default() -> Self {
        Self { version: 1, number: None, of: None, is_patch: false }
    }
}

impl Tag {
    /// Reads what stands between the brackets.
    pub fn parse(text: &str) -> Self {
        let mut tag = Self::default();
        let words = || text.split([' ', ',', '\t', '-', '_']).filter(|word| !word.is_empty());
        for word in words() {
            let upper = word.to_ascii_uppercase();
            let version = upper.strip_prefix("PATCH").unwrap_or(&upper).strip_prefix('V');
            tag.is_patch |= upper.starts_with("PATCH") || upper.starts_with("RFC");
            if let Some(Ok(version)) = version.map(str::parse) {
                tag.version = version;
            } else if let Some((number, of)) = word.split_once('/') {
                if let (Ok(number), Ok(of)) = (number.parse(), of.parse()) {
                    (tag.number, tag.of) = (Some(number), Some(of));
                }
            }
        }
        tag
    }
}

/// Splits a subject into its tag, what stood in the brackets, and the rest.
///
/// Of several brackets, such as a list's name before, the one that names a patch
/// counts.
pub(crate) fn split_subject(text: &str) -> (Tag, Option<String>, String) {
    let mut rest = text.trim();
    let mut found: Option<(Tag, &str)> = None;
    while let Some((inner, behind)) = rest.strip_prefix('[').and_then(|inner| inner.split_once(']')) {
        let tag = Tag::parse(inner);
        let is_better = match &found {
            None => true,
            Some((before, _)) => !before.is_patch && before.number.is_none(),
        };
        if !is_better {
            // Brackets behind the patch's belong to the subject: "[media] x".
            break;
        }
        found = Some((tag, inner));
        rest = behind.trim_start();
    }
    match found {
        Some((tag, inner)) => (tag, Some(inner.to_owned()), rest.to_owned()),
        None => (Tag::default(), None, rest.to_owned()),
    }
}

/// Tells whether a subject is that of a reply, in the languages of mail programs.
pub(crate) fn is_reply(subject: &str) -> bool {
    let word = subject.trim_start().split_once(':').map_or("", |(word, _)| word);
    ["re", "aw", "sv", "antw", "ref", "回复", "答复", "fwd", "fw", "wg"]
        .iter()
        .any(|reply| word.trim().eq_ignore_ascii_case(reply))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_are_read() {
        let read = |text: &str| {
            let (tag, inner, rest) = split_subject(text);
            format!("{} {:?} {:?} {} {inner:?} {rest}", tag.version, tag.number, tag.of, tag.is_patch)
        };
        assert_eq!(read("[PATCH v3 05/14] a: b"), "3 Some(5) Some(14) true Some(\"PATCH v3 05/14\") a: b");
        assert_eq!(
            read("[RFC PATCH-v2 net-next 0/3] x"),
            "2 Some(0) Some(3) true Some(\"RFC PATCH-v2 net-next 0/3\") x"
        );
        assert_eq!(read("[PATCHv4] x"), "4 None None true Some(\"PATCHv4\") x");
        assert_eq!(
            read("[list] [PATCH 1/2] [media] x"),
            "1 Some(1) Some(2) true Some(\"PATCH 1/2\") [media] x"
        );
        assert_eq!(read("no brackets"), "1 None None false None no brackets");
        assert_eq!(read("[never closed"), "1 None None false None [never closed");
        assert_eq!(read("[PATCH 99999999999/2] x").split(' ').nth(1), Some("None"));
    }

    #[test]
    fn replies_are_told() {
        for reply in ["Re: [PATCH] x", "RE: x", "AW: [PATCH]", "Fwd: x"] {
            assert!(is_reply(reply), "{reply}");
        }
        for other in ["[PATCH] Re: x", "regulator: x", "x"] {
            assert!(!is_reply(other), "{other}");
        }
    }
}
