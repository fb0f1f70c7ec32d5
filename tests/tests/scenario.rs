//! The opening series: what its letter claims, what the reply and others found.
//!
//! The expectations are facts about the series, written out here; the data
//! under www/scenarios has to lead to them.

use kconfig::Workspace;
use kconfig::view::{Ask, ConfigAsk, MatrixAsk, MenuAsk, Selection, State, StateView, Verdict};
use kconfig_tests::Result;
use kconfig_tests::bins::bin;

const COUNTED: [&str; 8] = ["x86_64", "arm64", "arm", "riscv", "s390", "mips", "loongarch", "sh"];

fn workspace() -> Result<Workspace> {
    let scenario = kconfig_scenarios::scenario("crash-kexec-split").ok_or("no scenario")?;
    Workspace::open(scenario.name, scenario.files).map_err(|problem| problem.message.into())
}

fn view(workspace: &mut Workspace, state: &State) -> Result<StateView> {
    // All of the menu and the whole .config.
    let ask = Ask {
        menu: MenuAsk { count: u32::MAX, hidden: true, only_series: true, ..MenuAsk::default() },
        config: ConfigAsk { is_whole: true, first: 0, count: u32::MAX },
        matrix: MatrixAsk { all: true, first: 0, count: u32::MAX },
        ..Ask::default()
    };
    workspace.view(state, &ask).map_err(|problem| problem.message.into())
}

/// The state of a starting point on its first arch.
fn start(workspace: &Workspace, id: &str) -> Result<State> {
    let start = workspace.scenario().starts.iter().find(|start| start.id == id).ok_or(id)?;
    Ok(start.states.first().ok_or("no state")?.clone())
}

fn on(workspace: &Workspace, arch: &str, selection: Selection) -> State {
    State { arch: arch.to_owned(), selection, ..workspace.scenario().first.clone() }
}

fn step(n: u32) -> Selection {
    if n == 0 { Selection::Base } else { Selection::UpTo(n.to_string()) }
}

fn missing(view: &StateView) -> Vec<&str> {
    view.link_check.missing.iter().map(|missing| &*missing.text).collect()
}

/// The ids of the claims with a verdict.
fn claims(view: &StateView, verdict: Verdict) -> Vec<&str> {
    view.claims.iter().filter(|claim| claim.verdict == verdict).map(|claim| &*claim.id).collect()
}

#[test]
fn after_the_series_all_claims_hold_and_before_it_three_fail() -> Result<()> {
    let mut workspace = workspace()?;
    for arch in COUNTED {
        let state = on(&workspace, arch, Selection::After);
        let after = view(&mut workspace, &state)?;
        assert_eq!(claims(&after, Verdict::Pass), ["1", "1-crash-dump", "2", "3"], "{arch}");
        let state = on(&workspace, arch, Selection::Base);
        let base = view(&mut workspace, &state)?;
        assert_eq!(claims(&base, Verdict::Pass), ["1"], "{arch}");
        assert_eq!(claims(&base, Verdict::Fail), ["1-crash-dump", "2", "3"], "{arch}");
        let complaint = &base.claims[1].differing;
        for symbol in ["CRASH_CORE", "KEXEC_CORE", "CRASH_DUMP"] {
            assert!(complaint.contains(&(symbol.into(), "n".into(), "y".into())), "{arch}: {complaint:?}");
        }
    }
    Ok(())
}

#[test]
fn the_verdict_says_what_is_wrong_at_each_step() -> Result<()> {
    let mut workspace = workspace()?;
    let mut sentence = |selection: Selection| -> Result<String> {
        let state = on(&workspace, "s390", selection);
        let verdict = workspace.verdict(&state).map_err(|problem| problem.message)?;
        assert_eq!(verdict.cells.len(), 9);
        // Each name opens a state that shows what is said of it.
        for words in verdict.parts.iter().flat_map(|part| &part.words) {
            let Some(state) = &words.state else { continue };
            assert_eq!(state.arch, words.text);
            let shown = view(&mut workspace, state)?;
            let is_bad = !shown.link_check.missing.is_empty()
                || shown.warnings.iter().any(|warning| warning.is_new)
                || shown.claims.iter().any(|claim| claim.verdict != Verdict::Pass);
            assert!(is_bad, "{}: {state:?}", words.text);
        }
        Ok(verdict.sentence())
    };
    assert_eq!(
        sentence(Selection::After)?,
        "After 14 patches: arm, arm64, riscv and x86_64 would not link in a case that the letter claims; \
         3 new warnings (x86_64, powerpc, loongarch); claims hold on 8 arches, powerpc fails 3 as known."
    );
    assert_eq!(
        sentence(Selection::Base)?,
        "Before the series: claims 1-crash-dump, 2 and 3 fail on x86_64, arm64, arm, riscv, s390, mips, \
         loongarch and sh; powerpc fails 3 as known."
    );
    assert_eq!(
        sentence(step(1))?,
        "After 1 of 14 patches: claims 1-crash-dump, 2 and 3 fail on x86_64, arm64, arm, riscv, s390, mips, \
         loongarch and sh; 1 new warning (x86_64); powerpc fails 3 as known."
    );
    let alone = sentence(Selection::Only(vec!["6m".into()]))?;
    assert!(alone.starts_with("With only patch 6m: x86_64 would not link "), "{alone}");
    Ok(())
}

