//! What the text above a block says that the user sets.

use std::collections::{BTreeMap, BTreeSet};

use super::line::is_value;
use crate::claims::Assignment;

/// What a paragraph says of a case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Said {
    /// The number that the case is known by: `Case 2:`, `(2)`.
    pub(super) number: Option<String>,
    /// What the user sets.
    pub(super) set: Vec<Assignment>,
    /// What of the text was not understood.
    pub(super) doubts: Vec<String>,
}

const SET: [&str; 4] = ["set", "setting", "enable", "enabling"];
const UNSET: [&str; 6] = ["unset", "unsetting", "disable", "disabling", "clear", "without"];
/// Words that make a condition of what follows.
const GIVEN: [&str; 6] = ["if", "when", "with", "where", "while", "both"];
/// Words between a verb and its symbols.
const FILLER: [&str; 5] = ["only", "just", "the", "symbols", "symbol"];
/// Words before a verb that make a case's own wording of it.
const MAY_PRECEDE: [&str; 12] =
    ["only", "just", "and", "if", "when", "i", "we", "you", "by", "with", "after", "first"];
/// Words behind which a sentence says what follows, not what is set.
const RESULT: [&str; 6] = ["then", "so", "thus", "therefore", "which", "gives"];

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Symbol(String, Option<String>),
    Word(String),
    Comma,
    Stop,
}

