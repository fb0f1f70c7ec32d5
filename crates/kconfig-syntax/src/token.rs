//! The tokens of a line, and the slice of them that nom parses.

use kconfig_base::Span;
use nom::{Input, Needed};

use crate::ast::{CompareOp, Word};
use crate::dialect::Dialect;

/// A token of lexer.l.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    /// Where it stands, quotes included.
    pub(crate) span: Span,
    pub(crate) kind: TokenKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenKind {
    Keyword(Keyword),
    /// `T_WORD`
    Word(Word),
    /// `T_WORD_QUOTE`
    Quoted(Word),
    Compare(CompareOp),
    Not,
    And,
    Or,
    OpenParen,
    CloseParen,
    ColonEqual,
    PlusEqual,
    /// `T_ASSIGN_VAL`: the rest of the line.
    AssignValue(Span),
}

macro_rules! keywords {
    ($($variant:ident = $text:literal,)*) => {
        /// A reserved word: never a symbol, wherever it stands.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Keyword {
            $(
                #[doc = concat!("`", stringify!($variant), "`")]
                $variant,
            )*
        }

        impl Keyword {
            /// Reads a whole word.
            pub fn parse(word: &[u8], dialect: Dialect) -> Option<Self> {
                // Names of symbols are in capitals, nearly all of them.
                if !word.first().is_some_and(u8::is_ascii_lowercase) {
                    return None;
                }
                match word {
                    b"optional" if !dialect.has_optional => None,
                    b"transitional" if !dialect.has_transitional => None,
                    $($text => Some(Self::$variant),)*
                    _ => None,
                }
            }
        }
    };
}

keywords! {
    Bool = b"bool",
    Choice = b"choice",
    Comment = b"comment",
    Config = b"config",
    DefBool = b"def_bool",
    DefTristate = b"def_tristate",
    Default = b"default",
    Depends = b"depends",
    Endchoice = b"endchoice",
    Endif = b"endif",
    Endmenu = b"endmenu",
    Help = b"help",
    Hex = b"hex",
    If = b"if",
    Imply = b"imply",
    Int = b"int",
    Mainmenu = b"mainmenu",
    Menu = b"menu",
    Menuconfig = b"menuconfig",
    Modules = b"modules",
    On = b"on",
    Optional = b"optional",
    Prompt = b"prompt",
    Range = b"range",
    Select = b"select",
    Source = b"source",
    String = b"string",
    Transitional = b"transitional",
    Tristate = b"tristate",
    Visible = b"visible",
}

/// The tokens that are left of a line, as nom's input.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tokens<'a>(pub(crate) &'a [Token]);

impl<'a> Input for Tokens<'a> {
    type Item = &'a Token;
    type Iter = std::slice::Iter<'a, Token>;
    type IterIndices = std::iter::Enumerate<std::slice::Iter<'a, Token>>;

    fn input_len(&self) -> usize {
        self.0.len()
    }

    fn take(&self, index: usize) -> Self {
        Tokens(&self.0[..index])
    }

    fn take_from(&self, index: usize) -> Self {
        Tokens(&self.0[index..])
    }

    fn take_split(&self, index: usize) -> (Self, Self) {
        let (taken, rest) = self.0.split_at(index);
        (Tokens(rest), Tokens(taken))
    }

    fn position<P: Fn(Self::Item) -> bool>(&self, predicate: P) -> Option<usize> {
        self.0.iter().position(predicate)
    }

    fn iter_elements(&self) -> Self::Iter {
        self.0.iter()
    }

    fn iter_indices(&self) -> Self::IterIndices {
        self.0.iter().enumerate()
    }

    fn slice_index(&self, count: usize) -> Result<usize, Needed> {
        if count <= self.0.len() { Ok(count) } else { Err(Needed::new(count - self.0.len())) }
    }
}
