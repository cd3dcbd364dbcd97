import { Button, TextInput } from "@mantine/core";
import { useSuspenseQueries } from "@tanstack/react-query";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { lifecycles } from "../../api/infrastructure";
import { projectGroups, projects } from "../../api/projects";
import type { Project } from "../../api/types";
import { useSpace } from "../../components/space";
import { type Column, DataTable } from "../../ui/DataTable";
import { EmptyState } from "../../ui/EmptyState";
import { Page } from "../../ui/Page";
import { TextLink } from "../../ui/TextLink";
import { CreateProject } from "./CreateProject";

export function ProjectList() {
  const { api, to } = useSpace();
  const [{ data: all }, { data: groups }, { data: cycles }] = useSuspenseQueries({
    queries: [projects(api), projectGroups(api), lifecycles(api)],
  });
  const [search, setSearch] = useSearchParams();
  const [creating, setCreating] = useState(false);
  const wanted = search.get("name") ?? "";
  const shown = all.filter(({ Name }) => Name.toLowerCase().includes(wanted.toLowerCase()));
  const name = (list: readonly { Id: string; Name: string }[], id: string) =>
    list.find(({ Id }) => Id === id)?.Name ?? id;
  const columns: Column<Project>[] = [
    {
      header: "Name",
      cell: (project) => (
        <TextLink to={to.project(project.Id)} fw={600}>
          {project.Name}
        </TextLink>
      ),
    },
    { header: "Group", cell: (project) => name(groups, project.ProjectGroupId) },
    { header: "Lifecycle", cell: (project) => name(cycles, project.LifecycleId) },
    { header: "Description", cell: (project) => project.Description },
  ];
  const create = <Button onClick={() => setCreating(true)}>Create project</Button>;
  return (
    <Page title="Projects" actions={all.length > 0 && create}>
      {all.length > 5 && (
        <TextInput
          aria-label="Find a project by name"
          placeholder="Find by name"
          maw={320}
          value={wanted}
          onChange={(event) =>
            setSearch(event.currentTarget.value ? { name: event.currentTarget.value } : {}, { replace: true })
          }
        />
      )}
      <DataTable
        label="Projects"
        columns={columns}
        rows={shown}
        rowKey={({ Id }) => Id}
        empty={
          all.length > 0 ? (
            <EmptyState title={`No project's name contains “${wanted}”`} />
          ) : (
            <EmptyState title="No projects yet" action={create}>
              A project holds the steps that deploy something, its variables and its releases.
            </EmptyState>
          )
        }
      />
      {creating && <CreateProject groups={groups} lifecycles={cycles} onClose={() => setCreating(false)} />}
    </Page>
  );
}
