import { duration, isoDate } from "../../errors/index.js";
import { readAccount } from "../account.js";
import { type OpenHold, supplyReport } from "../supply.js";
import { readToken } from "../token.js";
import type { Corridor } from "../words.js";
import type { Context, Outcome } from "./context.js";

/** One "name  value" a line. */
export function lines(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join("\n");
}

const corridorsOf = (corridors: readonly Corridor[]): string =>
  corridors.map(({ from, to }) => `${from}>${to}`).join(" ") || "none";

/** A token as it stands. */
export async function token(context: Context): Promise<Outcome> {
  const { currency } = context;
  const info = await readToken(context.bank, currency);
  const money = (amount: bigint): string => context.money(amount, currency);
  const age = info.attestationAge === undefined ? "never attested" : `${info.attestationAge} seconds old`;
  const text = lines([
    ["token", `${info.name} (${info.symbol}, ${info.decimals} decimals) at ${info.address}`],
    ["supply", money(info.supply)],
    ["backing", money(info.backing)],
    ["may be minted", info.stale ? "nothing: the attestation is stale" : money(info.headroom)],
    ["attestation", `of ${isoDate(info.attestedAt)}, ${age}, good for ${duration(info.attestationMaxAge)}`],
    ["burned, received", `${money(info.flows.burned)}, ${money(info.flows.received)}`],
    ["paused", info.policy.paused.join(", ") || "nothing"],
    ["corridors open", corridorsOf(info.policy.allowed)],
    ["under review", corridorsOf(info.policy.review)],
    ["limits", info.limits ?? "none: no limited party moves"],
    ["registry", info.registry],
  ]);
  return { text, data: { ...info } };
}

/** An account as it stands. */
export async function account(context: Context): Promise<Outcome> {
  const { currency } = context;
  const info = await readAccount(context.bank, currency, context.address("wallet"));
  const money = (amount: bigint): string => context.money(amount, currency);
  const { standing } = info;
  const state = info.mayAct ? "may pay and be paid" : "may neither pay nor be paid";
  const why = [
    ...(standing.admitted ? [] : ["not admitted"]),
    ...(standing.blocked ? [`blocked as a party by ${info.blocks} order(s)`] : []),
    ...(info.localBlock ? ["blocked in this token"] : []),
    ...(standing.retired
      ? [`lost and retired, its successor is ${info.successor ?? "not known: sync the token"}`]
      : []),
    ...(standing.admitted && !info.valid ? ["KYC lapsed"] : []),
  ];
  const text = lines([
    ["account", info.address],
    ["balance", money(info.balance)],
    ["available", `${money(info.available)} (held ${money(info.held)}, liens ${money(info.frozen)})`],
    ["standing", why.length === 0 ? state : `${state}: ${why.join(", ")}`],
    ["party", info.party === 0n ? "unknown to the register" : String(info.party)],
    ["zone", String(standing.zone)],
    ["KYC until", isoDate(standing.validUntil)],
    ["limited", standing.limited ? "yes" : "no"],
    ...(info.powers.length === 0 ? [] : [["powers", info.powers.join(", ")] as const]),
    ...(info.outOfSync ? [["WARNING", "the register says otherwise: sync the token"] as const] : []),
  ]);
  return { text, data: { ...info } };
}

/** Supply against deposits at a block; exit code 1 when anything does not add up. */
export async function supply(context: Context): Promise<Outcome> {
  const { currency } = context;
  const report = await supplyReport(context.bank, currency, context.integer("block", 0, Number.MAX_SAFE_INTEGER));
  const money = (amount: bigint): string => context.money(amount, currency);
  const list = (holds: readonly OpenHold[]): string => {
    const sum = holds.reduce((total, { remaining }) => total + remaining, 0n);
    const oldest = holds[0] === undefined ? "" : `, the oldest ${holds[0].age} seconds old`;
    return `${holds.length} of ${money(sum)}${oldest}`;
  };
  const { attestation } = report;
  const text = lines([
    ["block", `${report.block}, ${isoDate(report.time)}`],
    ["supply", `${money(report.supply)} (minted ${money(report.minted)}, burned ${money(report.burned)})`],
    ["backing", money(report.backing)],
    [
      "attested",
      attestation === undefined ? "never" : `${money(attestation.figure)} as of ${isoDate(attestation.asOf)}`,
    ],
    ["received", money(report.received)],
    ["holders", String(report.holders)],
    ["open holds", list(report.openHolds)],
    ["redemptions", `requested ${list(report.requested)}; submitted ${list(report.submitted)}`],
    ["compared", report.compared ? "with storage at the block" : "with nothing: the node keeps no state of the block"],
    ["findings", report.findings.map(({ message }) => message).join("; ") || "none"],
  ]);
  return { text, data: { ...report }, failed: report.findings.length > 0 };
}
