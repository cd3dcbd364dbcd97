//! The exchange of an identity token for an access token: how a build server signs in without a secret (access.md 13).
//!
//! The order matters. What the token claims is compared with the identities that administrators have entered before
//! anybody outside is asked, so no stranger's token makes this server ask a stranger's address; then the signature;
//! then the times; then, in one transaction, that the account and the identity are still there and that the token
//! has not been used before.

use idtoken::{Claims, Pattern, Refused, Unverified};
use pulpo_domain::account::OidcIdentity;
use pulpo_domain::event::{Actor, Category, NewEvent};
use pulpo_store::{Query, Tx, params};
use sha2::{Digest, Sha256};

use super::token::{NewToken, Source, make};
use super::{Origin, active_user, actor_of};
use crate::app::App;
use crate::audit::refusals::{self, Refusal};
use crate::error::{Error, Result};

/// By how much clocks may differ, in seconds.
const SKEW: i64 = 60;
/// How long ago a token may have been issued, in seconds.
const OLDEST: i64 = 60 * 60;

const GRANT_TYPE: &str = "urn:ietf:params:oauth:grant-type:token-exchange";
const TOKEN_TYPE: &str = "urn:ietf:params:oauth:token-type:jwt";
/// One answer for an account that is not there, one that is disabled and one that does not know the subject.
const NO_IDENTITY: &str = "no OIDC identity of the service account that the audience names fits the token's issuer and subject; compare them letter for letter";

/// What is offered, and for whom.
#[derive(Debug, Clone, Default)]
pub struct Exchange {
    pub grant_type: String,
    pub audience: String,
    pub subject_token_type: String,
    pub subject_token: String,
}

/// Why an exchange is refused: in words for the one who asked, and for the audit what he need not know.
struct No {
    why: String,
    more: String,
    who: Option<Candidate>,
}

impl From<String> for No {
    fn from(why: String) -> Self {
        Self { why, more: String::new(), who: None }
    }
}

/// An identity that a token could be meant for.
#[derive(Debug, Clone)]
struct Candidate {
    identity: OidcIdentity,
    /// Whom the token must name.
    audience: String,
}

/// What came of it: a failure of the server itself is neither.
type Outcome<T> = Result<std::result::Result<T, No>>;

/// Gives a token of an hour for the token of a job that an identity means.
pub async fn exchange(app: &App, given: Exchange, origin: Origin) -> Result<NewToken> {
    match attempt(app, &given, &origin).await? {
        Ok(made) => Ok(made),
        Err(no) => {
            record(app, &origin, &given, &no).await?;
            if app.callers().throttle.bad_credential(origin.address(), app.now()) {
                app.slow_down().await;
            }
            Err(Error::invalid(no.why))
        }
    }
}

async fn attempt(app: &App, given: &Exchange, origin: &Origin) -> Outcome<NewToken> {
    if given.grant_type != GRANT_TYPE {
        return Ok(Err(format!("the grant_type must be {GRANT_TYPE}").into()));
    }
    if given.subject_token_type != TOKEN_TYPE {
        return Ok(Err(format!("the subject_token_type must be {TOKEN_TYPE}").into()));
    }
    let token = match Unverified::read(given.subject_token.trim()) {
        Ok(token) => token,
        Err(bad) => return Ok(Err(bad.to_string().into())),
    };
    let (audience, claims) = (given.audience.trim().to_lowercase(), token.claimed().clone());
    let Some(candidate) = app.read(move |tx| candidate(tx, &audience, &claims)).await? else {
        return Ok(Err(NO_IDENTITY.to_owned().into()));
    };
    let no = |why: String, more: String| No { why, more, who: Some(candidate.clone()) };
    if !token.claimed().is_for(&candidate.audience) {
        return Ok(Err(no(format!("the token is not meant for the audience {}", candidate.audience), String::new())));
    }
    let proof = hex::encode(Sha256::digest(token.signed_part().as_bytes()));
    let claims = match verify(app, &candidate.identity.issuer, token).await {
        Ok(claims) => claims,
        Err((why, more)) => return Ok(Err(no(why, more))),
    };
    if let Err(untimely) = claims.check_times(app.now().as_second(), SKEW, OLDEST) {
        return Ok(Err(no(untimely.to_string(), String::new())));
    }
    let origin = origin.clone();
    app.write(move |tx| finish(tx, &candidate, &claims, &proof, &origin)).await
}

/// The identity that the claims fit, before anything of them is believed.
fn candidate(tx: &mut Tx<'_>, external_id: &str, claims: &Claims) -> Result<Option<Candidate>> {
    let rows = tx.query("SELECT user_id FROM external_id WHERE guid = $1", params![external_id])?;
    let Some(row) = rows.first() else { return Ok(None) };
    let user = active_user(tx, row.text(0)?)?.filter(|user| user.is_service);
    let Some(user) = user else { return Ok(None) };
    let identities = tx.list::<OidcIdentity>(&Query::new().eq("user_id", user.id.as_str()).order("id"))?;
    let mut fitting: Vec<OidcIdentity> = identities.into_iter().filter(|identity| fits(identity, claims)).collect();
    // One that asks for the audience that the token has comes before one that asks for another.
    fitting.sort_by_key(|identity| !claims.is_for(identity.audience.as_deref().unwrap_or(external_id)));
    Ok(fitting.into_iter().next().map(|identity| Candidate {
        audience: identity.audience.clone().unwrap_or_else(|| external_id.to_owned()),
        identity,
    }))
}

