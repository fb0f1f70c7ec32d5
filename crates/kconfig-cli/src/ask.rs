//! The conversation of oldaskconfig, oldconfig and syncconfig, and the lists of
//! what is new (`conf`, `check_conf` and what they call in conf.c).
//!
//! The kernel's two functions call each other along the menu tree; here the
//! calls to come stand on a stack.

use std::sync::Arc;

use kconfig::tree::{
    Lazy, MenuId, Model, PropertyKind, SymbolId, SymbolType, Tristate, ext_help, symbol_line,
};

use crate::answer::Answers;
use crate::conf::Exit;
use crate::output;

/// What is asked, or only listed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Topic {
    /// Every question (oldaskconfig).
    All,
    /// What has no answer yet (oldconfig, syncconfig).
    New,
    /// The new symbols are listed (listnewconfig).
    ListNew,
    /// The help of the new symbols is printed (helpnewconfig).
    HelpNew,
}

/// A call to come.
pub(crate) enum Task {
    /// `conf`
    Conf(MenuId),
    /// `conf` for a node and those that follow it.
    ConfSiblings(Option<MenuId>),
    /// The end of what is indented below a symbol.
    Dedent,
    /// The end of `conf` for a choice with a value of its own.
    AfterChoice(MenuId),
    /// `check_conf`
    Check(MenuId),
    /// `check_conf` for a node and those that follow it.
    CheckSiblings(Option<MenuId>),
}

/// Someone asks, and someone answers.
pub(crate) struct Ask<'a> {
    pub(crate) lazy: &'a mut Lazy,
    pub(crate) model: Arc<Model>,
    prefix: &'a str,
    pub(crate) topic: Topic,
    pub(crate) answers: Answers,
    /// What is to be printed, until the next question.
    pub(crate) out: String,
    pub(crate) indent: usize,
    /// The menu that is being asked through (`rootEntry`).
    root: MenuId,
    /// How many menus were gone through since the start (`conf_cnt`).
    n_restarts: usize,
    first_round: u32,
}

impl<'a> Ask<'a> {
    pub(crate) fn new(lazy: &'a mut Lazy, prefix: &'a str, topic: Topic) -> Self {
        let model = lazy.model().clone();
        let (answers, out) = (Answers::standard_input(), String::new());
        let first_round = lazy.n_rounds();
        let root = MenuId::ROOT;
        Self { lazy, model, prefix, topic, answers, out, indent: 1, root, n_restarts: 0, first_round }
    }

    /// Asks until an answer opens no more questions; prints each warning
    /// before the next question, and counts them.
    pub(crate) fn run(&mut self) -> Result<usize, Exit> {
        let mut result = Ok(());
        if self.topic == Topic::All {
            result = self.perform(Task::Conf(MenuId::ROOT));
            self.topic = Topic::New;
        }
        while result.is_ok() {
            self.n_restarts = 0;
            result = self.perform(Task::Check(MenuId::ROOT));
            if self.n_restarts == 0 {
                break;
            }
        }
        self.print();
        result.map(|()| self.answers.n_warnings)
    }

    /// Tells whether an answer changed a value.
    pub(crate) fn has_changed(&self) -> bool {
        self.lazy.n_rounds() != self.first_round
    }

    /// Prints what is to be printed.
    fn print(&mut self) {
        self.answers.report(self.lazy);
        print!("{}", self.out);
        self.out.clear();
    }

    fn perform(&mut self, task: Task) -> Result<(), Exit> {
        let mut tasks = vec![task];
        while let Some(task) = tasks.pop() {
            match task {
                Task::Conf(menu) => self.conf(menu, &mut tasks)?,
                Task::Check(menu) => self.check(menu, &mut tasks),
                Task::Dedent => self.indent -= 2,
                Task::AfterChoice(menu) => self.after_choice(menu, &mut tasks),
                Task::ConfSiblings(first) => {
                    if let Some(menu) = first {
                        tasks.push(Task::ConfSiblings(self.model.menu(menu).next));
                        tasks.push(Task::Conf(menu));
                    }
                }
                Task::CheckSiblings(first) => {
                    if let Some(menu) = first {
                        tasks.push(Task::CheckSiblings(self.model.menu(menu).next));
                        tasks.push(Task::Check(menu));
                    }
                }
            }
        }
        Ok(())
    }

