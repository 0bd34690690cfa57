/** `1 secret`, `1,234 secrets`. */
export function formatCount(count: number, singular: string): string {
  return `${formatInteger(count)} ${singular}${count === 1 ? '' : 's'}`;
}

export function formatInteger(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

const byteUnits = ['kB', 'MB', 'GB', 'TB'] as const;

/** Bytes in decimal units, as file managers and vendors count: `999 bytes`, `23.6 MB`. */
export function formatBytes(byteCount: number): string {
  if (byteCount < 1000) return formatCount(byteCount, 'byte');
  let amount = byteCount / 1000;
  let unit = 0;
  // 999.95 would be rounded to 1000.0.
  while (amount >= 999.95 && unit < byteUnits.length - 1) {
    amount /= 1000;
    unit += 1;
  }
  return `${amount.toFixed(1)} ${byteUnits[unit]}`;
}

/** `350 ms`, `1.2 s`, `2 min 5 s`. */
export function formatDuration(durationMs: number): string {
  if (durationMs < 999.5) return `${Math.round(durationMs)} ms`;
  if (durationMs < 59_950) return `${(durationMs / 1000).toFixed(1)} s`;
  const seconds = Math.round(durationMs / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
