//! Values that follow each change of the user's, without computing all anew.
//!
//! After an edit only what reads a changed value is computed, in the order of
//! [`Dependents`], so that each node is computed once and after all that it
//! reads; where a value comes out as it was, its readers are left alone. The
//! rules are those of [`evaluate`], run by the same code, and so are the
//! values, always.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};
use std::sync::Arc;

use kconfig_model::dependents::{Node, Rank, unit_symbols};
use kconfig_model::{Dependents, ExprId, Model, SymbolId};

use crate::batch::{Batch, Memo, all_values};
use crate::evaluation::{Evaluation, Text, Value};
use crate::unmet;
use crate::user::{InvalidValue, UserValue, UserValues};

/// The symbols whose values an edit has changed, in the order of their ids.
pub type Delta = Vec<SymbolId>;

/// An [`Evaluation`] that can be edited.
#[derive(Clone)]
pub struct Incremental {
    /// What is true after the last edit.
    evaluation: Evaluation,
    memo: Memo,
    /// `None` where a tree's values cannot be ordered: all are computed anew.
    dependents: Option<Arc<Dependents>>,
    /// What `modules` depends on: a change there may change every type.
    modules_cone: Arc<BTreeSet<SymbolId>>,
    /// The symbols with unmet direct dependencies.
    unmet: BTreeSet<SymbolId>,
    /// The ranks that are to be computed; empty between two edits.
    queue: BinaryHeap<Reverse<Rank>>,
    is_queued: Vec<bool>,
}

impl Incremental {
    /// Computes all values, and who reads them.
    ///
    /// That takes about twice as long as [`evaluate`](crate::evaluate).
    pub fn new(model: Arc<Model>, user: UserValues) -> Self {
        // A choice with a value of its own decides about more than its readers.
        // A tree that defines a `config y` has no constants to rely on.
        let is_constant = |symbol: SymbolId| model.symbol(symbol).menus.is_empty();
        let has_constants = [SymbolId::MOD, SymbolId::YES].into_iter().all(is_constant);
        let is_ordered = !model.semantics.has_choice_values() && has_constants;
        let dependents = is_ordered.then(|| Dependents::new(&model)).flatten().map(Arc::new);
        let modules_cone =
            dependents.as_ref().map_or_else(BTreeSet::new, |graph| modules_cone(&model, graph));
        let n_nodes = dependents.as_ref().map_or(0, |graph| graph.len());
        let (memo, evaluation) = all(model, user);
        let mut this = Self {
            evaluation,
            memo,
            dependents,
            modules_cone: Arc::new(modules_cone),
            unmet: BTreeSet::new(),
            queue: BinaryHeap::new(),
            is_queued: vec![false; n_nodes],
        };
        this.settle();
        this
    }

    /// What is true now.
    pub fn evaluation(&self) -> &Evaluation {
        &self.evaluation
    }

    /// Sets a value from text, as a line of .config does.
    ///
    /// # Errors
    /// The text is no value of the symbol's type; nothing has changed then.
    pub fn set_text(&mut self, symbol: SymbolId, text: &str) -> Result<Delta, InvalidValue> {
        let model = self.evaluation.model.clone();
        let before = self.evaluation.user.get(symbol).cloned();
        self.evaluation.user.set_text(&model, symbol, text)?;
        // Of a choice's members even the same again counts: the last one is dearest.
        let is_member = self.evaluation.model.symbol(symbol).is_choice_value;
        let is_text = matches!(before, Some(UserValue::Text(_))) && !is_member;
        if is_text && self.evaluation.user.get(symbol) == before.as_ref() {
            return Ok(Delta::new());
        }
        Ok(self.update(&[symbol]))
    }

    /// Takes the user's value of a symbol back.
    pub fn clear(&mut self, symbol: SymbolId) -> Delta {
        self.evaluation.user.clear(symbol);
        self.update(&[symbol])
    }

    /// Replaces all the user's values.
    pub fn set_user(&mut self, user: UserValues) -> Delta {
        let edited = self.evaluation.user.differences(&user, &self.evaluation.model);
        self.evaluation.user = user;
        self.update(&edited)
    }

    /// Computes what follows from the user values of `edited` having changed.
    fn update(&mut self, edited: &[SymbolId]) -> Delta {
        let Some(graph) = self.dependents.clone() else { return self.restart(edited) };
        if edited.iter().any(|&symbol| self.modules_cone.contains(&graph.unit(symbol))) {
            return self.restart(edited);
        }
        for rank in edited.iter().filter_map(|&symbol| graph.rank_of(symbol)) {
            self.enqueue(rank);
        }
        let model = self.evaluation.model.clone();
        let mut delta = Delta::new();
        while let Some(Reverse(rank)) = self.queue.pop() {
            self.is_queued[rank as usize] = false;
            match graph.node(rank) {
                Node::Expr(expr) => {
                    if self.recompute_expr(expr) {
                        self.enqueue_all(graph.readers_of_expr(expr));
                    }
                }
                Node::Unit(unit) => {
                    let before: Vec<(SymbolId, Value)> =
                        unit_symbols(&model, unit).map(|symbol| (symbol, self.memo.values[symbol])).collect();
                    if !self.recompute_unit(&before) {
                        // A rule asked for what no rule reads.
                        return self.restart(edited);
                    }
                    for (symbol, before) in before {
                        let now = self.memo.values[symbol];
                        let is_new_text = now.text != before.text || is_text_of(now.text, edited);
                        if now.tri != before.tri || is_new_text {
                            self.enqueue_all(graph.readers_of_symbol(symbol));
                        }
                        if now != before || is_new_text {
                            delta.push(symbol);
                        }
                    }
                }
            }
        }
        delta.sort_unstable();
        delta.dedup();
        for &symbol in &delta {
            self.evaluation.values[symbol] = self.memo.values[symbol];
            if unmet::is_unmet(&self.evaluation, symbol) {
                self.unmet.insert(symbol);
            } else {
                self.unmet.remove(&symbol);
            }
        }
        if !delta.is_empty() {
            self.describe_unmet();
        }
        delta
    }

