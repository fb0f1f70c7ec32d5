//! What mail programs and lists do to a text, undone.

/// Joins the lines of a `format=flowed` text (RFC 3676).
///
/// A line that ends in a blank goes on in the next one, without the blank where
/// `delsp` says so; a blank before a line was added and goes.
pub(crate) fn unflowed(text: &str, delsp: bool) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let (line, end) = match line.strip_suffix("\r\n") {
            Some(line) => (line, "\r\n"),
            None => line.strip_suffix('\n').map_or((line, ""), |line| (line, "\n")),
        };
        let line = line.strip_prefix(' ').unwrap_or(line);
        if line.ends_with(' ') && line != "-- " {
            out.push_str(if delsp { line.trim_end_matches(' ') } else { line });
        } else {
            out.push_str(line);
            out.push_str(end);
        }
    }
    out
}

/// Tells whether a line is scissors: `-- >8 --`, as `git am --scissors` takes it.
fn is_scissors(line: &str) -> bool {
    let (mut rest, mut dashes, mut cuts) = (line.trim(), 0, 0);
    while let Some(first) = rest.chars().next() {
        let mark = [">8", "8<", ">%", "%<", "\u{2702}"].into_iter().find(|mark| rest.starts_with(mark));
        let taken = match (mark, first) {
            (Some(mark), _) => {
                cuts += 1;
                mark.len()
            }
            (None, '-') => {
                dashes += 1;
                1
            }
            (None, ' ') => 1,
            _ => return false,
        };
        rest = &rest[taken..];
    }
    cuts > 0 && dashes >= 2
}

/// Tells whether a diff begins with a line.
fn begins_diff(line: &str) -> bool {
    line.starts_with("diff --git ") || line.starts_with("--- a/")
}

/// Gives what stands below the scissors of a text, with their line, from 1: only a
/// line before the diff counts.
pub(crate) fn below_scissors(text: &str) -> Option<(&str, u32)> {
    let mut found = None;
    let mut at = 0;
    for (number, line) in (1..).zip(text.split_inclusive('\n')) {
        if begins_diff(line) {
            return found;
        }
        at += line.len();
        if is_scissors(line) {
            found = Some((&text[at..], number));
        }
    }
    found
}

/// Gives a letter without its signature and without what a list puts below it.
pub(crate) fn without_footer(text: &str) -> &str {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end_matches(['\r', '\n']);
        if bare == "-- " || bare == "--" || (bare.len() >= 40 && bare.bytes().all(|byte| byte == b'_')) {
            break;
        }
        at += line.len();
    }
    text[..at].trim_matches(['\r', '\n'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flowed_lines_are_joined() {
        assert_eq!(unflowed("a b \nc\n-- \nsig\n", false), "a b c\n-- \nsig\n");
        assert_eq!(unflowed("ab \ncd\r\n", true), "abcd\r\n");
        assert_eq!(unflowed("+x\n  context\n -y\n", false), "+x\n context\n-y\n");
    }

    #[test]
    fn scissors_count_before_the_diff() {
        assert_eq!(below_scissors("hi\n-- >8 --\nx\n"), Some(("x\n", 2)));
        assert_eq!(below_scissors("hi\n--------8<--------\nx\n"), Some(("x\n", 2)));
        assert_eq!(below_scissors("diff --git a/x b/x\n-- >8 --\n"), None);
        for line in ["---\n", "-- \n", "8 files\n", ">8\n", "-- >8 -- cut\n"] {
            assert_eq!(below_scissors(line), None, "{line}");
        }
    }

    #[test]
    fn footers_go() {
        assert_eq!(without_footer("\na\n\n-- \n2.43\n"), "a");
        assert_eq!(without_footer(&format!("a\n{}\nlist mailing list\n", "_".repeat(47))), "a");
    }
}
