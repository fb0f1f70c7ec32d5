//! One arch of a tree, kept up to date.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use kconfig_base::Severity;
use kconfig_dotconfig::{Change, Layout};
use kconfig_eval::{Evaluation, Incremental, UserValues};
use kconfig_graph::Relations;
use kconfig_model::{MenuId, Model, ParseCache, SymbolId, load_as};
use kconfig_series::Snapshot;

use super::answers::Asking;
use super::changed::Changed;
use super::loaded::Wanted;
use crate::bundle::{Bundle, may_be_unknown};
use crate::menu::MenuIndex;
use crate::view::{AnswerRow, Changes, Problem};
use crate::warnings::warning_view;
use crate::world::PREFIX;
use crate::world::base::Base;
use crate::world::reads::{Reads, Recording};

/// How many messages of a broken tree are shown.
const MAX_MESSAGES: usize = 20;

/// An arch: its model, and its values under the state that it was shown in.
pub(super) struct Arch {
    /// ARCH: `x86_64`.
    pub(super) name: String,
    /// The toolchain whose answers it was loaded with; `None` is the default.
    profile: Option<String>,
    /// The answers in place of those.
    answers: BTreeMap<String, String>,
    /// The files that the model was made of.
    reads: Reads,
    /// The snapshots in which these files are the same, as far as somebody asked.
    same_in: BTreeSet<u32>,
    /// The snapshots in which they are not.
    other_in: BTreeSet<u32>,
    /// What it asked.
    pub(super) asked: Vec<AnswerRow>,
    pub(super) index: MenuIndex,
    base: Base,
    /// What the base config sets.
    pub(super) base_user: UserValues,
    /// What the base config asks for, if it is a file: symbols and values as written.
    pub(super) lines: Vec<(String, String)>,
    /// What conf says of the lines of that file.
    pub(super) messages: Vec<String>,
    /// The values of the state beside it.
    pub(super) values: BTreeMap<String, String>,
    /// The values of the base config alone.
    pub(super) before: Evaluation,
    now: Incremental,
    changed: Changed,
    /// The order of its .config.
    layout: OnceCell<Layout>,
    /// The .config under these values, once it was asked for.
    config: OnceCell<String>,
    relations: OnceCell<Relations>,
    /// Whether a value may be another one for an answer that nobody recorded,
    /// by symbol; empty where all answers are there.
    unknown: OnceCell<Vec<bool>>,
    /// The symbols that the toolchain decides, once they were asked for.
    pub(super) toolchain: OnceCell<BTreeSet<String>>,
}

impl Arch {
    /// Loads an arch of a snapshot of a tree, at its defaults.
    ///
    /// # Errors
    /// An error that conf would stop at, with the messages.
    pub(super) fn load(bundle: &Bundle, wanted: Wanted<'_>, cache: &mut ParseCache) -> Result<Self, Problem> {
        let Wanted { arch, profile, answers, snapshot } = wanted;
        let host = Asking::new(bundle.host_in(&snapshot.tree, arch, profile.as_deref())?, answers);
        let semantics = bundle.semantics().unwrap_or_default();
        let files = Recording::new(&snapshot.tree);
        let model = Arc::new(load_as(semantics, &files, &host, "Kconfig", cache));
        check(&model, arch)?;
        let base = Base::default();
        let (base_user, _) = base.values(&model);
        let now = Incremental::new(model.clone(), base_user.clone());
        let index = MenuIndex::new(&model);
        Ok(Self {
            name: arch.to_owned(),
            lines: Vec::new(),
            messages: Vec::new(),
            profile: profile.clone(),
            answers: answers.clone(),
            reads: files.into_reads(),
            same_in: BTreeSet::from([snapshot.number]),
            other_in: BTreeSet::new(),
            asked: host.into_rows(&model),
            changed: Changed::new(&model, &index),
            index,
            base,
            base_user,
            values: BTreeMap::new(),
            before: now.evaluation().clone(),
            now,
            layout: OnceCell::new(),
            config: OnceCell::new(),
            relations: OnceCell::new(),
            unknown: OnceCell::new(),
            toolchain: OnceCell::new(),
        })
    }

    /// Tells whether it is the model that is asked for.
    pub(super) fn is_it(&mut self, wanted: Wanted<'_>) -> bool {
        self.name == wanted.arch
            && self.profile == *wanted.profile
            && self.answers == *wanted.answers
            && self.is_of(wanted.snapshot)
    }

