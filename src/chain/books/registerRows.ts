import { countryOf } from "../../bank/countries.js";
import { leiText } from "../partiesBytes.js";
import { decodeProfile, decodeStanding } from "../words.js";
import type { Books } from "./books.js";
import { orNone, type Row, time } from "./rows.js";

const country = (code: number | bigint): string => countryOf(Number(code)) ?? String(code);

/** Each party ever admitted. */
export const partyRows = ({ register }: Books): Row[] =>
  [...register.parties.values()].map(({ party, standing, profile, lei, programme, settlementAccount, ...rest }) => {
    const { kind, residency, control, homeBank } = decodeProfile(profile);
    const { zone, validUntil, admitted, blocked, limited } = decodeStanding(standing);
    const { wallets, blocks, closed } = rest;
    const inState = (state: string): string =>
      wallets.filter((wallet) => register.wallets.get(wallet)?.state === state).join(" ");
    return {
      ...{ party: String(party), kind, residency: country(residency), control: country(control) },
      ...{ home_bank: homeBank, zone, admitted, blocked, blocks: Number(blocks), limited, closed },
      ...time("valid_until", validUntil),
      lei: leiText(lei) ?? "",
      programme: orNone(programme),
      settlement_account: orNone(settlementAccount),
      wallets: inState("live"),
      lost_wallets: inState("retired"),
    };
  });

/** Each wallet ever registered. */
export const walletRows = ({ register }: Books): Row[] =>
  [...register.wallets.values()].map(({ wallet, party, state, successor }) => ({
    ...{ wallet, party: String(party), state },
    successor: successor ?? "",
  }));

/** The table that zones are derived from. */
export const countryRows = ({ register }: Books): Row[] =>
  [...register.countries.values()].map(({ code, resident, controlled }) => ({
    ...{ country: country(code), code: Number(code), resident: Number(resident), controlled: Number(controlled) },
  }));

export const institutionRows = ({ register }: Books): Row[] =>
  [...register.institutions].map(([homeBank, lei]) => ({ home_bank: Number(homeBank), lei: leiText(lei) ?? "" }));

export const programmeRows = ({ register }: Books): Row[] =>
  [...register.programmeZones].map((zone) => ({ zone: Number(zone) }));

export const walletCodeRows = ({ register }: Books): Row[] =>
  [...register.walletCodes].map((codeHash) => ({ code_hash: codeHash }));
