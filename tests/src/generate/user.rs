//! What the user brings: a .config, answers, variables.

use fastrand::Rng;

use super::{Symbol, Type};

/// Makes what belongs to a tree with these symbols.
pub(super) struct User<'a> {
    pub(super) rng: Rng,
    pub(super) symbols: &'a [Symbol],
}

impl User<'_> {
    fn chance(&mut self, percent: u8) -> bool {
        self.rng.u8(..100) < percent
    }

    fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.rng.usize(..words.len())]
    }

    /// A .config: mostly right, some of it not.
    pub(super) fn config(&mut self) -> String {
        let mut text = String::new();
        if self.chance(50) {
            text.push_str(self.pick(&["CONFIG_MODULES=y\n", "# CONFIG_MODULES is not set\n"]));
        }
        let percent = self.rng.u8(10..90);
        for index in 0..self.symbols.len() {
            while self.chance(percent / 2) {
                text.push_str(&self.entry(index));
            }
        }
        if self.chance(10) {
            let lines = [
                "nonsense\n",
                "CONFIG_\n",
                "CONFIG_UNKNOWN=y\n",
                "# CONFIG_OTHER is not set\n",
                "#\n# words\n#\n\n",
                "CONFIG_B0\n",
                "CONFIG_GONE=3\r\n",
                "# CONFIG_B0 is not set at all\n",
            ];
            let line = self.pick(&lines);
            text.insert_str(0, line);
            text.push_str(line);
        }
        if self.chance(4) {
            text.pop();
        }
        text
    }

    fn entry(&mut self, index: usize) -> String {
        let (name, ty) = (&self.symbols[index].name, self.symbols[index].ty);
        let ty = match self.rng.u8(..12) {
            0 => Type::String,
            1 => Type::Tristate,
            2 => Type::Int,
            _ => ty,
        };
        let value = match ty {
            Type::Bool => self.pick(&["y", "y", "n"]),
            Type::Tristate => self.pick(&["y", "m", "m", "n"]),
            Type::Int => self.pick(&["0", "5", "10", "50", "-3", "099", "70000", "0x3"]),
            Type::Hex => self.pick(&["0x0", "0x8", "0x1F", "ff", "0x", "0x100000000"]),
            Type::String => {
                self.pick(&["\"a\"", "\"\"", "\"q\\\"r\"", "\"x\\\\y\"", "\"open", "bare", "\"y\" z"])
            }
        };
        match (ty, value) {
            (Type::Bool | Type::Tristate, "n") if self.chance(80) => format!("# CONFIG_{name} is not set\n"),
            _ => format!("CONFIG_{name}={value}\n"),
        }
    }

    /// Lines of answers: some of every kind, then as many empty ones as it takes.
    pub(super) fn answers(&mut self) -> String {
        let words = ["", "", "", "y", "n", "m", "?", "1", "2", "3?", "10", "0x10", "a b", "yes", " N ", "-1"];
        let n_words = self.rng.usize(..60);
        let mut text: String = (0..n_words).flat_map(|_| [self.pick(&words), "\n"]).collect();
        text.push_str(&"\n".repeat(2000));
        text
    }

    /// Variables that change what conf does.
    pub(super) fn env(&mut self) -> Vec<(&'static str, String)> {
        let mut env = vec![("KCONFIG_SEED", self.rng.u32(..).to_string())];
        if self.chance(30) {
            let probability = self.pick(&["10", "90", "10:60", "20:30:40", "0", "100"]);
            env.push(("KCONFIG_PROBABILITY", probability.to_owned()));
        }
        if self.chance(10) {
            env.push(("KCONFIG_WARN_UNKNOWN_SYMBOLS", "1".to_owned()));
        }
        if self.chance(5) {
            env.push(("KCONFIG_WERROR", "1".to_owned()));
        }
        env
    }
}
