//! randconfig: every question is answered by lot (conf.c).
//!
//! Pure: a seed goes in, and the same seed always gives the same answers as
//! with a conf that is linked with glibc.

use kconfig_base::Tristate;
use kconfig_model::{MenuId, Model, SymbolType};

use crate::number::parse_signed;
use crate::user::{UserValue, UserValues};

/// The distance of the two numbers that make the next one, and how many are
/// remembered (`DEG_3` and `SEP_3` of glibc's random_r.c).
const DEGREE: usize = 31;
const SEPARATION: usize = 3;

/// How many numbers are drawn and thrown away after seeding.
const N_DISCARDED: usize = 10 * DEGREE;

/// The generator behind `rand()`: additive feedback, `TYPE_3` of glibc.
#[derive(Clone, Debug)]
pub struct Rand {
    state: [u32; DEGREE],
    /// Where the oldest number is, which the next one replaces.
    at: usize,
}

impl Rand {
    /// Starts as `srand(seed)` does.
    pub fn new(seed: u32) -> Self {
        let mut state = [0; DEGREE];
        // 0 would stay 0 for ever.
        let mut word = i64::from(seed.max(1) as i32);
        for slot in &mut state {
            *slot = word as u32;
            // A Lehmer generator; what is negative is brought back.
            word = (16_807 * word) % 2_147_483_647;
            if word < 0 {
                word += 2_147_483_647;
            }
        }
        let mut rand = Self { state, at: SEPARATION };
        for _ in 0..N_DISCARDED {
            rand.draw();
        }
        rand
    }

    /// Draws a number from 0 to 2^31 - 1 (`rand`).
    pub fn draw(&mut self) -> u32 {
        let recent = (self.at + DEGREE - SEPARATION) % DEGREE;
        let sum = self.state[self.at].wrapping_add(self.state[recent]);
        self.state[self.at] = sum;
        self.at = (self.at + 1) % DEGREE;
        sum >> 1
    }
}

/// Reads `KCONFIG_SEED` (`set_randconfig_seed`): any base that C knows, and
/// nothing behind the number.
pub fn parse_seed(text: &str) -> Option<u32> {
    let parsed = parse_signed(text, 0);
    (!text.is_empty() && parsed.len == text.len()).then_some(parsed.value as u32)
}

/// How likely the answers are, in percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Probabilities {
    /// That a bool is y.
    pub bool_y: u32,
    /// That a tristate is y.
    pub tristate_y: u32,
    /// That a tristate is m.
    pub tristate_m: u32,
}

impl Default for Probabilities {
    fn default() -> Self {
        Self { bool_y: 50, tristate_y: 33, tristate_m: 33 }
    }
}

/// Percentages below 0 or above 100.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutOfRange;

impl Probabilities {
    /// Draws the value of a bool or tristate.
    fn draw(self, rand: &mut Rand, ty: SymbolType) -> Tristate {
        let lot = rand.draw() % 100;
        match ty {
            SymbolType::Tristate if lot < self.tristate_y => Tristate::Y,
            SymbolType::Tristate if lot < self.tristate_y + self.tristate_m => Tristate::M,
            SymbolType::Bool if lot < self.bool_y => Tristate::Y,
            _ => Tristate::N,
        }
    }

    /// Reads `KCONFIG_PROBABILITY`: `N`, `N:M` or `N:M:L`
    /// (`conf_set_all_new_symbols`).
    ///
    /// What is no number counts as 0, over and over until there are three.
    pub fn parse(text: &str) -> Result<Self, OutOfRange> {
        let mut numbers = Vec::new();
        let mut rest = text;
        while !rest.is_empty() && numbers.len() < 3 {
            let parsed = parse_signed(rest, 10);
            match u32::try_from(parsed.value as i32) {
                Ok(number) if number <= 100 => numbers.push(number),
                _ => return Err(OutOfRange),
            }
            rest = &rest[parsed.len..];
            rest = rest.strip_prefix(':').unwrap_or(rest);
        }
        let probabilities = match numbers[..] {
            [bool_y] => Self { bool_y, tristate_y: bool_y - bool_y / 2, tristate_m: bool_y / 2 },
            [tristate_y, tristate_m] => Self { bool_y: tristate_y + tristate_m, tristate_y, tristate_m },
            [bool_y, tristate_y, tristate_m] => Self { bool_y, tristate_y, tristate_m },
            _ => Self::default(),
        };
        if probabilities.tristate_y + probabilities.tristate_m > 100 {
            return Err(OutOfRange);
        }
        Ok(probabilities)
    }
}

