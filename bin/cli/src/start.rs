//! The options every command that talks to a server has, and what they mean for the connection.

use std::rc::Rc;
use std::time::Duration;

use crate::arguments::{Group, Values, flag, value};
use crate::client::{Address, ConnectionSettings, Login, Opening, ProxySettings, SpaceChoice};
use crate::context::Context;
use crate::failure::Failure;
use crate::times;

pub(crate) const SERVER_VARIABLE: &str = "OCTOPUS_CLI_SERVER";
const API_KEY_VARIABLE: &str = "OCTOPUS_CLI_API_KEY";
pub(crate) const USER_VARIABLE: &str = "OCTOPUS_CLI_USERNAME";
const PASSWORD_VARIABLE: &str = "OCTOPUS_CLI_PASSWORD";
const TOKEN_VARIABLE: &str = "OCTOPUS_CLI_ACCESS_TOKEN";
/// As the newer client and the log-in steps of build servers name it.
const TOKEN_VARIABLE_OF_OTHERS: &str = "OCTOPUS_ACCESS_TOKEN";
const SERVICE_ACCOUNT_VARIABLE: &str = "OCTOPUS_CLI_SERVICE_ACCOUNT_ID";
const ID_TOKEN_VARIABLE: &str = "OCTOPUS_CLI_ID_TOKEN";

/// The variables whose values never show.
pub(crate) const SECRET_VARIABLES: [&str; 5] =
    [API_KEY_VARIABLE, PASSWORD_VARIABLE, TOKEN_VARIABLE, TOKEN_VARIABLE_OF_OTHERS, ID_TOKEN_VARIABLE];

pub(crate) const OUTPUT: Group = Group {
    title: "Output",
    options: &[
        flag(&["help"], "Show the options of this command."),
        value(&["helpOutputFormat"], "FORMAT", "Default or Json: how --help is printed."),
        value(&["outputFormat"], "FORMAT", "Default or Json: how the answer is printed."),
        value(&["logLevel"], "LEVEL", "verbose, debug (default), information, warning, error or fatal."),
    ],
};

pub(crate) const COMMON: Group = Group {
    title: "Common options",
    options: &[
        value(
            &["server"],
            "URL",
            "Address of the server, for example https://deploy.example.com/. Default: OCTOPUS_CLI_SERVER.",
        ),
        value(&["apiKey"], "KEY", "API key. Default: OCTOPUS_CLI_API_KEY, which keeps it out of process lists."),
        value(&["accessToken"], "TOKEN", "Access token, instead of an API key. Default: OCTOPUS_CLI_ACCESS_TOKEN."),
        value(&["serviceAccountId"], "GUID", "Service account to sign in as with an identity token of a build server."),
        value(&["idToken"], "TOKEN", "The identity token; works once. Default: OCTOPUS_CLI_ID_TOKEN."),
        value(&["space"], "SPACE", "Name or id of the space to work in; the default space if left out."),
        value(&["configFile"], "FILE", "Text file with a default value per line: key = value."),
        flag(&["debug"], "Print every request."),
        flag(&["ignoreSslErrors"], "Accept any certificate. Whoever is in between can then read the API key."),
        value(&["timeout"], "SECONDS", "Limit for one request, in seconds or as a time span; default 600."),
        value(&["proxy"], "URL", "Proxy to go through. Default: the variables https_proxy, http_proxy and no_proxy."),
        value(&["proxyUser"], "NAME", "User name for the proxy."),
        value(&["proxyPass"], "PASSWORD", "Password for the proxy."),
        value(&["keepalive"], "SECONDS", "Accepted for old scripts, and not used."),
        flag(&["enableServiceMessages"], "Print lines that the build server understands."),
    ],
};

/// Not for the commands whose `--user` is the account that they are about: those take the name from the environment.
pub(crate) const BY_NAME: Group = Group {
    title: "Signing in by name",
    options: &[
        value(&["user"], "NAME", "User name, instead of an API key. Default: OCTOPUS_CLI_USERNAME."),
        value(&["pass"], "PASSWORD", "Password of the user. Default: OCTOPUS_CLI_PASSWORD."),
    ],
};

/// Reads what is needed to connect.
pub(crate) fn opening(context: &Context<'_>) -> Result<Opening, Failure> {
    let values = &context.values;
    let given = |key: &str| values.all_or_absent(key).last().map(String::as_str).filter(|text| !text.trim().is_empty());
    let or_variable = |key: &str, variable: &str| given(key).or_else(|| context.environment.get(variable));
    let server = or_variable("server", SERVER_VARIABLE).ok_or_else(|| {
        Failure::command(format!(
            "Please specify the Octopus Server URL using --server=http://your-server/ or the environment variable \
             {SERVER_VARIABLE}."
        ))
    })?;
    let login = login(context)?;
    let address = Address::parse(server)?;
    Ok(Opening {
        settings: ConnectionSettings {
            ignore_ssl_errors: values.flag("ignoreSslErrors"),
            timeout: request_timeout(values)?,
            proxy: proxy(context, &address),
            user_agent: user_agent(context),
        },
        address,
        login,
        space: match values.text("space") {
            Some(space) => SpaceChoice::NameOrId(space.to_owned()),
            None => SpaceChoice::Default,
        },
        printer: Rc::clone(&context.printer),
        trace: values.flag("debug"),
    })
}

