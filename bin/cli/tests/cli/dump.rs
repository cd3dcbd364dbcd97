//! `dump-deployments`.

use crate::program::Program;
use crate::world::{self, at, page};
use serde_json::json;

#[test]
fn every_deployment_is_written_once() {
    let stub = world::start();
    let mut first = page("deployments", &[world::deployment()]);
    first["Links"]["Page.Next"] = at("deployments?skip=1").into();
    stub.get(&at("deployments"), &first);
    stub.get(&at("deployments?skip=1"), &page("deployments", &[world::deployment()]));
    stub.get(&at("releases"), &page("releases", &[world::release()]));
    let mut project = world::project();
    project["ProjectGroupId"] = "ProjectGroups-1".into();
    stub.get(&at("projects"), &page("projects", &[project]));
    stub.get(&at("projectgroups"), &page("groups", &[json!({ "Id": "ProjectGroups-1", "Name": "R & D" })]));
    let folder = tempfile::tempdir().unwrap();
    let outcome = Program::octo("dump-deployments --filePath=all.xml").in_folder(folder.path()).at(&stub).run();
    assert_eq!(outcome.code, 0, "{}", outcome.stdout);
    assert_eq!(
        std::fs::read_to_string(folder.path().join("all.xml")).unwrap(),
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
         <Deployments>\n\
         \x20 <Deployment>\n\
         \x20   <Environment>Test</Environment>\n\
         \x20   <Project>Web Shop</Project>\n\
         \x20   <ProjectGroup>R &amp; D</ProjectGroup>\n\
         \x20   <Created>2024-08-21T16:17:46</Created>\n\
         \x20   <Name>Deploy to Test</Name>\n\
         \x20   <Id>Deployments-40</Id>\n\
         \x20   <Version>1.0.5</Version>\n\
         \x20 </Deployment>\n\
         </Deployments>"
    );
}
