//! Texts: strings, and the texts of `help`.

use super::{Exit, Lexer, State, Token, n_blank};
use crate::transcript::path_or_none;

impl Lexer<'_> {
    /// A text in quotes, which the end of its line closes.
    pub(super) fn string(&mut self, quote: u8) -> Result<Token, Exit> {
        self.value.clear();
        self.skip(1);
        loop {
            match *self.rest() {
                [] => break,
                [b'\n', ..] => {
                    let path = path_or_none(self.statement_path()).to_owned();
                    self.say(format!("{path}:{}:warning: multi-line strings not supported\n", self.line));
                    break;
                }
                [b'$', ..] => self.dollar()?,
                [b'\\', b'\n', ..] | [b'\\'] => self.skip(1),
                [b'\\', byte, ..] => {
                    self.value.push(byte);
                    self.skip(2);
                }
                [byte, ..] => {
                    self.skip(1);
                    if byte == quote {
                        break;
                    }
                    self.value.push(byte);
                }
            }
        }
        Ok(Token::Quoted)
    }

    /// A help text; `value` becomes what of it is not blank.
    pub(super) fn help_text(&mut self) -> Token {
        self.value.clear();
        self.state = State::Initial;
        let (mut first, mut last) = (0, 0);
        loop {
            let line = self.rest_of_line();
            let n_blank = n_blank(line);
            if n_blank == self.rest().len() {
                self.skip(n_blank);
                return Token::HelpText;
            }
            if n_blank == line.len() {
                self.skip(n_blank);
                self.newline();
                if self.rest().first().is_some_and(|byte| !matches!(byte, b' ' | b'\t' | b'\n')) {
                    return Token::HelpText;
                }
                continue;
            }
            if n_blank > 0 {
                last = line[..n_blank].iter().fold(0, |column, &byte| match byte {
                    b'\t' => (column & !7) + 8,
                    _ => column + 1,
                });
                if first > 0 && last < first {
                    self.skip(n_blank);
                    return Token::HelpText;
                }
            }
            let n = line.len();
            let text = line.iter().copied().filter(|byte| !matches!(byte, b' ' | 0x09..=0x0d));
            let text: Vec<u8> = text.take(1).collect();
            self.value.extend(text);
            if first == 0 {
                first = last;
            }
            self.skip(n);
        }
    }
}
