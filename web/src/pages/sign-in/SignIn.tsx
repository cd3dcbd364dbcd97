import { Button, Center, Paper, PasswordInput, Stack, Tabs, TextInput, Title } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useEffect, useState } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { apiKey } from "../../api/apiKey";
import { request } from "../../api/client";
import { useAction } from "../../api/query";
import { failureText } from "../../components/failure";
import { safeReturn } from "../../paths";
import { Failure } from "../../ui/Failure";

/** Signing in: by name and password, or by an API key that only this tab keeps. */
export function SignIn() {
  useEffect(() => {
    document.title = "Sign in · Pulpo";
  }, []);
  return (
    <Center component="main" mih="100vh" p="md">
      <Paper withBorder p="xl" w={400} maw="100%">
        <Stack gap="md">
          <Stack gap={8} align="center">
            <img src="/favicon.svg" alt="" width={44} height={44} />
            <Title order={1} size="h3">
              Sign in to Pulpo
            </Title>
          </Stack>
          <Tabs defaultValue="password" keepMounted={false}>
            <Tabs.List grow mb="md">
              <Tabs.Tab value="password">Password</Tabs.Tab>
              <Tabs.Tab value="key">API key</Tabs.Tab>
            </Tabs.List>
            <Tabs.Panel value="password">
              <WithPassword />
            </Tabs.Panel>
            <Tabs.Panel value="key">
              <WithKey />
            </Tabs.Panel>
          </Tabs>
        </Stack>
      </Paper>
    </Center>
  );
}

function useSignIn(does: () => Promise<unknown>) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const done = () => {
    // Nothing that was asked before, or for someone else, is shown to whoever signs in.
    client.clear();
    void navigate(safeReturn(search.get("return")), { replace: true });
  };
  return useAction({ does, touches: [], onDone: done });
}

function WithPassword() {
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");
  const signIn = useSignIn(() => {
    apiKey.forget();
    return request("POST", "/api/users/login", { Username: username, Password: password, RememberMe: true });
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate();
  };
  const failure = failureText(signIn.error);
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <TextInput
          label="Username"
          autoComplete="username"
          autoFocus
          required
          withAsterisk={false}
          value={username}
          onChange={(event) => setUsername(event.currentTarget.value)}
        />
        <PasswordInput
          label="Password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        {failure && <Failure failure={failure} />}
        <Button type="submit" loading={signIn.isPending} fullWidth mt="xs">
          Sign in
        </Button>
      </Stack>
    </form>
  );
}

function WithKey() {
  const [key, setKey] = useState("");
  const signIn = useSignIn(async () => {
    apiKey.set(key.trim());
    try {
      await request("GET", "/api/users/me");
    } catch (error) {
      apiKey.forget();
      throw error;
    }
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate();
  };
  const failure = failureText(signIn.error);
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <PasswordInput
          label="API key"
          description="Kept in this tab only and forgotten when it closes."
          autoComplete="off"
          required
          withAsterisk={false}
          value={key}
          onChange={(event) => setKey(event.currentTarget.value)}
        />
        {failure && <Failure failure={failure} />}
        <Button type="submit" loading={signIn.isPending} fullWidth mt="xs">
          Sign in with an API key
        </Button>
      </Stack>
    </form>
  );
}
