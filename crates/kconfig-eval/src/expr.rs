//! The value of an expression (`expr_calc_value` in expr.c).

use std::cmp::Ordering;

use kconfig_base::{IndexVec, Tristate};
use kconfig_model::{CompareOp, Expr, ExprId, Model, SymbolId, SymbolType};

use crate::evaluation::{Text, Value};
use crate::number::{parse_signed, parse_unsigned};
use crate::user::UserValues;

/// Gives the values of symbols to an expression.
pub(crate) trait Reader {
    /// The value as a tristate.
    fn tri(&self, symbol: SymbolId) -> Tristate;
    /// The value as text (`sym_get_string_value` in symbol.c).
    fn string_value(&self, symbol: SymbolId) -> &str;
}

/// The type that a symbol behaves as (`sym_get_type` in symbol.c).
pub(crate) fn effective_type(ty: SymbolType, modules: Tristate) -> SymbolType {
    if ty == SymbolType::Tristate && modules == Tristate::N { SymbolType::Bool } else { ty }
}

/// The type that a symbol behaves as, where that hangs on its being shown: a
/// member of a choice with a value of its own that can be y is a bool.
pub(crate) fn type_of(model: &Model, id: SymbolId, is_shown: bool, modules: Tristate) -> SymbolType {
    let symbol = model.symbol(id);
    let is_member = symbol.is_choice_value && model.semantics.has_choice_values();
    if is_member && is_shown && symbol.ty == SymbolType::Tristate {
        return SymbolType::Bool;
    }
    effective_type(symbol.ty, modules)
}

/// The text of a symbol's value.
pub(crate) fn string_value<'a>(
    model: &'a Model,
    user: &'a UserValues,
    values: &IndexVec<SymbolId, Value>,
    symbol: SymbolId,
) -> &'a str {
    let value = &values[symbol];
    if model.symbol(symbol).ty.is_tristate_like() {
        return value.tri.as_str();
    }
    resolve(model, user, value.text)
}

/// What a [`Text`] stands for.
pub(crate) fn resolve<'a>(model: &'a Model, user: &'a UserValues, text: Text) -> &'a str {
    match text {
        Text::Fixed(text) => text,
        Text::NameOf(symbol) => model.name(symbol),
        Text::UserOf(symbol) => user.get(symbol).map_or("", |value| value.as_str()),
    }
}

/// Evaluates with all values known.
pub(crate) fn evaluate(model: &Model, reader: &dyn Reader, root: ExprId) -> Tristate {
    enum Task {
        Visit(ExprId),
        Apply(ExprId),
    }
    let mut tasks = vec![Task::Visit(root)];
    let mut results: Vec<Tristate> = Vec::new();
    while let Some(task) = tasks.pop() {
        match task {
            Task::Visit(expr) => match model.exprs.get(expr) {
                Expr::Symbol(symbol) => results.push(reader.tri(symbol)),
                Expr::Compare(op, left, right) => results.push(compare(model, reader, op, left, right)),
                Expr::Not(inner) => tasks.extend([Task::Apply(expr), Task::Visit(inner)]),
                Expr::And(left, right) | Expr::Or(left, right) => {
                    tasks.extend([Task::Apply(expr), Task::Visit(left), Task::Visit(right)]);
                }
            },
            Task::Apply(expr) => {
                let first = results.pop().unwrap_or_default();
                let applied = match model.exprs.get(expr) {
                    Expr::Not(_) => first.not(),
                    Expr::And(..) => first.and(results.pop().unwrap_or_default()),
                    _ => first.or(results.pop().unwrap_or_default()),
                };
                results.push(applied);
            }
        }
    }
    results.pop().unwrap_or_default()
}

/// How a text reads as an operand of a comparison (`expr_parse_string`).
enum Operand {
    Text,
    Signed(i64),
    Unsigned(i64),
}

/// The value of a comparison.
pub(crate) fn compare(
    model: &Model,
    reader: &dyn Reader,
    op: CompareOp,
    left: SymbolId,
    right: SymbolId,
) -> Tristate {
    let (left_text, right_text) = (reader.string_value(left), reader.string_value(right));
    let (left_ty, right_ty) = (model.symbol(left).ty, model.symbol(right).ty);
    let (mut l, mut r) = (Operand::Text, Operand::Text);
    if left_ty != SymbolType::String || right_ty != SymbolType::String {
        l = operand(left_text, left_ty);
        r = operand(right_text, right_ty);
    }
    let ordering = match (l, r) {
        (Operand::Text, _) | (_, Operand::Text) => left_text.as_bytes().cmp(right_text.as_bytes()),
        (Operand::Signed(l), Operand::Signed(r)) => l.cmp(&r),
        // One unsigned operand makes the comparison unsigned.
        (Operand::Signed(l) | Operand::Unsigned(l), Operand::Signed(r) | Operand::Unsigned(r)) => {
            (l as u64).cmp(&(r as u64))
        }
    };
    Tristate::from_bool(match op {
        CompareOp::Equal => ordering == Ordering::Equal,
        CompareOp::Unequal => ordering != Ordering::Equal,
        CompareOp::Less => ordering == Ordering::Less,
        CompareOp::LessEqual => ordering != Ordering::Greater,
        CompareOp::Greater => ordering == Ordering::Greater,
        CompareOp::GreaterEqual => ordering != Ordering::Less,
    })
}

fn operand(text: &str, ty: SymbolType) -> Operand {
    if ty.is_tristate_like() {
        return Operand::Signed(Tristate::parse(text).map_or(-1, |tri| tri as i64));
    }
    let parsed = match ty {
        SymbolType::Int => parse_signed(text, 10),
        SymbolType::Hex => parse_unsigned(text, 16),
        _ => parse_signed(text, 0),
    };
    let ends_in_digit = text.as_bytes().last().is_some_and(u8::is_ascii_hexdigit);
    if parsed.overflowed || parsed.len != text.len() || text.is_empty() || !ends_in_digit {
        return Operand::Text;
    }
    if ty == SymbolType::Hex { Operand::Unsigned(parsed.value) } else { Operand::Signed(parsed.value) }
}