    fn conf(&mut self, menu: MenuId, tasks: &mut Vec<Task>) -> Result<(), Exit> {
        if !self.lazy.is_menu_visible(menu) {
            return Ok(());
        }
        let model = self.model.clone();
        let node = model.menu(menu);
        let kind = node.prompt.map(|prompt| &model.property(prompt).kind);
        if is_menu(kind) && self.topic != Topic::All && self.root != menu {
            // Only menus with something new are gone through.
            tasks.push(Task::Check(menu));
            return Ok(());
        }
        if is_menu(kind) || matches!(kind, Some(PropertyKind::Comment(_))) {
            let (text, width) = (model.prompt_text(menu).unwrap_or_default(), self.indent);
            self.out.push_str(&format!("{0:>1$}\n{0:>1$} {text}\n{0:>1$}\n", '*', width));
        }
        let Some(symbol) = node.symbol else {
            tasks.push(Task::ConfSiblings(node.list));
            return Ok(());
        };
        if model.symbol(symbol).is_choice() {
            if model.semantics.has_choice_values() {
                return self.ask_choice_value(menu, symbol, tasks);
            }
            return self.ask_choice(menu);
        }
        match model.symbol(symbol).ty {
            SymbolType::Int | SymbolType::Hex | SymbolType::String => self.ask_text(menu, symbol)?,
            _ => self.ask_tristate(menu, symbol)?,
        }
        self.indent += 2;
        tasks.extend([Task::Dedent, Task::ConfSiblings(node.list)]);
        Ok(())
    }

    fn check(&mut self, menu: MenuId, tasks: &mut Vec<Task>) {
        if !self.lazy.is_menu_visible(menu) {
            return;
        }
        let node = self.model.menu(menu);
        tasks.push(Task::CheckSiblings(node.list));
        let Some(symbol) = node.symbol else { return };
        // A choice that is y asks for its member.
        let is_choice = self.model.symbol(symbol).is_choice() && self.model.semantics.has_choice_values();
        let asks_member = is_choice && self.lazy.value(symbol).tri == Tristate::Y;
        if self.lazy.has_value(symbol) || !(self.lazy.is_changeable(symbol) || asks_member) {
            return;
        }
        match self.topic {
            Topic::ListNew if self.model.symbol(symbol).name.is_none() => {}
            Topic::ListNew => {
                let line = symbol_line(&self.model, symbol, self.lazy.text(symbol), self.prefix);
                self.out.push_str(&line);
            }
            Topic::HelpNew => {
                self.out.push_str("-----\n");
                self.print_help(menu);
                self.out.push_str("-----\n");
            }
            Topic::All | Topic::New => {
                if self.n_restarts == 0 {
                    self.out.push_str("*\n* Restart config...\n*\n");
                }
                self.n_restarts += 1;
                self.root = self.menu_of(menu);
                tasks.push(Task::Conf(self.root));
            }
        }
    }

    /// The menu that a node stands in, perhaps itself (`menu_get_parent_menu`).
    fn menu_of(&self, menu: MenuId) -> MenuId {
        let mut at = menu;
        while at != MenuId::ROOT {
            let node = self.model.menu(at);
            if is_menu(node.prompt.map(|prompt| &self.model.property(prompt).kind)) {
                break;
            }
            at = node.parent.unwrap_or(MenuId::ROOT);
        }
        at
    }

    pub(crate) fn print_help(&mut self, menu: MenuId) {
        let help = ext_help(self.lazy, menu, self.prefix);
        self.out.push_str(&format!("\n{help}\n"));
    }

