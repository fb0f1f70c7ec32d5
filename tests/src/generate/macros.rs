//! Variables and functions of the preprocessor.

use super::Tree;

impl Tree {
    /// Some assignments for the start of the tree.
    pub(super) fn macros(&mut self) {
        self.line("nothing :=");
        for number in 0..self.rng.usize(..5) {
            let name = format!("v{number}");
            let values = ["y", "n", "m", "B0", "GONE", "sub", "a b"];
            let value = self.pick(&values).to_owned();
            let (line, value) = match self.rng.u8(..6) {
                0 => (format!("{name} = {value}"), value),
                1 => (format!("{name} := {value}"), value),
                2 => (format!("{name} := $(shell,echo {value})"), value),
                3 => (format!("{name} = $(shell,printf '{value}\\n\\n')"), value),
                4 => match self.variables.last().cloned() {
                    Some((other, value)) => (format!("{name} = $({other})"), value),
                    None => (format!("{name} += {value}"), value),
                },
                _ => (format!("{name} := {value}\n{name} += $(nothing)"), format!("{value} ")),
            };
            self.text.push_str(&line);
            self.text.push('\n');
            self.variables.push((name, value));
        }
        if self.chance(40) {
            let body = self.pick(&["$(1)", "$(1)$(2)", "$(shell,echo $(1))", "$(nothing)$(1)$(nothing)"]);
            self.text.push_str(&format!("same = {body}\n"));
            self.functions.push("same".to_owned());
        }
        if self.chance(20) {
            self.text.push_str("twice = $(same,$(1))$(same,$(1))\n");
        }
    }

    /// A line that only says something.
    pub(super) fn macro_statement(&mut self) {
        let lines = [
            "$(warning-if,y,take care)",
            "$(warning-if,n,nothing here)",
            "$(info,in $(filename) at $(lineno))",
            "$(error-if,n,not reached)",
            "later = $(v0) and $(ARCH)",
            "v0 += y",
            "v1 := m",
            "$(nothing) $(nothing)",
            "$(warning-if,$(shell,test 1 = 1 && echo y),it is $(same,one))",
        ];
        let line = self.pick(&lines);
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// A use of a variable or a function, and what it gives as far as known.
    pub(super) fn reference(&mut self) -> (String, String) {
        match self.rng.u8(..8) {
            0 => ("$(ARCH)".to_owned(), "x86_64".to_owned()),
            1 => ("$(UNSET_ANYWHERE)".to_owned(), String::new()),
            2 => ("$(filename)".to_owned(), String::new()),
            3 => ("$(lineno)".to_owned(), String::new()),
            4 => ("$(shell,echo B0)".to_owned(), "B0".to_owned()),
            _ if self.variables.is_empty() => ("$(nothing)".to_owned(), String::new()),
            _ => {
                let (name, value) = self.variables[self.rng.usize(..self.variables.len())].clone();
                (format!("$({name})"), value)
            }
        }
    }

    /// One of these words, by way of the preprocessor.
    pub(super) fn reference_to(&mut self, words: &[&str]) -> String {
        let word = self.pick(words);
        if let Some(function) = self.functions.first() {
            return format!("$({function},{word})");
        }
        format!("$(shell,echo {word})")
    }
}
