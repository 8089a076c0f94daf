import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compose, services, textOf } from './files.ts';

const root = new URL('../../', import.meta.url).pathname;
/** A run comes and goes when somebody asks for it: nobody would wait for its health. */
const onDemand = ['pipeline'];

describe('the services of docker-compose.yml', () => {
  test('are those that the operations need', () => {
    const names = services.map(([name]) => name).toSorted();
    expect(names).toEqual(['alertmanager', 'collector', 'grafana', 'pipeline', 'prometheus', 'serve', 'tempo']);
    for (const name of onDemand) expect(compose.services[name]?.profiles).toEqual([name]);
  });

  test.each(services)('%s may do as little as it can', (_name, service) => {
    expect(service).toMatchObject({ read_only: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] });
    expect(service.privileged).toBeUndefined();
    expect(service.user).not.toBe('root');
    expect(Object.keys(service.deploy?.resources.limits ?? {}).toSorted()).toEqual(['cpus', 'memory', 'pids']);
  });

  test.each(services)('%s is of one exact version', (_name, { image }) => {
    expect(image).toMatch(/:v?\d+\.\d+\.\d+$/u);
  });

  test('bring the version of the program that package.json has', () => {
    const { version } = JSON.parse(textOf('package.json')) as { version: string };
    expect(compose.services['serve']?.image).toBe(`specbook:${version}`);
    expect(compose.services['pipeline']?.image).toBe(`specbook:${version}`);
  });

  test('are healthy or not, each by a command that its image has', () => {
    // The images of Tempo and the Collector have neither a shell nor wget; that of the Collector gets busybox.
    const asking = { '/tempo': 'tempo', '/busybox': 'collector', '/bin/promtool': 'prometheus', node: 'serve' };
    for (const [name, { healthcheck, profiles }] of services) {
      if (profiles !== undefined) continue;
      const [how, program = ''] = healthcheck?.test ?? [];
      expect(how, name).toBe('CMD');
      expect(program in asking ? asking[program as keyof typeof asking] : program, name).toBe(
        program in asking ? name : 'wget',
      );
    }
  });

  test('are out of reach, but for Grafana and serve, which this machine alone reaches', () => {
    const published = services.flatMap(([name, { ports = [] }]) => ports.map((port) => [name, port]));
    expect(published).toEqual([
      ['serve', '127.0.0.1:9465:9465'],
      ['grafana', '127.0.0.1:3000:3000'],
    ]);
  });

  test('mount files that are there, read-only, and volumes that are named', () => {
    for (const [name, { volumes = [] }] of services) {
      for (const mount of volumes) {
        const [from = '', , mode] = mount.split(':');
        if (!from.startsWith('./')) {
          expect(Object.keys(compose.volumes), `${name}: ${mount}`).toContain(from);
          continue;
        }
        expect(mode, `${name}: ${mount}`).toBe('ro');
        // What one runs lies in ./work, which Docker makes when there is nothing.
        if (from !== './work') expect(existsSync(join(root, from)), `${name}: ${mount}`).toBe(true);
      }
    }
  });
});

describe('secrets', () => {
  const ofAlertmanager = [...textOf('prometheus/alertmanager.yml').matchAll(/_file: \/run\/secrets\/(\w+)/gu)];

  test('come from files, and never stand in the environment', () => {
    for (const [name, { environment = {}, secrets = [] }] of services) {
      for (const [variable, value] of Object.entries(environment)) {
        if (!/TOKEN|PASSWORD|KEY|SECRET/u.test(variable)) continue;
        expect(value, `${name}: ${variable}`).toMatch(/^\/run\/secrets\//u);
        expect(secrets, `${name}: ${variable}`).toContain(value.slice('/run/secrets/'.length));
      }
      for (const secret of secrets) expect(compose.secrets[secret], `${name}: ${secret}`).toBeDefined();
    }
  });

  test('are mounted where Alertmanager looks for them', () => {
    expect(ofAlertmanager.length).toBeGreaterThan(0);
    const mounted = new Set(compose.services['alertmanager']?.secrets);
    expect([...new Set(ofAlertmanager.map(([, name]) => name))].filter((name) => !mounted.has(name ?? ''))).toEqual([]);
  });

  describe('are written by one command', () => {
    let directory: string;
    const write = () => execFileSync('sh', [join(directory, 'scripts', 'create-secrets.sh')], { encoding: 'utf8' });
    const read = (name: string) => readFileSync(join(directory, 'secrets', name), 'utf8');
    beforeAll(() => {
      directory = mkdtempSync(join(tmpdir(), 'specbook-secrets-'));
      cpSync(join(root, 'scripts', 'create-secrets.sh'), join(directory, 'scripts', 'create-secrets.sh'));
    });
    afterAll(() => rmSync(directory, { recursive: true }));

    test('all of them, in a folder that nobody else may enter, readable by the users of the containers', () => {
      const printed = write();
      const files = Object.values(compose.secrets).map(({ file }) => file.replace('./secrets/', ''));
      expect(readdirSync(join(directory, 'secrets')).toSorted()).toEqual(files.toSorted());
      expect(statSync(join(directory, 'secrets')).mode & 0o777).toBe(0o700);
      for (const file of files) expect(statSync(join(directory, 'secrets', file)).mode & 0o444, file).toBe(0o444);
      for (const name of ['serve_token', 'grafana_password']) {
        expect(read(name)).toMatch(/^[\da-f]{64}$/u);
        expect(printed).not.toContain(read(name));
      }
      expect(read('serve_token')).not.toBe(read('grafana_password'));
    });

    test('each once: what is there stays', () => {
      const before = read('serve_token');
      expect(write()).toContain('secrets/serve_token is there already');
      expect(read('serve_token')).toBe(before);
    });
  });
});

describe('the image', () => {
  const dockerfile = textOf('Dockerfile');

  test('has the Node that package.json pins, in a second stage, and runs as nobody in particular', () => {
    const { dependencies } = JSON.parse(textOf('package.json')) as { dependencies: Record<string, string> };
    const stages = [...dockerfile.matchAll(/^FROM node:(\S+)-bookworm-slim/gmu)].map(([, version]) => version);
    expect(stages).toEqual([dependencies['node'], dependencies['node']]);
    expect(dockerfile).toMatch(/^USER node$/mu);
    expect(dockerfile.indexOf('USER node')).toBeLessThan(dockerfile.indexOf('ENTRYPOINT'));
  });

  test('is made of files that are there, and that are sent to the builder', () => {
    const copied = [...dockerfile.matchAll(/^COPY (?!--)(.+) \S+$/gmu)].flatMap(([, files = '']) => files.split(' '));
    expect(copied.length).toBeGreaterThan(4);
    const sent = textOf('.dockerignore');
    for (const file of copied) {
      expect(existsSync(join(root, file)), file).toBe(true);
      expect(sent, file).toMatch(new RegExp(`^!${file}$`, 'mu'));
    }
  });

  test('runs node with the flags of npm run pipeline', () => {
    const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };
    const flags = (scripts['pipeline'] ?? '').match(/--\S+=\S+/gu) ?? [];
    expect(flags.length).toBeGreaterThan(0);
    for (const flag of flags) expect(dockerfile).toContain(flag);
  });
});