#[test]
fn powerpc_fails_as_known_from_patch_8() -> Result<()> {
    let mut workspace = workspace()?;
    for n in 0..=14 {
        let state = on(&workspace, "powerpc", step(n));
        let view = view(&mut workspace, &state)?;
        let known = claims(&view, Verdict::Known);
        if n >= 8 {
            assert_eq!(known, ["1", "1-crash-dump", "3"], "patch {n}");
            assert_eq!(view.claims[0].differing, [("CRASH_DUMP".into(), "n".into(), "y".into())]);
            let still: Vec<&str> = view.claims[3].differing.iter().map(|(symbol, ..)| &**symbol).collect();
            assert_eq!(still, ["CRASH_RESERVE", "VMCORE_INFO", "CRASH_DUMP"]);
        }
        assert_eq!(claims(&view, Verdict::Fail), [""; 0], "powerpc is never counted");
        let unmet = view.warnings.iter().find(|warning| warning.code == "unmet-direct-dep");
        let text = unmet.map(|warning| &*warning.text);
        let expected = "unmet direct dependencies detected for CRASH_DUMP, selected by ARCH_SELECTS_KEXEC";
        assert_eq!(text, (n >= 8).then_some(expected), "patch {n}");
    }
    Ok(())
}

#[test]
fn the_replys_three_builds_miss_exactly_what_it_says() -> Result<()> {
    let mut workspace = workspace()?;
    let arm =
        ["arch/arm/kernel/machine_kexec.o: arch_crash_save_vmcoreinfo: undefined vmcoreinfo_append_str"];
    let arm64 = [
        "drivers/of/kexec.o: of_kexec_alloc_and_setup_fdt: undefined crashk_res",
        "drivers/of/kexec.o: of_kexec_alloc_and_setup_fdt: undefined crashk_low_res",
        "kernel/kexec_file.o: kexec_walk_memblock: undefined crashk_res",
    ];
    let x86_64 = ["arch/x86/xen/mmu_pv.o: paddr_vmcoreinfo_note: undefined vmcoreinfo_note"];
    for (id, expected) in [("reply-arm", &arm[..]), ("reply-arm64", &arm64), ("reply-x86_64", &x86_64)] {
        let after = start(&workspace, id)?;
        let shown = view(&mut workspace, &after)?;
        assert_eq!(missing(&shown), expected, "{id}");
        assert!(shown.link_check.summary.ends_with(" recorded objects, not a full link"));
        assert!(!shown.link_check.summary.contains("links"));
        for n in 0..=4 {
            let before = view(&mut workspace, &State { selection: step(n), ..after.clone() })?;
            assert_eq!(missing(&before), [""; 0], "{id} at {n}");
        }
        let first = view(&mut workspace, &State { selection: step(5), ..after.clone() })?;
        for reference in expected {
            assert!(missing(&first).contains(reference), "{id} at 5");
        }
    }
    Ok(())
}

#[test]
fn case_3_passes_on_arm_and_arm64_and_does_not_build() -> Result<()> {
    let mut workspace = workspace()?;
    for arch in ["arm", "arm64"] {
        let state = on(&workspace, arch, Selection::After);
        let view = view(&mut workspace, &state)?;
        let case = view.claims.iter().find(|claim| claim.id == "3").ok_or("no claim 3")?;
        assert_eq!(case.verdict, Verdict::Pass, "{arch}");
        assert!(!case.missing.is_empty(), "{arch}");
    }
    Ok(())
}

#[test]
fn proc_kcore_keeps_vmcore_info() -> Result<()> {
    let mut workspace = workspace()?;
    let state = start(&workspace, "case-3-kcore")?;
    assert_eq!(state.values.get("PROC_KCORE").map(String::as_str), Some("y"));
    let view = view(&mut workspace, &state)?;
    assert_eq!(claims(&view, Verdict::Pass), ["1", "1-crash-dump", "2", "3"]);
    assert!(view.config.text.contains("CONFIG_VMCORE_INFO=y"));
    Ok(())
}

