//! Links in whole mails, read as page and command line read them.

use std::io::Write;
use std::process::{Command, Stdio};

use kconfig::Workspace;
use kconfig::view::{Ask, State};
use kconfig_tests::Result;
use kconfig_tests::bins::bin;

fn workspace() -> Result<Workspace> {
    let scenario = kconfig_scenarios::scenario("crash-kexec-split").ok_or("no scenario")?;
    Workspace::open(scenario.name, scenario.files).map_err(|problem| problem.message.into())
}

/// The states of all starting points.
fn states(workspace: &Workspace) -> Vec<State> {
    workspace.scenario().starts.iter().flat_map(|start| start.states.clone()).collect()
}

fn review_text(workspace: &mut Workspace, state: &State) -> Result<String> {
    workspace.review_text(state, "").map_err(|problem| problem.message.into())
}

/// The state as the workspace puts it in order, and its link.
fn shown(workspace: &mut Workspace, state: &State) -> Result<(State, String)> {
    let view = workspace.view(state, &Ask::default()).map_err(|problem| problem.message)?;
    Ok((view.state, view.link))
}

/// The review text with its link on one line of its own.
fn with_whole_link(review: &str, link: &str) -> Result<String> {
    let (text, _) = review.split_once("#1/").ok_or("the review text has no link")?;
    Ok(format!("{}\n{link}\n", text.trim_end_matches(['<', '\n'])))
}

fn quoted(text: &str, mark: &str) -> String {
    text.lines().map(|line| format!("{mark}{line}\n")).collect()
}

/// Breaks every line at so many columns, in the midst of a word.
fn reflowed(text: &str, columns: usize) -> String {
    let lines = text.lines().map(|line| {
        let letters: Vec<char> = line.chars().collect();
        let parts: Vec<String> = letters.chunks(columns).map(|part| part.iter().collect()).collect();
        parts.join("\n") + "\n"
    });
    lines.collect()
}

/// Writes lines longer than 60 letters with soft breaks, and `=` as `=3D`.
fn quoted_printable(text: &str) -> String {
    let lines = text.lines().map(|line| {
        let letters: Vec<char> = line.chars().collect();
        let parts: Vec<String> = letters.chunks(60).map(|part| part.iter().collect()).collect();
        let parts: Vec<String> = parts.iter().map(|part| part.replace('=', "=3D")).collect();
        parts.join("=\r\n") + "\r\n"
    });
    lines.collect()
}

/// A mail that answers another one.
fn answer(text: &str) -> String {
    format!(
        "On Monday, Ann wrote:\n{}\nI see the same, 1/2 of it =\nat least.\n\n-- \nBen\n",
        quoted(text, "> ")
    )
}

#[test]
fn the_review_text_sent_to_and_fro_opens_its_state() -> Result<()> {
    let mut workspace = workspace()?;
    for state in states(&workspace) {
        let review = review_text(&mut workspace, &state)?;
        let (state, link) = shown(&mut workspace, &state)?;
        for text in [review.clone(), with_whole_link(&review, &link)?] {
            let once = quoted(&text, "> ");
            for mail in [
                text.clone(),
                once.clone(),
                quoted(&once, "> "),
                quoted(&once, ">"),
                quoted(&text, ": "),
                quoted(&text, "| "),
                text.replace('\n', "\r\n"),
                reflowed(&text, 40),
                quoted(&reflowed(&once, 66), "> "),
                quoted(&reflowed(&text, 7), "> > "),
                quoted_printable(&once),
                text.replace(' ', "\u{a0}"),
                text.split_whitespace().collect::<Vec<_>>().join(" "),
                answer(&text),
                answer(&answer(&reflowed(&text, 60))),
            ] {
                let opened = workspace.open_link(&mail);
                assert_eq!(opened.notice, "MATCH: this is what the sender saw.", "{mail}");
                assert_eq!((&opened.state, opened.is_sound, opened.is_read), (&state, true, true));
            }
        }
    }
    Ok(())
}

