import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { actionTypes } from '../../generated/actions.ts';
import { type AnyKind, awsTypeOf, eventsFollowedBy } from '../../shared/core/kind.ts';
import type { AnyRule } from '../../shared/core/rule.ts';
import { unplayable } from '../../test/e2e/cannot.ts';
import type { Evidence } from '../controls/evidence.ts';

const ROOT = new URL('../../', import.meta.url);

/** What is watched and on what it was tried: one table of resource types, one of actions. */
export async function coveragePage(rules: readonly AnyRule[], evidence: Evidence): Promise<string> {
  const kinds = [...new Map(rules.map(({ kind }) => [kind.name, kind])).values()].sort((a, b) =>
    a.name < b.name ? -1 : 1,
  );
  const events = kinds.flatMap(eventsFollowedBy);
  const inferred = events.filter((event) => !evidence.record.includes(event) && !evidence.named.includes(event));
  return [
    `${rules.length} rules watch ${kinds.length} types of resources by ${new Set(events).size} events: ${evidence.record.length} of them are known from real records, ${evidence.named.length} are named by AWS or by public detection rules, and ${new Set(inferred).size} are inferred from the API.`,
    '',
    '| resource | rules | events of real records | events that others name | inferred events | calls tried on |',
    '| --- | ---: | --- | --- | --- | --- |',
    ...kinds.map((kind) => kindRow(kind, rules, evidence)),
    '',
    '| action | undone by | tried deployed |',
    '| --- | --- | --- |',
    ...(await actionRows()),
    '',
  ].join('\n');
}

function kindRow(kind: AnyKind, rules: readonly AnyRule[], { record, named }: Evidence): string {
  const own = eventsFollowedBy(kind);
  const inferred = own.filter((event) => !record.includes(event) && !named.includes(event));
  const tested = new URL(`test/resources/${kind.name}/`, ROOT);
  const texts = existsSync(tested)
    ? readdirSync(tested).map((file) => readFileSync(new URL(file, tested), 'utf8'))
    : [];
  const onMoto = texts.some((text) => text.includes('describeWithMoto('));
  const cells = [
    `\`${kind.name}\` (${typeof kind.type === 'string' ? awsTypeOf(kind, '') : kind.title})`,
    rules.filter((rule) => rule.kind.name === kind.name).length,
    eventsText(own.filter((event) => record.includes(event))),
    eventsText(own.filter((event) => named.includes(event))),
    eventsText(inferred),
    onMoto ? 'moto' : 'doubles',
  ];
  return `| ${cells.join(' | ')} |`;
}

function eventsText(events: readonly string[]): string {
  return events.length === 0 ? '' : events.map((event) => `\`${event.split(':')[1]}\``).join(', ');
}

async function actionRows(): Promise<readonly string[]> {
  const cannot = await unplayable();
  return [...actionTypes.values()]
    .sort((a, b) => (a.type < b.type ? -1 : 1))
    .map(({ type, undoneBy }) => {
      const why = cannot[type] ?? cannot[undoneBy];
      return `| \`${type}\` | \`${undoneBy}\` | ${why === undefined ? 'on moto' : `no: ${why}`} |`;
    });
}
