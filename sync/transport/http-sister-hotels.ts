import type { Result } from '../../shared/base/result.ts'
import {
  type SisterBooked,
  type SisterBooking,
  type SisterList,
  type SisterSearch,
  sisterBookedSchema,
  sisterListSchema,
} from '../../shared/wire/sister-hotels.ts'
import type { QuestionFault } from '../engine/question-fault.ts'
import type { SisterHotelsPort } from '../engine/sister-hotels-port.ts'
import type { ChainQuestions } from './chain-questions.ts'

export class HttpSisterHotels implements SisterHotelsPort {
  readonly #questions: ChainQuestions

  constructor(questions: ChainQuestions) {
    this.#questions = questions
  }

  find(search: SisterSearch): Promise<Result<SisterList, QuestionFault>> {
    return this.#questions.ask('sister-hotels', search, sisterListSchema)
  }

  book(booking: SisterBooking): Promise<Result<SisterBooked, QuestionFault>> {
    return this.#questions.ask('sister-hotels/book', booking, sisterBookedSchema)
  }
}
