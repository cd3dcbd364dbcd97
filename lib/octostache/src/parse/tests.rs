//! The grammar (VG), by what a template prints as.

use crate::{Error, Template};

#[track_caller]
fn check(template: &str, normalised: &str) {
    assert_eq!(Template::parse(template).map(|parsed| parsed.to_string()).as_deref(), Ok(normalised), "{template}");
}

#[track_caller]
fn check_broken(template: &str, line: usize, column: usize) {
    match Template::parse(template) {
        Err(Error::Syntax(problem)) => assert_eq!((problem.line, problem.column), (line, column), "{template}"),
        other => panic!("{template} gives {other:?}"),
    }
}

#[test]
fn names_hold_blanks_and_lose_those_around_them() {
    check("#{  Foo  Bar . Baz }", "#{Foo  Bar.Baz}");
    check("#{a-b_c:d/e~f(g)@h}", "#{a-b_c:d/e~f(g)@h}");
    check("#{ Größe 章٣ }", "#{Größe 章٣}");
    check_broken("#{Ⅷ}", 1, 1);
}

#[test]
fn indexes_hold_any_text_with_balanced_brackets() {
    check("#{A[ x ][][*][a[ 0].b]}", "#{A[x ][][*][a[0].b]}");
    check("#{A[ #{ B[#{C}] } ]}", "#{A[#{B[#{C}]}]}");
    check("#{A[#{B | ToLower}]}", "#{A[#{B | ToLower}]}");
    check_broken("#{A[b}", 1, 1);
    check_broken("#{A[b]]}", 1, 1);
}

#[test]
fn filters_take_words_texts_and_nested_blocks() {
    check("#{A|F}", "#{A | F}");
    check("#{ |F a-b \"c d\"\\\"#e\\\"|G}", "#{ | F \"a-b\" \"c d\" \"#e\" | G}");
    check("#{A | F #{B}#{if C}d#{/if}| G}", "#{A | F #{B} #{if C}d#{/if} | G}");
    check_broken("#{A | F #{B} #{C}}", 1, 1);
    check_broken("#{A | F #{B} | G}", 1, 1);
    check_broken("#{A | F \"#\"}", 1, 1);
    check_broken("#{A | }", 1, 1);
}

#[test]
fn conditions_compare_expressions_and_texts_on_either_side() {
    check("#{if a == b}1#{/if}", "#{if a == b }1#{/if}");
    check("#{ IF  \"x\"!=a | F }1#{else}2#{/if}", "#{if a | F != \"x\" }1#{else}2#{/if}");
    check("#{unless a}1#{else}2#{/unless}", "#{if a}2#{else}1#{/if}");
    check("#{if a}1#{elseif b}2#{/if}", "#{if a}1#{else}#{if b}2#{/if}#{/if}");
    check("#{if a}1#{elseifb}2#{/if}", "#{if a}1#{elseifb}2#{/if}");
    check("#{if a}#{else}#{else}#{/if}", "#{if a}#{else}#{else}#{/if}");
    check_broken("#{if a}1#{/IF}", 1, 1);
    check_broken("#{if a}1", 1, 1);
    check_broken("#{unless a}1#{elseif b}2#{/unless}", 1, 1);
    check_broken("#{if a}#{/unless}", 1, 1);
}

#[test]
fn loops_go_over_a_symbol() {
    check("#{ Each  a b  in  C[x].D }#{a b}#{/each}", "#{each a b in C[x].D}#{a b}#{/each}");
    check_broken("#{each a in B | F}#{/each}", 1, 1);
    check_broken("#{each a in B}", 1, 1);
}

#[test]
fn calculations_bind_by_precedence_and_keep_their_groups() {
    check("#{calc 1 + 2*(3-{a-b}) / .5}", "#{1+2*(3-a-b)/0.5}");
    check("#{calc a-b}", "#{a-b}");
    check_broken("#{calc 1+}", 1, 1);
    check_broken("#{calc 1.}", 1, 1);
}

#[test]
fn hashes_escape_an_opening_and_are_text_elsewhere() {
    check("# ## ### #a ##a a#", "# ## ### #a ##a a#");
    check("##{a}", "##{a}");
    check("###{a}", "##{a}");
    check("####{a}", "####{a}");
}

#[test]
fn what_does_not_parse_is_found_by_line_and_column() {
    check_broken("a\nb é #{", 2, 5);
    check_broken("#{a}\r\n#{}", 2, 1);
    check_broken("#{if a}\n#{ }#{/if}", 1, 1);
    let problem = Template::parse("x#{ }").expect_err("it is empty");
    assert_eq!(
        problem.to_string(),
        "line 1, column 2: this `#{` opens nothing that can be read; correct what follows, or write `##{` where the \
         text itself is meant"
    );
}

#[test]
fn the_names_a_template_asks_for_are_listed_once() {
    let template = "#{a.b[c]}#{A.b | F #{d}}#{e[#{f}].g}#{calc h+{i}}#{each j in k}#{j}#{l}#{/each}#{a.b[c]}##{m}";
    let arguments = Template::parse(template).expect("it parses").arguments();
    assert_eq!(arguments, ["a.b[c]", "A.b", "d", "e", "f", "h", "i", "k"]);
}
