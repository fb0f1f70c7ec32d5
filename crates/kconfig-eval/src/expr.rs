//! The value of an expression (`expr_calc_value` in expr.c).

use std::cmp::Ordering;

use kconfig_base::{IndexVec, Tristate};
use kconfig_model::{CompareOp, Expr, ExprId, Model, SymbolId, SymbolType};
use smallvec::SmallVec;

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
///
/// An operand that cannot change the result any more is not looked at: all
/// values are known, so that nobody sees which were read.
pub(crate) fn evaluate(model: &Model, reader: &dyn Reader, root: ExprId) -> Tristate {
    /// What is left to do with the value of an operand.
    enum Task {
        Not,
        And(ExprId),
        Or(ExprId),
        AndWith(Tristate),
        OrWith(Tristate),
    }
    let mut tasks: SmallVec<[Task; 8]> = SmallVec::new();
    let mut at = root;
    loop {
        let mut result = match model.exprs.get(at) {
            Expr::Symbol(symbol) => reader.tri(symbol),
            Expr::Compare(op, left, right) => compare(model, reader, op, left, right),
            Expr::Not(inner) => {
                tasks.push(Task::Not);
                at = inner;
                continue;
            }
            Expr::And(left, right) => {
                tasks.push(Task::And(right));
                at = left;
                continue;
            }
            Expr::Or(left, right) => {
                tasks.push(Task::Or(right));
                at = left;
                continue;
            }
        };
        loop {
            match tasks.pop() {
                None => return result,
                Some(Task::Not) => result = result.not(),
                Some(Task::And(right)) if result != Tristate::N => {
                    tasks.push(Task::AndWith(result));
                    at = right;
                    break;
                }
                Some(Task::Or(right)) if result != Tristate::Y => {
                    tasks.push(Task::OrWith(result));
                    at = right;
                    break;
                }
                Some(Task::And(_) | Task::Or(_)) => {}
                Some(Task::AndWith(left)) => result = left.and(result),
                Some(Task::OrWith(left)) => result = left.or(result),
            }
        }
    }
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use kconfig_base::idx::Idx as _;
    use kconfig_model::{ParseCache, load};
    use kconfig_vfs::{NoHost, fixture};

    use super::*;
    use crate::{Evaluation, UserValue};

    const TREE: &str = "\
config MODULES
\tbool \"modules\"
\tdefault y
\tmodules
config A
\ttristate \"a\"
config B
\ttristate \"b\"
config C
\ttristate \"c\"
config D
\tbool \"d\" if !(A && (B || !C)) || (C && !(A || B) && B != m)
\tdepends on (A || B) && (B || C) && (A || C) || !A && !B
\tdefault y if A = B || !(A && B && C) && (C = m || !(B || !A))
";

    /// What the rules say of an expression: both operands, then the operator.
    fn by_the_rules(evaluation: &Evaluation, expr: ExprId) -> Tristate {
        let value = |operand| by_the_rules(evaluation, operand);
        match evaluation.model.exprs.get(expr) {
            Expr::Symbol(symbol) => evaluation.value(symbol).tri,
            Expr::Compare(op, left, right) => compare(&evaluation.model, evaluation, op, left, right),
            Expr::Not(inner) => value(inner).not(),
            Expr::And(left, right) => value(left).and(value(right)),
            Expr::Or(left, right) => value(left).or(value(right)),
        }
    }

    #[test]
    fn what_is_not_looked_at_changes_nothing() {
        let model = Arc::new(load(&fixture(TREE), &NoHost, "Kconfig", &mut ParseCache::default()));
        assert_eq!(model.diagnostics, []);
        let symbols = ["A", "B", "C"].map(|name| model.find(name).expect("a symbol"));
        let all = [Tristate::N, Tristate::M, Tristate::Y];
        for number in 0..27 {
            let mut user = UserValues::new();
            for (symbol, place) in symbols.into_iter().zip([1, 3, 9]) {
                user.set(&model, symbol, UserValue::Tri(all[number / place % 3]));
            }
            let evaluation = crate::evaluate(model.clone(), user);
            for expr in (0..model.exprs.len()).map(ExprId::new) {
                let expected = by_the_rules(&evaluation, expr);
                assert_eq!(evaluation.expr(Some(expr)), expected, "{}", model.expr_text(expr));
            }
        }
    }
}