    fn push_prompt(&mut self, menu: MenuId, symbol: SymbolId) {
        let text = self.model.prompt_text(menu).unwrap_or_default();
        self.out.push_str(&format!("{:1$}{text} ", "", self.indent - 1));
        if self.model.symbol(symbol).name.is_some() {
            self.out.push_str(&format!("({}) ", self.model.name(symbol)));
        }
    }

    /// Asks for the value of a symbol; tells whether there is an answer
    /// (`conf_askvalue`).
    fn ask(&mut self, symbol: SymbolId) -> bool {
        let is_new = !self.lazy.has_value(symbol);
        if is_new {
            self.out.push_str("(NEW) ");
        }
        if !self.lazy.is_changeable(symbol) || (self.topic != Topic::All && !is_new) {
            self.out.push_str(self.lazy.text(symbol));
            self.out.push('\n');
            return false;
        }
        self.read("\n");
        true
    }

    /// Reads a line, which is `default` at the end of the input.
    pub(crate) fn read(&mut self, default: &str) {
        self.print();
        output::flush();
        if let Some(status) = output::ended_by_pipe() {
            // Nobody sees the question: SIGPIPE ends conf here.
            std::process::exit(i32::from(status));
        }
        self.answers.read(default);
        if !self.answers.is_terminal {
            self.out.push_str(&self.answers.line);
        }
    }

    /// `conf_string`
    fn ask_text(&mut self, menu: MenuId, symbol: SymbolId) -> Result<(), Exit> {
        loop {
            self.push_prompt(menu, symbol);
            let before = self.lazy.text(symbol).to_owned();
            self.out.push_str(&format!("[{before}] "));
            if !self.ask(symbol) {
                return Ok(());
            }
            let answer = match self.answers.line.as_str() {
                "?\n" => {
                    self.print_help(menu);
                    None
                }
                line if line.starts_with('\n') => Some(before),
                // The last character goes, whatever it is.
                line => Some(line.strip_suffix(|_| true).unwrap_or_default().to_owned()),
            };
            if answer.is_some_and(|answer| self.lazy.set_text(symbol, &answer)) {
                return Ok(());
            }
            if self.answers.is_at_end {
                return Err(self.no_value(symbol));
            }
        }
    }

    fn no_value(&self, symbol: SymbolId) -> Exit {
        let name = self.model.name(symbol);
        Exit::error(format!("\nerror: no value for new symbol '{name}' at end of input\n"))
    }

    /// `conf_sym`
    pub(crate) fn ask_tristate(&mut self, menu: MenuId, symbol: SymbolId) -> Result<(), Exit> {
        loop {
            self.push_prompt(menu, symbol);
            let before = self.lazy.value(symbol).tri;
            self.out.push('[');
            self.out.push_str(&before.as_str().to_ascii_uppercase());
            for tri in [Tristate::N, Tristate::M, Tristate::Y] {
                if tri != before && self.lazy.is_within_range(symbol, tri) {
                    self.out.push('/');
                    self.out.push_str(tri.as_str());
                }
            }
            self.out.push_str("/?] ");
            if !self.ask(symbol) {
                return Ok(());
            }
            let answer = match self.answers.stripped() {
                "n" | "N" | "no" | "No" => Some(Tristate::N),
                "m" | "M" => Some(Tristate::M),
                "y" | "Y" | "yes" | "Yes" => Some(Tristate::Y),
                "" => Some(before),
                line if line.starts_with('?') => None,
                _ => continue,
            };
            if answer.is_some_and(|tri| self.lazy.set_tristate(symbol, tri)) {
                return Ok(());
            }
            self.print_help(menu);
            // conf would go on for ever.
            if self.answers.is_at_end {
                return Err(self.no_value(symbol));
            }
        }
    }
}

fn is_menu(kind: Option<&PropertyKind>) -> bool {
    matches!(kind, Some(PropertyKind::Prompt { is_menu: true, .. }))
}
