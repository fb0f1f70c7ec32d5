//! The questions about a choice with a value of its own (`conf_choice` in conf.c
//! up to 6.10).

use kconfig::tree::{MenuId, SymbolId, Tristate};

use crate::ask::{Ask, Task, Topic, leading_number};
use crate::conf::Exit;

impl Ask<'_> {
    /// Asks for the value of a choice if it can be changed, and if it is y, for
    /// its member.
    pub(crate) fn ask_choice_value(
        &mut self,
        menu: MenuId,
        symbol: SymbolId,
        tasks: &mut Vec<Task>,
    ) -> Result<(), Exit> {
        let is_new = !self.lazy.has_value(symbol);
        let is_changeable = self.lazy.is_changeable(symbol);
        if is_changeable {
            self.ask_tristate(menu, symbol)?;
            self.lazy.calc(symbol);
        }
        tasks.push(Task::AfterChoice(menu));
        match self.lazy.value(symbol).tri {
            Tristate::N => Ok(()),
            Tristate::M => {
                if !is_changeable {
                    self.push_title(menu);
                }
                Ok(())
            }
            Tristate::Y => self.ask_member(menu, is_new, tasks),
        }
    }

    /// What comes after the questions about a choice: where it is m, those
    /// about its members.
    pub(crate) fn after_choice(&mut self, menu: MenuId, tasks: &mut Vec<Task>) {
        let node = self.model.menu(menu);
        if node.symbol.is_some_and(|symbol| self.lazy.value(symbol).tri == Tristate::M) {
            self.indent += 2;
            tasks.extend([Task::Dedent, Task::ConfSiblings(node.list)]);
        }
    }

    fn push_title(&mut self, menu: MenuId) {
        let title = self.model.prompt_text(menu).unwrap_or("<choice>");
        self.out.push_str(&format!("{:1$}{title}\n", "", self.indent - 1));
    }

    fn ask_member(&mut self, menu: MenuId, is_new: bool, tasks: &mut Vec<Task>) -> Result<(), Exit> {
        loop {
            self.push_title(menu);
            let (n_members, default) = self.list_members(menu);
            self.out.push_str(&format!("{:1$}choice", "", self.indent - 1));
            let mut wants_help = false;
            let number = if n_members == 1 {
                self.out.push_str("[1]: 1\n");
                1
            } else {
                self.out.push_str(&format!("[1-{n_members}?]: "));
                if self.topic != Topic::All && !is_new {
                    self.out.push_str(&format!("{default}\n"));
                    default
                } else {
                    self.read("");
                    match self.answers.stripped() {
                        "" => default,
                        line if line.starts_with('?') => {
                            self.print_help(menu);
                            continue;
                        }
                        line if line.starts_with(|c: char| c.is_ascii_digit()) => {
                            wants_help = line.ends_with('?');
                            leading_number(line)
                        }
                        _ => continue,
                    }
                }
            };
            let Some((child, member)) = self.nth_member(menu, number) else {
                // conf would go on for ever.
                if self.answers.is_at_end || (number == default && default == 0) {
                    let title = self.model.prompt_text(menu).unwrap_or("<choice>");
                    let text = format!("\nerror: nothing to choose for '{title}' at end of input\n");
                    return Err(Exit::error(text));
                }
                continue;
            };
            if wants_help {
                self.print_help(child);
                continue;
            }
            self.lazy.set_choice(menu, member);
            self.indent += 2;
            tasks.extend([Task::Dedent, Task::ConfSiblings(self.model.menu(child).list)]);
            return Ok(());
        }
    }

    /// Prints the members that are shown; gives how many, and the number of the
    /// one that the choice has.
    fn list_members(&mut self, menu: MenuId) -> (usize, usize) {
        let model = self.model.clone();
        let chosen = self.lazy.choose(menu);
        let (mut n_members, mut default) = (0, 0);
        for child in model.children(menu) {
            if !self.lazy.is_menu_visible(child) {
                continue;
            }
            let (text, width) = (model.prompt_text(child).unwrap_or_default(), self.indent);
            let Some(symbol) = model.menu(child).symbol else {
                self.out.push_str(&format!("{:>width$} {text}\n", '*'));
                continue;
            };
            n_members += 1;
            let mark = if chosen == Some(symbol) { '>' } else { ' ' };
            if mark == '>' {
                default = n_members;
            }
            self.out.push_str(&format!("{mark:>width$} {n_members}. {text} ({})", model.name(symbol)));
            self.out.push_str(if self.lazy.has_value(symbol) { "\n" } else { " (NEW)\n" });
        }
        (n_members, default)
    }
}
