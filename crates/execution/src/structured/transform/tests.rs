//! Transforms by example, and what no transform may do.

use proptest::prelude::*;

use super::*;

const FILE: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<!-- kept -->\r\n<configuration>\r\n    <appSettings>\r\n        \
                    <add key='a'   value=\"1\" />\r\n        <add\r\n            key=\"b\"\r\n            value=\"2\"/>\r\n    \
                    </appSettings>\r\n    <system.web>\r\n        <compilation debug=\"true\" targetFramework=\"4.8\">\r\n\
                    \x20       </compilation>\r\n    </system.web>\r\n    <empty />\r\n</configuration>\r\n";

fn with(body: &str) -> (String, Vec<Note>) {
    on(FILE, body)
}

fn on(file: &str, body: &str) -> (String, Vec<Note>) {
    let text = format!("<configuration xmlns:xdt=\"{NAMESPACE}\">\n{body}\n</configuration>");
    let done = transform(file.as_bytes(), text.as_bytes()).unwrap();
    (String::from_utf8(done.bytes).unwrap(), done.notes)
}

/// The file with one part replaced.
#[track_caller]
fn changed(body: &str, from: &str, to: &str) {
    let (text, notes) = with(body);
    assert_eq!(FILE.matches(from).count(), 1, "{from:?} is a part of the file");
    assert_eq!(text, FILE.replace(from, to));
    assert!(notes.iter().all(|note| note.gravity == Gravity::Detail), "{notes:?}");
}

#[track_caller]
fn noted(body: &str, gravity: Gravity, part: &str) {
    let (text, notes) = with(body);
    assert_eq!(text, FILE);
    assert!(notes.iter().any(|note| note.gravity == gravity && note.text.contains(part)), "{notes:?}");
}

#[test]
fn attributes_are_set_in_place_or_added() {
    changed(
        "<appSettings><add key='a' value='x&amp;&quot;y' extra='e' xdt:Transform='SetAttributes' xdt:Locator='Match(key)'/></appSettings>",
        "<add key='a'   value=\"1\" />",
        "<add key='a'   value=\"x&amp;&quot;y\" extra=\"e\" />",
    );
    changed(
        "<appSettings><add key='it&apos;s' value='9' xdt:Transform='SetAttributes(key)' xdt:Locator=\"Condition(@key='a')\"/></appSettings>",
        "key='a'",
        "key='it&apos;s'",
    );
}

#[test]
fn attributes_are_removed_with_the_blanks_before_them() {
    changed(
        "<system.web><compilation xdt:Transform='RemoveAttributes(debug)'/></system.web>",
        "<compilation debug=\"true\" target",
        "<compilation target",
    );
    changed(
        "<system.web><compilation xdt:Transform='RemoveAttributes'/></system.web>",
        "<compilation debug=\"true\" targetFramework=\"4.8\">",
        "<compilation>",
    );
}

#[test]
fn an_inserted_element_is_indented_as_its_neighbours() {
    changed(
        "  <appSettings>\n    <add key='c' value='3' xdt:Transform='Insert'>\n      <inner/>\n    </add>\n  </appSettings>",
        "value=\"2\"/>\r\n    </appSettings>",
        "value=\"2\"/>\r\n        <add key='c' value='3'>\r\n          <inner/>\r\n        </add>\r\n    </appSettings>",
    );
    changed("<empty><x xdt:Transform='Insert'/></empty>", "<empty />", "<empty>\r\n        <x/>\r\n    </empty>");
    assert_eq!(
        on("<configuration><a/></configuration>", "<b xdt:Transform='Insert' />").0,
        "<configuration><a/><b /></configuration>"
    );
}

#[test]
fn an_element_is_put_before_or_behind_another() {
    changed(
        "<appSettings><add key='0' xdt:Transform=\"InsertBefore(/configuration/appSettings/add[@key='a'])\"/></appSettings>",
        "<add key='a'",
        "<add key='0'/>\r\n        <add key='a'",
    );
    changed(
        "<appSettings><add key='0' xdt:Transform=\"InsertAfter(add[@key='a'])\"/></appSettings>",
        "value=\"1\" />",
        "value=\"1\" />\r\n        <add key='0'/>",
    );
}

#[test]
fn what_is_there_is_not_inserted_again() {
    noted("<empty xdt:Transform='InsertIfMissing'/>", Gravity::Detail, "there already");
    changed("<more xdt:Transform='InsertIfMissing'/>", "<empty />", "<empty />\r\n    <more/>");
}

