//! What stands below `config`.

use super::{Tree, Type};

impl Tree {
    /// The attributes of a definition of a symbol; `limit` is what it may
    /// depend on.
    pub(super) fn attributes(&mut self, index: usize, limit: usize, is_again: bool) {
        let mut ty = self.symbols[index].ty;
        if self.is_odd() {
            let types = [Type::Bool, Type::Tristate, Type::Int, Type::Hex, Type::String];
            ty = types[self.rng.usize(..types.len())];
        }
        let mut lines = Vec::new();
        lines.push(self.type_line(ty, limit));
        if is_again && self.chance(50) {
            lines.clear();
        }
        if self.chance(10) {
            lines.push(format!("prompt {}{}", self.quoted(), self.condition(40, limit)));
        }
        while self.chance(40) {
            lines.push(self.default(ty, limit));
        }
        while self.chance(25) {
            lines.push(format!("depends on {}", self.dependency(index, limit)));
        }
        if matches!(ty, Type::Bool | Type::Tristate) || self.is_odd() {
            while self.chance(25) {
                if let Some(line) = self.selection(index, limit) {
                    lines.push(line);
                }
            }
        }
        if matches!(ty, Type::Int | Type::Hex) || self.is_odd() {
            while self.chance(35) {
                let (low, high) = (self.bound(ty, limit), self.bound(ty, limit));
                lines.push(format!("range {low} {high}{}", self.condition(35, limit)));
            }
        }
        if self.chance(50) {
            self.rng.shuffle(&mut lines);
        }
        for line in lines {
            let indent = self.pick(&["\t", "\t", "\t", "  ", "\t "]);
            self.line(&format!("{indent}{line}"));
        }
        if self.chance(15) {
            self.help();
        }
    }

    fn type_line(&mut self, ty: Type, limit: usize) -> String {
        let keyword = ty.keyword();
        match ty {
            Type::Bool | Type::Tristate if self.chance(20) => {
                format!("def_{keyword} {}{}", self.expr(limit), self.condition(30, limit))
            }
            _ if self.chance(75) => format!("{keyword} {}{}", self.quoted(), self.condition(20, limit)),
            _ => keyword.to_owned(),
        }
    }

    fn default(&mut self, ty: Type, limit: usize) -> String {
        let value = match ty {
            Type::Bool | Type::Tristate => self.expr(limit),
            _ if self.chance(20) => self.name_of(limit, |other| other == ty),
            _ if self.chance(5) => {
                let text = self.reference().0;
                format!("\"{text}\"")
            }
            _ => self.constant(ty),
        };
        format!("default {value}{}", self.condition(40, limit))
    }

    /// Often the symbol before, which makes a submenu of those that follow it.
    fn dependency(&mut self, index: usize, limit: usize) -> String {
        if index > 0 && index <= limit && self.chance(40) {
            let name = self.symbols[index - 1].name.clone();
            return if self.chance(60) { name } else { format!("{name} && {}", self.expr(limit)) };
        }
        self.expr(limit)
    }

    fn selection(&mut self, index: usize, limit: usize) -> Option<String> {
        let keyword = self.pick(&["select", "select", "imply"]);
        let is_wild = self.is_odd();
        let later: Vec<usize> = (index + 1..self.symbols.len())
            .filter(|&other| is_wild || matches!(self.symbols[other].ty, Type::Bool | Type::Tristate))
            .collect();
        let wild = self.wild;
        let name = if self.chance(3) {
            "NOWHERE".to_owned()
        } else if self.chance(wild) {
            self.name_of(index + 1, |_| true)
        } else {
            let other = *later.get(self.rng.usize(..later.len().max(1)))?;
            self.symbols[other].name.clone()
        };
        Some(format!("{keyword} {name}{}", self.condition(35, limit)))
    }

    fn bound(&mut self, ty: Type, limit: usize) -> String {
        if self.chance(25) { self.name_of(limit, |other| other == ty) } else { self.constant(ty) }
    }

    pub(super) fn help(&mut self) {
        let texts = [
            "\thelp\n\t  Some words.\n\n\t    Indented.\n\t  Back.\n",
            "\thelp\n\t Only one line.   \n",
            "  help\n    With spaces\n\tand a tab.\n",
            "\thelp\n\n\n\t  After two empty lines.\n\t  \n\n",
            "\thelp\n\t  More here\n\t less here\n",
            "\thelp\n\n",
            "\thelp # and a comment\n\t  if this config menu\n",
        ];
        let text = if self.is_odd() { self.pick(&texts) } else { self.pick(&texts[..4]) };
        self.text.push_str(text);
    }
}
