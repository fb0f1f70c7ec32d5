//! The parser that bison makes of parser.y: what it reads, and when it acts.
//!
//! bison acts as soon as it can. Where a state has one thing to do, it looks at
//! no token for that; else it takes one ahead, which may be of another line or
//! file. Each [`Parser::peek`] here is one of those, so their order is the
//! point. After an error the parser drops what it has of statements that are
//! not complete, skips to the end of the line, and goes on in the innermost
//! list of statements; it tells of no other until three tokens were right.

mod options;

use kconfig_syntax::{Assignment, Keyword};

use super::Transcript;
use super::entry::Entries;
use super::lexer::{Exit, Lexer, Token};
use crate::block::BlockKind;
use options::Options;

/// How many tokens have to be right before another error is told of.
const QUIET_TOKENS: u8 = 3;

/// Why a statement is not read to its end.
#[derive(Debug)]
enum Stop {
    /// A token that no rule allows there.
    Error,
    Exit,
}

impl From<Exit> for Stop {
    fn from(_: Exit) -> Self {
        Self::Exit
    }
}

type Result<T> = std::result::Result<T, Stop>;

/// An open block: a list of statements within the one before.
#[derive(Clone, Copy)]
struct Block {
    kind: BlockKind,
    /// Its entry.
    menu: usize,
    /// Whether its list has the statements of a choice only.
    in_choice: bool,
}

pub(super) struct Parser<'a> {
    lexer: Lexer<'a>,
    /// The token that was read and not yet taken.
    ahead: Option<Token>,
    /// How many tokens have to be right yet (`yyerrstatus`).
    n_quiet: u8,
    /// Whether there was a syntax error.
    has_erred: bool,
    entries: Entries,
    blocks: Vec<Block>,
}

impl<'a> Parser<'a> {
    pub(super) fn new(lexer: Lexer<'a>) -> Self {
        let entries = Entries::new();
        Self { lexer, ahead: None, n_quiet: 0, has_erred: false, entries, blocks: Vec::new() }
    }

    /// Reads all there is (`yyparse`).
    pub(super) fn run(mut self) -> Transcript {
        let is_ended = self.input().is_err();
        let is_refused = is_ended || self.has_erred || self.entries.has_erred;
        Transcript { said: self.lexer.said, is_refused }
    }

    fn input(&mut self) -> std::result::Result<(), Exit> {
        match self.mainmenu() {
            Ok(()) => {}
            // There is no list of statements yet to go on in.
            Err(Stop::Error) => {
                self.syntax_error();
                return Ok(());
            }
            Err(Stop::Exit) => return Err(Exit),
        }
        loop {
            // The name of what may be an assignment is kept through an error.
            let mut name = None;
            match self.statement(&mut name) {
                Ok(true) => {}
                Ok(false) => return Ok(()),
                Err(Stop::Exit) => return Err(Exit),
                Err(Stop::Error) => {
                    if !self.recover(name.as_deref())? {
                        return Ok(());
                    }
                }
            }
        }
    }

    fn peek(&mut self) -> Result<Token> {
        match self.ahead {
            Some(token) => Ok(token),
            None => Ok(*self.ahead.insert(self.lexer.next()?)),
        }
    }

    /// Takes the token that was read ahead.
    fn shift(&mut self) {
        self.ahead = None;
        self.n_quiet = self.n_quiet.saturating_sub(1);
    }

    fn accept(&mut self, token: Token) -> Result<bool> {
        let is_there = self.peek()? == token;
        if is_there {
            self.shift();
        }
        Ok(is_there)
    }

    fn expect(&mut self, token: Token) -> Result<()> {
        if self.accept(token)? { Ok(()) } else { Err(Stop::Error) }
    }

    fn end_of_line(&mut self) -> Result<()> {
        self.expect(Token::EndOfLine)
    }

    /// Takes a token that has a text.
    fn text(&mut self, token: Token) -> Result<String> {
        if self.peek()? != token {
            return Err(Stop::Error);
        }
        let text = String::from_utf8_lossy(&self.lexer.value).into_owned();
        self.shift();
        Ok(text)
    }

    fn syntax_error(&mut self) {
        self.has_erred = true;
        if self.n_quiet == 0 {
            let line = self.lexer.line + u32::from(self.lexer.semantics.counts_lines_ahead());
            let path = super::path_or_none(self.lexer.statement_path());
            let text = format!("{path}:{line}: syntax error\n");
            self.lexer.say(text);
        }
    }

    /// Goes on after an error; tells whether there is something to go on with.
    fn recover(&mut self, name: Option<&str>) -> std::result::Result<bool, Exit> {
        self.syntax_error();
        self.n_quiet = QUIET_TOKENS;
        loop {
            let token = match self.ahead.take() {
                Some(token) => token,
                None => self.lexer.next()?,
            };
            match token {
                Token::EndOfLine => break,
                Token::End => {
                    while let Some(block) = self.blocks.pop() {
                        self.entries.missing_end(&mut self.lexer, block.menu);
                    }
                    return Ok(false);
                }
                _ => {}
            }
        }
        self.n_quiet -= 1;
        match name {
            Some(name) => self.entries.error(&mut self.lexer, &format!("unknown statement \"{name}\"")),
            None => self.entries.error(&mut self.lexer, "invalid statement"),
        }
        Ok(true)
    }

