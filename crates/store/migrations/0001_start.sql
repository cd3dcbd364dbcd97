-- Numbers handed out so far, by collection: the seven of Projects-7.
CREATE TABLE counter (
    collection TEXT NOT NULL PRIMARY KEY,
    value BIGINT NOT NULL
);

-- What the server knows of itself: installation id, the master key's check, configuration sections.
CREATE TABLE setting (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE space (
    id TEXT NOT NULL PRIMARY KEY,
    name_key TEXT NOT NULL,
    slug TEXT NOT NULL,
    version BIGINT NOT NULL,
    document TEXT NOT NULL
);
CREATE UNIQUE INDEX space_name ON space (name_key);

CREATE TABLE app_user (
    id TEXT NOT NULL PRIMARY KEY,
    name_key TEXT NOT NULL,
    -- Lower case; an address may be of several accounts, and then opens none.
    email_key TEXT NOT NULL,
    display_key TEXT NOT NULL,
    is_active SMALLINT NOT NULL CHECK (is_active IN (0, 1)),
    is_service SMALLINT NOT NULL CHECK (is_service IN (0, 1)),
    version BIGINT NOT NULL,
    document TEXT NOT NULL
);
CREATE UNIQUE INDEX app_user_name ON app_user (name_key);

CREATE TABLE api_key (
    id TEXT NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL,
    hint TEXT NOT NULL,
    created BIGINT NOT NULL,
    expires BIGINT,
    -- The hour of the last request that came with it: no part of the document, which use does not change.
    last_used BIGINT,
    -- What was told of its end: 1 for 20 days before, 2 for 10 days, 3 when it had come.
    told SMALLINT NOT NULL DEFAULT 0,
    version BIGINT NOT NULL,
    document TEXT NOT NULL
);
CREATE INDEX api_key_hint ON api_key (hint);
CREATE INDEX api_key_expiry ON api_key (expires) WHERE told < 3;
CREATE INDEX api_key_user ON api_key (user_id, created);

-- Sign-ins with a password: the look-up is a hash of the cookie, so a stolen database opens no session.
CREATE TABLE session (
    id TEXT NOT NULL PRIMARY KEY,
    -- The name by which people see and end it; opens nothing.
    name TEXT NOT NULL,
    user_id TEXT NOT NULL,
    csrf TEXT NOT NULL,
    created BIGINT NOT NULL,
    last_seen BIGINT NOT NULL,
    is_remembered SMALLINT NOT NULL CHECK (is_remembered IN (0, 1)),
    ip_address TEXT,
    user_agent TEXT
);
CREATE INDEX session_of_user ON session (user_id);

-- What an issuer of identity tokens calls a service account: the audience of its tokens.
CREATE TABLE external_id (
    user_id TEXT NOT NULL PRIMARY KEY,
    guid TEXT NOT NULL UNIQUE
);

CREATE TABLE oidc_identity (
    id TEXT NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    document TEXT NOT NULL
);
CREATE INDEX oidc_identity_of_user ON oidc_identity (user_id);

-- Access tokens, by their hash; each ends with what it was got for.
CREATE TABLE access_token (
    id TEXT NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL,
    identity_id TEXT,
    api_key_id TEXT,
    session_id TEXT,
    established_with TEXT NOT NULL,
    issued BIGINT NOT NULL,
    expires BIGINT NOT NULL
);
CREATE INDEX access_token_of_user ON access_token (user_id);
CREATE INDEX access_token_expiry ON access_token (expires);

-- Identity tokens that have been exchanged and could come again before they expire.
CREATE TABLE used_token (
    id TEXT NOT NULL PRIMARY KEY,
    expires BIGINT NOT NULL
);
CREATE INDEX used_token_expiry ON used_token (expires);

CREATE TABLE invitation (
    id TEXT NOT NULL PRIMARY KEY,
    code_hash TEXT NOT NULL,
    expires BIGINT NOT NULL,
    version BIGINT NOT NULL,
    document TEXT NOT NULL
);
CREATE UNIQUE INDEX invitation_code ON invitation (code_hash);

CREATE TABLE team (
    id TEXT NOT NULL PRIMARY KEY,
    space_id TEXT,
    name_key TEXT NOT NULL,
    version BIGINT NOT NULL,
    document TEXT NOT NULL
);
CREATE UNIQUE INDEX team_name ON team (space_id, name_key);

CREATE TABLE user_role (
    id TEXT NOT NULL PRIMARY KEY,
    name_key TEXT NOT NULL,
    version BIGINT NOT NULL,
    document TEXT NOT NULL
);
CREATE UNIQUE INDEX user_role_name ON user_role (name_key);

CREATE TABLE scoped_user_role (
    id TEXT NOT NULL PRIMARY KEY,
    space_id TEXT,
    team_id TEXT NOT NULL,
    user_role_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    document TEXT NOT NULL
);
CREATE INDEX scoped_user_role_team ON scoped_user_role (team_id);

-- What accounts have needed their permissions for: a record of habits, not the audit.
CREATE TABLE permission_use (
    user_id TEXT NOT NULL,
    operation TEXT NOT NULL,
    -- Several names mean that any of them would have done.
    permissions TEXT NOT NULL,
    space_key TEXT NOT NULL,
    place TEXT NOT NULL,
    first_used BIGINT NOT NULL,
    last_used BIGINT NOT NULL,
    used BIGINT NOT NULL,
    PRIMARY KEY (user_id, operation, permissions, space_key, place)
);
CREATE INDEX permission_use_last ON permission_use (last_used);

CREATE TABLE environment (
    id TEXT NOT NULL PRIMARY KEY,
    space_id TEXT NOT NULL,
    name_key TEXT NOT NULL,
    slug TEXT NOT NULL,
    sort_order BIGINT NOT NULL,
    version BIGINT NOT NULL,
    document TEXT NOT NULL
);
CREATE UNIQUE INDEX environment_name ON environment (space_id, name_key);
CREATE INDEX environment_slug ON environment (space_id, slug);

CREATE TABLE project_group (
    id TEXT NOT NULL PRIMARY KEY,
    space_id TEXT NOT NULL,
    name_key TEXT NOT NULL,
    slug TEXT NOT NULL,
    version BIGINT NOT NULL,
    document TEXT NOT NULL
);
CREATE UNIQUE INDEX project_group_name ON project_group (space_id, name_key);
CREATE INDEX project_group_slug ON project_group (space_id, slug);

CREATE TABLE lifecycle (
    id TEXT NOT NULL PRIMARY KEY,
    space_id TEXT NOT NULL,
    name_key TEXT NOT NULL,
    slug TEXT NOT NULL,
    version BIGINT NOT NULL,
    document TEXT NOT NULL
);
CREATE UNIQUE INDEX lifecycle_name ON lifecycle (space_id, name_key);
CREATE INDEX lifecycle_slug ON lifecycle (space_id, slug);

CREATE TABLE project (
    id TEXT NOT NULL PRIMARY KEY,
    space_id TEXT NOT NULL,
    name_key TEXT NOT NULL,
    slug TEXT NOT NULL,
    project_group_id TEXT NOT NULL,
    lifecycle_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    document TEXT NOT NULL
);
CREATE UNIQUE INDEX project_name ON project (space_id, name_key);
CREATE UNIQUE INDEX project_slug ON project (space_id, slug);
CREATE INDEX project_in_group ON project (project_group_id);
CREATE INDEX project_on_lifecycle ON project (lifecycle_id);

CREATE TABLE channel (
    id TEXT NOT NULL PRIMARY KEY,
    space_id TEXT NOT NULL,
    name_key TEXT NOT NULL,
    slug TEXT NOT NULL,
    project_id TEXT NOT NULL,
    lifecycle_id TEXT,
    version BIGINT NOT NULL,
    document TEXT NOT NULL
);
CREATE UNIQUE INDEX channel_name ON channel (project_id, name_key);
CREATE INDEX channel_on_lifecycle ON channel (lifecycle_id);

-- Deployment processes and their snapshots.
CREATE TABLE process (
    id TEXT NOT NULL PRIMARY KEY,
    space_id TEXT NOT NULL,
    project_id TEXT NOT NULL,
    is_snapshot SMALLINT NOT NULL CHECK (is_snapshot IN (0, 1)),
    version BIGINT NOT NULL,
    document TEXT NOT NULL
);
CREATE INDEX process_project ON process (project_id);

-- Which packages a live process names: who pushes one must know the projects that use it.
CREATE TABLE process_package (
    space_id TEXT NOT NULL,
    package_key TEXT NOT NULL,
    project_id TEXT NOT NULL
);
CREATE INDEX process_package_by_package ON process_package (space_id, package_key);
CREATE INDEX process_package_by_project ON process_package (project_id);

-- Variable sets and their snapshots.
CREATE TABLE library_variable_set (
    id TEXT NOT NULL PRIMARY KEY,
    space_id TEXT NOT NULL,
    name_key TEXT NOT NULL,
    content_type TEXT NOT NULL,
    version BIGINT NOT NULL,
    document TEXT NOT NULL
);
CREATE UNIQUE INDEX library_variable_set_name ON library_variable_set (space_id, name_key);

CREATE TABLE variable_set (
    id TEXT NOT NULL PRIMARY KEY,
    space_id TEXT NOT NULL,
    owner_id TEXT NOT NULL,
    is_snapshot SMALLINT NOT NULL CHECK (is_snapshot IN (0, 1)),
    version BIGINT NOT NULL,
    document TEXT NOT NULL
);
CREATE INDEX variable_set_owner ON variable_set (owner_id);

CREATE TABLE feed (
    id TEXT NOT NULL PRIMARY KEY,
    space_id TEXT NOT NULL,
    name_key TEXT NOT NULL,
    slug TEXT NOT NULL,
    version BIGINT NOT NULL,
    document TEXT NOT NULL
);
CREATE UNIQUE INDEX feed_name ON feed (space_id, name_key);

-- Packages of the built-in feeds. Equal versions have equal keys.
CREATE TABLE package (
    id TEXT NOT NULL PRIMARY KEY,
    space_id TEXT NOT NULL,
    package_key TEXT NOT NULL,
    version_key TEXT NOT NULL,
    is_prerelease SMALLINT NOT NULL CHECK (is_prerelease IN (0, 1)),
    published BIGINT NOT NULL,
    blob TEXT NOT NULL,
    version BIGINT NOT NULL,
    document TEXT NOT NULL
);
CREATE UNIQUE INDEX package_version ON package (space_id, package_key, version_key);
CREATE INDEX package_published ON package (space_id, published);
CREATE INDEX package_blob ON package (blob);

-- What build servers say of versions of packages.
CREATE TABLE build_information (
    id TEXT NOT NULL PRIMARY KEY,
    space_id TEXT NOT NULL,
    package_key TEXT NOT NULL,
    version_key TEXT NOT NULL,
    created BIGINT NOT NULL,
    version BIGINT NOT NULL,
    document TEXT NOT NULL
);
CREATE UNIQUE INDEX build_information_version ON build_information (space_id, package_key, version_key);
CREATE INDEX build_information_created ON build_information (space_id, created);

CREATE TABLE release (
    id TEXT NOT NULL PRIMARY KEY,
    space_id TEXT NOT NULL,
    project_id TEXT NOT NULL,
    channel_id TEXT NOT NULL,
    version_key TEXT NOT NULL,
    version_text TEXT NOT NULL,
    assembled BIGINT NOT NULL,
    version BIGINT NOT NULL,
    document TEXT NOT NULL
);
CREATE UNIQUE INDEX release_version ON release (project_id, version_key);
CREATE INDEX release_newest ON release (space_id, assembled, id);
CREATE INDEX release_of_project ON release (project_id, assembled, id);
CREATE INDEX release_of_channel ON release (channel_id, assembled, id);

CREATE TABLE deployment (
    id TEXT NOT NULL PRIMARY KEY,
    space_id TEXT NOT NULL,
    project_id TEXT NOT NULL,
    release_id TEXT NOT NULL,
    channel_id TEXT NOT NULL,
    environment_id TEXT NOT NULL,
    tenant_id TEXT,
    task_id TEXT NOT NULL,
    created BIGINT NOT NULL,
    succeeded SMALLINT NOT NULL CHECK (succeeded IN (0, 1)),
    version BIGINT NOT NULL,
    document TEXT NOT NULL
);
CREATE INDEX deployment_newest ON deployment (space_id, created, id);
CREATE INDEX deployment_of_release ON deployment (release_id, environment_id);
CREATE INDEX deployment_of_project ON deployment (project_id, environment_id, created);
CREATE INDEX deployment_of_task ON deployment (task_id);

CREATE TABLE task (
    id TEXT NOT NULL PRIMARY KEY,
    space_id TEXT,
    name TEXT NOT NULL,
    state TEXT NOT NULL,
    is_completed SMALLINT NOT NULL CHECK (is_completed IN (0, 1)),
    project_id TEXT,
    environment_id TEXT,
    tenant_id TEXT,
    concurrency_tag TEXT,
    queue_time BIGINT NOT NULL,
    queue_time_expiry BIGINT,
    number BIGINT NOT NULL,
    has_warnings_or_errors SMALLINT NOT NULL CHECK (has_warnings_or_errors IN (0, 1)),
    description_key TEXT NOT NULL,
    server_node TEXT,
    start_time BIGINT,
    completed_time BIGINT,
    -- Who drives it: no part of the state, and no part of the document.
    lease_holder TEXT,
    lease_until BIGINT NOT NULL DEFAULT 0,
    lease_epoch BIGINT NOT NULL DEFAULT 0,
    version BIGINT NOT NULL,
    document TEXT NOT NULL
);
CREATE INDEX task_newest ON task (number);
CREATE INDEX task_in_space ON task (space_id, number);
CREATE INDEX task_by_state ON task (space_id, state);
CREATE INDEX task_of_project ON task (project_id, number);
CREATE INDEX task_queued ON task (queue_time, number) WHERE is_completed = 0 AND state = 'Queued';
CREATE INDEX task_tag ON task (concurrency_tag) WHERE is_completed = 0;
-- The tasks that are driven, few among the many that wait: by lease, and by the tag that each holds.
CREATE INDEX task_driven ON task (lease_until) WHERE is_completed = 0 AND state <> 'Queued';
CREATE INDEX task_holder ON task (lease_holder) WHERE lease_holder IS NOT NULL;
CREATE INDEX task_tag_held ON task (concurrency_tag) WHERE is_completed = 0 AND state <> 'Queued';
CREATE INDEX task_expiry ON task (queue_time_expiry) WHERE is_completed = 0;

-- One row a job that the engine has meant to run: written before it starts, finished with its result.
CREATE TABLE job (
    id TEXT NOT NULL PRIMARY KEY,
    task_id TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('Open', 'Done')),
    document TEXT NOT NULL
);
CREATE INDEX job_of_task ON job (task_id);

