//! Entries and blocks: what stands at the start of a line.

use super::{Tree, Type};

/// The deepest that blocks nest.
const MAX_DEPTH: usize = 5;

impl Tree {
    /// The symbol that turns modules on.
    pub(super) fn modules(&mut self) {
        self.has_modules = true;
        let ways = [
            "config MODULES\n\tbool \"modules\"\n\tmodules\n",
            "config MODULES\n\tbool \"modules\"\n\tmodules\n\tdefault y\n",
            "config MODULES\n\tdef_bool y\n\tmodules\n",
            "menuconfig MODULES\n\tmodules\n\tbool \"modules\"\n\tdefault m\n",
        ];
        let way = self.pick(&ways);
        self.text.push_str(way);
    }

    /// Writes statements until `end` symbols have a definition.
    pub(super) fn block(&mut self, depth: usize, end: usize) {
        while self.n_defined < end {
            let is_deep = depth >= MAX_DEPTH;
            match self.rng.u8(..100) {
                0..=8 if !is_deep => self.menu(depth, end),
                9..=18 if !is_deep => self.if_block(depth, end),
                19..=27 => self.choice(end),
                28..=31 if !is_deep => self.source(depth, end),
                32..=35 => self.comment(),
                36..=39 => self.macro_statement(),
                40..=46 => self.again(),
                47 if self.odd > 0 => self.wrong(),
                _ => self.config(self.n_defined, self.n_defined),
            }
        }
    }

    /// How far a block within one that ends at `end` goes.
    fn part(&mut self, end: usize) -> usize {
        let most = (end - self.n_defined).min(7);
        self.n_defined + self.rng.usize(..=most)
    }

    /// Writes a block whose conditions may name all that comes before it.
    fn inner(&mut self, depth: usize, end: usize, ending: &str) {
        let floor = std::mem::replace(&mut self.floor, self.n_defined);
        self.block(depth + 1, end);
        self.floor = floor;
        self.line(ending);
    }

    fn menu(&mut self, depth: usize, end: usize) {
        let (text, end) = (self.quoted(), self.part(end));
        self.line(&format!("menu {text}"));
        let limit = self.n_defined;
        while self.chance(25) {
            let expr = self.expr(limit);
            self.line(&format!("\tdepends on {expr}"));
        }
        while self.chance(25) {
            let expr = self.expr(limit);
            self.line(&format!("\tvisible if {expr}"));
        }
        self.inner(depth, end, "endmenu");
    }

    fn if_block(&mut self, depth: usize, end: usize) {
        let (expr, end) = (self.expr(self.n_defined), self.part(end));
        self.line(&format!("if {expr}"));
        self.inner(depth, end, "endif");
    }

    fn source(&mut self, depth: usize, end: usize) {
        let end = self.part(end);
        let path = format!("sub/Kconfig.{}", self.files.len() + 10 * depth + 1);
        if self.files.iter().any(|(other, _)| *other == path) {
            return;
        }
        let written = match self.rng.u8(..4) {
            0 => path.replace("sub", "$(shell,echo sub)"),
            1 => path.replace("sub", "$(nothing)s$(UNSET_ANYWHERE)ub"),
            _ => path.clone(),
        };
        self.line(&format!("source \"{written}\""));
        let outer = std::mem::take(&mut self.text);
        // Its place, so that no other file takes the name.
        let place = self.files.len();
        self.files.push((path, String::new()));
        self.block(depth + 1, end);
        self.files[place].1 = std::mem::replace(&mut self.text, outer);
    }

    fn comment(&mut self) {
        let text = self.quoted();
        self.line(&format!("comment {text}"));
        while self.chance(40) {
            let expr = self.expr(self.n_defined);
            self.line(&format!("\tdepends on {expr}"));
        }
    }

    fn config(&mut self, index: usize, limit: usize) {
        let keyword = if self.chance(12) { "menuconfig" } else { "config" };
        let name = self.symbols[index].name.clone();
        let name = if self.chance(3) { format!("$(nothing){name}") } else { name };
        self.line(&format!("{keyword} {name}"));
        let is_again = index < self.n_defined;
        self.attributes(index, limit, is_again);
        if !is_again {
            self.n_defined += 1;
        }
    }

