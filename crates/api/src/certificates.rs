//! `/certificates` (http-api.md 13.5). The file and its password go in and never come out, but by an export with the
//! right to it.

use axum::http::{HeaderValue, StatusCode, header};
use pulpo_access::Permission::{CertificateCreate, CertificateDelete, CertificateEdit, CertificateView};
use pulpo_app::certificates::{self, Edit, Export, Parts, Upload, Wanted};
use pulpo_app::named;
use pulpo_domain::certificate::{Certificate, Facts, Format};
use pulpo_wire::http::certificates::{
    CertificateResource, ChainCertificateResource, ExportCertificate, ReplaceCertificate,
};
use pulpo_wire::http::collection::Collection;
use pulpo_wire::http::infrastructure_accounts::UsageResource;
use pulpo_wire::http::values::SensitiveValue;

use crate::answer::{self, Answer};
use crate::context::Cx;
use crate::error::ApiError;
use crate::paging::{Paged, collection, links};
use crate::projects::{tenanted_mode, tenanted_mode_name};
use crate::references;
use crate::route::Access::Needs;
use crate::route::{Route, delete, get, post, put};
use crate::time;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        get("certificates", Needs(&[CertificateView]), list)
            .about("Lists the certificates of the space; archived ones only when they are asked for")
            .queries(&["skip", "take", "ids", "partialName", "search", "archived", "orderBy"])
            .gives::<Collection<CertificateResource>>(),
        get("certificates/all", Needs(&[CertificateView]), all)
            .about("Lists all certificates of the space, archived ones too, without paging")
            .gives::<Vec<CertificateResource>>(),
        get("certificates/{id}", Needs(&[CertificateView]), one)
            .about("Shows a certificate; of its file and password only whether they are there")
            .gives::<CertificateResource>(),
        get("certificates/{id}/usages", Needs(&[CertificateView]), usages)
            .about("Shows which variables, steps and releases name a certificate")
            .gives::<UsageResource>(),
        get("certificates/{id}/export", Needs(&[CertificateView]), export_by_query)
            .about("Gives a certificate as a file; with its private key only to who may export it")
            .queries(&["format", "pemOptions", "includePrivateKey"]),
        post("certificates/{id}/export", Needs(&[CertificateView]), export_by_body)
            .about("Gives a certificate as a file, with a password for its private key")
            .takes::<ExportCertificate>(),
        post("certificates", Needs(&[CertificateCreate]), create)
            .about("Uploads a certificate")
            .takes::<CertificateResource>()
            .gives::<CertificateResource>(),
        put("certificates/{id}", Needs(&[CertificateEdit]), modify)
            .about("Changes what is said about a certificate, not its file")
            .takes::<CertificateResource>()
            .gives::<CertificateResource>(),
        post("certificates/{id}/replace", Needs(&[CertificateEdit]), replace)
            .about("Puts another file in a certificate's place; the old one stays, archived, under another id")
            .takes::<ReplaceCertificate>()
            .gives::<CertificateResource>(),
        post("certificates/{id}/archive", Needs(&[CertificateEdit]), archive)
            .about("Takes a certificate out of what can be chosen")
            .gives::<CertificateResource>(),
        post("certificates/{id}/unarchive", Needs(&[CertificateEdit]), unarchive)
            .about("Brings an archived certificate back")
            .gives::<CertificateResource>(),
        delete("certificates/{id}", Needs(&[CertificateDelete]), remove)
            .about("Deletes an archived certificate that no variable and no step names"),
    ]
}

async fn list(cx: Cx) -> Answer {
    let wanted = Wanted {
        named: cx.filter()?,
        search: cx.query("search").map(str::to_owned),
        is_archived: Some(cx.flag("archived")),
        by_expiry: cx.query("orderBy").is_some_and(|order| order.eq_ignore_ascii_case("NotAfter")),
    };
    // Whoever names ids means these, archived or not.
    let wanted = if wanted.named.ids.is_empty() || cx.maybe_flag("archived").is_some() {
        wanted
    } else {
        Wanted { is_archived: None, ..wanted }
    };
    let page = certificates::list(&cx.app, &cx.caller, cx.space(), wanted).await?;
    let page = Paged { items: page.items.iter().map(|one| resource(&cx, one)).collect(), total: page.total };
    answer::ok(&collection(&cx, "Certificate", page, "skip,take,ids,partialName,search,archived,orderBy")?)
}

