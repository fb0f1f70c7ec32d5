//! What a search found: seen, said aloud, and what else could be looked for.

use std::rc::Rc;

use gloo::timers::callback::Timeout;
use kconfig::view::{MenuView, NearName, Searched};
use yew::prelude::*;

use crate::hooks::focus;
use crate::state::look::Look;
use crate::state::{Action, Dispatch};

/// How long writing pauses before the count is said aloud, in milliseconds: while a
/// word is written, every letter has another one.
const PAUSE: u32 = 500;

/// What is said once writing has paused.
struct Announcement {
    timer: Option<Timeout>,
    menu: Rc<MenuView>,
}

/// Has the status say what a search found, unless the person has gone on to
/// something else by then, which has a sentence of its own.
#[hook]
pub(super) fn use_announcement(menu: &Rc<MenuView>, page: &Dispatch) {
    let next = use_mut_ref(|| Announcement { timer: None, menu: menu.clone() });
    next.borrow_mut().menu = menu.clone();
    let page = page.clone();
    // Not with every new state: that has a sentence of its own.
    let what = menu.searched.as_ref().map(|searched| (searched.query.clone(), searched.in_help));
    use_effect_with(what, move |what| {
        let say = {
            let next = next.clone();
            move || {
                if is_in_search() {
                    page.dispatch(Action::Say(sentence(&next.borrow().menu)));
                }
            }
        };
        next.borrow_mut().timer = what.is_some().then(|| Timeout::new(PAUSE, say));
    });
}

/// Tells whether the focus is in the search box or at what stands beside it.
fn is_in_search() -> bool {
    let active = gloo::utils::document().active_element();
    active.is_some_and(|active| active.closest(".menu-tools").is_ok_and(|tools| tools.is_some()))
}

#[derive(Clone, PartialEq, Properties)]
pub(super) struct FoundProps {
    pub(super) menu: Rc<MenuView>,
    pub(super) page: Dispatch,
}

/// The count, and what else could be looked for.
#[component]
pub(super) fn Found(props: &FoundProps) -> Html {
    let menu = &props.menu;
    let look = |look: Look| {
        let page = props.page.clone();
        Callback::from(move |_: MouseEvent| {
            // The button goes away with what it does.
            focus("menu-search");
            page.dispatch(Action::Look(look.clone()));
        })
    };
    let near = |near: &NearName| match near.is_defined {
        true => html! {
            <button key={near.symbol.clone()} type="button" class="menu-near"
                onclick={look(Look::Search(near.symbol.clone()))}>
                { &near.symbol }
            </button>
        },
        false => html! {
            <span key={near.symbol.clone()}><code>{ &near.symbol }</code>{ " (not defined here)" }</span>
        },
    };
    let may_read_help = is_nothing(menu).is_some_and(|searched| !searched.in_help);
    html! {
        <>
            <span id="menu-found" class="menu-found">{ text(menu) }</span>
            if !menu.near.is_empty() || may_read_help {
                <div class="menu-else" role="group" aria-label="What else could be">
                    if !menu.near.is_empty() {
                        <span>{ "Near:" }</span>
                        { for menu.near.iter().map(near) }
                    }
                    if may_read_help {
                        <button type="button" class="menu-near" onclick={look(Look::InHelp(true))}>
                            { "Search help texts too" }
                        </button>
                    }
                </div>
            }
        </>
    }
}

/// What was looked for, if nothing was found.
fn is_nothing(menu: &MenuView) -> Option<&Searched> {
    menu.searched.as_ref().filter(|_| menu.first_match.is_none() && !menu.is_broken)
}

