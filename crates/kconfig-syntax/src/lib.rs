//! One Kconfig file: text to statements, and back.
//!
//! Takes the text of one file and gives its statements with spans
//! ([`parse`]); it never fails, but tells what it did not understand. The
//! language is one of lines, so a file is a flat list of statements: which
//! `endif` closes which `if`, and what a `source` line brings in, is for
//! kconfig-model to say. Macros (`$(...)`) are kept as written: the kernel's
//! rule is that an expansion can neither cross tokens nor become a keyword, so
//! one parse serves every arch and every patch that leaves the file alone.
//!
//! It knows no other file, no environment and no values.
//!
//! Start with [`ast::StatementKind`]; [`lexer`](mod@lexer) follows lexer.l,
//! [`grammar`](mod@grammar) parser.y.

pub mod ast;
mod dialect;
mod grammar;
mod help;
mod lexer;
mod print;
mod token;

pub use ast::{
    Assignment, CompareOp, Expr, ExprNode, File, Statement, StatementKind, SymbolType, SyntaxError, Word,
};
pub use dialect::Dialect;
pub use grammar::{parse, reparse_line};
pub use help::help_text;
pub use print::print;
pub use token::Keyword;