-- What a task found when it began and must find again when it goes on: its targets.
CREATE TABLE task_manifest (
    task_id TEXT NOT NULL PRIMARY KEY,
    document TEXT NOT NULL
);

-- The cells of the dashboard, kept at each change of a deployment: its last attempt and its last success.
CREATE TABLE dashboard_item (
    project_id TEXT NOT NULL,
    environment_id TEXT NOT NULL,
    tenant_key TEXT NOT NULL,
    space_id TEXT NOT NULL,
    tenant_id TEXT,
    latest_deployment_id TEXT NOT NULL,
    latest TEXT NOT NULL,
    success_deployment_id TEXT,
    success TEXT,
    PRIMARY KEY (project_id, environment_id, tenant_key)
);
CREATE INDEX dashboard_item_space ON dashboard_item (space_id);

CREATE TABLE machine (
    id TEXT NOT NULL PRIMARY KEY,
    space_id TEXT NOT NULL,
    name_key TEXT NOT NULL,
    slug TEXT NOT NULL,
    version BIGINT NOT NULL,
    document TEXT NOT NULL
);
CREATE UNIQUE INDEX machine_name ON machine (space_id, name_key);

-- In which environments targets, accounts and certificates stand, so that lists can be restricted by them.
CREATE TABLE document_environment (
    document_id TEXT NOT NULL,
    environment_id TEXT NOT NULL,
    PRIMARY KEY (document_id, environment_id)
);
CREATE INDEX document_environment_by_environment ON document_environment (environment_id);

