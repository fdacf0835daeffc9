import * as z from 'zod';
import { conclude, defineRule, unknown } from '../../core/rule.ts';
import { launchTemplate } from '../../resources/launch-template/kind.ts';

export default defineRule({
  id: 'launch-template-weak',
  title: 'EC2 launch templates require session tokens and give no public address',
  severity: 'medium',
  kind: launchTemplate,
  watches: ['defaultVersion', 'latestVersion'],
  controls: ['launch-template-imdsv1', 'launch-template-public-ip'],
  options: z.strictObject({
    publicTemplates: z
      .array(z.string())
      .default([])
      .describe('Ids of launch templates whose instances get public addresses on purpose.'),
  }),
  messages: {
    imdsv1: {
      text: 'Version {{version}} of the launch template does not require a session token for the metadata of instances (IMDSv2).',
      resolved: 'Version {{version}} of the launch template is no longer in use, or now requires a session token.',
      controls: ['launch-template-imdsv1'],
    },
    publicIp: {
      text: 'Version {{version}} of the launch template gives instances a public IPv4 address.',
      resolved: 'Version {{version}} of the launch template is no longer the default or the latest one.',
      controls: ['launch-template-public-ip'],
    },
  },
  fix: 'Create a version of the launch template that requires session tokens and gives no public address, and make it the default.',

  judge({ defaultVersion, latestVersion }, { ref, options }) {
    const known = [defaultVersion, latestVersion].filter((version) => version !== undefined);
    const versions = [...new Map(known.map((version) => [version.number, version])).values()];
    const violations = versions.flatMap(({ number: version, httpTokens, servesMetadata, publicIp }) => {
      const isOpen = servesMetadata && httpTokens !== 'required';
      const isPublic = publicIp && !options.publicTemplates.includes(ref.id);
      return [
        ...(isOpen ? [{ message: 'imdsv1' as const, path: `httpTokens/${version}`, data: { version } }] : []),
        ...(isPublic ? [{ message: 'publicIp' as const, path: `publicIp/${version}`, data: { version } }] : []),
      ];
    });
    return conclude(
      violations,
      known.length < 2 && unknown('No event showed the default and the latest version of the launch template.'),
    );
  },
});
