//! Help texts: where they end, and what they say (`<HELP>` in lexer.l).

/// Finds the end of a help text that starts at `start`, the line after `help`.
///
/// The text ends where a line is indented less than the first one, or where a
/// line starts in the first column; white space before the line that ends it
/// belongs to neither. Returns the end of the text and where to go on.
pub(crate) fn scan(text: &str, start: usize) -> (usize, usize) {
    let mut first_indent = 0;
    let mut at = start;
    let mut is_first_line = true;
    while at < text.len() {
        let rest = &text[at..];
        let line_len = rest.find('\n').map_or(rest.len(), |newline| newline + 1);
        let line = &rest[..line_len];
        let content = line.trim_start_matches([' ', '\t']);
        if content.is_empty() || content == "\n" {
            at += line_len;
            is_first_line = false;
            continue;
        }
        let indent_len = line.len() - content.len();
        if indent_len == 0 && !is_first_line {
            return (at, at);
        }
        let indent = columns(&line[..indent_len]);
        if indent_len > 0 && first_indent > 0 && indent < first_indent {
            return (at, at + indent_len);
        }
        if first_indent == 0 {
            first_indent = indent;
        }
        is_first_line = false;
        at += line_len;
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
    blank.bytes().fold(0, |column, byte| if byte == b'\t' { (column & !7) + 8 } else { column + 1 })
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
