//! The NuGet client of Debian, where it is installed: pack and push.

use std::path::Path;
use std::process::{Command, Output};

use pulpo_testkit::postgres::skipped;
use tokio::net::TcpListener;

use crate::world::{ADMIN, World};

const NUGET: &str = "/usr/bin/nuget";
const CONFIG: &str = "NuGet.Config";

#[expect(clippy::disallowed_methods, reason = "the test is the client's user; nothing of the server starts it")]
fn run(folder: &Path, arguments: &[&str]) -> Output {
    // Nothing of the home folder: configuration, cache and keys are the test's own.
    let mut command = Command::new(NUGET);
    command.current_dir(folder).env_clear().env("PATH", "/usr/bin:/bin").env("HOME", folder);
    command.args(arguments).arg("-NonInteractive").output().expect("the client starts")
}

#[track_caller]
fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_real_client_packs_and_pushes() {
    if !Path::new(NUGET).exists() {
        return skipped("the NuGet client is not here; Debian's package nuget brings it");
    }
    let world = World::new().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = format!("http://{}/nuget/packages", listener.local_addr().expect("an address"));
    let router = pulpo_api::router(world.app.clone(), |_| None);
    let server = tokio::spawn(async move { axum::serve(listener, router).await });
    let folder = tempfile::TempDir::new().expect("a scratch folder");
    let at = folder.path().to_owned();
    let work = tokio::task::spawn_blocking(move || talk(&at, &address));
    work.await.expect("the conversation ends");
    server.abort();
    assert_eq!(world.get("/api/packages").await.is(200)["TotalResults"], 2);
}

fn talk(folder: &Path, address: &str) {
    // The client looks at the feed before it pushes, without the key of the push, so it is told a password, too.
    let config = format!(
        "<?xml version=\"1.0\"?><configuration><packageSources><add key=\"ours\" value=\"{address}\" /></packageSources>\
         <packageSourceCredentials><ours><add key=\"Username\" value=\"any\" />\
         <add key=\"ClearTextPassword\" value=\"{ADMIN}\" /></ours></packageSourceCredentials></configuration>"
    );
    std::fs::write(folder.join(CONFIG), config).expect("a file");
    std::fs::write(folder.join("hello.txt"), "hello").expect("a file");
    for version in ["1.0.0", "1.2.0"] {
        let nuspec = format!(
            "<?xml version=\"1.0\"?><package><metadata><id>Acme.Web</id><version>{version}</version><authors>Acme</authors>\
             <description>What it is</description></metadata><files><file src=\"hello.txt\" target=\"content\" /></files></package>"
        );
        std::fs::write(folder.join("Acme.nuspec"), nuspec).expect("a file");
        let packed = run(folder, &["pack", "Acme.nuspec"]);
        assert!(packed.status.success(), "{}", said(&packed));
        let file = format!("Acme.Web.{version}.nupkg");
        let pushed = run(folder, &["push", &file, ADMIN, "-Source", address, "-ConfigFile", CONFIG]);
        assert!(pushed.status.success() && said(&pushed).contains("Your package was pushed"), "{}", said(&pushed));
    }
    let again = run(folder, &["push", "Acme.Web.1.0.0.nupkg", ADMIN, "-Source", address, "-ConfigFile", CONFIG]);
    assert!(!again.status.success(), "{}", said(&again));
}
