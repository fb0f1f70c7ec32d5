//! What becomes of the page when the worker answers.

use std::rc::Rc;

use kconfig::view::{
    ActiveRow, ConfigView, GraphView, LossView, MenuView, OpenedLink, Problem, ScenarioView, State, StateView,
};

use super::said::{self, Cause};
use super::trees::TreeAction;
use super::{LinkFrom, Notice, Page, Visit, edit, look};
use crate::agent::protocol::{Answer, PROTOCOL};
use crate::agent::tree_protocol::LINKED;

impl Page {
    /// Takes an answer; one to a question that another one overtook is dropped.
    pub(super) fn answer(&mut self, answer: Answer) {
        match answer {
            Answer::Hello { protocol, version } => {
                self.is_greeted = protocol == PROTOCOL;
                self.status = if self.is_greeted {
                    format!("Evaluator {version} is ready.")
                } else {
                    "This page and its evaluator are of different versions. Reload the page.".to_owned()
                };
            }
            Answer::Opened(Ok(scenario)) => {
                self.scenario = Some(Rc::new(*scenario));
                self.series = self.scenario.clone();
                self.steps_wanted = true;
            }
            Answer::Opened(Err(problem)) => self.problem = Some(problem),
            Answer::View { id, result } if id == self.ticket => self.show(result),
            Answer::Look { id, result } if id == self.look => {
                (self.looked, self.is_going) = (id, false);
                if let Ok(parts) = result {
                    let (menu, config) = *parts;
                    self.parts(menu, config);
                }
            }
            Answer::Graph { id, result } if id == self.shown => {
                self.graph = Rc::new(result.map_or_else(|_| GraphView::default(), |graph| *graph));
            }
            Answer::Answers(rows) => self.answers = Some(Rc::new(rows)).filter(|_| self.answers_wanted),
            Answer::Given { id, result } if id == self.give => {
                self.given = None;
                match result {
                    Ok(state) => self.go(Visit::Push, Cause::Given, *state),
                    Err(problem) => self.fail(problem),
                }
            }
            Answer::Configs { tree, given } => {
                if let Some(scenario) = self.scenario.as_mut().filter(|scenario| scenario.name == tree) {
                    Rc::make_mut(scenario).given = given;
                }
            }
            Answer::Verdict { about, result } => {
                // One about a step that was left is dropped; another is on its way.
                if let Some(verdict) = result.ok().filter(|_| Some(&*about) == self.verdict_key().as_ref()) {
                    self.verdict = Some((*about, Rc::new(*verdict)));
                }
            }
            Answer::Losses { id, result } if id == self.shown => {
                self.losses = Rc::new(result.map_or_else(|_| LossView::default(), |losses| *losses));
            }
            Answer::LinkWaits { id, tree, base } if id == self.link.0 => self.wait_for(tree, base.as_deref()),
            Answer::Config { id, result } if id == self.save => match result {
                Ok(text) => self.saved = Some(text),
                Err(problem) => self.fail(problem),
            },
            Answer::Matrix { id, result } if id == self.shown => {
                self.matrix = result.ok().map(|matrix| Rc::new(*matrix));
            }
            Answer::Review { id, result } if id == self.review => match result {
                Ok(text) => self.review_text = Some(text),
                Err(problem) => self.fail(problem),
            },
            Answer::Link { id, opened } if id == self.link.0 => self.follow(*opened),
            // The link's answer, which follows, has the state.
            Answer::SeriesPut { id: LINKED, result: Ok(scenario) } => {
                let scenario = Rc::new(*scenario);
                self.verdict = None;
                self.effects.start(scenario.has_patches());
                match &mut self.next {
                    Some(next) if next.name == scenario.name => *next = scenario,
                    _ => self.scenario = Some(scenario),
                }
            }
            Answer::SeriesPut { id, result: Ok(scenario) } if self.trees.is_newest(id) => {
                self.show_series(Rc::new(*scenario));
            }
            Answer::Sweep { id, result } if id == self.effects.sweep => match result {
                Ok(view) => self.effects.found(*view),
                Err(problem) => self.fail(problem),
            },
            Answer::Effect { id, groups, text } if id == self.effects.asked => {
                self.effects.said(groups, text);
            }
            Answer::FileText { id, paths, text } if id == self.edit.asked => self.edit.take(paths, text),
            Answer::Steps(row) => {
                let is_next = self.next_arch_is(&row.arch);
                if is_next {
                    Rc::make_mut(&mut self.steps).push(*row);
                }
            }
            // Overtaken by another question.
            Answer::View { .. }
            | Answer::Look { .. }
            | Answer::Graph { .. }
            | Answer::Given { .. }
            | Answer::Config { .. }
            | Answer::Matrix { .. }
            | Answer::Review { .. }
            | Answer::FileText { .. }
            | Answer::Sweep { .. }
            | Answer::Effect { .. }
            | Answer::Losses { .. }
            | Answer::LinkWaits { .. }
            | Answer::Link { .. } => {}
            other => {
                match &other {
                    // The link's answer, which follows, has the state.
                    Answer::TreeOpened { id: LINKED, result: Ok(opened) } => {
                        self.prepare(Rc::new(opened.1.clone()));
                    }
                    Answer::TreeOpened { result: Ok(opened), .. } => {
                        self.show_next(Rc::new(opened.1.clone()));
                    }
                    _ => {}
                }
                if let Some(said) = self.trees.answer(other) {
                    self.status = said;
                }
            }
        }
    }

