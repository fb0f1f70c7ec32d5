//! The questions about a choice (`conf_choice` in conf.c).
//!
//! Up to 6.10 a choice has a value of its own, which is asked for first.

use kconfig::tree::{MenuId, SymbolId, Tristate};

use crate::ask::{Ask, Task, Topic};
use crate::conf::Exit;

impl Ask<'_> {
    /// Asks for the member of a choice.
    pub(crate) fn ask_choice(&mut self, menu: MenuId) -> Result<(), Exit> {
        self.ask_member(menu, None).map(drop)
    }

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
            Tristate::Y => {
                let child = self.ask_member(menu, Some(is_new))?;
                self.indent += 2;
                tasks.extend([Task::Dedent, Task::ConfSiblings(self.model.menu(child).list)]);
                Ok(())
            }
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

    /// Asks which member; returns its node. The question is put where the
    /// choice is new, which its members decide if it has no value of its own.
    fn ask_member(&mut self, menu: MenuId, is_new: Option<bool>) -> Result<MenuId, Exit> {
        loop {
            self.push_title(menu);
            let (n_members, default, has_new) = self.list_members(menu);
            let is_new = is_new.unwrap_or(has_new);
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
            return Ok(child);
        }
    }

    /// Prints the members that are shown; gives how many, the number of the one
    /// that the choice has, and whether one of them is new.
    fn list_members(&mut self, menu: MenuId) -> (usize, usize, bool) {
        let model = self.model.clone();
        let chosen = self.lazy.choose(menu);
        let (mut n_members, mut default, mut has_new) = (0, 0, false);
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
            let is_new = !self.lazy.has_value(symbol);
            has_new |= is_new;
            self.out.push_str(if is_new { " (NEW)\n" } else { "\n" });
        }
        (n_members, default, has_new)
    }

    /// The member with a number, counted from 1.
    fn nth_member(&mut self, choice: MenuId, number: usize) -> Option<(MenuId, SymbolId)> {
        let model = self.model.clone();
        let mut n_left = number.checked_sub(1)?;
        for child in model.children(choice) {
            let Some(symbol) = model.menu(child).symbol else { continue };
            if !self.lazy.is_menu_visible(child) {
                continue;
            }
            if n_left == 0 {
                return Some((child, symbol));
            }
            n_left -= 1;
        }
        None
    }
}

/// `atoi` of a text that starts with a digit; none is below 0.
fn leading_number(text: &str) -> usize {
    let digits = text.bytes().take_while(u8::is_ascii_digit);
    let number =
        digits.fold(0i64, |number, digit| number.saturating_mul(10).saturating_add(i64::from(digit - b'0')));
    usize::try_from(number as i32).unwrap_or(0)
}