/// Gives a user value by lot to each bool, tristate and choice with a prompt
/// that has none (`conf_set_all_new_symbols` with `def_random`).
pub fn set_random_symbols(
    model: &Model,
    user: &mut UserValues,
    rand: &mut Rand,
    probabilities: Probabilities,
) {
    if model.semantics.presets_by_table() {
        set_random_by_table(model, user, rand, probabilities);
        return;
    }
    for menu in model.menus_below(MenuId::ROOT) {
        let node = model.menu(menu);
        let (Some(id), Some(_)) = (node.symbol, node.prompt) else { continue };
        let symbol = model.symbol(id);
        if symbol.is_choice() {
            randomize_choice(model, user, rand, menu);
            continue;
        }
        if user.get(id).is_some() || symbol.is_choice_value || !symbol.ty.is_tristate_like() {
            continue;
        }
        let value = probabilities.draw(rand, symbol.ty);
        user.set(model, id, UserValue::Tri(value));
    }
}

/// The same up to 6.10: in the order of the table, and prompt or not; choices
/// follow when the others have their value ([`Lazy::randomize_choices`]).
///
/// [`Lazy::randomize_choices`]: crate::Lazy::randomize_choices
fn set_random_by_table(model: &Model, user: &mut UserValues, rand: &mut Rand, probabilities: Probabilities) {
    for &id in model.table_order() {
        let symbol = model.symbol(id);
        if user.get(id).is_some() || !symbol.ty.is_tristate_like() {
            continue;
        }
        let value = probabilities.draw(rand, symbol.ty);
        if symbol.is_choice() {
            user.put_aside(id, value);
        } else {
            user.set(model, id, UserValue::Tri(value));
        }
    }
}

/// Orders the members of a choice by lot and sets each to y, so that the first
/// one that is visible gets it (`randomize_choice_values`).
fn randomize_choice(model: &Model, user: &mut UserValues, rand: &mut Rand, choice: MenuId) {
    let members: Vec<_> = model.menus_below(choice).filter_map(|menu| model.menu(menu).symbol).collect();
    let n_new = members.iter().filter(|&&member| user.get(member).is_none()).count();
    for n_left in (1..=n_new).rev() {
        let lot = rand.draw() as usize % n_left;
        let drawn = members.iter().copied().filter(|&member| user.get(member).is_none()).nth(lot);
        if let Some(member) = drawn {
            user.set(model, member, UserValue::Tri(Tristate::Y));
            // What the user said himself stays dearer.
            user.defer(model, choice, member);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_those_of_glibc() {
        let first = |seed| {
            let mut rand = Rand::new(seed);
            [rand.draw(), rand.draw(), rand.draw()]
        };
        assert_eq!(first(1), [1_804_289_383, 846_930_886, 1_681_692_777]);
        assert_eq!(first(0), first(1));
        assert_eq!(first(42), [71_876_166, 708_592_740, 1_483_128_881]);
    }

    #[test]
    fn seeds_are_read_as_in_c() {
        assert_eq!(parse_seed("0x10"), Some(16));
        assert_eq!(parse_seed("010"), Some(8));
        assert_eq!(parse_seed("-1"), Some(u32::MAX));
        assert_eq!(parse_seed("0x123456789"), Some(0x2345_6789));
        assert_eq!(parse_seed("7 "), None);
        assert_eq!(parse_seed(""), None);
    }

    #[test]
    fn probabilities_come_in_three_forms() {
        let parse = |text| Probabilities::parse(text).map(|p| (p.bool_y, p.tristate_y, p.tristate_m));
        assert_eq!(parse(""), Ok((50, 33, 33)));
        assert_eq!(parse("25"), Ok((25, 13, 12)));
        assert_eq!(parse("10:30"), Ok((40, 10, 30)));
        assert_eq!(parse("10:20:30"), Ok((10, 20, 30)));
        assert_eq!(parse("10:60:50"), Err(OutOfRange));
        assert_eq!(parse("101"), Err(OutOfRange));
        assert_eq!(parse("x"), Ok((0, 0, 0)));
    }
}
