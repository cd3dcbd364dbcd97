import { AppShell, Burger, Container, Group, NavLink, Select, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useSuspenseQuery } from "@tanstack/react-query";
import { Suspense, useEffect } from "react";
import { Link, Outlet, useLocation, useNavigate } from "react-router";
import { spaces } from "../api/server";
import { paths } from "../paths";
import { Loading } from "../ui/Loading";
import { Brand } from "./Brand";
import { useSpace } from "./space";
import { UserMenu } from "./UserMenu";

/** The frame around every page of a space. */
export function Layout() {
  return (
    <Suspense fallback={<Loading />}>
      <Frame />
    </Suspense>
  );
}

function Frame() {
  const [opened, { toggle, close }] = useDisclosure(false);
  const { pathname } = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the menu of a small screen closes when the page changes.
  useEffect(close, [pathname]);
  return (
    <AppShell
      header={{ height: 52 }}
      navbar={{ width: 210, breakpoint: "sm", collapsed: { mobile: !opened } }}
      padding="lg"
    >
      <AppShell.Header>
        <a className="skip-link" href="#main">
          Skip to the content
        </a>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Burger opened={opened} onClick={toggle} hiddenFrom="sm" size="sm" aria-label="Menu" />
            <Brand />
            <SpacePicker />
          </Group>
          <UserMenu />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs">
        <Menu />
      </AppShell.Navbar>
      <AppShell.Main id="main" tabIndex={-1}>
        <Container size={1280} px={0}>
          <Suspense fallback={<Loading />}>
            <Outlet />
          </Suspense>
        </Container>
      </AppShell.Main>
    </AppShell>
  );
}

function SpacePicker() {
  const { data } = useSuspenseQuery(spaces());
  const { space } = useSpace();
  const navigate = useNavigate();
  if (data.length < 2) return null;
  return (
    <Select
      aria-label="Space"
      size="xs"
      w={160}
      allowDeselect={false}
      data={data.map(({ Id, Name }) => ({ value: Id, label: Name }))}
      value={space}
      onChange={(id) => id && navigate(paths.space(id).dashboard)}
    />
  );
}

function Menu() {
  const { to } = useSpace();
  const { pathname } = useLocation();
  const groups = [
    {
      title: "Deploy",
      entries: [
        { label: "Dashboard", to: to.dashboard, exact: true },
        { label: "Projects", to: to.projects, also: [`${to.dashboard}/releases`] },
        { label: "Tasks", to: to.tasks },
        { label: "Packages", to: to.packages },
      ],
    },
    {
      title: "Infrastructure",
      entries: [
        { label: "Environments", to: to.environments },
        { label: "Deployment targets", to: to.targets },
        { label: "Lifecycles", to: to.lifecycles },
      ],
    },
    {
      title: "Server",
      entries: [
        { label: "Audit", to: to.audit },
        { label: "Status", to: to.status },
      ],
    },
  ];
  const within = (start: string) => pathname === start || pathname.startsWith(`${start}/`);
  return (
    <nav aria-label="Main">
      {groups.map(({ title, entries }) => (
        <div key={title}>
          <Text size="xs" fw={600} c="dimmed" px="sm" pt="sm" pb={4}>
            {title}
          </Text>
          {entries.map((entry) => {
            const active = "exact" in entry ? pathname === entry.to : [entry.to, ...(entry.also ?? [])].some(within);
            return (
              <NavLink
                key={entry.to}
                component={Link}
                to={entry.to}
                label={entry.label}
                active={active}
                aria-current={active ? "page" : undefined}
                py={6}
                style={{ borderRadius: "var(--mantine-radius-sm)" }}
              />
            );
          })}
        </div>
      ))}
    </nav>
  );
}
