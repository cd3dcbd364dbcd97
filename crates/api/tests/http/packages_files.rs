//! Which files become packages, and what is said to those that do not (BF-04, versions.md NF).

use crate::files::{Entry, crc32, entry, nupkg, nuspec, small_zip, tar, zip};
use crate::world::World;

async fn refused(world: &World, name: &str, content: &[u8], reason: &str) {
    let body = world.push(name, content).await.is(400);
    let said = body["Errors"].to_string();
    assert!(said.contains(reason), "{name}: {said}");
}

/// A tar file packed without a compressor, in one stored block: length, its complement, the bytes, checksum, size.
fn gzip(bytes: &[u8]) -> Vec<u8> {
    let length = u16::try_from(bytes.len()).expect("a short file");
    let mut file = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1];
    file.extend(length.to_le_bytes());
    file.extend((!length).to_le_bytes());
    file.extend(bytes);
    file.extend(crc32(bytes).to_le_bytes());
    file.extend(u32::from(length).to_le_bytes());
    file
}

#[tokio::test]
async fn every_format_is_taken_in() {
    let world = World::new().await;
    for extension in ["zip", "jar", "war", "ear"] {
        world.push(&format!("{extension}.1.0.{extension}"), &small_zip("x")).await.is(201);
    }
    world.push("Nupkg.1.0.0.nupkg", &nupkg("Nupkg", "1.0.0")).await.is(201);
    world.push("Tar.1.0.tar", &tar("bin/app")).await.is(201);
    let pushed = world.push("Gz.1.0.TAR.GZ", &gzip(&tar("app"))).await.is(201);
    assert_eq!(pushed["FileExtension"], ".tar.gz");
    let list = world.get("/api/packages").await.is(200);
    assert_eq!(list["TotalResults"], 7);
}

#[tokio::test]
async fn names_must_say_id_version_and_format() {
    let world = World::new().await;
    let content = small_zip("x");
    refused(&world, "SqlServer.zip", &content, "expected an id, a dot and a version").await;
    refused(&world, "Acme.1.0.0", &content, "missing file extension").await;
    refused(&world, "Acme.1.0.0.7z", &content, "Unsupported file extension `.7z`").await;
    refused(&world, "Acme.1.0.0.tar.xz", &content, "Unsupported file extension `.tar.xz`").await;
    refused(&world, &format!("{}.1.0.zip", "a".repeat(200)), &content, "longer than the 100 characters").await;
}

#[tokio::test]
async fn files_must_be_what_their_names_say() {
    let world = World::new().await;
    for (name, content, reason) in [
        ("Acme.1.0.zip", &b""[..], "the file is empty"),
        ("Acme.1.0.zip", b"not a zip file at all, by far", "not a zip file"),
        ("Acme.1.0.nupkg", b"PK\x03\x04 and nothing", "not a zip file"),
        ("Acme.1.0.tar", b"no tar", "not a tar file"),
        ("Acme.1.0.tgz", b"no gzip", "not a gzip file"),
        ("Acme.1.0.tar.bz2", b"no bzip2", "not a bzip2 file"),
    ] {
        refused(&world, name, content, reason).await;
    }
    refused(&world, "Acme.1.0.tar", &small_zip("x"), "not a tar file").await;
    refused(&world, "Acme.1.0.zip", &tar("x"), "not a zip file").await;
    let mut cut = small_zip("hello");
    cut.truncate(cut.len() - 5);
    refused(&world, "Acme.1.0.zip", &cut, "not a zip file").await;
    let mut broken = small_zip("hello");
    let directory = broken.len() - 22 - 46 - "readme.txt".len();
    broken[directory] = b'X';
    refused(&world, "Acme.1.0.zip", &broken, "its directory cannot be read").await;
}

#[tokio::test]
async fn files_that_would_hurt_whoever_unpacks_them_are_refused() {
    let world = World::new().await;
    for name in ["../evil", "a/../../evil", "/etc/passwd", "..\\evil", "C:\\evil"] {
        refused(&world, "Acme.1.0.zip", &zip(&[entry("a", b"x"), entry(name, b"x")]), "outside of the folder").await;
        refused(&world, "Acme.1.0.tar", &tar(name), "outside of the folder").await;
    }
    let big = |name| Entry { name, content: b"x", claimed: Some(u32::MAX - 1) };
    refused(&world, "Acme.1.0.zip", &zip(&[big("a"), big("b")]), "times its own size").await;
    refused(&world, "Acme.1.0.tgz", &gzip(&tar("../evil")), "outside of the folder").await;
    assert_eq!(world.get("/api/packages").await.is(200)["TotalResults"], 0);
}

#[tokio::test]
async fn a_nuspec_must_agree_with_the_name_of_its_file() {
    let world = World::new().await;
    refused(&world, "Acme.1.0.0.nupkg", &nupkg("Evil", "1.0.0"), "the nuspec inside says Evil 1.0.0").await;
    refused(&world, "Acme.1.0.0.nupkg", &nupkg("Acme", "9.0.0"), "the nuspec inside says Acme 9.0.0").await;
    refused(&world, "Acme.1.0.0.nupkg", &nupkg("../Acme", "1.0.0"), "is not a package id").await;
    refused(&world, "Acme.1.0.0.nupkg", &nupkg("Acme", "latest"), "latest").await;
    let text = nuspec("Acme", "1.0.0");
    let twice = zip(&[entry("a.nuspec", text.as_bytes()), entry("b.nuspec", text.as_bytes())]);
    refused(&world, "Acme.1.0.0.nupkg", &twice, "there twice").await;
    let lying = Entry { name: "a.nuspec", content: text.as_bytes(), claimed: Some(7) };
    refused(&world, "Acme.1.0.0.nupkg", &zip(&[lying]), "the nuspec inside the package is damaged").await;
    let long = Entry { name: "a.nuspec", content: text.as_bytes(), claimed: Some(900_000_000) };
    refused(&world, "Acme.1.0.0.nupkg", &zip(&[long]), "longer than").await;
    // The nuspec's own spelling counts (NF-04); the name may leave the metadata out.
    let pushed = world.push("acme.1.0.1.nupkg", &nupkg("Acme", "1.0.01+ace8cda")).await.is(201);
    assert_eq!(pushed["Id"], "packages-Acme.1.0.01+ace8cda");
    world.get("/api/packages/Acme.1.0.01%2Bace8cda").await.is(200);
}
