import * as z from 'zod';
import { conclude, defineRule, unknown } from '../../core/rule.ts';
import { anyCovers } from '../../policy/glob.ts';
import { enableMapping, enableRule } from '../../resources/own-component/actions.ts';
import { ownComponent } from '../../resources/own-component/kind.ts';
import { type ComponentType, namesIn } from '../../resources/own-component/names.ts';
import type { OwnComponent } from '../../resources/own-component/state.ts';

export default defineRule({
  id: 'monitor-rule-tampered',
  title: "Only deployments change Plumbline's own components",
  severity: 'critical',
  kind: ownComponent,
  watches: ['exists', 'enabled', 'targets', 'concurrency', 'settings'],
  reads: ['setBy'],
  controls: ['monitor-rule-tampered'],
  options: z.strictObject({
    unguarded: z
      .array(z.string())
      .default([])
      .describe(
        'Components that may be disabled and changed, such as `rule/plumbline-prod-sweep`; * matches any text.',
      ),
  }),
  messages: {
    deleted: 'The {{component}} was deleted outside a deployment: Plumbline does not work without it.',
    disabled: 'The {{component}} is disabled: Plumbline does not receive its events.',
    untargeted: 'The {{component}} has no target: the events that it matches are lost.',
    stopped: 'The {{component}} cannot run: its reserved concurrency is 0.',
    purged: 'The {{component}} was purged: the changes that waited in it are not judged.',
    changed: '{{setting}} of the {{component}} was changed outside a deployment.',
  },
  fix: 'Enable what was disabled. Deploy again if something was deleted or changed. Then sweep the account, and find out who did it and what else they did.',

  judge(state, { ref, options, baseline }) {
    if (anyCovers(options.unguarded, ref.id)) return [];
    const { exists, setBy } = state;
    const component = COMPONENTS[namesIn(ref.id).type];
    if (exists === false) {
      if (setBy['existence'] === 'somebody') return [{ message: 'deleted', path: 'existence', data: { component } }];
      return unknown('A component of Plumbline is missing, and only an event shows who deleted it.');
    }
    // Changes by a deployment are compliant, and so is a state that has not changed.
    const faults = FAULTS.filter(
      ({ path, isFaulty }) => setBy[path] !== 'deployment' && isFaulty(state) && !(baseline && isFaulty(baseline)),
    ).map(({ message, path }) => ({ message, path, data: { component } }));
    const purged =
      setBy['messages'] === 'somebody' ? [{ message: 'purged' as const, path: 'messages', data: { component } }] : [];
    const different = Object.keys(SETTINGS).filter((name) => {
      const before = baseline && valueOf(baseline, name);
      return before === undefined ? setBy[name] === 'somebody' : valueOf(state, name) !== before;
    });
    const changed = different
      .filter((name) => setBy[name] === 'somebody' && !faults.some(({ path }) => path === name))
      .map((name) => ({
        message: 'changed' as const,
        path: name,
        data: { component, setting: SETTINGS[name] ?? name },
      }));
    const unseen = different.some((name) => setBy[name] === undefined) || isLost(state, baseline);
    return conclude(
      [...faults, ...purged, ...changed],
      unseen && unknown('A component of Plumbline was changed, and only an event shows whether a deployment did it.'),
    );
  },

  remediation: {
    mode: 'approve',
    actions: [enableRule, enableMapping],
    plan(_, violations, { ref }) {
      if (violations.some(({ message }) => message !== 'disabled')) {
        return { cannot: 'Only a deployment can restore what was deleted or changed.' };
      }
      return [namesIn(ref.id).type === 'rule' ? enableRule({}) : enableMapping({})];
    },
  },
});

const COMPONENTS: Readonly<Record<ComponentType, string>> = {
  rule: 'EventBridge rule',
  queue: 'SQS queue',
  function: 'Lambda function',
  mapping: 'event source mapping',
  table: 'DynamoDB table',
  topic: 'SNS topic',
};

/** The settings that are compared with the baseline, as the beginning of a sentence. */
const SETTINGS: Readonly<Record<string, string>> = {
  events: 'The event pattern or schedule',
  targets: 'The list of targets',
  code: 'The code',
  configuration: 'The configuration',
  function: 'The function',
  filter: 'The filter',
  stream: 'The stream',
  Policy: 'The policy',
  RedrivePolicy: 'The redrive policy',
  RedriveAllowPolicy: 'The redrive allow policy',
  KmsMasterKeyId: 'The encryption key',
  MessageRetentionPeriod: 'The retention period',
  MaximumMessageSize: 'The maximum message size',
};

/** States that are always violations, unless the baseline has them. */
const FAULTS = [
  { message: 'disabled', path: 'enabled', isFaulty: ({ enabled }: OwnComponent) => enabled === false },
  {
    message: 'untargeted',
    path: 'targets',
    isFaulty: ({ targets }: OwnComponent) => targets.complete && targets.items.length === 0,
  },
  { message: 'stopped', path: 'concurrency', isFaulty: ({ concurrency }: OwnComponent) => concurrency === 0 },
] as const;

/** The value of a setting as text. `undefined`: it is not known. */
function valueOf({ settings, targets }: OwnComponent, name: string): string | null | undefined {
  if (name !== 'targets') return settings[name];
  if (!targets.complete && targets.items.length === 0) return undefined;
  return JSON.stringify(targets.items.map(({ id, arn, input }) => [id, arn, input]).sort());
}

/** Whether it was known if the component runs, and is not known any more. */
function isLost(state: OwnComponent, baseline: OwnComponent | undefined): boolean {
  return (['enabled', 'concurrency'] as const).some(
    (name) => state[name] === undefined && baseline?.[name] !== undefined,
  );
}
