import { Text } from "@mantine/core";
import type { AuditEvent } from "../../api/events";
import { useSpace } from "../../components/space";
import { documentPath, splitMessage } from "../../lib/eventMessage";
import { TextLink } from "../../ui/TextLink";

/** The text of an event, with links to what it names. */
export function EventMessage({ event }: { event: AuditEvent }) {
  const { to } = useSpace();
  return (
    <Text size="sm" component="span">
      {splitMessage(event.Message, event.MessageReferences).map((piece) => {
        const target = piece.document && documentPath(to, piece.document);
        return target ? (
          <TextLink key={piece.start} to={target} size="sm">
            {piece.text}
          </TextLink>
        ) : (
          <span key={piece.start}>{piece.text}</span>
        );
      })}
    </Text>
  );
}
