//! `/accounts` (http-api.md 13.4): what steps use to sign in elsewhere. Secrets go in and never come out.

use pulpo_access::Permission::{AccountCreate, AccountDelete, AccountEdit, AccountView};
use pulpo_app::infrastructure_accounts::{self, Edit, FieldEdit};
use pulpo_app::named;
use pulpo_domain::infrastructure_account::{AccountType, FieldKind, FieldValue, InfrastructureAccount};
use pulpo_wire::http::collection::Collection;
use pulpo_wire::http::infrastructure_accounts::{AccountResource, AzureEnvironmentResource, UsageResource};
use pulpo_wire::http::values::SensitiveValue;

use crate::answer::{self, Answer};
use crate::context::Cx;
use crate::error::ApiError;
use crate::paging::{Paged, collection, links};
use crate::projects::{tenanted_mode, tenanted_mode_name};
use crate::references;
use crate::route::Access::{AnyUser, Needs};
use crate::route::{Route, delete, get, post, put, system_get};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        get("accounts", Needs(&[AccountView]), list)
            .about("Lists the accounts that steps use to sign in elsewhere")
            .queries(&["skip", "take", "ids", "partialName", "accountType"])
            .gives::<Collection<AccountResource>>(),
        get("accounts/all", Needs(&[AccountView]), all)
            .about("Lists all accounts of the space, without paging")
            .queries(&["accountType"])
            .gives::<Vec<AccountResource>>(),
        get("accounts/{id}", Needs(&[AccountView]), one)
            .about("Shows an account; of its secrets only whether they are there")
            .gives::<AccountResource>(),
        get("accounts/{id}/usages", Needs(&[AccountView]), usages)
            .about("Shows which variables, steps and releases name an account")
            .gives::<UsageResource>(),
        post("accounts", Needs(&[AccountCreate]), create)
            .about("Creates an account")
            .takes::<AccountResource>()
            .gives::<AccountResource>(),
        put("accounts/{id}", Needs(&[AccountEdit]), modify)
            .about("Changes an account; a secret without a new value stays")
            .takes::<AccountResource>()
            .gives::<AccountResource>(),
        delete("accounts/{id}", Needs(&[AccountDelete]), remove).about("Deletes an account that nothing names"),
        system_get("accounts/azureenvironments", AnyUser, azure_environments)
            .about("Lists the clouds that an Azure account can be of")
            .gives::<Vec<AzureEnvironmentResource>>(),
    ]
}

fn wanted_type(cx: &Cx) -> Result<Option<AccountType>, ApiError> {
    let Some(name) = cx.query("accountType").filter(|name| !name.eq_ignore_ascii_case("None")) else {
        return Ok(None);
    };
    account_type(name).map(Some)
}

fn account_type(name: &str) -> Result<AccountType, ApiError> {
    let unknown = || {
        let known: Vec<&str> = AccountType::ALL.iter().map(|known| known.name()).collect();
        ApiError::bad_request(format!("\"{name}\" is no type of accounts; there are {}", known.join(", ")))
    };
    AccountType::parse(name.trim()).ok_or_else(unknown)
}

async fn list(cx: Cx) -> Answer {
    let kind = wanted_type(&cx)?;
    let page = infrastructure_accounts::list(&cx.app, &cx.caller, cx.space(), kind, cx.filter()?).await?;
    let page = Paged { items: page.items.iter().map(resource).collect(), total: page.total };
    answer::ok(&collection(&cx, "Account", page, "skip,take,ids,partialName,accountType")?)
}

async fn all(cx: Cx) -> Answer {
    let kind = wanted_type(&cx)?;
    let page = infrastructure_accounts::list(&cx.app, &cx.caller, cx.space(), kind, cx.filter_all()?).await?;
    answer::ok(&page.items.iter().map(resource).collect::<Vec<_>>())
}

async fn one(cx: Cx) -> Answer {
    answer::ok(&resource(&named::get(&cx.app, &cx.caller, cx.space(), cx.param("id")).await?))
}

async fn usages(cx: Cx) -> Answer {
    let usages = infrastructure_accounts::usages(&cx.app, &cx.caller, cx.space(), cx.param("id")).await?;
    answer::ok(&references::resource(usages))
}

async fn create(mut cx: Cx) -> Answer {
    let edit = edit(cx.json().await?)?;
    answer::created(&resource(&infrastructure_accounts::create(&cx.app, &cx.caller, cx.space(), edit).await?))
}

async fn modify(mut cx: Cx) -> Answer {
    let edit = edit(cx.json().await?)?;
    let (space, id) = (cx.space(), cx.param("id"));
    answer::ok(&resource(&infrastructure_accounts::modify(&cx.app, &cx.caller, space, id, edit).await?))
}

async fn remove(cx: Cx) -> Answer {
    infrastructure_accounts::delete(&cx.app, &cx.caller, cx.space(), cx.param("id")).await?;
    answer::deleted()
}

/// The clouds by the names that accounts store (variables of the type `AzureAccount`).
const AZURE: [(&str, &str, &str); 3] = [
    ("AzureCloud", "Azure Global Cloud (Default)", "https://management.azure.com/"),
    ("AzureChinaCloud", "Azure China Cloud", "https://management.chinacloudapi.cn/"),
    ("AzureUSGovernment", "Azure US Government", "https://management.usgovcloudapi.net/"),
];

