// The small one: the other is the most of what `respond` would load.
import * as z from 'zod/mini';
import { nearest } from '../config/nearest.ts';
import { REQUESTS } from '../core/requests.ts';
import { SEVERITIES } from '../core/severity.ts';
import { cut, plain } from '../core/text.ts';

/** A placeholder of a command or of the documentation, such as `<you>` or `…`. An address between the same signs is none. */
const PLACEHOLDER = /^(?:<[^<>@]*>|\u2026|\.{3})$|<(?:you|why|name|reason|owner|YYYY-MM-DD)>/i;
/** Line breaks and other characters that nobody sees. */
const HIDDEN = /[\p{Cc}\p{Zl}\p{Zp}]/u;

const isNoPlaceholder = z.refine<string>((given) => !PLACEHOLDER.test(given.trim()), { error: 'placeholder' });
const filled = z.string().check(isNoPlaceholder);
const text = z
  .string()
  .check(z.trim(), z.minLength(1), z.maxLength(500), isNoPlaceholder)
  .check(z.refine((given) => !HIDDEN.test(given), { error: 'hidden' }));
/** Who makes the request: a name or address that colleagues know. */
const by = text;
const HEX = /^[0-9a-f]{16}$/;
const FINDING = 'The id of a finding has 16 hexadecimal digits. Its alert names it.';
const finding = z.string(FINDING).check(isNoPlaceholder, z.regex(HEX, FINDING));
const NOTICE = 'The id of a notice looks like "16f3a7ca9f6a6fd8-1". Its message names it, and so does {"do":"list"}.';
const notice = z.string(NOTICE).check(isNoPlaceholder, z.regex(/^[0-9a-f]{16}-[1-9]\d{0,8}$/, NOTICE));
const EVENT = 'Name the finding event of type "overwritten", as its alert does: "16f3a7ca9f6a6fd8-3".';
const event = z.string(EVENT).check(isNoPlaceholder, z.regex(/^[0-9a-f]{16}-\d{1,9}$/, EVENT));
const PLAN =
  'Name the plan by its fingerprint of 16 hexadecimal digits. The alert names it, and so does {"do":"show"}.';
const plan = z.string(PLAN).check(isNoPlaceholder, z.regex(HEX, PLAN));
const VIOLATIONS =
  'Name the violations that you saw by their fingerprint of 16 hexadecimal digits. The alert names it, and so does {"do":"show"}.';
const violations = z.string(VIOLATIONS).check(isNoPlaceholder, z.regex(HEX, VIOLATIONS));
const ACCOUNT = '"account" must have 12 digits, in quotes.';
const account = z.string(ACCOUNT).check(isNoPlaceholder, z.regex(/^\d{12}$/, ACCOUNT));
const HOURS = '"hours" must be a number from 1 to 168, without quotes.';
const hours = z.number(HOURS).check(z.minimum(1, HOURS), z.maximum(168, HOURS));
const UNTIL = '"until" must be a day, such as "2027-01-31".';
const until = z.pipe(filled, z.iso.date(UNTIL));

const filters = z.strictObject({
  rule: z.optional(text),
  severity: z.optional(z.enum(SEVERITIES, `"severity" must be one of ${SEVERITIES.join(', ')}.`)),
  status: z.optional(z.enum(['open', 'exempt'], '"status" must be open or exempt. Resolved findings are not listed.')),
  region: z.optional(text),
  resource: z.optional(text),
});

/** The requests of people. */
const request = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('show'), finding }),
  z.strictObject({ do: z.literal('approve'), finding, plan, by }),
  z.strictObject({ do: z.literal('undo'), finding, by }),
  z.strictObject({ do: z.literal('restore'), event, by }),
  z.strictObject({ do: z.literal('exempt'), finding, violations, by, reason: text, owner: z.optional(text), until }),
  z.strictObject({ do: z.literal('snooze'), finding, violations, by, hours, reason: z.optional(text) }),
  z.strictObject({ do: z.literal('pause'), by, reason: text }),
  z.strictObject({ do: z.literal('resume'), by }),
  z.strictObject({ do: z.literal('reset'), rule: text, account, by }),
  z.strictObject({ do: z.literal('acknowledge'), notice, by }),
  z.strictObject({ do: z.literal('log') }),
  z.strictObject({ do: z.literal('status'), rule: z.optional(text) }),
  z.strictObject({ do: z.literal('facts') }),
  z.strictObject({ do: z.literal('list'), filters: z.optional(filters), page: z.optional(z.string()) }),
]);

export type Request = z.output<typeof request>;

/** What a person requests, or everything that is wrong with it, as sentences. */
export function readRequest(given: unknown): { readonly asked: Request } | { readonly wrong: string } {
  const { success, data, error } = request.safeParse(given, { error: sentenceOf });
  if (success) return { asked: data };
  const sentences = error.issues.map(
    (issue) => MARKED[issue.message]?.(nameOf(issue), valueAt(given, issue)) ?? issue.message,
  );
  return { wrong: [...new Set(sentences)].join(' ') };
}

/** The sentences of problems that a check can only mark. */
const MARKED: Readonly<Record<string, (name: string, value: unknown) => string>> = {
  placeholder: (name, value) =>
    `${name} still has the placeholder ${shown(PLACEHOLDER.exec(String(value).trim())?.[0])}. Write your own text in its place.`,
  hidden: (name) => `${name} must be one line, without line breaks and other hidden characters.`,
};

type Issue = Pick<z.core.$ZodIssue, 'path'>;

function nameOf({ path }: { readonly path?: readonly PropertyKey[] | undefined }): string {
  return `"${(path ?? []).map(String).join('.')}"`;
}

function valueAt(given: unknown, { path }: Issue): unknown {
  return path.reduce<unknown>((of, name) => (of as Readonly<Record<PropertyKey, unknown>>)[name], given);
}

const LONGEST_SHOWN = 60;

/** A part of a request on one line. */
function shown(value: unknown): string {
  return cut(plain(String(value)), LONGEST_SHOWN);
}

/** A problem as a sentence. What a schema says itself wins. */
function sentenceOf(issue: z.core.$ZodRawIssue): string {
  const name = nameOf(issue);
  switch (issue.code) {
    case 'invalid_type':
      if (!issue.path?.length) return 'A request is a JSON object, such as {"do":"show","finding":"16f3a7ca9f6a6fd8"}.';
      if (issue.input === undefined) return `${name} is missing.`;
      if (issue.expected === 'object') return `${name} must be an object, such as {"severity":"critical"}.`;
      return `${name} must be a text in quotes.`;
    case 'too_small':
      return `${name} must not be empty.`;
    case 'too_big':
      return `${name} must have at most ${issue.maximum} characters.`;
    case 'unrecognized_keys':
      return `This request has no ${issue.keys.map((key) => JSON.stringify(shown(key))).join(' and no ')}.`;
    default:
      return doText(issue.input);
  }
}

function doText(input: unknown): string {
  const given = typeof input === 'object' && input !== null && 'do' in input ? input.do : undefined;
  const meant = typeof given === 'string' ? nearest(given, REQUESTS) : undefined;
  return `"do" must be one of ${REQUESTS.join(', ')}.${meant ? ` Did you mean "${meant}"?` : ''}`;
}
