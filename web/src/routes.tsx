import type { RouteObject } from "react-router";
import { Home } from "./components/Home";
import { Layout } from "./components/Layout";
import { NotFound, PageError } from "./components/PageError";
import { Audit } from "./pages/audit/Audit";
import { Dashboard } from "./pages/dashboard/Dashboard";
import { OfDeployment } from "./pages/deployments/OfDeployment";
import { Environments } from "./pages/environments/Environments";
import { LifecycleEdit } from "./pages/lifecycles/LifecycleEdit";
import { Lifecycles } from "./pages/lifecycles/Lifecycles";
import { PackageList } from "./pages/packages/PackageList";
import { PackageVersions } from "./pages/packages/PackageVersions";
import { ProcessPage } from "./pages/process/ProcessPage";
import { Channels } from "./pages/projects/Channels";
import { ProjectFrame } from "./pages/projects/ProjectFrame";
import { ProjectList } from "./pages/projects/ProjectList";
import { ProjectReleases } from "./pages/projects/ProjectReleases";
import { ProjectSettings } from "./pages/projects/ProjectSettings";
import { CreateRelease } from "./pages/releases/CreateRelease";
import { Deploy } from "./pages/releases/Deploy";
import { ReleasePage } from "./pages/releases/ReleasePage";
import { SignIn } from "./pages/sign-in/SignIn";
import { Status } from "./pages/status/Status";
import { Targets } from "./pages/targets/Targets";
import { TaskList } from "./pages/tasks/TaskList";
import { TaskPage } from "./pages/tasks/TaskPage";
import { Variables } from "./pages/variables/Variables";

/** The tree of addresses; `paths.ts` builds what is matched here. */
export const routes: RouteObject[] = [
  { path: "/", element: <Home />, errorElement: <PageError /> },
  { path: "/app", element: <Home />, errorElement: <PageError /> },
  { path: "/app/sign-in", element: <SignIn /> },
  {
    path: "/app/:space",
    element: <Layout />,
    errorElement: <PageError />,
    children: [
      {
        errorElement: <PageError />,
        children: [
          { index: true, element: <Dashboard /> },
          { path: "projects", element: <ProjectList /> },
          {
            path: "projects/:project",
            element: <ProjectFrame />,
            children: [
              {
                errorElement: <PageError />,
                children: [
                  { index: true, element: <ProjectReleases /> },
                  { path: "process", element: <ProcessPage /> },
                  { path: "variables", element: <Variables /> },
                  { path: "channels", element: <Channels /> },
                  { path: "settings", element: <ProjectSettings /> },
                ],
              },
            ],
          },
          { path: "projects/:project/releases/create", element: <CreateRelease /> },
          { path: "releases/:release", element: <ReleasePage /> },
          { path: "releases/:release/deploy/:environment", element: <Deploy /> },
          { path: "deployments/:deployment", element: <OfDeployment /> },
          { path: "tasks", element: <TaskList /> },
          { path: "tasks/:task", element: <TaskPage /> },
          { path: "packages", element: <PackageList /> },
          { path: "packages/:package", element: <PackageVersions /> },
          { path: "environments", element: <Environments /> },
          { path: "lifecycles", element: <Lifecycles /> },
          { path: "lifecycles/:lifecycle", element: <LifecycleEdit /> },
          { path: "targets", element: <Targets /> },
          { path: "audit", element: <Audit /> },
          { path: "status", element: <Status /> },
          { path: "*", element: <NotFound /> },
        ],
      },
    ],
  },
  { path: "*", element: <NotFound /> },
];
