//! Text to tokens, with the state that goes from file to file (lexer.l).

mod text;

use std::sync::Arc;

use kconfig_syntax::{Assignment, Keyword};
use kconfig_vfs::{Files, Host};

use super::{Said, path_or_none};
use crate::expand::{Expander, Message, Site};
use crate::semantics::Semantics;

/// A token, as the parser tells them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// The end of the root file.
    End,
    EndOfLine,
    HelpText,
    Word,
    Quoted,
    AssignValue,
    Keyword(Keyword),
    Not,
    And,
    Or,
    OpenParen,
    CloseParen,
    Equal,
    /// The other comparisons.
    Compare,
    ColonEqual,
    PlusEqual,
}

/// conf ends at once (`exit` in C).
#[derive(Debug)]
pub(super) struct Exit;

/// The start conditions; that of strings does not outlast its token.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Initial,
    AssignValue,
    Help,
}

/// A file that is being read.
struct Buffer {
    path: Arc<str>,
    text: Arc<str>,
    at: usize,
    /// Where the line that `at` is in ends.
    end: usize,
    /// The number of that line (`yylineno`).
    line: u32,
    /// The line of the statement that the file was left at for another one.
    source_line: u32,
    /// Where it was left last, and how often there.
    entered: (usize, u32),
}

/// How many files are read one after the other where another one says so once.
const MAX_ENTERED: u32 = 100;

impl Buffer {
    fn new(path: &str, text: Arc<str>) -> Self {
        let end = line_end(&text, 0);
        Self { path: path.into(), text, at: 0, end, line: 1, source_line: 0, entered: (0, 0) }
    }
}

pub(super) struct Lexer<'a> {
    pub(super) semantics: Semantics,
    files: &'a dyn Files,
    expander: Expander<'a>,
    /// The innermost last; empty at the end of everything before 6.9.
    buffers: Vec<Buffer>,
    /// The line that the root file was read to.
    last_line: u32,
    state: State,
    /// The token before the last one, and that.
    before: [Token; 2],
    /// The text of the last token; of a help text, whether it has any.
    pub(super) value: Vec<u8>,
    /// The line of the statement (`cur_lineno`).
    pub(super) line: u32,
    /// The file of the statement, which is asked for before 6.9 only.
    statement_path: Option<Arc<str>>,
    pub(super) said: Vec<Said>,
}

impl<'a> Lexer<'a> {
    /// Starts with a root file, if there is one (`zconf_initscan`).
    pub(super) fn new(
        semantics: Semantics,
        files: &'a dyn Files,
        host: &'a dyn Host,
        root: &str,
    ) -> Option<Self> {
        let text = files.read(root)?;
        Some(Self {
            semantics,
            files,
            expander: Expander::new(host),
            buffers: vec![Buffer::new(root, text)],
            last_line: 1,
            state: State::Initial,
            before: [Token::EndOfLine; 2],
            value: Vec::new(),
            line: 0,
            statement_path: None,
            said: Vec::new(),
        })
    }

    /// The file that is being read (`cur_filename`).
    pub(super) fn path(&self) -> Option<&Arc<str>> {
        self.buffers.last().map(|buffer| &buffer.path)
    }

    /// The file that the parser's messages name.
    pub(super) fn statement_path(&self) -> Option<&Arc<str>> {
        if self.semantics.remembers_the_file() { self.statement_path.as_ref() } else { self.path() }
    }

    pub(super) fn say(&mut self, text: impl Into<Vec<u8>>) {
        self.said.push(Said { text: text.into(), is_info: false });
    }

    /// Gives the next token of the parser (`yylex`).
    pub(super) fn next(&mut self) -> Result<Token, Exit> {
        loop {
            let token = self.scan()?;
            if matches!(self.before[1], Token::EndOfLine | Token::HelpText) {
                if token == Token::EndOfLine {
                    continue;
                }
                self.line = self.line_now();
                self.statement_path = self.path().cloned();
            }
            let is_assignment = matches!(token, Token::Equal | Token::ColonEqual | Token::PlusEqual);
            if self.before == [Token::EndOfLine, Token::Word] && is_assignment {
                self.state = State::AssignValue;
            }
            self.before = [self.before[1], token];
            return Ok(token);
        }
    }

