/** What a client process is told at its start. */
export interface ClientOrders {
  readonly seed: number
  readonly chains: readonly string[]
  readonly apiKey: string
  readonly workers: number
  readonly today: string
  readonly hotels: readonly StressHotel[]
}

export interface StressHotel {
  readonly hotelId: string
  readonly epoch: number
  readonly types: readonly { readonly roomTypeId: string; readonly maxOccupancy: number }[]
  readonly rooms: readonly string[]
  /** The terminal of this client at this hotel. */
  readonly device: { readonly deviceId: string; readonly token: string; readonly codePrefix: number }
}

/** A booking that was accepted, as its client was told. */
export interface AcceptedBooking {
  readonly hotelId: string
  readonly reservationId: string
  readonly code: string
  /** Was it told that it is canceled? */
  readonly canceled: boolean
}

/** What a client process tells at its end. */
export interface ClientReport {
  readonly accepted: readonly AcceptedBooking[]
  readonly refused: readonly { readonly hotelId: string; readonly reservationId: string }[]
  /** Answers by what was asked: `book 201`. */
  readonly answers: Readonly<Record<string, number>>
  readonly retries: number
  /** Answers that contradict an earlier answer, or that nothing explains. */
  readonly contradictions: readonly string[]
}
