import { Anchor, type AnchorProps } from "@mantine/core";
import type { ReactNode } from "react";
import { Link } from "react-router";

interface Props extends AnchorProps {
  to: string;
  children: ReactNode;
}

/** A link to another page of the portal. */
export function TextLink({ to, children, ...rest }: Props) {
  return (
    <Anchor component={Link} to={to} inherit={rest.size === undefined} {...rest}>
      {children}
    </Anchor>
  );
}
