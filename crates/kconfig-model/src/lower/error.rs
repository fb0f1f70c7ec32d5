//! Errors in the words and the order of conf's parser.
//!
//! bison reports an error, skips to the end of the line, and is silent about
//! further errors until some tokens were right again.

use kconfig_base::{Diagnostic, FileId, Location, Severity, Span};
use kconfig_syntax as syntax;
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

    /// The last statement of the root file without a newline: conf's parser
    /// never sees its end, and so does not do what it says.
    pub(super) fn unfinished_statement(
        &mut self,
        file: FileId,
        ast: &syntax::File,
        statement: &syntax::Statement,
    ) {
        use syntax::StatementKind as S;
        let at = Location { file, span: statement.span };
        let is_symbol = matches!(self.entry, Entry::Config | Entry::Menuconfig);
        if matches!(statement.kind, S::Invalid { .. }) {
            self.unfinished(at, 1);
            self.syntax_errors_before(u32::MAX);
            return;
        }
        self.syntax_errors_before(u32::MAX);
        match statement.kind {
            // The prompt is complete.
            S::Type(..) if is_symbol => self.statement(file, ast, statement, true),
            S::Type(..) | S::Prompt(..) | S::Default(..) | S::Select(..) | S::Imply(..) => {}
            S::Range(..) | S::Modules | S::Optional | S::Transitional | S::DependsOn(..) | S::Visible(_) => {}
            _ => self.end_entry(at),
        }
        self.unfinished(at, 2);
    }

    fn unfinished(&mut self, at: Location, n_tokens: usize) {
        let said = self.bison_error(at, n_tokens);
        self.diagnostics.push(
            Diagnostic::error("no-newline-at-end", at, "the last line has no end")
                .conf_text(said)
                .help("end the file with a newline"),
        );
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

    /// Tells whether a statement starts with the word of an attribute.
    pub(super) fn is_attribute(&self, at: Location) -> bool {
        let text = at.span.slice(&self.files[at.file].text);
        text.split_ascii_whitespace().next().is_some_and(|word| ATTRIBUTES.contains(&word))
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
        // The grammar of a choice has no words for an unknown statement.
        let in_choice = self.choice.is_some() || self.entry == Entry::Choice;
        let message = if in_choice { "invalid statement" } else { &error.message };
        let said = self.bison_error(statement, n_tokens) + &format!("{place}: {message}\n");
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
