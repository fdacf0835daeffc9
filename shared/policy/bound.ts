import { isAccountId } from './accounts.ts';
import { coversInternet, isWide, parseCidr } from './cidr.ts';
import { claimIsNarrow, isClaim, namesSession } from './federated.ts';
import { isOpenText } from './glob.ts';
import { organizationIn } from './organization.ts';
import type { Scene } from './scene.ts';
import type { Clause } from './statement.ts';

/**
 * One set of callers that a condition admits. `caller`: by the caller. `source`: by the resource for which a service
 * calls. `network`: by the place from which the request comes.
 */
export interface Bound {
  readonly about: 'caller' | 'source' | 'network';
  readonly to:
    | { readonly account: string }
    | { readonly organization: string }
    | { readonly service: string }
    /** A bucket by its name, which shows no account and can get another owner. */
    | { readonly bucket: string }
    /** `fixed`: a value that names no account, such as a VPC or an address range. */
    | 'fixed';
}

type Reader = (value: string, scene: Scene) => Bound['to'] | undefined;

/** A unique id. It is narrow if it is written in full. */
const fixed: Reader = (value) => (value === '' || isOpenText(value) ? undefined : 'fixed');

const account: Reader = (value, scene) => (isAccountId(value) ? { account: value } : fixed(value, scene));

/** The variable for the organisation of the resource. The account of the resource is a member. */
const OWN_ORGANIZATION = '${aws:resourceorgid}';

const organization: Reader = (value, scene) => {
  if (value.toLowerCase() === OWN_ORGANIZATION) return { account: scene.account };
  return fixed(value, scene) === undefined ? undefined : { organization: value };
};

/** `o-a1b2c3d4e5/r-ab12/*` matches only paths of one organisation. */
const organizationPath: Reader = (value, scene) => {
  const id = organizationIn(value);
  return id === undefined ? fixed(value, scene) : { organization: id };
};

const ANY_SERVICE = { service: 'an AWS service' } as const;

/** Only AWS services can use the roles with this path. "Create a service-linked role" (IAM User Guide). */
const SERVICE_LINKED = /^role\/aws-service-role\//;

/**
 * An ARN narrows by its account. An ARN without an account is narrow if its name is written in full. For S3 the
 * bucket's name suffices (`arn:aws:s3:::bucket/*`), because bucket names are unique.
 */
const arn: Reader = (value, scene) => {
  const [prefix, , service, , owner = '', ...rest] = value.split(':');
  if (prefix?.toLowerCase() !== 'arn' || rest.length === 0) return fixed(value, scene);
  if (isAccountId(owner)) return { account: owner };
  const name = rest.join(':');
  if (service === 'iam' && SERVICE_LINKED.test(name)) return ANY_SERVICE;
  if (owner !== '') return fixed(owner, scene);
  if (service !== 's3') return fixed(name, scene);
  const [bucket = ''] = name.split('/');
  return fixed(bucket, scene) === undefined ? undefined : { bucket };
};

/** `AROA…:*` is every session of one role. An account id is the id of its root user. */
const userId: Reader = (value, scene) => {
  const [id = ''] = value.split(':');
  return isAccountId(id) ? { account: id } : fixed(/^A[A-Z]{3}[A-Z0-9]{12,}$/.test(id) ? id : value, scene);
};

const serviceName: Reader = (value, scene) =>
  fixed(value, scene) === undefined ? undefined : { service: value.toLowerCase() };

const anyService: Reader = (value) => (value.toLowerCase() === 'true' ? ANY_SERVICE : undefined);

const yes: Reader = (value) => (value.toLowerCase() === 'true' ? 'fixed' : undefined);

/** The caller of `sts:AssumeRole…` chooses the name, unless its provider does. */
const session: Reader = (value, { provider }) => (namesSession(provider, value) ? 'fixed' : undefined);

/** The subscriber of a topic: an ARN with its account, an address of one domain, or a URL on one host. */
const endpoint: Reader = (value, scene) => {
  if (/^arn:/i.test(value)) return arn(value, scene);
  const [, domain] = /^(?:.*@|https?:\/\/)([^/]+)/i.exec(value) ?? [];
  return fixed(domain ?? value, scene);
};

/**
 * The condition keys that limit the callers. A key that is not listed (aws:PrincipalTag, aws:PrincipalType, aws:username,
 * aws:Referer, aws:VpcSourceIp, aws:ViaAWSService, kms:ViaService, sns:Protocol …) can be met by anyone. "The meaning of
 * public" in "Blocking public access to your Amazon S3 storage" (S3 User Guide), the same section of the EFS User Guide,
 * and "AWS global condition context keys" (IAM User Guide).
 */
