/** Where the links in alerts lead to. Whoever has the stack elsewhere changes them, and runs `npm run generate`. */
export const links = {
  /** As docker-compose.yml publishes it. */
  grafana: 'http://127.0.0.1:3000',
  /** In this repository, until it is somewhere that can be linked to. */
  runbooks: 'docs/runbooks',
} as const;
