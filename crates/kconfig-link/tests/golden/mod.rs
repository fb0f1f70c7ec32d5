//! The golden links, and links by chance.

use kconfig_link::{Link, Patches, Series};
use proptest::prelude::*;

/// The state of the first.
pub(crate) fn reply() -> Link {
    Link {
        tree: "crash-kexec-split".into(),
        patches: Patches::UpTo("5".into()),
        arches: vec!["arm64".into()],
        base: "alldef".into(),
        carried: false,
        profile: None,
        answers: Vec::new(),
        values: vec![("CRASH_DUMP".into(), "n".into()), ("KEXEC_FILE".into(), "y".into())],
        focus: Some("CRASH_DUMP".into()),
        series: None,
        tree_digest: 0x0123_4567,
        result_digest: 0x89ab_cdef,
    }
}

/// The golden links. A line here is never changed, only added.
pub(crate) const GOLDEN: [&str; 7] = [
    "#1/crash-kexec-split:5/arm64/alldef/CRASH_DUMP:n,KEXEC_FILE:y/~CRASH_DUMP/0123456789abcdefb91fb5cd",
    "#1/crash-kexec-split/all/alldef+carried/-/0000000000000000abc45740",
    "#1/t:p1,2,6m/arm64+arm/alldef/S:a~20b~2fc,T:/0000000100000002b861a259",
    "#1/linux-6.12.48/riscv/rand-7+by:gcc-12.2.0+said:0123abcd:~3f,89abcdef:y/-/00000000000000009b1c1e79",
    "#2/linux-6.12.48:1/x86_64/alldef+by:gcc-12.2.0/EXAMPLE:y/~EXAMPLE/zbZg7CoBADER7TyHaS_AXsdIDCN5Bewsrb-_T3Swsu3XCJJDJkIwhttJJL0Mz6gQeWQvP3meE_ZhuMDioSPS67Rws3uWGY4G-PpTrWzWQzLJK20hXpoo5nYDW53XcM-bcgw4VLw/0123456789abcdef5e20bc41",
    "#2/t/arm/allmod/-/zU-YCAA/00000000000000002f06c16b",
    "#2/linux-6.12.48/x86_64/alldef+by:gcc-12.2.0/EXAMPLE:y/sfedcba98:20260102030405.678-1-dev~40example.org/0123456789abcdef3ac9e215",
];

/// The series of those of format 2.
const SERIES: &str = "\
%20260102030405.678-1-dev@example.org
#x86: let EXAMPLE depend on ARCH_HAS_EXAMPLE
:arch/x86/Kconfig
@77
 config EXAMPLE
 \tbool \"Example\"
+\tdepends on ARCH_HAS_EXAMPLE
#docs: say so
";

/// The states of all.
pub(crate) fn golden() -> [Link; 7] {
    let all = Link {
        tree: "crash-kexec-split".into(),
        arches: vec!["all".into()],
        base: "alldef".into(),
        carried: true,
        ..Link::default()
    };
    let some = Link {
        tree: "t".into(),
        patches: Patches::Only(vec!["1".into(), "2".into(), "6m".into()]),
        arches: vec!["arm64".into(), "arm".into()],
        base: "alldef".into(),
        values: vec![("S".into(), "a b/c".into()), ("T".into(), String::new())],
        tree_digest: 1,
        result_digest: 2,
        ..Link::default()
    };
    let tree = Link {
        tree: "linux-6.12.48".into(),
        arches: vec!["riscv".into()],
        base: "rand-7".into(),
        profile: Some("gcc-12.2.0".into()),
        answers: vec![("0123abcd".into(), "?".into()), ("89abcdef".into(), "y".into())],
        ..Link::default()
    };
    let series = Link {
        tree: "linux-6.12.48".into(),
        patches: Patches::UpTo("1".into()),
        arches: vec!["x86_64".into()],
        base: "alldef".into(),
        profile: Some("gcc-12.2.0".into()),
        values: vec![("EXAMPLE".into(), "y".into())],
        focus: Some("EXAMPLE".into()),
        series: Some(Series::Text(SERIES.into())),
        tree_digest: 0x0123_4567,
        result_digest: 0x89ab_cdef,
        ..Link::default()
    };
    let empty = Link {
        tree: "t".into(),
        arches: vec!["arm".into()],
        base: "allmod".into(),
        series: Some(Series::Text("#\n".into())),
        ..Link::default()
    };
    let message_id = Some("20260102030405.678-1-dev@example.org".into());
    let digest = Link {
        series: Some(Series::Digest { digest: 0xfedc_ba98, message_id }),
        patches: Patches::All,
        focus: None,
        ..series.clone()
    };
    [reply(), all, some, tree, series, empty, digest]
}

/// Any state.
pub(crate) fn any_link() -> impl Strategy<Value = Link> {
    let patches = prop_oneof![
        Just(Patches::All),
        Just(Patches::None),
        "[0-9]{1,2}m?".prop_map(Patches::UpTo),
        prop::collection::vec("[0-9]{1,2}m?", 1..4).prop_map(Patches::Only),
    ];
    let values = prop::collection::vec(("[A-Z0-9_]{1,12}", "\\PC{0,12}"), 0..6);
    let head =
        ("[a-z][a-z-]{0,12}", patches, prop::collection::vec("[a-z][a-z0-9_]{0,8}", 1..4), any::<bool>());
    let toolchain =
        (prop::option::of("[a-z0-9.-]{1,9}"), prop::collection::vec(("[0-9a-f]{8}", "\\PC{1,4}"), 0..3));
    let series = prop_oneof![
        2 => Just(None),
        1 => "(#\\PC{0,12}\n|:arch/[a-z]{2,4}/Kconfig\n|[+ -]\\PC{0,20}\n){0,9}".prop_map(|text| Some(Series::Text(text))),
        1 => (any::<u32>(), prop::option::of("\\PC{1,30}"))
            .prop_map(|(digest, message_id)| Some(Series::Digest { digest, message_id })),
    ];
    let focus = prop::option::of("[A-Z0-9_]{1,12}");
    (head, toolchain, values, focus, series, any::<u32>(), any::<u32>()).prop_map(
        |(
            (tree, patches, arches, carried),
            (profile, answers),
            values,
            focus,
            series,
            tree_digest,
            result_digest,
        )| Link {
            tree,
            patches,
            arches,
            base: "alldef".into(),
            carried,
            profile,
            answers,
            values,
            focus,
            series,
            tree_digest,
            result_digest,
        },
    )
}
