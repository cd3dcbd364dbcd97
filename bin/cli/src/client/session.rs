//! The conversation before any command: root document, login, space, and who we are.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use serde_json::json;

use super::transport::{Answer, ConnectionSettings, Payload, Transport};
use super::{Address, Client, Credentials, Parameters, Resource, answer, same, token};
use crate::failure::{Failure, Trouble};
use crate::output::Printer;
use crate::surroundings::Clock;

/// How to prove who we are.
pub(crate) enum Login {
    ApiKey(String),
    Password {
        user: String,
        password: String,
    },
    /// An access token, got elsewhere.
    Token(String),
    /// A build server's identity token, to be exchanged for an access token of a service account.
    IdToken {
        service_account: String,
        token: String,
    },
}

/// Which space the command works in.
pub(crate) enum SpaceChoice {
    Default,
    NameOrId(String),
}

/// A starting server is given this long before we give up.
const PATIENCE: Duration = Duration::from_mins(1);
const AFTER_UNAVAILABLE: Duration = Duration::from_millis(500);
const AFTER_NO_CONNECTION: Duration = Duration::from_secs(1);

/// What is needed to open a connection.
pub(crate) struct Opening {
    pub address: Address,
    pub settings: ConnectionSettings,
    pub login: Login,
    pub space: SpaceChoice,
    pub printer: Rc<Printer>,
    /// Print every request.
    pub trace: bool,
}

impl Opening {
    /// Opens the connection a command works with.
    pub(crate) fn open(self, clock: &dyn Clock) -> Result<Client, Failure> {
        let credentials = match &self.login {
            Login::ApiKey(key) => Credentials::ApiKey(key.clone()),
            Login::Token(token) => Credentials::Token(token.clone()),
            Login::Password { .. } | Login::IdToken { .. } => Credentials::None,
        };
        let mut client = Client {
            address: self.address,
            transport: Transport::new(&self.settings)?,
            credentials: RefCell::new(credentials),
            printer: self.printer,
            trace: self.trace,
            root: Resource::default(),
            space: None,
            obtained: None,
        };
        client.root = read_root(&client, clock)?;
        if let Login::Password { user, password } = &self.login {
            sign_in(&client, user, password)?;
        }
        if let Login::IdToken { service_account, token } = &self.login {
            let obtained = token::exchange(&client, service_account, token)?;
            client.credentials.replace(Credentials::Token(obtained.text.clone()));
            client.obtained = Some(obtained);
        }
        client.space = enter_space(&client, &self.space)?;
        greet(&client)?;
        Ok(client)
    }
}

fn read_root(client: &Client, clock: &dyn Clock) -> Result<Resource, Failure> {
    let url = client.address.resolve("~/api")?;
    let deadline = clock.running_for() + PATIENCE;
    loop {
        let (failure, pause) = match client.exchange("GET", &url, Payload::Nothing) {
            Ok(answer) if answer.status == 503 => {
                (answer::bytes(&answer).map(|_| ()).expect_err("503 is a failure"), AFTER_UNAVAILABLE)
            }
            Ok(answer) => {
                let root = Resource::from_value(answer::json(&answer, &url)?)?;
                return check_version(root);
            }
            Err(failure @ Failure::Connection { trouble: Trouble::Passing, .. }) => (failure, AFTER_NO_CONNECTION),
            Err(failure) => return Err(failure),
        };
        if clock.running_for() + pause >= deadline {
            return Err(failure);
        }
        clock.sleep(pause);
    }
}

/// Only version 3.0 of the API is spoken here.
fn check_version(root: Resource) -> Result<Resource, Failure> {
    let version = root.text("ApiVersion");
    if version.starts_with("3.0.") {
        return Ok(root);
    }
    Err(Failure::command(format!("This server speaks version '{version}' of the API; this program needs 3.0.x")))
}

fn sign_in(client: &Client, user: &str, password: &str) -> Result<(), Failure> {
    let url = client.url(client.root.link("SignIn")?, &Parameters::none())?;
    let body = json!({
        "Username": user, "Password": password, "RememberMe": false,
        "State": { "UsingSecureConnection": client.address.is_secure(), "RedirectAfterLoginTo": null },
    });
    let body = serde_json::to_vec(&body).expect("a JSON value always has a text form");
    let answer = client.exchange("POST", &url, Payload::Json(body))?;
    answer::bytes(&answer)?;
    client.credentials.replace(session_from(&answer)?);
    Ok(())
}

