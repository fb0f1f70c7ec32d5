//! Names that are nearly the one looked for.

use kconfig_model::{MenuId, Model, SymbolId};

/// How many names are near at most.
const MAX_NEAR: usize = 3;
/// A longer text is no mistyped name.
const MAX_LENGTH: usize = 64;

/// Finds the symbols whose names come nearest to a text, the nearest first: also
/// those that the tree names and does not define.
///
/// Near is what some letters more, fewer, others or swapped make equal: one of five
/// letters, two of nine, three of a longer text.
pub(super) fn near(model: &Model, text: &str) -> Vec<SymbolId> {
    let wanted = text.to_ascii_uppercase();
    let max = match wanted.len() {
        0..3 | MAX_LENGTH.. => return Vec::new(),
        3..6 => 1,
        6..10 => 2,
        _ => 3,
    };
    let letters = Letters::of(&wanted);
    let mut found: Vec<(usize, bool, Option<MenuId>, SymbolId)> = Vec::new();
    for (id, symbol) in model.symbols() {
        let name = model.name(id);
        // These two cost little, and leave some tens of 20,000 names.
        if name.len().abs_diff(wanted.len()) > max || symbol.is_const || symbol.is_choice() {
            continue;
        }
        if letters.distance(name) > max {
            continue;
        }
        let distance = strsim::osa_distance(&wanted, &name.to_ascii_uppercase());
        if distance <= max {
            let defined = symbol.menus.first().copied();
            found.push((distance, defined.is_none(), defined, id));
        }
    }
    found.sort_unstable();
    // Beside a near name those farther off are noise.
    let nearest = found.first().map_or(0, |(distance, ..)| *distance);
    found.retain(|(distance, ..)| *distance <= nearest + 1);
    found.into_iter().take(MAX_NEAR).map(|(.., id)| id).collect()
}

/// How often each byte is in a text.
struct Letters([i16; 256]);

impl Letters {
    /// Counts the bytes of a text that has fewer than 32,768.
    fn of(text: &str) -> Self {
        let mut counts = [0; 256];
        for byte in text.bytes() {
            counts[usize::from(byte)] += 1;
        }
        Self(counts)
    }

    /// The least number of letters to add, drop or replace that makes the letters
    /// of a text these, in any order and case: no edit distance of ASCII texts is
    /// less.
    fn distance(&self, text: &str) -> usize {
        let mut counts = self.0;
        for byte in text.bytes() {
            counts[usize::from(byte.to_ascii_uppercase())] -= 1;
        }
        let sum = |sign: i16| counts.iter().map(|count| usize::try_from(count * sign).unwrap_or(0)).sum();
        let (missing, surplus): (usize, usize) = (sum(1), sum(-1));
        missing.max(surplus)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kconfig_model::{ParseCache, load};
    use kconfig_vfs::{NoHost, Vfs};

    fn near_names(text: &str) -> Vec<String> {
        let mut files = Vfs::new();
        let names = ["KEXEC", "KEXEC_FILE", "KEXEC_SIG", "CRASH_DUMP", "NET", "KEXEC_FUEL"];
        let mut tree = String::new();
        for name in names {
            tree += &format!("config {name}\n\tbool\n");
        }
        tree += "config LAST\n\tdef_bool KEXEC_FIRE && \"KEXEC_FIEL\" != \"\"\n";
        files.insert("Kconfig", tree);
        let model = load(&files, &NoHost, "Kconfig", &mut ParseCache::default());
        near(&model, text).into_iter().map(|symbol| model.name(symbol).to_owned()).collect()
    }

    #[test]
    fn what_is_mistyped_is_found_the_nearest_first() {
        // Two letters swapped; then two others; a name that nobody defines is last.
        assert_eq!(near_names("kexec_fiel"), ["KEXEC_FILE", "KEXEC_FUEL", "KEXEC_FIRE"]);
        assert_eq!(near_names("CRASHDUMP"), ["CRASH_DUMP"]);
        assert_eq!(near_names("nte"), ["NET"]);
    }

    #[test]
    fn what_is_another_word_is_not_near() {
        assert_eq!(near_names("wireless"), [""; 0]);
        assert_eq!(near_names("ne"), [""; 0]);
        assert_eq!(near_names(""), [""; 0]);
        assert_eq!(near_names(&"KEXEC_FILE".repeat(10_000)), [""; 0]);
        assert_eq!(near_names("kéxec_file")[0], "KEXEC_FILE", "letters, not bytes");
    }

    #[test]
    fn letters_are_never_farther_than_an_edit() {
        let texts = ["", "A", "AB", "BA", "ABC", "CAB", "ABCD", "DCBA", "AABB", "ÄB"];
        for one in texts {
            for other in texts.iter().filter(|other| other.is_ascii() && one.is_ascii()) {
                assert!(
                    Letters::of(one).distance(other) <= strsim::osa_distance(one, other),
                    "{one} {other}"
                );
            }
        }
    }
}
