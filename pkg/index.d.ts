/**
 * The same facts that the script tag's `data-` attributes carry, under the names that `script.dataset` gives them.
 * Options that cannot be are refused as a whole; with `debug` the browser's console says why.
 */
export interface StartOptions {
  /** The public key, such as `pk_live_…`. */
  key: string;
  /** The trial's id: 1 to 64 characters out of `a-z A-Z 0-9 _ . : | + = ~ -`, so no e-mail address. */
  trial: string;
  /** When the trial began: RFC 3339, such as `2026-11-10T09:00:00Z`. */
  started: string;
  /** The account's id, of the same characters as the trial's. */
  account?: string;
  /** HMAC-SHA256 of `trial + "." + account` with the secret key, as 64 hexadecimal digits; made by your backend. */
  signature?: string;
  /** `required`: nothing is listened to before `consent('granted')`. `granted` unless told otherwise. */
  consent?: 'required' | 'granted' | 'denied';
  /** A BCP 47 tag, such as `de` or `pt-BR`; the language of the page unless told otherwise. */
  locale?: string;
  /** The plan's name, of the same characters as the trial's id. */
  plan?: string;
  /** How many days the trial lasts; 14 unless told otherwise. */
  lengthDays?: number;
  /** The collector's address, `https://…`, if it is not where the script came from. */
  endpoint?: string;
  /**
   * Analytics libraries whose events are counted too, with spaces between, such as `segment datalayer`. Those known are
   * `segment`, `posthog`, `amplitude`, `mixpanel`, `gtag` and `datalayer`.
   */
  listen?: string;
  /** Lines in the browser's console; left out for none. */
  debug?: true;
}

export interface TrackOptions {
  /** How many uses at once; 1 unless told otherwise. */
  count?: number;
  /** The moment of the playbook that this use reaches; `true` for the moment of the feature's own name. */
  moment?: string | true;
}

export interface CommentOptions {
  /** The moment or the prompt that it is about: an id, of the same characters as the trial's. */
  about?: string;
}

export interface LimitState {
  /** How much is used: a whole number. */
  used: number;
  /** Of how much: a whole number. */
  of: number;
  /** A hard limit stops the customer; a soft one only tells. */
  hard?: boolean;
}

export type Outcome = 'upgraded' | 'cancelled' | 'expired';
export type AttentionBudget = 'normal' | 'fewer' | 'none';
export type Band = 'cold' | 'warming' | 'ready' | 'urgent';

export interface Readiness {
  /** Of upgrading within the playbook's horizon, 0 to 1. */
  probability: number;
  /** 0 to 100. */
  score: number;
  band: Band;
  /** The scorecard's sum, from which probability and score follow. */
  points: number;
}

/** Why no prompt is shown: that of the prompt with the highest priority. */
export type Reason =
  | 'kill_switch'
  | 'consent_denied'
  | 'user_opted_out'
  | 'not_running'
  | 'not_approved'
  | 'outside_schedule'
  | 'holdout'
  | 'control'
  | 'recovery_first'
  | 'quiet_time'
  | 'cooldown'
  | 'budget_spent'
  | 'already_seen'
  | 'snoozed'
  | 'route_mismatch'
  | 'device_mismatch'
  | 'anchor_not_found'
  | 'anchor_not_visible'
  | 'trigger_not_fired'
  | 'cancelled_by_event'
  | 'below_threshold'
  | 'lost_arbitration'
  | 'language_unavailable';

/** What a press does, one after the other. */
export interface PromptAction {
  deed: 'url' | 'window' | 'call' | 'focus' | 'prompt' | 'track';
  /** An address, a path of names from the window, a selector, a prompt, or a feature. */
  target: string;
}

export interface PromptButton {
  label: string;
  /** `go` shows the page of this number, `help` too, after it was answered with `clicked`. */
  role: 'accept' | 'decline' | 'go' | 'help' | 'helped' | 'done';
  page: number;
  actions: PromptAction[];
}

