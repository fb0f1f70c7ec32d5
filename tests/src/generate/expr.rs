//! Expressions.

use super::{Tree, Type};

impl Tree {
    /// A symbol below `limit` that `fits`; now and then any symbol.
    pub(super) fn earlier(&mut self, limit: usize, fits: impl Fn(Type) -> bool) -> Option<usize> {
        let wild = self.wild;
        let limit = if self.chance(wild) { self.symbols.len() } else { limit };
        let known: Vec<usize> = (0..limit).filter(|&index| fits(self.symbols[index].ty)).collect();
        (!known.is_empty()).then(|| known[self.rng.usize(..known.len())])
    }

    /// An expression over symbols below `limit`.
    pub(super) fn expr(&mut self, limit: usize) -> String {
        let depth = [0, 0, 1, 1, 2, 3][self.rng.usize(..6)];
        self.nested(limit, depth)
    }

    fn nested(&mut self, limit: usize, depth: usize) -> String {
        if depth == 0 {
            return self.operand(limit);
        }
        match self.rng.u8(..10) {
            0..=3 => {
                let (left, right) = (self.nested(limit, depth - 1), self.nested(limit, depth - 1));
                format!("{left} && {right}")
            }
            4..=6 => {
                let (left, right) = (self.nested(limit, depth - 1), self.nested(limit, depth - 1));
                if self.chance(50) { format!("({left} || {right})") } else { format!("{left} || {right}") }
            }
            7 => format!("!({})", self.nested(limit, depth - 1)),
            8 => format!("!{}", self.operand(limit)),
            _ => format!("({})", self.nested(limit, depth - 1)),
        }
    }

    fn operand(&mut self, limit: usize) -> String {
        match self.rng.u8(..100) {
            0..=24 => self.comparison(limit),
            25..=29 => self.pick(&["y", "m", "n"]).to_owned(),
            30..=31 => self.pick(&["\"y\"", "'n'", "\"m\"", "\"x\"", "\"\"", "12"]).to_owned(),
            32..=34 => self.pick(&["GONE", "NOWHERE"]).to_owned(),
            35..=39 => self.reference_to(&["y", "n", "m", "B0", "GONE"]),
            40..=43 => self.name_of(limit, |_| true),
            _ => self.name_of(limit, |ty| matches!(ty, Type::Bool | Type::Tristate)),
        }
    }

    pub(super) fn name_of(&mut self, limit: usize, fits: impl Fn(Type) -> bool) -> String {
        match self.earlier(limit, fits) {
            Some(index) => {
                let name = self.symbols[index].name.clone();
                if self.chance(2) { format!("$(nothing){name}") } else { name }
            }
            None => self.pick(&["y", "m", "y", "GONE"]).to_owned(),
        }
    }

    fn comparison(&mut self, limit: usize) -> String {
        let op = self.pick(&["=", "!=", "<", "<=", ">", ">="]);
        let Some(index) = self.earlier(limit, |_| true) else {
            let constants = ["1", "\"a\"", "0x10", "y", "n", "\"\"", "10"];
            let (left, right) = (self.pick(&constants), self.pick(&constants));
            return format!("{left} {op} {right}");
        };
        let (left, ty) = (self.symbols[index].name.clone(), self.symbols[index].ty);
        let right = match self.rng.u8(..10) {
            0..=2 => self.name_of(limit, |other| other == ty),
            3 => self.name_of(limit, |_| true),
            4 => self.constant(Type::String),
            _ => self.constant(ty),
        };
        // `A!=y` with a bool is where conf reads a symbol as an expression. Any
        // symbol may have become a bool, by a second type.
        let op = if op == "!=" && right.contains('y') { "=" } else { op };
        let space = if self.chance(50) { " " } else { "" };
        format!("{left}{space}{op}{space}{right}")
    }

    /// A constant of a type, perhaps in quotes.
    pub(super) fn constant(&mut self, ty: Type) -> String {
        let ty = if self.is_odd() { Type::String } else { ty };
        let constant = match ty {
            Type::Bool => self.pick(&["y", "n", "y", "n", "m"]),
            Type::Tristate => self.pick(&["y", "m", "n"]),
            Type::Int => self.pick(&["0", "1", "7", "10", "42", "100", "-5", "010", "65536", "99999999999"]),
            Type::Hex => self.pick(&["0x0", "0x1", "0x10", "0xff", "0xFFFF", "10", "0x7fffffffffff"]),
            Type::String => {
                return self
                    .pick(&["\"a\"", "\"b c\"", "\"\"", "\"10\"", "'q\"r'", "\"y\"", "\"a\\\\\\\"b\""])
                    .to_owned();
            }
        };
        if self.chance(15) { format!("\"{constant}\"") } else { constant.to_owned() }
    }

    /// ` if ` and an expression, or nothing.
    pub(super) fn condition(&mut self, percent: u8, limit: usize) -> String {
        if self.chance(percent) { format!(" if {}", self.expr(limit)) } else { String::new() }
    }
}
