//! What can happen to the page, and what becomes of it then.

use std::rc::Rc;

use kconfig::view::{Compare, GivenAs, ScenarioView, Selection, State};
use yew::prelude::*;

use super::look::{self, Look};
use super::said::Cause;
use super::trees::TreeAction;
use super::{LinkFrom, Opened, Page, Visit, selection};
use crate::agent::protocol::Answer;

/// What can happen.
#[derive(Clone, Debug)]
pub enum Action {
    /// The worker answered.
    Answer(Answer),
    /// Show the state that the scenario opens with.
    Begin,
    /// Show what a link says; and whether this page wrote it, so that going
    /// back and forward is not taken for a link that somebody sent.
    OpenLink(String, bool),
    /// Show what the link in a pasted text says.
    PasteLink(String),
    /// A symbol gets a user value, or loses it.
    Set(String, Option<String>),
    /// A symbol comes into focus.
    Focus(String),
    /// A step of the series is chosen.
    Select(Selection),
    /// As many steps further, or back.
    Step(isize),
    /// A patch is ticked, or unticked.
    Tick(String, bool),
    /// An arch is chosen, or [`ALL_ARCHES`].
    Arch(String),
    /// A base config is chosen.
    Base(String),
    /// Whether base's .config is carried.
    Carried(bool),
    /// A starting point is chosen by its id.
    Start(String),
    /// A cell or a claim opens its state.
    Go(State),
    /// A pane is chosen: what was opened before no longer chooses one.
    Pane,
    /// What changes are told against is chosen.
    Compare(Compare),
    /// A Kconfig file is opened to be edited, by its path; "" is none yet.
    OpenFile(String),
    /// A claims file is held against the series; "" is none.
    HoldClaims(String),
    /// The editor is closed.
    CloseFile,
    /// A file is edited: its path and text; none takes all edits back.
    EditFile(Option<(String, String)>),
    /// A patch is read about; "" is all together.
    ReadPatch(String),
    /// The patches are looked at again, or no longer.
    Sweep(bool),
    /// All user values are taken back.
    Reset,
    /// The rows of "Claims by arch" are asked for, or no longer.
    WantSteps(bool),
    /// The review text is asked for.
    Review,
    /// The review text has been taken.
    ReviewTaken,
    /// The menu or the .config is looked at elsewhere.
    Look(Look),
    /// The whole .config is asked for, or the defconfig.
    Save(bool),
    /// A file with values is given: its name, its text.
    Give(String, String, GivenAs),
    /// A .config that was given is to be forgotten, by what it is called as a base.
    ForgetConfig(String),
    /// The newest change of values is taken back.
    Undo,
    /// The change that was taken back last is done again.
    Redo,
    /// What the tree asks the shell is looked at, or no longer.
    WantAnswers(bool),
    /// An answer to one of its commands, by its key; none is the toolchain's.
    SayAnswer(String, Option<String>),
    /// The toolchain whose answers are taken; none is the arch's default.
    Profile(Option<String>),
    /// It has been taken.
    SaveTaken,
    /// Something happens to kernel trees.
    Tree(TreeAction),
    /// The status says this.
    Say(String),
    /// The words about the link have been read; one that waits is given up.
    DismissNotice,
    /// What the controls ask for goes back to what is shown.
    GiveUp,
}

