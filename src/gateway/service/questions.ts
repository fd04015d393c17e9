import type { FastifyInstance, FastifyRequest } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";

import { VostroError } from "../../errors/index.js";
import type { Gateway } from "../gateway.js";
import type { Person, Power } from "./people.js";
import { refusal } from "./refusal.js";

const security = [{ token: [] }];

const deposit = z.object({
  reference: z.string(),
  state: z.string(),
  amount: z.string(),
  currency: z.string(),
  payee: z.string().nullable(),
  block: z.number().nullable(),
  transaction: z.string().nullable(),
});

const suspended = z.object({
  id: z.number(),
  reason: z.string(),
  message: z.string(),
  owner: z.string(),
  openedAt: z.string(),
  deposit: z.string().nullable(),
  redemption: z.string().nullable(),
  proposedBy: z.string().nullable(),
});

/** Questions: where a deposit stands, and what waits for a person. */
export function addQuestions(
  app: FastifyInstance,
  { store }: Gateway,
  allow: (request: FastifyRequest, power: Power) => Person,
): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  typed.get(
    "/deposits/:reference",
    {
      schema: {
        description: "Where a deposit stands, by the reference that the chain knows it by.",
        security,
        params: z.object({ reference: z.string().regex(/^0x[0-9a-f]{64}$/) }),
        response: { 200: deposit, 401: refusal, 403: refusal, 404: refusal },
      },
    },
    async (request) => {
      allow(request, "read");
      const { reference } = request.params;
      const row = await store.selectFrom("deposit").selectAll().where("reference", "=", reference).executeTakeFirst();
      if (row === undefined) {
        throw new VostroError({
          name: "NoSuchDeposit",
          args: { reference },
          sentence: `No file has brought a deposit with the reference ${reference}.`,
          fix: "Look whether its statement has been imported.",
        });
      }
      return {
        reference,
        state: row.state,
        amount: row.amount.toString(),
        currency: row.currency,
        payee: row.payee,
        block: row.minted_block,
        transaction: row.minted_tx,
      };
    },
  );
  typed.get(
    "/suspense",
    {
      schema: {
        description: "What waits for a person, oldest first.",
        security,
        querystring: z.object({
          limit: z.coerce.number().int().min(1).max(1_000).default(100),
          after: z.coerce.number().int().min(0).default(0),
        }),
        response: { 200: z.array(suspended), 401: refusal, 403: refusal },
      },
    },
    async (request) => {
      allow(request, "read");
      const { limit, after } = request.query;
      const rows = await store
        .selectFrom("suspense")
        .leftJoin("deposit", "deposit.id", "suspense.deposit_id")
        .select([
          "suspense.id",
          "suspense.reason",
          "message",
          "owner",
          "opened_at",
          "redemption",
          "proposed_by",
          "reference",
        ])
        .where("closed_at", "is", null)
        .where("suspense.id", ">", after)
        .orderBy("suspense.id")
        .limit(limit)
        .execute();
      return rows.map((row) => ({
        id: row.id,
        reason: row.reason,
        message: row.message,
        owner: row.owner,
        openedAt: row.opened_at.toISOString(),
        deposit: row.reference,
        redemption: row.redemption,
        proposedBy: row.proposed_by,
      }));
    },
  );
}