export type PromptBlock =
  | { block: 'text' | 'quote'; text: string }
  | { block: 'items'; items: { moment: string; label: string; reached: boolean; actions: PromptAction[] }[] }
  | { block: 'gauge'; label: string; used: number; of: number }
  | { block: 'scale'; labels: string[]; page: number }
  | { block: 'field'; label: string; send: string; page: number }
  | { block: 'plans'; plans: { name: string; price: string; points: string[]; button: PromptButton | null }[] }
  | { block: 'buttons'; buttons: PromptButton[] };

/** A prompt as plain data: what it says in the customer's language, with numbers and dates filled in. */
export interface Prompt {
  id: string;
  kind: 'card' | 'modal' | 'spotlight' | 'banner' | 'checklist' | 'meter' | 'reaction' | 'help' | 'advocacy' | 'reply';
  locale: string;
  direction: 'ltr' | 'rtl';
  /** The selector of the element at which it points, if it points at one. */
  anchor: string;
  /** One or more; numbers of pages count from 0. */
  pages: { title: string; blocks: PromptBlock[] }[];
  /** Why the customer sees it: what stands above the reasons, or in their place. */
  why: string;
  /** The strongest first; none where readiness plays no part. */
  reasons: { text: string; points: number }[];
  /** How many prompts there may be, a line for each bound. */
  budget: string[];
  /** What was counted and is sent, in the customer's language. */
  data: { label: string; value: string }[];
  /** The words around every prompt, by their names in the playbook's `[frame.LANGUAGE]`. */
  frame: Record<string, string>;
  /**
   * Whoever paints it reports here. First `painted`, when it can be seen: only then it counts. `clicked` takes the address
   * that is to be opened and the prompt that is to be started, `stepped` the number of the page that is shown, from 0,
   * and `leads` after it what `clicked` takes; `reacted` takes the number 1 to 5, `comment` the words and `{about}`,
   * `track` a feature, `budget` a wish. After `clicked` (but for the kind `help`), `dismissed`, `snoozed`, `fewer`,
   * `completed`, `helped` or `closed` it must be gone; `unpaintable` says that it cannot be painted.
   */
  answer(word: string, first?: unknown, second?: unknown): void;
  /** Put a function here to hear when the prompt must go by itself: not after an answer of yours. */
  hide?: () => void;
  /** Put a function here to be told all of it anew when things stand otherwise: moments, limits, the budget. */
  update?: (now: Prompt) => void;
}

/** What a listener is told, by the name it listens to. Each may carry more than is listed here. */
export interface Events {
  /** Another score than the last one told. It is looked at when a decision changes; `readiness` asks at any time. */
  readiness: Readiness;
  /** A moment was reached in this browser. */
  moment: { moment: string };
  /** A prompt is to be painted. A listener that returns `false` paints it itself. */
  prompt: Prompt;
  /**
   * Another decision than the last one: the prompt to show, or the reason to wait. Of a prompt that was to be shown and
   * could not be painted also which it is (`about`), and why: its element is `not_found`, there are `multiple`, or it is
   * `not_visible`; or what a painter of yours gave for it.
   */
  decision:
    | { prompt: string; reason?: undefined }
    | { reason: Reason; about?: string; detail?: string; prompt?: undefined };
}

/** A count, and the days of the trial on which it grew, from 0. */
type Days<Name extends string> = Record<Name, number> & { days: ({ day: number } & Record<Name, number>)[] };

/** An instant, such as `2026-11-10T09:00:00.000Z`. */
export type Instant = string;

/** Everything that is counted. */
export interface Counted {
  last_active: Instant;
  features: ({ name: string; first: Instant; last: Instant } & Days<'uses'>)[];
  moments: { name: string; at: Instant }[];
  limits: { name: string; used: number; of: number; hard: boolean; at: Instant }[];
  friction: ({ kind: string; last: Instant | null } & Days<'times'>)[];
  active_days: number[];
  visits: number;
  engaged_minutes: number;
  engaged: Days<'seconds'>;
  prompts: ({
    id: string;
    last_shown: Instant | null;
    clicked: number;
    completed: number;
    dismissed: number;
    /** The furthest page that was gone to, counted from 0, the first. */
    step: number;
    snoozed: number;
    snoozed_until: Instant | null;
    answered: Instant | null;
    due: Instant | null;
    arm: 'holdout' | 'control' | 'shown' | null;
    variant?: number;
    waits: { reason: Reason; times: number }[];
  } & Days<'shown'>)[];
  reactions: { about: string; score: number; at: Instant }[];
  budget: AttentionBudget;
  budget_chosen: Instant | null;
  trouble_over: Instant | null;
  outcome: Outcome | null;
  outcome_at: Instant | null;
  /** What did not fit, or was lost with a state that could not be read or kept. */
  dropped: number;
}

