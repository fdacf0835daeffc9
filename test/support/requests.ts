/**
 * Single requests, and a small evaluation of policies for them: written apart from Plumbline's own, which judges sets of
 * requests. It knows the elements and operators that the laws of plans use. "Policy evaluation logic" (IAM User Guide).
 */

export interface Request {
  /** The ARN of the caller, or the name of a service. `undefined`: without a signature. */
  readonly caller?: string;
  readonly action: string;
  readonly resource: string;
  /** The keys that the request carries, in lower case. */
  readonly keys: Readonly<Record<string, string>>;
}

type Raw = Readonly<Record<string, unknown>>;

const list = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : [String(value)]);

const matches = (pattern: string, text: string): boolean =>
  new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replace(/\*/g, '.*')
      .replace(/\?/g, '.')}$`,
    's',
  ).test(text);

const accountOf = (arn: string): string => arn.split(':')[4] ?? '';

function names(type: string, text: string, { caller }: Request): boolean {
  if (text === '*') return true;
  if (caller === undefined) return false;
  if (type === 'Service') return text === caller;
  if (/^\d{12}$/.test(text) || text.endsWith(':root')) {
    return accountOf(caller) === (text.length === 12 ? text : accountOf(text));
  }
  return text === caller;
}

function isFor(raw: Raw, request: Request): boolean {
  const named = (value: unknown): boolean =>
    value === '*' ||
    Object.entries(value as Raw).some(([type, texts]) => list(texts).some((text) => names(type, text, request)));
  if (raw['NotPrincipal'] !== undefined) return !named(raw['NotPrincipal']);
  return raw['Principal'] === undefined || named(raw['Principal']);
}

const number = (address: string): number => address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);

function isIn(block: string, address: string): boolean {
  const [base = '', bits = '32'] = block.split('/');
  const size = 2 ** (32 - Number(bits));
  return Math.floor(number(base) / size) === Math.floor(number(address) / size);
}

function holds(operator: string, key: string, values: readonly string[], { keys }: Request): boolean {
  const given = keys[key.toLowerCase()];
  const isNegated = operator.includes('Not');
  if (given === undefined) return isNegated;
  const compare = (value: string): boolean => {
    if (operator === 'IpAddress') return isIn(value, given);
    return operator.endsWith('Like') ? matches(value, given) : value === given;
  };
  return values.some(compare) !== isNegated;
}

/** Whether a statement applies to a request. */
export function applies(raw: Raw, request: Request): boolean {
  const conditions = Object.entries((raw['Condition'] ?? {}) as Record<string, Raw>).flatMap(([operator, block]) =>
    Object.entries(block).map(([key, values]) => holds(operator, key, list(values), request)),
  );
  return (
    isFor(raw, request) &&
    list(raw['Action']).some((action) => matches(action.toLowerCase(), request.action.toLowerCase())) &&
    list(raw['Resource'] ?? '*').some((resource) => matches(resource, request.resource)) &&
    conditions.every(Boolean)
  );
}

/** Whether a policy, alone, allows a request. */
export function allows(document: unknown, request: Request): boolean {
  const statements = ((document as Raw | null)?.['Statement'] ?? []) as readonly Raw[];
  const effects = statements.filter((raw) => applies(raw, request)).map((raw) => raw['Effect']);
  return effects.includes('Allow') && !effects.includes('Deny');
}
