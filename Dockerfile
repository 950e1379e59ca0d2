# syntax=docker/dockerfile:1
FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY tsconfig.json ./
COPY src ./src
RUN npm run build

FROM node:24-slim
LABEL io.modelcontextprotocol.server.name="io.github.okta-mcp-server/okta-mcp-server" \
      org.opencontainers.image.title="okta-mcp-server" \
      org.opencontainers.image.description="Read-only MCP server for an Okta org" \
      org.opencontainers.image.licenses="Apache-2.0"
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/dist ./dist
COPY LICENSE.md ./
USER node
ENTRYPOINT ["node", "/app/dist/main.js"]
