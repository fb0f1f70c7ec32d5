//! What a line of a letter is, by its form alone.

use crate::claims::Assignment;

/// A line of a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Line<'a> {
    /// A blank line, a ruler, or `#` alone.
    Blank,
    /// Quoted text, a diff, a tag.
    Passed,
    /// `# Title`.
    Title(&'a str),
    /// `# end of Title`.
    End(&'a str),
    /// `CONFIG_X=y` or `# CONFIG_X is not set`.
    Value(Assignment),
    /// A change, as scripts/diffconfig has it or as `A: y -> n`.
    Change { symbol: String, before: String, after: String },
    /// A line that looks like a claim and is none that is understood.
    Odd(&'static str),
    /// Text.
    Prose(&'a str),
}

/// Tells what each line of a text is.
pub(super) fn lines(text: &str) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let mut left = (0_u32, 0_u32); // lines of a hunk to come, old and new
    let mut is_diff = false;
    for line in text.lines() {
        if left != (0, 0) && is_hunk_line(line, &mut left) {
            lines.push(Line::Passed);
            continue;
        }
        left = hunk_size(line).unwrap_or((0, 0));
        let is_head = ["diff --git ", "--- a/", "+++ b/", "--- /dev/null", "+++ /dev/null"];
        is_diff = left != (0, 0)
            || is_head.iter().any(|head| line.starts_with(head))
            || is_diff
                && ["index ", "new file mode ", "deleted file mode "]
                    .iter()
                    .any(|head| line.starts_with(head));
        lines.push(if is_diff { Line::Passed } else { one(line) });
    }
    lines
}

fn is_hunk_line(line: &str, left: &mut (u32, u32)) -> bool {
    let (old, new) = match line.bytes().next() {
        None | Some(b' ') => (1, 1),
        Some(b'-') => (1, 0),
        Some(b'+') => (0, 1),
        Some(b'\\') => (0, 0),
        _ => return false,
    };
    *left = (left.0.saturating_sub(old), left.1.saturating_sub(new));
    true
}

/// Reads `@@ -1,2 +3,4 @@`: how many lines the hunk has.
fn hunk_size(line: &str) -> Option<(u32, u32)> {
    let (old, rest) = line.strip_prefix("@@ -")?.split_once(" +")?;
    let (new, _) = rest.split_once(" @@")?;
    let count = |range: &str| range.split_once(',').map_or(Some(1), |(_, count)| count.parse().ok());
    Some((count(old)?, count(new)?))
}

fn one(line: &str) -> Line<'_> {
    let text = line.trim();
    if text.is_empty() || text.bytes().all(|byte| b"#-=~*_+".contains(&byte)) {
        return Line::Blank;
    }
    if text.starts_with('>') || is_tag(text) {
        return Line::Passed;
    }
    if let Some(change) = change(line) {
        return change;
    }
    let item = ["- ", "* "].iter().find_map(|bullet| text.strip_prefix(bullet)).unwrap_or(text);
    if let Some(value) = value(item) {
        return value;
    }
    match text.strip_prefix("# ") {
        Some(title) => match title.trim().strip_prefix("end of ") {
            Some(title) => Line::End(title.trim()),
            None => Line::Title(title.trim()),
        },
        None => Line::Prose(text),
    }
}

/// Reads a line of a .config.
fn value(text: &str) -> Option<Line<'_>> {
    let plain = text.strip_prefix("# ").unwrap_or(text);
    if let Some(symbol) = plain.strip_prefix("CONFIG_").and_then(|rest| rest.strip_suffix(" is not set")) {
        let assignment = Assignment::parse(&format!("{symbol}=n"));
        return Some(assignment.map_or(Line::Odd("the name is no symbol"), Line::Value));
    }
    if let Some(rest) = text.strip_prefix("+CONFIG_").or_else(|| text.strip_prefix("-CONFIG_")) {
        return rest.contains('=').then_some(Line::Odd("a line of a diff between two .config files"));
    }
    let rest = text.strip_prefix("CONFIG_")?;
    let (symbol, value) = rest.split_once('=')?;
    if !is_name(symbol) {
        return None;
    }
    Some(match Assignment::parse(rest) {
        Some(assignment) if is_value(&assignment.value) => Line::Value(assignment),
        _ if value.is_empty() => Line::Odd("there is no value"),
        _ => Line::Odd("the value is not y, m, n, a number or a string, or text follows it"),
    })
}

/// Reads `+FOO m`, `-BAR y`, ` BAZ n -> y`, `A: y -> n` and `CONFIG_A: y -> n`.
fn change(line: &str) -> Option<Line<'_>> {
    let made = |symbol: &str, before: &str, after: &str| {
        let is_good = is_value(before) && is_value(after);
        Some(if is_good {
            let [symbol, before, after] = [symbol, before, after].map(str::to_owned);
            Line::Change { symbol, before, after }
        } else {
            Line::Odd("the values are not y, m, n, numbers or strings")
        })
    };
    for (sign, is_new) in [('+', true), ('-', false)] {
        let Some((symbol, value)) = line.strip_prefix(sign).and_then(|rest| rest.split_once(' ')) else {
            continue;
        };
        if is_symbol(symbol) && is_value(value.trim()) {
            return if is_new { made(symbol, "n", value.trim()) } else { made(symbol, value.trim(), "n") };
        }
    }
    let (before, after) = line.split_once(" -> ").or_else(|| line.split_once(" => "))?;
    let before = before.trim();
    let (symbol, before) = before.split_once(": ").or_else(|| before.split_once(' '))?;
    let name = symbol.strip_prefix("CONFIG_").unwrap_or(symbol);
    if is_symbol(name) { made(name, before.trim(), after.trim()) } else { None }
}

pub(super) fn is_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// Tells whether a word can be a symbol without its prefix.
fn is_symbol(text: &str) -> bool {
    is_name(text)
        && text.bytes().any(|byte| byte.is_ascii_uppercase())
        && !text.bytes().all(|b| b.is_ascii_digit())
}

/// Tells whether a text is a value of .config.
pub(super) fn is_value(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let is_hex = text
        .strip_prefix("0x")
        .is_some_and(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()) && !hex.is_empty());
    let is_string = text.starts_with('"') && crate::claims::quoted_end(text) == Some(text.len());
    matches!(text, "y" | "m" | "n") || is_number || is_hex || is_string
}

/// Tells whether a line is a tag: `Signed-off-by: ...`.
fn is_tag(text: &str) -> bool {
    const NAMES: [&str; 8] =
        ["fixes", "link", "closes", "cc", "message-id", "base-commit", "prerequisite-patch-id", "change-id"];
    let Some((name, _)) = text.split_once(':') else { return false };
    let name = name.to_ascii_lowercase();
    NAMES.contains(&&*name) || name.ends_with("-by") && !name.contains(' ')
}
