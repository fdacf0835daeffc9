import { objectOf, parsedObject } from '../core/json.ts';
import type { Answer } from './answer.ts';

/*
 * Lambda tells a function nothing about who invokes it directly: `context.identity` is for Cognito only, and everything
 * else in the event is the caller's own. A function URL with IAM authentication names the caller in the event, where
 * only Lambda can write. A direct call can imitate such an event, so a deployment takes requests in one of the two ways,
 * and IAM has to allow calls by the URL only (docs/deploy.md).
 * https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html
 */

/** A request, and the ARN of who makes it. */
export interface Called {
  readonly given: unknown;
  readonly identity: string;
}

/** The request in an event of a function URL with IAM authentication; `undefined` for any other event. */
export function calledByUrl(event: unknown): Called | undefined {
  const { requestContext, body, isBase64Encoded } = objectOf(event) ?? {};
  const iam = objectOf(objectOf(objectOf(requestContext)?.['authorizer'])?.['iam']);
  const identity = iam?.['userArn'];
  if (typeof identity !== 'string' || !identity.startsWith('arn:')) return undefined;
  const text = typeof body === 'string' ? body : '';
  return { given: parsedObject(isBase64Encoded === true ? Buffer.from(text, 'base64').toString() : text), identity };
}

export const ONLY_BY_URL: Answer = {
  ok: false,
  byUrl: true,
  error:
    'This deployment takes requests by the URL of the function only, because Lambda does not say who invokes a function directly. The alerts have the command.',
};

/** An answer by HTTP. */
export function httpAnswer(answer: Answer) {
  return {
    statusCode: answer.ok ? 200 : 400,
    headers: { 'content-type': 'application/json' },
    body: `${JSON.stringify(answer)}\n`,
  };
}