#[test]
fn an_element_is_replaced_or_removed_with_its_line() {
    changed(
        "<system.web><compilation xdt:Transform='Replace' new='1'/></system.web>",
        "<compilation debug=\"true\" targetFramework=\"4.8\">\r\n        </compilation>",
        "<compilation new='1'/>",
    );
    changed("<empty xdt:Transform='Remove'/>", "    <empty />\r\n", "");
    changed(
        "<appSettings><add xdt:Transform='RemoveAll'/></appSettings>",
        "        <add key='a'   value=\"1\" />\r\n        <add\r\n            key=\"b\"\r\n            value=\"2\"/>\r\n",
        "",
    );
}

#[test]
fn a_locator_begins_where_it_says() {
    let all = |locator: &str| format!("<x><y a='1' xdt:Transform='SetAttributes' xdt:Locator='{locator}'/></x>");
    changed(&all("XPath(/configuration/empty)"), "<empty />", "<empty a=\"1\" />");
    let file = "<configuration><x><y><z/></y></x></configuration>";
    assert_eq!(on(file, &all("XPath(z)")).0, file.replace("<z/>", "<z a=\"1\"/>"));
    assert_eq!(on(file, &all("Condition(z)")).0, file.replace("<y>", "<y a=\"1\">"));
    // What is in an element begins where the locator of the element leads.
    let body = "<w xdt:Locator='XPath(/configuration/x)'><y b='2' xdt:Transform='SetAttributes'/></w>";
    assert_eq!(on(file, body).0, file.replace("<y>", "<y b=\"2\">"));
}

#[test]
fn namespaces_are_those_of_the_transform() {
    let file =
        "<configuration><runtime><assemblyBinding xmlns=\"urn:v1\"><d/></assemblyBinding></runtime></configuration>";
    let set = |namespace: &str| {
        format!(
            "<runtime><assemblyBinding xmlns='{namespace}'><d a='1' xdt:Transform='SetAttributes'/></assemblyBinding></runtime>"
        )
    };
    assert_eq!(on(file, &set("urn:v1")).0, file.replace("<d/>", "<d a=\"1\"/>"));
    assert_eq!(on(file, &set("urn:v2")).0, file);
    let insert =
        "<runtime><n:assemblyBinding xmlns:n='urn:v1'><e xdt:Transform='Insert'/></n:assemblyBinding></runtime>";
    assert_eq!(on(file, insert).0, file.replace("<d/>", "<d/><e xmlns=\"\"/>"));
}

#[test]
fn what_cannot_be_done_is_said_with_its_place() {
    noted("<none xdt:Transform='Remove'/>", Gravity::Warning, "nothing in the file matches '/configuration/none'");
    noted(
        "<none><x xdt:Transform='Insert'/></none>",
        Gravity::Error,
        "nothing in the file matches '/configuration/none'",
    );
    noted("<empty xdt:Transform='Explode'/>", Gravity::Error, "'Explode' is not known");
    noted("<empty xdt:Transform='Remove' xdt:Locator='Near(x)'/>", Gravity::Error, "'Near' is not known");
    noted("<empty xdt:Transform='Remove' xdt:Locator='Match(x)'/>", Gravity::Error, "the element lacks");
    noted("<empty xdt:Transform='Remove' xdt:Locator='Condition(@)'/>", Gravity::Error, "no XPath expression");
    noted("<xdt:Import assembly='A' namespace='B'/>", Gravity::Error, "further .NET code");
    noted("<empty xdt:Transform='InsertAfter'/>", Gravity::Error, "does not say which");
    noted("<empty xdt:Transform='InsertAfter(/configuration/nowhere)'/>", Gravity::Error, "'/configuration/nowhere'");
    noted("<empty xdt:Transform='RemoveAttributes(debug)'/>", Gravity::Warning, "'debug' is no attribute");
    noted(
        "<appSettings><add xdt:Transform='Remove' xdt:Locator='XPath(@key)'/></appSettings>",
        Gravity::Error,
        "else than elements",
    );
    let note = &with("\n  <empty xdt:Transform='Explode'/>").1[0];
    assert_eq!((note.line, note.column, note.element.as_str()), (3, 3, "empty"));
}

