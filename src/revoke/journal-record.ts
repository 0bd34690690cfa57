// What the journal says, and what follows from it. The order of its lines decides: a claim counts when, at its place in the file, the
// key was free or the claim names the one it follows. So two runs can never both send, without a lock that a killed run leaves
// behind. Pure.

import type { ContractKind } from '../core/revocation.ts';

/** Written and on the disk before a request that revokes is sent. Like every record it holds no secret. */
export interface ClaimRecord {
  readonly step: 'sending';
  readonly at: string;
  /** Names the claim, and the request that follows it. */
  readonly id: string;
  /** The claim that this one follows, when a request was sent before and is known to have done nothing. */
  readonly follows?: string | undefined;
  readonly fingerprint: string;
  readonly provider: string;
  readonly keyId?: string | undefined;
  readonly last4?: string | undefined;
  readonly contract: ContractKind;
  /** Where the contract comes from. */
  readonly source: string;
  readonly method: string;
  readonly origin: string;
  readonly path: string;
  /** Who claims: a claim of a process that still runs is not taken over. */
  readonly processId: number;
  readonly host: string;
}

/** What happened to a claim. `not-sent`: nothing reached the server, so the key is free again. */
export interface ProgressRecord {
  readonly step: 'answered' | 'revoked' | 'unconfirmed' | 'not-sent';
  readonly at: string;
  readonly id: string;
  readonly status?: number | undefined;
  /** Why no answer came, or the vendor's code of the check. */
  readonly detail?: string | undefined;
}

const progressSteps: ReadonlySet<unknown> = new Set<ProgressRecord['step']>([
  'answered',
  'revoked',
  'unconfirmed',
  'not-sent',
]);

export type JournalRecord = ClaimRecord | ProgressRecord;

/** Where a key stands: the claim that counts, and the last that is known of it. */
export interface Standing {
  readonly claim: ClaimRecord;
  readonly step: 'sending' | 'answered' | 'revoked' | 'unconfirmed';
  /** How the request was answered, where it was. */
  readonly status?: number | undefined;
}

/** The standing of every key in the journal, by fingerprint. Lines that are no records are passed over, see `readLine`. */
export function readStandings(text: string): ReadonlyMap<string, Standing> {
  const standings = new Map<string, Standing>();
  for (const line of text.split('\n')) {
    const record = readLine(line);
    if (record?.step === 'sending') takeClaim(standings, record);
    else if (record) noteProgress(standings, record);
  }
  return standings;
}

/** Numbers, from 1, of the lines that are no records: what they told is not known. */
export function listUnreadableLines(text: string): readonly number[] {
  return text.split('\n').flatMap((line, index) => (line.trim() === '' || readLine(line) ? [] : [index + 1]));
}

/** A line that a crash cut short was never followed by a request: requests wait until their whole line is on the disk. */
function readLine(line: string): JournalRecord | undefined {
  try {
    const record = JSON.parse(line) as Partial<ClaimRecord> | null;
    if (typeof record?.id !== 'string') return undefined;
    // No more is asked of a claim: one that is dropped frees its key for a second request.
    const isRecord =
      record.step === 'sending' ? typeof record.fingerprint === 'string' : progressSteps.has(record.step);
    return isRecord ? (record as JournalRecord) : undefined;
  } catch {
    return undefined;
  }
}

function takeClaim(standings: Map<string, Standing>, claim: ClaimRecord): void {
  const holder = standings.get(claim.fingerprint);
  if (holder === undefined || holder.claim.id === claim.follows)
    standings.set(claim.fingerprint, { claim, step: 'sending' });
}

function noteProgress(standings: Map<string, Standing>, { step, id, status }: ProgressRecord): void {
  const standing = [...standings.values()].find(({ claim }) => claim.id === id);
  if (!standing) return;
  const { claim } = standing;
  if (step === 'not-sent') standings.delete(claim.fingerprint);
  else standings.set(claim.fingerprint, { ...standing, step, ...(step === 'answered' && { status }) });
}
