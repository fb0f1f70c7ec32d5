//! Tokens to statements (parser.y of the kernel), in nom.
//!
//! Each logical line is one statement, so the grammar is flat; expressions go
//! through a stack of operators and not through recursion, so that no input
//! can exhaust the machine's stack.

mod expr;

use std::cell::RefCell;

use kconfig_base::Span;
use nom::branch::alt;
use nom::combinator::{eof, opt, value};
use nom::error::{ErrorKind, ParseError};
use nom::sequence::{preceded, terminated};
use nom::{Err, IResult, Parser};

use crate::ast::{
    Assignment, CompareOp, ExprNode, File, Statement, StatementKind, SymbolType, SyntaxError, Word,
};
use crate::dialect::Dialect;
use crate::token::{Keyword, Token, TokenKind, Tokens};
use crate::{help, lexer};

/// Parses one file.
///
/// Never fails: a line that is no statement becomes
/// [`StatementKind::Invalid`], and parsing goes on with the next one.
pub fn parse(text: &str, dialect: Dialect) -> File {
    // Room for what a text of this length usually holds.
    let mut file = File { statements: Vec::with_capacity(text.len() / 32), ..File::default() };
    let mut tokens = Vec::with_capacity(32);
    let nodes = RefCell::new(Vec::with_capacity(text.len() / 64));
    let mut at = 0;
    let mut after_help = false;
    while at < text.len() {
        let next = lexer::line(text, at, after_help, dialect, &mut tokens, &mut file.errors);
        at = next;
        let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { continue };
        let span = first.span.to(last.span);
        if let [Token { kind: TokenKind::Keyword(Keyword::Help), .. }] = tokens[..] {
            let (end, next) = help::scan(text, at);
            file.statements.push(Statement { span, kind: StatementKind::Help(Span::new(at, end)) });
            at = next;
            after_help = true;
            continue;
        }
        let kind = statement(text, &tokens, &nodes, dialect);
        // Macros that expand to nothing are no tokens, not even for the lexer.
        after_help &= matches!(kind, StatementKind::Macros(_));
        file.statements.push(Statement { span, kind });
    }
    let is_silent = after_help
        || file.statements.last().is_some_and(|last| matches!(last.kind, StatementKind::Macros(_)));
    if !is_silent && tokens.last().is_some_and(|last| is_open(&text[last.span.end as usize..])) {
        file.errors.push(SyntaxError {
            span: Span::new(text.len(), text.len()),
            code: "no-newline-at-end",
            is_warning: true,
            message: "no new line at end of file".into(),
            expected: None,
        });
    }
    file.nodes = nodes.into_inner();
    file.nodes.shrink_to_fit();
    file.statements.shrink_to_fit();
    file
}

/// Tells whether what follows the last token of a text ends no line.
fn is_open(rest: &str) -> bool {
    // In a comment a backslash escapes nothing.
    let (code, comment) = rest.split_at(rest.find('#').unwrap_or(rest.len()));
    !comment.contains('\n') && !code.replace("\\\n", "").contains('\n')
}

/// Parses a line anew as if the words in `dropped` were not there.
///
/// A bare word that expands to nothing yields no token (the `({n}|$)+` rule of
/// lexer.l), which only kconfig-model finds out; nor is a line an assignment
/// where the file before ended with a help text. The result holds that one
/// statement; `span` is the one it had.
pub fn reparse_line(text: &str, span: Span, dropped: &[Span], dialect: Dialect) -> File {
    let mut file = File::default();
    let mut tokens = Vec::new();
    let nodes = RefCell::new(Vec::new());
    let end = (span.end as usize).min(text.len());
    // An assignment is none that drops words, so that nothing is to be taken for one.
    lexer::line(&text[..end], span.start as usize, true, dialect, &mut tokens, &mut file.errors);
    tokens.retain(|token| !dropped.contains(&token.span));
    if !tokens.is_empty() {
        let kind = statement(text, &tokens, &nodes, dialect);
        file.statements.push(Statement { span, kind });
    }
    file.nodes = nodes.into_inner();
    file
}

/// What was expected, and how many tokens were left there.
#[derive(Debug)]
struct Expected {
    left: usize,
    what: &'static str,
}

impl<'a> ParseError<Tokens<'a>> for Expected {
    fn from_error_kind(input: Tokens<'a>, kind: ErrorKind) -> Self {
        let what = if kind == ErrorKind::Eof { "nothing more on this line" } else { "a statement" };
        Self { left: input.0.len(), what }
    }

    fn append(_: Tokens<'a>, _: ErrorKind, other: Self) -> Self {
        other
    }

