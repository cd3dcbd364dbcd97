//! What a transform can do to elements.

use super::locate::{self, call, names};
use super::{Gravity, Work, is_instruction};
use crate::structured::document::{Attribute, Document, Id, Kind, ROOT};
use crate::structured::xml::find::Found;

impl Work<'_> {
    /// Does what `xdt:Transform` says at an element; a text is why it cannot be done.
    pub(super) fn perform(&mut self, id: Id, text: &str) -> Result<(), String> {
        let (verb, arguments) = call(text)
            .ok_or_else(|| format!("the transform '{text}' cannot be read; write Name or Name(arguments)"))?;
        let arguments = arguments.filter(|text| !text.is_empty());
        let takes_arguments = matches!(verb, "InsertBefore" | "InsertAfter" | "SetAttributes" | "RemoveAttributes");
        if let Some(arguments) = arguments.filter(|_| !takes_arguments) {
            self.note(id, Gravity::Warning, format!("{verb} takes no arguments; '{arguments}' is ignored"));
        }
        match verb {
            "Replace" => self.replace(id),
            "Remove" => self.remove(id, false),
            "RemoveAll" => self.remove(id, true),
            "Insert" => self.insert(id),
            "InsertIfMissing" => {
                if locate::find(&self.steps, &self.tree.document).is_empty() {
                    return self.insert(id);
                }
                self.note(id, Gravity::Detail, "it is there already; nothing is inserted".to_owned());
                Ok(())
            }
            "InsertBefore" | "InsertAfter" => {
                let place = arguments.ok_or_else(|| format!("{verb} does not say which element it means"))?;
                self.insert_beside(id, place, verb == "InsertAfter")
            }
            "SetAttributes" => self.set_attributes(id, arguments),
            "RemoveAttributes" => self.remove_attributes(id, arguments),
            other => Err(format!(
                "the transform '{other}' is not known; there are Replace, Insert, InsertBefore, InsertAfter, InsertIfMissing, \
                 Remove, RemoveAll, SetAttributes and RemoveAttributes"
            )),
        }
    }

    /// The elements that are meant; a warning when there are none.
    fn targets(&mut self, id: Id) -> Result<Vec<Id>, String> {
        let found = elements(locate::find(&self.steps, &self.tree.document), &self.tree.document)?;
        if found.is_empty() {
            let dead_end = locate::dead_end(&self.steps, &self.tree.document);
            self.note(id, Gravity::Warning, format!("nothing in the file matches '{dead_end}'"));
        }
        Ok(found)
    }

    /// The only element that a verb is for.
    fn target(&mut self, id: Id, verb: &str) -> Result<Option<Id>, String> {
        let found = self.targets(id)?;
        if found.len() > 1 {
            let text = format!("{verb} is done to the first of {} elements that match", found.len());
            self.note(id, Gravity::Warning, text);
        }
        Ok(found.first().copied())
    }

    /// The element above the one that is looked at.
    fn parent(&mut self) -> Result<Id, String> {
        let above = &self.steps[..self.steps.len() - 1];
        if above.is_empty() {
            return Err("a file has one root element; nothing can be put beside it".to_owned());
        }
        match elements(locate::find(above, &self.tree.document), &self.tree.document)?.first() {
            Some(parent) => Ok(*parent),
            None => Err(format!("nothing in the file matches '{}'", locate::dead_end(above, &self.tree.document))),
        }
    }

    fn replace(&mut self, id: Id) -> Result<(), String> {
        let Some(target) = self.target(id, "Replace")? else { return Ok(()) };
        let (transform, prefixes) = (self.transform, self.prefixes.clone());
        self.tree.replace(target, transform, id, &|attribute| is_instruction(&prefixes, attribute));
        self.done(id, "replaced");
        Ok(())
    }

    fn remove(&mut self, id: Id, all: bool) -> Result<(), String> {
        let targets = if all { self.targets(id)? } else { self.target(id, "Remove")?.into_iter().collect() };
        for target in targets {
            if self.tree.document.nodes[target].parent == Some(ROOT) {
                return Err("the root element cannot be removed: the file would be empty".to_owned());
            }
            self.tree.remove(target);
            self.done(id, "removed");
        }
        Ok(())
    }

    fn insert(&mut self, id: Id) -> Result<(), String> {
        let parent = self.parent()?;
        let (transform, prefixes) = (self.transform, self.prefixes.clone());
        self.tree.append(parent, transform, id, &|attribute| is_instruction(&prefixes, attribute));
        self.done(id, "inserted");
        Ok(())
    }

    fn insert_beside(&mut self, id: Id, place: &str, behind: bool) -> Result<(), String> {
        let parent = self.parent()?;
        let above = &self.steps[..self.steps.len() - 1];
        let found = locate::find_from(place, parent, above, &self.tree.document)
            .ok_or_else(|| format!("'{place}' is no XPath expression that can be understood"))?;
        let found = elements(found, &self.tree.document)?;
        let beside = *found.first().ok_or_else(|| format!("nothing in the file matches '{place}'"))?;
        if self.tree.document.nodes[beside].parent == Some(ROOT) {
            return Err("a file has one root element; nothing can be put beside it".to_owned());
        }
        let (transform, prefixes) = (self.transform, self.prefixes.clone());
        self.tree.insert(beside, behind, transform, id, &|attribute| is_instruction(&prefixes, attribute));
        self.done(id, "inserted");
        Ok(())
    }

    fn set_attributes(&mut self, id: Id, arguments: Option<&str>) -> Result<(), String> {
        let Kind::Element { attributes, .. } = &self.transform.nodes[id].kind else { return Ok(()) };
        let given: Vec<&Attribute> =
            attributes.iter().filter(|attribute| !is_instruction(&self.prefixes, attribute)).collect();
        let chosen = self.chosen(id, arguments, given, |attribute| &attribute.name);
        let targets = self.targets(id)?;
        for target in targets {
            for attribute in &chosen {
                self.tree.set_attribute(target, &attribute.name, &attribute.value);
            }
            let named = chosen.iter().map(|attribute| attribute.name.as_str()).collect::<Vec<_>>().join(", ");
            self.note(id, Gravity::Detail, format!("set {named}"));
        }
        Ok(())
    }

    fn remove_attributes(&mut self, id: Id, arguments: Option<&str>) -> Result<(), String> {
        for target in self.targets(id)? {
            let Kind::Element { attributes, .. } = &self.tree.document.nodes[target].kind else { continue };
            let there = attributes.iter().map(|attribute| attribute.name.clone()).collect();
            let chosen: Vec<String> = self.chosen(id, arguments, there, |name| name);
            for name in &chosen {
                self.tree.remove_attribute(target, name);
            }
            self.note(id, Gravity::Detail, format!("removed {}", chosen.join(", ")));
        }
        Ok(())
    }

    /// The attributes that the arguments name, or all of them.
    fn chosen<T>(&mut self, id: Id, arguments: Option<&str>, all: Vec<T>, name: impl Fn(&T) -> &str) -> Vec<T> {
        let Some(arguments) = arguments else {
            if all.is_empty() {
                self.note(id, Gravity::Warning, "there are no attributes to set or to remove".to_owned());
            }
            return all;
        };
        let wanted = names(arguments);
        for missing in wanted.iter().filter(|wanted| !all.iter().any(|one| name(one) == **wanted)) {
            self.note(id, Gravity::Warning, format!("the argument '{missing}' is no attribute that is there"));
        }
        all.into_iter().filter(|one| wanted.contains(&name(one))).collect()
    }

    fn done(&mut self, id: Id, what: &str) {
        self.note(id, Gravity::Detail, what.to_owned());
    }
}

/// Transforms are for elements alone.
fn elements(found: Vec<Found>, document: &Document) -> Result<Vec<Id>, String> {
    found
        .into_iter()
        .map(|node| match node {
            Found::Node(id) if document.is_element(id) => Ok(id),
            Found::Node(_) | Found::Attribute(..) => {
                Err("the locator finds something else than elements, and transforms are for elements alone".to_owned())
            }
        })
        .collect()
}
