//! `dump-deployments`: every deployment as XML, written as it is read.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::ops::ControlFlow;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use super::{Action, Command};
use crate::arguments::{Group, value};
use crate::client::{Client, Parameters, Resource};
use crate::context::Context;
use crate::failure::Failure;
use crate::lookup;

pub(super) const COMMAND: Command = Command {
    name: "dump-deployments",
    aliases: &[],
    summary: "Writes deployments to an XML file that can be imported in Excel.",
    groups: &[Group {
        title: "Dumper",
        options: &[value(&["filePath"], "FILE", "The file to write; one that is there is replaced.")],
    }],
    action: Action::Server(run),
};

/// How often progress is told.
const LINE_EVERY: usize = 1000;

fn run(context: &Context<'_>, client: &Client) -> Result<(), Failure> {
    let printer = &context.printer;
    let path = context.path(context.values.required("filePath", "the full path and name of the export file")?);
    printer.information("Listing projects, project groups and environments");
    let names = Names {
        projects: lookup::every(client, lookup::PROJECT)?,
        groups: lookup::every(client, lookup::PROJECT_GROUP)?,
        environments: lookup::every(client, lookup::ENVIRONMENT)?,
        releases: lookup_releases(client)?,
    };
    printer.information("Dumping deployments...");
    let failed = |error: std::io::Error| Failure::file("write", &path, &error);
    let file = BufWriter::new(File::create(&path).map_err(failed)?);
    let mut xml = Writer::new_with_indent(file, b' ', 2);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None))).map_err(failed)?;
    xml.write_event(Event::Start(BytesStart::new("Deployments"))).map_err(failed)?;
    let mut seen = std::collections::BTreeSet::new();
    client.each_item(&client.root_link("Deployments")?, &Parameters::none(), |deployment| {
        // A deployment made meanwhile moves the pages: the last one of a page then comes again.
        if seen.insert(deployment.id().to_owned()) {
            names.write(&mut xml, &deployment).map_err(failed)?;
            if seen.len() % LINE_EVERY == 0 {
                printer.information(&format!("Wrote {} deployments...", seen.len()));
            }
        }
        Ok(ControlFlow::Continue(()))
    })?;
    xml.write_event(Event::End(BytesEnd::new("Deployments"))).map_err(failed)?;
    xml.into_inner().flush().map_err(failed)?;
    printer.information(&format!("Wrote {} deployments to {}", seen.len(), path.display()));
    Ok(())
}

fn lookup_releases(client: &Client) -> Result<Vec<Resource>, Failure> {
    client.pages(&client.root_link("Releases")?, &Parameters::none())
}

/// What the ids of a deployment stand for.
struct Names {
    projects: Vec<Resource>,
    groups: Vec<Resource>,
    environments: Vec<Resource>,
    releases: Vec<Resource>,
}

impl Names {
    fn write<W: Write>(&self, xml: &mut Writer<W>, deployment: &Resource) -> std::io::Result<()> {
        let find =
            |items: &[Resource], id: &str| items.iter().find(|item| item.id() == id).cloned().unwrap_or_default();
        let project = find(&self.projects, deployment.text("ProjectId"));
        let group = find(&self.groups, project.text("ProjectGroupId"));
        let environment = find(&self.environments, deployment.text("EnvironmentId"));
        let release = find(&self.releases, deployment.text("ReleaseId"));
        let created = deployment.text("Created");
        let elements = [
            ("Environment", environment.name()),
            ("Project", project.name()),
            ("ProjectGroup", group.name()),
            // To the second, as spreadsheets like it.
            ("Created", created.get(..19).unwrap_or(created)),
            ("Name", deployment.name()),
            ("Id", deployment.id()),
            ("Version", release.text("Version")),
        ];
        xml.create_element("Deployment").write_inner_content(|xml| {
            for (name, text) in elements {
                xml.create_element(name).write_text_content(BytesText::new(text))?;
            }
            Ok(())
        })?;
        Ok(())
    }
}
