import { Badge, Button } from "@mantine/core";
import { useSuspenseQuery } from "@tanstack/react-query";
import { Suspense } from "react";
import { Link, Outlet } from "react-router";
import { project } from "../../api/projects";
import { useParam, useSpace } from "../../components/space";
import { LinkTabs } from "../../ui/LinkTabs";
import { Loading } from "../../ui/Loading";
import { Page } from "../../ui/Page";

/** What all pages of a project have around them. */
export function ProjectFrame() {
  const { api, to } = useSpace();
  const id = useParam("project");
  const { data } = useSuspenseQuery(project(api, id));
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
      <LinkTabs label="Project" tabs={tabs} />
      <Suspense fallback={<Loading />}>
        <Outlet />
      </Suspense>
    </Page>
  );
}