impl Reducible for Page {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut page = (*self).clone();
        match action {
            Action::Answer(answer) => page.answer(answer),
            Action::Begin => {
                if let Some(scenario) = page.scenario.clone() {
                    page.go(Visit::Replace, Cause::Opened, scenario.first.clone());
                }
            }
            Action::OpenLink(text, is_ours) => {
                page.link = (page.link.0 + 1, text);
                page.link_from = if is_ours { LinkFrom::Ourselves } else { LinkFrom::Address };
            }
            Action::PasteLink(text) => {
                page.link = (page.link.0 + 1, text);
                page.link_from = LinkFrom::Paste;
            }
            Action::Set(symbol, value) => {
                let cause = Cause::Set(symbol.clone(), value.clone());
                page.ask(Visit::Replace, cause, |state| {
                    match value {
                        Some(value) => state.values.insert(symbol.clone(), value),
                        None => state.values.remove(&symbol),
                    };
                    state.focus = Some(symbol);
                });
            }
            Action::Focus(symbol) => {
                page.open(Opened::Symbol);
                page.ask(Visit::Push, Cause::Quiet, |state| state.focus = Some(symbol));
            }
            Action::Select(selection) => page.patches(Visit::Push, |_, _| selection),
            Action::Step(by) => page.patches(Visit::Push, |scenario, selection| {
                let at = selection::step(selection, &scenario.patches);
                selection::of_step(at.saturating_add_signed(by), &scenario.patches)
            }),
            Action::Tick(id, on) => page.patches(Visit::Replace, |scenario, selection| {
                selection::tick(selection, &id, on, &scenario.patches)
            }),
            Action::Arch(arch) => page.ask(Visit::Push, Cause::Arch, |state| state.arch = arch),
            Action::Base(base) => page.ask(Visit::Replace, Cause::Base, |state| state.base = base),
            Action::Carried(on) => page.ask(Visit::Replace, Cause::Base, |state| state.carried = on),
            Action::Start(id) => page.choose_start(&id),
            Action::Go(state) => {
                page.open(Opened::Case);
                page.go(Visit::Push, Cause::Opened, state);
            }
            Action::Pane => page.opened = None,
            Action::Compare(compare) => {
                page.ask.compare = compare;
                page.ticket += 1;
                page.cause = page.cause.take().or(Some(Cause::Quiet));
            }
            Action::OpenFile(path) => page.edit.open(path),
            Action::HoldClaims(text) => {
                if let Some(tree) = page.scenario.as_ref().map(|scenario| scenario.name.clone()) {
                    page.trees.hold_claims(tree, text);
                }
            }
            Action::CloseFile => page.edit.close(),
            Action::EditFile(file) => {
                if let Some(tree) = page.scenario.as_ref().map(|scenario| scenario.name.clone()) {
                    page.trees.edit(tree, file);
                }
            }
            Action::ReadPatch(id) => page.effects.read(&id),
            Action::Sweep(true) => {
                let patch = std::mem::take(&mut page.effects.patch);
                page.effects.start(true);
                page.effects.patch = patch;
            }
            Action::Sweep(false) => page.effects.is_wanted = false,
            Action::Reset => page.ask(Visit::Replace, Cause::Reset, |state| state.values.clear()),
            Action::WantSteps(on) => page.steps_wanted = on,
            Action::Review => page.review += 1,
            Action::ReviewTaken => page.review_text = None,
            // Where a wheel rolls out is not where a key then went.
            Action::Look(Look::Rows(_)) if page.is_going => {}
            Action::Look(look) => {
                let is_move = matches!(look, Look::Go(_));
                page.n_moves += u32::from(is_move);
                // At once, so that the next key acts on the row gone to.
                let active = look::active(&page.menu, &look);
                if let Some((row, key)) = active.filter(|(row, _)| *row != page.menu.active) {
                    let menu = Rc::make_mut(&mut page.menu);
                    (menu.active, menu.active_key) = (row, key);
                }
                let is_new = look::apply(&mut page.ask, look);
                page.look += u32::from(is_new);
                page.is_going |= is_move && is_new;
            }
            Action::Save(is_defconfig) => {
                page.save += 1;
                page.saves_defconfig = is_defconfig;
            }
            Action::Give(name, text, given_as) => {
                page.give += 1;
                page.given = Some((name, text, given_as));
            }
            Action::ForgetConfig(base) => page.forget_config(base),
            Action::Undo => page.take_back(true),
            Action::Redo => page.take_back(false),
            Action::WantAnswers(on) => {
                page.answers_wanted = on;
                page.answers = None;
            }
            Action::SayAnswer(key, answer) => page.ask(Visit::Replace, Cause::Base, |state| {
                match answer {
                    Some(answer) => state.answers.insert(key, answer),
                    None => state.answers.remove(&key),
                };
            }),
            Action::Profile(profile) => {
                page.ask(Visit::Replace, Cause::Base, |state| state.profile = profile);
            }
            Action::SaveTaken => page.saved = None,
            Action::Tree(action) => {
                let is_closing = matches!(action, TreeAction::Close) && page.trees.opened.is_some();
                if let Some(series) = page.series.clone().filter(|_| is_closing) {
                    page.show_next(series);
                }
                if let Some(said) = page.trees.act(action) {
                    page.status = said;
                }
            }
            Action::Say(text) => page.status = text,
            Action::DismissNotice => {
                page.notice = None;
                page.waiting = None;
            }
            Action::GiveUp => {
                if let Some(view) = page.view.clone() {
                    page.problem = None;
                    page.cause = None;
                    page.visit = Visit::Replace;
                    page.wanted = Some(view.state.clone());
                    page.ticket += 1;
                }
            }
        }
        Rc::new(page)
    }
}

