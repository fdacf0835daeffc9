import * as z from 'zod';
import { defineRule, unknown } from '../../core/rule.ts';
import { enableEncryptionByDefault } from '../../resources/ebs-account-defaults/actions.ts';
import { ebsAccountDefaults } from '../../resources/ebs-account-defaults/kind.ts';

export default defineRule({
  id: 'ebs-default-encryption-off',
  title: 'EBS encrypts new volumes by default in every region',
  severity: 'high',
  kind: ebsAccountDefaults,
  watches: ['encryptionByDefault'],
  controls: ['ebs-default-encryption-off'],
  options: z.strictObject({
    exceptRegions: z.array(z.string()).default([]).describe('Regions that are not judged, such as a region for tests.'),
  }),
  messages: { off: 'EBS does not encrypt new volumes and snapshot copies by default in {{region}}.' },
  fix: 'Switch on EBS encryption by default in this region, and look for unencrypted volumes that were created meanwhile.',

  judge({ encryptionByDefault }, { ref, options }) {
    if (options.exceptRegions.includes(ref.id)) return [];
    if (encryptionByDefault === undefined) return unknown('No event showed encryption by default.');
    return encryptionByDefault ? [] : [{ message: 'off', path: 'encryptionByDefault', data: { region: ref.id } }];
  },

  remediation: { mode: 'auto', actions: [enableEncryptionByDefault], plan: () => [enableEncryptionByDefault({})] },
});
