//! The files that each show one rule, with their bytes before and after.

use super::Packed;

/// The variables of the project that are plain and have no scope.
pub(super) const VARIABLES: &[(&str, &str)] = &[
    ("SiteTitle", "Kraken & S\u{f6}hne"),
    ("SiteUrl", "https://#{SiteHost}/"),
    ("Wide", "\u{150}"),
    ("Menu", "[{\"Name\": \"Home\", \"Url\": \"/\"}, {\"Name\": \"Basket\", \"Url\": \"/basket\"}]"),
    ("Database:Host", "db.#{Octopus.Environment.Name | ToLower}.example.test"),
    ("Database:Port", "5433"),
    ("Features:NewCheckout", "True"),
    ("Regions:1", "eu-west"),
    ("Logging:Level", "Warning"),
    ("server.port", "8443"),
    ("/config/cache/@size", "512"),
    ("Stage", "#{Octopus.Environment.Name}"),
    ("Main", "Server=#{Database:Host};Note=\"a & b\""),
];

/// What the scripts write, in the order in which they run.
pub(super) const ORDER: &str = "configured pre in Test\npackaged pre\npackaged deploy 8443 #{SiteTitle}\nconfigured deploy\n\
                                packaged post for Kraken & S\u{f6}hne\nconfigured post\n";

const XDT: &str = "xmlns:xdt=\"http://schemas.microsoft.com/XML-Document-Transform\"";

pub(super) fn files() -> Vec<Packed> {
    let mut files = pages();
    files.extend(structured());
    files.extend(dotnet());
    files.extend([
        Packed::script("PreDeploy.sh", "#!/bin/bash\r\necho 'packaged pre' >>order.txt\r\n"),
        // Scripts of a package are no templates.
        Packed::script("deploy.SH", "echo \"packaged deploy $(get_octopusvariable server.port) #{SiteTitle}\" >>order.txt\n"),
        Packed::script(
            "PostDeploy.sh",
            "printf 'packaged post for %s\\n' \"$(get_octopusvariable SiteTitle)\" >>order.txt\nnew_octopusartifact order.txt\n",
        ),
        Packed::script("PostDeploy.ps1", "throw 'not on this platform'"),
        Packed::script("DeployFailed.sh", "echo never >>order.txt"),
        Packed::untouched("bin/Deploy.sh", "echo 'not in the root' >>order.txt"),
    ]);
    files
}

fn pages() -> Vec<Packed> {
    vec![
        Packed::new("index.html", "<h1>#{SiteTitle | HtmlEscape}</h1>", "<h1>Kraken &amp; S\u{f6}hne</h1>"),
        Packed::new(
            "menu.html",
            "<ul>#{each item in Menu}<li><a href=\"#{item.Url}\">#{item.Name}</a></li>#{/each}</ul>\r\n",
            "<ul><li><a href=\"/\">Home</a></li><li><a href=\"/basket\">Basket</a></li></ul>\r\n",
        ),
        Packed::new(
            "checkout.html",
            "#{if Features:NewCheckout}new#{else}old#{/if} #{unless Features:NewCheckout}a#{else}b#{/unless} #{calc 2+3*4}",
            "new b 14",
        ),
        // VG-12, VE-06.
        Packed::new(
            "tokens.html",
            "#{Nobody} stays, ##{SiteTitle} is told, ###{SiteHost} too\n",
            "#{Nobody} stays, #{SiteTitle} is told, #shop.example.test too\n",
        ),
        // VE-13: what is not closed passes through.
        Packed::new(
            "unclosed.html",
            "#{SiteHost} #{if SiteHost}and #{SiteHost}",
            "shop.example.test #{if SiteHost}and #{SiteHost}",
        ),
        // SF-03: an encoding that does not suffice is given up.
        Packed::new("old.html", b"\xe9t\xe9 #{SiteTitle}\r\n", b"\xe9t\xe9 Kraken & S\xf6hne\r\n"),
        Packed::new("outgrown.html", b"\xe9t\xe9 #{Wide}\r\n", "\u{e9}t\u{e9} \u{150}\r\n"),
        Packed::new("ends.html", "a\r\nb\nc\r#{SiteHost}\r\n\r\n", "a\r\nb\nc\rshop.example.test\r\n\r\n"),
        Packed::new("secret.html", "<!-- #{Database:Password} -->", format!("<!-- {} -->", super::SECRET)),
        Packed::untouched("empty.html", ""),
        Packed::untouched("plain.html", b"no placeholder, no change: \xff\xfe\x00 \xe9"),
        Packed::new("assets/notes/a.txt", "#{SiteHost}", "shop.example.test"),
        Packed::untouched("assets/notes/deeper/a.txt", "#{SiteHost}"),
        Packed::untouched("assets/gr\u{f6}\u{df}e \u{2713}.svg", "<svg>#{SiteHost}</svg>"),
    ]
}