    fn enqueue_all(&mut self, ranks: &[Rank]) {
        for &rank in ranks {
            self.enqueue(rank);
        }
    }

    fn enqueue(&mut self, rank: Rank) {
        if !std::mem::replace(&mut self.is_queued[rank as usize], true) {
            self.queue.push(Reverse(rank));
        }
    }

    fn batch(&mut self) -> Batch<'_> {
        Batch { model: &self.evaluation.model, user: &self.evaluation.user, memo: &mut self.memo }
    }

    /// Computes an operator from its operands; tells whether it has changed.
    fn recompute_expr(&mut self, expr: ExprId) -> bool {
        let before = self.memo.expr(expr);
        self.memo.forget_expr(expr);
        // Its operands are known.
        let now = self.batch().expr(expr).unwrap_or(before);
        now != before
    }

    /// Computes the symbols of a unit; tells whether all they need was there.
    fn recompute_unit(&mut self, symbols: &[(SymbolId, Value)]) -> bool {
        let mut batch = self.batch();
        symbols.iter().all(|&(symbol, _)| match batch.try_symbol(symbol) {
            Ok(value) => {
                batch.set(symbol, value);
                true
            }
            Err(_) => false,
        })
    }

    /// Computes all anew.
    fn restart(&mut self, edited: &[SymbolId]) -> Delta {
        let before = self.evaluation.clone();
        let (memo, evaluation) = all(before.model.clone(), before.user.clone());
        (self.memo, self.evaluation) = (memo, evaluation);
        self.settle();
        let now = &self.evaluation;
        let has_changed = |symbol: &SymbolId| {
            before.value(*symbol) != now.value(*symbol) || is_text_of(now.value(*symbol).text, edited)
        };
        now.model.symbols().map(|(symbol, _)| symbol).filter(has_changed).collect()
    }

    /// Brings all operators and the warnings up to the values.
    fn settle(&mut self) {
        self.queue.clear();
        self.is_queued.fill(false);
        if let Some(graph) = self.dependents.clone() {
            for rank in 0..graph.len() as Rank {
                if let Node::Expr(expr) = graph.node(rank) {
                    let _ = self.batch().expr(expr);
                }
            }
        }
        let evaluation = &self.evaluation;
        let symbols = evaluation.model.symbols().map(|(symbol, _)| symbol);
        self.unmet = symbols.filter(|&symbol| unmet::is_unmet(evaluation, symbol)).collect();
    }

    fn describe_unmet(&mut self) {
        let diagnostics = self.unmet.iter().map(|&symbol| unmet::describe(&self.evaluation, symbol));
        self.evaluation.diagnostics = diagnostics.collect();
    }
}

/// Computes all values of a model.
fn all(model: Arc<Model>, user: UserValues) -> (Memo, Evaluation) {
    let memo = all_values(&model, &user);
    let evaluation = Evaluation::of_memo(model, user, &memo);
    (memo, evaluation)
}

/// Tells whether a text is what the user gave to one of these symbols, and so
/// may have changed though it stands at the same place.
fn is_text_of(text: Text, edited: &[SymbolId]) -> bool {
    matches!(text, Text::UserOf(symbol) if edited.contains(&symbol))
}

/// The units that the symbol with `modules` depends on, its own included.
fn modules_cone(model: &Model, graph: &Dependents) -> BTreeSet<SymbolId> {
    let mut cone = BTreeSet::from([graph.unit(model.modules_sym)]);
    let Some(top) = graph.rank_of(model.modules_sym) else { return cone };
    // Downwards in rank, what is read by the cone belongs to it.
    let mut is_inside = vec![false; graph.len()];
    is_inside[top as usize] = true;
    for rank in (0..=top).rev() {
        let is_read = |readers: &[Rank]| readers.iter().any(|&reader| is_inside[reader as usize]);
        let inside = match graph.node(rank) {
            Node::Expr(expr) => is_read(graph.readers_of_expr(expr)),
            Node::Unit(unit) => {
                unit_symbols(model, unit).any(|symbol| is_read(graph.readers_of_symbol(symbol)))
            }
        };
        if inside {
            is_inside[rank as usize] = true;
            if let Node::Unit(unit) = graph.node(rank) {
                cone.insert(unit);
            }
        }
    }
    cone
}
