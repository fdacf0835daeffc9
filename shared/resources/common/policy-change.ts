import { plain } from '../../core/text.ts';
import { writable } from '../../policy/deleted.ts';
import { changeText } from '../../policy/difference.ts';

/** What an action writes in place of a policy, as a sentence. `null`: no policy. */
export function describePolicy(name: string, before: unknown, after: unknown): string {
  return plain(changeText(name, before, writable(after)));
}
