/** The same facts that the script tag's `data-` attributes carry, under the names that `script.dataset` gives them. */
export interface StartOptions {
  /** The publishable key, `pk_live_…`. */
  key: string;
  trial: string;
  account?: string;
  /** When the trial began: RFC 3339, such as `2026-11-10T09:00:00Z`. */
  started?: string;
  /** HMAC-SHA256 of `trial + "." + account` with the secret key, as hex; made by your backend. */
  signature?: string;
  consent?: 'required' | 'granted' | 'denied';
  /** A BCP 47 tag, such as `de` or `pt-BR`. */
  locale?: string;
  plan?: string;
  /** 14 unless told otherwise. */
  lengthDays?: number;
  /** The collector's address, if it is not where the script came from. */
  endpoint?: string;
  debug?: boolean;
}

export interface TrackOptions {
  /** How many uses at once; 1 unless told otherwise. */
  count?: number;
  /** The moment of the playbook that this use reaches. */
  moment?: string;
}

export interface LimitState {
  used: number;
  of: number;
  /** A hard limit stops the customer; a soft one only tells. */
  hard?: boolean;
}

export type Outcome = 'upgraded' | 'cancelled' | 'expired';
export type AttentionBudget = 'normal' | 'fewer' | 'none';
export type Band = 'cold' | 'warming' | 'ready' | 'urgent';

/** How one reading moved the score; all of them together add up to it. */
export interface Contribution {
  reading: string;
  points: number;
}

export interface Readiness {
  /** Of upgrading within the playbook's horizon, 0 to 1. */
  probability: number;
  /** 0 to 100. */
  score: number;
  band: Band;
  contributions: Contribution[];
}

/** What a listener is told, by the name it listens to. Each may carry more than is listed here. */
export interface Events {
  readiness: Readiness;
  moment: { moment: string };
  prompt: { id: string; kind: string };
  decision: { prompt: string; reason?: string };
}

/** A `prompt` listener that returns `false` renders the prompt itself. */
export type Listener<Name extends keyof Events> = (
  event: Events[Name],
) => Name extends 'prompt' ? boolean | void : void;

/** Says whose trial this is. Not needed where the script tag says it. */
export function start(options: StartOptions): void;

/** Counts a use of a feature. */
export function track(name: string, options?: TrackOptions): void;

/** Says how much of a metered entitlement is used, such as 4 of 5 seats. */
export function limit(id: string, state: LimitState): void;

/** Says how the trial ended, for the page; the collector believes your backend only. */
export function outcome(what: Outcome): void;

/** Passes on what the customer answered when asked for consent. */
export function consent(answer: 'granted' | 'denied'): void;

/** Sets how much of the customer's attention prompts may take. */
export function budget(wish: AttentionBudget): void;

/** Erases what is kept of this trial, in this browser and at the collector. */
export function forget(): void;

/** Listens from now on. */
export function on<Name extends keyof Events>(what: Name, listener: Listener<Name>): void;

/** Asks once for the present readiness. */
export function readiness(listener: (readiness: Readiness) => void): void;

/** Asks for exactly what was sent and what will be, in readable form. */
export function inspect(listener: (everything: unknown) => void): void;

/** Lets the widget say in the browser's console what it decides and why. */
export function debug(enabled?: boolean): void;

declare global {
  interface Window {
    secondMoment?: ((command: string, ...rest: unknown[]) => void) & { q?: IArguments[] };
  }
}