    /// Takes what follows for a help text (`zconf_starthelp`).
    pub(super) fn start_help(&mut self) {
        self.state = State::Help;
    }

    /// Goes on in another file (`zconf_nextfile`).
    pub(super) fn enter(&mut self, path: &str) -> Result<(), Exit> {
        let Some(text) = self.files.read(path) else {
            let place = format!("{}:{}", path_or_none(self.statement_path()), self.line);
            self.say(format!("{place}: can't open file \"{path}\"\n"));
            return Err(Exit);
        };
        // Before 6.9 it is the line that was read to, less one.
        let ahead = self.line_now().saturating_sub(1);
        let line = if self.semantics.remembers_the_file() { ahead } else { self.line };
        if let Some(buffer) = self.buffers.last_mut() {
            buffer.source_line = line;
        }
        // A file whose last line has no newline is left before that line counts:
        // one that sources itself there is read by conf for ever.
        let is_endless = self.buffers.last_mut().is_some_and(|buffer| {
            let n_here = if buffer.entered.0 == buffer.at { buffer.entered.1 + 1 } else { 1 };
            buffer.entered = (buffer.at, n_here);
            n_here > MAX_ENTERED
        });
        if is_endless || self.buffers.iter().any(|buffer| *buffer.path == *path) {
            let mut text =
                format!("Recursive inclusion detected.\nInclusion path:\n  current file : {path}\n");
            for buffer in self.buffers.iter().rev() {
                text.push_str(&format!("  included from: {}:{}\n", buffer.path, buffer.source_line));
                if self.semantics.shows_inclusion_cycle_only() && *buffer.path == *path {
                    break;
                }
            }
            self.say(text);
            return Err(Exit);
        }
        self.buffers.push(Buffer::new(path, text));
        Ok(())
    }

    /// Sets a variable, when the end of its line has been read.
    pub(super) fn assign(&mut self, name: &str, value: &str, flavor: Assignment) -> Result<(), Exit> {
        self.expand(|expander, site| expander.assign(name, value, flavor, site))
    }

    /// The line that has been read to (`yylineno`).
    fn line_now(&self) -> u32 {
        self.buffers.last().map_or(self.last_line, |buffer| buffer.line)
    }

    /// Runs the preprocessor and says what it has to say.
    fn expand<T>(&mut self, run: impl FnOnce(&mut Expander<'_>, Site<'_>) -> T) -> Result<T, Exit> {
        let (path, line) = (self.path().cloned(), self.line_now());
        let path = path_or_none(path.as_ref());
        let value = run(&mut self.expander, Site { path, line });
        for message in std::mem::take(&mut self.expander.messages) {
            let (text, is_info, is_fatal) = match message {
                Message::Error(text) => (format!("{path}:{line}: {text}\n"), false, true),
                Message::Warning(text) => (format!("{path}:{line}: {text}\n"), false, false),
                Message::Info(text) => (text + "\n", true, false),
                Message::UnknownCommand(_) => continue,
            };
            self.said.push(Said { text: text.into_bytes(), is_info });
            if is_fatal {
                return Err(Exit);
            }
        }
        Ok(value)
    }

    /// What is left of the file.
    fn rest(&self) -> &[u8] {
        self.buffers.last().and_then(|buffer| buffer.text.as_bytes().get(buffer.at..)).unwrap_or(&[])
    }

    /// What is left of the line.
    fn rest_of_line(&self) -> &[u8] {
        let rest = self.buffers.last().and_then(|buffer| buffer.text.as_bytes().get(buffer.at..buffer.end));
        rest.unwrap_or(&[])
    }

    fn skip(&mut self, n: usize) {
        if let Some(buffer) = self.buffers.last_mut() {
            buffer.at += n;
        }
    }

    fn newline(&mut self) {
        if let Some(buffer) = self.buffers.last_mut() {
            buffer.at += 1;
            buffer.end = line_end(&buffer.text, buffer.at);
            buffer.line += 1;
        }
    }