fn session_from(answer: &Answer) -> Result<Credentials, Failure> {
    let pairs = || answer.cookies.iter().filter_map(|cookie| cookie.split(';').next()).map(str::trim);
    let tokens: Vec<&str> = pairs()
        .filter(|pair| pair.starts_with("Octopus-Csrf-Token"))
        .filter_map(|pair| pair.split_once('=').map(|(_, value)| value))
        .collect();
    match tokens[..] {
        [token] => {
            Ok(Credentials::Session { cookies: pairs().collect::<Vec<_>>().join("; "), csrf_token: token.to_owned() })
        }
        _ => Err(Failure::unexpected("the server's login answer has no single CSRF cookie")),
    }
}

fn enter_space(client: &Client, choice: &SpaceChoice) -> Result<Option<Resource>, Failure> {
    let spaces = client.root.find_link("Spaces");
    let space = match (spaces, choice) {
        (None, SpaceChoice::NameOrId(_)) => {
            return Err(Failure::command("This server has no spaces. Try again without --space"));
        }
        (None, SpaceChoice::Default) => {
            client.printer.debug("Process will run in backwards compatible mode for older versions of Octopus Server");
            return Ok(None);
        }
        (Some(link), SpaceChoice::NameOrId(wanted)) => {
            let space = find_space(client, link, wanted)?;
            client.printer.debug(&format!(
                "Space name specified, process is now running in the context of space: {}",
                space.name()
            ));
            space
        }
        (Some(link), SpaceChoice::Default) => {
            let space = client.first(link, &Parameters::none(), |space| space.flag("IsDefault"))?;
            let space = space.ok_or_else(|| {
                Failure::command(
                    "Octopus Server does not have a default space enabled, hence you need to specify the space name \
                     as an argument",
                )
            })?;
            client.printer.debug("Space name unspecified, process will run in the default space context");
            space
        }
    };
    client.get(space.link("SpaceHome")?, &Parameters::none()).map(Some)
}

fn find_space(client: &Client, link: &str, wanted: &str) -> Result<Resource, Failure> {
    let by_id = if is_space_id(wanted) {
        client.find(link, &Parameters::none().with("id", wanted))?.filter(|space| !space.id().is_empty())
    } else {
        None
    };
    let by_name = client.first(link, &Parameters::none().with("name", wanted), |space| same(space.name(), wanted))?;
    match (by_id, by_name) {
        (Some(by_id), Some(by_name)) if by_id.id() != by_name.id() => Err(Failure::command(format!(
            "Ambiguous space reference '{wanted}' matches both '{}' ({}) and '{}' ({})",
            by_id.name(),
            by_id.id(),
            by_name.name(),
            by_name.id()
        ))),
        (Some(space), _) | (None, Some(space)) => Ok(space),
        (None, None) => Err(Failure::command(format!(
            "Cannot find the space with name or id '{wanted}'. Please check the spelling and that you have permissions \
             to view it"
        ))),
    }
}

fn is_space_id(text: &str) -> bool {
    let number = text.to_ascii_lowercase().strip_prefix("spaces-").map(str::to_owned);
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}

fn greet(client: &Client) -> Result<(), Failure> {
    let printer = &client.printer;
    printer.debug(&format!("Handshaking with Octopus Server: {}", client.base_address()));
    printer.debug(&format!(
        "Handshake successful. Octopus version: {}; API version: {}",
        client.root.text("Version"),
        client.root.text("ApiVersion")
    ));
    let user = client.get(&client.root_link("CurrentUser")?, &Parameters::none())?;
    let email = user.some_text("EmailAddress").map(|email| format!("<{email}> ")).unwrap_or_default();
    let service = if user.flag("IsService") { "(a service account)" } else { "" };
    printer.debug(&format!("Authenticated as: {} {email}{service}", user.text("DisplayName")));
    Ok(())
}
