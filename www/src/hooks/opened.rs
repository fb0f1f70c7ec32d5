//! What a person opened is seen, and has the focus where that has to follow.

use std::cell::Cell;
use std::rc::Rc;

use gloo::utils::{document, window};
use kconfig::view::StateView;
use yew::prelude::*;

use super::focus_selector;
use crate::state::{Opened, Page};

/// Where the heading of the symbol in focus is.
const HEADING: &str = "#symbol-heading";

/// Whether one pane at a time has room: as in narrow.css.
fn is_narrow() -> bool {
    window().match_media("(width < 900px)").ok().flatten().is_some_and(|query| query.matches())
}

/// Whether the focus is in the panel of the symbol, whose links go away with it.
pub fn is_in_symbol() -> bool {
    let focus = document().active_element();
    focus.is_some_and(|focus| focus.closest("#pane-symbol").ok().flatten().is_some())
}

/// Once what was opened is there: shows its pane where there is room for one, and
/// moves the focus there; on a wide page, only from the panel of another symbol.
///
/// `details` is what the panes show, `pane` the one that is chosen, `from_symbol`
/// whether the symbol was opened from such a panel.
#[hook]
pub fn use_opened(
    page: &Page,
    details: Option<&Rc<StateView>>,
    pane: &str,
    from_symbol: Rc<Cell<bool>>,
    on_pane: Callback<&'static str>,
) {
    let done = use_mut_ref(|| 0);
    // The pane that is to be shown, and what gets the focus there: what is hidden takes
    // none, and the browser may paint before the pane is shown.
    let coming = use_mut_ref(|| None::<(&'static str, String)>);
    let (opened, pane) = (page.opened, pane.to_owned());
    let is_there = page.shown == page.ticket && page.problem.is_none();
    let view = details.filter(|details| {
        let now = page.view.as_ref();
        is_there && now.is_some_and(|now| now.state == details.state)
    });
    {
        let (coming, pane) = (coming.clone(), pane.clone());
        use_effect_with((opened, view.cloned()), move |(opened, view)| {
            let (Some(view), Some((n, what))) = (view, opened) else { return };
            if done.replace(*n) == *n {
                return;
            }
            let from_symbol = from_symbol.take();
            // The graph shows what is opened in it by itself.
            if is_narrow() && (*what == Opened::Case || pane != "graph") {
                let to = match what {
                    Opened::Symbol => "symbol",
                    Opened::Case if !view.link_check.missing.is_empty() => "link-check",
                    Opened::Case => "claims",
                };
                let focus = match what {
                    Opened::Symbol => HEADING.to_owned(),
                    Opened::Case => format!("[data-pane={to}]"),
                };
                if pane == to {
                    focus_selector(&focus);
                } else {
                    *coming.borrow_mut() = Some((to, focus));
                    on_pane.emit(to);
                }
            } else if *what == Opened::Symbol && from_symbol {
                focus_selector(HEADING);
            }
        });
    }
    use_effect_with(pane, move |pane| {
        if let Some((_, focus)) = coming.borrow_mut().take_if(|(to, _)| to == pane) {
            focus_selector(&focus);
        }
    });
}
