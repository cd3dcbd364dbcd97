import { Badge, Button, Tabs } from "@mantine/core";
import { useSuspenseQuery } from "@tanstack/react-query";
import { Suspense } from "react";
import { Link, Outlet, useLocation } from "react-router";
import { project } from "../../api/projects";
import { useParam, useSpace } from "../../components/space";
import { Loading } from "../../ui/Loading";
import { Page } from "../../ui/Page";

/** What all pages of a project have around them. */
export function ProjectFrame() {
  const { api, to } = useSpace();
  const id = useParam("project");
  const { data } = useSuspenseQuery(project(api, id));
  const { pathname } = useLocation();
  const tabs = [
    { label: "Releases", to: to.project(id) },
    { label: "Process", to: to.process(id) },
    { label: "Variables", to: to.variables(id) },
    { label: "Channels", to: to.channels(id) },
    { label: "Settings", to: to.projectSettings(id) },
  ];
  return (
    <Page
      title={data.Name}
      mark={data.IsDisabled && <Badge color="gray">Disabled</Badge>}
      description={data.Description}
      crumbs={[{ label: "Projects", to: to.projects }]}
      actions={
        <Button component={Link} to={to.createRelease(id)}>
          Create release
        </Button>
      }
    >
      <Tabs value={pathname.replace(/\/$/, "")}>
        <Tabs.List component="nav" role="navigation" aria-label="Project">
          {tabs.map((tab) => {
            const current = pathname.replace(/\/$/, "") === tab.to;
            return (
              <Tabs.Tab
                key={tab.to}
                value={tab.to}
                component={Link}
                // A tab here is a link to a page of its own, and is announced as one.
                {...{
                  to: tab.to,
                  role: undefined,
                  tabIndex: 0,
                  "aria-selected": undefined,
                  "aria-controls": undefined,
                }}
                aria-current={current ? "page" : undefined}
              >
                {tab.label}
              </Tabs.Tab>
            );
          })}
        </Tabs.List>
      </Tabs>
      <Suspense fallback={<Loading />}>
        <Outlet />
      </Suspense>
    </Page>
  );
}
