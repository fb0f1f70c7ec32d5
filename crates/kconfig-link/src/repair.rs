//! Undoing what mail does to a link.

/// Gives the fragment without `#`: drops quote marks, line breaks, white space
/// and angle brackets, and what stands before `#`.
pub fn repair(text: &str) -> String {
    let mut joined = String::with_capacity(text.len());
    for line in text.lines() {
        // `> > ` before each line of a quoted mail.
        let line = line.trim_start_matches(|c: char| c == '>' || c == '|' || c.is_whitespace());
        joined.extend(line.chars().filter(|c| !c.is_whitespace()));
    }
    // Quoted-printable: a soft line break, and `=` in hexadecimal.
    let joined = joined.replace("=3D", "=").replace("%23", "#").replace("%2F", "/").replace("%3A", ":");
    let fragment = joined.split_once('#').map_or(&*joined, |(_, fragment)| fragment);
    let is_link_char = |c: char| c.is_ascii_alphanumeric() || "-._~/:,+".contains(c);
    fragment
        .trim_start_matches('<')
        .trim_end_matches(|c: char| !c.is_ascii_alphanumeric())
        .chars()
        .take_while(|&c| is_link_char(c))
        .collect()
}
