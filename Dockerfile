# The program as an image, for the services `serve` and `pipeline` of docker-compose.yml (docs/operations.md).
# There is no build: Node runs the TypeScript as it is, everywhere but below node_modules, so what runs here is byte
# for byte what the tests run.

FROM node:24.21.0-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The one install script that there is brings the Node of the npm package `node`, and the image has its own.
RUN npm ci --omit=dev --ignore-scripts && rm -rf node_modules/node node_modules/.bin/node

FROM node:24.21.0-bookworm-slim
ENV NODE_ENV=production \
    SPECBOOK_DATA=/data \
    SPECBOOK_OUTPUT=/data/output
# A volume that is empty takes over the owner of the folder that it is mounted on.
RUN install --directory --owner=node --group=node --mode=0750 /data /work
# The flags of node are those of `npm run pipeline`.
COPY --chmod=755 <<'SPECBOOK' /usr/local/bin/specbook
#!/bin/sh
exec node --max-semi-space-size=8 --heap-growing-percent=50 /app/src/cli/main.ts "$@"
SPECBOOK
COPY --from=dependencies /app/node_modules /app/node_modules
COPY package.json LICENSE /app/
COPY prompts /app/prompts
COPY src /app/src
USER node
WORKDIR /work
ENTRYPOINT ["specbook"]
CMD ["--help"]
