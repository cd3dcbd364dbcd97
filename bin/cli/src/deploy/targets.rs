//! Where a release goes: environments, or one environment for several tenants.

use super::DeploymentRequest;
use crate::client::{Client, Parameters, Resource, same};
use crate::failure::Failure;
use crate::lookup;
use crate::output::Printer;

/// One deployment to be made.
pub(super) struct Target {
    /// The environment as the release's deployment template offers it.
    pub(super) promotion: Resource,
    pub(super) tenant: Option<Resource>,
}

/// Matches what the user asked for with what the release may be deployed to.
pub(super) fn choose(
    client: &Client,
    printer: &Printer,
    project: &Resource,
    release: &Resource,
    request: &DeploymentRequest,
) -> Result<Vec<Target>, Failure> {
    let template = client.get(release.link("DeploymentTemplate")?, &Parameters::none())?;
    let environments = lookup::all(client, lookup::ENVIRONMENT, &request.environments)?;
    if !request.is_tenanted() {
        return to_environments(project, release, &template, &environments);
    }
    let [environment] = &environments[..] else { return Ok(Vec::new()) };
    let offer = Offer { client, printer, project, release, template: &template, environment };
    offer.to_tenants(request)
}

fn to_environments(
    project: &Resource,
    release: &Resource,
    template: &Resource,
    environments: &[Resource],
) -> Result<Vec<Target>, Failure> {
    let promotions = template.children("PromoteTo");
    let (mut targets, mut refused) = (Vec::new(), Vec::new());
    for environment in environments {
        match promotions.iter().find(|promotion| promotion.is_named(environment.name())) {
            Some(promotion) => targets.push(Target { promotion: promotion.clone(), tenant: None }),
            None => refused.push(format!("'{}'", environment.name())),
        }
    }
    if refused.is_empty() {
        return Ok(targets);
    }
    let (noun, they) = if refused.len() == 1 { ("environment", "it is") } else { ("environments", "they are") };
    Err(Failure::command(format!(
        "Release '{}' of project '{}' cannot be deployed to {noun} {} because {they} not among the environments this \
         release can be deployed to now. Either the lifecycle has not reached that phase (an earlier deployment may \
         have failed), the lifecycle does not contain it, or you are not permitted to deploy there (missing permission: DeploymentCreate).",
        release.text("Version"),
        project.name(),
        refused.join(", ")
    )))
}

struct Offer<'a> {
    client: &'a Client,
    printer: &'a Printer,
    project: &'a Resource,
    release: &'a Resource,
    template: &'a Resource,
    environment: &'a Resource,
}

impl Offer<'_> {
    fn to_tenants(&self, request: &DeploymentRequest) -> Result<Vec<Target>, Failure> {
        let promotions = self.template.children("TenantPromotions");
        let tenants = if request.tenants.iter().any(|tenant| tenant == "*") {
            self.every_ready_tenant(&promotions)?
        } else {
            self.named_and_tagged(request, &promotions)?
        };
        if tenants.is_empty() {
            return Err(Failure::command(format!(
                "No tenants are available to be deployed for release '{}' of project '{}' to environment '{}'. Either \
                 no tenant matches, the matching ones are not connected to the project and the environment or have \
                 not reached it in the lifecycle, or you are not permitted to deploy for them.",
                self.release.text("Version"),
                self.project.name(),
                self.environment.name()
            )));
        }
        let targets = tenants.into_iter().filter_map(|tenant| {
            let promotion = self.promotion(&promotions, tenant.id())?;
            Some(Target { promotion, tenant: Some(tenant) })
        });
        Ok(targets.collect())
    }

    /// What the template offers a tenant in our environment.
    fn promotion(&self, promotions: &[Resource], tenant_id: &str) -> Option<Resource> {
        let tenant = promotions.iter().find(|promotion| promotion.has_id(tenant_id))?;
        tenant.children("PromoteTo").into_iter().find(|target| same(target.name(), self.environment.name()))
    }

    fn every_ready_tenant(&self, promotions: &[Resource]) -> Result<Vec<Resource>, Failure> {
        let ready = promotions.iter().map(Resource::id).filter(|id| self.promotion(promotions, id).is_some());
        let ids: Vec<&str> = ready.collect();
        // An empty `ids` would mean no filter, that is every tenant.
        let tenants = if ids.is_empty() {
            Vec::new()
        } else {
            self.client.pages(&self.client.root_link("Tenants")?, &Parameters::none().with_list("ids", &ids))?
        };
        self.printer.information(&format!(
            "Found {} Tenants who can deploy {} {} to {}",
            tenants.len(),
            self.project.name(),
            self.release.text("Version"),
            self.environment.name()
        ));
        Ok(tenants)
    }

    fn named_and_tagged(&self, request: &DeploymentRequest, promotions: &[Resource]) -> Result<Vec<Resource>, Failure> {
        let mut tenants = lookup::all(self.client, lookup::TENANT, &request.tenants)?;
        self.refuse(&tenants, "to this project: a tenant must be connected to it", |tenant| {
            tenant.child("ProjectEnvironments").is_some_and(|projects| projects.get(self.project.id()).is_some())
        })?;
        let place = format!(
            "to environment '{}': the tenant must be connected to it, the lifecycle must have reached it, and you must \
             be permitted to deploy there",
            self.environment.name()
        );
        self.refuse(&tenants, &place, |tenant| self.promotion(promotions, tenant.id()).is_some())?;
        if !request.tenant_tags.is_empty() {
            let link = format!("{}{{?tags}}", self.all_tenants_link()?);
            let tags = Parameters::none().with_list("tags", &request.tenant_tags);
            for tenant in self.client.get_list(&link, &tags)? {
                let known = tenants.iter().any(|known| known.id() == tenant.id());
                if !known && self.promotion(promotions, tenant.id()).is_some() {
                    tenants.push(tenant);
                }
            }
        }
        Ok(tenants)
    }

    /// The bare list of tenants: the collection's address with `/all` for an id.
    fn all_tenants_link(&self) -> Result<String, Failure> {
        let link = self.client.root_link("Tenants")?;
        let path = link.split('{').next().unwrap_or_default().trim_end_matches('/');
        Ok(format!("{path}/all"))
    }

    fn refuse(&self, tenants: &[Resource], place: &str, fits: impl Fn(&Resource) -> bool) -> Result<(), Failure> {
        let refused: Vec<String> =
            tenants.iter().filter(|tenant| !fits(tenant)).map(|tenant| format!("'{}'", tenant.name())).collect();
        if refused.is_empty() {
            return Ok(());
        }
        let plural = if refused.len() == 1 { "" } else { "s" };
        Err(Failure::command(format!(
            "Release '{}' of project '{}' cannot be deployed for tenant{plural} {} {place}.",
            self.release.text("Version"),
            self.project.name(),
            refused.join(" or ")
        )))
    }
}
