//! XML files, addressed by `XPath` (SG-06).

pub(super) mod find;
pub(super) mod path;

use octostache::Variables;

use super::document::{Document, Kind};
use super::{Change, FormatError};
use crate::files::Encoding;
use find::Found;
use path::{Path, Prefixes};

pub(super) fn replace(text: &str, variables: &Variables) -> Result<Change, FormatError> {
    let mut document = Document::read(text)?;
    let mut change = Change::default();
    let prefixes = Prefixes::of(&document, &mut change.warnings);
    for (name, _) in variables.iter().filter(|(name, _)| name.contains(['/', ':'])) {
        let Some(path) = Path::compile(name, &prefixes) else { continue };
        let found = path.find(&document, &prefixes);
        if found.is_empty() {
            continue;
        }
        let value = variables.get(name).unwrap_or_default();
        for place in found {
            if set(&mut document, place, &value) {
                change.names.push(name.to_owned());
            } else {
                change.warnings.push(format!(
                    "The variable '{name}' would replace an element with other elements in it, but its value is no markup; the file keeps its own"
                ));
            }
        }
    }
    change.text = document.print();
    Ok(change)
}

/// Puts a value in the place of a node, in its kind. Tells whether it could.
fn set(document: &mut Document, place: Found, value: &str) -> bool {
    let id = match place {
        Found::Attribute(id, index) => {
            if let Kind::Element { attributes, .. } = &mut document.nodes[id].kind {
                value.clone_into(&mut attributes[index].value);
            }
            return true;
        }
        Found::Node(id) => id,
    };
    match &mut document.nodes[id].kind {
        Kind::Text(text) | Kind::Cdata(text) | Kind::Comment(text) => value.clone_into(text),
        Kind::Instruction { data, .. } => value.clone_into(data),
        Kind::Document | Kind::Type(_) => return false,
        Kind::Element { .. } => return set_element(document, id, value),
    }
    true
}

fn set_element(document: &mut Document, id: usize, value: &str) -> bool {
    let children = document.nodes[id].children.clone();
    if children.iter().any(|child| document.is_element(*child)) {
        let Ok(markup) = Document::read_fragment(value) else { return false };
        document.adopt(id, &markup);
        return true;
    }
    if let [only] = children[..]
        && let Kind::Cdata(text) = &mut document.nodes[only].kind
    {
        value.clone_into(text);
        return true;
    }
    document.nodes[id].children.clear();
    if !value.is_empty() {
        document.add(id, Kind::Text(value.to_owned()), (0, 0));
    }
    true
}

/// The encoding that a declaration names, where no byte-order mark says otherwise.
pub(super) fn declared_encoding(bytes: &[u8]) -> Option<Encoding> {
    let head = bytes.get(..bytes.len().min(200))?;
    if !head.starts_with(b"<?xml") {
        return None;
    }
    let head = String::from_utf8_lossy(head);
    let declaration = &head[..head.find("?>")?];
    let value = declaration.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|one| matches!(one, '"' | '\''))?;
    let name = value[1..].split(quote).next()?;
    let encoding = Encoding::from_name(name)?;
    if encoding == Encoding::Utf8WithMark {
        return Some(Encoding::Utf8);
    }
    // Only encodings in which the declaration could be read as it stands.
    Some(encoding).filter(|known| matches!(known, Encoding::Windows1252 | Encoding::Latin1 | Encoding::Ascii))
}

/// The text with a declaration that says UTF-8.
pub(super) fn declared_as_utf8(text: &str) -> String {
    let Some(end) = text.find("?>") else { return text.to_owned() };
    let (declaration, rest) = text.split_at(end);
    let Some((before, after)) = declaration.split_once("encoding") else { return text.to_owned() };
    let Some(open) = after.find(['"', '\'']) else { return text.to_owned() };
    let quote = &after[open..=open];
    let Some(close) = after[open + 1..].find(quote) else { return text.to_owned() };
    format!("{before}encoding{}utf-8{}{rest}", &after[..=open], &after[open + 1 + close..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::structured::document::ROOT;

    #[test]
    fn the_declared_encoding_is_used_and_given_up_when_it_does_not_suffice() {
        let text = "<?xml version=\"1.0\" encoding='windows-1252'?><a>x</a>";
        assert_eq!(declared_encoding(text.as_bytes()), Some(Encoding::Windows1252));
        assert_eq!(declared_as_utf8(text), "<?xml version=\"1.0\" encoding='utf-8'?><a>x</a>");
        assert_eq!(declared_encoding(b"<a/>"), None);
    }

    #[test]
    fn the_root_stays() {
        assert!(!set(&mut Document::read("<a/>").unwrap(), Found::Node(ROOT), "x"));
    }
}
