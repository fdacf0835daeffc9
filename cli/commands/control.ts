import { rules } from '../../generated/rules.ts';
import { nearest } from '../../shared/config/nearest.ts';
import { FRAMEWORK_NAMES, FRAMEWORKS } from '../../shared/core/controls.ts';
import { byFramework } from '../../shared/core/rule-controls.ts';
import { UsageError } from '../errors.ts';
import { controlIds } from '../output/control-ids.ts';
import { count } from '../output/text.ts';
import { type IdService, idsCalled, known, type Service, services } from './served.ts';

/**
 * `plumbline rules show <control or id>`: which rules serve a control such as `sg-open-ssh`, or an id such as `EC2.13` or
 * `cis-5.0 5.3`.
 * @throws {UsageError} with the nearest name of a rule, a control or an id.
 */
export function showControl(given: string, asJson: boolean): string {
  const control = Object.hasOwn(controlIds, given.toLowerCase()) ? given.toLowerCase() : undefined;
  const ids = idsCalled(given);
  if (control === undefined && ids.length === 0)
    throw new UsageError(`there is no rule or control ${given}${hint(given)}`);
  if (control === undefined) {
    return asJson ? `${JSON.stringify(ids, null, 2)}\n` : `${ids.map(aboutId).join('\n\n')}\n`;
  }
  const by = services.filter((each) => each.control === control);
  const carried = byFramework([control], controlIds);
  if (asJson) return `${JSON.stringify({ control, by, ids: Object.fromEntries(carried) }, null, 2)}\n`;
  return `${[
    control,
    '',
    'Rules',
    ...by.map((each) => service({ ...each, control: each.rule })),
    '',
    'Ids',
    ...carried.map(([name, own]) => `  ${FRAMEWORKS[name]}: ${own.join(', ')}`),
  ].join('\n')}\n`;
}

function aboutId({ framework, id, served, controls, whole, by }: IdService): string {
  const verdict = {
    whole: 'Rules judge all that belongs to it.',
    partly: `Rules judge a part of it: wholly ${whole} of the ${count(controls, 'control')} that belong to it.`,
    no: 'No rule judges it.',
  };
  return [`${framework} ${id} (${FRAMEWORKS[framework]})`, verdict[served], ...by.map(service)].join('\n');
}

function service({ rule, control, partly }: Service): string {
  return `  ${rule}${control === rule ? '' : ` (${control})`}${partly === undefined ? '' : `: partly. ${partly}`}`;
}

function hint(given: string): string {
  const ids = FRAMEWORK_NAMES.flatMap((name) =>
    Object.keys(known.frameworks[name].ids).flatMap((id) => [id, `${name} ${id}`]),
  );
  const near = nearest(given, [...rules.map(({ id }) => id), ...Object.keys(controlIds), ...ids]);
  return near ? `; did you mean ${near}?` : '; plumbline rules lists the rules, plumbline coverage the frameworks';
}
