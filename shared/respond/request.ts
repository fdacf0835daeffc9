import { en } from 'zod/locales';
// The small one: the other is the most of what `respond` would load.
import * as z from 'zod/mini';

z.config(en());

const text = z.string().check(z.trim(), z.minLength(1), z.maxLength(500));
/** Who asks: a name or address that colleagues know. */
const by = text;
const HEX = /^[0-9a-f]{16}$/;
const finding = z.string().check(z.regex(HEX, 'A finding has 16 hexadecimal digits, as its alert says.'));
const plan = z
  .string('Say which plan: its alert names it, and so does {"do":"show"}.')
  .check(z.regex(HEX, 'A plan has 16 hexadecimal digits, as its alert says.'));
const account = z.string().check(z.regex(/^\d{12}$/, 'An account has 12 digits.'));
const hours = z.number().check(z.minimum(1), z.maximum(168));

/** What people may ask for. */
const request = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('show'), finding }),
  z.strictObject({ do: z.literal('approve'), finding, plan, by }),
  z.strictObject({ do: z.literal('undo'), finding, by }),
  z.strictObject({
    do: z.literal('exempt'),
    finding,
    by,
    reason: text,
    owner: z.optional(text),
    until: z.iso.date(),
  }),
  z.strictObject({ do: z.literal('snooze'), finding, by, hours, reason: z.optional(text) }),
  z.strictObject({ do: z.literal('pause'), by, reason: text }),
  z.strictObject({ do: z.literal('resume'), by }),
  z.strictObject({ do: z.literal('reset'), rule: text, account, by }),
  z.strictObject({ do: z.literal('log') }),
]);

export type Request = z.output<typeof request>;

/** What somebody asks for, or everything that is wrong with it, as sentences. */
export function readRequest(given: unknown): { readonly asked: Request } | { readonly wrong: string } {
  const { success, data, error } = request.safeParse(given);
  return success ? { asked: data } : { wrong: explain(error) };
}

/** Every problem as a sentence; an unknown `do` names what there is. */
function explain(error: z.core.$ZodError): string {
  return error.issues
    .map(({ code, path, message }) => {
      if (code === 'invalid_union') {
        return `"do" must be one of ${request.def.options.map(({ shape }) => [...shape.do.def.values][0]).join(', ')}.`;
      }
      return `${path.length > 0 ? `${path.join('.')}: ` : ''}${message}`;
    })
    .join(' ');
}
