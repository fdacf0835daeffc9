import { fingerprintOfViolations } from '../core/exemption.ts';
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

/** For the violations that the event shows: what comes later is not accepted with them. */
function exempting({ violations }: FindingEvent): readonly [purpose: string, request: Request] {
  const seen = fingerprintOfViolations(violations);
  return [
    'To exempt these violations for a while',
    { do: 'exempt', violations: seen, ...BY, reason: '<why>', until: '<YYYY-MM-DD>' },
  ];
}

/** Left out where nothing can be requested, or no function takes requests. */
export function commandFor(event: FindingEvent, around: Surroundings): Command | undefined {
  if (isByTag(event)) return event.finding.exemption?.setBy ? undefined : whoTagged(event, around);
  const asked = requestFor(event, around.remediation !== 'off');
  const { id } = event.finding;
  // A command holds no other text of an event, since a shell would read it.
  if (!asked || !/^[0-9a-f]+$/.test(id)) return undefined;
  if (!/^[0-9a-f]+-\d+$/.test(asked[1]['event'] ?? `${id}-0`)) return undefined;
  const [purpose, { do: verb = '', ...rest }] = asked;
  return commandOf(purpose, { do: verb, ...(rest['event'] === undefined ? { finding: id } : {}), ...rest }, around);
}

/** Whether a tag on the resource has accepted what is wrong. */
function isByTag({ type, finding }: FindingEvent): boolean {
  return type === 'exempted' && finding.exemption?.grantedBy === 'tag';
}

/**
 * A person who may tag a resource may silence its findings. Where Plumbline has seen no event that set the tag, CloudTrail's
 * event history may have it, for 90 days.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
 */
function whoTagged({ finding: { resource } }: FindingEvent, { region }: Surroundings): Command | undefined {
  // An id that CloudTrail has in another form, and one that a shell could read, is left out.
  if (!/^[\w.-]+$/.test(resource.id)) return undefined;
  const where = /^[\w-]+$/.test(resource.region) ? resource.region : region;
  const columns = '[EventTime,EventName,Username]';
  return {
    purpose: 'To see who set the tag, in the last 90 days',
    line: `aws cloudtrail lookup-events --region ${where} --lookup-attributes AttributeKey=ResourceName,AttributeValue=${resource.id} --query "Events[?contains(EventName,'Tag')].${columns}" --output text`,
  };
}

/** The command for a request, whose texts are Plumbline's own. Left out where no function takes requests. */
export function commandOf(purpose: string, request: Request, around: Surroundings): Command | undefined {
  const { region, respond, requests } = around;
  if (!/^[\w-]+$/.test(respond ?? '')) return undefined;
  const payload = JSON.stringify(request);
  if (requests === 'url') return { purpose, line: signedCall(payload, region, respond ?? '') };
  // Versions 1 and 2 of the CLI read other payloads in two ways, and a file of bytes alike.
  const invoke = `aws lambda invoke --region ${region} --function-name ${respond} --payload fileb:///dev/stdin`;
  const line = `echo '${payload}' | ${invoke} /dev/stdout`;
  return { purpose, line };
}

/**
 * curl signs with the credentials in the environment; `aws configure export-credentials --format env` prints them.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html
 */
function signedCall(payload: string, region: string, respond: string): string {
  const url = `"$(aws lambda get-function-url-config --region ${region} --function-name ${respond} --query FunctionUrl --output text)"`;
  const signed = `--aws-sigv4 aws:amz:${region}:lambda --user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY"`;
  const headers = `-H "x-amz-security-token: $AWS_SESSION_TOKEN" -H "content-type: application/json"`;
  return `curl ${signed} ${headers} -d '${payload}' ${url}`;
}

function requestFor(
  event: FindingEvent,
  remediates: boolean,
): readonly [purpose: string, request: Request] | undefined {
  const {
    type,
    finding: { plan, status },
  } = event;
  const possible = remediates && plan.mode !== 'manual' && plan.actions.length > 0;
  switch (type) {
    case 'opened':
    case 'reopened':
    case 'changed':
      if (status === 'resolved') return undefined;
      // A possible fix is under way, or the next event proposes it.
      return possible ? undefined : exempting(event);
    case 'proposed':
    case 'failed':
      if (status !== 'open') return undefined;
      return possible ? ['To approve this fix', { do: 'approve', plan: fingerprintOf(plan), ...BY }] : exempting(event);
    case 'remediated':
      return remediates ? ['To undo this fix', { do: 'undo', ...BY }] : undefined;
    case 'restored':
      return remediates ? ['To undo this', { do: 'undo', ...BY }] : undefined;
    case 'overwritten':
      return remediates && event.restore
        ? ['To bring the change back', { do: 'restore', event: event.id, ...BY }]
        : undefined;
    case 'resolved':
    case 'exempted':
    case 'approved':
    case 'undone':
      return undefined;
  }
}
