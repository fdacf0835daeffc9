import { arnOf, parseArn } from '../../core/arn.ts';
import { type TrailEvent, UnreadableEvent } from '../../core/event.ts';
import { getText, getTexts } from '../../core/json.ts';
import { defineKind, GONE } from '../../core/kind.ts';
import type { Detection } from '../../secrets/detect.ts';
import { screenParameter } from './screen.ts';

/**
 * A parameter of Parameter Store. Its id is its name. Its value is judged where it is read, and is never kept.
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-parameter-store.html
 */
export interface SsmParameter {
  /** `String`, `StringList`, or `SecureString`, which is encrypted. */
  readonly type?: string;
  /** What was found in the value, or in the name of a value that AWS hid. `null`: nothing. Encrypted values have none. */
  readonly detection?: Detection | null;
}

/**
 * Real records show `PutParameter`, without its value, and `DeleteParameter`. The requests of `DeleteParameters` are inferred
 * from the API.
 */
export const ssmParameter = defineKind<SsmParameter>()({
  name: 'ssm-parameter',
  type: 'AWS::SSM::Parameter',
  title: 'Systems Manager parameter',
  blank: {},
  arn: (ref) => arnOf('ssm', ref, `parameter/${ref.id.replace(/^\//, '')}`),
  tagging: { 'ssm:AddTagsToResource': tagged, 'ssm:RemoveTagsFromResource': tagged },
  events: {
    'ssm:PutParameter': { ids: named, sets: ['type', 'detection'], evolve: put },
    'ssm:DeleteParameter': { ids: named, evolve: () => GONE },
    'ssm:DeleteParameters': { ids: deleted, evolve: () => GONE },
  },
});

/** A name that is a path begins with a slash, which its ARN does not show. */
function nameOf(text: string): string {
  const name = parseArn(text)?.resource.replace(/^parameter\//, '');
  if (name === undefined) return text;
  return name.includes('/') ? `/${name}` : name;
}

function named({ eventName, requestParameters }: TrailEvent): string[] {
  const name = getText(requestParameters, 'name');
  if (!name) throw new UnreadableEvent(`${eventName} names no parameter`);
  return [nameOf(name)];
}

/** AWS answers with those that it deleted. */
function deleted({ eventName, requestParameters, responseElements }: TrailEvent): string[] {
  const answered = getTexts(responseElements, 'deletedParameters');
  const names = (answered.length > 0 ? answered : getTexts(requestParameters, 'names')).filter((name) => name !== '');
  if (names.length === 0) throw new UnreadableEvent(`${eventName} names no parameter`);
  return names.map(nameOf);
}

function tagged({ requestParameters }: TrailEvent): string[] {
  const id = getText(requestParameters, 'resourceId');
  return id && getText(requestParameters, 'resourceType') === 'Parameter' ? [nameOf(id)] : [];
}

/** A request that overwrites a parameter can leave out its type, which then stays. */
async function put({ type: earlier }: SsmParameter, event: TrailEvent, id: string): Promise<SsmParameter> {
  const type = getText(event.requestParameters, 'type') || earlier;
  return type === undefined ? {} : screenParameter(id, type, getText(event.requestParameters, 'value'));
}
