//! `kconfig-probes.json`: what a tree's shell commands answered, by toolchain.
//!
//! A tree asks some hundred commands on each arch, most of them the same on all
//! and with the same answer. The file has each command once, and by answer those
//! that gave it.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// The number of the file's format.
const FORMAT: u32 = 1;

/// The most answers that a file may stand for: it has each once for many arches,
/// and comes from anywhere. 6.12 has some 2,500 for a toolchain on all arches.
const MAX_ANSWERS: usize = 500_000;

/// A toolchain, and what it answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    /// What it is chosen by: `gcc-12.2.0`.
    pub name: String,
    /// The environment on all its arches: `CC`, `LD`, `CC_VERSION_TEXT`.
    pub env: BTreeMap<String, String>,
    /// The arches that it was asked for.
    pub arches: BTreeMap<String, Recorded>,
}

/// What was recorded for one arch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recorded {
    /// The environment beside the profile's: `ARCH`, `CLANG_FLAGS`.
    pub env: BTreeMap<String, String>,
    /// Command to its output; `None` is a command that could not be asked.
    pub answers: BTreeMap<String, Option<String>>,
}

#[derive(Serialize, Deserialize)]
struct File {
    format: u32,
    commands: Vec<String>,
    profiles: Vec<FileProfile>,
}

#[derive(Serialize, Deserialize)]
struct FileProfile {
    name: String,
    env: BTreeMap<String, String>,
    arches: BTreeMap<String, BTreeMap<String, String>>,
    answers: Vec<Group>,
}

/// The commands that had one answer on the same arches.
#[derive(Serialize, Deserialize)]
struct Group {
    /// Null where it is unknown.
    output: Option<String>,
    /// All of the profile where it is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    arches: Option<BTreeSet<String>>,
    /// Places in the file's commands.
    commands: Vec<usize>,
}

/// The arches, `None` for all of them, and the answer.
type Given<'a> = (Option<BTreeSet<&'a str>>, &'a Option<String>);

/// Writes profiles: the same profiles give the same text.
///
/// # Errors
/// The words of the encoder; there is no known case.
pub fn write_probes(profiles: &[Profile]) -> Result<String, String> {
    let recorded = profiles.iter().flat_map(|profile| profile.arches.values());
    let commands: BTreeSet<&str> =
        recorded.flat_map(|recorded| recorded.answers.keys().map(String::as_str)).collect();
    let numbers: BTreeMap<&str, usize> =
        commands.iter().enumerate().map(|(number, command)| (*command, number)).collect();
    let file = File {
        format: FORMAT,
        commands: commands.iter().map(|command| (*command).to_owned()).collect(),
        profiles: profiles.iter().map(|profile| file_profile(profile, &numbers)).collect(),
    };
    let mut text = serde_json::to_string(&file).map_err(|error| error.to_string())?;
    text.push('\n');
    Ok(text)
}

fn file_profile(profile: &Profile, numbers: &BTreeMap<&str, usize>) -> FileProfile {
    // Command and answer to the arches, then the arches and answer to commands.
    let mut given: BTreeMap<(usize, &Option<String>), BTreeSet<&str>> = BTreeMap::new();
    for (arch, recorded) in &profile.arches {
        for (command, output) in &recorded.answers {
            let Some(&number) = numbers.get(command.as_str()) else { continue };
            given.entry((number, output)).or_default().insert(arch);
        }
    }
    let mut groups: BTreeMap<Given<'_>, Vec<usize>> = BTreeMap::new();
    for ((number, output), arches) in given {
        let arches = (arches.len() < profile.arches.len()).then_some(arches);
        groups.entry((arches, output)).or_default().push(number);
    }
    FileProfile {
        name: profile.name.clone(),
        env: profile.env.clone(),
        arches: profile.arches.iter().map(|(arch, recorded)| (arch.clone(), recorded.env.clone())).collect(),
        answers: groups
            .into_iter()
            .map(|((arches, output), commands)| Group {
                output: output.clone(),
                arches: arches.map(|arches| arches.into_iter().map(str::to_owned).collect()),
                commands,
            })
            .collect(),
    }
}