-- What steps use to sign in elsewhere; secrets are sealed inside the document.
CREATE TABLE infrastructure_account (
    id TEXT NOT NULL PRIMARY KEY,
    space_id TEXT NOT NULL,
    name_key TEXT NOT NULL,
    slug TEXT NOT NULL,
    account_type TEXT NOT NULL,
    version BIGINT NOT NULL,
    document TEXT NOT NULL
);
CREATE UNIQUE INDEX infrastructure_account_name ON infrastructure_account (space_id, name_key);

CREATE TABLE certificate (
    id TEXT NOT NULL PRIMARY KEY,
    space_id TEXT NOT NULL,
    name_key TEXT NOT NULL,
    -- What a search looks through: name, notes, subject, issuer and thumbprint, lower case.
    search_key TEXT NOT NULL,
    not_after BIGINT NOT NULL,
    is_archived SMALLINT NOT NULL CHECK (is_archived IN (0, 1)),
    version BIGINT NOT NULL,
    document TEXT NOT NULL
);
CREATE UNIQUE INDEX certificate_name ON certificate (space_id, name_key);
CREATE INDEX certificate_expiry ON certificate (not_after);

CREATE TABLE worker_pool (
    id TEXT NOT NULL PRIMARY KEY,
    space_id TEXT NOT NULL,
    name_key TEXT NOT NULL,
    slug TEXT NOT NULL,
    sort_order BIGINT NOT NULL,
    version BIGINT NOT NULL,
    document TEXT NOT NULL
);
CREATE UNIQUE INDEX worker_pool_name ON worker_pool (space_id, name_key);

