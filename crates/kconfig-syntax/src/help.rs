//! Help texts: where they end, and what they say (`<HELP>` in lexer.l).

use memchr::memchr;

/// Finds the end of a help text that starts at `start`, the line after `help`.
///
/// The text ends where a line is indented less than the first one, or where a
/// line starts in the first column; white space before the line that ends it
/// belongs to neither. Returns the end of the text and where to go on.
pub(crate) fn scan(text: &str, start: usize) -> (usize, usize) {
    let bytes = text.as_bytes();
    let mut first_indent = 0;
    let mut at = start;
    let mut is_first_line = true;
    while at < bytes.len() {
        // One tab and two spaces is what nearly every line starts with.
        let is_usual = bytes[at..].starts_with(b"\t  ");
        let (mut content, mut indent) = if is_usual { (at + 3, 10) } else { (at, 0) };
        while let Some(&blank @ (b' ' | b'\t')) = bytes.get(content) {
            indent = next_column(indent, blank);
            content += 1;
        }
        match bytes.get(content) {
            None => return (content, content),
            Some(b'\n') => {
                at = content + 1;
                is_first_line = false;
                continue;
            }
            Some(_) => {}
        }
        if content == at && !is_first_line {
            return (at, at);
        }
        if content > at && first_indent > 0 && indent < first_indent {
            return (at, content);
        }
        if first_indent == 0 {
            first_indent = indent;
        }
        is_first_line = false;
        at = memchr(b'\n', &bytes[content..]).map_or(bytes.len(), |len| content + len + 1);
    }
    (at, at)
}

/// Gives the help text without its indentation, as conf shows it.
pub fn help_text(raw: &str) -> String {
    let mut out = String::new();
    let mut first_indent = 0;
    for line in raw.split('\n') {
        let content = line.trim_start_matches([' ', '\t']);
        if !content.is_empty() {
            let indent = columns(&line[..line.len() - content.len()]);
            if first_indent == 0 {
                first_indent = indent;
            } else {
                out.extend(std::iter::repeat_n(' ', indent.saturating_sub(first_indent)));
            }
            out.push_str(content.trim_end_matches([' ', '\t']));
        }
        out.push('\n');
    }
    let len = out.trim_end_matches('\n').len();
    out.truncate(len);
    out
}

/// The width of white space, with tabs at every eighth column.
fn columns(blank: &str) -> usize {
    blank.bytes().fold(0, next_column)
}

fn next_column(column: usize, blank: u8) -> usize {
    if blank == b'\t' { (column & !7) + 8 } else { column + 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> (&str, &str) {
        let (end, next) = scan(text, 0);
        (&text[..end], &text[next..])
    }

    #[test]
    fn a_help_text_ends_at_a_lesser_indent() {
        assert_eq!(
            split("\t  one\n\n\t    two\n\tdepends on A\n"),
            ("\t  one\n\n\t    two\n", "depends on A\n")
        );
        assert_eq!(split("  one\n\nconfig B\n"), ("  one\n\n", "config B\n"));
        assert_eq!(split("  one"), ("  one", ""));
    }

    #[test]
    fn a_first_line_without_indent_is_help() {
        assert_eq!(split("config B\nconfig C\n"), ("config B\n", "config C\n"));
    }

    #[test]
    fn the_indent_of_the_first_line_is_taken_off() {
        assert_eq!(help_text("\t  one \n\n\t    two\n"), "one\n\n  two");
    }
}
