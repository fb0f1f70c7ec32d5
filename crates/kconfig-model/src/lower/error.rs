//! What is wrong with lines: statement by statement, in conf's words.
//!
//! What conf itself says of such a tree, and in which order, is in
//! [`transcript`](mod@crate::transcript).

use kconfig_base::{Diagnostic, FileId, Location, Severity, Span};
use kconfig_syntax as syntax;
use kconfig_syntax::SyntaxError;

use super::Lowerer;

impl Lowerer<'_> {
    /// Tells of the syntax errors of the file that is being read, up to a place.
    pub(super) fn syntax_errors_before(&mut self, end: u32) {
        let Some(file) = self.readers.last().map(|reader| reader.file) else { return };
        let ast = self.asts[file].clone();
        while let Some(reader) = self.readers.last_mut() {
            let Some(error) = ast.errors.get(reader.next_error).filter(|error| error.span.start < end) else {
                break;
            };
            reader.next_error += 1;
            self.syntax_error(file, error);
        }
    }

    /// Where the line ends that something ends in: conf does what a statement
    /// says when it has read that far.
    pub(super) fn line_end(&self, file: FileId, at: u32) -> u32 {
        let rest = self.files[file].text.get(at as usize..).unwrap_or("");
        rest.find('\n').map_or(u32::MAX, |len| at + len as u32)
    }

    /// Where conf has read to at the end of a file: the next statement, or the
    /// end of all.
    pub(super) fn next_location(&self) -> Location {
        let next = self.readers.iter().rev().find_map(|reader| {
            let statement = self.asts[reader.file].statements.get(reader.next)?;
            Some(Location { file: reader.file, span: statement.span })
        });
        let end = || {
            let file = self.readers.first().map_or(FileId::from_raw(0), |reader| reader.file);
            let end = self.files[file].text.len();
            Location { file, span: Span::new(end, end) }
        };
        next.unwrap_or_else(end)
    }

    pub(super) fn site_line(&self, location: Location) -> u32 {
        self.files[location.file].lines().line(location.span.start)
    }

    pub(super) fn syntax_error(&mut self, file: FileId, error: &SyntaxError) {
        let location = Location { file, span: error.span };
        let severity = if error.is_warning { Severity::Warning } else { Severity::Error };
        let mut diagnostic = Diagnostic::new(error.code, severity, Some(location), error.message.clone());
        diagnostic.help = error.expected.clone();
        self.diagnostics.push(diagnostic);
    }

    /// The last statement of the root file without a newline: conf never sees
    /// its end.
    pub(super) fn unfinished(&mut self, at: Location) {
        self.diagnostics.push(
            Diagnostic::error("no-newline-at-end", at, "the last line has no end")
                .help("end the file with a newline"),
        );
    }

    /// An assignment in a file that goes on after one that ends with a help
    /// text: conf's lexer takes none after a help text for one, but for words.
    pub(super) fn assign_after_help(&mut self, file: FileId, statement: &syntax::Statement) {
        let text = self.files[file].text.clone();
        let part = syntax::reparse_line(&text, statement.span, &[], self.semantics.dialect());
        part.errors.iter().for_each(|error| self.syntax_error(file, error));
        if let Some(statement) = part.statements.first() {
            self.statement(file, &part, statement, true);
        }
    }

    /// The path and line of a place.
    pub(super) fn place(&self, location: Location) -> String {
        format!("{}:{}", self.files[location.file].path, self.site_line(location))
    }

    /// A warning in the shape of the parser's (`zconfprint`), which has a
    /// space more than the shape of the others.
    pub(super) fn parser_warning(&mut self, code: &'static str, at: Location, line: u32, text: String) {
        let path = &self.files[at.file].path;
        let conf_text = format!("{path}:{line}: warning: {text}\n");
        self.diagnostics.push(Diagnostic::warning(code, at, text).conf_text(conf_text));
    }

    pub(super) fn invalid(&mut self, location: Location, help: impl Into<String>) {
        let error = SyntaxError {
            span: location.span,
            code: "invalid-statement",
            is_warning: false,
            message: "invalid statement".into(),
            expected: Some(help.into()),
        };
        self.syntax_error(location.file, &error);
    }
}
