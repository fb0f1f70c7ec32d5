//! Conditions of `Objects` files and of claims: Kconfig's expressions over names.
//!
//! An expression is kept in postfix order, so that neither reading, evaluating
//! nor dropping one recurses, however deep its parentheses.

use std::fmt;

use kconfig_base::Tristate;
use nom::branch::alt;
use nom::bytes::complete::{tag, take_while, take_while1};
use nom::character::complete::{char, multispace0};
use nom::combinator::value;
use nom::sequence::{delimited, preceded};
use nom::{IResult, Parser};

/// A condition with the text it was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cond {
    /// As it was written, without blanks at its ends.
    pub text: String,
    /// What it means.
    pub expr: Expr,
}

impl Cond {
    /// Reads a condition.
    ///
    /// # Errors
    /// Says what is wrong and at which byte.
    pub fn parse(text: &str) -> Result<Self, ExprError> {
        Ok(Self { text: text.trim().to_owned(), expr: Expr::parse(text)? })
    }

    /// Tells whether the condition is m or y; `lookup` as in [`Expr::eval`].
    pub fn holds<'v>(&self, lookup: impl Fn(&str) -> &'v str) -> bool {
        self.expr.eval(lookup) != Tristate::N
    }
}

/// An expression of names, `= != ! && ||` and parentheses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expr {
    /// Postfix; never empty, and every step finds its operands on the stack.
    steps: Vec<Step>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    Value(Operand),
    Compare { left: Operand, right: Operand, equal: bool },
    Not,
    And,
    Or,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Operand {
    Name(String),
    Constant(String),
}

/// What is wrong with the text of an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExprError {
    /// The byte of the text where it shows.
    pub at: usize,
    /// What was expected there.
    pub expected: &'static str,
}

impl fmt::Display for ExprError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {} at column {} of the expression", self.expected, self.at + 1)
    }
}

impl std::error::Error for ExprError {}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token<'a> {
    Word(&'a str),
    Quoted(&'a str),
    And,
    Or,
    Not,
    Equal,
    Unequal,
    Open,
    Close,
}

fn token(input: &str) -> IResult<&str, Token<'_>> {
    let word = take_while1(|c: char| c.is_ascii_alphanumeric() || c == '_');
    let quoted = delimited(char('"'), take_while(|c| c != '"'), char('"'));
    preceded(
        multispace0,
        alt((
            value(Token::And, tag("&&")),
            value(Token::Or, tag("||")),
            value(Token::Unequal, tag("!=")),
            value(Token::Not, tag("!")),
            value(Token::Equal, tag("=")),
            value(Token::Open, tag("(")),
            value(Token::Close, tag(")")),
            word.map(Token::Word),
            quoted.map(Token::Quoted),
        )),
    )
    .parse(input)
}

/// What waits on the stack while the rest is read, weakest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Pending {
    Open,
    Or,
    And,
    Not,
}

impl Expr {
    /// Reads an expression.
    ///
    /// # Errors
    /// Says what was expected, and at which byte.
    pub fn parse(text: &str) -> Result<Self, ExprError> {
        let mut rest = text;
        let mut steps = Vec::new();
        let mut pending: Vec<Pending> = Vec::new();
        let mut want_operand = true;
        loop {
            let at = text.len() - rest.trim_start().len();
            let fail = |expected| Err(ExprError { at, expected });
            if rest.trim_start().is_empty() {
                if want_operand {
                    return fail("a symbol");
                }
                break;
            }
            let Ok((after, token)) = token(rest) else { return fail("a symbol or an operator") };
            rest = after;
            if want_operand {
                match token {
                    Token::Not => pending.push(Pending::Not),
                    Token::Open => pending.push(Pending::Open),
                    Token::Word(_) | Token::Quoted(_) => {
                        let left = operand(token);
                        rest = comparison(text, rest, left, &mut steps)?;
                        want_operand = false;
                    }
                    _ => return fail("a symbol"),
                }
                continue;
            }
            match token {
                Token::And | Token::Or => {
                    let this = if token == Token::And { Pending::And } else { Pending::Or };
                    unwind(&mut pending, &mut steps, this);
                    pending.push(this);
                    want_operand = true;
                }
                Token::Close => {
                    unwind(&mut pending, &mut steps, Pending::Or);
                    if pending.pop() != Some(Pending::Open) {
                        return fail("no closing parenthesis");
                    }
                }
                _ => return fail("`&&`, `||` or the end"),
            }
        }
        unwind(&mut pending, &mut steps, Pending::Or);
        if !pending.is_empty() {
            return Err(ExprError { at: text.len(), expected: "a closing parenthesis" });
        }
        Ok(Self { steps })
    }