#[test]
fn the_robots_case_is_gone_after_the_series() -> Result<()> {
    let mut workspace = workspace()?;
    let chain = [
        "CRASH_DUMP needs KEXEC_CORE = n",
        "KEXEC_CORE has no prompt; only KEXEC and KEXEC_FILE select it",
        "KEXEC needs ARCH_SUPPORTS_KEXEC = n",
        "MMU = n",
    ];
    for id in ["robot-arm", "robot-sh"] {
        let mut state = start(&workspace, id)?;
        state.focus = Some("CRASH_DUMP".into());
        let base = view(&mut workspace, &state)?;
        let symbol = base.symbol.ok_or("no symbol")?;
        assert_eq!((&*symbol.value, &*symbol.origin), ("y", "user y"), "{id}");
        let kexec = base.menu.rows.iter().find(|row| row.symbol == "KEXEC").ok_or("no KEXEC")?;
        assert!(kexec.assignable.is_empty(), "{id}");

        state.selection = Selection::After;
        let after = view(&mut workspace, &state)?;
        let symbol = after.symbol.ok_or("no symbol")?;
        assert_eq!(symbol.value, "n", "{id}");
        assert!(symbol.assignable.is_empty(), "{id}");
        let mut lines = symbol.why_not.iter().map(|line| &*line.text);
        for link in chain {
            assert!(lines.any(|line| line.contains(link)), "{id}: {link} in {:?}", symbol.why_not);
        }
    }
    Ok(())
}

/// A reference to a symbol that no arch defines, by code, symbol and help.
fn references(view: &StateView) -> Vec<(String, &str, &str)> {
    view.warnings
        .iter()
        .filter(|warning| warning.code == "undefined-symbol")
        .map(|warning| {
            let symbol = warning.text.split(' ').next().unwrap_or_default().to_owned();
            (symbol, &*warning.place, &*warning.help)
        })
        .collect()
}

#[test]
fn references_to_no_symbol_are_found_and_no_others() -> Result<()> {
    let mut workspace = workspace()?;
    for arch in workspace.scenario().arches.clone() {
        for n in 0..=14 {
            let state = on(&workspace, &arch.name, step(n));
            let shown = view(&mut workspace, &state)?;
            let found = references(&shown);
            match &*arch.name {
                "x86_64" if n >= 1 => {
                    let [(symbol, place, help)] = &found[..] else { return Err(format!("{found:?}").into()) };
                    assert_eq!((&**symbol, *help), ("CRASH_RESEERVE", "did you mean CRASH_RESERVE?"));
                    assert!(place.starts_with("arch/x86/Kconfig:"), "{place}");
                }
                "loongarch" if n >= 2 => {
                    let [(symbol, place, help)] = &found[..] else { return Err(format!("{found:?}").into()) };
                    assert_eq!((&**symbol, *help), ("CRASH_CORE", "CRASH_CORE was removed by patch 2"));
                    assert!(place.starts_with("arch/loongarch/Kconfig:"), "{place}");
                }
                _ => assert!(found.is_empty(), "{} at {n}: {found:?}", arch.name),
            }
        }
    }
    Ok(())
}

#[test]
fn a_new_default_that_nobody_asked_for() -> Result<()> {
    let mut workspace = workspace()?;
    let at_5 = start(&workspace, "found-powermac")?;
    let shown = view(&mut workspace, &at_5)?;
    let row = shown.difference.iter().find(|row| row.symbol == "CRASH_DUMP").ok_or("no difference")?;
    assert_eq!((row.before.as_deref(), row.after.as_deref()), (Some("n"), Some("y")));
    assert_eq!(row.origin, "default y");

    let mut at_8 = State { selection: step(8), ..at_5 };
    at_8.values.insert("CRASH_DUMP".into(), "n".into());
    let shown = view(&mut workspace, &at_8)?;
    let row = shown.difference.iter().find(|row| row.symbol == "CRASH_DUMP").ok_or("no difference")?;
    assert_eq!((row.after.as_deref(), &*row.origin), (Some("y"), "selected by ARCH_SELECTS_KEXEC"));
    Ok(())
}

