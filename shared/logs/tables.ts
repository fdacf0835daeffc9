import { getText, objectOf } from '../core/json.ts';

type Row = Readonly<Record<string, unknown>>;

/**
 * The rows of a table that is stored as names and values apart: the answers of Athena (`ResultSet`), Log Analytics,
 * Splunk (`json_rows`) and SQL of Elastic. `undefined` if the value is no such table.
 * @see https://docs.aws.amazon.com/athena/latest/APIReference/API_ResultSet.html
 */
export function rowsIn(value: Row): readonly Row[] | undefined {
  const rows = value['rows'] ?? value['Rows'];
  if (!Array.isArray(rows)) return undefined;
  const columns = value['columns'] ?? value['fields'] ?? objectOf(value['ResultSetMetadata'])?.['ColumnInfo'];
  const cells = rows.map(cellsOf);
  const names = Array.isArray(columns) ? columns.map(nameOf) : value['Rows'] ? cells.shift()?.map(nameOf) : undefined;
  if (!names) return undefined;
  // Athena's first row repeats the names.
  if (names.length > 0 && cells[0]?.every((cell, index) => cell === names[index])) cells.shift();
  return cells.map((row) => rowOf(names, row));
}

/** A row by the names of its columns; cells without a name are kept under a number. */
export function rowOf(names: readonly (string | undefined)[], cells: readonly unknown[]): Row {
  return Object.fromEntries(cells.map((cell, index) => [names[index] ?? `column ${index + 1}`, cell]));
}

/**
 * A row that is a list of its columns: Logs Insights writes `{ field, value }`, CloudTrail Lake one object a column.
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetQueryResults.html
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetQueryResults.html
 */
export function rowOfColumns(list: readonly unknown[]): Row | undefined {
  const entries = list.map((column): readonly [string, unknown] | undefined => {
    const object = objectOf(column);
    if (!object) return undefined;
    const field = getText(object, 'field');
    if (field !== undefined && 'value' in object) return [field, object['value']];
    const members = Object.entries(object);
    return members.length === 1 ? members[0] : undefined;
  });
  const known = entries.filter((entry) => entry !== undefined);
  const names = new Set(known.map(([name]) => name));
  if (known.length !== list.length || names.size !== list.length || known.length < 2) return undefined;
  return Object.fromEntries(known);
}

/** Athena wraps the cells of a row, and leaves out the value of an empty one. */
function cellsOf(row: unknown): unknown[] {
  const data = objectOf(row)?.['Data'] ?? row;
  return Array.isArray(data)
    ? data.map((cell) => {
        const object = objectOf(cell);
        return object && (Object.keys(object).length === 0 || 'VarCharValue' in object)
          ? (object['VarCharValue'] ?? null)
          : cell;
      })
    : [row];
}

function nameOf(column: unknown): string | undefined {
  return typeof column === 'string' ? column : (getText(column, 'name') ?? undefined);
}
