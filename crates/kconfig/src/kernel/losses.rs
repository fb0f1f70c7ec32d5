//! What was asked for and not got: the lines of a .config and the values of a
//! state that came out otherwise, each with its reason.

use std::collections::{BTreeMap, BTreeSet};

use kconfig_base::Tristate;
use kconfig_dotconfig::{Line, line_of, parse_line, parse_line_loosely};
use kconfig_eval::{Evaluation, Origin};
use kconfig_graph::origin_text;
use kconfig_model::{ExprId, Model, PropertyKind, SymbolId, SymbolType, load_as};

use super::KernelTree;
use super::arch::Arch;
use crate::bundle::NO_PROFILE;
use crate::menu::{needs, unmet_operands};
use crate::view::{LossKind, LossRow, LossView, Problem, State};
use crate::workspace::PREFIX;

/// The lines of a .config: each symbol once, with the value as written, in the
/// order of the lines; `n` where it is not set.
///
/// A later line wins over an earlier one, as in `conf_read_simple` (confdata.c).
pub(super) fn asked_lines(text: &str, is_loose: bool) -> Vec<(String, String)> {
    let mut lines: Vec<(String, String)> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for line in text.split('\n') {
        let bare = line.strip_suffix('\r').unwrap_or(line);
        let parsed = if is_loose { parse_line_loosely(bare, PREFIX) } else { parse_line(bare, PREFIX) };
        let (name, value) = match parsed {
            Line::Set(name, value) => (name, value),
            Line::Unset(name) => (name, "n"),
            Line::Blank | Line::Unexpected => continue,
        };
        match places.get(name) {
            Some(&place) => value.clone_into(&mut lines[place].1),
            None => {
                places.insert(name.to_owned(), lines.len());
                lines.push((name.to_owned(), value.to_owned()));
            }
        }
    }
    lines
}

impl KernelTree {
    /// Lists what a state asks for and does not get: of the .config that it starts
    /// from, and of its own values.
    ///
    /// # Errors
    /// As [`KernelTree::view`].
    pub fn losses(&mut self, state: &State) -> Result<LossView, Problem> {
        let place = self.place(state)?;
        self.arch(&place, &place.arch)?;
        if !self.toolchain.contains_key(&place.arch) {
            let names = self.toolchain_symbols(&place.arch)?;
            self.toolchain.insert(place.arch.clone(), names);
        }
        let file = self.file_name(&place.state.base);
        let Some(arch) = self.arches.get(&place.arch) else { return Ok(LossView::default()) };
        let toolchain = self.toolchain.get(&place.arch);
        let asks = Asks { arch, toolchain };
        Ok(asks.view(file))
    }

    /// The symbols whose own definitions hang on what the shell answers: those that
    /// are unknown where nobody answers.
    fn toolchain_symbols(&mut self, arch: &str) -> Result<BTreeSet<String>, Problem> {
        let host = self.bundle.host(arch, Some(NO_PROFILE))?;
        let semantics = self.bundle.semantics().unwrap_or_default();
        let model = load_as(semantics, &*self.bundle, &host, "Kconfig", &mut self.cache);
        Ok(model.unknown_symbols.iter().map(|&symbol| model.name(symbol).to_owned()).collect())
    }
}

/// An arch whose state is compared with what it asks for.
struct Asks<'a> {
    arch: &'a Arch,
    toolchain: Option<&'a BTreeSet<String>>,
}

