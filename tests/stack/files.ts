import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** A file of the repository, from its root. */
export const textOf = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

/** With anchors and merge keys resolved. The caller says what shape it is held to have. */
export const yamlOf = (path: string): unknown => parse(textOf(path), { merge: true });

export type Service = {
  readonly image: string;
  readonly build?: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly profiles?: readonly string[];
  readonly volumes?: readonly string[];
  readonly secrets?: readonly string[];
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly read_only?: boolean;
  readonly privileged?: boolean;
  readonly user?: string;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly deploy?: { readonly resources: { readonly limits: Readonly<Record<string, string | number>> } };
};

export type Compose = {
  readonly services: Readonly<Record<string, Service>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
  readonly volumes: Readonly<Record<string, unknown>>;
};

export const compose = yamlOf('docker-compose.yml') as Compose;
export const services = Object.entries(compose.services);

export type ScrapeJob = {
  readonly job_name: string;
  readonly authorization?: { readonly credentials_file: string };
  readonly static_configs?: readonly { readonly targets: readonly string[] }[];
  readonly dns_sd_configs?: readonly { readonly names: readonly string[]; readonly port: number }[];
};

export const prometheus = yamlOf('prometheus/prometheus.yml') as {
  readonly rule_files: readonly string[];
  readonly scrape_configs: readonly ScrapeJob[];
};
