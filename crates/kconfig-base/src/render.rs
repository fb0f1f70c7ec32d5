//! Diagnostics as text for people: `file:line:column`, the line, and a marker.

use std::fmt::Write as _;

use crate::diagnostic::{Diagnostic, Severity};
use crate::span::{FileId, LineIndex, Location};

/// Where the renderer finds the names and texts of files.
pub trait Sources {
    /// The file's name, as a person would write it.
    fn path(&self, file: FileId) -> &str;
    /// The file's text.
    fn text(&self, file: FileId) -> &str;
}

/// Renders one diagnostic, ending in a newline.
///
/// The shape is `path:line:column: severity[code]: message`, the line itself,
/// a marker below it, then labels and help, one line each.
pub fn render(diagnostic: &Diagnostic, sources: &dyn Sources) -> String {
    let mut out = String::new();
    let severity = match diagnostic.severity {
        Severity::Note => "note",
        Severity::Warning => "warning",
        Severity::Error => "error",
    };
    if let Some(location) = diagnostic.location {
        let _ = write!(out, "{}: ", place(location, sources));
    }
    let _ = writeln!(out, "{severity}[{}]: {}", diagnostic.code, diagnostic.message);
    if let Some(location) = diagnostic.location {
        snippet(&mut out, location, sources);
    }
    for label in &diagnostic.labels {
        let _ = writeln!(out, "  {}: {}", place(label.location, sources), label.text);
    }
    if let Some(help) = &diagnostic.help {
        let _ = writeln!(out, "  help: {help}");
    }
    out
}

/// Gives `path:line:column` of the start of a location.
pub fn place(location: Location, sources: &dyn Sources) -> String {
    let text = sources.text(location.file);
    let at = LineIndex::new(text).line_col(text, location.span.start);
    format!("{}:{}:{}", sources.path(location.file), at.line, at.column)
}

fn snippet(out: &mut String, location: Location, sources: &dyn Sources) {
    let text = sources.text(location.file);
    let index = LineIndex::new(text);
    let at = index.line_col(text, location.span.start);
    let line_span = index.line_span(text, at.line);
    let line = line_span.slice(text);
    let end = location.span.end.min(line_span.end).max(location.span.start);
    let width = text.get(location.span.start as usize..end as usize).unwrap_or("").chars().count().max(1);
    // The marker repeats the line's tabs, so that it stands below its text
    // whatever the width of a tab.
    let lead: String =
        line.chars().take(at.column as usize - 1).map(|c| if c == '\t' { '\t' } else { ' ' }).collect();
    let number = at.line.to_string();
    let _ = writeln!(out, " {number} | {line}");
    let _ = writeln!(out, " {} | {lead}{}", " ".repeat(number.len()), "^".repeat(width));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::idx::Idx as _;
    use crate::span::Span;

    struct One;
    impl Sources for One {
        fn path(&self, _: FileId) -> &str {
            "Kconfig"
        }
        fn text(&self, _: FileId) -> &str {
            "config A\n\tbool \"a\" iff B\n"
        }
    }

    #[test]
    fn a_diagnostic_says_where_what_and_what_to_do() {
        let location = Location { file: FileId::new(0), span: Span::new(19, 22) };
        let diagnostic = Diagnostic::error("invalid-statement", location, "invalid statement")
            .help("expected `if` or the end of the line");
        expect_test::expect![[r#"
            Kconfig:2:11: error[invalid-statement]: invalid statement
             2 | 	bool "a" iff B
               | 	         ^^^
              help: expected `if` or the end of the line
        "#]]
        .assert_eq(&render(&diagnostic, &One));
    }
}
