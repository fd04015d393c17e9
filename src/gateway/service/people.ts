import { createHash, timingSafeEqual } from "node:crypto";
import { readFile } from "node:fs/promises";

import { z } from "zod";

import { VostroError } from "../../errors/index.js";

/*
 * Who may do what at the gateway, by tokens that people and systems keep. The file has only their SHA-256: whoever reads it can
 * do nothing with it. Tokens are long and random (`openssl rand -hex 32`), so a fast hash is enough.
 */

/** import: deliver files. read: look. decide: propose and confirm what moves money. */
export const POWERS = ["import", "read", "decide"] as const;
export type Power = (typeof POWERS)[number];

export interface Person {
  readonly name: string;
  readonly may: readonly Power[];
}

const peopleFile = z.array(
  z.strictObject({
    name: z.string().regex(/^[a-z][a-z0-9.-]{1,39}$/),
    tokenSha256: z.string().regex(/^[0-9a-f]{64}$/),
    may: z.array(z.enum(POWERS)).min(1),
  }),
);

export interface People {
  /** @throws VostroError Unauthenticated, Forbidden */
  require(token: string | undefined, power: Power): Person;
}

/**
 * Reads the people file.
 * @throws VostroError BadPeopleFile with the path of each wrong value
 */
export async function readPeople(path: string): Promise<People> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (cause) {
    throw badFile(path, "it cannot be read", cause);
  }
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (cause) {
    throw badFile(path, "it is not JSON", cause);
  }
  const parsed = peopleFile.safeParse(raw);
  if (!parsed.success) {
    const wrong = parsed.error.issues.map(({ path: at, message }) => `${at.join(".")}: ${message}`);
    throw badFile(path, wrong.join("; "));
  }
  const names = parsed.data.map(({ name }) => name);
  const hashes = parsed.data.map(({ tokenSha256 }) => tokenSha256);
  // One token for two names would let one person be both.
  if (new Set(names).size < names.length) throw badFile(path, "one name stands there twice");
  if (new Set(hashes).size < hashes.length) throw badFile(path, "two names have the same token");
  return peopleOf(parsed.data);
}

function peopleOf(entries: z.output<typeof peopleFile>): People {
  return {
    require: (token, power) => {
      const found =
        token === undefined || token === ""
          ? undefined
          : entries.find(({ tokenSha256 }) => matches(token, tokenSha256));
      if (found === undefined) {
        throw new VostroError({
          name: "Unauthenticated",
          sentence: "The token is missing, or nobody's.",
          fix: "Send the header Authorization: Bearer TOKEN; at the command line set VOSTRO_GATEWAY_TOKEN.",
        });
      }
      if (!found.may.includes(power)) {
        throw new VostroError({
          name: "Forbidden",
          args: { person: found.name, power },
          sentence: `${found.name} may not ${power}.`,
          fix: "Ask who keeps the people file.",
        });
      }
      return { name: found.name, may: found.may };
    },
  };
}

/** Nobody may do anything: where there is no people file. */
export const NOBODY: People = peopleOf([]);

function matches(token: string, sha256: string): boolean {
  return timingSafeEqual(createHash("sha256").update(token).digest(), Buffer.from(sha256, "hex"));
}

const badFile = (path: string, why: string, cause?: unknown): VostroError =>
  new VostroError({
    name: "BadPeopleFile",
    args: { path },
    sentence: `The people file ${path} cannot be used: ${why}.`,
    fix: 'Write [{ "name": "ann", "tokenSha256": "...", "may": ["decide"] }]; docs/operations/gateway.md shows how.',
    ...(cause === undefined ? {} : { cause }),
  });
