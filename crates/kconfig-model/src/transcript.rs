//! What conf says while it reads a tree, word for word.
//!
//! What is wrong with a tree is in the diagnostics of its
//! [`Model`](crate::Model), statement by statement. conf knows no statements:
//! it takes tokens, one of them ahead where its grammar needs that, and its
//! lexer goes from file to file with the state it has. So the order of its
//! words, their line numbers and what it says after a first error follow from
//! where it has read to. This module reads as conf does ([`lexer`] follows
//! lexer.l, [`parser`] what bison makes of parser.y, [`entry`] the actions that
//! have something to say), keeps nothing but what messages need, and is not
//! run for a tree without any.

mod entry;
mod lexer;
mod parser;

use std::sync::Arc;

use kconfig_vfs::{Files, Host};

use crate::semantics::Semantics;
use lexer::Lexer;
use parser::Parser;

/// Something that conf says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// Whole lines; bytes, since conf takes a character apart.
    pub text: Vec<u8>,
    /// Whether it goes to standard output (`$(info,...)`).
    pub is_info: bool,
}

/// All that conf says before it looks at the tree as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Transcript {
    /// In its order.
    pub said: Vec<Said>,
    /// Whether it ends there, with an error.
    pub is_refused: bool,
}

/// Reads a tree from its root file as conf does (`conf_parse` in parser.y).
pub fn transcript(semantics: Semantics, files: &dyn Files, host: &dyn Host, root: &str) -> Transcript {
    match Lexer::new(semantics, files, host, root) {
        Some(lexer) => Parser::new(lexer).run(),
        None => {
            let text = format!("can't find file {root}\n").into_bytes();
            Transcript { said: vec![Said { text, is_info: false }], is_refused: true }
        }
    }
}

/// A file that is no longer read has no name in conf before 6.9.
fn path_or_none(path: Option<&Arc<str>>) -> &str {
    path.map_or("<none>", |path| path)
}
