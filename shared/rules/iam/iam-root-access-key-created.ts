import * as z from 'zod';
import { conclude, defineRule, partly } from '../../core/rule.ts';
import { iamAccount } from '../../resources/iam-account/kind.ts';

export default defineRule({
  id: 'iam-root-access-key-created',
  title: 'The root user has no access keys',
  severity: 'critical',
  kind: iamAccount,
  watches: ['rootAccessKeys', 'rootHasAccessKeys'],
  controls: ['iam-root-access-key-created'],
  options: z.strictObject({}),
  messages: {
    active: 'The root user has an access key, {{key}}: its holder can do everything in this account.',
    inactive: {
      text: 'The root user has an inactive access key, {{key}}. Root can activate it at any time.',
      severity: 'high',
    },
    present: 'The root user has an access key: its holder can do everything in this account.',
  },
  fix: 'Sign in as root, delete the access key under "My security credentials", and find out who used it.',

  judge({ rootAccessKeys: { items, complete }, rootHasAccessKeys }) {
    const nameless = rootHasAccessKeys && items.length === 0;
    return conclude(
      [
        ...items.map(
          ({ id: key, active }) => ({ message: active ? 'active' : 'inactive', path: key, data: { key } }) as const,
        ),
        ...(nameless ? [{ message: 'present', path: 'root', data: {} } as const] : []),
      ],
      !complete && partly('No event showed whether the root user has other access keys.'),
    );
  },
});
