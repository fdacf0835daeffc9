/** What a request asks for: the service as requests are signed for it, and the operation as the API names it. */
export interface Operation {
  readonly service: string;
  readonly operation: string;
  /** What a transaction consists of; empty for everything else. */
  readonly parts: readonly string[];
}

interface Asked {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-signing-elements.html */
const CREDENTIAL = /Credential=([^/]+)\/\d+\/[^/]+\/([^/]+)\//;

/** The access key of whoever asks; empty where a request is not signed. */
export function keyOf(headers: Asked['headers']): string {
  return CREDENTIAL.exec(String(headers['authorization']))?.[1] ?? '';
}

/** @throws where the request is of no API that is known here, so that none goes uncounted. */
export function operationOf(asked: Asked): Operation {
  const service = CREDENTIAL.exec(String(asked.headers['authorization']))?.[2] ?? '';
  const operation = byTarget(asked) ?? byAction(asked) ?? byPath(service, asked);
  if (operation === undefined)
    throw new Error(`test/e2e/operations.ts, PATHS: add to ${service} the operation of ${asked.method} ${asked.url}`);
  return { service, operation, parts: operation === 'TransactWriteItems' ? partsOf(asked.body) : [] };
}

/** `Put` is allowed as `PutItem`, as if it were alone; of `ConditionCheck` the name is longer as well. */
function partsOf(body: string): readonly string[] {
  const { TransactItems } = JSON.parse(body) as { readonly TransactItems: readonly object[] };
  return [...new Set(TransactItems.flatMap((item) => Object.keys(item).map((verb) => `${verb}Item`)))];
}

function byTarget({ headers, url }: Asked): string | undefined {
  const target = headers['x-amz-target'];
  if (typeof target === 'string') return target.split('.').at(-1);
  return /\/service\/[^/]+\/operation\/(\w+)/.exec(url)?.[1];
}

function byAction({ body, headers }: Asked): string | undefined {
  if (!String(headers['content-type']).startsWith('application/x-www-form-urlencoded')) return undefined;
  return new URLSearchParams(body).get('Action') ?? undefined;
}

/** Operations of REST APIs: method, pattern of the path and query, name. The first that fits counts. */
const PATHS: Readonly<Record<string, readonly (readonly [method: string, url: RegExp, operation: string])[]>> = {
  s3: [
    ['GET', /^\/v20180820\/configuration\/publicAccessBlock/, 'GetAccountPublicAccessBlock'],
    ['PUT', /^\/v20180820\/configuration\/publicAccessBlock/, 'PutAccountPublicAccessBlock'],
    ['DELETE', /^\/v20180820\/configuration\/publicAccessBlock/, 'DeleteAccountPublicAccessBlock'],
    ['GET', /[?&]policy\b/, 'GetBucketPolicy'],
    ['PUT', /[?&]policy\b/, 'PutBucketPolicy'],
    ['DELETE', /[?&]policy\b/, 'DeleteBucketPolicy'],
    ['GET', /[?&]acl\b/, 'GetBucketAcl'],
    ['PUT', /[?&]acl\b/, 'PutBucketAcl'],
    ['GET', /[?&]publicAccessBlock\b/, 'GetPublicAccessBlock'],
    ['PUT', /[?&]publicAccessBlock\b/, 'PutPublicAccessBlock'],
    ['DELETE', /[?&]publicAccessBlock\b/, 'DeletePublicAccessBlock'],
    ['GET', /[?&]encryption\b/, 'GetBucketEncryption'],
    ['PUT', /[?&]encryption\b/, 'PutBucketEncryption'],
    ['DELETE', /[?&]encryption\b/, 'DeleteBucketEncryption'],
    ['GET', /[?&]versioning\b/, 'GetBucketVersioning'],
    ['PUT', /[?&]versioning\b/, 'PutBucketVersioning'],
    ['GET', /[?&]logging\b/, 'GetBucketLogging'],
    ['PUT', /[?&]logging\b/, 'PutBucketLogging'],
    ['GET', /[?&]lifecycle\b/, 'GetBucketLifecycleConfiguration'],
    ['GET', /[?&]object-lock\b/, 'GetObjectLockConfiguration'],
    ['PUT', /[?&]object-lock\b/, 'PutObjectLockConfiguration'],
    ['GET', /[?&]tagging\b/, 'GetBucketTagging'],
    ['GET', /[?&]location\b/, 'GetBucketLocation'],
    ['GET', /[?&]ownershipControls\b/, 'GetBucketOwnershipControls'],
    ['GET', /^\/(\?.*)?$/, 'ListBuckets'],
    ['HEAD', /^\/[^/]+\/?(\?.*)?$/, 'HeadBucket'],
  ],
  lambda: [
    ['GET', /^\/2015-03-31\/functions\/[^/]+\/configuration/, 'GetFunctionConfiguration'],
    ['PUT', /^\/2015-03-31\/functions\/[^/]+\/configuration/, 'UpdateFunctionConfiguration'],
    ['GET', /^\/2015-03-31\/functions\/[^/]+\/policy/, 'GetPolicy'],
    ['POST', /^\/2015-03-31\/functions\/[^/]+\/policy/, 'AddPermission'],
    ['DELETE', /^\/2015-03-31\/functions\/[^/]+\/policy/, 'RemovePermission'],
    ['GET', /^\/2021-10-31\/functions\/[^/]+\/urls?/, 'GetFunctionUrlConfig'],
    ['PUT', /^\/2021-10-31\/functions\/[^/]+\/url/, 'UpdateFunctionUrlConfig'],
    ['GET', /^\/2015-03-31\/event-source-mappings\/[^/?]+/, 'GetEventSourceMapping'],
    ['PUT', /^\/2015-03-31\/event-source-mappings\/[^/?]+/, 'UpdateEventSourceMapping'],
    ['GET', /^\/2015-03-31\/event-source-mappings/, 'ListEventSourceMappings'],
    ['GET', /^\/2019-09-30\/functions\/[^/]+\/concurrency/, 'GetFunctionConcurrency'],
    ['PUT', /^\/2017-10-31\/functions\/[^/]+\/concurrency/, 'PutFunctionConcurrency'],
    ['DELETE', /^\/2017-10-31\/functions\/[^/]+\/concurrency/, 'DeleteFunctionConcurrency'],
    ['GET', /^\/2015-03-31\/functions\/[^/]+\/aliases/, 'ListAliases'],
    ['GET', /^\/2015-03-31\/functions\/[^/]+\/versions/, 'ListVersionsByFunction'],
    ['GET', /^\/2015-03-31\/functions\/[^/?]+(\?|$)/, 'GetFunction'],
    ['GET', /^\/2015-03-31\/functions\/?(\?|$)/, 'ListFunctions'],
  ],
  es: [
    ['GET', /^\/2021-01-01\/opensearch\/domain\/[^/]+\/config/, 'DescribeDomainConfig'],
    ['POST', /^\/2021-01-01\/opensearch\/domain\/[^/]+\/config/, 'UpdateDomainConfig'],
    ['GET', /^\/2021-01-01\/domain(\?|$)/, 'ListDomainNames'],
  ],
  guardduty: [
    ['GET', /^\/detector(\?|$)/, 'ListDetectors'],
    ['POST', /^\/detector(\?|$)/, 'CreateDetector'],
    ['GET', /^\/detector\/[^/]+/, 'GetDetector'],
    ['POST', /^\/detector\/[^/]+/, 'UpdateDetector'],
  ],
  elasticfilesystem: [
    ['GET', /^\/2015-02-01\/file-systems\/[^/]+\/policy/, 'DescribeFileSystemPolicy'],
    ['GET', /^\/2015-02-01\/file-systems/, 'DescribeFileSystems'],
  ],
  rolesanywhere: [
    ['GET', /^\/trustanchors/, 'ListTrustAnchors'],
    ['GET', /^\/trustanchor\/[^/]+/, 'GetTrustAnchor'],
  ],
  eks: [
    ['POST', /^\/clusters\/[^/]+\/update-config/, 'UpdateClusterConfig'],
    ['GET', /^\/clusters\/[^/]+\/updates(\?|$)/, 'ListUpdates'],
    ['GET', /^\/clusters\/[^/]+\/updates\/[^/]+/, 'DescribeUpdate'],
    ['GET', /^\/clusters\/[^/]+\/access-entries(\?|$)/, 'ListAccessEntries'],
    ['GET', /^\/clusters\/[^/]+\/access-entries\/[^/]+\/access-policies(\?|$)/, 'ListAssociatedAccessPolicies'],
    ['POST', /^\/clusters\/[^/]+\/access-entries\/[^/]+\/access-policies(\?|$)/, 'AssociateAccessPolicy'],
    ['DELETE', /^\/clusters\/[^/]+\/access-entries\/[^/]+\/access-policies\/[^/]+/, 'DisassociateAccessPolicy'],
    ['GET', /^\/clusters\/[^/?]+(\?|$)/, 'DescribeCluster'],
    ['GET', /^\/clusters\/?(\?|$)/, 'ListClusters'],
  ],
};

function byPath(service: string, { method, url }: Asked): string | undefined {
  return PATHS[service]?.find(([each, pattern]) => each === method && pattern.test(url))?.[2];
}