    /// Computes the value: minimum for `&&`, maximum for `||`, as Kconfig does.
    ///
    /// `lookup` gives a symbol's value as .config spells it, and "" or "n" for
    /// one that has none or is not defined.
    pub fn eval<'v>(&self, lookup: impl Fn(&str) -> &'v str) -> Tristate {
        let text = |operand: &Operand| -> String {
            match operand {
                Operand::Constant(text) => text.clone(),
                Operand::Name(name) => {
                    Some(lookup(name)).filter(|text| !text.is_empty()).unwrap_or("n").to_owned()
                }
            }
        };
        let mut stack = Vec::new();
        for step in &self.steps {
            let result = match step {
                Step::Value(operand) => Tristate::parse(&text(operand)).unwrap_or(Tristate::N),
                Step::Compare { left, right, equal } => {
                    Tristate::from_bool((text(left) == text(right)) == *equal)
                }
                Step::Not => stack.pop().unwrap_or(Tristate::N).not(),
                Step::And | Step::Or => {
                    let right = stack.pop().unwrap_or(Tristate::N);
                    let left = stack.pop().unwrap_or(Tristate::N);
                    if *step == Step::And { left.and(right) } else { left.or(right) }
                }
            };
            stack.push(result);
        }
        stack.pop().unwrap_or(Tristate::N)
    }

    /// Gives the symbols it names, in the order it names them.
    pub fn symbols(&self) -> impl Iterator<Item = &str> {
        self.steps
            .iter()
            .flat_map(|step| match step {
                Step::Value(operand) => [Some(operand), None],
                Step::Compare { left, right, .. } => [Some(left), Some(right)],
                _ => [None, None],
            })
            .flatten()
            .filter_map(|operand| match operand {
                Operand::Name(name) => Some(name.as_str()),
                Operand::Constant(_) => None,
            })
    }
}

/// Moves what binds at least as strongly as `this` to the steps.
fn unwind(pending: &mut Vec<Pending>, steps: &mut Vec<Step>, this: Pending) {
    while let Some(top) = pending.last().copied().filter(|&top| top >= this) {
        pending.pop();
        steps.push(match top {
            Pending::Not => Step::Not,
            Pending::And => Step::And,
            _ => Step::Or,
        });
    }
}

fn operand(token: Token<'_>) -> Operand {
    match token {
        Token::Quoted(text) => Operand::Constant(text.to_owned()),
        // As in Kconfig, y, m, n and numbers stand for themselves.
        Token::Word(word)
            if matches!(word, "y" | "m" | "n")
                || word.starts_with("0x")
                || word.bytes().all(|byte| byte.is_ascii_digit()) =>
        {
            Operand::Constant(word.to_owned())
        }
        Token::Word(word) => Operand::Name(word.to_owned()),
        _ => Operand::Constant(String::new()),
    }
}

/// Reads `= right` or `!= right` if it is there; gives what is left.
fn comparison<'a>(
    text: &str,
    rest: &'a str,
    left: Operand,
    steps: &mut Vec<Step>,
) -> Result<&'a str, ExprError> {
    let equal = match token(rest) {
        Ok((_, Token::Equal)) => true,
        Ok((_, Token::Unequal)) => false,
        _ => {
            steps.push(Step::Value(left));
            return Ok(rest);
        }
    };
    let after = token(rest).map_or(rest, |(after, _)| after);
    match token(after) {
        Ok((rest, right @ (Token::Word(_) | Token::Quoted(_)))) => {
            steps.push(Step::Compare { left, right: operand(right), equal });
            Ok(rest)
        }
        _ => {
            Err(ExprError { at: text.len() - after.trim_start().len(), expected: "a symbol to compare with" })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn eval(text: &str) -> Tristate {
        let lookup = |name: &str| match name {
            "Y" | "44x" => "y",
            "M" => "m",
            "INT" => "42",
            _ => "",
        };
        Expr::parse(text).unwrap().eval(lookup)
    }

    #[test]
    fn values_are_minimum_and_maximum() {
        for (text, expected) in [
            ("Y", Tristate::Y),
            ("N", Tristate::N),
            ("!N", Tristate::Y),
            ("!!M", Tristate::M),
            ("Y && M", Tristate::M),
            ("N || M", Tristate::M),
            ("Y || N && N", Tristate::Y),
            ("(Y || N) && N", Tristate::N),
            ("!(Y && N) && 44x", Tristate::Y),
            ("!Y || M", Tristate::M),
            ("M=m", Tristate::Y),
            ("M != y && INT = 42", Tristate::Y),
            ("N = n", Tristate::Y),
            ("INT=\"42\"", Tristate::Y),
            ("!M=m", Tristate::N),
        ] {
            assert_eq!(eval(text), expected, "{text}");
        }
    }

    #[test]
    fn an_error_says_where() {
        for (text, message) in [
            ("", "expected a symbol at column 1 of the expression"),
            ("A &&", "expected a symbol at column 5 of the expression"),
            ("A B", "expected `&&`, `||` or the end at column 3 of the expression"),
            ("(A", "expected a closing parenthesis at column 3 of the expression"),
            ("A)", "expected no closing parenthesis at column 2 of the expression"),
            ("A =", "expected a symbol to compare with at column 4 of the expression"),
            ("A & B", "expected a symbol or an operator at column 3 of the expression"),
            ("A || \"", "expected a symbol or an operator at column 6 of the expression"),
        ] {
            assert_eq!(Expr::parse(text).unwrap_err().to_string(), message, "{text}");
        }
    }

    #[test]
    fn depth_costs_no_stack() {
        let depth = 200_000;
        let text = format!("{}Y{}", "!(".repeat(depth), ")".repeat(depth));
        assert_eq!(eval(&text), Tristate::Y);
        assert!(Expr::parse(&"(".repeat(depth)).is_err());
    }

    #[test]
    fn symbols_are_named_in_order() {
        let expr = Expr::parse("A && (B=y || !44x) && 7 != C").unwrap();
        assert_eq!(expr.symbols().collect::<Vec<_>>(), ["A", "B", "44x", "C"]);
    }
}