    /// Tells whether a snapshot has the files that the model was made of.
    pub(super) fn is_of(&mut self, snapshot: &Snapshot) -> bool {
        if self.same_in.contains(&snapshot.number) {
            return true;
        }
        if self.other_in.contains(&snapshot.number) {
            return false;
        }
        let is_same = self.reads.are_same_in(&snapshot.tree);
        if is_same { &mut self.same_in } else { &mut self.other_in }.insert(snapshot.number);
        is_same
    }

    /// Forgets which snapshots were compared, as other ones get their numbers.
    pub(super) fn forget_snapshots(&mut self) {
        self.same_in.clear();
        self.other_in.clear();
    }

    pub(super) fn model(&self) -> &Arc<Model> {
        &self.before.model
    }

    /// The values now.
    pub(super) fn evaluation(&self) -> &Evaluation {
        self.now.evaluation()
    }

    /// Brings the values up to a base config and the values of a state.
    pub(super) fn show(&mut self, base: &Base, values: &BTreeMap<String, String>) {
        if self.base == *base && self.values == *values {
            // Each view is followed by questions about the same state.
            return;
        }
        self.values = values.clone();
        let model = self.model().clone();
        if self.base != *base {
            self.base = base.clone();
            (self.base_user, self.messages) = base.values(&model);
            self.lines = base.asked_lines(&model);
            self.changed.start(&self.now.set_user(self.base_user.clone()));
            self.before = self.now.evaluation().clone();
            self.config.take();
        }
        let mut user = self.base_user.clone();
        for (name, value) in values {
            if let Some(symbol) = model.find(name) {
                // A value that does not fit the symbol's type is no value, as
                // in a .config.
                let _ = user.set_text(&model, symbol, value);
            }
        }
        let delta = self.now.set_user(user);
        if !delta.is_empty() {
            self.changed.edit(&delta, &self.before, self.now.evaluation(), &self.index);
            self.config.take();
        }
    }

    /// The whole .config.
    pub(super) fn config(&self) -> &str {
        self.config.get_or_init(|| self.layout().write(self.evaluation(), PREFIX))
    }

    /// The part of the .config that stands below a `menu`.
    pub(super) fn config_of(&self, menu: MenuId) -> String {
        self.layout().write_menu(self.evaluation(), menu, PREFIX)
    }

    fn layout(&self) -> &Layout {
        self.layout.get_or_init(|| Layout::new(self.model()))
    }

    /// Counts what has another value than when it was viewed last, and takes it
    /// to be viewed now; `None` for the first time.
    pub(super) fn view(&mut self, focus: Option<SymbolId>) -> Option<Changes> {
        self.changed.view(self.now.evaluation(), focus)
    }

    /// Walks what differs from the base config, in the order of the menu.
    pub(super) fn differences(&self) -> impl Iterator<Item = Change> {
        self.changed.places().filter_map(|place| {
            let symbol = self.model().menu(self.index.entries[place].menu).symbol?;
            Change::of(&self.before, self.evaluation(), symbol)
        })
    }

    pub(super) fn relations(&self) -> &Relations {
        self.relations.get_or_init(|| Relations::new(self.model()))
    }

    /// Tells whether a value may be another one for a missing answer.
    pub(super) fn is_unknown(&self, symbol: SymbolId) -> bool {
        use kconfig_base::idx::Idx as _;
        let unknown = self.unknown.get_or_init(|| {
            let mut marks =
                vec![
                    false;
                    if self.model().unknown_symbols.is_empty() { 0 } else { self.model().n_symbols() }
                ];
            for symbol in may_be_unknown(self.model()).unwrap_or_default() {
                if let Some(mark) = marks.get_mut(symbol.index()) {
                    *mark = true;
                }
            }
            marks
        });
        unknown.get(symbol.index()).copied().unwrap_or(false)
    }
}

/// Refuses a tree that conf would not go on with.
fn check(model: &Model, arch: &str) -> Result<(), Problem> {
    let is_error = |diagnostic: &&kconfig_base::Diagnostic| diagnostic.severity == Severity::Error;
    let mut errors = model.diagnostics.iter().filter(is_error).peekable();
    if errors.peek().is_none() {
        return Ok(());
    }
    let texts = errors.map(|diagnostic| warning_view(diagnostic, model));
    let mut details: Vec<String> = texts
        .map(|text| if text.place.is_empty() { text.text } else { format!("{}: {}", text.place, text.text) })
        .collect();
    let n = details.len();
    if n > MAX_MESSAGES {
        details.truncate(MAX_MESSAGES);
        details.push(format!("and {} more", n - MAX_MESSAGES));
    }
    Err(Problem {
        message: format!("conf would stop at the Kconfig files of {arch}."),
        details,
        help: "Mend the tree, or open another one.".into(),
    })
}
