import type { Queryable } from '../database/port.ts'
import type { ProviderIntent } from './payment-provider.ts'
import { selectSandboxEntries, selectSandboxEntry, upsertSandboxEntry } from './queries/sandbox-books.ts'
import type { SandboxCard } from './sandbox-cards.ts'

/** What the bank knows of a token: how the card behaves, and the digits that may be shown. */
export interface BookedCard {
  readonly cardMasked: string
  readonly card: SandboxCard
}

export interface BookedIntent extends ProviderIntent {
  readonly card: SandboxCard
  readonly captureAsked: boolean
  readonly capturedMinor: number
  /** Amounts by the refund's reference. */
  readonly refunds: Readonly<Record<string, number>>
}

/** The books of the sandbox bank. */
export interface SandboxBooks {
  card(cardToken: string): Promise<BookedCard | null>
  putCard(cardToken: string, card: BookedCard): Promise<void>
  intent(ref: string): Promise<BookedIntent | null>
  putIntent(intent: BookedIntent): Promise<void>
  intents(): Promise<BookedIntent[]>
}

/** Books that end with this object, for tests. */
export function booksInMemory(): SandboxBooks {
  const cards = new Map<string, BookedCard>()
  const intents = new Map<string, BookedIntent>()
  return {
    card: async (cardToken) => cards.get(cardToken) ?? null,
    putCard: async (cardToken, card) => void cards.set(cardToken, card),
    intent: async (ref) => intents.get(ref) ?? null,
    putIntent: async (intent) => void intents.set(intent.ref, intent),
    intents: async () => [...intents.values()],
  }
}

/** Books in the payment database's `sandbox_book`: they outlive this process, for the demo. */
export function booksInDatabase(db: Queryable): SandboxBooks {
  return {
    card: (cardToken) => selectSandboxEntry<BookedCard>(db, cardToken),
    putCard: (cardToken, card) => upsertSandboxEntry(db, cardToken, card),
    intent: (ref) => selectSandboxEntry<BookedIntent>(db, ref),
    putIntent: (intent) => upsertSandboxEntry(db, intent.ref, intent),
    intents: () => selectSandboxEntries<BookedIntent>(db, 'pi_'),
  }
}
