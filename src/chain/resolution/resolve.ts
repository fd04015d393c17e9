import { type Signer, toUtf8Bytes, zeroPadBytes } from "ethers";

import { type Resolution, Resolution__factory } from "../../../typechain-types/index.js";
import { VostroError } from "../../errors/index.js";
import type { Bank } from "../bank.js";
import { requireAddress, requireBytes, tokenOf } from "../checks.js";
import { currencyOf } from "../events.js";
import type { Approval } from "../issue.js";
import { readReference } from "../reference.js";
import { ask, type Call, callOf, chainTime, send, type Sent } from "../send.js";
import { type Declaration, type RegisterCommitment, signFor } from "../typedData.js";
import { withEventsOf } from "./events.js";
import type { HolderRegister } from "./register.js";
import type { CommittedRegister } from "./registerFile.js";

/* What the bank in resolution does: declare, then commit the register of holders. Each with a second person. */

/** How long an approval lives unless told: one day. */
const APPROVAL_SECONDS = 86_400n;

/** The bank's Resolution contract. */
export function connectResolution(bank: Bank, address: string): Resolution {
  return Resolution__factory.connect(requireAddress(address, "The Resolution contract"), bank.partyRegistry.runner);
}

export interface DeclarationRequest {
  readonly currency: string;
  /** bytes32: hash of the resolution instrument */
  readonly instrument: string;
  /** who issued it: its code or LEI, up to 32 bytes of text */
  readonly authorityCode: string;
  /** who pays redemptions from now on */
  readonly agent: string;
  /** unix seconds: until when the approval is good; a day from the chain's time if left out */
  readonly expiry?: bigint;
}

/** A declaration as it is signed and sent. @throws VostroError UnknownToken, BadBytes, BadAddress, BadAuthorityCode */
export async function buildDeclaration(bank: Bank, request: DeclarationRequest): Promise<Declaration> {
  return {
    token: String(tokenOf(bank, request.currency).target),
    instrument: requireBytes(request.instrument, 32, "The instrument's hash"),
    authorityCode: codeBytes(request.authorityCode),
    agent: requireAddress(request.agent, "The agent"),
    expiry: request.expiry ?? (await chainTime(bank)) + APPROVAL_SECONDS,
  };
}

function codeBytes(code: string): string {
  const bytes = toUtf8Bytes(code);
  if (bytes.length > 0 && bytes.length <= 32) return zeroPadBytes(bytes, 32);
  throw new VostroError({
    name: "BadAuthorityCode",
    args: { code },
    sentence: `The authority's code ${JSON.stringify(code)} is empty or longer than 32 bytes.`,
    fix: "Write its code or LEI.",
  });
}

/** The second person's yes. Who may sign: a compliance approver, never who sends it. */
export async function signDeclaration(
  resolution: Resolution,
  approver: Signer,
  declaration: Declaration,
): Promise<Approval> {
  const signature = await signFor(resolution, approver, "Declaration", declaration);
  return { approver: await approver.getAddress(), signature };
}

export function declareCall(
  bank: Bank,
  resolution: Resolution,
  declaration: Declaration,
  { approver, signature }: Approval,
): Promise<Call> {
  const populated = resolution.declare.populateTransaction({ ...declaration }, approver, signature);
  return callOf("Resolution.declare", populated, {
    role: "RESOLUTION",
    currency: currencyOf(bank, declaration.token),
  });
}

/**
 * Puts a token into resolution, for good: mint and transfer stop, redemption stays. Who may call: resolution, with an
 * approval. Afterwards the admin grants REDEMPTION_OPERATOR to the agent.
 * @throws VostroError AlreadyDeclared, DeclarationIncomplete, TokenOfAnotherBank, ApprovalExpired, ApproverInvalid,
 * ApprovalInvalid
 */
export async function declareResolution(
  bank: Bank,
  resolution: Resolution,
  officer: Signer,
  declaration: Declaration,
  approval: Approval,
): Promise<Sent> {
  const sent = await send(bank, officer, await declareCall(bank, resolution, declaration, approval));
  return withEventsOf(bank, sent, "Resolution", resolution);
}

/** The register's figures as they are signed and sent; the approval is good for a day unless told. */
export async function buildCommitment(
  bank: Bank,
  register: HolderRegister,
  expiry?: bigint,
): Promise<RegisterCommitment> {
  const { token, root, total, holders, blockNumber, burned } = register;
  return {
    token,
    root,
    total,
    holders: BigInt(holders),
    blockNumber: BigInt(blockNumber),
    burnedThen: burned,
    expiry: expiry ?? (await chainTime(bank)) + APPROVAL_SECONDS,
  };
}

/** The second person's yes, after exporting the register itself. Who may sign: a compliance approver. */
export async function signCommitment(
  resolution: Resolution,
  approver: Signer,
  commitment: RegisterCommitment,
): Promise<Approval> {
  const signature = await signFor(resolution, approver, "RegisterCommitment", commitment);
  return { approver: await approver.getAddress(), signature };
}

export function commitCall(
  bank: Bank,
  resolution: Resolution,
  commitment: RegisterCommitment,
  { approver, signature }: Approval,
): Promise<Call> {
  const populated = resolution.commit.populateTransaction({ ...commitment }, approver, signature);
  return callOf("Resolution.commit", populated, { role: "RESOLUTION", currency: currencyOf(bank, commitment.token) });
}

/**
 * Commits the register of holders, once. Who may call: resolution, with an approval.
 * @throws VostroError NotDeclared, AlreadyCommitted, RegisterBlockInvalid, RegisterTotalInvalid, BurnedInvalid,
 * RegisterInvalid, ApprovalExpired, ApproverInvalid, ApprovalInvalid
 */
export async function commitRegister(
  bank: Bank,
  resolution: Resolution,
  officer: Signer,
  commitment: RegisterCommitment,
  approval: Approval,
): Promise<Sent> {
  const sent = await send(bank, officer, await commitCall(bank, resolution, commitment, approval));
  return withEventsOf(bank, sent, "Resolution", resolution);
}

/** What the Resolution contract says of a token. */
export interface ResolutionState {
  /** undefined while the token is in service */
  readonly declared:
    | {
        readonly instrument: string;
        readonly authorityCode: string;
        readonly agent: string;
        readonly blockNumber: bigint;
      }
    | undefined;
  readonly committed: CommittedRegister | undefined;
}

/** Whether a token is in resolution, and which register counts. @throws VostroError UnknownToken */
export async function readResolution(bank: Bank, resolution: Resolution, currency: string): Promise<ResolutionState> {
  const token = tokenOf(bank, currency);
  const { instrument, authorityCode, agent, blockNumber } = await ask(bank, resolution.declarationOf(token));
  const register = await ask(bank, resolution.registerOf(token));
  const { root, total, burnedThen, holders } = register;
  return {
    declared:
      blockNumber === 0n ? undefined : { instrument, authorityCode: readReference(authorityCode), agent, blockNumber },
    committed:
      BigInt(root) === 0n ? undefined : { root, total, blockNumber: register.blockNumber, burnedThen, holders },
  };
}