/// SG: structured configuration variables.
fn structured() -> Vec<Packed> {
    vec![
        Packed::new(
            "config/app.json",
            "\u{feff}{\r\n \"Database\": { \"Host\": \"localhost\", \"Port\": 5432, \"Password\": null },\r\n \"Features\": {\"NewCheckout\": false},\r\n \
             \"Regions\": [\"us\", \"us-east\"],\r\n \"Note\": \"Gr\u{f6}\u{df}e\", \"logging\": {\"level\": \"x\", \"Levels\": []}\r\n}\r\n",
            "\u{feff}{\r\n  \"Database\": {\r\n    \"Host\": \"db.test.example.test\",\r\n    \"Port\": 5433,\r\n    \
             \"Password\": \"pa\\\"ss\\\\w\u{f6}rd-77\"\r\n  },\r\n  \"Features\": {\r\n    \"NewCheckout\": true\r\n  },\r\n  \
             \"Regions\": [\r\n    \"us\",\r\n    \"eu-west\"\r\n  ],\r\n  \"Note\": \"Gr\u{f6}\u{df}e\",\r\n  \"logging\": {\r\n    \
             \"level\": \"Warning\",\r\n    \"Levels\": []\r\n  }\r\n}",
        ),
        Packed::new(
            "config/app.yaml",
            "# The shop\nDatabase:\n  Host: localhost # for developers\n  Port: '5432'\nRegions: [us, us-east]\nLogging:\n  Level: \"Debug\"\n\
             # Shared\nLimits:\n  first: &limit 10\n  second: *limit\n",
            "# The shop\nDatabase:\n  Host: db.test.example.test # for developers\n  Port: '5433'\nRegions: [us, eu-west]\nLogging:\n  \
             Level: \"Warning\"\n# Shared\nLimits:\n  first: &limit 10\n  second: *limit\n",
        ),
        Packed::new(
            "config/server.properties",
            "# The server\r\nserver.port = 8080\r\nserver.host: localhost\r\nDatabase\\:Host=x\r\n",
            "# The server\r\nserver.port = 8443\r\nserver.host: localhost\r\nDatabase\\:Host=db.test.example.test\r\n",
        ),
        Packed::new(
            "config/cache.xml",
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<config>\n  <!-- the cache -->\n  <cache size=\"64\" />\n  <note>text &amp; more</note>\n</config>",
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<config>\n  <!-- the cache -->\n  <cache size=\"512\" />\n  <note>text &amp; more</note>\n</config>",
        ),
    ]
}

/// SX: transforms, then application settings and connection strings.
fn dotnet() -> Vec<Packed> {
    let release = format!(
        "<configuration {XDT}>\n  <system.web>\n    <compilation xdt:Transform=\"RemoveAttributes(debug)\" />\n  </system.web>\n</configuration>"
    );
    let test = format!(
        "<configuration {XDT}>\n  <appSettings>\n    <add key=\"Environment\" value=\"by transform\" xdt:Transform=\"SetAttributes\" xdt:Locator=\"Match(key)\" />\n    \
         <add key=\"Added\" value=\"1\" xdt:Transform=\"Insert\" />\n  </appSettings>\n</configuration>"
    );
    let policy = format!("<policy {XDT}><allow xdt:Transform=\"Replace\" domain=\"example.test\"/></policy>");
    vec![
        Packed::new(
            "Web.config",
            "\u{feff}<?xml version=\"1.0\"?>\r\n<configuration>\r\n\t<appSettings>\r\n\t\t<add key=\"Stage\" value=\"dev\"/>\r\n\t\t\
             <add key='Environment'  value='none' />\r\n\t</appSettings>\r\n\t<connectionStrings>\r\n\t\t\
             <add name=\"Main\" connectionString=\"x\" />\r\n\t</connectionStrings>\r\n\t<system.web>\r\n\t\t\
             <compilation debug=\"true\" targetFramework=\"4.8\" />\r\n\t</system.web>\r\n</configuration>\r\n",
            "\u{feff}<?xml version=\"1.0\"?>\r\n<configuration>\r\n\t<appSettings>\r\n\t\t<add key=\"Stage\" value=\"Test\"/>\r\n\t\t\
             <add key='Environment'  value='by transform' />\r\n\t\t<add key=\"Added\" value=\"1\" />\r\n\t</appSettings>\r\n\t\
             <connectionStrings>\r\n\t\t\
             <add name=\"Main\" connectionString=\"Server=db.test.example.test;Note=&quot;a &amp; b&quot;\" />\r\n\t\
             </connectionStrings>\r\n\t<system.web>\r\n\t\t<compilation targetFramework=\"4.8\" />\r\n\t</system.web>\r\n\
             </configuration>\r\n",
        ),
        Packed::untouched("Web.Release.config", release),
        Packed::untouched("Web.test.config", test),
        Packed::untouched("Web.Production.config", format!("<configuration {XDT} xdt:Transform=\"Explode\"/>")),
        Packed::new(
            "policy.xml",
            "<policy>\n  <allow domain=\"*\"/>\n</policy>",
            "<policy>\n  <allow domain=\"example.test\"/>\n</policy>",
        ),
        Packed::untouched("transforms/policy.my.xml", policy),
    ]
}