/// Reads profiles.
///
/// # Errors
/// What is wrong with the text, as one phrase.
pub fn read_probes(text: &str) -> Result<Vec<Profile>, String> {
    #[derive(Deserialize)]
    struct Head {
        format: u32,
    }
    let head: Head = serde_json::from_str(text).map_err(|error| error.to_string())?;
    if head.format != FORMAT {
        return Err(format!("its format is {}, where {FORMAT} is known", head.format));
    }
    let file: File = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let mut n_answers = 0usize;
    for profile in &file.profiles {
        for group in &profile.answers {
            // What reading costs: every arch looks at every group.
            let n = profile.arches.len().saturating_mul(group.commands.len().max(1));
            n_answers = n_answers.saturating_add(n);
        }
    }
    if n_answers > MAX_ANSWERS {
        return Err(format!("it has {n_answers} answers, where {MAX_ANSWERS} is the limit"));
    }
    file.profiles.into_iter().map(|profile| read_profile(profile, &file.commands)).collect()
}

fn read_profile(profile: FileProfile, commands: &[String]) -> Result<Profile, String> {
    let FileProfile { name, env, arches, answers } = profile;
    let mut arches: BTreeMap<String, Recorded> =
        arches.into_iter().map(|(arch, env)| (arch, Recorded { env, answers: BTreeMap::new() })).collect();
    for group in answers {
        for (arch, recorded) in &mut arches {
            if group.arches.as_ref().is_some_and(|arches| !arches.contains(arch)) {
                continue;
            }
            for &number in &group.commands {
                let command = commands
                    .get(number)
                    .ok_or_else(|| format!("profile {name} has command {number} of {}", commands.len()))?;
                recorded.answers.insert(command.clone(), group.output.clone());
            }
        }
    }
    Ok(Profile { name, env, arches })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recorded(answers: &[(&str, Option<&str>)]) -> Recorded {
        let answers =
            answers.iter().map(|(command, output)| ((*command).to_owned(), output.map(str::to_owned)));
        Recorded { env: BTreeMap::new(), answers: answers.collect() }
    }

    #[test]
    fn what_was_recorded_is_read_back() {
        let mut profile = Profile { name: "gcc-12".into(), ..Profile::default() };
        profile.env.insert("CC".into(), "gcc".into());
        profile
            .arches
            .insert("arm64".into(), recorded(&[("a", Some("y\n")), ("b", Some("n\n")), ("c", None)]));
        profile.arches.insert("x86_64".into(), recorded(&[("a", Some("y\n")), ("b", Some("y\n"))]));
        let text = write_probes(&[profile.clone()]).unwrap();
        assert_eq!(read_probes(&text), Ok(vec![profile]));
        // What is the same on all is there once.
        assert_eq!(text.matches("\"a\"").count(), 1);
    }

    #[test]
    fn a_strange_file_is_refused() {
        assert!(read_probes("[]").is_err());
        assert!(read_probes("{\"format\":2}").unwrap_err().contains("format is 2"));
        let text = r#"{"format":1,"commands":["a"],"profiles":[{"name":"p","env":{},"arches":{"arm":{}},
            "answers":[{"output":"y","commands":[7]}]}]}"#;
        assert_eq!(read_probes(text).unwrap_err(), "profile p has command 7 of 1");
        let many: Vec<String> = (0..1000).map(|n| format!("\"a{n}\":{{}}")).collect();
        let text = format!(
            r#"{{"format":1,"commands":["a"],"profiles":[{{"name":"p","env":{{}},"arches":{{{}}},
            "answers":[{{"output":"y","commands":[{}0]}}]}}]}}"#,
            many.join(","),
            "0,".repeat(999)
        );
        assert!(read_probes(&text).unwrap_err().contains("1000000 answers"));
    }
}
