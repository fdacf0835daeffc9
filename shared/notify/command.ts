import type { FindingEvent } from '../core/finding.ts';
import { fingerprintOf } from '../core/plan.ts';
import type { Surroundings } from './surroundings.ts';

/** What a person can do about an entry, and the command that does it. */
export interface Command {
  readonly purpose: string;
  readonly line: string;
}

type Request = Readonly<Record<string, string>>;

const BY = { by: '<you>' };
const EXEMPT = { do: 'exempt', ...BY, reason: '<why>', until: '<YYYY-MM-DD>' };

/** Left out where there is nothing to ask for, or nobody to ask. */
export function commandFor(event: FindingEvent, { region, respond, remediation }: Surroundings): Command | undefined {
  const asked = requestFor(event, remediation !== 'off');
  const { id } = event.finding;
  // Nothing else of an event ever stands in a command.
  if (!asked || !/^[0-9a-f]+$/.test(id) || !/^[\w-]+$/.test(respond ?? '')) return undefined;
  const [purpose, { do: verb, ...rest }] = asked;
  const payload = JSON.stringify({ do: verb, finding: id, ...rest });
  const line = [
    `aws lambda invoke --region ${region} --function-name ${respond}`,
    `--cli-binary-format raw-in-base64-out --payload '${payload}' /dev/stdout`,
  ].join(' ');
  return { purpose, line };
}

function requestFor(
  { type, finding: { plan, status } }: FindingEvent,
  remediates: boolean,
): readonly [purpose: string, request: Request] | undefined {
  const possible = remediates && plan.mode !== 'manual' && plan.actions.length > 0;
  switch (type) {
    case 'opened':
    case 'reopened':
    case 'changed':
      // Where it is possible it is being done, or an entry that asks for it comes next.
      return possible ? undefined : ['To accept it for a while', EXEMPT];
    case 'proposed':
    case 'failed':
      if (status !== 'open') return undefined;
      return possible
        ? ['To have Plumbline do it', { do: 'approve', plan: fingerprintOf(plan), ...BY }]
        : ['To accept it for a while', EXEMPT];
    case 'remediated':
      return remediates ? ['To undo it', { do: 'undo', ...BY }] : undefined;
    case 'resolved':
    case 'exempted':
    case 'approved':
    case 'undone':
      return undefined;
  }
}
