import { describe, expect, it } from "vitest";
import { paths } from "../paths";
import { documentPath, splitMessage } from "./eventMessage";

const reference = (ReferencedDocumentId: string, StartIndex: number, Length: number) => ({
  ReferencedDocumentId,
  StartIndex,
  Length,
});

describe("the text of an event", () => {
  it("is cut at its references", () => {
    expect(splitMessage("Project Web was created", [reference("Projects-1", 8, 3)])).toEqual([
      { text: "Project ", start: 0 },
      { text: "Web", start: 8, document: "Projects-1" },
      { text: " was created", start: 11 },
    ]);
  });

  it("keeps every character when references overlap or reach beyond the end", () => {
    const references = [
      reference("A-1", 2, 4),
      reference("B-1", 4, 4),
      reference("C-1", 6, 99),
      reference("D-1", 0, 0),
    ];
    const pieces = splitMessage("0123456789", references);
    expect(pieces.map(({ text }) => text).join("")).toBe("0123456789");
    expect(pieces.filter(({ document }) => document)).toEqual([{ text: "2345", start: 2, document: "A-1" }]);
  });

  it("links only to what has a page", () => {
    const to = paths.space("Spaces-1");
    expect(documentPath(to, "Releases-4")).toBe("/app/Spaces-1/releases/Releases-4");
    expect(documentPath(to, "Users-1")).toBeUndefined();
  });
});
