import { Group, Text } from "@mantine/core";
import { Link } from "react-router";
import { paths } from "../paths";

export function Brand() {
  return (
    <Link to={paths.app} style={{ color: "inherit", textDecoration: "none" }}>
      <Group gap={8} wrap="nowrap">
        <img src="/favicon.svg" alt="" width={26} height={26} />
        <Text fw={700} size="lg" component="span">
          Pulpo
        </Text>
      </Group>
    </Link>
  );
}
