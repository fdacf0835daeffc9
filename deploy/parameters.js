// The parameters of serverless.yml, checked: `${file(deploy/parameters.js):parameters}`. The framework takes no TypeScript here.
import { chosen } from './chosen.ts';
import { paramsFrom } from './params.ts';
import { EVERYTHING } from './scope.ts';

export async function parameters({ resolveConfigurationProperty, resolveVariable }) {
  const defaults = await resolveConfigurationProperty(['params', 'default']);
  const given = {
    stage: await resolveVariable('sls:stage'),
    region: await resolveConfigurationProperty(['provider', 'region']),
  };
  for (const name of Object.keys(defaults)) given[name] = await resolveVariable(`param:${name}`);
  try {
    return chosen(given);
  } catch (error) {
    // The framework would wrap an error of this file three times. The plugin says it once, before anything is done; until
    // then the defaults fill in the file.
    const { region } = given;
    return { ...paramsFrom({ ...defaults, stage: 'prod', region }, EVERYTHING), wrong: error.message };
  }
}
