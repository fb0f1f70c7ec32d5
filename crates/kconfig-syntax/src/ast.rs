//! The statements of a file, with spans and with macros unexpanded.

use kconfig_base::Span;

/// A parsed file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct File {
    /// The statements in the order of the text.
    pub statements: Vec<Statement>,
    /// The nodes of all expressions; an [`Expr`] is a range of them.
    pub nodes: Vec<ExprNode>,
    /// What was not understood.
    pub errors: Vec<SyntaxError>,
}

/// Something in the text that is not Kconfig.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// Where.
    pub span: Span,
    /// Kebab-case noun.
    pub code: &'static str,
    /// Whether conf goes on after it.
    pub is_warning: bool,
    /// conf's words for it.
    pub message: String,
    /// What was expected instead, as a phrase.
    pub expected: Option<String>,
}

/// One logical line, or `help` with its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// From the first token to the last; without comment and newline.
    pub span: Span,
    /// What it says.
    pub kind: StatementKind,
}

/// What a line says; the field is the kernel's name for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StatementKind {
    /// `mainmenu "text"`
    Mainmenu(Word),
    /// `config NAME`
    Config(Word),
    /// `menuconfig NAME`
    Menuconfig(Word),
    /// `choice`, with a name where the language has named ones.
    Choice(Option<Word>),
    /// `endchoice`
    Endchoice,
    /// `menu "text"`
    Menu(Word),
    /// `endmenu`
    Endmenu,
    /// `if EXPR`
    If(Expr),
    /// `endif`
    Endif,
    /// `source "path"`
    Source(Word),
    /// `comment "text"`
    Comment(Word),
    /// `bool "prompt" if EXPR` and its like; prompt and condition optional.
    Type(SymbolType, Option<Word>, Option<Expr>),
    /// `prompt "text" if EXPR`
    Prompt(Word, Option<Expr>),
    /// `default EXPR if EXPR`; with a type for `def_bool` and `def_tristate`.
    Default(Option<SymbolType>, Expr, Option<Expr>),
    /// `select NAME if EXPR`
    Select(Word, Option<Expr>),
    /// `imply NAME if EXPR`
    Imply(Word, Option<Expr>),
    /// `range LOW HIGH if EXPR`
    Range(Word, Word, Option<Expr>),
    /// `modules`
    Modules,
    /// `optional`
    Optional,
    /// `transitional`
    Transitional,
    /// `depends on EXPR`; where the language has it, `if EXPR`.
    DependsOn(Expr, Option<Expr>),
    /// `visible if EXPR`; the grammar allows it to be empty.
    Visible(Option<Expr>),
    /// `help`, with the span of the raw text; see [`help_text`](crate::help_text).
    Help(Span),
    /// `NAME = value`, `NAME := value`, `NAME += value`
    Assign(Word, Assignment, Span),
    /// A line of macros only, such as `$(warning-if,...)`: it is to expand to
    /// nothing, else it is an unknown statement.
    Macros(Vec<Word>),
    /// A line that is no statement; the error stands in [`File::errors`] unless
    /// an empty macro may yet mend it.
    Invalid {
        /// The macro words of the line: when one expands to nothing, the line
        /// is parsed anew without it.
        macros: Vec<Word>,
        /// What is wrong otherwise.
        error: Box<SyntaxError>,
    },
}

/// How a variable is set (`enum variable_flavor` in preprocess.h).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Assignment {
    /// `=`: expanded at each use.
    Recursive,
    /// `:=`: expanded at once.
    Simple,
    /// `+=`: appended, with the flavor that the variable has.
    Append,
}

/// The type of a symbol (`enum symbol_type` in expr.h).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SymbolType {
    /// Defined nowhere, or without a type.
    #[default]
    Unknown,
    /// n or y.
    Bool,
    /// n, m or y.
    Tristate,
    /// Decimal number.
    Int,
    /// Hexadecimal number.
    Hex,
    /// Text.
    String,
}

impl SymbolType {
    /// The name that conf's messages use (`sym_type_name` in symbol.c).
    pub fn name(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Bool => "bool",
            Self::Tristate => "tristate",
            Self::Int => "integer",
            Self::Hex => "hex",
            Self::String => "string",
        }
    }

    /// Tells whether values are n, m, y.
    pub fn is_tristate_like(self) -> bool {
        matches!(self, Self::Bool | Self::Tristate)
    }
}

/// A word or a string, as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// The text; without its quotes, if it has some.
    pub span: Span,
    /// The quote that opened it: a constant, not the name of a symbol.
    pub quote: Option<char>,
    /// Whether the text is not what is meant: it has `$` or, in quotes, `\`.
    pub is_raw: bool,
}

/// An expression: the nodes `start..end` of its file, operands before
/// operators, the root last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expr {
    /// First node.
    pub start: u32,
    /// One past the root.
    pub end: u32,
}

/// One node in a file's expressions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExprNode {
    /// The value of a symbol or constant.
    Symbol(Word),
    /// A comparison of two symbols or constants.
    Compare(CompareOp, Word, Word),
    /// `!` of the node before.
    Not,
    /// `&&`; the right operand is the node before, the left one before that.
    And,
    /// `||`; operands as for `And`.
    Or,
}

/// A comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CompareOp {
    /// `=`
    Equal,
    /// `!=`
    Unequal,
    /// `<`
    Less,
    /// `<=`
    LessEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterEqual,
}

impl CompareOp {
    /// The operator as written.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::Unequal => "!=",
            Self::Less => "<",
            Self::LessEqual => "<=",
            Self::Greater => ">",
            Self::GreaterEqual => ">=",
        }
    }
}
