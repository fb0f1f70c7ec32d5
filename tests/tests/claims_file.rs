//! A claims file says what was written into it.

use kconfig::claims::{
    Assignment, Case, Claim, ClaimArch, Claims, Excluded, Expect, Expected, StepName, parse_claims,
    write_claims,
};
use proptest::prelude::*;

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
