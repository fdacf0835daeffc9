// The parameters of serverless.yml, checked: `${file(deploy/parameters.js):parameters}`. The framework takes no TypeScript here.
import { chosen } from './chosen.ts';

export async function parameters({ resolveConfigurationProperty, resolveVariable }) {
  const names = Object.keys(await resolveConfigurationProperty(['params', 'default']));
  const given = {
    stage: await resolveVariable('sls:stage'),
    region: await resolveConfigurationProperty(['provider', 'region']),
  };
  for (const name of names) given[name] = await resolveVariable(`param:${name}`);
  try {
    return chosen(given);
  } catch (error) {
    // The framework shows the stack of an error that it did not throw itself. Only the sentence helps.
    if (error instanceof Error && !('code' in error)) error.stack = error.message;
    throw error;
  }
}
