//! Valid templates, damaged at random: a fixed seed, a fixed number of rounds, the same every time.

use octostache::{Template, Variables};

const CORPUS: &[&str] = &[
    "#{if Octopus.Environment.Name == \"Production\"}prod#{elseif Test}test#{else}#{Other[#{Index}].Name}#{/if}",
    "#{unless A | ToLower | Contains \"x\"}#{B}#{else}##{C} ###{D}#{/unless}",
    "#{each action in Octopus.Action}#{action}: #{action.Name | Indent 2/4} #{Octopus.Template.Each.Last}#{/each}",
    "#{calc ({A}-2)*(3+.5)/2-B}",
    "#{Json.Items[2].Name}#{each m in Json}#{m.Key}=#{m.Value};#{/each}",
    "#{Date | AddDays \"-1.5\" | Format DateTime \\\"HH dd-MMM-yyyy\\\" }#{Cash | Format Double C2}#{Cash | Format \\\"#,##0.0;(0)\\\"}",
    "#{Text | Replace \"o(.+)o([a-z]*)s\" \"o$2o${1}s\" | Truncate 7 \"<|>\" | Trim End | Substring 1 4}",
    "#{Url | UriPart PathAndQuery}#{Version | VersionPreReleaseCounter}#{Text | Sha256 4 unicode}#{Text | MarkdownToHtml}",
    "#{Package[container[0].x].Name | YamlDoubleQuoteEscape}#{A[*].N}#{ | Append a \"b\" #{C}#{D}}#{ | null}",
    "{a: 'b', \"c\": [1, 2.50, {d: null}, /* e */ true], f: \"#{A}\"}",
];

const SPLICES: &[&str] = &[
    "#{",
    "}",
    "#",
    "##",
    "[",
    "]",
    "|",
    ".",
    "\"",
    "\\\"",
    " ",
    "\n",
    "(",
    ")",
    "==",
    "#{/if}",
    "#{/each}",
    "#{else}",
    "é",
    "😀",
    "\u{a0}",
    "0",
    "99999999999",
    "-",
    "%",
    "$",
    "\\",
    "{",
    "'",
    "A",
    "Json",
    "*",
];

const ROUNDS: usize = 4_000;

/// A small generator of its own: the rounds must be the same on every machine and with every library version.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % bound as u64).expect("a remainder is below its divisor")
    }

    fn boundary(&mut self, text: &str) -> usize {
        let mut at = self.below(text.len() + 1);
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }

    fn mutate(&mut self, text: &mut String) {
        let at = self.boundary(text);
        match self.below(4) {
            0 => text.insert_str(at, SPLICES[self.below(SPLICES.len())]),
            1 => {
                let other = self.boundary(text);
                text.replace_range(at.min(other)..at.max(other), "");
            }
            2 => {
                let other = CORPUS[self.below(CORPUS.len())];
                let start = self.boundary(other);
                text.insert_str(at, &other[start..]);
            }
            _ => text.truncate(at),
        }
    }
}

fn variables(random: &mut Random) -> Variables {
    let mut variables: Variables = [
        ("A", "5"),
        ("B", "#{C}"),
        ("C", "c,d,,e"),
        ("Index", "x"),
        ("Other[x].Name", "#{Text}"),
        ("Octopus.Action[One].Name", "first\nsecond"),
        ("Octopus.Action[Two].Name", "#{Octopus.Action[One].Name}"),
        ("Json", "{Items: [1, 'b', {Name: \"#{A}\"}], \"x\": null}"),
        ("Date", "2030-05-22 09:05:00"),
        ("Cash", "1234.5"),
        ("Text", "opuocts *deploy*"),
        ("Url", "https://user@octopus.com:8443/docs/../a?b=c#d"),
        ("Version", "1.2.3-branch.4+meta"),
    ]
    .into_iter()
    .collect();
    let names: Vec<String> = variables.iter().map(|(name, _)| name.to_owned()).collect();
    let name = &names[random.below(names.len())];
    let mut value = CORPUS[random.below(CORPUS.len())].to_owned();
    random.mutate(&mut value);
    variables.set(name, value);
    variables
}

#[test]
fn damaged_templates_are_echoed_or_refused_but_never_break() {
    let mut random = Random(0x0C70_57AC_4E5E_ED01);
    let mut parsed = 0;
    for round in 0..ROUNDS {
        let variables = variables(&mut random);
        let mut template = CORPUS[round % CORPUS.len()].to_owned();
        for _ in 0..=random.below(4) {
            random.mutate(&mut template);
        }
        let evaluated = variables.evaluate(&template);
        assert_eq!(evaluated, variables.evaluate(&template), "the same again: {template}");
        match variables.evaluate_file(&template) {
            Ok(file) => assert!(file.error.is_none_or(|error| !error.is_fatal()), "{template}"),
            Err(error) => assert!(error.is_fatal(), "{template}"),
        }
        if let Ok(template) = Template::parse(&template) {
            parsed += 1;
            let normalised = template.to_string();
            let _ = variables.evaluate(&normalised);
            let _ = template.arguments();
        }
    }
    assert!(
        (ROUNDS / 10..ROUNDS).contains(&parsed),
        "{parsed} of {ROUNDS} parse: the damage is too great or too small"
    );
}

#[test]
fn every_template_of_the_corpus_parses() {
    for template in CORPUS {
        assert!(Template::parse(template).is_ok(), "{template}");
    }
}