#[test]
fn several_elements_are_a_warning_where_one_is_meant_unless_it_is_not_wanted() {
    let (_, notes) = with("<appSettings><add xdt:Transform='Remove'/></appSettings>");
    assert!(notes.iter().any(|note| note.gravity == Gravity::Warning && note.text.contains("first of 2")), "{notes:?}");
    let (_, notes) = with("<none xdt:Transform='Remove' xdt:SupressWarnings='true'/>");
    assert_eq!(notes, []);
}

#[test]
fn the_encoding_stays_and_is_given_up_when_it_does_not_suffice() {
    let file = b"<?xml version=\"1.0\" encoding=\"windows-1252\"?>\n<configuration><a b=\"\xe9\"/></configuration>";
    let of = |value: &str| {
        let text = format!(
            "<configuration xmlns:x=\"{NAMESPACE}\"><a c=\"{value}\" x:Transform=\"SetAttributes\"/></configuration>"
        );
        transform(file, text.as_bytes()).unwrap().bytes
    };
    assert_eq!(
        of("\u{fc}"),
        b"<?xml version=\"1.0\" encoding=\"windows-1252\"?>\n<configuration><a b=\"\xe9\" c=\"\xfc\"/></configuration>"
    );
    let wide = String::from_utf8(of("\u{151}")).unwrap();
    assert!(
        wide.starts_with("<?xml version=\"1.0\" encoding=\"utf-8\"?>") && wide.contains("b=\"\u{e9}\" c=\"\u{151}\"")
    );
    let marked = transform(
        b"\xef\xbb\xbf<a><b/></a>",
        format!("<a xmlns:x=\"{NAMESPACE}\"><b x:Transform=\"Remove\"/></a>").as_bytes(),
    );
    assert_eq!(marked.unwrap().bytes, b"\xef\xbb\xbf<a></a>");
}

#[test]
fn what_is_no_xml_is_refused_with_its_place() {
    let error = transform(b"<a>", b"<a/>").unwrap_err();
    assert_eq!(error.to_string(), "it cannot be read as XML: the element 'a' is not closed (line 1, column 4)");
    assert!(transform(b"<a/>", b"<b").unwrap_err().to_string().starts_with("the transform cannot be read as XML"));
}

/// Documents of a few kinds of nodes.
fn markup() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("<a/>".to_owned()),
        Just("<b k='1' v=\"2\" />".to_owned()),
        Just("text &amp; more".to_owned()),
        Just("\r\n  ".to_owned()),
        Just("\n".to_owned()),
        Just("<!-- c -->".to_owned()),
        Just("<![CDATA[<]]>".to_owned()),
        Just("<?p i?>".to_owned()),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        (proptest::sample::select(vec!["a", "b", "n:c"]), proptest::collection::vec(inner, 0..6))
            .prop_map(|(name, inner)| format!("<{name} xmlns:n='u' k=\"1\">{}</{name}>", inner.concat()))
    })
}

proptest! {
    #[test]
    fn a_transform_that_asks_for_nothing_changes_no_byte(body in markup(), wanted in markup()) {
        let file = format!("<r>{body}</r>\r\n");
        let quiet = format!("<r xmlns:xdt='{NAMESPACE}'>{wanted}</r>");
        let done = transform(file.as_bytes(), quiet.as_bytes()).unwrap();
        prop_assert_eq!(String::from_utf8(done.bytes).unwrap(), file);
    }

    #[test]
    fn what_was_inserted_is_found_and_can_be_removed_again(body in markup(), new in markup()) {
        let file = format!("<r>{body}</r>");
        let insert = format!("<r xmlns:xdt='{NAMESPACE}'><new xdt:Transform='Insert'>{new}</new></r>");
        let longer = transform(file.as_bytes(), insert.as_bytes()).unwrap();
        prop_assert!(longer.notes.iter().all(|note| note.gravity == Gravity::Detail));
        let remove = format!("<r xmlns:xdt='{NAMESPACE}'><new xdt:Transform='Remove'/></r>");
        let again = transform(&longer.bytes, remove.as_bytes()).unwrap();
        prop_assert!(again.notes.iter().all(|note| note.gravity == Gravity::Detail), "{:?}", again.notes);
        // Blanks at the end of the last line are the only thing that may have come.
        let plain = |bytes: &[u8]| String::from_utf8_lossy(bytes).split_whitespace().collect::<Vec<_>>().join(" ").replace(" <", "<");
        prop_assert_eq!(plain(&again.bytes), plain(file.as_bytes()));
    }
}