/// Says how many symbols are listed or found, and where they were looked for.
fn text(menu: &MenuView) -> String {
    let n = match menu.n_symbols {
        0 => "no symbols".to_owned(),
        1 => "1 symbol".to_owned(),
        n => format!("{n} symbols"),
    };
    let Some(searched) = &menu.searched else { return n };
    if menu.is_broken {
        return "not a regular expression".to_owned();
    }
    if is_nothing(menu).is_some() {
        return nothing(searched);
    }
    let place = match (searched.by_letters, searched.in_help) {
        (true, _) => " whose names have these letters in this order",
        (false, true) => " in names, prompts and help texts",
        (false, false) => " in names and prompts",
    };
    let hidden = match (menu.n_hidden, menu.n_symbols) {
        (0, _) => String::new(),
        (1, 1) => ", hidden".to_owned(),
        (hidden, n) if hidden == n => ", all hidden".to_owned(),
        (hidden, _) => format!(", {hidden} of them hidden"),
    };
    format!("{n}{place}{hidden}")
}

/// Says that nothing was found, and where it was looked for.
fn nothing(searched: &Searched) -> String {
    let query = &searched.query;
    let place = if searched.in_help { "name, prompt or help text" } else { "name or prompt" };
    if query.starts_with('/') {
        format!("No symbol matches {query} in its {place}.")
    } else if query.contains('"') {
        format!("No symbol has {query} in its {place}.")
    } else if query.contains(char::is_whitespace) {
        format!("No symbol has all of \"{query}\" in its {place}.")
    } else {
        format!("No symbol has \"{query}\" in its {place}.")
    }
}

/// What the status says.
fn sentence(menu: &MenuView) -> String {
    let mut said = text(menu);
    if let Some(first) = said.get(..1).map(str::to_ascii_uppercase) {
        said.replace_range(..1, &first);
    }
    if !said.ends_with('.') {
        said.push('.');
    }
    if !menu.near.is_empty() {
        let names: Vec<&str> = menu.near.iter().map(|near| near.symbol.as_str()).collect();
        said += &format!(" Near: {}.", names.join(", "));
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;
    use kconfig::view::MenuMatch;
    use wasm_bindgen_test::wasm_bindgen_test;

    fn found(n_symbols: u32, n_hidden: u32, query: &str) -> MenuView {
        let first_match = (n_symbols > 0).then(|| MenuMatch { row: 0, symbol: String::new() });
        let searched = Searched { query: query.to_owned(), ..Searched::default() };
        MenuView { n_symbols, n_hidden, first_match, searched: Some(searched), ..MenuView::default() }
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn a_search_says_what_it_searched() {
        assert_eq!(text(&MenuView { n_symbols: 7, ..MenuView::default() }), "7 symbols");
        assert_eq!(text(&found(6, 0, "kexec")), "6 symbols in names and prompts");
        assert_eq!(text(&found(6, 2, "kexec")), "6 symbols in names and prompts, 2 of them hidden");
        assert_eq!(text(&found(1, 1, "kexec")), "1 symbol in names and prompts, hidden");
        assert_eq!(text(&found(2, 2, "kexec")), "2 symbols in names and prompts, all hidden");
        assert_eq!(text(&found(0, 0, "kexec_fiel")), "No symbol has \"kexec_fiel\" in its name or prompt.");
        assert_eq!(text(&found(0, 0, "a b")), "No symbol has all of \"a b\" in its name or prompt.");
        assert_eq!(text(&found(0, 0, "\"a b\" c")), "No symbol has \"a b\" c in its name or prompt.");
        assert_eq!(text(&found(0, 0, "/x/")), "No symbol matches /x/ in its name or prompt.");
        let menu = MenuView { is_broken: true, ..found(0, 0, "/[/") };
        assert_eq!(text(&menu), "not a regular expression");
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn the_status_says_it_as_sentences() {
        assert_eq!(sentence(&found(1, 0, "kexec")), "1 symbol in names and prompts.");
        let mut menu = found(0, 0, "kexec_fiel");
        menu.near = vec![
            NearName { symbol: "KEXEC_FILE".to_owned(), is_defined: true },
            NearName { symbol: "KEXEC_FIRE".to_owned(), is_defined: false },
        ];
        let said = "No symbol has \"kexec_fiel\" in its name or prompt. Near: KEXEC_FILE, KEXEC_FIRE.";
        assert_eq!(sentence(&menu), said);
    }
}