CREATE TABLE machine_policy (
    id TEXT NOT NULL PRIMARY KEY,
    space_id TEXT NOT NULL,
    name_key TEXT NOT NULL,
    version BIGINT NOT NULL,
    document TEXT NOT NULL
);
CREATE UNIQUE INDEX machine_policy_name ON machine_policy (space_id, name_key);

CREATE TABLE artifact (
    id TEXT NOT NULL PRIMARY KEY,
    space_id TEXT NOT NULL,
    task_id TEXT NOT NULL,
    project_id TEXT,
    environment_id TEXT,
    tenant_id TEXT,
    created BIGINT NOT NULL,
    number BIGINT NOT NULL,
    name_key TEXT NOT NULL,
    blob TEXT,
    version BIGINT NOT NULL,
    document TEXT NOT NULL
);
CREATE INDEX artifact_of_task ON artifact (task_id);
CREATE INDEX artifact_newest ON artifact (space_id, created, id);
CREATE INDEX artifact_blob ON artifact (blob);

-- Blobs that are there, by content hash; one that no row names for a day is swept.
CREATE TABLE blob (
    hash TEXT NOT NULL PRIMARY KEY,
    size BIGINT NOT NULL,
    seen BIGINT NOT NULL
);

-- The audit: each event carries the hash of the one before it.
CREATE TABLE event (
    number BIGINT NOT NULL PRIMARY KEY,
    space_id TEXT,
    category TEXT NOT NULL,
    user_id TEXT NOT NULL,
    occurred BIGINT NOT NULL,
    previous_hash TEXT NOT NULL,
    hash TEXT NOT NULL,
    document TEXT NOT NULL
);
CREATE INDEX event_in_space ON event (space_id, number);
CREATE INDEX event_by_user ON event (user_id, number);
CREATE INDEX event_by_category ON event (category, number);

CREATE TABLE event_related (
    document_id TEXT NOT NULL,
    number BIGINT NOT NULL,
    PRIMARY KEY (document_id, number)
);
CREATE INDEX event_related_of_event ON event_related (number, document_id);
