//! The options of an entry.

use kconfig_syntax::{Keyword, SymbolType};

use super::{Parser, Result};
use crate::transcript::lexer::Token;

/// Whose options are being read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Options {
    Config,
    Choice,
    Menu,
    Comment,
}

impl Parser<'_> {
    /// Reads options until there is something else, which ends the entry.
    pub(super) fn options(&mut self, of: Options) -> Result<()> {
        while let Token::Keyword(first) = self.peek()? {
            if !self.is_option(of, first) {
                break;
            }
            self.shift();
            match first {
                Keyword::Depends => {
                    self.expect(Token::Keyword(Keyword::On))?;
                    self.expr()?;
                    if self.lexer.semantics.has_conditional_depends() {
                        self.if_expr()?;
                    }
                    self.end_of_line()?;
                }
                Keyword::Visible => {
                    self.if_expr()?;
                    self.end_of_line()?;
                }
                Keyword::Help => {
                    self.end_of_line()?;
                    self.lexer.start_help();
                    self.expect(Token::HelpText)?;
                    self.entries.set_help(&mut self.lexer);
                }
                Keyword::Prompt => {
                    let text = self.text(Token::Quoted)?;
                    self.if_expr()?;
                    self.end_of_line()?;
                    self.entries.add_prompt(&mut self.lexer, &text);
                }
                Keyword::Default if of == Options::Choice => {
                    self.expect(Token::Word)?;
                    self.if_expr()?;
                    self.end_of_line()?;
                }
                Keyword::Default => self.default(None)?,
                Keyword::DefBool => self.default(Some(SymbolType::Bool))?,
                Keyword::DefTristate => self.default(Some(SymbolType::Tristate))?,
                Keyword::Select | Keyword::Imply => {
                    self.expect(Token::Word)?;
                    self.if_expr()?;
                    self.end_of_line()?;
                }
                Keyword::Range => {
                    self.symbol()?;
                    self.symbol()?;
                    self.if_expr()?;
                    self.end_of_line()?;
                }
                Keyword::Modules => {
                    self.end_of_line()?;
                    self.entries.set_modules(&mut self.lexer);
                }
                // A prompt is all that a `bool` of a choice can give.
                Keyword::Bool if of == Options::Choice && !self.lexer.semantics.has_choice_values() => {
                    let text = self.text(Token::Quoted)?;
                    self.if_expr()?;
                    self.end_of_line()?;
                    self.entries.add_prompt(&mut self.lexer, &text);
                }
                Keyword::Bool => self.typed(SymbolType::Bool)?,
                Keyword::Tristate => self.typed(SymbolType::Tristate)?,
                Keyword::Int => self.typed(SymbolType::Int)?,
                Keyword::Hex => self.typed(SymbolType::Hex)?,
                Keyword::String => self.typed(SymbolType::String)?,
                _ => self.end_of_line()?,
            }
        }
        Ok(())
    }

    fn is_option(&self, of: Options, keyword: Keyword) -> bool {
        use Keyword as K;
        match keyword {
            K::Depends => true,
            K::Visible => of == Options::Menu,
            K::Help | K::Prompt | K::Default | K::Bool => matches!(of, Options::Config | Options::Choice),
            K::Optional => of == Options::Choice,
            K::Tristate if of == Options::Choice => self.lexer.semantics.has_choice_values(),
            K::Tristate | K::Int | K::Hex | K::String | K::DefBool | K::DefTristate => of == Options::Config,
            K::Select | K::Imply | K::Range | K::Modules | K::Transitional => of == Options::Config,
            _ => false,
        }
    }

    /// A type: its prompt is there before the line has ended, the type after.
    fn typed(&mut self, ty: SymbolType) -> Result<()> {
        if self.peek()? == Token::Quoted {
            let text = self.text(Token::Quoted)?;
            self.if_expr()?;
            self.entries.add_prompt(&mut self.lexer, &text);
        }
        self.end_of_line()?;
        self.entries.set_type(&mut self.lexer, ty);
        Ok(())
    }

    fn default(&mut self, ty: Option<SymbolType>) -> Result<()> {
        self.expr()?;
        self.if_expr()?;
        self.end_of_line()?;
        if let Some(ty) = ty {
            self.entries.set_type(&mut self.lexer, ty);
        }
        Ok(())
    }
}
