import { Button, Menu, useMantineColorScheme } from "@mantine/core";
import { useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { apiKey } from "../api/apiKey";
import { send } from "../api/client";
import { me } from "../api/server";
import { paths } from "../paths";

const SCHEMES = { auto: "As the system", light: "Light", dark: "Dark" } as const;

export function UserMenu() {
  const { data: user } = useSuspenseQuery(me());
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const client = useQueryClient();
  const navigate = useNavigate();
  const signOut = async () => {
    // Signed out here even if the server cannot be told; its session ends by itself.
    await send("POST", "/api/users/logout").catch(() => undefined);
    apiKey.forget();
    await navigate(paths.signIn());
    client.clear();
  };
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button variant="subtle" color="gray" size="sm">
          {user.DisplayName || user.Username}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Colours</Menu.Label>
        {(["auto", "light", "dark"] as const).map((scheme) => (
          <Menu.Item
            key={scheme}
            onClick={() => setColorScheme(scheme)}
            rightSection={colorScheme === scheme && <span title="chosen">✓</span>}
          >
            {SCHEMES[scheme]}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={signOut}>Sign out</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
