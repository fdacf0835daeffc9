import type { FindingEvent } from '../core/finding.ts';
import { fingerprintOf } from '../core/plan.ts';
import type { Surroundings } from './surroundings.ts';

/** What a person can do about an event, and the command for it. */
export interface Command {
  readonly purpose: string;
  readonly line: string;
}

type Request = Readonly<Record<string, string>>;

const BY = { by: '<you>' };
const EXEMPT = { do: 'exempt', ...BY, reason: '<why>', until: '<YYYY-MM-DD>' };

/** Left out where nothing can be requested, or no function takes requests. */
export function commandFor(event: FindingEvent, { region, respond, remediation }: Surroundings): Command | undefined {
  const asked = requestFor(event, remediation !== 'off');
  const { id } = event.finding;
  // A command holds no other text of an event, since a shell would read it.
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
      // A possible fix is under way, or the next event proposes it.
      return possible ? undefined : ['To exempt this finding for a while', EXEMPT];
    case 'proposed':
    case 'failed':
      if (status !== 'open') return undefined;
      return possible
        ? ['To approve this fix', { do: 'approve', plan: fingerprintOf(plan), ...BY }]
        : ['To exempt this finding for a while', EXEMPT];
    case 'remediated':
      return remediates ? ['To undo this fix', { do: 'undo', ...BY }] : undefined;
    case 'resolved':
    case 'exempted':
    case 'approved':
    case 'undone':
      return undefined;
  }
}
