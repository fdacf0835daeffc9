import { isAccountId } from './accounts.ts';
import { coversInternet, isWide, parseCidr } from './cidr.ts';
import { claimIsNarrow } from './federated.ts';
import { isOpenText } from './glob.ts';
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
    /** `fixed`: a value that names no account, such as a VPC, a bucket or an address range. */
    | 'fixed';
}

type Reader = (value: string) => Bound['to'] | undefined;

/** A unique id. It is narrow if it is written in full. */
const fixed: Reader = (value) => (value === '' || isOpenText(value) ? undefined : 'fixed');

const account: Reader = (value) => (isAccountId(value) ? { account: value } : fixed(value));

const organization: Reader = (value) => (fixed(value) === undefined ? undefined : { organization: value });

/** `o-a1b2c3d4e5/r-ab12/*` matches only paths of one organisation. */
const organizationPath: Reader = (value) => {
  const [, id] = /^(o-[a-z0-9]+)\//.exec(value) ?? [];
  return id === undefined ? fixed(value) : { organization: id };
};

/**
 * An ARN narrows by its account. An ARN without an account is narrow if its name is written in full. For S3 the
 * bucket's name suffices (`arn:aws:s3:::bucket/*`), because bucket names are unique.
 */
const arn: Reader = (value) => {
  const [prefix, , service, , owner = '', ...rest] = value.split(':');
  if (prefix?.toLowerCase() !== 'arn' || rest.length === 0) return fixed(value);
  if (isAccountId(owner)) return { account: owner };
  if (owner !== '') return fixed(owner);
  const name = rest.join(':');
  return fixed(service === 's3' ? (name.split('/')[0] ?? '') : name);
};

/** `AROA…:*` is every session of one role. An account id is the id of its root user. */
const userId: Reader = (value) => {
  const [id = ''] = value.split(':');
  return isAccountId(id) ? { account: id } : fixed(/^A[A-Z]{3}[A-Z0-9]{12,}$/.test(id) ? id : value);
};

const serviceName: Reader = (value) => (fixed(value) === undefined ? undefined : { service: value.toLowerCase() });

const anyService: Reader = (value) => (value.toLowerCase() === 'true' ? { service: 'an AWS service' } : undefined);

const yes: Reader = (value) => (value.toLowerCase() === 'true' ? 'fixed' : undefined);

/**
 * The condition keys that limit the callers. A key that is not listed (aws:PrincipalTag, aws:Referer, aws:VpcSourceIp,
 * kms:ViaService, sns:Endpoint …) can be met by anyone. "The meaning of public" in "Blocking public access to your
 * Amazon S3 storage" (S3 User Guide), the same section of the EFS User Guide, and "AWS global condition context keys"
 * (IAM User Guide).
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
  'kms:calleraccount': ['caller', account],
  'aws:sourceaccount': ['source', account],
  'aws:sourceowner': ['source', account],
  'aws:sourcearn': ['source', arn],
  'aws:sourceorgid': ['source', organization],
  'aws:sourceorgpaths': ['source', organizationPath],
  's3:dataaccesspointaccount': ['source', account],
  's3:dataaccesspointarn': ['source', arn],
  'aws:sourcevpc': ['network', fixed],
  'aws:sourcevpce': ['network', fixed],
  'aws:sourcevpcarn': ['network', arn],
  'aws:vpceaccount': ['network', account],
  'aws:vpceorgid': ['network', organization],
  'aws:vpceorgpaths': ['network', organizationPath],
  's3:x-amz-server-side-encryption-aws-kms-key-id': ['network', fixed],
  'elasticfilesystem:accessedviamounttarget': ['network', yes],
};

const TEXT = new Set(['stringequals', 'stringequalsignorecase', 'stringlike', 'arnequals', 'arnlike']);
const OPERATORS: Readonly<Record<string, ReadonlySet<string>>> = {
  'aws:principalisawsservice': new Set(['bool', 'stringequals', 'stringequalsignorecase']),
  'elasticfilesystem:accessedviamounttarget': new Set(['bool', 'stringequals', 'stringequalsignorecase']),
};

/** A claim of an identity provider's token (`accounts.google.com:aud`) narrows if it names the holder of the token. */
function claimReader(key: string): readonly [Bound['about'], Reader] {
  return ['caller', (value) => (claimIsNarrow(key, value) ? 'fixed' : undefined)];
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

/**
 * The callers that a key with these values admits if the operator requires a match; `undefined`: anyone. The widest
 * value of a list decides.
 */
export function boundsOf(key: string, operator: string, values: readonly string[]): readonly Bound[] | undefined {
  if (values.length === 0) return undefined;
  if (key === 'aws:sourceip') {
    return operator === 'ipaddress' || TEXT.has(operator) ? addresses(values) : undefined;
  }
  const reader = Object.hasOwn(READERS, key) ? READERS[key] : claimReader(key);
  if (reader === undefined || !((Object.hasOwn(OPERATORS, key) ? OPERATORS[key] : undefined) ?? TEXT).has(operator))
    return undefined;
  const bounds: Bound[] = [];
  for (const value of values) {
    const to = reader[1](value);
    if (to === undefined) return undefined;
    bounds.push({ about: reader[0], to });
  }
  return bounds;
}

const OPPOSITE: Readonly<Record<string, string>> = {
  stringnotequals: 'stringequals',
  stringnotequalsignorecase: 'stringequalsignorecase',
  stringnotlike: 'stringlike',
  arnnotequals: 'arnequals',
  arnnotlike: 'arnlike',
  notipaddress: 'ipaddress',
};

/** The opposite of an operator that requires no match: it holds if and only if that operator fails. */
export const oppositeOf = (operator: string): string | undefined =>
  Object.hasOwn(OPPOSITE, operator) ? OPPOSITE[operator] : undefined;

/** The keys that a `Null: false` of the same statement requires. */
export const requiredKeys = (clauses: readonly Clause[]): ReadonlySet<string> =>
  new Set(
    clauses
      .filter(
        ({ operator, values }) =>
          operator === 'null' && values.length > 0 && values.every((v) => v.toLowerCase() === 'false'),
      )
      .map((clause) => clause.key),
  );