    /// Keeps a link until the tree that it is about is opened, or the .config that it
    /// starts from.
    fn wait_for(&mut self, tree: String, base: Option<&str>) {
        let kept = match self.link_from {
            LinkFrom::Paste => "this page remembers it",
            LinkFrom::Address | LinkFrom::Ourselves => "the address keeps it",
        };
        let what = match base {
            None => format!(
                "The link is about the tree {tree}, which is neither offered here nor kept in this browser. \
                 Open it with \"Open bundle or tarball\" or \"Open folder\""
            ),
            Some(base) => format!(
                "The link starts from a .config that its sender loaded (CRC-32 {}). \
                 Ask for it, and load it with \"Load .config\"",
                base.trim_start_matches("file-")
            ),
        };
        let text = format!("{what}: the link is then applied. Until then {kept}.");
        self.notice = Some(Notice { text, is_sound: false });
        self.waiting = Some(tree);
        // The tree, once it is there, else what the page opens with.
        let first = self.scenario.clone().filter(|_| self.wanted.is_none());
        if let Some(scenario) = self.next.clone().or(first) {
            self.go(Visit::Replace, Cause::Opened, scenario.first.clone());
        }
    }

    /// Shows what a link says.
    fn follow(&mut self, opened: OpenedLink) {
        let OpenedLink { state, mut notice, is_sound, is_read } = opened;
        // A tree that the link is about has been opened before this answer.
        let is_prepared = self.next.as_ref().is_some_and(|next| next.name == state.tree);
        let is_refused = !is_read && self.link_from == LinkFrom::Paste && !is_prepared;
        if !is_read {
            notice.push_str(if is_refused {
                " The page stays as it is."
            } else {
                " The page is shown as it opens."
            });
        }
        if !is_refused {
            self.start = None;
            self.waiting = None;
            let here = self.scenario.as_ref().map(|scenario| scenario.name.clone());
            let series = self.series.clone().filter(|series| series.name == state.tree);
            if let Some(series) = series.filter(|series| here.as_ref() != Some(&series.name)) {
                self.trees.act(TreeAction::Close);
                self.prepare(series);
            }
            // What is pasted leaves a way back to where it was pasted.
            let visit = if self.link_from == LinkFrom::Paste { Visit::Push } else { Visit::Replace };
            // Its values may be other ones though it says the same: of another series.
            let is_same = self.wanted.as_ref() == Some(&state);
            self.go(visit, Cause::Opened, state);
            self.ticket += u32::from(is_same);
        }
        self.notice = Some(Notice { text: notice, is_sound }).filter(|notice| {
            !(notice.text.is_empty() || self.link_from == LinkFrom::Ourselves && notice.is_sound)
        });
    }

    /// Asks for the first state of another tree.
    pub(super) fn show_next(&mut self, next: Rc<ScenarioView>) {
        let first = next.first.clone();
        self.prepare(next);
        self.go(Visit::Push, Cause::Quiet, first);
    }

    /// Shows the tree that is open with another series, all its patches applied.
    fn show_series(&mut self, next: Rc<ScenarioView>) {
        let base = next.first.clone();
        let shown = self.wanted.take().filter(|wanted| wanted.tree == next.name).unwrap_or(base);
        let selection = next.first.selection.clone();
        self.wanted = Some(State { selection, carried: false, ..shown });
        let title = next.series.as_ref().map(|series| series.title.clone());
        self.effects.start(next.has_patches());
        self.scenario = Some(next);
        self.verdict = None;
        if self.has_edit() {
            self.effects.read(edit::EDIT);
        }
        (self.problem, self.matrix) = (None, None);
        // Also where the state is the same in all its parts: its values are not.
        self.ticket += 1;
        (self.cause, self.visit) = (Some(Cause::Series(title)), Visit::Push);
    }

    /// Gets ready for a state of another tree.
    fn prepare(&mut self, next: Rc<ScenarioView>) {
        self.ask = look::first(!next.menu.is_empty());
        (self.problem, self.answers_wanted, self.answers) = (None, false, None);
        self.next = Some(next);
    }

    fn next_arch_is(&self, arch: &str) -> bool {
        let next = self.series.as_ref().and_then(|series| series.arches.get(self.steps.len()));
        next.is_some_and(|next| next.name == arch)
    }