async fn azure_environments(_: Cx) -> Answer {
    let clouds = AZURE.into_iter().map(|(name, display_name, manager)| AzureEnvironmentResource {
        name: name.to_owned(),
        display_name: display_name.to_owned(),
        resource_manager_endpoint: manager.to_owned(),
        ..AzureEnvironmentResource::default()
    });
    answer::ok(&clouds.collect::<Vec<_>>())
}

/// The plain members that belong to types of accounts, by the names of the types' fields.
fn texts(body: &mut AccountResource) -> [(&'static str, &mut Option<String>); 15] {
    [
        ("Username", &mut body.username),
        ("AccessKey", &mut body.access_key),
        ("Region", &mut body.region),
        ("RoleArn", &mut body.role_arn),
        ("SessionDuration", &mut body.session_duration),
        ("SubscriptionNumber", &mut body.subscription_number),
        ("ClientId", &mut body.client_id),
        ("TenantId", &mut body.tenant_id),
        ("AzureEnvironment", &mut body.azure_environment),
        ("ResourceManagementEndpointBaseUri", &mut body.resource_management_endpoint_base_uri),
        ("ActiveDirectoryEndpointBaseUri", &mut body.active_directory_endpoint_base_uri),
        ("ServiceManagementEndpointBaseUri", &mut body.service_management_endpoint_base_uri),
        ("ServiceManagementEndpointSuffix", &mut body.service_management_endpoint_suffix),
        ("CertificateThumbprint", &mut body.certificate_thumbprint),
        ("Audience", &mut body.audience),
    ]
}

fn secrets(body: &mut AccountResource) -> [(&'static str, &mut Option<SensitiveValue>); 7] {
    [
        ("Password", &mut body.password),
        ("Token", &mut body.token),
        ("PrivateKeyFile", &mut body.private_key_file),
        ("PrivateKeyPassphrase", &mut body.private_key_passphrase),
        ("SecretKey", &mut body.secret_key),
        ("CertificateBytes", &mut body.certificate_bytes),
        ("JsonKey", &mut body.json_key),
    ]
}

fn keys(body: &mut AccountResource) -> [(&'static str, &mut Option<Vec<String>>); 3] {
    [
        ("DeploymentSubjectKeys", &mut body.deployment_subject_keys),
        ("HealthCheckSubjectKeys", &mut body.health_check_subject_keys),
        ("AccountTestSubjectKeys", &mut body.account_test_subject_keys),
    ]
}

fn edit(mut body: AccountResource) -> Result<Edit, ApiError> {
    let mut fields = Vec::new();
    for (name, text) in texts(&mut body) {
        fields.extend(text.take().map(|text| (name, FieldEdit::Text(text))));
    }
    for (name, secret) in secrets(&mut body) {
        match secret.take() {
            Some(SensitiveValue { new_value: Some(text), .. }) => fields.push((name, FieldEdit::NewSecret(text))),
            Some(SensitiveValue { has_value: false, .. }) => fields.push((name, FieldEdit::ClearSecret)),
            Some(SensitiveValue { has_value: true, new_value: None, .. }) | None => {}
        }
    }
    for (name, words) in keys(&mut body) {
        fields.extend(words.take().map(|words| (name, FieldEdit::Keys(words))));
    }
    Ok(Edit {
        account_type: account_type(&body.account_type)?,
        tenanted_deployment_participation: tenanted_mode(
            "TenantedDeploymentParticipation",
            &body.tenanted_deployment_participation,
        )?,
        name: body.name,
        slug: Some(body.slug).filter(|slug| !slug.trim().is_empty()),
        description: body.description,
        environment_ids: body.environment_ids.into_iter().map(Into::into).collect(),
        tenant_ids: body.tenant_ids,
        tenant_tags: body.tenant_tags,
        fields,
    })
}

fn resource(account: &InfrastructureAccount) -> AccountResource {
    let own = format!("/api/{}/accounts/{}", account.space_id, account.id);
    let mut resource = AccountResource {
        id: account.id.to_string(),
        space_id: account.space_id.to_string(),
        name: account.name.clone(),
        slug: account.slug.clone(),
        description: account.description.clone(),
        account_type: account.account_type.name().to_owned(),
        environment_ids: account.environment_ids.iter().map(ToString::to_string).collect(),
        tenant_ids: account.tenant_ids.iter().map(ToString::to_string).collect(),
        tenant_tags: account.tenant_tags.clone(),
        tenanted_deployment_participation: tenanted_mode_name(account.tenanted_deployment_participation),
        links: links([("Self", own.clone()), ("Usages", format!("{own}/usages"))]),
        ..AccountResource::default()
    };
    let of_kind = |name: &str, kind: FieldKind| {
        account.account_type.fields().iter().any(|field| field.name == name && field.kind == kind)
    };
    let text = |name: &str| match account.fields.get(name) {
        Some(FieldValue::Text(text)) => text.clone(),
        Some(FieldValue::Keys(_) | FieldValue::Sealed(_)) | None => String::new(),
    };
    for (name, member) in texts(&mut resource) {
        *member = of_kind(name, FieldKind::Text).then(|| text(name));
    }
    for (name, member) in secrets(&mut resource) {
        let has_value = matches!(account.fields.get(name), Some(FieldValue::Sealed(_)));
        *member = of_kind(name, FieldKind::Secret).then(|| SensitiveValue { has_value, ..SensitiveValue::default() });
    }
    for (name, member) in keys(&mut resource) {
        *member = of_kind(name, FieldKind::Keys).then(|| match account.fields.get(name) {
            Some(FieldValue::Keys(keys)) => keys.clone(),
            Some(FieldValue::Text(_) | FieldValue::Sealed(_)) | None => Vec::new(),
        });
    }
    resource
}