#[test]
fn a_backport_of_patch_6_alone_does_not_build() -> Result<()> {
    let mut workspace = workspace()?;
    let state = start(&workspace, "found-backport")?;
    let file = [
        "kernel/kexec_core.o: __crash_kexec: undefined machine_crash_shutdown",
        "kernel/kexec_file.o: __do_sys_kexec_file_load: undefined arch_kexec_protect_crashkres",
        "kernel/kexec_file.o: __do_sys_kexec_file_load: undefined arch_kexec_unprotect_crashkres",
    ];
    let shown = view(&mut workspace, &state)?;
    assert_eq!(shown.applied, ["6m"]);
    assert_eq!(missing(&shown), file);
    let mut with_kexec = state.clone();
    with_kexec.values.insert("KEXEC".into(), "y".into());
    let shown = view(&mut workspace, &with_kexec)?;
    let kexec: Vec<&str> =
        missing(&shown).into_iter().filter(|line| line.contains("do_kexec_load")).collect();
    assert_eq!(kexec.len(), 2);
    assert_eq!(missing(&shown).len(), 5);
    Ok(())
}

#[test]
fn a_patch_that_does_not_apply_says_where_and_what() -> Result<()> {
    let mut workspace = workspace()?;
    let state = on(&workspace, "x86_64", Selection::Only(vec!["5".into()]));
    let problem = workspace.view(&state, &Ask::default()).err().ok_or("patch 5 alone applied")?;
    assert!(problem.message.contains("Hunk") && problem.message.contains("Kconfig"), "{problem:?}");
    assert!(problem.details.iter().any(|line| line.contains("wants these lines")), "{problem:?}");
    assert!(problem.details.iter().any(|line| line.contains("found these")), "{problem:?}");
    Ok(())
}

#[test]
fn a_link_leads_back_and_a_damaged_one_says_so() -> Result<()> {
    let mut workspace = workspace()?;
    let mut state = start(&workspace, "reply-arm64")?;
    state.focus = Some("CRASH_RESERVE".into());
    let shown = view(&mut workspace, &state)?;
    assert!(shown.link.len() < 900);
    let opened = workspace.open_link(&format!("https://example.org/{}", shown.link));
    assert_eq!((&opened.state, opened.is_sound), (&shown.state, true));
    assert!(opened.notice.starts_with("MATCH"));

    // Other digests than the sender's, with a checksum that fits: of the result,
    // then of the tree.
    let forge = |from_end: usize| {
        let mut body = shown.link[1..shown.link.len() - 8].to_owned();
        let at = body.len() - from_end;
        body.replace_range(at..at + 8, "00000000");
        format!("#{body}{:08x}", crc32fast::hash(body.as_bytes()))
    };
    for (from_end, wanted) in [(8, "MISMATCH: the same tree"), (16, "MISMATCH: the sender's tree")] {
        let opened = workspace.open_link(&forge(from_end));
        assert!(!opened.is_sound && opened.notice.starts_with(wanted), "{}", opened.notice);
    }
    let cut = workspace.open_link(&shown.link[..shown.link.len() - 4]);
    assert!(!cut.is_sound && cut.notice.contains("cut"), "{}", cut.notice);
    assert_eq!(cut.state.values, shown.state.values);
    let nonsense = workspace.open_link("#1/nothing");
    assert!(!nonsense.is_sound);
    assert_eq!(nonsense.state, workspace.scenario().first);
    Ok(())
}

#[test]
fn a_carried_config_keeps_what_base_wrote() -> Result<()> {
    let mut workspace = workspace()?;
    // At base alldefconfig writes `# CONFIG_CRASH_DUMP is not set`: carried
    // along, that is a user's n, and the new default y does not count.
    let mut state = on(&workspace, "arm64", Selection::After);
    state.values.insert("KEXEC_FILE".into(), "y".into());
    let fresh = view(&mut workspace, &state)?;
    state.carried = true;
    let carried = view(&mut workspace, &state)?;
    assert!(fresh.config.text.contains("CONFIG_CRASH_DUMP=y\n"));
    assert!(carried.config.text.contains("# CONFIG_CRASH_DUMP is not set\n"));
    assert_ne!(fresh.link, carried.link);
    Ok(())
}

/// Where a public page is.
const PAGE: &str = "https://example.org/kconfig/";

/// The review text of a state, checked for what holds of each.
fn review(workspace: &mut Workspace, state: &State) -> Result<String> {
    let text = workspace.review_text(state, PAGE).map_err(|problem| problem.message)?;
    let links: Vec<&str> = text.lines().filter(|line| line.contains('#')).collect();
    assert_eq!(links.len(), 1, "{text}");
    assert!(links[0].starts_with(&format!("{PAGE}#1/")), "the link stands alone on its line: {text}");
    for line in text.lines().filter(|line| *line != links[0]) {
        assert!(line.chars().count() <= 72, "{line}");
    }
    // What is wrong comes before what holds.
    let place = |words: &str| text.find(words);
    if let (Some(bad), Some(claims)) = (place("Would not link"), place("Claims:")) {
        assert!(bad < claims, "{text}");
    }
    assert!(!text.contains("nothing is missing") && text.matches(" pass ").count() == 0, "{text}");
    let opened = workspace.open_link(links[0]);
    assert!(opened.is_sound && opened.state == *state, "{}", opened.notice);
    Ok(text)
}