#[test]
fn a_mail_with_links_to_two_states_says_that_there_are_two() -> Result<()> {
    let mut workspace = workspace()?;
    let states = states(&workspace);
    let [first, .., last] = &*states else { return Err("there are too few starting points".into()) };
    let (first, one) = shown(&mut workspace, first)?;
    let (_, other) = shown(&mut workspace, last)?;
    let opened = workspace.open_link(&format!("> {one}\n\nI rather see\n{other}\n"));
    assert_eq!(opened.state, first);
    assert_eq!(
        opened.notice,
        "MATCH: this is what the sender saw. The text has other links; this is the first."
    );
    assert!(opened.is_sound);
    let opened = workspace.open_link(&format!("> {one}\n\nyes, {one}\n"));
    assert_eq!(opened.notice, "MATCH: this is what the sender saw.");
    Ok(())
}

#[test]
fn a_cut_link_shows_what_is_whole_and_says_that_it_was_cut() -> Result<()> {
    let mut workspace = workspace()?;
    for state in states(&workspace) {
        let (state, link) = shown(&mut workspace, &state)?;
        for end in 0..link.len() {
            let opened = workspace.open_link(&format!("> {}\n\nSo it is.\n", &link[..end]));
            assert!(!opened.is_sound, "{}", &link[..end]);
            let is_link = link[..end].starts_with("#1/");
            assert_eq!(
                opened.notice.contains("the link is cut"),
                is_link,
                "{}: {}",
                &link[..end],
                opened.notice
            );
            if opened.is_read {
                assert!(opened.notice.starts_with("Take care: "), "{}", opened.notice);
                assert_eq!(opened.state.arch, state.arch, "{}", &link[..end]);
            }
        }
        // The checksum alone is cut: all of the state is there.
        let cut = workspace.open_link(&link[..link.len() - 1]);
        assert_eq!((cut.state, cut.is_read), (state, true));
    }
    let nothing = workspace.open_link("It links for me.");
    assert_eq!(
        nothing.notice,
        "Not the state of the link: this is no link to a state: it has no `#1/` or `#2/` part."
    );
    assert!(!nothing.is_read);
    Ok(())
}

#[test]
fn a_mail_on_standard_input_is_replayed() -> Result<()> {
    let kconfig = bin("kconfig")?;
    let replay = |mail: &[u8]| -> Result<(Option<i32>, String, String)> {
        let mut command = Command::new(&kconfig);
        command.args(["replay", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn()?;
        child.stdin.take().ok_or("no standard input")?.write_all(mail)?;
        let output = child.wait_with_output()?;
        let text = |bytes| String::from_utf8(bytes);
        Ok((output.status.code(), text(output.stdout)?, text(output.stderr)?))
    };
    let output =
        Command::new(&kconfig).args(["scenario", "crash-kexec-split", "--start", "reply-arm64"]).output()?;
    let printed = String::from_utf8(output.stdout)?;
    let mut workspace = workspace()?;
    let start = workspace.scenario().starts.iter().find(|start| start.id == "reply-arm64").cloned();
    let state = start.and_then(|start| start.states.first().cloned()).ok_or("no reply-arm64")?;
    let review = review_text(&mut workspace, &state)?;
    let matched = (Some(0), review.clone(), "MATCH: this is what the sender saw.\n".to_owned());
    for text in [&review, &printed].into_iter().filter(|text| text.contains("#1/")) {
        assert_eq!(replay(answer(text).as_bytes())?, matched);
        // Of another character set: a name in Latin-1, no-break spaces.
        let mut mail = b"J\xf6rg\xa0wrote:\n".to_vec();
        mail.extend(quoted(text, "> ").bytes().map(|byte| if byte == b' ' { 0xa0 } else { byte }));
        assert_eq!(replay(&mail)?, matched);
    }
    let (status, _, said) = replay(b"> no link at all\n")?;
    assert_eq!(status, Some(1));
    assert!(said.ends_with("Below is the state that its tree opens with.\n"), "{said}");
    Ok(())
}
