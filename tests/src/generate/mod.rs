//! Random Kconfig trees that use the whole language, each from a number.
//!
//! The same seed always gives the same tree, and with it a .config, a fragment
//! and answers for it. Most trees are ones that conf accepts: symbols have an
//! order, and values follow it. A symbol depends on earlier ones and selects
//! later ones, so that there is no cycle. Some trees break that rule, and some
//! are wrong in other ways, for the errors and warnings.
//!
//! What our conf and the kernel's do differently on purpose (ARCHITECTURE.md
//! lists it) is never generated; where, a comment says so.
//!
//! Start with [`generate`].

mod attribute;
mod block;
mod expr;
mod macros;
mod minimise;
mod user;

use fastrand::Rng;

pub use minimise::minimise;

/// The type of a symbol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Type {
    Bool,
    Tristate,
    Int,
    Hex,
    String,
}

impl Type {
    fn keyword(self) -> &'static str {
        match self {
            Self::Bool => "bool",
            Self::Tristate => "tristate",
            Self::Int => "int",
            Self::Hex => "hex",
            Self::String => "string",
        }
    }
}

/// A symbol that has or gets a definition.
#[derive(Clone, Debug)]
struct Symbol {
    name: String,
    ty: Type,
    /// Whether it is a member of a choice.
    is_member: bool,
}

/// A tree, and what a conf may be given with it.
#[derive(Clone, Debug)]
pub struct Generated {
    /// What it was made from.
    pub seed: u64,
    /// The tree's files by path; the first is `Kconfig`.
    pub files: Vec<(String, String)>,
    /// A .config.
    pub config: String,
    /// A fragment for KCONFIG_ALLCONFIG, or a defconfig.
    pub fragment: String,
    /// What there is to read on standard input.
    pub answers: String,
    /// Variables of the environment.
    pub env: Vec<(&'static str, String)>,
}

impl Generated {
    /// The tree as one text, as `kconfig::tree::fixture` reads it.
    pub fn fixture(&self) -> String {
        self.files.iter().map(|(path, text)| format!("#- {path}\n{text}")).collect()
    }
}

/// Makes the tree of a seed.
pub fn generate(seed: u64) -> Generated {
    let mut rng = Rng::with_seed(seed);
    let n_symbols = match rng.u8(..10) {
        0..=3 => rng.usize(1..8),
        4..=8 => rng.usize(8..30),
        _ => rng.usize(30..90),
    };
    let symbols = (0..n_symbols).map(|index| symbol(&mut rng, index)).collect();
    let mut tree = Tree {
        symbols,
        n_defined: 0,
        floor: 0,
        has_modules: false,
        // A wild reference in one tree of five, so that most have no cycle.
        wild: if rng.u8(..5) == 0 { 6 } else { 0 },
        odd: if rng.u8(..4) == 0 { 12 } else { 0 },
        variables: Vec::new(),
        functions: Vec::new(),
        text: String::new(),
        files: Vec::new(),
        rng,
    };
    tree.write();
    let Tree { rng, symbols, text, mut files, .. } = tree;
    files.insert(0, ("Kconfig".to_owned(), text));
    let mut user = user::User { rng, symbols: &symbols };
    let (config, fragment) = (user.config(), user.config());
    let (answers, env) = (user.answers(), user.env());
    Generated { seed, files, config, fragment, answers, env }
}

fn symbol(rng: &mut Rng, index: usize) -> Symbol {
    let (ty, letter) = match rng.u8(..20) {
        0..=8 => (Type::Bool, 'B'),
        9..=13 => (Type::Tristate, 'T'),
        14..=15 => (Type::Int, 'I'),
        16..=17 => (Type::Hex, 'H'),
        _ => (Type::String, 'S'),
    };
    Symbol { name: format!("{letter}{index}"), ty, is_member: false }
}

/// A tree that is being written.
struct Tree {
    rng: Rng,
    symbols: Vec<Symbol>,
    /// How many of the symbols have a definition so far.
    n_defined: usize,
    /// What the open blocks may depend on: only a symbol that comes later can
    /// be defined in them without a cycle.
    floor: usize,
    has_modules: bool,
    /// In percent, how often a reference may be to any symbol.
    wild: u8,
    /// In percent, how often something is wrong.
    odd: u8,
    /// The variables that there are, with what they expand to.
    variables: Vec<(String, String)>,
    /// The functions of one argument that give it back.
    functions: Vec<String>,
    /// The file that is being written.
    text: String,
    /// Those that are done.
    files: Vec<(String, String)>,
}

impl Tree {
    fn write(&mut self) {
        if self.chance(30) {
            let text = self.quoted();
            self.line(&format!("mainmenu {text}"));
        }
        self.macros();
        if self.chance(60) {
            self.modules();
        }
        self.block(0, self.symbols.len());
        if self.chance(3) {
            // No newline at the end of the file.
            self.text.pop();
        }
    }

    /// Says yes in so many cases of a hundred.
    fn chance(&mut self, percent: u8) -> bool {
        self.rng.u8(..100) < percent
    }

    fn is_odd(&mut self) -> bool {
        let percent = self.odd;
        self.chance(percent)
    }

    fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.rng.usize(..words.len())]
    }

    /// Writes a line, perhaps on several lines or with a comment.
    fn line(&mut self, text: &str) {
        if self.chance(4) && !text.contains(['"', '\'', '$']) {
            self.text.push_str(&text.replacen(' ', " \\\n\t\t", 2));
        } else {
            self.text.push_str(text);
        }
        if self.chance(3) && !text.contains('=') {
            self.text.push_str(" # why");
        }
        self.text.push('\n');
        if self.chance(4) {
            let filler = self.pick(&["\n", "# a comment\n", "\t\n", "  # another \"one\n"]);
            self.text.push_str(filler);
        }
    }

    /// A text in quotes, for a prompt.
    fn quoted(&mut self) -> String {
        let words = ["alpha", "beta", "\\\"gamma\\\"", "x\\\\y", "it's", "#5", "ü", "a=b", "(d)", "\\q", ""];
        let mut text = self.pick(&words).to_owned();
        while self.chance(50) {
            text.push(' ');
            text.push_str(self.pick(&words));
        }
        if self.chance(8) {
            text.push_str(&self.reference().0);
        }
        if self.chance(15) && !text.contains(['\'', '\\']) {
            return format!("'{text}'");
        }
        format!("\"{text}\"")
    }
}

#[cfg(test)]
mod tests {
    use super::generate;

    #[test]
    fn a_seed_gives_the_same_tree() {
        assert_eq!(generate(7).fixture(), generate(7).fixture());
        assert_ne!(generate(7).fixture(), generate(8).fixture());
    }

    /// Each word of the language, in some of the first trees.
    #[test]
    fn the_whole_language_is_used() {
        let all: String = (0..200).map(|seed| generate(seed).fixture()).collect();
        for word in [
            "bool",
            "choice",
            "comment",
            "config",
            "def_bool",
            "def_tristate",
            "default",
            "depends on",
            "endchoice",
            "endif",
            "endmenu",
            "help",
            "hex",
            "if",
            "imply",
            "int",
            "mainmenu",
            "menu",
            "menuconfig",
            "modules",
            "prompt",
            "range",
            "select",
            "source",
            "string",
            "tristate",
            "visible if",
            "&&",
            "||",
            "!",
            "=",
            "!=",
            "<",
            "<=",
            ">",
            ">=",
            ":=",
            "+=",
            "\\\n",
            "$(shell,",
            "$(warning-if,",
        ] {
            assert!(all.contains(word), "{word}");
        }
    }
}