impl Page {
    fn choose_start(&mut self, id: &str) {
        let Some((scenario, wanted)) = self.ready() else {
            return;
        };
        let Some(start) = scenario.starts.iter().find(|start| start.id == id).cloned() else {
            return;
        };
        let here = start.states.iter().find(|state| state.arch == wanted.arch);
        let Some(state) = here.or(start.states.first()).cloned() else {
            return;
        };
        self.start = Some(start.id);
        self.go(Visit::Push, Cause::Start(start.title, start.text), state);
    }

    /// Forgets a .config; where the state starts from it, that goes back to the default.
    fn forget_config(&mut self, base: String) {
        let name = self.scenario.as_ref().and_then(|scenario| {
            scenario.given.iter().find(|given| given.base == base).map(|given| given.name.clone())
        });
        let first = self.scenario.as_ref().map(|scenario| scenario.first.base.clone()).unwrap_or_default();
        if self.wanted.as_ref().is_some_and(|wanted| wanted.base == base) {
            self.ask(Visit::Replace, Cause::Base, |state| state.base = first);
        }
        self.status = format!("This browser keeps {} no longer.", name.as_ref().unwrap_or(&base));
        self.forgotten = (self.forgotten.0 + 1, Some(base));
    }

    /// Undoes the newest change of values, or does the one again that was undone last.
    fn take_back(&mut self, is_undo: bool) {
        let Some(wanted) = self.wanted.clone() else { return };
        let state = if is_undo { self.undo.undo(&wanted) } else { self.undo.redo(&wanted) };
        match state {
            Some(state) => self.ask(Visit::Replace, Cause::Undone(is_undo), |wanted| *wanted = state),
            None => {
                let what = if is_undo { "undo" } else { "redo" };
                self.status = format!("There is nothing to {what}.");
            }
        }
    }

    fn patches(&mut self, visit: Visit, choose: impl FnOnce(&ScenarioView, &Selection) -> Selection) {
        if let Some(scenario) = self.scenario.clone() {
            self.ask(visit, Cause::Patches, |state| {
                state.selection = choose(&scenario, &state.selection);
            });
            if let Some(wanted) = &self.wanted {
                self.effects.follow(&wanted.selection);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    fn after(page: Rc<Page>, look: Look) -> Rc<Page> {
        page.reduce(Action::Look(look))
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn a_wheel_that_rolls_out_leaves_the_row_that_a_key_went_to() {
        let page = after(Rc::new(Page::new()), Look::Rows(400));
        assert_eq!((page.ask.menu.first, page.look), (400, 1));
        let gone = after(page, Look::Go(2));
        let still = after(gone.clone(), Look::Rows(390));
        assert_eq!((&still.ask, still.look), (&gone.ask, 2), "the row is still to come");
        let menu = kconfig::view::MenuView { active: 2, ..Default::default() };
        let answer = Answer::Look { id: 2, result: Ok(Box::new((menu, Default::default()))) };
        let come = still.reduce(Action::Answer(answer));
        assert_eq!(after(come, Look::Rows(10)).ask.menu.first, 10);
    }
}