/** A message to the collector, in bytes and in words. */
export interface Message extends Counted {
  bytes: number;
  trial: string;
  account: string | null;
  plan: string | null;
  locale: string | null;
  started: Instant;
  length_days: number;
  /** The random number of this browser profile, in hexadecimal digits. */
  replica: string;
  /** The version of the playbook. */
  playbook: number;
  simulated: boolean;
  signature: string | null;
}

/** What `inspect` tells. */
export interface Inspection {
  trial: string;
  account: string | null;
  plan: string | null;
  locale: string | null;
  consent: 'granted' | 'required' | 'denied';
  budget: AttentionBudget;
  /** The collector's address. */
  server: string;
  /** What the browser keeps; null where there is nothing. */
  kept: (Counted & { bytes: number; replica: string; started: Instant }) | null;
  /** The newest message of this page; null where there was none. */
  sent: (Message & { last_at: Instant }) | null;
  /** The message as it would be now; null without consent. */
  will_send: (Message & { at: Instant }) | null;
  /** What the customer wrote and the collector has not said to have. */
  comments: { id: string; at: Instant; about: string | null; words: string }[];
  /** Whether a comment is unanswered, so that this page waits for a reply, and how many replies wait to be shown. */
  replies: { open: boolean; waiting: number };
}

/** What a listener throws changes nothing, nor what it returns: but for `false` from one of `prompt`, which paints it itself. */
export type Listener<Name extends keyof Events> = (event: Events[Name]) => Name extends 'prompt' ? boolean | void : void;

/** Says whose trial this is. Not needed where the script tag says it; the first one of a page counts. */
export function start(options: StartOptions): void;

/** Counts a use of a feature: 1 to 40 characters out of `a-z A-Z 0-9 _ . : -`. */
export function track(name: string, options?: TrackOptions): void;

/**
 * Sends what the customer wrote to the growth team: 1 to 2,000 characters, as they are. It is kept in the browser until
 * the collector has it, through reloads and without a network. At most 20 wait; without consent none is taken.
 */
export function comment(words: string, options?: CommentOptions): void;

/** Says how much of a metered entitlement is used, such as 4 of 5 seats. */
export function limit(id: string, state: LimitState): void;

/**
 * Says how the trial ended: after `upgraded` no commercial prompt is shown in the page any more. The console believes
 * your backend only, which tells it with `POST /v1/outcomes`.
 */
export function outcome(what: Outcome): void;

/** Passes on what the customer answered when asked for consent. */
export function consent(answer: 'granted' | 'denied'): void;

/** Shows a prompt with sample data and records nothing of it. An address that ends with `#sm-preview=id`, or comes to
    end with it by a link or by `location.hash`, does the same; what `history.pushState` writes is not noticed. */
export function preview(promptId: string): void;

/** Sets how much of the customer's attention prompts may take. */
export function budget(wish: AttentionBudget): void;

/**
 * Forgets the customer: nothing is left in the browser, counting stops in all of its open pages of the trial, and the
 * collector erases what it has, as soon as it can be reached. With the next page, or with `consent('granted')`, another
 * replica begins.
 */
export function forget(): void;

/** Asks once for all that is kept, was sent in this page, and would be sent now. */
export function inspect(listener: (told: Inspection | null) => void): void;

/** Listens from now on. */
export function on<Name extends keyof Events>(what: Name, listener: Listener<Name>): void;

/** Asks once for the present readiness. */
export function readiness(listener: (readiness: Readiness) => void): void;

/** Lets the widget say in the browser's console what it did not understand or could not do. */
export function debug(enabled?: boolean): void;

declare global {
  interface Window {
    secondMoment?: ((command: string, ...rest: unknown[]) => void) & { q?: { push(said: IArguments): unknown } };
  }
}
