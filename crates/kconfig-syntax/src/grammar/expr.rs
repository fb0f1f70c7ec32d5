//! Expressions, by operator precedence with a stack of our own.

use std::cell::RefCell;

use nom::Parser;
use nom::combinator::opt;

use super::{Result, compare_op, expected, symbol};
use crate::ast::{Expr, ExprNode};
use crate::token::{TokenKind, Tokens};

#[derive(Clone, Copy, PartialEq)]
enum Pending {
    Paren,
    Or,
    And,
    Not,
}

impl Pending {
    /// How tightly it binds; a parenthesis never gives way.
    fn precedence(self) -> u8 {
        self as u8
    }

    fn node(self) -> Option<ExprNode> {
        match self {
            Self::Paren => None,
            Self::Or => Some(ExprNode::Or),
            Self::And => Some(ExprNode::And),
            Self::Not => Some(ExprNode::Not),
        }
    }
}

/// An expression; its nodes are added to `nodes`.
pub(super) fn expr<'a>(input: Tokens<'a>, nodes: &RefCell<Vec<ExprNode>>) -> Result<'a, Expr> {
    let nodes = &mut *nodes.borrow_mut();
    let start = nodes.len();
    let mut pending: Vec<Pending> = Vec::new();
    let mut rest = input;
    loop {
        // An operand, after any number of `!` and `(`.
        while let Some(first) = rest.0.first() {
            match first.kind {
                TokenKind::Not => pending.push(Pending::Not),
                TokenKind::OpenParen => pending.push(Pending::Paren),
                _ => break,
            }
            rest = Tokens(&rest.0[1..]);
        }
        let (after, node) = match operand(rest) {
            Ok(parsed) => parsed,
            Err(error) => {
                nodes.truncate(start);
                return Err(error);
            }
        };
        nodes.push(node);
        rest = after;
        // Then closing parentheses, and an operator or the end.
        loop {
            match rest.0.first().map(|token| token.kind) {
                Some(TokenKind::CloseParen) if pending.contains(&Pending::Paren) => {
                    while let Some(node) = pending.pop().and_then(Pending::node) {
                        nodes.push(node);
                    }
                    rest = Tokens(&rest.0[1..]);
                }
                Some(kind @ (TokenKind::And | TokenKind::Or)) => {
                    let op = if kind == TokenKind::And { Pending::And } else { Pending::Or };
                    reduce(&mut pending, nodes, op.precedence());
                    pending.push(op);
                    rest = Tokens(&rest.0[1..]);
                    break;
                }
                _ => {
                    reduce(&mut pending, nodes, Pending::Or.precedence());
                    if !pending.is_empty() {
                        nodes.truncate(start);
                        return expected(rest, "`)`");
                    }
                    return Ok((rest, Expr { start: start as u32, end: nodes.len() as u32 }));
                }
            }
        }
    }
}

/// Emits the pending operators that bind at least as tightly as `precedence`.
fn reduce(pending: &mut Vec<Pending>, nodes: &mut Vec<ExprNode>, precedence: u8) {
    while let Some(node) =
        pending.last().filter(|op| op.precedence() >= precedence).and_then(|&op| Pending::node(op))
    {
        pending.pop();
        nodes.push(node);
    }
}

/// A symbol, or a comparison of two.
fn operand(input: Tokens<'_>) -> Result<'_, ExprNode> {
    let (rest, left) = match symbol(input) {
        Ok(parsed) => parsed,
        Err(_) => return expected(input, "a symbol, a constant, `!` or `(`"),
    };
    let (rest, op) = opt(compare_op).parse(rest)?;
    match op {
        None => Ok((rest, ExprNode::Symbol(left))),
        Some(op) => symbol.map(|right| ExprNode::Compare(op, left, right)).parse(rest),
    }
}