    fn mainmenu(&mut self) -> Result<()> {
        if self.accept(Token::Keyword(Keyword::Mainmenu))? {
            let text = self.text(Token::Quoted)?;
            self.end_of_line()?;
            self.entries.add_prompt(&mut self.lexer, &text);
        }
        Ok(())
    }

    /// Reads a statement of the innermost list; tells whether there was one.
    fn statement(&mut self, name: &mut Option<String>) -> Result<bool> {
        let in_choice = self.blocks.last().is_some_and(|block| block.in_choice);
        let first = match self.peek()? {
            Token::End if self.blocks.is_empty() => return Ok(false),
            Token::Word if !in_choice => {
                *name = Some(self.text(Token::Word)?);
                self.assignment(name.as_deref().unwrap_or_default())?;
                return Ok(true);
            }
            Token::Keyword(keyword) => keyword,
            _ => return Err(Stop::Error),
        };
        let is_allowed = match first {
            Keyword::Config | Keyword::Comment | Keyword::If => true,
            Keyword::Menuconfig | Keyword::Choice | Keyword::Menu | Keyword::Source => !in_choice,
            Keyword::Endchoice | Keyword::Endif | Keyword::Endmenu => !self.blocks.is_empty(),
            _ => false,
        };
        if !is_allowed {
            return Err(Stop::Error);
        }
        self.shift();
        match first {
            Keyword::Config | Keyword::Menuconfig => {
                let name = self.text(Token::Word)?;
                self.end_of_line()?;
                self.entries.add_config(&self.lexer, &name);
                self.options(Options::Config)?;
                self.entries.end_config(&mut self.lexer, first == Keyword::Menuconfig);
            }
            Keyword::Choice => {
                let has_name = self.lexer.semantics.has_named_choices() && self.peek()? == Token::Word;
                let name = if has_name { Some(self.text(Token::Word)?) } else { None };
                self.end_of_line()?;
                self.entries.add_choice(&mut self.lexer, name.as_deref());
                self.options(Options::Choice)?;
                self.entries.end_choice_options(&mut self.lexer);
                self.open(BlockKind::Choice, true);
            }
            Keyword::Menu => {
                let text = self.text(Token::Quoted)?;
                self.end_of_line()?;
                self.entries.add(&self.lexer, None);
                self.entries.add_prompt(&mut self.lexer, &text);
                self.options(Options::Menu)?;
                self.open(BlockKind::Menu, false);
            }
            Keyword::If => {
                self.expr()?;
                self.end_of_line()?;
                self.entries.add(&self.lexer, None);
                self.open(BlockKind::If, in_choice);
            }
            Keyword::Comment => {
                let text = self.text(Token::Quoted)?;
                self.end_of_line()?;
                self.entries.add(&self.lexer, None);
                self.entries.add_prompt(&mut self.lexer, &text);
                self.options(Options::Comment)?;
            }
            Keyword::Source => {
                let path = self.text(Token::Quoted)?;
                self.end_of_line()?;
                self.lexer.enter(&path)?;
            }
            _ => {
                self.end_of_line()?;
                let kind = match first {
                    Keyword::Endmenu => BlockKind::Menu,
                    Keyword::Endif => BlockKind::If,
                    _ => BlockKind::Choice,
                };
                if let Some(block) = self.blocks.pop() {
                    self.entries.end_block(&mut self.lexer, kind, block.kind);
                }
            }
        }
        Ok(true)
    }

    fn open(&mut self, kind: BlockKind, in_choice: bool) {
        let menu = self.entries.open();
        self.blocks.push(Block { kind, menu, in_choice });
    }

    fn assignment(&mut self, name: &str) -> Result<()> {
        let flavor = match self.peek()? {
            Token::Equal => Assignment::Recursive,
            Token::ColonEqual => Assignment::Simple,
            Token::PlusEqual => Assignment::Append,
            _ => return Err(Stop::Error),
        };
        self.shift();
        let has_value = self.peek()? == Token::AssignValue;
        let value = if has_value { self.text(Token::AssignValue)? } else { String::new() };
        self.end_of_line()?;
        Ok(self.lexer.assign(name, &value, flavor)?)
    }

    fn if_expr(&mut self) -> Result<()> {
        if self.accept(Token::Keyword(Keyword::If))? { self.expr() } else { Ok(()) }
    }

    fn symbol(&mut self) -> Result<()> {
        if matches!(self.peek()?, Token::Word | Token::Quoted) {
            self.shift();
            return Ok(());
        }
        Err(Stop::Error)
    }

    /// An expression, of which only the shape matters.
    fn expr(&mut self) -> Result<()> {
        let mut n_open = 0usize;
        loop {
            match self.peek()? {
                Token::Not => self.shift(),
                Token::OpenParen => {
                    n_open += 1;
                    self.shift();
                }
                _ => {
                    self.symbol()?;
                    if matches!(self.peek()?, Token::Compare | Token::Equal) {
                        self.shift();
                        self.symbol()?;
                    }
                    while n_open > 0 && self.accept(Token::CloseParen)? {
                        n_open -= 1;
                    }
                    match self.peek()? {
                        Token::And | Token::Or => self.shift(),
                        _ if n_open > 0 => return Err(Stop::Error),
                        _ => return Ok(()),
                    }
                }
            }
        }
    }
}