fn fits(identity: &OidcIdentity, claims: &Claims) -> bool {
    identity.issuer == claims.issuer
        && Pattern::parse(&identity.subject).is_ok_and(|pattern| pattern.matches(&claims.subject))
}

/// The claims, if the issuer has signed them; else what to say, and what to write down.
async fn verify(app: &App, issuer: &str, token: Unverified<'_>) -> std::result::Result<Claims, (String, String)> {
    const NOT_HAD: &str = "the keys of the token's issuer could not be had; the server's audit says why";
    let now = app.now();
    let fetch = async |is_stale| {
        let keys = app.issuers().keys(issuer, now, is_stale).await;
        keys.map_err(|error| (NOT_HAD.to_owned(), error.to_string()))
    };
    let known = fetch(false).await?;
    match token.clone().verify(&known) {
        // Perhaps the issuer has new keys.
        Err(Refused::UnknownKey) => {
            token.verify(&*fetch(true).await?).map_err(|refused| (refused.to_string(), String::new()))
        }
        outcome => outcome.map_err(|refused| (refused.to_string(), String::new())),
    }
}

/// Gives the token out, if nothing has changed meanwhile and the identity token comes for the first time.
fn finish(tx: &mut Tx<'_>, candidate: &Candidate, claims: &Claims, proof: &str, origin: &Origin) -> Outcome<NewToken> {
    let no = |why: &str| Ok(Err(No { why: why.to_owned(), more: String::new(), who: Some(candidate.clone()) }));
    let still = tx.load::<OidcIdentity>(candidate.identity.id.as_str())?.map(|found| found.record);
    let user = active_user(tx, candidate.identity.user_id.as_str())?.filter(|user| user.is_service);
    let (Some(identity), Some(user)) = (still.filter(|still| *still == candidate.identity), user) else {
        return no(NO_IDENTITY);
    };
    let now = tx.now();
    tx.execute("DELETE FROM used_token WHERE expires <= $1", params![now.as_microsecond()])?;
    let used = match &claims.id {
        Some(id) => hex::encode(Sha256::digest(format!("{}\0{id}", claims.issuer).as_bytes())),
        None => proof.to_owned(),
    };
    // It cannot come again once it has expired, whatever the clocks say.
    let expires = (claims.expires.0 + 2 * SKEW).min(claims.issued.0 + OLDEST + 2 * SKEW) * 1_000_000;
    let sql = "INSERT INTO used_token (id, expires) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    if tx.execute(sql, params![used, expires])? == 0 {
        return no("the token has been used before; ask its issuer for a new one");
    }
    let established_with = established_with(claims);
    let source = Source {
        identity: Some(identity.id.to_string()),
        established_with: established_with.clone(),
        ..Source::default()
    };
    let made = make(tx, user.id.as_str(), source)?;
    let actor = Actor {
        established_with,
        user_agent: origin.user_agent.clone(),
        ip_address: origin.ip_address.clone(),
        ..actor_of(&user)
    };
    tx.audit(NewEvent {
        space_id: None,
        category: Category::TokenExchangeSucceeded,
        actor,
        message: format!("{} signed in with a token of the identity {}", user.username, identity.name),
        related: vec![user.id.to_string(), identity.id.to_string()],
        details: None,
    })?;
    Ok(Ok(made))
}

/// Which job it was, for every event of the token.
fn established_with(claims: &Claims) -> String {
    let subject: String = claims.subject.chars().filter(|character| !character.is_control()).take(300).collect();
    format!("OpenID Connect: {subject} by {}", claims.issuer)
}

/// Writes a refusal down, with what the token claims to be, never with the token.
async fn record(app: &App, origin: &Origin, given: &Exchange, no: &No) -> Result<()> {
    let claimed = Unverified::read(given.subject_token.trim()).ok().map(|token| established_with(token.claimed()));
    let claimed =
        claimed.map(|claimed| format!(" ({})", claimed.chars().take(600).collect::<String>())).unwrap_or_default();
    let more = if no.more.is_empty() { String::new() } else { format!(": {}", no.more) };
    let message = format!("The exchange of an identity token{claimed} was refused: {}{more}", no.why);
    let related = no.who.iter().flat_map(|who| [who.identity.user_id.to_string(), who.identity.id.to_string()]);
    let related = related.collect();
    let actor = refusals::stranger(origin, "OpenID Connect");
    refusals::record(app, Refusal { category: Category::TokenExchangeFailed, actor, message, related }).await
}