async fn all(cx: Cx) -> Answer {
    let page = named::list::<Certificate>(&cx.app, &cx.caller, cx.space(), cx.filter_all()?).await?;
    answer::ok(&page.items.iter().map(|one| resource(&cx, one)).collect::<Vec<_>>())
}

async fn one(cx: Cx) -> Answer {
    let certificate = named::get(&cx.app, &cx.caller, cx.space(), cx.param("id")).await?;
    answer::ok(&resource(&cx, &certificate))
}

async fn usages(cx: Cx) -> Answer {
    let usages = certificates::usages(&cx.app, &cx.caller, cx.space(), cx.param("id")).await?;
    answer::ok(&references::resource(usages))
}

async fn create(mut cx: Cx) -> Answer {
    let body: CertificateResource = cx.json().await?;
    let upload = upload(body.certificate_data.new_value.clone(), body.password.new_value.clone())?;
    let made = certificates::create(&cx.app, &cx.caller, cx.space(), edit(body)?, upload).await?;
    answer::created(&resource(&cx, &made))
}

async fn modify(mut cx: Cx) -> Answer {
    let body: CertificateResource = cx.json().await?;
    if body.certificate_data.new_value.is_some() {
        return Err(ApiError::bad_request("the file of a certificate is changed by POST to its address with /replace"));
    }
    let changed = certificates::modify(&cx.app, &cx.caller, cx.space(), cx.param("id"), edit(body)?).await?;
    answer::ok(&resource(&cx, &changed))
}

async fn replace(mut cx: Cx) -> Answer {
    let body: ReplaceCertificate = cx.json().await?;
    let upload = upload(body.certificate_data.into_text(), body.password.into_text())?;
    let replaced = certificates::replace(&cx.app, &cx.caller, cx.space(), cx.param("id"), upload).await?;
    answer::ok(&resource(&cx, &replaced))
}

async fn archive(cx: Cx) -> Answer {
    let changed = certificates::archive(&cx.app, &cx.caller, cx.space(), cx.param("id")).await?;
    answer::ok(&resource(&cx, &changed))
}

async fn unarchive(cx: Cx) -> Answer {
    let changed = certificates::unarchive(&cx.app, &cx.caller, cx.space(), cx.param("id")).await?;
    answer::ok(&resource(&cx, &changed))
}

async fn remove(cx: Cx) -> Answer {
    certificates::delete(&cx.app, &cx.caller, cx.space(), cx.param("id")).await?;
    answer::deleted()
}

async fn export_by_query(cx: Cx) -> Answer {
    if cx.query("password").is_some() {
        return Err(ApiError::bad_request(
            "addresses are written into logs, so a password must not stand in one: POST the same names as JSON instead",
        ));
    }
    let wanted = ExportCertificate {
        format: cx.query("format").map(str::to_owned),
        pem_options: cx.query("pemOptions").map(str::to_owned),
        include_private_key: cx.flag("includePrivateKey"),
        password: None,
    };
    export(cx, wanted).await
}

async fn export_by_body(mut cx: Cx) -> Answer {
    let wanted = cx.json().await?;
    export(cx, wanted).await
}

async fn export(cx: Cx, wanted: ExportCertificate) -> Answer {
    let format = wanted.format.filter(|name| !name.is_empty()).map(|name| {
        Format::parse(&name)
            .ok_or_else(|| ApiError::bad_request(format!("\"{name}\" is no format; there are Pkcs12, Der and Pem")))
    });
    let parts = match wanted.pem_options.unwrap_or_default().to_lowercase().as_str() {
        "" | "primaryonly" => Parts::PrimaryOnly,
        "primaryandchain" => Parts::PrimaryAndChain,
        "chainonly" => Parts::ChainOnly,
        other => {
            return Err(ApiError::bad_request(format!(
                "pemOptions: \"{other}\" is none of PrimaryOnly, PrimaryAndChain and ChainOnly"
            )));
        }
    };
    let wanted = Export {
        format: format.transpose()?,
        parts,
        with_private_key: wanted.include_private_key,
        password: wanted.password.unwrap_or_default(),
    };
    let file = certificates::export(&cx.app, &cx.caller, cx.space(), cx.param("id"), wanted).await?;
    let mut response = answer::typed(StatusCode::OK, "application/octet-stream", file.bytes);
    // Slugs have letters, digits and dashes only; of other alphabets they may have letters that a header cannot.
    let name: String = file.name.chars().filter(char::is_ascii).collect();
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, value);
    }
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

