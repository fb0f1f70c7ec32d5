//! What conf says of a tree and what the model says of it are of one mind.

use kconfig::tree::{
    Host, ParseCache, Semantics, Severity, ShellAnswer, Transcript, Vfs, load_as, transcript,
};
use kconfig_tests::generate::{Generated, generate};

/// Answers what generated trees ask.
struct Shell;

impl Host for Shell {
    fn env(&self, name: &str) -> Option<String> {
        (name == "SRCARCH").then(|| "x86".to_owned())
    }

    fn shell(&self, command: &str) -> ShellAnswer {
        ShellAnswer::Output(command.strip_prefix("echo ").unwrap_or_default().to_owned() + "\n")
    }
}

fn words(transcript: &Transcript) -> String {
    transcript.said.iter().map(|said| String::from_utf8_lossy(&said.text)).collect()
}

/// conf is asked for its words only where the model has something to say, and
/// a tree is refused where it has an error.
fn check(generated: &Generated, semantics: Semantics) {
    let tree: Vfs = generated.files.iter().map(|(path, text)| (&**path, &**text)).collect();
    let model = load_as(semantics, &tree, &Shell, "Kconfig", &mut ParseCache::default());
    let transcript = transcript(semantics, &tree, &Shell, "Kconfig");
    let parsing = &model.diagnostics[..model.n_parse_diagnostics];
    let is_error = |severity| severity == Severity::Error;
    assert_eq!(
        transcript.is_refused,
        parsing.iter().any(|diagnostic| is_error(diagnostic.severity)),
        "seed {} by {semantics:?}: {}{parsing:#?}",
        generated.seed,
        words(&transcript)
    );
    let (seed, words) = (generated.seed, words(&transcript));
    assert!(words.is_empty() || !parsing.is_empty(), "seed {seed} by {semantics:?}: {words}");
}

/// conf never ends here: the file is left, for want of a newline, before the
/// line that sources it counts.
#[test]
fn a_file_that_sources_itself_without_a_newline_is_refused() {
    for sub in ["config A\n\tbool\nsource \"sub\"", "source \"other\"\nsource \"sub\""] {
        let generated = Generated {
            seed: 0,
            files: [("Kconfig", "source \"sub\"\n"), ("sub", sub), ("other", "config B\n\tbool\n")]
                .map(|(path, text)| (path.to_owned(), text.to_owned()))
                .into(),
            ..generate(0)
        };
        check(&generated, Semantics::default());
        check(&generated, Semantics::new(6, 1));
        let tree: Vfs = generated.files.iter().map(|(path, text)| (&**path, &**text)).collect();
        let transcript = transcript(Semantics::default(), &tree, &Shell, "Kconfig");
        assert!(transcript.is_refused && transcript.said.len() < 1000);
        assert!(words(&transcript).contains("Recursive inclusion detected."), "{}", words(&transcript));
    }
}

#[test]
fn generated_trees_are_refused_with_an_error() {
    for seed in 0..1500 {
        let generated = generate(seed);
        check(&generated, Semantics::default());
        check(&generated, Semantics::new(6, 1));
    }
}
