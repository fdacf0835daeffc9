import { type TrailEvent, UnreadableEvent } from '../../core/event.ts';
import { getText } from '../../core/json.ts';

export interface FunctionName {
  readonly name: string;
  /** A version or an alias. Left out: the function itself. */
  readonly qualifier?: string;
}

/**
 * A name, a partial ARN or a full ARN, with or without a qualifier. The region and account of a full ARN are not
 * checked: published records contain made-up ones.
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html
 */
const NAME =
  /^(?:arn:[^:]+:lambda:[^:]+:[^:]+:|(?:[a-z]{2}(?:-[a-z]+)+-\d:)?(?:\d{12}:)?)(?:function:)?([\w-]+)(?::(\$LATEST(?:\.PUBLISHED)?|[\w-]+))?$/;

/** The Lambda function of a call. */
export function functionIn(event: TrailEvent): FunctionName {
  const given =
    getText(event.requestParameters, 'functionName') ?? getText(event.responseElements, 'functionName') ?? '';
  const [, name, suffix] = NAME.exec(given) ?? [];
  if (!name) throw new UnreadableEvent(`${event.eventName} names no function`);
  const qualifier = getText(event.requestParameters, 'qualifier') || suffix;
  // `$LATEST` has the policy of the function itself.
  return { name, ...(qualifier && qualifier !== '$LATEST' ? { qualifier } : {}) };
}
