use super::*;

const SMALL: &str = r#"base = "alldefconfig"
menu = "Crash"

[[arch]]
name = "x86_64"
start = ["SMP=y"]

[[claim]]
id = "1"
title = "One"
text = "With \"A\",\nB follows."

[[claim.case]]
arches = ["x86_64"]
set = ["A=y"]
exactly = ["B=y", "C=m if D"]

[[claim.case]]
except = ["sh"]
base = ["allnoconfig", "allyesconfig"]
step = "3"
menu = "Other"
exactly = []

[[claim]]
id = "2"
title = "Two"

[[claim.case]]
patches = ["6", "7"]
includes = ["S=\"a b\"", "N=0x10"]

[[claim.case]]
step = "base"
excludes = ["A", "B=m"]
"#;

#[test]
fn a_claims_file_is_read_and_written() {
    let claims = parse_claims("claims.toml", SMALL).unwrap();
    assert_eq!(write_claims(&claims), SMALL);
}

#[test]
fn cases_are_listed_by_arch_and_base() {
    let claims = parse_claims("claims.toml", SMALL).unwrap();
    let list = |arch: &str, base: &str| -> Vec<String> {
        let cases = claims.cases(arch, base);
        let set = |here: &kconfig_series::CaseHere<'_>| {
            here.set.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
        };
        cases
            .iter()
            .map(|here| format!("{} [{}] {}", here.claim.id, set(here), here.menu.unwrap_or("-")))
            .collect()
    };
    assert_eq!(list("x86_64", "alldefconfig"), ["1 [SMP=y A=y] Crash", "2 [SMP=y] -", "2 [SMP=y] -"]);
    assert_eq!(list("arm64", "allnoconfig"), ["1 [] Other"]);
    assert_eq!(list("sh", "allnoconfig"), [""; 0]);
}

#[test]
fn an_error_names_file_line_and_key() {
    let error = |from: &str, to: &str| {
        assert!(SMALL.contains(from), "{from}");
        parse_claims("c.toml", &SMALL.replacen(from, to, 1)).unwrap_err().to_string()
    };
    for (from, to, expected) in [
        ("\"B=y\"", "\"B\"", "c.toml:16: claim.case.exactly: expected `SYMBOL=value`, found `B`"),
        (
            "\"A\", \"B=m\"",
            "\"A B\"",
            "c.toml:35: claim.case.excludes: expected `if` behind the value, found `B`",
        ),
        (
            "menu = \"Crash\"",
            "",
            "c.toml:13: claim.case: `exactly` is about a menu: name it by `menu`, here or at the top of the file",
        ),
        (
            "step = \"base\"",
            "menu = \"M\"",
            "c.toml:34: claim.case.menu: only `exactly` is about a menu: leave `menu` out, or say `exactly`",
        ),
        (
            "step = \"base\"",
            "step = \" \"",
            "c.toml:34: claim.case.step: expected `base`, `after` or the number of a patch",
        ),
        (
            "patches = ",
            "step = \"1\"\npatches = ",
            "c.toml:30: claim.case: expected either `step` or `patches`",
        ),
        ("id = \"2\"", "id = \"1\"", "c.toml:26: claim.id: `1` is there already"),
        ("except = ", "exept = ", "c.toml:19: unknown field `exept`"),
        ("base = \"alldefconfig\"", "base = 1", "c.toml:1: expected a string or a list of strings"),
        ("base = \"alldefconfig\"", "base = \"\"", "c.toml:1: base: expected a name"),
        (
            "set = [\"A=y\"]",
            "set = [\"A=\"]",
            "c.toml:15: claim.case.set: expected `SYMBOL=value`, found `A=`",
        ),
    ] {
        assert_eq!(error(from, to), expected);
    }
    let long = "#".repeat(MAX_CLAIMS_FILE + 1);
    let message = "c.toml: larger than 1 MiB: keep the claims of one series";
    assert_eq!(parse_claims("c.toml", &long).unwrap_err().to_string(), message);
}
