//! Statements back to text: the same statements, in one way of writing.

use std::fmt::Write as _;

use crate::ast::{Assignment, Expr, ExprNode, File, Statement, StatementKind, SymbolType, Word};

/// Writes a file's statements; `text` is the one it was parsed from.
///
/// Parsing the result gives the same statements again. Comments, white space
/// and superfluous parentheses are not kept; a line that is no statement is
/// written as it was.
pub fn print(file: &File, text: &str) -> String {
    let mut printer = Printer { file, text, out: String::new() };
    for statement in &file.statements {
        printer.statement(statement);
    }
    printer.out
}

struct Printer<'a> {
    file: &'a File,
    text: &'a str,
    out: String,
}

impl Printer<'_> {
    fn statement(&mut self, statement: &Statement) {
        use StatementKind as S;
        match &statement.kind {
            S::Mainmenu(word) => self.words("mainmenu", &[word]),
            S::Config(word) => self.words("config", &[word]),
            S::Menuconfig(word) => self.words("menuconfig", &[word]),
            S::Choice(name) => self.words("choice", name.as_ref().as_slice()),
            S::Endchoice => self.words("endchoice", &[]),
            S::Menu(word) => self.words("menu", &[word]),
            S::Endmenu => self.words("endmenu", &[]),
            S::If(expr) => {
                self.words("if ", &[]);
                self.expr(*expr);
            }
            S::Endif => self.words("endif", &[]),
            S::Source(word) => self.words("source", &[word]),
            S::Comment(word) => self.words("comment", &[word]),
            S::Type(ty, prompt, cond) => {
                self.words(type_keyword(*ty), prompt.as_ref().as_slice());
                self.condition(*cond);
            }
            S::Prompt(word, cond) => {
                self.words("prompt", &[word]);
                self.condition(*cond);
            }
            S::Default(ty, value, cond) => {
                self.words(
                    match ty {
                        None => "default ",
                        Some(SymbolType::Bool) => "def_bool ",
                        Some(_) => "def_tristate ",
                    },
                    &[],
                );
                self.expr(*value);
                self.condition(*cond);
            }
            S::Select(word, cond) => {
                self.words("select", &[word]);
                self.condition(*cond);
            }
            S::Imply(word, cond) => {
                self.words("imply", &[word]);
                self.condition(*cond);
            }
            S::Range(low, high, cond) => {
                self.words("range", &[low, high]);
                self.condition(*cond);
            }
            S::Modules => self.words("modules", &[]),
            S::Optional => self.words("optional", &[]),
            S::Transitional => self.words("transitional", &[]),
            S::DependsOn(expr, cond) => {
                self.words("depends on ", &[]);
                self.expr(*expr);
                self.condition(*cond);
            }
            S::Visible(cond) => {
                self.words("visible", &[]);
                self.condition(*cond);
            }
            S::Help(span) => {
                let raw = span.slice(self.text);
                self.out.push_str("help\n");
                self.out.push_str(raw);
                if raw.is_empty() || raw.ends_with('\n') {
                    return;
                }
            }
            S::Assign(name, flavor, value) => {
                self.word(name);
                self.out.push_str(match flavor {
                    Assignment::Recursive => " = ",
                    Assignment::Simple => " := ",
                    Assignment::Append => " += ",
                });
                self.out.push_str(value.slice(self.text));
            }
            S::Macros(words) => {
                for word in words {
                    self.word(word);
                    self.out.push(' ');
                }
            }
            S::Invalid { .. } => self.out.push_str(statement.span.slice(self.text)),
        }
        self.out.push('\n');
    }

    fn words(&mut self, keyword: &str, words: &[&Word]) {
        self.out.push_str(keyword);
        for word in words {
            self.out.push(' ');
            self.word(word);
        }
    }

    fn word(&mut self, word: &Word) {
        let text = word.span.slice(self.text);
        let _ = match word.quote {
            Some(quote) => write!(self.out, "{quote}{text}{quote}"),
            None => write!(self.out, "{text}"),
        };
    }

    fn condition(&mut self, cond: Option<Expr>) {
        if let Some(cond) = cond {
            self.out.push_str(" if ");
            self.expr(cond);
        }
    }

    /// Prints with parentheses around every operand that is an operator.
    fn expr(&mut self, expr: Expr) {
        let nodes = self.file.nodes.get(expr.start as usize..expr.end as usize).unwrap_or(&[]);
        let mut operands: Vec<(String, bool)> = Vec::new();
        for node in nodes {
            let printed = match node {
                ExprNode::Symbol(word) => (self.word_text(word), false),
                ExprNode::Compare(op, left, right) => {
                    (format!("{} {} {}", self.word_text(left), op.as_str(), self.word_text(right)), false)
                }
                ExprNode::Not => (format!("!{}", group(operands.pop())), false),
                ExprNode::And | ExprNode::Or => {
                    let right = group(operands.pop());
                    let left = group(operands.pop());
                    let op = if *node == ExprNode::And { "&&" } else { "||" };
                    (format!("{left} {op} {right}"), true)
                }
            };
            operands.push(printed);
        }
        if let Some((printed, _)) = operands.pop() {
            self.out.push_str(&printed);
        }
    }

    fn word_text(&self, word: &Word) -> String {
        let text = word.span.slice(self.text);
        word.quote.map_or_else(|| text.to_owned(), |quote| format!("{quote}{text}{quote}"))
    }
}

fn group(operand: Option<(String, bool)>) -> String {
    match operand {
        Some((text, true)) => format!("({text})"),
        Some((text, false)) => text,
        None => String::new(),
    }
}

fn type_keyword(ty: SymbolType) -> &'static str {
    match ty {
        SymbolType::Unknown | SymbolType::Bool => "bool",
        SymbolType::Tristate => "tristate",
        SymbolType::Int => "int",
        SymbolType::Hex => "hex",
        SymbolType::String => "string",
    }
}