const READERS: Readonly<Record<string, readonly [Bound['about'], Reader]>> = {
  'aws:principalaccount': ['caller', account],
  'aws:principalarn': ['caller', arn],
  'aws:principalorgid': ['caller', organization],
  'aws:principalorgpaths': ['caller', organizationPath],
  'aws:principalisawsservice': ['caller', anyService],
  'aws:principalservicename': ['caller', serviceName],
  'aws:principalservicenameslist': ['caller', serviceName],
  'aws:userid': ['caller', userId],
  'aws:federatedprovider': ['caller', arn],
  'kms:calleraccount': ['caller', account],
  'ec2:sourceinstancearn': ['caller', arn],
  'lambda:sourcefunctionarn': ['caller', arn],
  'sns:endpoint': ['caller', endpoint],
  'sts:rolesessionname': ['caller', session],
  'aws:sourceaccount': ['source', account],
  'aws:sourceowner': ['source', account],
  'aws:sourcearn': ['source', arn],
  'aws:sourceorgid': ['source', organization],
  'aws:sourceorgpaths': ['source', organizationPath],
  // The id of an Alexa skill.
  'lambda:eventsourcetoken': ['source', fixed],
  's3:dataaccesspointaccount': ['source', account],
  's3:dataaccesspointarn': ['source', arn],
  'aws:sourcevpc': ['network', fixed],
  'aws:sourcevpce': ['network', fixed],
  'aws:sourcevpcarn': ['network', arn],
  'aws:ec2instancesourcevpc': ['network', fixed],
  'aws:vpceaccount': ['network', account],
  'aws:vpceorgid': ['network', organization],
  'aws:vpceorgpaths': ['network', organizationPath],
  's3:x-amz-server-side-encryption-aws-kms-key-id': ['network', fixed],
  'elasticfilesystem:accessedviamounttarget': ['network', yes],
};

const EXACT = new Set(['stringequals', 'stringequalsignorecase']);
const TEXT = new Set([...EXACT, 'stringlike', 'arnequals', 'arnlike']);
const FLAG = new Set(['bool', ...EXACT]);
const OPERATORS: Readonly<Record<string, ReadonlySet<string>>> = {
  'aws:principalisawsservice': FLAG,
  'elasticfilesystem:accessedviamounttarget': FLAG,
};

/** A claim of an identity provider's token (`accounts.google.com:aud`) narrows if it names the holder of the token. */
function claimReader(key: string): readonly [Bound['about'], Reader] | undefined {
  return isClaim(key) ? ['caller', (value) => (claimIsNarrow(key, value) ? 'fixed' : undefined)] : undefined;
}

function readerOf(key: string, operator: string): readonly [Bound['about'], Reader] | undefined {
  const reader = Object.hasOwn(READERS, key) ? READERS[key] : claimReader(key);
  const operators = Object.hasOwn(OPERATORS, key) ? OPERATORS[key] : undefined;
  return (operators ?? TEXT).has(operator) ? reader : undefined;
}

/**
 * Blocks up to /8 (IPv4) and /32 (IPv6) are narrow, unless many narrow blocks together cover most of the internet.
 * Private blocks are narrow: no request from the internet has such an address.
 */
function addresses(values: readonly string[]): readonly Bound[] | undefined {
  const cidrs = values.map((value) => parseCidr(value));
  const known = cidrs.filter((cidr) => cidr !== undefined);
  if (known.length < cidrs.length || known.some((cidr) => isWide(cidr, { 4: 8, 6: 32 }))) return undefined;
  return coversInternet(known) ? undefined : [{ about: 'network', to: 'fixed' }];
}

/** Under an operator without wildcards `*` is a character, which no id, ARN or claim contains. It matches nobody. */
const matchesNothing = (operator: string, value: string): boolean =>
  EXACT.has(operator) && /[*?]/.test(value) && !value.includes('${');

/**
 * The callers that a condition admits if its operator requires a match; `undefined`: anyone. The widest value of a list
 * decides.
 */
export function boundsOf(
  { key, operator, values }: Pick<Clause, 'key' | 'operator' | 'values'>,
  scene: Scene,
): readonly Bound[] | undefined {
  if (values.length === 0) return undefined;
  const matching = values.filter((value) => !matchesNothing(operator, value));
  if (key === 'aws:sourceip') {
    return operator === 'ipaddress' || TEXT.has(operator) ? addresses(matching) : undefined;
  }
  const reader = readerOf(key, operator);
  if (reader === undefined) return undefined;
  const bounds: Bound[] = [];
  for (const value of matching) {
    const to = reader[1](value, scene);
    if (to === undefined) return undefined;
    bounds.push({ about: reader[0], to });
  }
  return bounds;
}