fn upload(file: Option<String>, password: Option<String>) -> Result<Upload, ApiError> {
    let missing = || ApiError::bad_request("CertificateData is missing: the file of the certificate in base64");
    let file = file.filter(|file| !file.trim().is_empty()).ok_or_else(missing)?;
    Ok(Upload { file, password })
}

fn edit(body: CertificateResource) -> Result<Edit, ApiError> {
    Ok(Edit {
        tenanted_deployment_participation: tenanted_mode(
            "TenantedDeploymentParticipation",
            &body.tenanted_deployment_participation,
        )?,
        name: body.name,
        notes: body.notes,
        environment_ids: body.environment_ids.into_iter().map(Into::into).collect(),
        tenant_ids: body.tenant_ids,
        tenant_tags: body.tenant_tags,
    })
}

fn resource(cx: &Cx, certificate: &Certificate) -> CertificateResource {
    let own = format!("/api/{}/certificates/{}", certificate.space_id, certificate.id);
    let content = &certificate.content;
    let facts = chain_resource(cx, &content.facts);
    let given = |has_value: bool| SensitiveValue { has_value, ..SensitiveValue::default() };
    CertificateResource {
        id: certificate.id.to_string(),
        space_id: certificate.space_id.to_string(),
        name: certificate.name.clone(),
        notes: certificate.notes.clone(),
        certificate_data: given(true),
        password: given(content.password.is_some()),
        environment_ids: certificate.environment_ids.iter().map(ToString::to_string).collect(),
        tenant_ids: certificate.tenant_ids.iter().map(ToString::to_string).collect(),
        tenant_tags: certificate.tenant_tags.clone(),
        tenanted_deployment_participation: tenanted_mode_name(certificate.tenanted_deployment_participation),
        archived: certificate.archived.map(time::text),
        replaced_by: certificate.replaced_by.as_ref().map(ToString::to_string),
        certificate_data_format: content.format.name().to_owned(),
        subject_distinguished_name: facts.subject_distinguished_name,
        subject_common_name: facts.subject_common_name,
        subject_organization: facts.subject_organization,
        issuer_distinguished_name: facts.issuer_distinguished_name,
        issuer_common_name: facts.issuer_common_name,
        issuer_organization: facts.issuer_organization,
        self_signed: facts.self_signed,
        thumbprint: facts.thumbprint,
        not_after: facts.not_after,
        not_before: facts.not_before,
        is_expired: facts.is_expired,
        has_private_key: content.has_private_key,
        version: facts.version,
        serial_number: facts.serial_number,
        signature_algorithm_name: facts.signature_algorithm_name,
        subject_alternative_names: facts.subject_alternative_names,
        certificate_chain: content.chain.iter().map(|facts| chain_resource(cx, facts)).collect(),
        links: links([
            ("Self", own.clone()),
            ("Usages", format!("{own}/usages")),
            ("Replace", format!("{own}/replace")),
            ("Archive", format!("{own}/archive")),
            ("Unarchive", format!("{own}/unarchive")),
            ("Export", format!("{own}/export{{?format,pemOptions,includePrivateKey}}")),
        ]),
    }
}

fn chain_resource(cx: &Cx, facts: &Facts) -> ChainCertificateResource {
    ChainCertificateResource {
        subject_distinguished_name: facts.subject.distinguished.clone(),
        subject_common_name: facts.subject.common.clone(),
        subject_organization: facts.subject.organization.clone(),
        issuer_distinguished_name: facts.issuer.distinguished.clone(),
        issuer_common_name: facts.issuer.common.clone(),
        issuer_organization: facts.issuer.organization.clone(),
        self_signed: facts.is_self_signed,
        thumbprint: facts.thumbprint.clone(),
        not_after: time::text(facts.not_after),
        not_before: time::text(facts.not_before),
        is_expired: facts.not_after <= cx.app.now(),
        version: facts.version.into(),
        serial_number: facts.serial_number.clone(),
        signature_algorithm_name: facts.signature_algorithm.clone(),
        subject_alternative_names: facts.alternative_names.clone(),
    }
}
