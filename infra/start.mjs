// `npm start`: looks at Node and the dependencies with nothing but Node itself, then hands over.
import { fileURLToPath } from 'node:url';
import { installDependencies } from './install.mjs';

const oldest = { major: 20, minor: 19 };
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const isNewEnough = major > oldest.major || (major === oldest.major && minor >= oldest.minor);

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
if (!isNewEnough) {
  process.stderr.write(
    `certway needs Node ${oldest.major}.${oldest.minor} or newer; this is ${process.versions.node}\n`,
  );
  process.exitCode = 1;
} else if (!installDependencies()) {
  process.stderr.write('the dependencies could not be installed: see the output of npm above\n');
  process.exitCode = 1;
} else {
  const { register } = await import('tsx/esm/api');
  register();
  await import('./start.main.ts');
}
