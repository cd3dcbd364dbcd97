//! Certificates (http-api.md 13.5, domain.md AC-05 to AC-09).

use serde_json::{Value, json};

use crate::world::{ADMIN, Within, World, id_of, ids};

const PFX: &[u8] = include_bytes!("../../../../lib/certfile/tests/files/modern.pfx");
const PEM: &[u8] = include_bytes!("../../../../lib/certfile/tests/files/bundle.pem");
const DER: &[u8] = include_bytes!("../../../../lib/certfile/tests/files/leaf.der");
const PASSWORD: &str = "s3cret-word";

fn base64(bytes: &[u8]) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

fn body(name: &str, file: &[u8], password: &str) -> Value {
    json!({
        "Name": name,
        "CertificateData": { "HasValue": true, "NewValue": base64(file) },
        "Password": { "HasValue": true, "NewValue": password },
    })
}

impl World {
    async fn certificate(&self, name: &str) -> String {
        id_of(&self.post("/api/certificates", body(name, PFX, PASSWORD)).await.is(201))
    }
}

#[tokio::test]
async fn an_uploaded_file_is_read_and_its_secrets_never_come_back() {
    let world = World::new().await;
    let made = world.post("/api/certificates", body("Web", PFX, PASSWORD)).await.is(201);
    assert_eq!(made["Thumbprint"], "75B93B1A3A24349A119B47829CA395937B846776");
    assert_eq!(made["SubjectCommonName"], "www.example.com");
    assert_eq!(made["IssuerOrganization"], "Example, Inc.");
    assert_eq!((made["HasPrivateKey"].as_bool(), made["SelfSigned"].as_bool()), (Some(true), Some(false)));
    assert_eq!((made["CertificateDataFormat"].as_str(), made["IsExpired"].as_bool()), (Some("Pkcs12"), Some(false)));
    assert_eq!(made["SubjectAlternativeNames"], json!(["www.example.com", "192.0.2.7", "ops@example.com"]));
    assert_eq!(made["CertificateChain"][0]["SelfSigned"], true);
    assert_eq!(made["CertificateData"], json!({ "HasValue": true, "NewValue": null, "Hint": null }));
    let text = made.to_string();
    assert!(!text.contains(PASSWORD) && !text.contains(&base64(PFX)[..40]));

    let wrong = world.post("/api/certificates", body("Other", PFX, "wrong")).await.is(400);
    assert_eq!(wrong["Errors"][0], "the password is wrong, or the file is damaged");
    world.post("/api/certificates", body("Other", b"no certificate", "")).await.is(400);
    world.post("/api/certificates", json!({ "Name": "Other" })).await.is(400);
    world.post("/api/certificates", body("web", DER, "")).await.is(400);

    // What a client reads and sends back changes nothing of the file.
    let path = format!("/api/certificates/{}", id_of(&made));
    let mut document = made.clone();
    document["Notes"] = json!("for the shop");
    let changed = world.put(&path, document).await.is(200);
    assert_eq!((&changed["Notes"], &changed["Thumbprint"]), (&json!("for the shop"), &made["Thumbprint"]));
    assert_eq!(ids(&world.get("/api/certificates?search=SHOP").await.is(200)), [id_of(&made)]);
    assert_eq!(ids(&world.get("/api/certificates?search=nowhere").await.is(200)), [""; 0]);
}

#[tokio::test]
async fn a_replaced_certificate_keeps_its_id_and_leaves_the_old_one_archived() {
    // AC-06, AC-07.
    let world = World::new().await;
    let id = world.certificate("Web").await;
    let path = format!("/api/certificates/{id}");
    world.delete(&path).await.is(400);
    let replaced = world.post(&format!("{path}/replace"), json!({ "CertificateData": base64(DER) })).await.is(200);
    assert_eq!((replaced["Id"].as_str(), replaced["HasPrivateKey"].as_bool()), (Some(id.as_str()), Some(false)));
    assert_eq!(ids(&world.get("/api/certificates").await.is(200)), [id.as_str()]);
    let archived = world.get("/api/certificates?archived=true").await.is(200);
    let old = &archived["Items"][0];
    assert_eq!((old["ReplacedBy"].as_str(), old["HasPrivateKey"].as_bool()), (Some(id.as_str()), Some(true)));
    assert_eq!(old["Name"], "Web (replaced, 75B93B1A)");
    let old = format!("/api/certificates/{}", id_of(old));
    world.post(&format!("{old}/unarchive"), json!({})).await.is(400);
    assert_eq!(world.delete(&old).await.status.as_u16(), 200);

    let archived = world.post(&format!("{path}/archive"), json!({})).await.is(200);
    assert!(archived["Archived"].is_string());
    world.post(&format!("{path}/replace"), json!({ "CertificateData": base64(PEM) })).await.is(400);
    let project = world.project("Web").await;
    let variable = json!({ "Name": "Tls", "Type": "Certificate", "Value": id });
    let variables = format!("/api/projects/{project}/variables");
    let mut document = world.get(&variables).await.is(200);
    document["Variables"] = json!([variable]);
    let refused = world.put(&variables, document.clone()).await.is(400);
    assert!(refused["Errors"][0].as_str().unwrap().contains("archived"), "{refused}");
    assert!(world.post(&format!("{path}/unarchive"), json!({})).await.is(200)["Archived"].is_null());
    document = world.put(&variables, document).await.is(200);

    // What is named stays, archived or not; a frozen copy does not keep it.
    world.let_releases_go_anywhere().await;
    world.release(&project, "1.0.0").await;
    world.post(&format!("{path}/archive"), json!({})).await.is(200);
    let used = world.delete(&path).await.is(400);
    assert!(used["Errors"][0].as_str().unwrap().contains("variable \"Tls\" of project \"Web\""), "{used}");
    document["Variables"] = json!([]);
    world.put(&variables, document).await.is(200);
    assert_eq!(world.get(&format!("{path}/usages")).await.is(200)["Releases"][0]["ReleaseVersion"], "1.0.0");
    assert_eq!(world.delete(&path).await.status.as_u16(), 200);
}

