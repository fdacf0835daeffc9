import { FRAMEWORK_NAMES, FRAMEWORKS, type Framework } from '../../shared/core/controls.ts';
import { frameworksIn } from './frameworks.ts';
import { idsServed, known, servedWholly } from './served.ts';

interface Counts {
  readonly whole: number;
  readonly partly: number;
  /** `null`: not known. */
  readonly total: number | null;
}

/** What rules serve of a framework. */
interface Coverage extends Counts {
  readonly framework: Framework;
  readonly name: string;
  /** Of the ids that can be assessed automatically; `null`: not known which these are. */
  readonly automated: Counts | null;
}

/** `plumbline coverage`. */
export function coverage(given: readonly string[] | undefined, asJson: boolean): string {
  const names = given === undefined ? FRAMEWORK_NAMES : frameworksIn(given);
  const frameworks = names.map(coverageOf);
  const first = { whole: known.first.filter((control) => servedWholly.has(control)).length, total: known.first.length };
  if (asJson) return `${JSON.stringify({ frameworks, ...(given ? {} : { priority1: first }) }, null, 2)}\n`;
  const rows = frameworks.flatMap((each) => [
    [each.name, each],
    ...(each.automated ? [[`  of these automated`, each.automated] as const] : []),
  ]) as readonly (readonly [string, Counts])[];
  const width = Math.max(...rows.map(([name]) => name.length));
  const isUnknown = frameworks.some(({ total }) => total === null);
  return [
    `${'framework'.padEnd(width)}  whole  partly  of`,
    ...rows.map(([name, { whole, partly, total }]) =>
      `${name.padEnd(width)}  ${String(whole).padStart(5)}  ${String(partly).padStart(6)}  ${total ?? '?'}`.trimEnd(),
    ),
    '',
    ...(given ? [] : [`${first.whole} of the ${first.total} controls that come first are served wholly.`]),
    'An id is served wholly if rules judge all that belongs to it.',
    ...(isUnknown ? ['?: how many ids the framework has is not known here.'] : []),
    '',
  ].join('\n');
}

function coverageOf(framework: Framework): Coverage {
  const { total = null, automated } = known.frameworks[framework];
  const ids = idsServed(framework);
  const count = (wanted: 'whole' | 'partly', among?: readonly string[]) =>
    ids.filter(({ id, served }) => served === wanted && (among?.includes(id) ?? true)).length;
  return {
    framework,
    name: FRAMEWORKS[framework],
    whole: count('whole'),
    partly: count('partly'),
    total,
    automated: automated
      ? { whole: count('whole', automated), partly: count('partly', automated), total: automated.length }
      : null,
  };
}
