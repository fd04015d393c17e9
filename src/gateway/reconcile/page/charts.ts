import { AGES, type Report } from "../report.js";
import { html, type Html } from "./html.js";

const WIDTH = 640;
const HEIGHT = 180;
const BASE = 150;

/** Height in pixels of an amount; whole minor units divided in integers, so that no amount becomes a float. */
const scaled = (amount: bigint, most: bigint): number => (most === 0n ? 0 : Number((amount * 130n) / most));

const magnitude = (text: string): bigint => (text.startsWith("-") ? BigInt(text.slice(1)) : BigInt(text));

/** Supply, attested backing and control account, the last reconciliations side by side. */
export function supplyChart(report: Report): Html {
  const now = {
    block: report.block,
    supply: report.chain.supply,
    backing: report.chain.backing,
    control: report.control.figure,
  };
  const points = [...report.history.slice(-11), now];
  const series = [
    { name: "supply", colour: "#1f4e79", of: (p: typeof now) => magnitude(p.supply) },
    { name: "backing", colour: "#7f9f3f", of: (p: typeof now) => magnitude(p.backing) },
    { name: "control", colour: "#b07d2b", of: (p: typeof now) => magnitude(p.control) },
  ];
  const most = points.flatMap((p) => series.map(({ of }) => of(p))).reduce((a, b) => (a > b ? a : b), 0n);
  const slot = Math.floor(WIDTH / points.length);
  const bar = Math.max(2, Math.floor((slot - 8) / series.length));
  const bars = points.flatMap((point, i) =>
    series.map(({ colour, of }, s) => {
      const height = scaled(of(point), most);
      return html`<rect
        x="${i * slot + 4 + s * bar}"
        y="${BASE - height}"
        width="${bar - 1}"
        height="${height}"
        fill="${colour}"
      />`;
    }),
  );
  const labels = points.map(({ block }, i) => html`<text x="${i * slot + 4}" y="${BASE + 14}">${block}</text>`);
  const key = series.map(
    ({ name, colour }, i) =>
      html`<rect x="${i * 110 + 4}" y="${HEIGHT - 10}" width="9" height="9" fill="${colour}" /><text
          x="${i * 110 + 18}"
          y="${HEIGHT - 2}"
          >${name}</text
        >`,
  );
  return chart("Supply, backing and control account by block", [...bars, ...labels, ...key]);
}

/** How many differences stand for how long. */
export function ageChart({ differences }: Report): Html {
  const counts = AGES.map((age) =>
    differences.ages.filter((one) => one.age === age).reduce((sum, { count }) => sum + count, 0),
  );
  const most = BigInt(Math.max(1, ...counts));
  const slot = WIDTH / AGES.length;
  const bars = AGES.flatMap((age, i) => {
    const height = scaled(BigInt(counts[i]!), most);
    return [
      html`<rect x="${i * slot + 20}" y="${BASE - height}" width="${slot - 40}" height="${height}" fill="#8c2f39" />`,
      html`<text x="${i * slot + 20}" y="${BASE - height - 4}">${counts[i]!}</text>`,
      html`<text x="${i * slot + 20}" y="${BASE + 14}">${age}</text>`,
    ];
  });
  return chart("Differences by age", bars);
}

const chart = (title: string, content: readonly Html[]): Html =>
  html`<figure>
    <figcaption>${title}</figcaption>
    <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img">
      <title>${title}</title>
      <line x1="0" y1="${BASE}" x2="${WIDTH}" y2="${BASE}" stroke="#444" />
      ${content}
    </svg>
  </figure>`;