#[tokio::test]
async fn a_private_key_leaves_only_with_its_own_right_and_into_the_audit() {
    // AC-08, EV-04.
    let world = World::new().await;
    let id = world.certificate("Web").await;
    let path = format!("/api/certificates/{id}/export");
    let viewer = world.account("viewer", &["CertificateView"], Within::default()).await;
    let public = world.get_as(&viewer, &format!("{path}?format=Pem&pemOptions=PrimaryAndChain")).await;
    assert_eq!(public.text().matches("BEGIN CERTIFICATE").count(), 2);
    assert!(!public.text().contains("PRIVATE KEY"));
    assert_eq!(world.get_as(&viewer, &format!("{path}?format=Der")).await.body, DER);
    for with_key in ["?format=Pem&includePrivateKey=true", "?format=Pkcs12&includePrivateKey=true", ""] {
        world.get_as(&viewer, &format!("{path}{with_key}")).await.is(403);
    }
    assert!(!world.get(&format!("/api/events?regarding={id}")).await.text().contains("was exported"));

    assert_eq!(world.get(&path).await.body, PFX, "as it was uploaded");
    let pem = world.get(&format!("{path}?format=Pem&includePrivateKey=true")).await.text();
    assert!(pem.contains("BEGIN PRIVATE KEY"));
    world.get(&format!("{path}?format=Pkcs12&includePrivateKey=true&password=x")).await.is(400);
    let wanted = json!({ "Format": "Pkcs12", "IncludePrivateKey": true, "Password": "another one" });
    let again = world.post(&path, wanted).await;
    assert_eq!(again.status.as_u16(), 200);
    let again = world.post("/api/certificates", body("Again", &again.body, "another one")).await.is(201);
    assert_eq!(again["HasPrivateKey"], true);
    let events = world.get(&format!("/api/events?regarding={id}&eventCategories=CertificateExportedPrivateKey")).await;
    assert_eq!(events.is(200)["TotalResults"], 3);
}

#[tokio::test]
async fn a_certificate_belongs_to_those_whose_environments_it_stands_in() {
    let world = World::new().await;
    let (test, production) = (world.environment("Test").await, world.environment("Production").await);
    let mut restricted = body("Production", PEM, "");
    restricted["EnvironmentIds"] = json!([production]);
    let hidden = id_of(&world.post("/api/certificates", restricted).await.is(201));
    let permissions = ["CertificateView", "CertificateEdit", "CertificateExportPrivateKey", "CertificateCreate"];
    let key = world.account("tester", &permissions, Within::environment(&test)).await;
    let mut mine = body("Test", PEM, "");
    mine["EnvironmentIds"] = json!([test]);
    let mine = id_of(&world.send(&key, "POST", "/api/certificates", mine.to_string()).await.is(201));
    assert_eq!(ids(&world.get_as(&key, "/api/certificates").await.is(200)), [mine]);
    for path in ["", "/usages", "/export", "/export?format=Pem"] {
        assert_eq!(world.get_as(&key, &format!("/api/certificates/{hidden}{path}")).await.status.as_u16(), 404);
    }
    let replaced = json!({ "CertificateData": base64(DER) }).to_string();
    let path = format!("/api/certificates/{hidden}/replace");
    assert_eq!(world.send(&key, "POST", &path, replaced).await.status.as_u16(), 404);
    assert_eq!(world.send(ADMIN, "DELETE", &format!("/api/environments/{test}"), "").await.status.as_u16(), 400);
}

#[tokio::test]
async fn the_end_of_a_certificate_is_told_three_times_and_each_time_once() {
    // AC-08.
    let world = World::new().await;
    let id = world.certificate("Web").await;
    let told = async || {
        pulpo_app::certificates::tell_expiry(&world.app).await.expect("the telling");
        let path = format!("/api/events?regarding={id}&eventGroups=CertificateExpiry");
        let events = world.get(&path).await.is(200);
        let items = events["Items"].as_array().expect("events").clone();
        items.iter().map(|event| event["Category"].as_str().expect("a category").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(told().await, [""; 0]);
    for (days, category) in
        [(15, "CertificateExpiry20DayWarning"), (5, "CertificateExpiry10DayWarning"), (-1, "CertificateExpired")]
    {
        let certificate = id.clone();
        world
            .write(move |tx| {
                let mut certificate: pulpo_domain::certificate::Certificate = tx.must(&certificate)?;
                certificate.content.facts.not_after = tx.now() + jiff::SignedDuration::from_hours(days * 24);
                tx.update(&pulpo_access::Granted::<pulpo_access::permissions::CertificateEdit, _>::by_server(
                    certificate,
                ))?;
                Ok(())
            })
            .await;
        assert_eq!(told().await[0], category);
        assert_eq!(told().await.iter().filter(|known| *known == category).count(), 1);
    }
    assert_eq!(told().await.len(), 3);
    let archived = format!("/api/certificates/{id}/archive");
    world.post(&archived, json!({})).await.is(200);
    assert_eq!(told().await.len(), 3);
}
