//! Draws what a new state means a task after the state itself.

use std::rc::Rc;

use gloo::timers::callback::Timeout;
use kconfig::view::StateView;
use yew::prelude::*;

use crate::state::Page;

/// Returns the state that the panes around menu and .config show: that one is
/// seen first, and what it means just after.
///
/// Of a kernel all of it, drawn at once, takes longer than a frame; of a series it
/// does not, and all is shown together.
#[hook]
pub fn use_details(page: &UseReducerHandle<Page>) -> Option<Rc<StateView>> {
    let details = use_state(|| None::<Rc<StateView>>);
    let is_kernel = page.scenario.as_ref().is_some_and(|scenario| scenario.is_kernel());
    let now = page.view.clone();
    {
        let (now, details) = (now.clone().filter(|_| is_kernel), details.setter());
        use_effect_with(page.shown, move |_| {
            let later = now.map(|now| Timeout::new(0, move || details.set(Some(now))));
            move || drop(later)
        });
    }
    let is_of = |details: &Rc<StateView>| {
        let is_there = |now: &Rc<StateView>| {
            (&now.state.tree, &now.state.arch) == (&details.state.tree, &details.state.arch)
        };
        is_kernel && now.as_ref().is_some_and(is_there)
    };
    (*details).clone().filter(is_of).or(now)
}
