import type { HotelId } from '../../../shared/domain/ids.ts'

/** What one look brought: an answer that another process read so long ago, and a way to leave one for the others. */
export interface Looked<T> {
  readonly found: { readonly answer: T; readonly ageMs: number } | null
  /** Leaves an answer that was read after this look, as old as the look. Nobody waits for it. */
  readonly keep: (answer: T, maxAgeMs: number) => void
}

/** Answers about hotels that the processes of a chain share. */
export interface SharedAnswers<T> {
  /** `null` where there is nothing to look into now; never fails, and never takes long. */
  look(hotelId: HotelId, about: string): Promise<Looked<T> | null>
}
