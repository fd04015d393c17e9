import { z } from "zod";

import { bankName, legalName, rule, signer } from "./bankFileSchema.js";

/* Shapes of where a bank lives and who signs together: networks, Safes, the customer file. */

const CHAIN_FIX = "write the chain's id, a whole number, such as 8453";
const CONFIRMATIONS = "write how many blocks to wait for each transaction, from 1 to 1000";

export const network = z.strictObject(
  {
    chainId: z
      .int({ error: rule("is not a chain id", CHAIN_FIX) })
      .min(1, { error: rule("is not a chain id", CHAIN_FIX) }),
    confirmations: z
      .int({ error: rule("is not a number of blocks", CONFIRMATIONS) })
      .min(1, { error: rule("is not a number of blocks", CONFIRMATIONS) })
      .max(1_000, { error: rule("is not a number of blocks", CONFIRMATIONS) })
      .optional(),
  },
  { error: rule("is not a network", 'write { "chainId": ..., "confirmations": ... }') },
);

export const networkName = bankName;

const THRESHOLD = "write how many owners must sign";

/** @param isLocal whether the file may name public test accounts */
export const safe = (isLocal: boolean) =>
  z.strictObject(
    {
      name: legalName,
      address: signer(isLocal),
      threshold: z
        .int({ error: rule("is not a number of signatures", THRESHOLD) })
        .min(1, { error: rule("is not a number of signatures", THRESHOLD) }),
      owners: z
        .array(signer(isLocal), { error: rule("is not a list of owners", "write the owners' addresses") })
        .min(1, { error: () => "is empty; write the owners' addresses" }),
    },
    { error: rule("is not a Safe", "write name, address, threshold and owners") },
  );

/** A file beside the bank file. */
export const customers = z
  .string({ error: rule("is not a path", 'write the path of a customer file, such as "../customers.csv"') })
  .regex(/\.csv$/, {
    error: rule("is not a customer file", "name a .csv file; a relative path begins at the bank file"),
  });

export const approvalId = z
  .string({ error: rule("is not an approval id", "write the number under which the authority approved it") })
  .regex(/^[\x21-\x7e]{6,64}$/, {
    error: rule("is not an approval id", "write 6 to 64 visible characters, as the authority gave it"),
  });

export type NetworkDraft = z.output<typeof network>;
export type SafeDraft = z.output<ReturnType<typeof safe>>;
