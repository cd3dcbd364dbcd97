// The text of an audit event with what it refers to.

import type { paths } from "../paths";

export interface Reference {
  ReferencedDocumentId: string;
  StartIndex: number;
  Length: number;
}

export interface Piece {
  text: string;
  start: number;
  document?: string;
}

/** Cuts a message where its references begin and end. References that do not fit the message are passed over. */
export function splitMessage(message: string, references: readonly Reference[]): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  const ordered = [...references].sort((a, b) => a.StartIndex - b.StartIndex);
  for (const { ReferencedDocumentId, StartIndex, Length } of ordered) {
    const end = StartIndex + Length;
    if (StartIndex < at || Length <= 0 || end > message.length) continue;
    if (StartIndex > at) pieces.push({ text: message.slice(at, StartIndex), start: at });
    pieces.push({ text: message.slice(StartIndex, end), start: StartIndex, document: ReferencedDocumentId });
    at = end;
  }
  if (at < message.length) pieces.push({ text: message.slice(at), start: at });
  return pieces;
}

/** The page that shows a document, told by its id; some have none. */
export function documentPath(to: ReturnType<typeof paths.space>, id: string): string | undefined {
  switch (id.slice(0, id.indexOf("-"))) {
    case "Projects":
      return to.project(id);
    case "Releases":
      return to.release(id);
    case "Deployments":
      return to.deployment(id);
    case "ServerTasks":
      return to.task(id);
    case "Lifecycles":
      return to.lifecycle(id);
    case "Environments":
      return to.environments;
    case "Machines":
      return to.targets;
    default:
      return undefined;
  }
}