impl Asks<'_> {
    fn view(&self, file: Option<String>) -> LossView {
        let values = &self.arch.values;
        let is_own = |name: &String| values.contains_key(name);
        let lines = self.arch.lines.iter().filter(|(name, _)| !is_own(name));
        let mut rows: Vec<LossRow> = lines.filter_map(|(name, asked)| self.row(name, asked, false)).collect();
        let own = values.iter().filter_map(|(name, asked)| self.row(name, &self.written(name, asked), true));
        let mut all: Vec<LossRow> = own.collect();
        all.append(&mut rows);
        // The reasons that a person can do something about come first.
        all.sort_by_key(|row| row.kind);
        let messages = self.arch.messages.clone();
        let (n_lines, n_values) = (self.arch.lines.len() as u32, values.len() as u32);
        LossView { file, n_lines, n_values, messages, rows: all }
    }

    /// A value of the state as a .config has it.
    fn written(&self, name: &str, value: &str) -> String {
        let model = self.arch.model();
        let is_string = model.find(name).is_some_and(|it| model.symbol(it).ty == SymbolType::String);
        if is_string { kconfig_dotconfig::escape(value) } else { value.to_owned() }
    }

    /// The row of a symbol, unless it got what was asked for.
    fn row(&self, name: &str, asked: &str, is_own: bool) -> Option<LossRow> {
        let evaluation = self.arch.evaluation();
        let model = &*evaluation.model;
        let symbol = model.find(name).filter(|&symbol| !model.symbol(symbol).menus.is_empty());
        let got = symbol.and_then(|symbol| got(evaluation, symbol));
        let is_tri = symbol.is_none_or(|symbol| model.symbol(symbol).ty.is_tristate_like());
        let is_same = match &got {
            Some(got) => got == asked,
            None => asked == "n" && is_tri,
        };
        if is_same {
            return None;
        }
        let (kind, reason) = match symbol {
            None => (LossKind::Unknown, format!("no Kconfig file of {} defines it", self.arch.name)),
            Some(symbol) => self.reason(symbol, asked),
        };
        Some(LossRow { symbol: name.to_owned(), asked: asked.to_owned(), got, kind, reason, is_own })
    }

    /// Why a defined symbol has another value than the one asked for.
    fn reason(&self, symbol: SymbolId, asked: &str) -> (LossKind, String) {
        let evaluation = self.arch.evaluation();
        let model = &*evaluation.model;
        let value = evaluation.value(symbol);
        let ty = model.symbol(symbol).ty;
        let asked_tri = match asked {
            "y" => Tristate::Y,
            "m" => Tristate::M,
            _ => Tristate::N,
        };
        if self.is_toolchain(symbol) && value.visibility == Tristate::N {
            return (LossKind::Toolchain, "the toolchain's answers decide it".to_owned());
        }
        if ty.is_tristate_like() && value.rev_dep > asked_tri && value.tri > asked_tri {
            return (LossKind::Select, origin_text(evaluation, symbol));
        }
        if matches!(value.origin, Origin::ChoiceOther | Origin::ChoiceDefault | Origin::ChoiceUser) {
            return (LossKind::Choice, origin_text(evaluation, symbol));
        }
        let has_prompt = model.properties_of(symbol).any(|property| property.text().is_some());
        if !has_prompt {
            return (LossKind::Computed, format!("it has no prompt: {}", origin_text(evaluation, symbol)));
        }
        if value.visibility == Tristate::N {
            return self.unmet(symbol);
        }
        if !ty.is_tristate_like() {
            return (LossKind::Range, range_words(evaluation, symbol).unwrap_or_else(|| not_a(ty)));
        }
        if asked_tri > value.visibility {
            return (LossKind::Dependency, limit_words(evaluation, symbol));
        }
        (LossKind::Range, not_a(ty))
    }

    /// Which condition of its prompt a symbol lacks.
    fn unmet(&self, symbol: SymbolId) -> (LossKind, String) {
        let evaluation = self.arch.evaluation();
        let model = &*evaluation.model;
        let operands: Vec<ExprId> = unmet_operands(evaluation, symbol);
        let mut is_toolchain = !operands.is_empty();
        for &operand in &operands {
            let mut symbols = Vec::new();
            model.exprs.for_each_symbol(operand, |symbol| symbols.push(symbol));
            is_toolchain &= symbols.into_iter().any(|symbol| self.is_toolchain(symbol));
        }
        let words = needs(evaluation, symbol);
        if is_toolchain {
            return (LossKind::Toolchain, format!("{words}, which the toolchain answers"));
        }
        let got = if evaluation.value(symbol).tri > Tristate::N {
            format!("; {}", origin_text(evaluation, symbol))
        } else {
            String::new()
        };
        (LossKind::Dependency, format!("{words}{got}"))
    }

    fn is_toolchain(&self, symbol: SymbolId) -> bool {
        let model: &Model = self.arch.model();
        self.toolchain.is_some_and(|names| names.contains(model.name(symbol)))
    }
}

/// The value of a symbol as .config has it; `n` where it says "is not set", none
/// where it has no line.
fn got(evaluation: &Evaluation, symbol: SymbolId) -> Option<String> {
    let value = evaluation.value(symbol);
    if !value.write {
        return None;
    }
    let line = line_of(evaluation, symbol, PREFIX);
    let value = line.trim_end_matches('\n').split_once('=').map_or("n", |(_, value)| value);
    Some(value.to_owned())
}

/// `its range is 1 to 10 here`.
fn range_words(evaluation: &Evaluation, symbol: SymbolId) -> Option<String> {
    let model = &*evaluation.model;
    model.properties_of(symbol).find_map(|property| match property.kind {
        PropertyKind::Range(low, high) if evaluation.expr(property.cond) > Tristate::N => {
            let (low, high) = (evaluation.text(low), evaluation.text(high));
            Some(format!("its range is {low} to {high} here"))
        }
        _ => None,
    })
}

fn not_a(ty: SymbolType) -> String {
    format!("that is no value of a symbol of type {}", ty.name())
}

/// `it needs USB = m, so m is the most`.
fn limit_words(evaluation: &Evaluation, symbol: SymbolId) -> String {
    let model = &*evaluation.model;
    let limit = evaluation.value(symbol).visibility;
    let prompts = model.properties_of(symbol).filter(|property| property.text().is_some());
    let limiting: Vec<String> = prompts
        .filter_map(|property| property.cond)
        .flat_map(|cond| model.exprs.and_operands(cond))
        .filter(|&operand| evaluation.expr(Some(operand)) == limit)
        .map(|operand| format!("{} = {}", model.expr_text(operand), limit.as_str()))
        .collect();
    format!("it needs {}, so {} is the most", limiting.join(" and "), limit.as_str())
}
