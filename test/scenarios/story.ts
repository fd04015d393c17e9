/** Who is who in what a scenario tells; the chain knows addresses only. */
const labels = new Map<string, string>();

export function useLabels(address: string, name: string): void {
  labels.set(address, name);
}

/** A line of the story, printed under its test: a scenario is read by people who do not read code. */
export function tell(line: string): void {
  const named = line.replaceAll(/0x[0-9a-fA-F]{40}/g, (address) => labels.get(address) ?? address);
  console.log(`      ${named}`);
}
