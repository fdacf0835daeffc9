import * as z from 'zod';
import { defineRule, unknown } from '../../core/rule.ts';
import { ebsVolume, isInstance } from '../../resources/ebs-volume/kind.ts';

export default defineRule({
  id: 'ebs-volume-unencrypted',
  title: 'EBS volumes are encrypted',
  severity: 'high',
  kind: ebsVolume,
  watches: ['encrypted'],
  controls: ['ebs-volume-unencrypted'],
  options: z.strictObject({}),
  messages: { unencrypted: 'The volume is not encrypted. Its snapshots are not encrypted either.' },
  fix: 'Take a snapshot, copy it with encryption, create a volume from the copy and replace this volume by it.',

  judge({ encrypted }, { ref }) {
    if (isInstance(ref.id)) return unknown('A log does not show whether the volumes of a new instance are encrypted.');
    if (encrypted === undefined) return unknown('No event showed whether the volume is encrypted.');
    return encrypted ? [] : [{ message: 'unencrypted', path: 'encrypted', data: {} }];
  },
});
