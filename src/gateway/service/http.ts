import { Readable } from "node:stream";

import swagger from "@fastify/swagger";
import { fastify, LogController, type FastifyBaseLogger, type FastifyInstance, type FastifyRequest } from "fastify";
import {
  hasZodFastifySchemaValidationErrors,
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from "fastify-type-provider-zod";
import { z } from "zod";

import { decodeError, VostroError } from "../../errors/index.js";
import { StoreError, toJson } from "../../store/index.js";
import type { Gateway } from "../gateway.js";
import type { ImportFile } from "./folders.js";
import { readHealth } from "./health.js";
import type { Metrics } from "./metrics.js";
import type { People, Person, Power } from "./people.js";
import { addQuestions } from "./questions.js";
import { type Refusal, refusal } from "./refusal.js";

/** What the HTTP side of a gateway stands on. */
export interface HttpParts {
  readonly gateway: Gateway;
  readonly people: People;
  readonly metrics: Metrics;
  readonly importFile: ImportFile;
  /** refuse larger files; 2 GiB unless told otherwise */
  readonly maxBytes?: number;
}

const MAX_BYTES = 2 * 1024 ** 3;

/**
 * The gateway's HTTP side: intake of files, questions about deposits and suspense, health and metrics, and /openapi.json.
 * Everything but health, metrics and the description needs a token (Authorization: Bearer). Not listening yet.
 */
export async function makeHttp(parts: HttpParts): Promise<FastifyInstance> {
  const { gateway, people, metrics, importFile } = parts;
  const app = fastify({
    loggerInstance: gateway.log as FastifyBaseLogger,
    // Paths can hold references of customers: requests are counted, not written down.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: parts.maxBytes ?? MAX_BYTES,
    requestTimeout: 0,
    forceCloseConnections: "idle",
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "Vostro gateway",
        description:
          "Payment files in, and where each deposit and redemption stands. Amounts are decimal texts of minor units.",
        version: "1",
      },
      components: { securitySchemes: { token: { type: "http", scheme: "bearer" } } },
    },
    transform: jsonSchemaTransform,
  });
  // Files are streamed, whatever they call themselves; nothing is held in memory here.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", (_request, payload, done) => done(null, payload));
  app.setErrorHandler((error, request, reply) => {
    const { status, body } = describe(error);
    if (status >= 500) gateway.log.error({ err: error, path: request.routeOptions.url }, "a request failed");
    void reply.status(status).send(body);
  });
  app.setNotFoundHandler((_request, reply) => {
    void reply.status(404).send({ name: "NotFound", sentence: "There is nothing here.", fix: "See /openapi.json." });
  });

  const allow = (request: FastifyRequest, power: Power): Person => people.require(tokenOf(request), power);

  app.post(
    "/files/:name",
    {
      schema: {
        description:
          "Delivers a payment file (camt.053, camt.054, pain.002, pacs.002, pacs.004, camt.056, camt.029) as the body. Delivering it " +
          "again does nothing again.",
        security: [{ token: [] }],
        params: z.object({ name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,119}$/) }),
        response: {
          200: z.looseObject({ state: z.enum(["imported", "duplicate"]) }),
          422: z.looseObject({ state: z.literal("refused") }),
          401: refusal,
          403: refusal,
        },
      },
    },
    async (request, reply) => {
      allow(request, "import");
      requireSize(request, parts.maxBytes ?? MAX_BYTES);
      const bytes = request.body instanceof Readable ? request.body : Readable.from([]);
      const report = await importFile(gateway, { name: request.params.name, bytes });
      if (report.state === "refused") return reply.status(422).send(plain({ ...report, state: "refused" as const }));
      return reply.status(200).send(plain({ ...report, state: report.state }));
    },
  );
  addQuestions(app, gateway, allow);

  app.get(
    "/health",
    { schema: { description: "200 when database and node answer, else 503." } },
    async (_request, reply) => {
      const health = await readHealth(gateway);
      return reply.status(health.ok ? 200 : 503).send(health);
    },
  );
  app.get("/metrics", { schema: { description: "For Prometheus." } }, async (_request, reply) =>
    reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()),
  );
  app.get("/openapi.json", { schema: { hide: true } }, async (_request, reply) => reply.send(app.swagger()));
  return app;
}

/** A file that says itself that it is too large is not read; one that lies is refused by the import. */
function requireSize({ headers }: FastifyRequest, limit: number): void {
  if (Number(headers["content-length"] ?? 0) <= limit) return;
  throw new VostroError({
    name: "FileTooLarge",
    args: { limit },
    sentence: `The file is larger than ${limit} bytes.`,
    fix: "Ask the bank for smaller pages.",
  });
}

const tokenOf = ({ headers }: FastifyRequest): string | undefined =>
  /^Bearer ([\x21-\x7e]{16,200})$/.exec(headers.authorization ?? "")?.[1];

/** JSON knows no bigint: amounts are decimal texts. */
const plain = <T extends object>(value: T): T => JSON.parse(toJson(value)) as T;

const STATUS: Readonly<Record<string, number>> = {
  Unauthenticated: 401,
  Forbidden: 403,
  NoSuchDeposit: 404,
  FileTooLarge: 413,
};

function describe(error: unknown): { readonly status: number; readonly body: Refusal } {
  if (hasZodFastifySchemaValidationErrors(error)) {
    const wrong = error.validation
      .map(({ instancePath, message }) => `${instancePath.slice(1)}: ${message}`)
      .join("; ");
    return {
      status: 400,
      body: { name: "BadRequest", sentence: `The request is not right: ${wrong}.`, fix: "See /openapi.json." },
    };
  }
  const { statusCode } = error as { statusCode?: number };
  if (error instanceof VostroError) {
    const { name, sentence, fix } = error;
    return { status: STATUS[name] ?? 409, body: { name, sentence, fix } };
  }
  if (statusCode !== undefined && statusCode < 500) {
    return {
      status: statusCode,
      body: { name: "BadRequest", sentence: String((error as Error).message), fix: "See /openapi.json." },
    };
  }
  // What went wrong inside is for the log, not for the caller.
  const isStore = error instanceof StoreError || decodeError(error).name === "NodeUnreachable";
  return {
    status: isStore ? 503 : 500,
    body: {
      name: "Unavailable",
      sentence: "The gateway could not do this now.",
      fix: "Try again; it does nothing twice.",
    },
  };
}
