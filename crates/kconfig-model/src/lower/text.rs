//! Words and expressions: macros expanded, symbols looked up.

use std::sync::Arc;

use kconfig_base::{Diagnostic, Location, Severity, Span};
use kconfig_syntax as syntax;
use kconfig_syntax::{ExprNode, Word};

use super::Lowerer;
use crate::expand::{Command, Expander, Message, Site};
use crate::expr::{Expr, ExprId, ExprVec};
use crate::model::{ShellCall, UNKNOWN_COMMAND};
use crate::symbol::SymbolId;

/// Why a statement is not to be lowered as it is: these words are no tokens.
pub(super) struct EmptyWords(pub(super) Vec<Span>);

impl Lowerer<'_> {
    /// Runs the preprocessor over a text of a statement.
    pub(super) fn expand<T>(
        &mut self,
        location: Location,
        run: impl FnOnce(&mut Expander<'_>, Site<'_>) -> T,
    ) -> T {
        let line = self.site_line(location);
        self.expand_at(location, line, run)
    }

    /// Runs the preprocessor where conf has read on to another line already.
    pub(super) fn expand_at<T>(
        &mut self,
        location: Location,
        line: u32,
        run: impl FnOnce(&mut Expander<'_>, Site<'_>) -> T,
    ) -> T {
        let path = self.files[location.file].path.clone();
        let value = run(&mut self.expander, Site { path: &path, line });
        self.is_unknown |= std::mem::take(&mut self.expander.is_unknown);
        let commands = std::mem::take(&mut self.expander.commands);
        self.shell_calls.extend(commands.into_iter().map(|Command { command, call, is_known }| ShellCall {
            command,
            call,
            location,
            is_known,
        }));
        for message in std::mem::take(&mut self.expander.messages) {
            self.diagnostics.push(match message {
                Message::Error(text) => {
                    let conf_text = format!("{path}:{line}: {text}\n");
                    Diagnostic::error("preprocessor-error", location, text).conf_text(conf_text)
                }
                Message::Warning(text) => {
                    let conf_text = format!("{path}:{line}: {text}\n");
                    Diagnostic::warning("preprocessor-warning", location, text).conf_text(conf_text)
                }
                Message::Info(text) => {
                    let conf_text = format!("{text}\n");
                    Diagnostic::new("preprocessor-info", Severity::Note, Some(location), text)
                        .conf_text(conf_text)
                }
                Message::UnknownCommand(call) => {
                    let text = format!("no answer is recorded for `{call}`");
                    Diagnostic::warning(UNKNOWN_COMMAND, location, text)
                        .help("a condition on it counts as n, a default is left out; record its answer with the tree's probes")
                        .conf_text("")
                }
            });
        }
        value
    }

    /// The text that a word stands for; "" is to be no token if it is bare.
    pub(super) fn text(&mut self, at: Location, word: Word) -> Arc<str> {
        let source = self.files[at.file].text.clone();
        let raw = word.span.slice(&source);
        if !word.is_raw {
            return raw.into();
        }
        self.expand(at, |expander, site| match word.quote {
            Some(_) => expander.quoted(raw, site).into(),
            None => expander.word(raw, site).into(),
        })
    }

    /// `symbol` and `nonconst_symbol` of the grammar.
    pub(super) fn symbol(&mut self, at: Location, word: Word) -> Result<SymbolId, EmptyWords> {
        let is_const = word.quote.is_some();
        if !word.is_raw {
            let raw = word.span.slice(&self.files[at.file].text);
            return Ok(self.symbols.lookup(&mut self.names, raw, is_const));
        }
        let was_unknown = std::mem::take(&mut self.is_unknown);
        let text = self.text(at, word);
        let is_unknown = std::mem::replace(&mut self.is_unknown, was_unknown);
        self.is_unknown |= is_unknown;
        if is_unknown && !is_const {
            return Ok(SymbolId::NO);
        }
        if text.is_empty() && !is_const {
            return Err(EmptyWords(vec![word.span]));
        }
        Ok(self.symbols.lookup(&mut self.names, &text, is_const))
    }

    pub(super) fn expr(
        &mut self,
        at: Location,
        nodes: &[ExprNode],
        expr: syntax::Expr,
    ) -> Result<ExprId, EmptyWords> {
        let mut stack = ExprVec::new();
        let mut empty = Vec::new();
        for &node in nodes.get(expr.start as usize..expr.end as usize).unwrap_or(&[]) {
            let mut lookup = |this: &mut Self, word| match this.symbol(at, word) {
                Ok(symbol) => symbol,
                Err(EmptyWords(mut spans)) => {
                    empty.append(&mut spans);
                    SymbolId::NO
                }
            };
            let made = match node {
                ExprNode::Symbol(word) => Expr::Symbol(lookup(self, word)),
                ExprNode::Compare(op, left, right) => {
                    let left = lookup(self, left);
                    Expr::Compare(op, left, lookup(self, right))
                }
                ExprNode::Not => Expr::Not(stack.pop().unwrap_or(ExprId::from_raw(0))),
                ExprNode::And | ExprNode::Or => {
                    let (right, left) = (stack.pop(), stack.pop());
                    let (Some(left), Some(right)) = (left, right) else { continue };
                    if node == ExprNode::And { Expr::And(left, right) } else { Expr::Or(left, right) }
                }
            };
            stack.push(self.exprs.make(made));
        }
        if !empty.is_empty() {
            return Err(EmptyWords(empty));
        }
        Ok(stack.pop().unwrap_or_else(|| self.exprs.symbol(SymbolId::YES)))
    }

    pub(super) fn cond(
        &mut self,
        at: Location,
        nodes: &[ExprNode],
        cond: Option<syntax::Expr>,
    ) -> Result<Option<ExprId>, EmptyWords> {
        cond.map(|cond| self.expr(at, nodes, cond)).transpose()
    }
}
