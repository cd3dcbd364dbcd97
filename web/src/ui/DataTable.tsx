import { Paper, Table, VisuallyHidden } from "@mantine/core";
import type { ReactNode } from "react";

export interface Column<Row> {
  header: string;
  cell: (row: Row) => ReactNode;
  /** Keeps the column as narrow as its content. */
  narrow?: boolean;
  /** The header is for assistive technology only. */
  hiddenHeader?: boolean;
}

interface Props<Row> {
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** What stands in place of the table when there are no rows. */
  empty: ReactNode;
}

export function DataTable<Row>({ label, columns, rows, rowKey, empty }: Props<Row>) {
  if (rows.length === 0) return empty;
  return (
    <Paper withBorder>
      <Table.ScrollContainer minWidth={520}>
        <Table aria-label={label} verticalSpacing="xs" horizontalSpacing="md" highlightOnHover>
          <Table.Thead>
            <Table.Tr>
              {columns.map(({ header, hiddenHeader, narrow }) => (
                <Table.Th key={header} scope="col" w={narrow ? 1 : undefined}>
                  {hiddenHeader ? <VisuallyHidden>{header}</VisuallyHidden> : header}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((row) => (
              <Table.Tr key={rowKey(row)}>
                {columns.map(({ header, cell, narrow }) => (
                  <Table.Td key={header} style={narrow ? { whiteSpace: "nowrap" } : undefined}>
                    {cell(row)}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Paper>
  );
}