/// Names the symbols that a text writes with their prefix.
pub(super) fn known_symbols(text: &str) -> BTreeSet<String> {
    let names = text.split(|char: char| !(char.is_ascii_alphanumeric() || char == '_'));
    names
        .filter_map(|name| name.strip_prefix("CONFIG_"))
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Reads a paragraph; `cases` are the numbered ones above it.
pub(super) fn said(text: &str, known: &BTreeSet<String>, cases: &BTreeMap<String, Vec<Assignment>>) -> Said {
    let tokens = tokens(text, known);
    let mut said = Said::default();
    let mut rest = &tokens[..];
    if let Some((number, after)) = heading(rest) {
        said.number = Some(number);
        rest = after;
    }
    for pair in rest.windows(2) {
        let [Token::Word(case), Token::Word(number)] = pair else { continue };
        if case == "case" && is_number(number) {
            match cases.get(number) {
                Some(set) => set.iter().for_each(|one| put(&mut said.set, one.clone())),
                None => said.doubts.push(format!("no case {number} is said above")),
            }
        }
    }
    if rest.iter().any(|token| matches!(token, Token::Word(word) if word == "same" || word == "above")) {
        said.doubts.push("the text refers to another place, by no number".to_owned());
    }
    for sentence in rest.split(|token| *token == Token::Stop) {
        let is_result = |token: &Token| matches!(token, Token::Word(word) if RESULT.contains(&&**word));
        let end = sentence.iter().position(is_result).unwrap_or(sentence.len());
        read_sentence(sentence.get(..end).unwrap_or(sentence), &mut said);
    }
    said
}

/// Reads the lists of symbols of a sentence, each with the words around it.
fn read_sentence(sentence: &[Token], said: &mut Said) {
    let mut at = 0;
    let mut before: Vec<&str> = Vec::new();
    while let Some(token) = sentence.get(at) {
        match token {
            Token::Word(word) => before.push(word),
            Token::Comma | Token::Stop => before.clear(),
            Token::Symbol(..) => {
                let (end, is_or) = list_end(sentence, at);
                let list = sentence.get(at..end).unwrap_or(&[]);
                let after: Vec<&str> = words(sentence.get(end..).unwrap_or(&[]));
                match value(&before, &after, list).filter(|_| !is_or) {
                    Some(given) => given.into_iter().for_each(|one| put(&mut said.set, one)),
                    None => said.doubts.push(format!("not understood: {}", shown(&before, list, &after))),
                }
                before.clear();
                at = end;
                continue;
            }
        }
        at += 1;
    }
}

/// Finds the end of a list of symbols, and whether it has an `or`.
fn list_end(sentence: &[Token], start: usize) -> (usize, bool) {
    let (mut end, mut is_or) = (start + 1, false);
    loop {
        let joins = sentence.get(end..).unwrap_or(&[]).iter().take_while(|token| {
            matches!(token, Token::Comma)
                || matches!(token, Token::Word(word) if matches!(&**word, "and" | "or" | "&"))
        });
        let joins = joins.collect::<Vec<_>>();
        let next = end + joins.len();
        if joins.is_empty() || !matches!(sentence.get(next), Some(Token::Symbol(..))) {
            return (end, is_or);
        }
        is_or |= joins.iter().any(|token| matches!(token, Token::Word(word) if word == "or"));
        end = next + 1;
    }
}

/// Tells what a list of symbols is set to; `None` where the words do not say.
fn value(before: &[&str], after: &[&str], list: &[Token]) -> Option<Vec<Assignment>> {
    let mut before = before;
    while let Some((last, rest)) = before.split_last() {
        if !FILLER.contains(last) {
            break;
        }
        before = rest;
    }
    let last = before.last().copied().unwrap_or("");
    let earlier = before.split_last().and_then(|(_, rest)| rest.last()).copied().unwrap_or("");
    let is_plain = earlier.is_empty() || MAY_PRECEDE.contains(&earlier);
    let is_given = before.is_empty() || GIVEN.contains(&last);
    let state =
        after.iter().copied().filter(|word| !matches!(*word, "is" | "are" | "being" | "both" | "all"));
    let state = match state.take(2).collect::<Vec<_>>()[..] {
        ["not", "set" | "enabled"] | ["unset" | "disabled" | "off", ..] => Some("n"),
        ["set" | "enabled" | "on", ..] => Some("y"),
        _ => None,
    };
    let is_module = matches!(after, ["as", "module", ..] | ["as", "a", "module", ..] | ["to", "m", ..]);
    let to = match after {
        ["to", value @ ("y" | "n"), ..] => Some(*value),
        _ if is_module => Some("m"),
        _ => None,
    };
    let symbols: Vec<(&String, &Option<String>)> = list
        .iter()
        .filter_map(|token| match token {
            Token::Symbol(name, value) => Some((name, value)),
            _ => None,
        })
        .collect();
    let is_set = SET.contains(&last) && is_plain;
    let all = if symbols.iter().all(|(_, value)| value.is_some()) {
        (is_set || is_given || last == "using").then_some("")
    } else if is_set {
        Some(to.unwrap_or("y"))
    } else if UNSET.contains(&last) && is_plain {
        Some("n")
    } else if is_given && state.is_some() {
        state
    } else if last == "with" && after.is_empty() {
        Some("y")
    } else {
        None
    }?;
    let given = |(symbol, value): (&String, &Option<String>)| {
        let value = value.clone().unwrap_or_else(|| all.to_owned());
        is_value(&value).then(|| Assignment { symbol: symbol.clone(), value })
    };
    symbols.into_iter().map(given).collect()
}

fn words(tokens: &[Token]) -> Vec<&str> {
    let mut words = Vec::new();
    for token in tokens.iter().take(4) {
        let Token::Word(word) = token else { break };
        words.push(word.as_str());
    }
    words
}

fn shown(before: &[&str], list: &[Token], after: &[&str]) -> String {
    let names = list.iter().filter_map(|token| match token {
        Token::Symbol(name, Some(value)) => Some(format!("{name}={value}")),
        Token::Symbol(name, None) => Some(name.clone()),
        Token::Word(word) => Some(word.clone()),
        _ => None,
    });
    let skipped = before.len().saturating_sub(3);
    let all = before.iter().skip(skipped).map(|word| (*word).to_owned()).chain(names);
    all.chain(after.iter().map(|word| (*word).to_owned())).collect::<Vec<_>>().join(" ")
}

/// Puts a value, in place of an earlier one for the same symbol.
pub(super) fn put(set: &mut Vec<Assignment>, one: Assignment) {
    match set.iter_mut().find(|earlier| earlier.symbol == one.symbol) {
        Some(earlier) => *earlier = one,
        None => set.push(one),
    }
}

fn is_number(word: &str) -> bool {
    word.len() <= 3 && word.starts_with(|char: char| char.is_ascii_digit()) || word.len() == 1
}

/// Reads `Case 2:`, `(2)`, `2)` or `2.` at the start of a paragraph.
fn heading(tokens: &[Token]) -> Option<(String, &[Token])> {
    match tokens {
        [Token::Word(case), Token::Word(number), rest @ ..] if case == "case" && is_number(number) => {
            Some((number.clone(), rest))
        }
        [Token::Word(number), Token::Stop, rest @ ..] if is_number(number) => Some((number.clone(), rest)),
        _ => None,
    }
}

fn tokens(text: &str, known: &BTreeSet<String>) -> Vec<Token> {
    let mut tokens = Vec::new();
    for piece in text.split_whitespace() {
        let word = piece.trim_start_matches(['(', '[', '\'', '`']);
        let bare = word.trim_end_matches([',', '.', ';', ':', ')', ']', '\'', '`']);
        let tail = word.get(bare.len()..).unwrap_or("");
        if !bare.is_empty() {
            tokens.push(token(bare, known, tokens.last()));
        }
        if tail.contains(['.', ';', ':']) || tail.contains(')') && is_number(bare) {
            tokens.push(Token::Stop);
        } else if tail.contains(',') {
            tokens.push(Token::Comma);
        }
    }
    tokens
}

fn token(word: &str, known: &BTreeSet<String>, previous: Option<&Token>) -> Token {
    let (name, value) = word.split_once('=').map_or((word, None), |(name, value)| (name, Some(value)));
    let plain = name.strip_prefix("CONFIG_");
    let bare = plain.unwrap_or(name);
    let is_upper = super::line::is_name(bare)
        && bare.len() > 1
        && bare.bytes().any(|byte| byte.is_ascii_uppercase())
        && !bare.bytes().any(|byte| byte.is_ascii_lowercase());
    let is_object =
        matches!(previous, Some(Token::Word(verb)) if SET.contains(&&**verb) || UNSET.contains(&&**verb));
    let is_symbol = plain.is_some_and(super::line::is_name)
        || is_upper && (value.is_some() || bare.contains('_') || is_object)
        || known.contains(bare);
    match is_symbol {
        true => Token::Symbol(bare.to_owned(), value.map(str::to_owned)),
        false => Token::Word(word.to_ascii_lowercase()),
    }
}
