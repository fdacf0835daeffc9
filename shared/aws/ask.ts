import { GetFunctionUrlConfigCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { objectOf, parsedObject } from '../core/json.ts';

/** Which deployment is asked, and with which credentials. */
export interface Deployment {
  /** `<name>-<stage>` */
  readonly prefix: string;
  /** Left out: the one that the AWS configuration names. */
  readonly region?: string;
  /** A profile of the AWS configuration; left out: the usual credentials. */
  readonly profile?: string;
}

/** The function of a deployment that answers people. */
export interface Asked {
  readonly region: string;
  /**
   * Its answer to a request.
   * @throws {AskError} where it cannot be asked.
   */
  ask(request: object): Promise<Readonly<Record<string, unknown>>>;
}

/** Why a deployment cannot be asked, as a sentence for a person. */
export class AskError extends Error {
  override readonly name = 'AskError';
}

/**
 * Where a deployment takes requests by the URL of the function only, they go there: the URL takes any path, and a call of
 * Lambda is signed as it wants to be called.
 * https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
 */
export async function deployed({ prefix, region: wanted, profile }: Deployment): Promise<Asked> {
  const FunctionName = `${prefix}-respond`;
  const settings = {
    ...(wanted === undefined ? {} : { region: wanted }),
    ...(profile === undefined ? {} : { profile }),
  };
  const direct = new LambdaClient(settings);
  const where = { name: FunctionName, region: wanted ?? 'the region of the AWS configuration' };
  const region = await explained(where, () => direct.config.region());
  const place = { ...where, region };
  const byUrl = async () => {
    const { FunctionUrl } = await direct.send(new GetFunctionUrlConfigCommand({ FunctionName }));
    if (!FunctionUrl) throw new AskError(`The function ${FunctionName} in ${region} has no URL.`);
    return new LambdaClient({ ...settings, endpoint: FunctionUrl.replace(/\/$/, '') });
  };
  let client = direct;
  return {
    region,
    ask: (request) =>
      explained(place, async () => {
        const answer = await invoke(client, FunctionName, request);
        if (!isOnlyByUrl(answer)) return answer;
        client = await byUrl();
        return invoke(client, FunctionName, request);
      }),
  };
}

async function invoke(client: LambdaClient, FunctionName: string, request: object) {
  const { Payload, FunctionError } = await client.send(
    new InvokeCommand({ FunctionName, Payload: Buffer.from(JSON.stringify(request)) }),
  );
  const answer = objectOf(parsedObject(Buffer.from(Payload ?? []).toString()));
  if (FunctionError !== undefined || !answer)
    throw new AskError(`The function ${FunctionName} has failed. Its log group says why.`);
  return answer;
}

function isOnlyByUrl({ ok, byUrl }: Readonly<Record<string, unknown>>): boolean {
  return ok === false && byUrl === true;
}

/** Failures of the SDK as sentences that say what to do. */
async function explained<T>(
  { name, region }: { readonly name: string; readonly region: string },
  ask: () => Promise<T>,
): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof AskError) throw error;
    const { name: kind, message, $metadata } = error as Error & { readonly $metadata?: unknown };
    if (/region is missing|region not accepted/i.test(message))
      throw new AskError('No AWS region is set. Name it with --region, or in the AWS configuration.');
    if (kind === 'ResourceNotFoundException')
      throw new AskError(
        `There is no function ${name} in ${region}. Deploy Plumbline there, or name its --region, --stage and --name.`,
      );
    if (/Credential|Token|Signature|UnrecognizedClient/i.test(kind))
      throw new AskError(`AWS does not know who you are: ${message}. Name a profile with --profile, or sign in again.`);
    if (/^(?:AccessDenied|NotAuthorized|KMSAccessDenied)/.test(kind) || statusOf($metadata) === 403)
      throw new AskError(
        `AWS does not let you ask ${name} in ${region}: ${message}. You need lambda:InvokeFunction on it; where the deployment has requests=url, lambda:InvokeFunctionUrl and lambda:GetFunctionUrlConfig.`,
      );
    throw new AskError(`${name} in ${region} cannot be asked: ${message || kind}`);
  }
}

function statusOf(metadata: unknown): unknown {
  return objectOf(metadata)?.['httpStatusCode'];
}