    /// Defines a symbol once more.
    fn again(&mut self) {
        let known: Vec<usize> =
            (self.floor..self.n_defined).filter(|&index| !self.symbols[index].is_member).collect();
        if !known.is_empty() {
            let index = known[self.rng.usize(..known.len())];
            self.config(index, index);
        }
    }

    fn choice(&mut self, end: usize) {
        let base = self.n_defined;
        let n_members = (end - base).min(self.rng.usize(1..6));
        for index in base..base + n_members {
            let symbol = &mut self.symbols[index];
            (symbol.ty, symbol.is_member) = (Type::Bool, true);
        }
        self.line("choice");
        let (text, condition) = (self.quoted(), self.condition(25, base));
        let keyword = self.pick(&["prompt", "bool"]);
        self.line(&format!("\t{keyword} {text}{condition}"));
        while self.chance(30) {
            let member = base + self.rng.usize(..n_members);
            let member = if self.is_odd() { self.rng.usize(..self.symbols.len()) } else { member };
            let name = self.symbols[member].name.clone();
            let condition = self.condition(40, base);
            self.line(&format!("\tdefault {name}{condition}"));
        }
        while self.chance(20) {
            let expr = self.expr(base);
            self.line(&format!("\tdepends on {expr}"));
        }
        if self.chance(10) {
            self.help();
        }
        let mut n_ifs = 0;
        while self.n_defined < base + n_members {
            match self.rng.u8(..10) {
                0 => {
                    let expr = self.expr(base);
                    self.line(&format!("if {expr}"));
                    n_ifs += 1;
                }
                1 if n_ifs > 0 => {
                    self.line("endif");
                    n_ifs -= 1;
                }
                2 if self.chance(30) => self.comment_in_choice(base),
                _ => self.member(self.n_defined, base),
            }
        }
        (0..n_ifs).for_each(|_| self.line("endif"));
        self.line("endchoice");
    }

    fn comment_in_choice(&mut self, limit: usize) {
        let (text, expr) = (self.quoted(), self.expr(limit));
        self.line(&format!("comment {text}"));
        self.line(&format!("\tdepends on {expr}"));
    }

    fn member(&mut self, index: usize, limit: usize) {
        if self.is_odd() {
            return self.config(index, limit);
        }
        let name = self.symbols[index].name.clone();
        self.line(&format!("config {name}"));
        let (text, condition) = (self.quoted(), self.condition(20, limit));
        self.line(&format!("\tbool {text}{condition}"));
        while self.chance(20) {
            let expr = self.expr(limit);
            self.line(&format!("\tdepends on {expr}"));
        }
        if self.chance(20) {
            // Not a member of the same choice: that would be a cycle.
            let later: Vec<usize> = (index + 1..self.symbols.len())
                .filter(|&other| !self.symbols[other].is_member && self.symbols[other].ty == Type::Bool)
                .collect();
            if let Some(&other) = later.last() {
                let (name, condition) = (self.symbols[other].name.clone(), self.condition(30, limit));
                self.line(&format!("\tselect {name}{condition}"));
            }
        }
        if self.chance(10) {
            self.help();
        }
        self.n_defined += 1;
    }

    /// A line that is no statement, or none here.
    fn wrong(&mut self) {
        let lines = [
            "endmenu",
            "nonsense B0",
            "\tdepends on",
            "config",
            "depends on B0",
            "source \"sub/missing\"",
            "menu \"open",
            "if B0 &&\nendif",
            "choice\n\tbool \"empty\"\nendchoice",
            "config X1\n\tbool \"x\" ; \"y\"",
            "config X2\n\tselect",
            "visible if B0",
            "$(error-if,y,reached)",
            "comment \"unfinished\n",
            "config X3\n\tbool\n\tmodules\n",
        ];
        let line = self.pick(&lines);
        self.line(line);
    }
}
