// Every address of the portal is built here.

const APP = "/app";
const part = encodeURIComponent;

function inSpace(space: string) {
  const root = `${APP}/${part(space)}`;
  const project = (id: string) => `${root}/projects/${part(id)}`;
  const release = (id: string) => `${root}/releases/${part(id)}`;
  return {
    dashboard: root,
    projects: `${root}/projects`,
    project,
    process: (id: string) => `${project(id)}/process`,
    variables: (id: string) => `${project(id)}/variables`,
    channels: (id: string) => `${project(id)}/channels`,
    projectSettings: (id: string) => `${project(id)}/settings`,
    createRelease: (id: string) => `${project(id)}/releases/create`,
    release,
    deploy: (releaseId: string, environmentId: string) => `${release(releaseId)}/deploy/${part(environmentId)}`,
    deployment: (id: string) => `${root}/deployments/${part(id)}`,
    tasks: `${root}/tasks`,
    task: (id: string) => `${root}/tasks/${part(id)}`,
    packages: `${root}/packages`,
    package: (id: string) => `${root}/packages/${part(id)}`,
    environments: `${root}/environments`,
    lifecycles: `${root}/lifecycles`,
    lifecycle: (id: string) => `${root}/lifecycles/${part(id)}`,
    targets: `${root}/targets`,
    audit: `${root}/audit`,
    status: `${root}/status`,
  };
}

export const paths = {
  app: APP,
  signIn: (returnTo?: string) => `${APP}/sign-in${returnTo ? `?return=${part(returnTo)}` : ""}`,
  space: inSpace,
};

/**
 * The address that a link of the form `/app#/Spaces-1/tasks/ServerTasks-1` means: what stands behind the `#` is the
 * page's address below `/app`. These are what the API gives as `Links.Web`, and what people have in their mails.
 */
export function fromHash(hash: string): string | undefined {
  const page = hash.replace(/^#!?/, "");
  if (!page.startsWith("/") || page === "/") return undefined;
  const [path = "", query] = page.split("?");
  const known = path
    .replace(/\/$/, "")
    .replace(/^(\/[^/]+\/projects\/[^/]+)\/(overview|deployments|deployments\/releases|releases)$/, "$1")
    .replace(/^(\/[^/]+\/projects\/[^/]+)\/deployments\/process(\/.*)?$/, "$1/process")
    .replace(/^(\/[^/]+)\/infrastructure\/(environments|machines)$/, (_, space, page) =>
      page === "machines" ? `${space}/targets` : `${space}/${page}`,
    )
    .replace(/^(\/[^/]+)\/library\/(lifecycles|builtinrepository)$/, (_, space, page) =>
      page === "lifecycles" ? `${space}/lifecycles` : `${space}/packages`,
    );
  return `${APP}${known}${query ? `?${query}` : ""}`;
}

/** Where to go after signing in: only ever to a page of the portal itself. */
export function safeReturn(wanted: string | null): string {
  return wanted && (wanted === APP || wanted.startsWith(`${APP}/`)) ? wanted : APP;
}