#[test]
fn the_review_text_says_failures_first_and_fits_a_mail() -> Result<()> {
    let mut workspace = workspace()?;
    for start in workspace.scenario().starts.clone() {
        for state in &start.states {
            let text = review(&mut workspace, state)?;
            if start.group == "reply" {
                assert!(text.lines().count() < 40, "{text}");
                assert!(text.contains("would not link") && text.contains(", since patch 5:"), "{text}");
            }
        }
    }
    let all = on(&workspace, "all", Selection::After);
    let text = review(&mut workspace, &all)?;
    assert!(text.lines().count() < 40, "{text}");
    let joined = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for words in [
        "After 14 patches: arm, arm64, riscv and x86_64 would not link in a case that the letter claims;",
        "VMCORE_INFO=n (kernel/Kconfig.kexec:6), only in kernel/vmcore_info.o if VMCORE_INFO, since patch 5:",
        "arm (--claim 3): arch/arm/kernel/machine_kexec.o: arch_crash_save_vmcoreinfo needs \
         vmcoreinfo_append_str if KEXEC_CORE",
        "arm64, riscv (--claim 3): drivers/of/kexec.o: of_kexec_alloc_and_setup_fdt needs crashk_res, \
         crashk_low_res if KEXEC_FILE && OF_FLATTREE",
        "Claims: 33 of 36 hold. powerpc: 1, 1-crash-dump and 3 fail as known: ARCH_SELECTS_KEXEC has no dependency",
        "New warnings: 3 - arch/x86/Kconfig:114: x86_64: CRASH_RESEERVE is defined on no arch",
    ] {
        assert!(joined.contains(words), "{words}: {joined}");
    }
    assert_eq!(joined.matches("ARCH_SELECTS_KEXEC has no dependency").count(), 1, "a reason is said once");
    let base = on(&workspace, "all", Selection::Base);
    assert!(review(&mut workspace, &base)?.contains("Claims: 9 of 36 hold."));
    Ok(())
}

#[test]
fn the_command_line_says_the_same() -> Result<()> {
    let kconfig = bin("kconfig")?;
    let run = |args: &[&str]| -> Result<(Option<i32>, String)> {
        let output = std::process::Command::new(&kconfig).args(args).output()?;
        Ok((output.status.code(), String::from_utf8(output.stdout)?))
    };
    let (status, text) = run(&["scenario", "crash-kexec-split", "--step", "after"])?;
    assert_eq!(status, Some(0));
    assert_eq!(text.matches("    pass ").count(), 8 * 4 + 1);
    let (status, text) = run(&["scenario", "crash-kexec-split", "--step", "base"])?;
    assert_eq!(status, Some(1));
    assert!(text.contains("CRASH_CORE: expected n, is y"));
    let (status, text) = run(&["scenario", "crash-kexec-split", "--start", "reply-arm64"])?;
    assert_eq!(status, Some(0));
    assert!(text.contains("kernel/kexec_file.o: kexec_walk_memblock: undefined crashk_res"));

    let mut workspace = workspace()?;
    let state = start(&workspace, "reply-arm64")?;
    let shown = view(&mut workspace, &state)?;
    for address in ["", PAGE] {
        let review = workspace.review_text(&state, address).map_err(|problem| problem.message)?;
        assert_eq!(run(&["replay", &format!("{address}{}", shown.link)])?, (Some(0), review));
    }
    let verdict = workspace.verdict(&state).map_err(|problem| problem.message)?;
    let (_, text) = run(&["scenario", "crash-kexec-split"])?;
    assert_eq!(text.lines().next(), Some(&*verdict.sentence()), "above all else");
    // What the review text says to run shows what it says.
    let (_, text) =
        run(&["scenario", "crash-kexec-split", "--step", "after", "--arch", "riscv", "--claim", "3"])?;
    assert!(
        text.contains("drivers/of/kexec.o: of_kexec_alloc_and_setup_fdt: undefined crashk_low_res"),
        "{text}"
    );
    assert_eq!(run(&["replay", &shown.link[..40]])?.0, Some(1));
    assert_eq!(run(&["scenario", "no-such-series"])?.0, Some(2));
    Ok(())
}
