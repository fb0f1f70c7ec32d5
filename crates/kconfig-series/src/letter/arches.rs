//! Which arches the text of a letter says its blocks are for.

use super::Arches;

/// The words for an arch, and its ARCH.
const NAMES: [(&str, &str); 32] = [
    ("x86_64", "x86_64"),
    ("x86-64", "x86_64"),
    ("amd64", "x86_64"),
    ("i386", "i386"),
    ("i686", "i386"),
    ("arm64", "arm64"),
    ("aarch64", "arm64"),
    ("arm", "arm"),
    ("arm32", "arm"),
    ("riscv", "riscv"),
    ("risc-v", "riscv"),
    ("riscv64", "riscv"),
    ("s390", "s390"),
    ("s390x", "s390"),
    ("powerpc", "powerpc"),
    ("ppc", "powerpc"),
    ("ppc64", "powerpc"),
    ("ppc64le", "powerpc"),
    ("mips", "mips"),
    ("mips64", "mips"),
    ("loongarch", "loongarch"),
    ("loongarch64", "loongarch"),
    ("sh", "sh"),
    ("superh", "sh"),
    ("sparc", "sparc"),
    ("sparc64", "sparc64"),
    ("m68k", "m68k"),
    ("parisc", "parisc"),
    ("alpha", "alpha"),
    ("xtensa", "xtensa"),
    ("csky", "csky"),
    ("openrisc", "openrisc"),
];

/// Words before a list of arches that say what the list is for.
const LEADS: [&str; 8] =
    ["on", "for", "under", "including", "arch", "arches", "architecture", "architectures"];

/// Reads a paragraph: its arches, and those that it names beside an example.
pub(super) fn arches(text: &str) -> (Arches, Vec<String>) {
    let mut all = Arches::NotSaid;
    let mut example = Arches::NotSaid;
    for sentence in text.split(". ") {
        let found = in_sentence(sentence);
        let lower = sentence.to_ascii_lowercase();
        let slot = if lower.contains("example") { &mut example } else { &mut all };
        if found != Arches::NotSaid {
            *slot = found;
        }
    }
    match (example, all) {
        (Arches::These(shown), Arches::These(others)) => {
            let others = others.into_iter().filter(|arch| !shown.contains(arch)).collect();
            (Arches::These(shown), others)
        }
        (Arches::NotSaid, all) => (all, Vec::new()),
        (example, _) => (example, Vec::new()),
    }
}

fn in_sentence(sentence: &str) -> Arches {
    let words: Vec<String> = sentence
        .split_whitespace()
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_ascii_lowercase())
        .filter(|word| !word.is_empty())
        .collect();
    let arch = |word: &str| NAMES.iter().find(|(name, _)| *name == word).map(|(_, arch)| (*arch).to_owned());
    let mut these: Vec<String> = Vec::new();
    let mut except: Vec<String> = Vec::new();
    // Which list the words go on with: none, the arches, the exceptions.
    let mut list = None;
    for (at, word) in words.iter().enumerate() {
        let before = |n: usize| at.checked_sub(n).and_then(|at| words.get(at)).map_or("", String::as_str);
        match arch(word) {
            Some(arch) => {
                if list.is_none() && LEADS.contains(&before(1)) && !matches!(before(2), "not" | "than") {
                    list = Some(false);
                }
                match list {
                    Some(true) => except.push(arch),
                    Some(false) => these.push(arch),
                    None => {}
                }
            }
            None if word == "except" => list = Some(true),
            None if list == Some(true) && matches!(&**word, "of" | "for" | "on" | "and") => {}
            None if list == Some(false) && word == "and" => {}
            None => list = None,
        }
    }
    these.dedup();
    let is_all = words
        .windows(2)
        .any(|pair| pair[0] == "all" && matches!(&*pair[1], "arches" | "archs" | "architectures"));
    match (these.is_empty(), except.is_empty()) {
        (false, true) => Arches::These(these),
        (false, false) => Arches::These(these.into_iter().filter(|arch| !except.contains(arch)).collect()),
        (true, false) => Arches::AllExcept(except),
        (true, true) if is_all => Arches::AllExcept(Vec::new()),
        (true, true) => Arches::NotSaid,
    }
}
