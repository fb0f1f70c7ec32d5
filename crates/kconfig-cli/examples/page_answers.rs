//! Does what a person does at the page to a kernel's tree, to be counted.
//!
//! `valgrind --tool=callgrind --toggle-collect='*page_answers::answer_*'
//! target/release/examples/page_answers BUNDLE WHAT N` counts the instructions
//! of the answers alone. Two runs that print the same checksum gave the same
//! answers.

use std::collections::HashSet;
use std::error::Error;
use std::fs::File;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::ops::ControlFlow;
use std::sync::Arc;

use kconfig::Workspace;
use kconfig::bundle::{Bundle, Limits};
use kconfig::view::{ActiveRow, Ask, ConfigView, MenuAsk, MenuRow, MenuView, Problem, State, StateView};

/// How many rows and lines the page has room for.
const N_SHOWN: u32 = 60;

/// What is looked for, key by key; the last one is in no name.
const SEARCHES: [&str; 3] = ["kexec", "usb storage", "crdmp"];

fn main() -> Result<(), Box<dyn Error>> {
    let usage = "page_answers BUNDLE (listed|menu|keys|scroll|all) N";
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [bundle, what, n] = &args[..] else { return Err(usage.into()) };
    let n: usize = n.parse()?;
    let bundle = Bundle::open(File::open(bundle)?, &Limits::default(), &mut |_| ControlFlow::Continue(()))
        .map_err(|problem| problem.message)?;
    let mut page = Page::open(bundle)?;
    let names = page.changeable(n)?;
    let does = |name: &str| what == name || what == "all";
    // While a search lists all rows, and in the menu as it is open around each.
    for (name, query) in [("listed", "/./"), ("menu", "")] {
        if does(name) {
            page.toggle(&names, query)?;
        }
    }
    if does("keys") {
        page.keys()?;
    }
    if does("scroll") {
        page.scroll(n)?;
    }
    println!("{:016x} from {} answers", page.answers.finish(), page.n_answers);
    Ok(())
}

#[inline(never)]
fn answer_view(tree: &mut Workspace, state: &State, ask: &Ask) -> Result<StateView, Problem> {
    tree.view(state, ask)
}

#[inline(never)]
fn answer_look(tree: &mut Workspace, state: &State, ask: &Ask) -> Result<(MenuView, ConfigView), Problem> {
    tree.look(state, ask)
}

/// A tree, and the state that the page is in.
struct Page {
    tree: Workspace,
    state: State,
    answers: DefaultHasher,
    n_answers: usize,
}

impl Page {
    fn open(bundle: Bundle) -> Result<Self, String> {
        let tree = Workspace::open_tree("tree", Arc::new(bundle)).map_err(|problem| problem.message)?;
        let state = tree.scenario().first.clone();
        Ok(Self { tree, state, answers: DefaultHasher::new(), n_answers: 0 })
    }

    fn menu(&self, query: &str) -> MenuAsk {
        MenuAsk { query: query.to_owned(), count: N_SHOWN, ..MenuAsk::default() }
    }

    fn ask(&self, menu: MenuAsk) -> Ask {
        let mut ask = Ask { menu, ..Ask::default() };
        ask.config.count = N_SHOWN;
        ask
    }

    /// Some symbols that are shown and can be set, from all over the tree.
    fn changeable(&mut self, n: usize) -> Result<Vec<String>, String> {
        let menu = MenuAsk { query: "/./".into(), count: 1000, ..MenuAsk::default() };
        let (mut names, mut known) = (Vec::new(), HashSet::new());
        loop {
            let menu = MenuAsk { first: 1000 * known.len() as u32, ..menu.clone() };
            let (part, _) =
                self.tree.look(&self.state, &self.ask(menu)).map_err(|problem| problem.message)?;
            if !known.insert(part.first) || part.rows.is_empty() {
                break;
            }
            // MODULES computes all anew, which is not what a toggle mostly costs.
            let is_usual = |row: &MenuRow| row.assignable.len() > 1 && row.symbol != "MODULES";
            names.extend(part.rows.into_iter().filter(is_usual).map(|row| row.symbol));
        }
        let step = (names.len() / n.max(1)).max(1);
        Ok(names.into_iter().step_by(step).take(n).collect())
    }

    /// Sets and takes back one symbol after another.
    fn toggle(&mut self, names: &[String], query: &str) -> Result<(), String> {
        for name in names {
            self.state.focus = Some(name.clone());
            for value in ["y", "n"] {
                self.state.values.insert(name.clone(), value.to_owned());
                let ask = self.ask(self.menu(query));
                let view =
                    answer_view(&mut self.tree, &self.state, &ask).map_err(|problem| problem.message)?;
                self.note(&format!("{view:?}"));
            }
            self.state.values.remove(name);
        }
        Ok(())
    }

    /// Types what is looked for, letter by letter.
    fn keys(&mut self) -> Result<(), String> {
        for search in SEARCHES {
            for (at, letter) in search.char_indices() {
                let menu = MenuAsk { follows: true, ..self.menu(&search[..at + letter.len_utf8()]) };
                self.look(menu)?;
            }
        }
        Ok(())
    }

    /// Scrolls through all rows.
    fn scroll(&mut self, n: usize) -> Result<(), String> {
        for at in 0..n as u32 {
            self.look(MenuAsk { first: at * 30, active: ActiveRow::At(0), ..self.menu("/./") })?;
        }
        Ok(())
    }

    fn look(&mut self, menu: MenuAsk) -> Result<(), String> {
        let ask = self.ask(menu);
        let part = answer_look(&mut self.tree, &self.state, &ask).map_err(|problem| problem.message)?;
        self.note(&format!("{part:?}"));
        Ok(())
    }

    fn note(&mut self, answer: &str) {
        answer.hash(&mut self.answers);
        self.n_answers += 1;
    }
}
