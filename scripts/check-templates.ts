/**
 * Packages every mode and checks its templates with cfn-lint: `npm run check:templates`. Any error or warning fails.
 * Where cfn-lint is missing nothing is checked, which fails only where the environment has `CI=true`.
 */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chosen } from '../deploy/chosen.ts';
import { defaultParameters } from '../deploy/serverless-yml.ts';
import { forwarderTemplate } from '../deploy/template/forwarder.ts';
import { forwards } from '../deploy/template/own-components.ts';
import { isInstalled, lint } from './check-templates/lint.ts';
import { CONFIGS, MODES } from './check-templates/modes.ts';
import { copyOfProject, paramFlags, serverless, TEMPLATE } from './check-templates/project.ts';

/** Where the home stack of every mode is deployed, and where its second stack is. */
const [HOME, GLOBAL] = ['eu-west-1', 'us-east-1'];

if (!(await isInstalled())) {
  console.log('The templates were not checked: cfn-lint is not installed. Install it with: pip install cfn-lint');
  process.exitCode = process.env['CI'] === 'true' ? 1 : 0;
} else {
  process.exitCode = (await allModes()) ? 0 : 1;
}

/** `true` where cfn-lint has nothing to say. */
async function allModes(): Promise<boolean> {
  const project = copyOfProject();
  try {
    for (const [file, text] of Object.entries(CONFIGS)) writeFileSync(join(project, file), text);
    const home: string[] = [];
    const global: string[] = [];
    for (const [mode, given] of Object.entries(MODES)) {
      const folder = mode.replace(/\W+/g, '-');
      const { code, output } = await serverless(project, ['package', '--package', folder, ...paramFlags(given)]);
      if (code !== 0) throw new Error(`The mode ${mode} could not be packaged:\n${output}`);
      home.push(join(folder, TEMPLATE));
      const config = given['config'] ? join(project, given['config']) : '';
      const params = chosen({ ...defaultParameters(), stage: 'prod', region: HOME, ...given, config });
      if (!forwards(params)) continue;
      global.push(join(folder, 'forwarder.json'));
      writeFileSync(join(project, folder, 'forwarder.json'), JSON.stringify(forwarderTemplate(params)));
    }
    return (await isClean(home, HOME, project)) && (await isClean(global, GLOBAL, project));
  } finally {
    rmSync(project, { recursive: true, force: true });
  }
}

/** Prints what cfn-lint says of templates. */
async function isClean(templates: readonly string[], region: string, folder: string): Promise<boolean> {
  const { code, output } = await lint(templates, region, folder);
  console.log(`cfn-lint, ${region}: ${templates.length} templates, ${code === 0 ? 'nothing found' : `\n${output}`}`);
  return code === 0;
}
