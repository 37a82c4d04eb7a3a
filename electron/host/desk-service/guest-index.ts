import MiniSearch, { type SearchOptions, type SearchResult } from 'minisearch'
import { parseConfirmationCode } from '../../../shared/domain/confirmation-code.ts'
import type { ReservationId } from '../../../shared/domain/ids.ts'
import { loadReservationIds } from '../../../sync/replica/queries/guest-changes.ts'
import type { Replica } from '../../../sync/replica/replica.ts'
import { loadRow } from '../../../sync/replica/row-reader.ts'

interface GuestDocument {
  readonly id: ReservationId
  readonly guestId: string
  readonly lastName: string
  readonly firstName: string
  readonly code: string
  readonly email: string
  readonly phone: string
}

const FIELDS = ['lastName', 'firstName', 'code', 'email', 'phone']
const BETWEEN_WORDS = /[\s\p{P}]+/u
const PHONE_BEGINNING = 6
const PHONE = /^[\d\s+()/.-]{3,}$/

/**
 * Who is known at this hotel by name, e-mail, phone and confirmation code, in memory: what is sealed on disk is open here,
 * and goes with the process. Follows the replica by what changed. Rule HOST-26.
 */
export class GuestIndex {
  readonly #replica: Replica
  readonly #index = new MiniSearch<GuestDocument>({ fields: FIELDS, tokenize: tokensOf, processTerm: folded })
  readonly #documents = new Map<ReservationId, GuestDocument>()
  readonly #byGuest = new Map<string, Set<ReservationId>>()
  /** Reservations to look at again. */
  readonly #behind = new Set<ReservationId>()

  constructor(replica: Replica) {
    this.#replica = replica
  }

  /** Takes over up to so many of the changes; tells whether there are more. */
  catchUp(most: number): boolean {
    const changes = this.#replica.takeGuestChanges()
    if (changes === 'all') {
      for (const id of [...this.#documents.keys(), ...loadReservationIds(this.#replica.db)]) this.#behind.add(id)
      return this.catchUp(most)
    }
    for (const { entity, id } of changes) {
      // A guest without a reservation that is known yet is found with it.
      const ids = entity === 'guest' ? (this.#byGuest.get(id) ?? []) : [id as ReservationId] // the key of its row
      for (const reservationId of ids) this.#behind.add(reservationId)
    }
    let left = most
    for (const id of this.#behind) {
      if (left === 0) return true
      left -= 1
      this.#behind.delete(id)
      this.#refresh(id)
    }
    return false
  }

  /**
   * The reservations whose guest, or whose code, a text means, best first with how well; every word of it counts, by its
   * beginning or with a wrong letter or two. Up to date with the replica.
   */
  search(text: string, most: number): { readonly reservationId: ReservationId; readonly score: number }[] {
    this.catchUp(Number.POSITIVE_INFINITY)
    return this.#found(text)
      .slice(0, most)
      .map(({ id, score }) => ({ reservationId: id as ReservationId, score })) // ids of documents
  }

  #found(text: string): SearchResult[] {
    const code = parseConfirmationCode(text)
    const exactly = code === null ? [] : this.#index.search(code, { ...WHOLE, fields: ['code'] })
    if (exactly.length > 0) return exactly
    if (PHONE.test(text)) {
      const digits = digitsOf(text).replace(/^0+/, '')
      // The beginning of a number is the country's, which half the house shares.
      const prefix = digits.length >= PHONE_BEGINNING
      const byPhone = this.#index.search(digits, { ...WHOLE, prefix, fields: ['phone'] })
      const byCode = this.#index.search(digitsOf(text), { ...WHOLE, fields: ['code'] })
      return [...byPhone, ...byCode.filter(({ id }) => !byPhone.some((other) => other.id === id))]
    }
    if (text.includes('@')) return this.#index.search(text.trim(), { ...WHOLE, fields: ['email'] })
    const byWords = this.#index.search(text, WORDS)
    if (!/\d/.test(text)) return byWords
    const byCode = this.#index.search(text.replaceAll(/[\s-]/g, ''), { ...WHOLE, fields: ['code'] })
    return [...byCode, ...byWords.filter(({ id }) => !byCode.some((other) => other.id === id))]
  }

  #refresh(id: ReservationId): void {
    const { db } = this.#replica
    const reservation = loadRow(db, 'reservation', id)
    const guest = reservation && loadRow(db, 'guest', reservation.guestId)
    const before = this.#documents.get(id)
    if (before) this.#forget(before)
    if (!reservation || !guest) return
    const { guestId, code } = reservation
    const { lastName, firstName, email, phone } = guest
    const document = { id, guestId, lastName, firstName, code, email: email ?? '', phone: phone ?? '' }
    this.#index.add(document)
    this.#documents.set(id, document)
    const ids = this.#byGuest.get(guestId)
    if (ids) ids.add(id)
    else this.#byGuest.set(guestId, new Set([id]))
  }

  #forget(document: GuestDocument): void {
    this.#index.remove(document)
    this.#documents.delete(document.id)
    this.#byGuest.get(document.guestId)?.delete(document.id)
  }
}

const WORDS: SearchOptions = {
  combineWith: 'AND',
  prefix: true,
  fuzzy: (term) => (term.length < 4 ? false : term.length < 8 ? 1 : 2),
  boost: { lastName: 3, firstName: 1.5 },
  weights: { fuzzy: 0.3, prefix: 0.6 },
}

/** Of a code or a phone number: one term, from its beginning. */
const WHOLE: SearchOptions = { prefix: true, fuzzy: false, tokenize: (text) => [text] }

function tokensOf(text: string, field?: string): string[] {
  if (field === 'code') return [text]
  if (field === 'phone') return phoneTokens(digitsOf(text))
  // The whole address, and its words without the country that it ends in.
  if (field === 'email') return [text, ...text.split(BETWEEN_WORDS).slice(0, -1)]
  return text.split(BETWEEN_WORDS)
}

/** A number with its country's code, without it and without a leading 0, and its last four digits. */
function phoneTokens(digits: string): string[] {
  const national = [1, 2, 3, 4].map((prefix) => digits.slice(prefix)).filter((part) => part.length >= 5)
  return [...new Set([digits.replace(/^0+/, ''), ...national, digits.slice(-4)])].filter((token) => token !== '')
}

function digitsOf(text: string): string {
  return text.replaceAll(/\D/g, '')
}

/** Without case and accents; nothing where nothing is left. */
function folded(term: string): string | null {
  const plain = term.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()
  return plain === '' ? null : plain
}