    /// Takes the parts that are looked at.
    fn parts(&mut self, menu: MenuView, config: ConfigView) {
        // So that scrolling starts from what is there.
        self.ask.menu.first = menu.first;
        if self.ask.menu.active != ActiveRow::Focus && !menu.active_key.is_empty() {
            self.ask.menu.active = ActiveRow::Key(menu.active_key.clone());
        }
        if *self.menu != menu {
            self.menu = Rc::new(menu);
        }
        if *self.config != config {
            self.config = Rc::new(config);
        }
    }

    fn show(&mut self, result: Result<Box<StateView>, Problem>) {
        self.is_going = false;
        match result {
            Ok(mut view) => {
                if let Some(next) = self.next.take_if(|next| next.name == view.state.tree) {
                    self.scenario = Some(next);
                    (self.matrix, self.graph) = (None, Rc::default());
                }
                let cause = self.cause.take().unwrap_or(Cause::Quiet);
                if let Some(scenario) = &self.scenario {
                    let said = said::sentence(&cause, scenario, &view);
                    self.status = said.unwrap_or_else(|| std::mem::take(&mut self.status));
                }
                if !self.has_matrix_for(&view.state) {
                    self.matrix = None;
                }
                // Asked once: a state that keeps no focus is shown without.
                let is_new = self.view.as_ref().is_none_or(|before| before.state != view.state);
                let focus = view.suggestion.clone().filter(|_| is_new);
                self.parts(std::mem::take(&mut view.menu), std::mem::take(&mut view.config));
                self.wanted = Some(view.state.clone());
                self.view = Some(Rc::new(*view));
                self.shown = self.ticket;
                if !self.has_asked() && *self.losses != LossView::default() {
                    self.losses = Rc::default();
                }
                self.n_jumps += u32::from(std::mem::take(&mut self.visit) == Visit::Push);
                self.problem = None;
                if let Some(symbol) = focus {
                    self.ask(Visit::Replace, Cause::Quiet, |state| state.focus = Some(symbol));
                }
            }
            Err(problem) => self.fail(problem),
        }
    }

    fn fail(&mut self, problem: Problem) {
        self.status = "The page still shows the state before.".to_owned();
        self.problem = Some(problem);
    }
}

#[cfg(test)]
mod tests {
    use kconfig::view::State;
    use wasm_bindgen_test::wasm_bindgen_test;
    use yew::Reducible;

    use super::*;
    use crate::state::Action;

    fn on(arch: &str) -> State {
        State { tree: "series".to_owned(), arch: arch.to_owned(), ..State::default() }
    }

    /// A page that shows arm64, where a link is opened and found to be this.
    fn after(action: Action, state: State, is_read: bool) -> Rc<Page> {
        let scenario = Rc::new(ScenarioView { name: "series".to_owned(), ..ScenarioView::default() });
        let page = Page {
            scenario: Some(scenario.clone()),
            series: Some(scenario),
            wanted: Some(on("arm64")),
            ..Page::new()
        };
        let asked = Rc::new(page).reduce(action);
        let opened = OpenedLink { state, notice: "Words.".to_owned(), is_sound: is_read, is_read };
        asked.clone().reduce(Action::Answer(Answer::Link { id: asked.link.0, opened: Box::new(opened) }))
    }

    fn arch_and_words(page: &Page) -> (Option<&str>, Option<&str>) {
        (page.wanted.as_ref().map(|state| &*state.arch), page.notice.as_ref().map(|notice| &*notice.text))
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn a_pasted_link_is_a_jump_and_one_of_the_address_bar_is_not() {
        let pasted = after(Action::PasteLink("#1/".to_owned()), on("riscv"), true);
        assert_eq!((arch_and_words(&pasted), pasted.visit), ((Some("riscv"), Some("Words.")), Visit::Push));
        let sent = after(Action::OpenLink("#1/".to_owned(), false), on("riscv"), true);
        assert_eq!((arch_and_words(&sent), sent.visit), ((Some("riscv"), Some("Words.")), Visit::Replace));
        let ours = after(Action::OpenLink("#1/".to_owned(), true), on("riscv"), true);
        assert_eq!(arch_and_words(&ours), (Some("riscv"), None));
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn a_pasted_text_without_a_link_loses_nothing() {
        let pasted = after(Action::PasteLink("no link".to_owned()), on("x86_64"), false);
        assert_eq!(arch_and_words(&pasted), (Some("arm64"), Some("Words. The page stays as it is.")));
        assert_eq!(pasted.ticket, 0, "nothing is asked");
        let sent = after(Action::OpenLink("#no".to_owned(), false), on("x86_64"), false);
        assert_eq!(arch_and_words(&sent), (Some("x86_64"), Some("Words. The page is shown as it opens.")));
    }
}
