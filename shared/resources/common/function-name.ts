import { type TrailEvent, UnreadableEvent } from '../../core/event.ts';
import { getText } from '../../core/json.ts';

export interface FunctionName {
  readonly name: string;
  /** A version or an alias; left out for the function itself. */
  readonly qualifier?: string;
}

/**
 * A name, a partial or a whole ARN, each with or without a qualifier. In a whole ARN region and
 * account may be anything: published records have made-up ones.
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html
 */
const NAME =
  /^(?:arn:[^:]+:lambda:[^:]+:[^:]+:|(?:[a-z]{2}(?:-[a-z]+)+-\d:)?(?:\d{12}:)?)(?:function:)?([\w-]+)(?::(\$LATEST(?:\.PUBLISHED)?|[\w-]+))?$/;

/** The Lambda function that a call is about. */
export function functionIn(event: TrailEvent): FunctionName {
  const given =
    getText(event.requestParameters, 'functionName') ?? getText(event.responseElements, 'functionName') ?? '';
  const [, name, suffix] = NAME.exec(given) ?? [];
  if (!name) throw new UnreadableEvent(`${event.eventName} names no function`);
  const qualifier = getText(event.requestParameters, 'qualifier') || suffix;
  // The unpublished version shares the function's own policy.
  return { name, ...(qualifier && qualifier !== '$LATEST' ? { qualifier } : {}) };
}
