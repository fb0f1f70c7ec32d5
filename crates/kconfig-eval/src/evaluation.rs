//! The values of all symbols.

use std::sync::Arc;

use kconfig_base::{Diagnostic, IndexVec, Tristate};
use kconfig_model::{ExprId, MenuId, Model, SymbolId, SymbolType};
use smallvec::SmallVec;

use crate::batch::Memo;
use crate::expr::{self, Reader};
use crate::origin::Origin;
use crate::unmet;
use crate::user::{UserValue, UserValues};

/// The text of a value, by where it stands.
///
/// A default takes over the text of another symbol, so that texts are shared
/// and never copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Text {
    /// A text of the rules: "", "0", "0x0", "n".
    Fixed(&'static str),
    /// The name of a symbol that has no definition: a constant.
    NameOf(SymbolId),
    /// The user's value of a symbol.
    UserOf(SymbolId),
}

/// What a symbol is in a configuration (`struct symbol` in expr.h).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Value {
    /// `curr.tri`: the value of a bool or tristate, n for others.
    pub tri: Tristate,
    /// `curr.val`: the value of other types.
    pub text: Text,
    /// The most that the user can set it to; n where there is no prompt.
    pub visibility: Tristate,
    /// Whether its direct dependencies hold.
    pub dir_dep: Tristate,
    /// The least that selects demand.
    pub rev_dep: Tristate,
    /// What implies ask for.
    pub weak_rev_dep: Tristate,
    /// Whether it goes into .config (`SYMBOL_WRITE`).
    pub write: bool,
    /// Why it has this value.
    pub origin: Origin,
}

impl Default for Value {
    fn default() -> Self {
        Self {
            tri: Tristate::N,
            text: Text::Fixed(""),
            visibility: Tristate::N,
            dir_dep: Tristate::N,
            rev_dep: Tristate::N,
            weak_rev_dep: Tristate::N,
            write: false,
            origin: Origin::Nothing,
        }
    }
}

/// A model with user values and the values that follow from them.
#[derive(Clone)]
pub struct Evaluation {
    /// The tree.
    pub model: Arc<Model>,
    /// What the user set.
    pub user: UserValues,
    /// conf's warnings about unmet dependencies, in the order of the symbols.
    pub diagnostics: Vec<Diagnostic>,
    pub(crate) values: IndexVec<SymbolId, Value>,
    /// n where the tree has no modules, or they are off.
    pub(crate) modules: Tristate,
}

impl Evaluation {
    pub(crate) fn of_memo(model: Arc<Model>, user: UserValues, memo: &Memo) -> Self {
        let (values, modules) = (memo.values.clone(), memo.modules);
        let mut evaluation = Self { model, user, diagnostics: Vec::new(), values, modules };
        let symbols = evaluation.model.symbols().map(|(symbol, _)| symbol);
        let unmet = symbols.filter(|&symbol| unmet::is_unmet(&evaluation, symbol));
        evaluation.diagnostics = unmet.map(|symbol| unmet::describe(&evaluation, symbol)).collect();
        evaluation
    }

    /// Gives the value of a symbol with all that belongs to it.
    pub fn value(&self, symbol: SymbolId) -> &Value {
        &self.values[symbol]
    }

    /// Gives the value as text, as in .config but unquoted
    /// (`sym_get_string_value`).
    pub fn text(&self, symbol: SymbolId) -> &str {
        self.string_value(symbol)
    }

    /// Gives `curr.val` alone: for a bool or tristate that is "n" whatever its
    /// value, and its name for a constant.
    pub(crate) fn plain_text(&self, symbol: SymbolId) -> &str {
        expr::resolve(&self.model, &self.user, self.values[symbol].text)
    }

    /// Gives the type, where a tristate without modules is a bool
    /// (`sym_get_type`).
    pub fn ty(&self, symbol: SymbolId) -> SymbolType {
        let is_shown = self.value(symbol).visibility == Tristate::Y;
        expr::type_of(&self.model, symbol, is_shown, self.modules)
    }

    /// Gives the value of an expression; `None` is y.
    pub fn expr(&self, expr: Option<ExprId>) -> Tristate {
        expr.map_or(Tristate::Y, |expr| expr::evaluate(&self.model, self, expr))
    }

    /// Tells whether modules are on.
    pub fn modules(&self) -> Tristate {
        self.modules
    }

    /// Gives the user's value of a symbol.
    pub fn user_value(&self, symbol: SymbolId) -> Option<&UserValue> {
        self.user.get(symbol)
    }

    /// Tells whether a menu node is shown (`menu_is_visible` in menu.c).
    pub fn is_menu_visible(&self, menu: MenuId) -> bool {
        let mut candidates: SmallVec<[MenuId; 16]> = SmallVec::from_elem(menu, 1);
        while let Some(menu) = candidates.pop() {
            let node = self.model.menu(menu);
            let Some(prompt) = node.prompt else { continue };
            if self.expr(node.visible_if) == Tristate::N {
                continue;
            }
            if self.expr(self.model.property(prompt).cond) != Tristate::N {
                return true;
            }
            // A symbol that is set though its prompt is hidden shows what it
            // has below.
            if node.symbol.is_some_and(|symbol| self.value(symbol).tri != Tristate::N) {
                candidates.extend(self.model.children(menu));
            }
        }
        false
    }
}

impl Reader for Evaluation {
    fn tri(&self, symbol: SymbolId) -> Tristate {
        self.values[symbol].tri
    }

    fn string_value(&self, symbol: SymbolId) -> &str {
        expr::string_value(&self.model, &self.user, &self.values, symbol)
    }
}
