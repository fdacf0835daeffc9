import * as z from 'zod';
import { opensearchDomain } from '../../resources/opensearch-domain/kind.ts';
import { settingsRule } from '../common/settings-rule.ts';

export default settingsRule({
  id: 'opensearch-unencrypted',
  title: 'OpenSearch domains encrypt what they hold',
  severity: 'high',
  kind: opensearchDomain,
  controls: ['opensearch-encryption-off/disks'],
  options: z.strictObject({}),
  fix: 'Switch encryption at rest on, or make a new domain with it and move the indexes.',
  settings: {
    encryptedAtRest: {
      wrong: 'The domain does not encrypt what lies on its disks.',
      unseen: 'whether the disks of the domain are encrypted',
      isRight: (on) => on,
    },
  },
});
