// The small one: the other is the most of what `respond` would load.
import * as z from 'zod/mini';
import { SEVERITIES } from '../core/severity.ts';

/** A placeholder of the command in an alert, such as `<you>`. An address between the same signs is none. */
const PLACEHOLDER = /^<[^<>@]*>$/;
const text = z
  .string()
  .check(z.trim(), z.minLength(1), z.maxLength(500))
  .check(z.refine((given) => !PLACEHOLDER.test(given)));
/** Who makes the request: a name or address that colleagues know. */
const by = text;
const HEX = /^[0-9a-f]{16}$/;
const finding = z.string().check(z.regex(HEX, 'The id of a finding has 16 hexadecimal digits. Its alert names it.'));
const PLAN =
  'Name the plan by its fingerprint of 16 hexadecimal digits. The alert names it, and so does {"do":"show"}.';
const plan = z.string(PLAN).check(z.regex(HEX, PLAN));
const VIOLATIONS =
  'Name the violations that you saw by their fingerprint of 16 hexadecimal digits. The alert names it, and so does {"do":"show"}.';
const violations = z.string(VIOLATIONS).check(z.regex(HEX, VIOLATIONS));
const account = z.string().check(z.regex(/^\d{12}$/, '"account" must have 12 digits.'));
const hours = z.number().check(z.minimum(1), z.maximum(168));
const until = z.iso.date('"until" must be a day, such as 2027-01-31.');

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
  z.strictObject({ do: z.literal('exempt'), finding, violations, by, reason: text, owner: z.optional(text), until }),
  z.strictObject({ do: z.literal('snooze'), finding, violations, by, hours, reason: z.optional(text) }),
  z.strictObject({ do: z.literal('pause'), by, reason: text }),
  z.strictObject({ do: z.literal('resume'), by }),
  z.strictObject({ do: z.literal('reset'), rule: text, account, by }),
  z.strictObject({ do: z.literal('log') }),
  z.strictObject({ do: z.literal('status'), rule: z.optional(text) }),
  z.strictObject({ do: z.literal('list'), filters: z.optional(filters), page: z.optional(z.string()) }),
]);

export type Request = z.output<typeof request>;

/** All values of `do`. */
const REQUESTS: readonly Request['do'][] = request.def.options.flatMap(({ shape }) => [...shape.do.def.values]);

/** What a person requests, or everything that is wrong with it, as sentences. */
export function readRequest(given: unknown): { readonly asked: Request } | { readonly wrong: string } {
  const { success, data, error } = request.safeParse(given, { error: sentenceOf });
  return success ? { asked: data } : { wrong: error.issues.map(({ message }) => message).join(' ') };
}

/** A problem as a sentence. What a schema says itself wins. */
function sentenceOf(issue: z.core.$ZodRawIssue): string {
  const name = `"${issue.path?.join('.') ?? ''}"`;
  switch (issue.code) {
    case 'invalid_type':
      if (!issue.path?.length) return 'A request is a JSON object, such as {"do":"show","finding":"16f3a7ca9f6a6fd8"}.';
      if (issue.input === undefined) return `${name} is missing.`;
      return `${name} must be ${issue.expected === 'number' ? 'a number' : 'a text'}.`;
    case 'too_small':
      return issue.origin === 'string' ? `${name} must not be empty.` : `${name} must be at least ${issue.minimum}.`;
    case 'too_big':
      return issue.origin === 'string'
        ? `${name} must have at most ${issue.maximum} characters.`
        : `${name} must be at most ${issue.maximum}.`;
    case 'custom':
      return `${name} still has the placeholder ${String(issue.input).trim()}. Write your own text in its place.`;
    case 'unrecognized_keys':
      return `This request has no ${issue.keys.map((key) => JSON.stringify(key)).join(' and no ')}.`;
    default:
      return `"do" must be one of ${REQUESTS.join(', ')}.`;
  }
}
