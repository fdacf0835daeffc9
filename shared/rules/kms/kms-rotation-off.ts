import * as z from 'zod';
import { defineRule, unknown } from '../../core/rule.ts';
import { enableKeyRotation } from '../../resources/kms-key/actions.ts';
import { type KmsKey, kmsKey } from '../../resources/kms-key/kind.ts';

export default defineRule({
  id: 'kms-rotation-off',
  title: 'KMS keys that AWS can rotate are rotated automatically',
  severity: 'medium',
  kind: kmsKey,
  watches: ['rotation'],
  reads: ['spec', 'origin', 'manager'],
  controls: ['kms-rotation-off'],
  options: z.strictObject({
    fixedKeys: z.array(z.string()).default([]).describe('Ids of keys without automatic rotation on purpose.'),
  }),
  messages: { off: 'Automatic rotation is off: the key keeps its key material for ever.' },
  fix: 'Switch automatic rotation on. Data that was encrypted before stays readable.',

  judge(key, { ref, options }) {
    if (options.fixedKeys.includes(ref.id) || !isRotatable(key)) return [];
    if (!key.rotation) return unknown('No event showed whether the key is rotated.');
    return key.rotation.on ? [] : [{ message: 'off', path: 'rotation', data: {} }];
  },

  remediation: {
    mode: 'auto',
    actions: [enableKeyRotation],
    plan({ enabled, primary }, _, { baseline }) {
      if (primary) return { cannot: `AWS sets the rotation of a multi-Region key on its primary key: ${primary}.` };
      if (enabled === false) return { cannot: 'AWS changes the rotation only of enabled keys.' };
      const days = baseline?.rotation?.days;
      return [enableKeyRotation(days === undefined ? {} : { days })];
    },
  },
});

/** @see https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html */
function isRotatable({ spec, origin, manager }: KmsKey): boolean {
  const usual = (found: string | undefined, wanted: string): boolean => (found ?? wanted) === wanted;
  return usual(spec, 'SYMMETRIC_DEFAULT') && usual(origin, 'AWS_KMS') && usual(manager, 'CUSTOMER');
}