/// How to prove who we are. What stands on the command line wins over the environment; two ways are none.
fn login(context: &Context<'_>) -> Result<Login, Failure> {
    let last = |key: &str| context.values.all_or_absent(key).last().map(String::as_str);
    let given = |key: &str| last(key).map(str::trim).filter(|text| !text.is_empty());
    let in_environment = |variable: &str| context.environment.get(variable).map(str::trim);
    let or_variable = |key: &str, variable: &str| given(key).or_else(|| in_environment(variable));
    let named_here = ["apiKey", "user", "accessToken", "idToken"].iter().any(|key| given(key).is_some());
    // A variable of the environment is only meant where the command line names no other way.
    let look = |key: &str, variable: &str| if named_here { given(key) } else { or_variable(key, variable) };
    let token = look("accessToken", TOKEN_VARIABLE)
        .or_else(|| in_environment(TOKEN_VARIABLE_OF_OTHERS).filter(|_| !named_here));
    let ways =
        (look("apiKey", API_KEY_VARIABLE), look("user", USER_VARIABLE), token, look("idToken", ID_TOKEN_VARIABLE));
    match ways {
        (Some(key), None, None, None) => Ok(Login::ApiKey(key.to_owned())),
        (None, Some(user), None, None) => Ok(Login::Password {
            user: user.to_owned(),
            password: or_variable("pass", PASSWORD_VARIABLE).unwrap_or_default().to_owned(),
        }),
        (None, None, Some(token), None) => Ok(Login::Token(token.to_owned())),
        (None, None, None, Some(token)) => {
            let account = or_variable("serviceAccountId", SERVICE_ACCOUNT_VARIABLE).ok_or_else(|| {
                Failure::command(format!(
                    "Please specify which service account the identity token is for, using --serviceAccountId=GUID or \
                     the environment variable {SERVICE_ACCOUNT_VARIABLE}."
                ))
            })?;
            Ok(Login::IdToken { service_account: account.to_owned(), token: token.to_owned() })
        }
        (None, None, None, None) => Err(Failure::command(format!(
            "Please specify your API key using --apiKey=ABCDEF123456789 or the environment variable \
             {API_KEY_VARIABLE}, or a user name and password with --user and --pass or the variables \
             {USER_VARIABLE} and {PASSWORD_VARIABLE}."
        ))),
        (Some(_), Some(_), None, None) => Err(Failure::command(format!(
            "Please provide an API key or a user name, not both. They come from the command line or from the \
             environment variables {API_KEY_VARIABLE} and {USER_VARIABLE}."
        ))),
        _ => Err(Failure::command(format!(
            "Please provide one of an API key, a user name, an access token and an identity token. They come from the \
             command line or from the environment variables {API_KEY_VARIABLE}, {USER_VARIABLE}, {TOKEN_VARIABLE} \
             ({TOKEN_VARIABLE_OF_OTHERS}) and {ID_TOKEN_VARIABLE}."
        ))),
    }
}

/// The limit for one request, if the user set one.
pub(crate) fn request_timeout(values: &Values) -> Result<Option<Duration>, Failure> {
    values.parsed("timeout", "seconds or a time span", times::parse_seconds_or_span)
}

fn user_agent(context: &Context<'_>) -> String {
    let (version, system) = (env!("CARGO_PKG_VERSION"), std::env::consts::OS);
    format!("pulpo-cli/{version} ({system}) {} {}", context.automation.name(), context.identity.program())
}

/// The proxy the user named, else the one of the environment, unless it makes an exception for this host.
fn proxy(context: &Context<'_>, address: &Address) -> Option<ProxySettings> {
    let values = &context.values;
    let text = |key: &str| values.text(key).map(str::to_owned);
    if let Some(url) = text("proxy") {
        return Some(ProxySettings { url, user: text("proxyUser"), password: text("proxyPass") });
    }
    let variable = |name: &str| {
        context.environment.get(name).or_else(|| context.environment.get(&name.to_uppercase())).map(str::to_owned)
    };
    let url =
        variable(if address.is_secure() { "https_proxy" } else { "http_proxy" }).or_else(|| variable("all_proxy"))?;
    let exceptions = variable("no_proxy").unwrap_or_default();
    if is_exception(&exceptions, address.host()) {
        return None;
    }
    Some(ProxySettings { url, user: text("proxyUser"), password: text("proxyPass") })
}

/// `no_proxy` is a list of hosts and domain suffixes; `*` means every host.
fn is_exception(exceptions: &str, host: &str) -> bool {
    let host = host.to_lowercase();
    exceptions.split(',').map(str::trim).filter(|entry| !entry.is_empty()).any(|entry| {
        let entry = entry.trim_start_matches("*.").trim_start_matches('.').to_lowercase();
        entry == "*" || host == entry || host.ends_with(&format!(".{entry}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_and_their_subdomains_are_exceptions_from_the_proxy() {
        let exceptions = "localhost, .example.com,*.corp";
        for host in ["localhost", "oct.example.com", "example.com", "a.CORP"] {
            assert!(is_exception(exceptions, host), "{host}");
        }
        assert!(!is_exception(exceptions, "notexample.com"));
        assert!(is_exception("*", "anything") && !is_exception("", "anything"));
    }
}
