import frameworks from '../../generated/frameworks.json' with { type: 'json' };
import { rules } from '../../generated/rules.ts';
import { FRAMEWORK_NAMES, type Framework, frameworkCalled } from '../../shared/core/controls.ts';
import type { Known } from '../../shared/core/known-frameworks.ts';
import { servedBy } from '../../shared/core/rule-controls.ts';
import { controlIds } from '../output/control-ids.ts';

export const known: Known = frameworks;

/** How a rule serves a control. */
export interface Service {
  readonly rule: string;
  readonly control: string;
  /** What it leaves out, as a sentence; left out: nothing. */
  readonly partly?: string;
}

/** What rules do for one id of a framework. */
export interface IdService {
  readonly framework: Framework;
  readonly id: string;
  /** `whole`: rules serve every control that belongs to the id, and none of them only partly. */
  readonly served: 'whole' | 'partly' | 'no';
  /** How many controls belong to the id, and how many of these are served wholly. */
  readonly controls: number;
  readonly whole: number;
  readonly by: readonly Service[];
}

/** How every rule serves its controls, by rule and then by control. A part is named where the rule has not the whole. */
export const services: readonly Service[] = rules.flatMap((rule) => {
  const served = servedBy(rule);
  return served.flatMap(({ control, partly }): Service[] => {
    const [whole = '', part] = control.split('/');
    if (part === undefined) return [{ rule: rule.id, control, ...(partly === undefined ? {} : { partly }) }];
    if (served.some((each) => each.control === whole)) return [];
    return [{ rule: rule.id, control, partly: partly ?? `It judges a part of ${whole} alone: ${part}.` }];
  });
});

/** The controls that some rule serves wholly. */
export const servedWholly: ReadonlySet<string> = new Set(
  services.filter(({ partly }) => partly === undefined).map(({ control }) => control),
);

/** What rules do for each id of a framework, in the order of the ids. */
export function idsServed(framework: Framework): readonly IdService[] {
  const { ids } = known.frameworks[framework];
  return Object.entries(ids).map(([id, controls]) => {
    const by = services.filter(({ control }) => controlIds[control]?.[framework]?.includes(id));
    const whole = new Set(by.map(({ control }) => control).filter((control) => servedWholly.has(control))).size;
    return {
      framework,
      id,
      controls,
      whole,
      by,
      served: whole === controls ? 'whole' : by.length > 0 ? 'partly' : 'no',
    };
  });
}

/** The ids that a person may mean: `EC2.13`, `cis-5.0 5.3`, `5.3` of every framework that has it. */
export function idsCalled(given: string): readonly IdService[] {
  const [first = '', ...rest] = given.toLowerCase().split(' ');
  const wanted = [frameworkCalled(first) ?? first, ...rest].join(' ');
  return FRAMEWORK_NAMES.flatMap((framework) =>
    idsServed(framework).filter(({ id }) => [id, `${framework} ${id}`].some((name) => name.toLowerCase() === wanted)),
  );
}
