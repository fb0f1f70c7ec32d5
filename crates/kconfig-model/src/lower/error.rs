//! Errors in the words and the order of conf's parser.
//!
//! bison reports an error, skips to the end of the line, and is silent about
//! further errors until some tokens were right again.

use kconfig_base::{Diagnostic, FileId, Location, Severity, Span};
use kconfig_syntax::SyntaxError;

use super::{Entry, Lowerer};

/// How many tokens have to be right before bison reports a syntax error again.
pub(super) const QUIET_TOKENS: usize = 3;

/// The words that start an attribute.
const ATTRIBUTES: [&str; 16] = [
    "bool",
    "def_bool",
    "def_tristate",
    "default",
    "depends",
    "help",
    "hex",
    "imply",
    "int",
    "modules",
    "prompt",
    "range",
    "select",
    "string",
    "tristate",
    "visible",
];

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
        if error.code == "no-newline-at-end" && self.readers.len() == 1 {
            // The last statement lacks its end.
            let place = self.place(location);
            let warning = format!("{place}:warning: {}\n", error.message);
            diagnostic.severity = Severity::Error;
            diagnostic = diagnostic.conf_text(warning + &self.bison_error(location, 0));
        }
        self.diagnostics.push(diagnostic);
    }

    /// The path and line of a place.
    pub(super) fn place(&self, location: Location) -> String {
        format!("{}:{}", self.files[location.file].path, self.site_line(location))
    }

    /// What bison says of an error after `n_tokens` of a line: nothing, where
    /// it has just spoken (`yyerror` in parser.y).
    pub(super) fn bison_error(&mut self, at: Location, n_tokens: usize) -> String {
        let is_quiet = self.n_shifted + n_tokens < QUIET_TOKENS;
        // The end of the line.
        self.n_shifted = 1;
        self.has_erred = true;
        if is_quiet {
            return String::new();
        }
        let line = self.site_line(at) + u32::from(self.semantics.counts_lines_ahead());
        format!("{}:{line}: syntax error\n", self.files[at.file].path)
    }

    /// An error in a statement: bison's words, then those of the grammar.
    pub(super) fn statement_error(&mut self, statement: Location, error: &SyntaxError) {
        let location = Location { file: statement.file, span: error.span };
        let text = self.files[statement.file].text.clone();
        let before = text.get(statement.span.start as usize..error.span.start as usize);
        let mut words = before.unwrap_or_default().split_ascii_whitespace().peekable();
        let is_stray = self.broken.is_some() || self.entry == Entry::None;
        let is_attribute = words.peek().is_some_and(|word| ATTRIBUTES.contains(word));
        // Whether it is a word or two is enough to know.
        let n_tokens = if is_stray && is_attribute { 0 } else { words.count() };
        let place = self.place(statement);
        let said = self.bison_error(statement, n_tokens) + &format!("{place}: {}\n", error.message);
        let mut diagnostic =
            Diagnostic::new(error.code, Severity::Error, Some(location), error.message.clone());
        diagnostic.help = error.expected.clone();
        self.diagnostics.push(diagnostic.conf_text(said));
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
        self.statement_error(location, &error);
    }
}