    /// Keeps the alternative that came further.
    fn or(self, other: Self) -> Self {
        if self.left < other.left { self } else { other }
    }
}

type Result<'a, T> = IResult<Tokens<'a>, T, Expected>;

fn expected<'a, T>(input: Tokens<'a>, what: &'static str) -> Result<'a, T> {
    Err(Err::Error(Expected { left: input.0.len(), what }))
}

/// Takes one token that `pick` accepts.
fn one<'a, T>(
    what: &'static str,
    pick: impl Fn(TokenKind) -> Option<T>,
) -> impl Fn(Tokens<'a>) -> Result<'a, T> {
    move |input| match input.0.split_first() {
        Some((first, rest)) => match pick(first.kind) {
            Some(taken) => Ok((Tokens(rest), taken)),
            None => expected(input, what),
        },
        None => expected(input, what),
    }
}

fn keyword<'a>(keyword: Keyword) -> impl Fn(Tokens<'a>) -> Result<'a, ()> {
    one(if keyword == Keyword::On { "`on`" } else { "`if`" }, move |kind| {
        (kind == TokenKind::Keyword(keyword)).then_some(())
    })
}

/// `nonconst_symbol`: a word without quotes.
fn name(input: Tokens<'_>) -> Result<'_, Word> {
    one("the name of a symbol", |kind| match kind {
        TokenKind::Word(word) => Some(word),
        _ => None,
    })(input)
}

fn quoted(input: Tokens<'_>) -> Result<'_, Word> {
    one("a text in quotes", |kind| match kind {
        TokenKind::Quoted(word) => Some(word),
        _ => None,
    })(input)
}

/// `symbol`: a word or a constant in quotes.
fn symbol(input: Tokens<'_>) -> Result<'_, Word> {
    one("a symbol or a constant in quotes", |kind| match kind {
        TokenKind::Word(word) | TokenKind::Quoted(word) => Some(word),
        _ => None,
    })(input)
}

fn compare_op(input: Tokens<'_>) -> Result<'_, CompareOp> {
    one("a comparison", |kind| match kind {
        TokenKind::Compare(op) => Some(op),
        _ => None,
    })(input)
}

fn statement(
    text: &str,
    tokens: &[Token],
    nodes: &RefCell<Vec<ExprNode>>,
    dialect: Dialect,
) -> StatementKind {
    let start = nodes.borrow().len();
    let parsed = match tokens[0].kind {
        TokenKind::Keyword(first) => {
            let rest = Tokens(&tokens[1..]);
            terminated(|input| after_keyword(first, input, nodes, dialect), eof).parse(rest)
        }
        TokenKind::Word(_) => alt((assignment, macros)).parse(Tokens(tokens)),
        _ => expected(Tokens(tokens), "a statement"),
    };
    match parsed {
        Ok((_, kind)) => kind,
        Err(error) => {
            nodes.borrow_mut().truncate(start);
            invalid(text, tokens, error)
        }
    }
}

fn invalid(text: &str, tokens: &[Token], error: Err<Expected>) -> StatementKind {
    let (left, what) = match error {
        Err::Error(error) | Err::Failure(error) => (error.left, error.what),
        Err::Incomplete(_) => (0, "more"),
    };
    let at = tokens.len() - left.min(tokens.len());
    let span = match tokens.get(at) {
        Some(token) => token.span,
        None => {
            let end = tokens[tokens.len() - 1].span.end as usize;
            Span::new(end, end)
        }
    };
    let message = match tokens[0].kind {
        TokenKind::Word(word) if !word.is_raw => format!("unknown statement \"{}\"", word.span.slice(text)),
        _ => "invalid statement".into(),
    };
    let macros = tokens.iter().filter_map(|token| match token.kind {
        TokenKind::Word(word) if word.is_raw => Some(word),
        _ => None,
    });
    StatementKind::Invalid {
        macros: macros.collect(),
        error: Box::new(SyntaxError {
            span,
            code: "invalid-statement",
            is_warning: false,
            message,
            expected: Some(format!("expected {what}")),
        }),
    }
}

fn assignment(input: Tokens<'_>) -> Result<'_, StatementKind> {
    let (rest, name) = name(input)?;
    let (rest, flavor) = one("`=`, `:=` or `+=`", |kind| match kind {
        TokenKind::Compare(CompareOp::Equal) => Some(Assignment::Recursive),
        TokenKind::ColonEqual => Some(Assignment::Simple),
        TokenKind::PlusEqual => Some(Assignment::Append),
        _ => None,
    })(rest)?;
    // After a help text nothing is a value, and so there is to be nothing.
    if rest.0.is_empty() {
        let end = input.0.last().map_or(0, |last| last.span.end as usize);
        return Ok((rest, StatementKind::Assign(name, flavor, Span::new(end, end))));
    }
    let (rest, text) = one("nothing after it, since the line before is a help text", |kind| match kind {
        TokenKind::AssignValue(span) => Some(span),
        _ => None,
    })(rest)?;
    Ok((rest, StatementKind::Assign(name, flavor, text)))
}

/// A line of nothing but words with macros in them.
fn macros(input: Tokens<'_>) -> Result<'_, StatementKind> {
    let words = input.0.iter().map(|token| match token.kind {
        TokenKind::Word(word) if word.is_raw => Some(word),
        _ => None,
    });
    match words.collect::<Option<Vec<Word>>>() {
        Some(words) => Ok((Tokens(&[]), StatementKind::Macros(words))),
        None => expected(input, "a statement"),
    }
}

fn after_keyword<'a>(
    first: Keyword,
    input: Tokens<'a>,
    nodes: &RefCell<Vec<ExprNode>>,
    dialect: Dialect,
) -> Result<'a, StatementKind> {
    use StatementKind as S;
    let expr = |input: Tokens<'a>| expr::expr(input, nodes);
    let condition = |input: Tokens<'a>| opt(preceded(keyword(Keyword::If), expr)).parse(input);
    let none = |kind: StatementKind| value(kind, nom::combinator::success::<Tokens<'a>, _, Expected>(()));
    let typed = |ty: SymbolType| {
        move |input: Tokens<'a>| {
            // A condition belongs to the prompt: without one there is none.
            let (rest, prompt) = opt(quoted).parse(input)?;
            let (rest, cond) = if prompt.is_some() { condition(rest)? } else { (rest, None) };
            Ok((rest, S::Type(ty, prompt, cond)))
        }
    };
    let default =
        |ty: Option<SymbolType>| (expr, condition).map(move |(value, cond)| S::Default(ty, value, cond));
    match first {
        Keyword::Config => name.map(S::Config).parse(input),
        Keyword::Menuconfig => name.map(S::Menuconfig).parse(input),
        Keyword::Choice if dialect.has_named_choices => opt(name).map(S::Choice).parse(input),
        Keyword::Choice => none(S::Choice(None)).parse(input),
        Keyword::Endchoice => none(S::Endchoice).parse(input),
        Keyword::Menu => quoted.map(S::Menu).parse(input),
        Keyword::Endmenu => none(S::Endmenu).parse(input),
        Keyword::If => expr.map(S::If).parse(input),
        Keyword::Endif => none(S::Endif).parse(input),
        Keyword::Source => quoted.map(S::Source).parse(input),
        Keyword::Comment => quoted.map(S::Comment).parse(input),
        Keyword::Mainmenu => quoted.map(S::Mainmenu).parse(input),
        Keyword::Bool => typed(SymbolType::Bool)(input),
        Keyword::Tristate => typed(SymbolType::Tristate)(input),
        Keyword::Int => typed(SymbolType::Int)(input),
        Keyword::Hex => typed(SymbolType::Hex)(input),
        Keyword::String => typed(SymbolType::String)(input),
        Keyword::Prompt => (quoted, condition).map(|(text, cond)| S::Prompt(text, cond)).parse(input),
        Keyword::Default => default(None).parse(input),
        Keyword::DefBool => default(Some(SymbolType::Bool)).parse(input),
        Keyword::DefTristate => default(Some(SymbolType::Tristate)).parse(input),
        Keyword::Select => (name, condition).map(|(name, cond)| S::Select(name, cond)).parse(input),
        Keyword::Imply => (name, condition).map(|(name, cond)| S::Imply(name, cond)).parse(input),
        Keyword::Range => {
            (symbol, symbol, condition).map(|(low, high, cond)| S::Range(low, high, cond)).parse(input)
        }
        Keyword::Modules => none(S::Modules).parse(input),
        Keyword::Depends => {
            let (rest, dep) = preceded(keyword(Keyword::On), expr).parse(input)?;
            let (rest, cond) = if dialect.has_conditional_depends { condition(rest)? } else { (rest, None) };
            Ok((rest, S::DependsOn(dep, cond)))
        }
        Keyword::Optional => none(S::Optional).parse(input),
        Keyword::Transitional => none(S::Transitional).parse(input),
        Keyword::Visible => condition.map(S::Visible).parse(input),
        Keyword::Help => expected(input, "the end of the line"),
        Keyword::On => expected(input, "`depends` before `on`"),
    }
}
