//! Finds single values in XML, for cases that check these and not the whole text.

use anyhow::Context;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use serde_json::Value;

/// The value that a case asks for: of an element (by its name and its parent's) with that `key` or `name`, the named
/// attribute or the text of the named child.
pub(super) fn find(text: &str, wanted: &Value) -> anyhow::Result<Option<String>> {
    let path = wanted["element"].as_str().context("the expected value names no element")?;
    let (mark, marked) = ["key", "name"]
        .into_iter()
        .find_map(|mark| Some((mark, wanted[mark].as_str()?)))
        .context("the expected value has neither a key nor a name")?;
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    let mut open: Vec<String> = Vec::new();
    // The depth of the element that was found, when its child is wanted.
    let mut inside: Option<usize> = None;
    loop {
        let event = reader.read_event()?;
        match &event {
            Event::Start(tag) | Event::Empty(tag) => {
                open.push(String::from_utf8_lossy(tag.local_name().as_ref()).into_owned());
                let here = open.join("/");
                let is_it = here == path || here.ends_with(&format!("/{path}"));
                if is_it && attribute(tag, mark)?.as_deref() == Some(marked) {
                    match wanted["attribute"].as_str() {
                        Some(name) => return attribute(tag, name),
                        None => inside = Some(open.len()),
                    }
                }
                if inside.is_some_and(|depth| depth + 1 == open.len())
                    && open.last().map(String::as_str) == wanted["child"].as_str()
                    && matches!(event, Event::Start(_))
                {
                    let end = tag.to_end().into_owned();
                    let content = reader.read_text(end.name())?;
                    return Ok(Some(quick_xml::escape::unescape(&content)?.into_owned()));
                }
                if matches!(event, Event::Empty(_)) {
                    open.pop();
                }
            }
            Event::End(_) => {
                open.pop();
                inside = inside.filter(|depth| *depth <= open.len());
            }
            Event::Eof => return Ok(None),
            Event::Text(_)
            | Event::CData(_)
            | Event::Comment(_)
            | Event::Decl(_)
            | Event::PI(_)
            | Event::DocType(_)
            | Event::GeneralRef(_) => {}
        }
    }
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> anyhow::Result<Option<String>> {
    let found = tag.try_get_attribute(name)?;
    found.map(|found| Ok(found.unescape_value()?.into_owned())).transpose()
}