    /// The next token of the file (`yylex1`).
    fn scan(&mut self) -> Result<Token, Exit> {
        match self.state {
            State::Help => return Ok(self.help_text()),
            State::AssignValue => {
                let rest = self.rest_of_line();
                let (n, value) = (rest.len(), rest[n_blank(rest)..].to_vec());
                self.skip(n);
                if !value.is_empty() {
                    self.value = value;
                    return Ok(Token::AssignValue);
                }
                self.state = State::Initial;
            }
            State::Initial => {}
        }
        loop {
            let rest = self.rest();
            let (token, n) = match rest {
                [] => return Ok(self.end_of_file()),
                [b'#', ..] => {
                    self.skip(self.rest_of_line().len());
                    continue;
                }
                [b' ' | b'\t', ..] => {
                    self.skip(1);
                    continue;
                }
                [b'\\', b'\n', ..] => {
                    self.skip(1);
                    self.newline();
                    continue;
                }
                [b'\n', ..] => {
                    self.newline();
                    return Ok(Token::EndOfLine);
                }
                [b'|', b'|', ..] => (Token::Or, 2),
                [b'&', b'&', ..] => (Token::And, 2),
                [b'!' | b'<' | b'>', b'=', ..] => (Token::Compare, 2),
                [b'<' | b'>', ..] => (Token::Compare, 1),
                [b'=', ..] => (Token::Equal, 1),
                [b'!', ..] => (Token::Not, 1),
                [b'(', ..] => (Token::OpenParen, 1),
                [b')', ..] => (Token::CloseParen, 1),
                [b':', b'=', ..] => (Token::ColonEqual, 2),
                [b'+', b'=', ..] => (Token::PlusEqual, 2),
                &[quote @ (b'"' | b'\''), ..] => return self.string(quote),
                &[byte, ..] if is_word(byte) || byte == b'$' => match self.word()? {
                    Some(token) => return Ok(token),
                    None => continue,
                },
                &[byte, ..] => {
                    let place = format!("{}:{}", path_or_none(self.path()), self.line_now());
                    let mut text = format!("{place}:warning: ignoring unsupported character '").into_bytes();
                    text.push(byte);
                    text.extend(b"'\n");
                    self.say(text);
                    self.skip(1);
                    continue;
                }
            };
            self.skip(n);
            return Ok(token);
        }
    }

    /// The end of a file: that of a line where there was none.
    fn end_of_file(&mut self) -> Token {
        self.state = State::Initial;
        if !matches!(self.before[1], Token::EndOfLine | Token::HelpText) {
            let place = format!("{}:{}", path_or_none(self.path()), self.line_now());
            self.say(format!("{place}:warning: no new line at end of file\n"));
        }
        let is_root = self.buffers.len() <= usize::from(!self.semantics.ends_the_last_line());
        if is_root {
            return Token::End;
        }
        self.last_line = self.line_now();
        self.buffers.pop();
        Token::EndOfLine
    }

    /// A word, which is none if its macros expand to nothing, and with macros
    /// never a keyword.
    fn word(&mut self) -> Result<Option<Token>, Exit> {
        self.value.clear();
        let mut has_macro = false;
        loop {
            match self.rest().first() {
                Some(b'$') => {
                    has_macro = true;
                    self.dollar()?;
                }
                Some(&byte) if is_word(byte) => {
                    self.value.push(byte);
                    self.skip(1);
                }
                _ => break,
            }
        }
        if has_macro {
            return Ok((!self.value.is_empty()).then_some(Token::Word));
        }
        let keyword = Keyword::parse(&self.value, self.semantics.dialect());
        Ok(Some(keyword.map_or(Token::Word, Token::Keyword)))
    }

    /// Expands what a `$` starts, and adds it to the value.
    fn dollar(&mut self) -> Result<(), Exit> {
        let Some(Buffer { text, at, end, .. }) = self.buffers.last() else { return Ok(()) };
        let (text, start, end) = (text.clone(), at + 1, *end);
        let line = text.get(start..end).unwrap_or_default();
        let (text, n_left) = self.expand(|expander, site| expander.dollar(line, site))?;
        self.value.extend(text.bytes());
        self.skip(1 + line.len() - n_left);
        Ok(())
    }
}

/// Where the line ends that starts at `start`.
fn line_end(text: &str, start: usize) -> usize {
    let rest = text.as_bytes().get(start..).unwrap_or(&[]);
    start + rest.iter().position(|&byte| byte == b'\n').unwrap_or(rest.len())
}

/// How many spaces and tabs there are at the start.
fn n_blank(text: &[u8]) -> usize {
    text.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count()
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}
