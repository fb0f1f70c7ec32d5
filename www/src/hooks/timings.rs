//! How long what was asked for takes, as User Timing measures.
//!
//! `kconfig:first`, from the page's address to its first state; `kconfig:verdict`, from
//! the question for what is wrong to the sentence; `kconfig:load`, from a chosen file to its first .config; `kconfig:elaborate`,
//! one more arch; `kconfig:toggle`, from a new value to the .config that follows;
//! `kconfig:series`, from a series that is given to its first table; `kconfig:step`, from
//! other patches to the .config that follows; `kconfig:sweep`, from a series to what all
//! its patches do; `kconfig:matrix` and `kconfig:graph`, to these; `kconfig:search`, from a key
//! to the rows. Each ends when the
//! document has it, before it is painted. A browser's tools show them, and
//! `cargo xtask bench --browser` reads them.

use std::rc::Rc;

use gloo::utils::window;
use kconfig::view::{GraphView, MatrixView, VerdictView};
use yew::prelude::*;

use crate::state::Page;

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timed {
    /// What is wrong.
    Verdict,
    /// A tree that is opened.
    Load,
    /// An arch more.
    Elaborate,
    /// A new value of a symbol.
    Toggle,
    /// The table of all arches.
    Matrix,
    /// The graph.
    Graph,
    /// A key in the search box.
    Search,
    /// A series that is put on a tree.
    Series,
    /// Other patches.
    Step,
    /// What all patches do on all arches.
    Sweep,
}

impl Timed {
    fn name(self) -> &'static str {
        match self {
            Self::Verdict => "kconfig:verdict",
            Self::Load => "kconfig:load",
            Self::Elaborate => "kconfig:elaborate",
            Self::Toggle => "kconfig:toggle",
            Self::Matrix => "kconfig:matrix",
            Self::Graph => "kconfig:graph",
            Self::Search => "kconfig:search",
            Self::Series => "kconfig:series",
            Self::Step => "kconfig:step",
            Self::Sweep => "kconfig:sweep",
        }
    }

    /// Says that it begins now.
    pub fn start(self) {
        // A browser without these measures nothing.
        if let Some(performance) = window().performance() {
            performance.clear_marks_with_mark_name(self.name());
            let _ = performance.mark(self.name());
        }
    }

    /// Says that it has ended, if it had begun.
    fn end(self) {
        let Some(performance) = window().performance() else { return };
        // To measure from a mark that is not there is an error, which takes its time.
        if performance.get_entries_by_name_with_entry_type(self.name(), "mark").length() > 0 {
            let _ = performance.measure_with_start_mark(self.name(), self.name());
            performance.clear_marks_with_mark_name(self.name());
        }
    }
}

/// Ends what was begun when the page shows it.
#[hook]
pub fn use_timings(page: &UseReducerHandle<Page>) {
    use_effect_with(page.view.is_some(), |is_there| {
        if let Some(performance) = window().performance().filter(|_| *is_there) {
            // Without a mark it is measured from where the browser began to load.
            let _ = performance.measure("kconfig:first");
        }
    });
    let verdict = page.verdict.as_ref().map(|(_, verdict)| verdict.clone());
    use_effect_with(verdict, |_: &Option<Rc<VerdictView>>| Timed::Verdict.end());
    use_effect_with(page.shown, |_| {
        Timed::Load.end();
        Timed::Toggle.end();
        Timed::Series.end();
        Timed::Step.end();
        Timed::Graph.start();
    });
    use_effect_with(page.graph.clone(), |_: &Rc<GraphView>| Timed::Graph.end());
    use_effect_with(page.looked, |_| Timed::Search.end());
    use_effect_with(page.effects.is_done(), |is_done| {
        if *is_done {
            Timed::Sweep.end();
        }
    });
    // Also one that is as it was has come.
    let (came, matrix) = (page.matrix.as_ref().map(Rc::as_ptr), page.matrix.clone());
    use_effect_with(came, move |_: &Option<*const MatrixView>| {
        let Some(matrix) = matrix else { return };
        Timed::Elaborate.end();
        if matrix.n_missing > 0 {
            // Arches come one by one.
            Timed::Elaborate.start();
        } else {
            Timed::Matrix.end();
        }
    });
}
