//! Claims: read out of a letter, and written into a file and read again.

use kconfig::claims::{
    Assignment, Case, Claim, ClaimArch, Claims, Excluded, Expect, Expected, StepName, parse_claims,
    read_letter, write_claims,
};
use kconfig_tests::Result;
use kconfig_tests::opening::LETTER;
use proptest::prelude::*;

/// The letter's base config has PROC_KCORE unset, so that entries with a condition
/// do not count.
#[test]
fn the_cases_of_the_opening_letter_are_those_of_the_scenario() -> Result<()> {
    let opening = kconfig_scenarios::scenario("crash-kexec-split").ok_or("no scenario")?;
    let (_, text) = opening.files.iter().find(|(path, _)| *path == "scenario.toml").ok_or("no file")?;
    let scenario = kconfig::parse_scenario(text)?;
    let found = read_letter(LETTER);
    assert_eq!(found.unread, []);
    let offered = (1..).zip(&found.offered);
    let claims: Vec<Claim> =
        offered.map(|(n, claim)| claim.to_claim(&n.to_string(), &StepName::Base, &StepName::After)).collect();
    let file = write_claims(&Claims { claims, ..Claims::default() });
    let read = parse_claims("claims.toml", &file)?;
    assert_eq!(read.claims.len(), 3);
    for claim in &read.claims {
        let told = scenario.claim(&claim.id).and_then(|claim| claim.case("x86_64")).ok_or("no case")?;
        let [case] = &*claim.cases else { return Err(claim.id.clone().into()) };
        assert_eq!(case.arches, ["x86_64"]);
        assert_eq!(case.set, told.set, "{}", claim.id);
        let (Expect::Exactly { menu, values }, Expect::Exactly { values: told, .. }) =
            (&case.expect, &told.expect)
        else {
            return Err(claim.id.clone().into());
        };
        assert_eq!(menu.as_deref(), Some(&*scenario.menu));
        let told: Vec<&Expected> = told.iter().filter(|entry| entry.cond.is_none()).collect();
        assert_eq!(values.iter().collect::<Vec<_>>(), told, "{}", claim.id);
    }
    Ok(())
}

/// A name, of any characters, that is not blank.
fn name() -> impl Strategy<Value = String> {
    "\\PC{0,3}[a-z\"\\\\\n\t\u{1}\u{7f}#]".prop_map(|name| format!("{name}x"))
}

fn value() -> impl Strategy<Value = String> {
    let string = "([a-z if=#]|\\\\[\"\\\\]){0,8}".prop_map(|text| format!("\"{text}\""));
    prop_oneof!["[ymn]", "-?[0-9]{1,6}", "0x[0-9a-f]{1,6}", string]
}

fn symbol() -> impl Strategy<Value = String> {
    "[A-Z0-9_]{1,8}"
}

fn assignment() -> impl Strategy<Value = Assignment> {
    (symbol(), value()).prop_map(|(symbol, value)| Assignment { symbol, value })
}

fn cond() -> impl Strategy<Value = String> {
    prop_oneof![Just(String::new()), Just(" if A && !B".to_owned()), Just(" if (C=\"a b\" || D)".to_owned())]
}

fn expected() -> impl Strategy<Value = Expected> {
    (assignment(), cond()).prop_map(|(set, cond)| Expected::parse(&format!("{set}{cond}")).expect("an entry"))
}

fn excluded() -> impl Strategy<Value = Excluded> {
    (symbol(), prop::option::of(value()), cond()).prop_map(|(symbol, value, cond)| {
        let value = value.map(|value| format!("={value}")).unwrap_or_default();
        Excluded::parse(&format!("{symbol}{value}{cond}")).expect("an entry")
    })
}

fn expect() -> impl Strategy<Value = Expect> {
    let many = || prop::collection::vec(expected(), 0..4);
    prop_oneof![
        (prop::option::of(name()), many()).prop_map(|(menu, values)| Expect::Exactly { menu, values }),
        many().prop_map(Expect::Includes),
        prop::collection::vec(excluded(), 0..4).prop_map(Expect::Excludes),
    ]
}

fn names() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(name(), 0..3)
}

fn case() -> impl Strategy<Value = Case> {
    let step = prop_oneof![
        Just(StepName::After),
        Just(StepName::Base),
        "[1-9][0-9]?m?".prop_map(StepName::UpTo),
        prop::collection::vec(name(), 0..3).prop_map(StepName::Only),
    ];
    let set = prop::collection::vec(assignment(), 0..4);
    (names(), names(), names(), step, set, expect()).prop_map(|(arches, except, bases, step, set, expect)| {
        Case { arches, except, bases, step, set, expect }
    })
}

fn claims() -> impl Strategy<Value = Claims> {
    let arch = (name(), prop::collection::vec(assignment(), 0..3));
    let claim = (name(), name(), prop::collection::vec(case(), 0..3));
    (names(), name(), prop::collection::vec(arch, 0..3), prop::collection::vec(claim, 0..3)).prop_map(
        |(bases, menu, arches, claims)| Claims {
            bases,
            menu: Some(menu),
            arches: (0..)
                .zip(arches)
                .map(|(n, (name, start))| ClaimArch { name: format!("{n}{name}"), start })
                .collect(),
            claims: (0..)
                .zip(claims)
                .map(|(n, (id, text, cases))| Claim {
                    id: format!("{n}{id}"),
                    title: text.clone(),
                    text,
                    cases,
                })
                .collect(),
        },
    )
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(claims in claims()) {
        let text = write_claims(&claims);
        let read = parse_claims("claims.toml", &text).map_err(|error| TestCaseError::fail(format!("{error}\n{text}")))?;
        prop_assert_eq!(read, claims, "{}", text);
    }
}
